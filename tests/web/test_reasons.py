"""Every refusal of the workbench has its sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import tender
from tender.web.reasons import REASONS, sentence
from tender.workbench.errors import Invalid

WORKBENCH = Path(tender.__file__).parent / "workbench"
REFUSALS = {"Invalid", "NotReady", "OutOfDate"}


def codes() -> Iterator[str]:
    """Each code written where a refusal is raised."""
    for path in sorted(WORKBENCH.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in REFUSALS
                and node.args
            ):
                yield from (
                    held.value
                    for held in ast.walk(node.args[0])
                    if isinstance(held, ast.Constant) and isinstance(held.value, str)
                )


def test_every_code_of_the_workbench_has_its_sentence():
    assert sorted(set(codes()) - set(REASONS)) == []


def test_a_fact_that_was_not_given_is_a_dash(app):
    with app.test_request_context():
        assert sentence(Invalid("unknown_lot")) == "Le lot — n’existe pas dans cet appel."


def test_a_percent_sign_in_a_sentence_is_no_trap(app):
    with app.test_request_context():
        assert sentence(Invalid("fee", fee=140)) == "Les frais de mandataire se situent entre 0 et 100 %."
