"""The uptake report of a buyer in the reader's language: what pages show and papers print."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from tender.documents.uptake_report import ReportWords, Section, TextCell, UptakeReport
from tender.uptake.figures import BuyerFigures
from tender.uptake.rates import LEVEL
from tender.uptake.slices import Kind
from tender.web.display import day, day_told, number, percent
from tender.web.languages import language
from tender.web.uptake_bars import beside_chart, by_year_chart, kinds_chart, newest_reference
from tender.web.uptake_call_sections import call_sections
from tender.web.uptake_cells import count, rate, rate_with_interval, rate_words
from tender.web.uptake_map import SIZE, map_values
from tender.web.uptake_sections import declared_sections
from tender.workbench.uptake_report import FullReport


def uptake_view(report: FullReport, *, on: date, author: str, example: bool = False) -> UptakeReport:
    """The report as values, in the language of this answer; `on`: the day it is made, `author`: by whom."""
    figures = report.declared
    known = figures is not None and figures.total.contracts > 0
    return UptakeReport(
        buyer=report.name,
        period=period_words(figures),
        language=language(),
        words=_fixed(),
        findings=_findings(report),
        key=_key(report),
        short_charts=(by_year_chart(figures), kinds_chart(figures.total), beside_chart(figures))
        if figures and known
        else (),
        map=map_values(figures) if figures else (),
        sections=_sections(report),
        notes=_notes(),
        sources=_sources(figures),
        issued_on=on,
        author=author,
        example=example,
        map_size=SIZE,
    )


def period_words(figures: BuyerFigures | None) -> str:
    """« Marchés notifiés du … au … »."""
    first, last = figures.period if figures else (None, None)
    if not first or not last:
        return _("Aucun marché déclaré n’est connu")
    return _(
        "Marchés notifiés du %(first)s au %(last)s",
        first=day(date.fromisoformat(first)),
        last=day(date.fromisoformat(last)),
    )


def _fixed() -> ReportWords:
    return ReportWords(
        title=_("Les clauses sociales dans les marchés"),
        short=_("L’essentiel en deux pages"),
        sources=_("Sources"),
        method=_("Comment c’est compté"),
        page=_("Page"),
        edited=_("Établi le"),
        map=_("Part des marchés avec une considération sociale, par département d’exécution"),
    )


def _sections(report: FullReport) -> tuple[Section, ...]:
    declared = declared_sections(report.declared, report.name) if report.declared else []
    return (*declared, *call_sections(report))


def _findings(report: FullReport) -> tuple[str, ...]:
    return (_declares(report), _compares(report), _asks(report))


def _declares(report: FullReport) -> str:
    figures = report.declared
    if figures is None or not figures.total.contracts:
        return _("Aucun marché de cet acheteur n’est dans les données essentielles importées ici.")
    line = figures.total
    if not line.filled.count:
        return ngettext(
            "Son seul marché déclaré ne remplit pas le champ social : rien ne peut en être dit.",
            "Aucun de ses %(num)s marchés déclarés ne remplit le champ social : rien ne peut en être dit.",
            line.contracts,
        )
    return _(
        "%(rate)s de ses marchés qui remplissent le champ déclarent une considération sociale ; "
        "%(empty)s sur "
        "%(all)s ne le remplissent pas.",
        rate=rate_with_interval(line.any),
        empty=number(line.contracts - line.filled.count),
        all=number(line.contracts),
    )


def _compares(report: FullReport) -> str:
    figures = report.declared
    if figures is None or not figures.total.filled.count:
        return _("Sans champ rempli, aucune comparaison n’est possible.")
    national = newest_reference(figures.references)
    told = _(
        "la dernière part nationale publiée (%(share)s en %(year)s) compte une autre base.",
        share=percent(national.share, 1),
        year=national.year,
    )
    if figures.peers is None or not figures.peers.line.any.of:
        return _("Aucun acheteur comparable n’est dans la base ; %(national)s", national=told)
    return ngettext(
        "Chez %(num)s acheteur comparable, c’est %(rate)s ; %(national)s",
        "Chez %(num)s acheteurs comparables, c’est %(rate)s ; %(national)s",
        figures.peers.buyers,
        rate=rate_words(figures.peers.line.any),
        national=told,
    )


def _asks(report: FullReport) -> str:
    read = report.asked.total.with_clause
    if not read.of:
        return _("Aucun appel de cet acheteur n’a encore été lu ici.")
    asked = ngettext(
        "%(rate)s consultation lue ici demande une clause",
        "%(rate)s consultations lues ici demandent une clause",
        read.count,
        rate=rate_words(read),
    )
    if not report.fates.kept.of:
        return _("%(asked)s ; leur attribution n’a pas encore été retrouvée dans les données.", asked=asked)
    return _(
        "%(asked)s ; à l’attribution, %(kept)s de celles qui ont été retrouvées la déclarent.",
        asked=asked,
        kept=rate_words(report.fates.kept),
    )


def _key(report: FullReport) -> tuple[tuple[str, TextCell], ...]:
    figures = report.declared
    held: list[tuple[str, TextCell]] = []
    if figures is not None and figures.total.contracts:
        line = figures.total
        held += [
            (_("Marchés notifiés"), count(line.contracts, line.slice)),
            (_("Champ social rempli"), rate(line.filled)),
            (_("Champ non rempli"), count(line.contracts - line.filled.count, line.slice_of(Kind.UNFILLED))),
            (_("Avec une considération sociale"), rate(line.any, line.slice_of(Kind.ANY))),
            (_("Marchés réservés"), rate(line.reserved, line.slice_of(Kind.RESERVED))),
        ]
        if figures.winners is not None:
            winners = figures.winners
            held.append((_("Tenus par un employeur inclusif"), rate(winners.siae, winners.slice)))
    if report.obligation.condition.of:
        held.append((_("Appels à vérifier depuis le 21 août 2026"), rate(report.obligation.neither)))
    return tuple(held)


def _notes() -> tuple[str, ...]:
    return (
        _("Un marché compte une fois, à sa dernière modification, l’année de sa notification."),
        _(
            "Un accord-cadre compte à son maximum estimé ; les marchés passés dessous ne s’ajoutent "
            "pas aux sommes."
        ),
        _(
            "« Aucune considération » et « champ non rempli » sont comptés à part et ne "
            "s’additionnent jamais."
        ),
        _(
            "Chaque part donne sa base et son intervalle à %(level)s (Wilson) ; une part de montants n’a pas "
            "d’intervalle.",
            level=percent(LEVEL),
        ),
        _(
            "Les dates et les montants invraisemblables sont listés, et restent hors des années et "
            "des sommes."
        ),
        _("Les effectifs de moins de 5 personnes sont masqués, et ceux qui permettraient de les retrouver."),
    )


def _sources(figures: BuyerFigures | None) -> tuple[str, ...]:
    if figures is None:
        return (_("Appels lus dans Entrelots."),)
    base = figures.base
    said = [
        _(
            "Données essentielles de la commande publique : %(file)s, %(contracts)s marchés.",
            file=one.name,
            contracts=number(one.contracts),
        )
        if not one.published
        else _(
            "Données essentielles de la commande publique : %(file)s, %(contracts)s marchés, le "
            "plus récent publié le %(day)s.",
            file=one.name,
            contracts=number(one.contracts),
            day=day_told(one.published),
        )
        for one in base.files
    ]
    said.append(_("Base faite le %(day)s.", day=day(datetime.fromisoformat(base.made))))
    if base.listed is not None:
        said.append(
            _(
                "Employeurs inclusifs : %(source)s, %(day)s.",
                source=base.listed.source,
                day=day_told(base.listed.day),
            )
        )
    return (*said, _("Appels lus dans Entrelots."))
