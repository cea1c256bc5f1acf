"""The needs of a call as lines of a form: what is typed, where it was read, what is wrong beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tender.store.calls import CallRow
from tender.store.splits import NeedRow
from tender.vocabulary.call import Lot, Reading
from tender.vocabulary.trade import trade_of
from tender.web.numbers import read_number, typed
from tender.workbench.mapping import meant_communes, place_name
from tender.workbench.needing import NeedLine, suggested_places


@dataclass(slots=True)
class Line:
    """One need as typed. `source`: where the call states it, and the page that shows it."""

    lot: str
    place: str = ""
    trade: str = ""
    hours: str = ""
    source: str = ""
    href: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """A line without hours is not kept."""
        return not self.hours.strip()

    def refuse(self, box: str, words: str) -> None:
        """Say what is wrong beside its box."""
        self.errors.setdefault(box, words)


def place_words(code: str) -> str:
    """« Salon-de-Provence (13103) »: a name that says which one."""
    return f"{place_name(code)} ({code})"


def lines_of(call: CallRow, rows: Sequence[NeedRow]) -> list[Line]:
    """The needs kept, as lines."""
    return [
        Line(row.lot, place_words(row.place), row.trade, typed(monthly(row)), *_source(call, row))
        for row in rows
    ]


def monthly(row: NeedRow) -> float:
    """Hours a month of a need, the mean where months differ."""
    return round(sum(row.hours.values()) / len(row.hours), 2) if row.hours else 0.0


def _source(call: CallRow, row: NeedRow) -> tuple[str, str]:
    if row.origin != "read" or not row.evidence:
        return (_("saisi"), "")
    first = row.evidence[0]
    name = str(first["document"]).rsplit("/", 1)[-1]
    words = _("%(file)s, p. %(page)s", file=name, page=first["page"]) if first.get("page") else name
    fact = next((one for one in call.facts if one.kind == "need" and one.evidence == row.evidence), None)
    href = url_for("calls.show", call_id=call.id, fait=fact.id) if fact else ""
    return (words, href)


def suggested_lines(reading: Reading, lots: Sequence[Lot]) -> list[Line]:
    """What the call does say of each lot: its places and its trade; the hours are to be typed."""
    lines = []
    for lot in lots:
        trade = trade_of(lot.title, lot.cpv) or trade_of(reading.subject.value if reading.subject else "")
        places = suggested_places(lot) or ("",)
        lines += [Line(lot.number, place_words(place) if place else "", trade or "") for place in places]
    return lines


def read_lines(form: MultiDict[str, str]) -> list[Line]:
    """The lines as sent."""
    columns = [form.getlist(name) for name in ("lot", "place", "trade", "hours")]
    return [
        Line(lot.strip(), place.strip(), trade.strip(), hours)
        for lot, place, trade, hours in zip(*columns, strict=False)
    ]


def needs_of(lines: Sequence[Line]) -> list[NeedLine] | None:
    """The needs typed, lines without hours left out; None when one cannot be read, which then says so."""
    needs = []
    for line in lines:
        if line.is_empty:
            continue
        try:
            hours = read_number(line.hours)
        except ValueError:
            line.refuse("hours", _("Saisissez un nombre d’heures, par exemple 120 ou 37,5."))
            hours = None
        if hours is not None and hours <= 0:
            line.refuse("hours", _("Saisissez plus de 0 h, ou retirez la ligne."))
        place = _place(line)
        if not line.errors and hours is not None and place:
            needs.append(NeedLine(line.lot, place, line.trade, hours))
    return None if any(line.errors for line in lines) else needs


def _place(line: Line) -> str:
    meant = meant_communes(line.place) if line.place else ()
    if len(meant) == 1:
        return meant[0].code
    if not line.place:
        line.refuse("place", _("Indiquez la commune."))
    elif meant:
        names = ", ".join(f"{one.name} ({one.code})" for one in meant[:4])
        line.refuse("place", _("Plusieurs communes portent ce nom : %(names)s. Laquelle ?", names=names))
    else:
        line.refuse("place", _("Aucune commune connue sous « %(place)s ».", place=line.place))
    return ""
