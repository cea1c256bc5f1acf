"""The bars of the uptake report: its years beside the nation's, what contracts declare, comparable buyers."""

from __future__ import annotations

from flask_babel import gettext as _

from tender.documents.uptake_report import Bar, Chart
from tender.uptake.figures import BuyerFigures, Line, Reference
from tender.uptake.limits import FIELD_BORN
from tender.uptake.rates import LEVEL
from tender.uptake.references import BREAK
from tender.uptake.slices import UNKNOWN, Kind
from tender.web.display import percent
from tender.web.uptake_cells import bar


def by_year_chart(figures: BuyerFigures) -> Chart:
    """Share by year since the field exists, after the nation's; the break between them is a line."""
    lines = [one for one in figures.by_year if one.key != UNKNOWN and one.key >= FIELD_BORN[:4]]
    nation = sorted(_of_all(figures.references), key=lambda one: one.year)
    return Chart(
        _("Part des marchés qui déclarent une considération sociale, par année"),
        (
            *(_nation_bar(one) for one in nation),
            Bar(_("Depuis %(since)s", since=BREAK), None, _("autre base : ne prolonge pas ce qui précède")),
            *(bar(line.key, line.any, line.slice_of(Kind.ANY)) for line in lines),
        ),
        _(
            "La France, puis cet acheteur : une barre par année de notification ; le trait montre "
            "l’intervalle à %(level)s.",
            level=percent(LEVEL),
        ),
        _(
            "Avant 2024, les données essentielles n’ont pas de champ social : les marchés de cet acheteur "
            "n’y sont pas montrés. %(break)s",
            **{"break": break_note(newest_reference(figures.references))},
        ),
    )


def kinds_chart(line: Line) -> Chart:
    """Clause, criterion, reserved."""
    kinds = (
        (_("Clause d’exécution"), Kind.CLAUSE),
        (_("Critère d’attribution"), Kind.CRITERION),
        (_("Marché réservé"), Kind.RESERVED),
    )
    return Chart(
        _("Ce que ces marchés déclarent"),
        tuple(bar(label, line.rate(kind), line.slice_of(kind)) for label, kind in kinds),
        _("Part des marchés avec une clause, un critère, une réservation."),
        _("Un marché peut en déclarer plusieurs : les lignes ne s’additionnent pas."),
    )


def beside_chart(figures: BuyerFigures) -> Chart:
    """The buyer, its peers, the national figure."""
    bars = [bar(_("Cet acheteur"), figures.total.any, figures.total.slice_of(Kind.ANY))]
    if figures.peers is not None and figures.peers.line.any.of:
        line = figures.peers.line
        bars.append(bar(_("Acheteurs comparables"), line.any, line.slice_of(Kind.ANY), other=True))
    newest = newest_reference(figures.references)
    bars.append(_nation_bar(newest))
    return Chart(
        _("À côté des acheteurs comparables et de la France"),
        tuple(bars),
        _("Part des marchés avec une considération sociale : cet acheteur, ses comparables, la France."),
        break_note(newest),
    )


def newest_reference(references: tuple[Reference, ...]) -> Reference:
    """The last national share of all buyers, by number."""
    return max(_of_all(references), key=lambda one: one.year)


def _of_all(references: tuple[Reference, ...]) -> list[Reference]:
    """National shares of all buyers, by number."""
    return [one for one in references if one.scope == "all" and one.by == "number"]


def _nation_bar(one: Reference) -> Bar:
    return Bar(_("France, %(year)s", year=one.year), one.share, percent(one.share, 1), other=True)


def break_note(reference: Reference) -> str:
    """Why the national figure is no target line."""
    return _(
        "La référence nationale de %(year)s compte les contrats de 90 000 € et plus ; depuis %(since)s les "
        "données essentielles en comptent d’autres, dès 40 000 €. Les deux ne se prolongent pas.",
        year=reference.year,
        since=BREAK,
    )
