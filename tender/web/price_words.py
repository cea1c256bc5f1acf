"""Words of the prices: what keeps a lot open, line by line, and what is asked of an hour's price."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tender.consortium.wage_floor import MinimumWage
from tender.store.responses import PriceLineRow
from tender.web.display import day, euros
from tender.workbench.clock import now
from tender.workbench.errors import WorkbenchError
from tender.workbench.price_file import write_prices
from tender.workbench.price_points import FloorQuestion, PricePoint

POINT_WORDS = {
    "no_price": lazy_gettext("sans prix unitaire"),
    "zero": lazy_gettext("à zéro euro"),
    "no_quantity": lazy_gettext("sans quantité"),
    "no_unit": lazy_gettext("sans unité"),
    "no_vat": lazy_gettext("sans taux de TVA"),
    "vat_differs": lazy_gettext("à un autre taux de TVA que le lot"),
    "differs": lazy_gettext("dites autrement par deux fichiers de l’acheteur (unité ou quantité)"),
    "twice": lazy_gettext("au même libellé et à deux prix"),
    "not_agreed": lazy_gettext("au prix pas encore arrêté par le groupement"),
}
"""What keeps a line open, by its code (tender.workbench.price_points.PricePoint)."""


@dataclass(frozen=True, slots=True)
class OpenLines:
    """The lines one thing keeps open. `stops`: the lot cannot be settled while it stands."""

    code: str
    words: str
    stops: bool
    lines: tuple[PricePoint, ...]


def open_lines(points: Iterable[PricePoint]) -> list[OpenLines]:
    """The points by what they are, those that stop a lot first."""
    held: dict[str, list[PricePoint]] = {}
    for point in points:
        held.setdefault(point.code, []).append(point)
    return [
        OpenLines(code, str(words), held[code][0].blocks_agreement, tuple(held[code]))
        for code, words in POINT_WORDS.items()
        if code in held
    ]


def floor_words(question: FloorQuestion, wage: MinimumWage | None) -> str:
    """What is asked of one price: a question, never a finding."""
    if question.why == "cost" or wage is None:
        return _(
            "%(price)s l’heure, quand une adhérente qui montre ses coûts compte %(cost)s. "
            "Ce prix couvre-t-il ce que l’heure coûte à celle qui la fera ?",
            price=euros(question.price),
            cost=euros(question.against),
        )
    return _(
        "%(price)s l’heure, quand le SMIC brut connu est de %(wage)s depuis le %(since)s (%(source)s ; "
        "vérifiez qu’il n’a pas changé). Ce prix couvre-t-il le salaire, au moins celui d’une personne de "
        "qualification équivalente chez l’utilisateur, ses charges et ses congés (L5132-11) ?",
        price=euros(question.price),
        wage=euros(wage.hour),
        since=day(wage.since),
        source=wage.source,
    )


def below_words(wage: MinimumWage) -> str:
    """What a member is asked of a wage below the minimum known."""
    return _(
        "Le salaire saisi est sous le SMIC brut connu : %(wage)s l’heure depuis le %(since)s (%(source)s ; "
        "vérifiez qu’il n’a pas changé). Est-ce bien le salaire horaire brut que vous versez (L5132-11) ?",
        wage=euros(wage.hour),
        since=day(wage.since),
        source=wage.source,
    )


def line_words(error: WorkbenchError, words: str) -> str:
    """A refusal, its line named first."""
    line = error.facts.get("line")
    return _("Ligne %(line)s : %(words)s", line=line, words=words) if line else words


def file_heads() -> list[str]:
    """The heads of the workbook in which prices are filled in."""
    return [
        _("Lot"),
        _("N°"),
        _("Désignation"),
        _("Unité"),
        _("Quantité"),
        _("Prix unitaire HT (€)"),
    ]


def price_book(title: str, lines: Sequence[tuple[PriceLineRow, Decimal | None]]) -> bytes:
    """The workbook of these lines, in the page's language."""
    note = _(
        "Remplissez la dernière colonne, sans changer les autres, puis déposez le classeur sur la même page."
    )
    return write_prices(lines, title=title, note=note, heads=file_heads(), day=now())
