"""The rules of the house that the import contracts cannot state: registries, doors, names and words."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask

from tender.clauses import detectors
from tender.cli_words import SENTENCES
from tender.consortium import law
from tender.documents import forms
from tender.parsing import fields, formats, known_formats
from tender.vocabulary import remark
from tender.web import pages
from tender.web.acts import ACTS
from tender.web.login import EVERYONE, PUBLIC
from tender.web.reasons import REASONS
from tests.web.conftest import app

__all__ = ["app"]

ROOT = Path(__file__).parents[1]
TENDER = ROOT / "tender"

REGISTRIES = {
    pages: {getattr(page, "__name__", "") for page in pages.PAGES},
    forms: {getattr(form, "__name__", "") for form in forms.FORMS},
    detectors: {getattr(detector, "__name__", "") for detector in detectors.IN_CALLS},
    formats: {getattr(known, "__name__", "") for known in known_formats.FORMATS},
    fields: {read.__module__ for read in fields.FIELDS},
    law: {getattr(rule, "__name__", "") for rule in law.RULES},
}

SHARED = {f"tender.consortium.law.{name}" for name in ("facts", "finding", "thresholds")}
"""What the rules of law all speak of: no rules themselves."""

ASK_NOBODY = {
    "find_user": "the session's own account, before anybody is looking",
    "find_user_by_email": "signing in: nobody is looking yet",
    "directors_of": "whom the program writes to; its answer is shown to nobody",
    "example_users": "the accounts that the demo shows on its sign-in page",
    "the_collective": "the name in every page's head; there is one",
    "find_page": "its file was asked for with its viewer",
    "due_consultations": "the program counts silences when their day comes",
    "offers_of": "what the split may count on: a case, shown to nobody as it is",
    "due_letters": "the worker's own question: no person looks",
    "unfinished_jobs": "the worker's own question: no person looks",
    "unread_papers": "the worker's own question: no person looks",
    "results_of": "what became of calls, for hours promised: a case, shown to nobody as it is",
    "broken_link": "a check of the whole journal: yes, or where it breaks",
}
"""Questions to the store that do not say who is looking, and why they need not."""

TOLD_BY_STATUS = {
    "account": "404",
    "award_piece": "404",
    "buyer": "404",
    "declared_base": "404",
    "declared_file": "404",
    "uptake_note": "404",
    "call": "404",
    "collective": "404",
    "comment": "404",
    "consultation": "404",
    "criterion": "404",
    "evidence_block": "404",
    "issue": "404",
    "job": "404",
    "link": "404",
    "lot": "404",
    "mandate": "404",
    "member": "404",
    "need": "404",
    "page": "404",
    "paper": "404",
    "paper_request": "404",
    "picture": "404",
    "price_line": "404",
    "question": "404",
    "search": "404",
    "sourcing_note": "404",
    "watched_notice": "404",
}
"""Codes of refusals whose page says enough by its status: what was asked for is not there."""


BY_A_PERSON = {
    "closes",
    "fee",
    "fee_hour",
    "lead_without_share",
    "lot_settings",
    "no_lead",
    "no_shares",
    "not_agreed",
    "not_reopenable",
    "reason",
    "share",
    "split",
    "split_frozen",
    "unknown_lot",
    "walled",
}
"""Codes of refusals of acts that no command does."""


def modules_of(package: ModuleType) -> set[str]:
    """The full names of the modules in a package's folder."""
    return {f"{package.__name__}.{held.name}" for held in pkgutil.iter_modules(package.__path__)}


def trees(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Every module of a folder, parsed."""
    for path in sorted(folder.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def imports_of(tree: ast.Module) -> set[str]:
    """The modules a module imports, those named after `from … import` as well."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("package", REGISTRIES, ids=lambda package: package.__name__)
def test_every_module_of_a_registry_is_registered(package: ModuleType):
    assert modules_of(package) - SHARED == REGISTRIES[package], (
        f"a module of {package.__name__} is imported and named in the registry of its __init__.py"
    )


def test_a_fact_on_which_documents_may_disagree_has_its_words():
    named = {
        node.args[1].value
        for _, tree in trees(TENDER / "parsing")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "choose"
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
    }

    assert "deadline" in named
    assert named <= set(remark.WORDS), "WORDS of tender/vocabulary/remark.py names each fact in a sentence"


@pytest.mark.parametrize("package", REGISTRIES, ids=lambda package: package.__name__)
def test_entries_of_one_registry_do_not_know_each_other(package: ModuleType):
    entries = REGISTRIES[package]
    folder = Path(package.__file__ or "").parent

    known = {
        f"{path.stem} → {name}"
        for path, tree in trees(folder)
        if path.stem != "__init__"
        for name in imports_of(tree) & entries
    }

    assert known == set()


def test_pages_read_through_the_store_and_act_through_the_workbench():
    allowed = ("tender.store", "tender.workbench", "tender.web", "tender.vocabulary", "tender.geography")

    others = {
        f"{path.name} → {name}"
        for path, tree in trees(TENDER / "web" / "pages")
        for name in imports_of(tree)
        if name.startswith("tender.") and not name.startswith(allowed)
    }

    assert others == set()


def test_pages_change_no_row_themselves():
    changing = {"add", "add_all", "delete", "flush", "commit", "rollback", "execute", "merge"}

    found = [
        f"{path.name}:{node.lineno} {ast.unparse(node.func)}"
        for path, tree in trees(TENDER / "web" / "pages")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in changing
        and ast.unparse(node.func.value) in ("db()", "session")
    ]

    assert found == []


def test_only_the_session_of_the_web_and_whole_commands_commit():
    found = {
        path.relative_to(TENDER).as_posix()
        for path, tree in trees(TENDER)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    }

    assert found == {"web/session.py", "store/migrating.py"}


def test_every_question_to_the_store_says_who_is_looking():
    silent = set()
    for name in sorted(modules_of(import_module("tender.store"))):
        module = import_module(name)
        for known, function in inspect.getmembers(module, inspect.isfunction):
            asks = known.startswith(("find_", "list_", "the_")) or known in ASK_NOBODY
            if (
                function.__module__ == name
                and asks
                and "viewer" not in inspect.signature(function).parameters
            ):
                silent.add(known)

    assert silent == set(ASK_NOBODY)


def test_every_page_but_those_named_public_is_closed_to_strangers(app: Flask):
    client = app.test_client()
    open_to_all = []
    for rule in app.url_map.iter_rules():
        path = re.sub(
            r"<(?:\w+(?:\(\"?([^\",)]*)[^)]*\))?:)?[^>]+>", lambda found: found[1] or "1", rule.rule
        )
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        answer = client.open(path, method=method)
        sent_away = answer.status_code in (302, 401) and "/connexion" in answer.headers.get("Location", "")
        if not sent_away and answer.status_code != 400:
            open_to_all.append(rule.endpoint)

    assert set(open_to_all) <= PUBLIC


def test_every_page_names_the_roles_it_opens_to(app: Flask):
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in PUBLIC and not getattr(view, "opens_to", frozenset()) <= EVERYONE
    ]
    unnamed = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint not in PUBLIC and not getattr(view, "opens_to", None)
    ]

    assert silent == []
    assert unnamed == []


def codes_raised(*places: str) -> set[str]:
    """The codes of the refusals raised under these places of the program."""
    kinds = {"WorkbenchError", "NotFound", "NotAllowed", "OutOfDate", "NotReady", "Invalid"}
    found: set[str] = set()
    for place in places:
        path = TENDER / place
        for _, tree in trees(path) if path.is_dir() else [(path, ast.parse(path.read_text("utf-8")))]:
            for node in ast.walk(tree):
                named = (
                    isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds
                )
                if named and node.args:
                    found |= {
                        held.value
                        for held in ast.walk(node.args[0])
                        if isinstance(held, ast.Constant) and isinstance(held.value, str)
                    }
    return found


def test_every_refusal_has_its_words_on_the_pages():
    only_commands = {"bad_shape"}

    lacking = codes_raised("workbench", "worker.py") - set(REASONS) - set(TOLD_BY_STATUS) - only_commands

    assert lacking == set()


def test_every_refusal_of_a_command_has_its_words():
    commands = ("headless.py", "founding.py", "intake.py", "splitting.py", "publishing.py")
    raised = codes_raised(*(f"workbench/{name}" for name in commands))

    assert raised - set(SENTENCES) - set(TOLD_BY_STATUS) - BY_A_PERSON == set()


def acts_noted() -> set[str]:
    """The acts that the program writes in the journal by their whole name."""
    return {
        held.value
        for _, tree in trees(TENDER)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "note"
        for act in node.args[3:4]
        if not isinstance(act, ast.JoinedStr)
        for held in ast.walk(act)
        if isinstance(held, ast.Constant) and isinstance(held.value, str) and "." in held.value
    }


def test_every_act_of_the_journal_has_its_words_and_no_words_are_kept_for_nothing():
    said = {
        node.value
        for path, tree in trees(TENDER)
        if path.name not in ("acts.py", "reasons.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    begun = tuple(word for word in said if re.fullmatch(r"[a-z]+\.", word))

    assert acts_noted() - set(ACTS) == set()
    assert {act for act in ACTS if act not in said and not act.startswith(begun)} == set()
    assert set(REASONS) - said == set()


def test_no_module_and_no_function_grew_beyond_what_one_reads():
    long_files = {
        path.relative_to(ROOT).as_posix(): length
        for path, _ in trees(TENDER)
        if (length := len(path.read_text("utf-8").splitlines())) > 450 and "migrations" not in path.parts
    }
    long_functions = {
        f"{path.relative_to(ROOT).as_posix()}:{node.name}": (node.end_lineno or 0) - node.lineno
        for path, tree in trees(TENDER)
        if "migrations" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 60
    }

    assert long_files == {}
    assert long_functions == {}


def test_nothing_is_left_undone_in_the_code():
    words = re.compile(r"#.*\b(TODO|FIXME|XXX)\b|raise NotImplementedError")

    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(TENDER.rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if words.search(line)
    ]

    assert found == []
