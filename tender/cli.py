"""The commands of the program that need no server. JSON to standard output, the rest to standard error.

Exit status: 0 done, 1 refused with one plain sentence on standard error, 2 wrong usage.
"""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from tender import __version__
from tender.clauses import label_lines, told_by_lot
from tender.cli_words import say, say_error
from tender.consortium.explanation import explain
from tender.consortium.problem import BadCase
from tender.consortium.shortfall import uncovered
from tender.consortium.solver import propose, time_for
from tender.evaluation import CorpusAbsent, evaluate, table
from tender.geography.places import commune
from tender.parsing.archive import Entry, collect
from tender.settings import read_settings
from tender.store.accounts import Role, find_user_by_email
from tender.store.database import open_engine
from tender.store.migrating import differences
from tender.store.migrating import migrate as migrate_database
from tender.store.uptake import DeclaredImportRow, DeclaredKind
from tender.uptake import DeclaredError
from tender.uptake import uptake as count_uptake
from tender.vocabulary.plain import from_plain, to_plain
from tender.vocabulary.split import SplitCase
from tender.vocabulary.trade import TRADES
from tender.workbench import backups, declared_base, headless, signing_in
from tender.workbench.clock import now
from tender.workbench.errors import WorkbenchError
from tender.workbench.founding import member_ids
from tender.workbench.mail import Post
from tender.workbench.reading import read_entries
from tender.worker import Bench, Queue, open_bench
from tender.worker import import_declared as make_declared

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
FILE = click.Path(path_type=Path)


class Refusal(click.ClickException):
    """One plain sentence on standard error."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, file=file or sys.stderr)


LANGUAGES: Final = click.Choice(["fr", "de", "en"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="entrelots")
@click.option("--lang", type=LANGUAGES, default="fr", help="Langue des messages.")
@click.pass_context
def cli(context: click.Context, lang: str) -> None:
    """Entrelots : répondre ensemble aux marchés publics."""
    context.obj = lang
    # A reader's library warns of harmless faults in files; a person reads standard error.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--lang after the command's name does as before it."""
    option = click.option("--lang", type=LANGUAGES, expose_value=False, callback=_take_language)
    return option(command)


def _take_language(context: click.Context, _: click.Parameter, lang: str | None) -> None:
    context.obj = lang or context.obj


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--json, for a command that writes nothing else."""
    said = "Écrire le résultat en JSON (toujours le cas)."
    return click.option("--json", is_flag=True, expose_value=False, help=said)(command)


def _lang() -> str:
    return str(click.get_current_context().obj or "fr")


def _print_json(value: Any) -> None:
    click.echo(json.dumps(to_plain(value), ensure_ascii=False, indent=1))


def _entries(paths: tuple[Path, ...], lang: str) -> list[Entry]:
    for path in paths:
        if not path.exists():
            raise Refusal(say("not_found", lang, file=path))
    entries = collect(paths)
    if not entries:
        raise Refusal(say("no_file", lang))
    return entries


def _load_object(path: Path, lang: str, *keys: str) -> dict[str, Any]:
    """A JSON object that has these keys. Raises Refusal."""
    held = _load_json(path, lang)
    if not isinstance(held, dict):
        raise Refusal(say("not_object", lang, file=path))
    for key in keys:
        if key not in held:
            raise Refusal(say("no_key", lang, file=path, key=key))
    return held


def _load_json(path: Path, lang: str) -> Any:
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(say("not_found", lang, file=path)) from error
    except json.JSONDecodeError as error:
        raise Refusal(say("not_json", lang, file=path, line=error.lineno, column=error.colno)) from error


def _progress(done: int, total: int, step: str) -> None:
    click.echo(f"{done}/{total} {step}", err=True)


@cli.command()
@PATHS
@json_option
@lang_option
def read(paths: tuple[Path, ...]) -> None:
    """Lire un appel d'offres : fichiers, dossiers ou ZIP."""
    lang = _lang()
    read_call = read_entries(_entries(paths, lang), progress=_progress)
    documents = read_call.reading.documents
    if documents and all(document.refused for document in documents):
        refusals = "; ".join(str(document.refused) for document in documents)
        raise Refusal(say("nothing_read", lang, refusals=refusals))
    reading = read_call.reading
    _print_json(replace(reading, clauses=told_by_lot(reading.clauses)))


@cli.command()
@click.argument("passages", type=FILE)
@lang_option
def clauses(passages: Path) -> None:
    """Étiqueter les clauses sociales de passages (JSONL : id, lang, text)."""
    lang = _lang()
    try:
        lines = passages.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(say("not_found", lang, file=passages)) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            click.echo(next(iter(label_lines([line]))))
        except (ValueError, KeyError, TypeError) as error:
            raise Refusal(say("bad_line", lang, line=number)) from error


@cli.command()
@click.argument("case", type=FILE)
@json_option
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 3600),
    help="Temps de recherche ; sans cela, 10, 30 ou 120 selon la taille du cas.",
)
@lang_option
def split(case: Path, seconds: float | None) -> None:
    """Trouver la meilleure répartition d'un cas."""
    lang = _lang()
    plain = _load_object(case, lang, "periods", "lots", "members")
    try:
        held = from_plain(SplitCase, plain)
        found = propose(held, seconds=seconds or time_for(held))
    except BadCase as error:
        raise Refusal(say("bad_case", lang, why=error)) from error
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise Refusal(say("bad_shape", lang, why=error)) from error
    names = _called(held)
    told = {
        "uncovered": to_plain(uncovered(held, found.shares, names)),
        "reasons": to_plain(explain(held, found, names)),
    }
    _print_json({**to_plain(found), **told})


def _called(case: SplitCase) -> dict[str, str]:
    """What the places and trades of a case are called; two places of one name keep their codes."""
    codes = {need.place for lot in case.lots for need in lot.needs}
    places = {code: known.name for code in codes if (known := commune(code)) is not None}
    often = Counter(places.values())
    names = {code: f"{name} ({code})" if often[name] > 1 else name for code, name in places.items()}
    return names | {trade.code: trade.name[:1].lower() + trade.name[1:] for trade in TRADES}


@cli.command()
@PATHS
@click.option("--collective", type=FILE, required=True, help="Fichier JSON du collectif.")
@click.option("--out", type=FILE, required=True, help="Dossier où écrire la réponse.")
@click.option("--seconds", type=click.FloatRange(0.1, 3600), default=10.0, show_default=True)
@lang_option
def respond(paths: tuple[Path, ...], collective: Path, out: Path, seconds: float) -> None:
    """Faire toute la réponse sans personne : lire, répartir, approuver (« headless »), rédiger, vérifier."""
    lang = _lang()
    entries = [entry for entry in _entries(paths, lang) if entry.refused is None]
    data = _load_object(collective, lang, "members")
    _make_folder(out, lang)
    try:
        outcome = headless.respond(
            [(entry.name, entry.data) for entry in entries], data, progress=_progress, seconds=seconds
        )
    except WorkbenchError as error:
        raise Refusal(say_error(error, lang)) from error
    _write_outcome(out, outcome)
    _print_json({"out": str(out), **headless.summary(outcome)})


def _make_folder(out: Path, lang: str) -> None:
    """Before the work, so that none is done for a folder that cannot be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(say("no_folder", lang, file=out)) from error


def _write_outcome(out: Path, outcome: headless.Outcome) -> None:
    (out / outcome.name).write_bytes(outcome.made.archive)
    for name, value in (("lecture.json", outcome.reading), ("reponse.json", headless.summary(outcome))):
        text = json.dumps(to_plain(value), ensure_ascii=False, indent=1)
        (out / name).write_text(text + "\n", encoding="utf-8")


@cli.command()
@PATHS
@json_option
@click.option("--buyer", help="SIREN de l'acheteur.")
@click.option("--from", "date_from", help="Notifiés depuis (AAAA-MM-JJ).")
@click.option("--to", "date_to", help="Notifiés jusqu'au (AAAA-MM-JJ).")
@click.option("--departement", help="Département d'exécution.")
@click.option("--group-by", "group_by", help="Regroupement supplémentaire.")
@lang_option
def uptake(paths: tuple[Path, ...], **narrow: Any) -> None:
    """Compter la prise en compte des clauses sociales dans des fichiers DECP."""
    lang = _lang()
    for path in paths:
        if not path.is_file():
            raise Refusal(say("not_found", lang, file=path))
    try:
        _print_json(count_uptake(paths, today=now().date(), **narrow))
    except DeclaredError as error:
        raise Refusal(say("no_decp", lang, file=error.file, why=error.why)) from error


@cli.command("import-declared")
@PATHS
@click.option("--by", required=True, help="Adresse du compte qui importe.")
@click.option("--inclusive", type=FILE, help="Liste des employeurs inclusifs (CSV ou JSON, avec SIRET).")
@click.option("--source", default="", help="D'où viennent ces fichiers.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Jour de la liste (AAAA-MM-JJ).")
@lang_option
def import_declared(paths: tuple[Path, ...], by: str, inclusive: Path | None, **given: Any) -> None:
    """Ajouter des fichiers DECP à l'installation et refaire la base des marchés déclarés."""
    day = given["day"].date() if given["day"] else None
    wanted = [(path, DeclaredKind.DECP) for path in paths]
    wanted += [(inclusive, DeclaredKind.INCLUSIVE)] if inclusive else []
    for path, _kind in wanted:
        if not path.is_file():
            raise Refusal(say("not_found", _lang(), file=path))
    with _installation() as bench:
        _require_tables(bench)
        with bench.sessions.begin() as session:
            actor = find_user_by_email(session, by)
            if actor is None:
                raise Refusal(say("no_account", _lang(), email=by))
            for path, kind in wanted:
                declared_base.add_file(
                    session, actor, bench.files, path, path.name, kind=kind, source=given["source"], day=day
                )
            import_id = declared_base.ask_import(session, actor).id
        make_declared(bench, import_id)
        with bench.sessions.begin() as session:
            made = session.get_one(DeclaredImportRow, import_id)
            if made.error:
                facts = {"file": "", "why": made.error} | made.error_facts
                raise Refusal(say("no_decp", _lang(), **facts))
            _print_json(made.facts)


@cli.command("eval")
@click.option(
    "--corpus", type=FILE, envvar="TENDER_CORPUS", default=Path("../shared/corpus"), help="Dossier du corpus."
)
@click.option("--json", "as_json", is_flag=True, help="Écrire les chiffres en JSON.")
@lang_option
def evaluation(corpus: Path, as_json: bool) -> None:
    """Mesurer la lecture sur un corpus d'appels étiquetés à la main."""
    try:
        measured = evaluate(corpus, progress=_progress)
    except CorpusAbsent as error:
        raise Refusal(say("no_corpus", _lang(), file=error.folder)) from error
    if as_json:
        _print_json(measured.plain())
    else:
        click.echo(table(measured))


@cli.command()
@lang_option
def work() -> None:
    """Faire les travaux de fond (lecture, rédaction) jusqu'à l'arrêt."""
    settings = read_settings()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    post = Post(
        settings.mail,
        sender=settings.mail_sender,
        smtp_host=settings.smtp_host,
        smtp_port=settings.smtp_port,
        smtp_user=settings.smtp_user,
        smtp_password=settings.smtp_password,
        address=settings.public_url,
    )
    Queue(settings.database_url, settings.instance, settings.files, post, settings.watch).work()


@cli.command()
@lang_option
def migrate() -> None:
    """Mettre la base de données au niveau de cette version."""
    settings = read_settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    migrate_database(engine)
    engine.dispose()


@cli.command("add-user")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option(
    "--member", "members", multiple=True, help="Identifiant d'une adhérente (directrice ou directeur)."
)
@click.option("--buyer", default="", help="Nom de l'acheteur (collectivité).")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@lang_option
def add_user(email: str, name: str, role: str, **given: Any) -> None:
    """Ouvrir un compte (le premier est celui d'une administratrice ou d'un administrateur)."""
    with _installation() as bench:
        _require_tables(bench)
        with bench.sessions.begin() as session:
            signing_in.add_user(
                session,
                None,
                email=email,
                name=name,
                role=Role(role),
                at=now(),
                password=given["password"],
                member_ids=member_ids(session, given["members"]),
                buyer_name=given["buyer"],
            )


@cli.command()
@click.argument("file", type=FILE)
@lang_option
def backup(file: Path) -> None:
    """Sauvegarder la base, les fichiers et la version dans un seul ZIP."""
    with _installation() as bench:
        counts = backups.back_up(bench.engine, bench.files, file)
    click.echo(f"{file} : {sum(counts.values())} lignes", err=True)


@cli.command()
@click.argument("file", type=FILE)
@lang_option
def restore(file: Path) -> None:
    """Remettre une sauvegarde dans une installation vide."""
    with _installation() as bench:
        counts = backups.restore(bench.engine, bench.files, file)
    click.echo(f"{file} : {sum(counts.values())} lignes", err=True)


def _require_tables(bench: Bench) -> None:
    """Raises Refusal where the database is not at this version."""
    if differences(bench.engine):
        raise Refusal(say("no_database", _lang()))


@contextmanager
def _installation() -> Iterator[Bench]:
    """This installation's database and files; a refusal of the workbench is said in plain words."""
    settings = read_settings()
    settings.instance.mkdir(parents=True, exist_ok=True)
    bench = open_bench(settings.database_url, settings.files)
    try:
        yield bench
    except WorkbenchError as error:
        raise Refusal(say_error(error, _lang())) from error
    finally:
        bench.engine.dispose()
