"""The one table of an evaluation, as `tender eval` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean

from tender.evaluation.counting import Cell, Share
from tender.evaluation.evaluating import Evaluation
from tender.evaluation.passages import PassageFigures, PassageScore

_NAMES = {
    "buyer": "acheteur", "reference": "référence", "deadline": "date limite", "documents": "pièces demandées",
    "hours": "heures", "anchored": "faits ancrés", "lots": "lots", "criteria": "critères",
    "criteria_deep": "critères, tous niveaux", "clauses": "types de clauses",
    "any": "une clause, quelle qu’elle soit", "micro": "toutes, passage par passage",
    "eforms": "eForms", "ted_legacy": "TED d’avant eForms", "boamp": "BOAMP",
}  # fmt: skip
_WIDTH = 42


def table(held: Evaluation) -> str:
    """Every figure on a line of its own, in French."""
    return "\n".join([*_passages(held.passages), "", *_calls(held), "", *_notices(held)])


def passages_table(figures: PassageFigures) -> str:
    """The figures of labelled passages alone, in French."""
    return "\n".join(_passages(figures))


def _passages(figures: PassageFigures) -> Iterator[str]:
    yield _title(f"Passages sûrs ({figures.sure.passages} sur {figures.all.passages})")
    yield from _score(figures.sure)
    for lang, score in figures.languages.items():
        yield _cell(f"  {lang} ({score.passages}) : une clause", score.cells["any"])
        yield _cell(f"  {lang} : toutes", score.cells["micro"])
    yield _cell("avec les passages douteux : une clause", figures.all.cells["any"])
    yield _cell("avec les passages douteux : toutes", figures.all.cells["micro"])
    yield from _folds(figures)


def _folds(figures: PassageFigures) -> Iterator[str]:
    """Each figure by groups of buyers. Nothing is learnt from the others, so no fold is a blind test."""
    name = f"F1 par groupes d’acheteurs ({len(figures.folds)} plis)"
    yield f"{name:{_WIDTH}} {'pire':>6} {'moy.':>6} {'mieux':>6}   écart à l’ensemble, plis"
    for name in _names(figures.sure):
        held = figures.by_fold(name)
        gap = mean(held) - figures.sure.cells[name].f1
        yield (
            f"{_NAMES.get(name, name)[:_WIDTH]:{_WIDTH}} {min(held):6.3f} {mean(held):6.3f} {max(held):6.3f}"
            f"   {gap:+.3f}, {len(held)}"
        )
    yield "  Des règles écrites en lisant ces passages : un pli dit si elles penchent vers un acheteur,"
    yield "  non ce qu’elles valent sur des textes jamais lus."


def _names(score: PassageScore) -> list[str]:
    return ["any", "micro", *sorted(set(score.cells) - {"any", "micro"})]


def _score(score: PassageScore) -> Iterator[str]:
    for name in _names(score):
        yield _cell(_NAMES.get(name, name), score.cells[name])
    yield _share("extraits au bon endroit", score.spans)
    yield _share("heures", score.hours)
    yield _share("refus explicites pris pour une clause", score.denials_flagged)


def _calls(held: Evaluation) -> Iterator[str]:
    figures = held.calls
    yield _title(f"Appels entiers ({figures.calls})")
    for name, share in figures.shares.items():
        yield _share(_NAMES[name], share)
    for name, cell in figures.cells.items():
        yield _cell(_NAMES[name], cell)
    yield _share("citations mot pour mot à leur place", figures.quotes)
    for call, faults in figures.faults.items():
        yield f"  {call} : {', '.join(faults)}"


def _notices(held: Evaluation) -> Iterator[str]:
    figures = held.notices
    yield f"{'Avis publiés, lus sans erreur':{_WIDTH}}"
    for name, share in figures.read.items():
        yield _share(_NAMES[name], share)
    yield _share("citations mot pour mot à leur place", figures.quotes)
    for name in figures.failed[:10]:
        yield f"  non lu : {name}"


def _title(text: str) -> str:
    return f"{text:{_WIDTH}} {'P':>6} {'R':>6} {'F1':>6}   justes / en trop / manqués"


def _cell(name: str, cell: Cell) -> str:
    return (
        f"{name[:_WIDTH]:{_WIDTH}} {cell.precision:6.3f} {cell.recall:6.3f} {cell.f1:6.3f}"
        f"   {cell.hits} / {cell.extra} / {cell.missed}"
    )


def _share(name: str, share: Share) -> str:
    value = "     –" if share.share is None else f"{share.share:6.3f}"
    return f"{name[:_WIDTH]:{_WIDTH}} {value} {'':13}   {share.right} sur {share.of}"
