"""What a buyer declares at award, section by section."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from tender.documents.uptake_report import Section, TextCell
from tender.uptake.figures import BuyerFigures, PeerRule, Peers, PeersBy
from tender.uptake.references import GOAL
from tender.web.display import number, percent, series
from tender.web.uptake_bars import beside_chart, break_note, by_year_chart, kinds_chart, newest_reference
from tender.web.uptake_cells import (
    count,
    euros_words,
    labelled,
    line_table,
    rate_with_interval,
    rate_words,
    table,
    words,
)
from tender.web.uptake_labels import BODIES, ODDITIES, SCOPES, division, place, size, unsaid
from tender.web.uptake_winner_section import winners_section


def declared_sections(figures: BuyerFigures, name: str) -> list[Section]:
    """Every section of what is declared."""
    return [
        _whole(figures),
        _grouped(figures),
        _beside(figures, name),
        winners_section(figures),
        _odd(figures),
    ]


def _whole(figures: BuyerFigures) -> Section:
    line = figures.total
    said = (
        _("Champ rempli : %(rate)s marchés.", rate=rate_words(line.filled)),
        _(
            "Avec une considération sociale, sur les champs remplis : %(rate)s.",
            rate=rate_with_interval(line.any),
        ),
        _(
            "Sur tous les marchés, comme si un champ vide valait « aucune » : %(rate)s.",
            rate=rate_words(line.any_of_all),
        ),
        _("En montant : %(share)s.", share=euros_words(line.any_amount)),
    )
    years = line_table(
        _("Par année de notification"),
        _("Années"),
        _("Année"),
        labelled(figures.by_year, _year),
        total=line,
    )
    return Section(
        "declared",
        _("Ce que l’acheteur déclare à l’attribution"),
        said,
        (by_year_chart(figures), kinds_chart(line)),
        (years,),
        (_("« Aucune déclarée » et « champ non rempli » sont deux choses, comptées à part."),),
    )


def _year(key: str) -> str:
    return unsaid(key, key)


def _grouped(figures: BuyerFigures) -> Section:
    tables = (
        (_("Par famille d’achats"), _("Achats"), _("Famille (CPV)"), figures.by_cpv, division),
        (_("Par taille"), _("Tailles"), _("Montant hors taxes"), figures.by_size, size),
        (_("Par lieu d’exécution"), _("Lieux"), _("Département"), figures.by_departement, place),
        (_("Par procédure"), _("Procédures"), _("Procédure"), figures.by_procedure, _year),
    )
    return Section(
        "groups",
        _("Par achat, taille, lieu et procédure"),
        tables=tuple(
            line_table(title, sheet, head, labelled(lines, label))
            for title, sheet, head, lines, label in tables
            if lines
        ),
    )


def rule_words(rule: PeerRule) -> str:
    """Who counts as comparable."""
    low, high = number(rule.low), number(rule.high)
    kind = str(BODIES[rule.kind])
    if rule.by is PeersBy.POPULATION:
        return _("Comparables : %(kind)s de %(low)s à %(high)s habitants.", kind=kind, low=low, high=high)
    return _(
        "Comparables : %(kind)s qui ont de %(low)s à %(high)s marchés dans la base.",
        kind=kind,
        low=low,
        high=high,
    )


def _beside(figures: BuyerFigures, name: str) -> Section:
    peers = figures.peers
    said = peers_sentences(peers) if peers else (_("La base ne tient pas d’acheteur comparable."),)
    rows = [
        (
            words(f"{one.year}"),
            words(str(SCOPES[one.scope])),
            words(_("en montant") if one.by == "amount" else _("en nombre")),
            TextCell(percent(one.share, 1), one.share),
        )
        for one in figures.references
    ]
    heads = ((_("Année"), False), (_("Qui"), False), (_("Mesure"), False), (_("Part"), True))
    sources = series(dict.fromkeys(one.source for one in figures.references))
    told = _("Source : %(sources)s.", sources=sources)
    lines = [(name, figures.total)]
    if peers is not None:
        lines.append((_("Acheteurs comparables"), peers.line))
    goal, goal_year = GOAL
    return Section(
        "beside",
        _("À côté des autres"),
        said,
        (beside_chart(figures),),
        (
            line_table(_("Cet acheteur et ses comparables"), _("Comparables"), _("Acheteur"), lines),
            table(
                _("Références nationales"),
                _("France"),
                heads,
                rows,
                f"{told} {break_note(newest_reference(figures.references))}",
            ),
        ),
        (
            _(
                "Objectif du plan national pour des achats durables : %(goal)s des contrats en %(year)s.",
                goal=percent(goal),
                year=goal_year,
            ),
        ),
    )


def peers_sentences(peers: Peers) -> tuple[str, ...]:
    """The rule, and where the buyer stands."""
    said = [
        rule_words(peers.rule),
        ngettext(
            "%(num)s acheteur. Ses marchés avec une considération sociale : %(rate)s.",
            "%(num)s acheteurs. Leurs marchés avec une considération sociale : %(rate)s.",
            peers.buyers,
            rate=rate_with_interval(peers.line.any),
        ),
    ]
    if peers.quartiles is not None:
        low, middle, high = (percent(one) for one in peers.quartiles)
        said.append(
            _(
                "Un quart d’entre eux est sous %(low)s, la moitié sous %(middle)s, un quart "
                "au-dessus de %(high)s.",
                low=low,
                middle=middle,
                high=high,
            )
        )
    if peers.below is not None and peers.compared:
        said.append(
            _(
                "%(below)s des %(compared)s acheteurs qui remplissent le champ d’au moins %(least)s "
                "marchés ont une part plus basse.",
                below=number(peers.below),
                compared=number(peers.compared),
                least=peers.least,
            )
        )
    return tuple(said)


def _odd(figures: BuyerFigures) -> Section:
    rows = [
        (words(str(ODDITIES[odd.slice.oddity])), count(odd.contracts, odd.slice))
        for odd in figures.odd
        if odd.slice.oddity
    ]
    heads = ((_("Cas"), False), (_("Marchés"), True))
    return Section(
        "odd",
        _("Lignes qui sortent de l’ordinaire"),
        (_("Ces marchés sont comptés à part, jamais effacés ; chacun s’ouvre."),)
        if rows
        else (_("Aucune."),),
        tables=(table(_("Dates, montants et doublons"), _("Anomalies"), heads, rows),) if rows else (),
    )
