"""The report's figures in words: sentences, bars, and lines for the spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from tender.uptake.rates import LEVEL
from tender.web.display import hours, number, part_of, percent
from tender.web.labels import label
from tender.workbench.reporting import BuyerLine, Rate, Report


def finding(line: BuyerLine) -> str:
    """« 3 consultations sur 41 (7 %) portent une clause sociale. »"""
    if not line.calls:
        return _("Aucune consultation lue pour l’instant.")
    return ngettext(
        "%(part)s consultation porte au moins une clause sociale.",
        "%(part)s consultations portent au moins une clause sociale.",
        line.with_clause.count,
        part=part_of(line.with_clause.count, line.with_clause.of),
    )


def chart_rows(line: BuyerLine) -> list[tuple[str, int, str]]:
    """Calls by type of clause, the most frequent first; types nobody asks for are left out."""
    rows = [
        (label(one.type), one.calls.count, part_of(one.calls.count, one.calls.of))
        for one in line.by_type
        if one.calls.count
    ]
    return sorted(rows, key=lambda row: -row[1])


def type_lines(line: BuyerLine) -> list[tuple[str, str, str, str]]:
    """Type, calls, lots, and the interval of the share of calls."""
    return [
        (
            label(one.type),
            part_of(one.calls.count, one.calls.of),
            part_of(one.lots.count, one.lots.of),
            interval(one.calls),
        )
        for one in line.by_type
    ]


def interval(rate: Rate) -> str:
    """« entre 12 % et 46 % », a dash where nothing was counted."""
    if rate.low is None or rate.high is None:
        return "–"
    low, high = number(rate.low * 100), number(rate.high * 100)
    return _("entre %(low)s et %(high)s %%", low=low, high=high)


def interval_head() -> str:
    """« Intervalle à 95 % »."""
    return _("Intervalle à %(level)s", level=percent(LEVEL))


def hours_lines(line: BuyerLine) -> list[tuple[str, str, str]]:
    """Hours stated, by what they are counted over; never added across scopes."""
    scopes = {
        "contract": _("sur la durée du marché"),
        "lot": _("par lot, sur sa durée"),
        "year": _("par an"),
        "month": _("par mois"),
    }
    return [
        (
            scopes.get(one.per, _("sans période indiquée")),
            hours(one.hours),
            ngettext("%(num)s consultation", "%(num)s consultations", one.calls),
        )
        for one in line.hours
    ]


def csv_rows(report: Report) -> Iterator[tuple[object, ...]]:
    """A head, then one line a clause type and call."""
    yield (
        _("Acheteur"), _("Référence"), _("Objet"), _("Remise des offres"), _("Lots"), _("Clause"),
        _("Lots de la clause"), _("Heures sur le marché"), _("Heures par lot"), _("Heures par an"),
        _("Heures par mois"), _("Heures sans période"), _("Obligatoire"), _("Confiance de la lecture"),
    )  # fmt: skip
    said = {True: _("oui"), False: _("non"), None: ""}
    for row in report.rows:
        yield (
            row.buyer, row.reference, row.title, row.deadline, row.lots,
            label(row.type) if row.type else _("aucune clause lue"), ", ".join(row.clause_lots or ()),
            row.hours_per_contract, row.hours_per_lot, row.hours_per_year, row.hours_per_month,
            row.hours_unstated, said[row.mandatory], row.confidence,
        )  # fmt: skip
