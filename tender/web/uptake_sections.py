"""What a buyer declares at award, section by section."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from tender.documents.uptake_report import Bar, Chart, Section, TextCell, TextTable
from tender.uptake.figures import BuyerFigures, Line, PeerRule, Peers, PeersBy, Reference, Reserved, Winners
from tender.uptake.limits import FIELD_BORN
from tender.uptake.references import BREAK, GOAL
from tender.uptake.slices import UNKNOWN, Kind
from tender.web.display import day, number, percent
from tender.web.uptake_cells import (
    amount,
    bar,
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

MOST_LINES = 60
"""Rows of a table; the sheets and the page of contracts hold the rest."""


def by_year_chart(figures: BuyerFigures) -> Chart:
    """Share by year, since the field exists."""
    lines = [one for one in figures.by_year if one.key != UNKNOWN and one.key >= FIELD_BORN[:4]]
    return Chart(
        _("Part des marchés qui déclarent une considération sociale, par année"),
        tuple(bar(line.key, line.any, line.slice_of(Kind.ANY)) for line in lines),
        _(
            "Une barre par année de notification ; le trait montre l’intervalle à %(level)s.",
            level=percent(0.95),
        ),
        _(
            "Avant 2024, les données essentielles n’ont pas de champ social : ces années ne sont "
            "pas montrées."
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


def beside_chart(figures: BuyerFigures, name: str) -> Chart:
    """The buyer, its peers, the national figure."""
    bars = [bar(name, figures.total.any, figures.total.slice_of(Kind.ANY))]
    if figures.peers is not None and figures.peers.line.any.of:
        line = figures.peers.line
        bars.append(bar(_("Acheteurs comparables"), line.any, line.slice_of(Kind.ANY), other=True))
    newest = newest_reference(figures.references)
    bars.append(
        Bar(_("France, %(year)s", year=newest.year), newest.share, percent(newest.share, 1), other=True)
    )
    return Chart(
        _("À côté des acheteurs comparables et de la France"),
        tuple(bars),
        _("Part des marchés avec une considération sociale : cet acheteur, ses comparables, la France."),
        break_note(newest),
    )


def newest_reference(references: tuple[Reference, ...]) -> Reference:
    """The last national share of all buyers, by number."""
    return max((one for one in references if one.scope == "all" and one.by == "number"), key=lambda x: x.year)


def break_note(reference: Reference) -> str:
    """Why the national figure is no target line."""
    return _(
        "La référence nationale de %(year)s compte les contrats de 90 000 € et plus ; depuis %(since)s les "
        "données essentielles en comptent d’autres, dès 40 000 €. Les deux ne se prolongent pas.",
        year=reference.year,
        since=BREAK,
    )


def declared_sections(figures: BuyerFigures, name: str) -> list[Section]:
    """Every section of what is declared."""
    return [
        _whole(figures),
        _grouped(figures),
        _beside(figures, name),
        _winners(figures),
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
        _("Par année de notification"), _("Années"), _("Année"), labelled(figures.by_year, _year)
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
            line_table(title, sheet, head, labelled(lines, label)[:MOST_LINES])
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
            words(one.source),
        )
        for one in figures.references
    ]
    heads = (
        (_("Année"), False), (_("Qui"), False), (_("Mesure"), False), (_("Part"), True), (_("Source"), False),
    )  # fmt: skip
    lines = [(name, figures.total)]
    if peers is not None:
        lines.append((_("Acheteurs comparables"), peers.line))
    goal, goal_year = GOAL
    return Section(
        "beside",
        _("À côté des autres"),
        said,
        (beside_chart(figures, name),),
        (
            line_table(_("Cet acheteur et ses comparables"), _("Comparables"), _("Acheteur"), lines),
            table(
                _("Références nationales"),
                _("France"),
                heads,
                rows,
                break_note(newest_reference(figures.references)),
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


def _winners(figures: BuyerFigures) -> Section:
    reserved = _reserved_sentences(figures.reserved)
    if figures.winners is None:
        told: tuple[str, ...] = (
            _(
                "La liste des employeurs inclusifs n’est pas encore donnée : leurs marchés ne sont "
                "pas comptés."
            ),
        )
        return Section("winners", _("Marchés réservés et employeurs inclusifs"), (*reserved, *told))
    return Section(
        "winners",
        _("Marchés réservés et employeurs inclusifs"),
        (*reserved, *_winner_sentences(figures.winners)),
        tables=(_winner_table(figures.winners),),
        notes=(
            _(
                "Liste : %(source)s, au %(day)s, %(count)s établissements.",
                source=figures.winners.listed.source,
                day=day(date.fromisoformat(figures.winners.listed.day)),
                count=number(figures.winners.listed.structures),
            ),
        ),
    )


def _reserved_sentences(reserved: Reserved) -> tuple[str, ...]:
    said = [_("Marchés déclarés réservés : %(rate)s.", rate=rate_words(reserved.contracts))]
    if reserved.contracts.count:
        said.append(
            _(
                "Offres reçues : aucune pour %(none)s, une pour %(one)s, plusieurs pour "
                "%(several)s, nombre inconnu pour %(unknown)s.",
                none=number(reserved.none),
                one=number(reserved.one),
                several=number(reserved.several),
                unknown=number(reserved.unknown),
            )
        )
    if reserved.won_by_siae is not None and reserved.won_by_siae.of:
        said.append(
            _(
                "Réservés tenus par un employeur de la liste : %(rate)s.",
                rate=rate_words(reserved.won_by_siae),
            )
        )
    return tuple(said)


def _winner_sentences(winners: Winners) -> tuple[str, ...]:
    return (
        _("Marchés dont le titulaire se lit : %(rate)s.", rate=rate_words(winners.readable)),
        _("Tenus par un employeur inclusif : %(rate)s.", rate=rate_with_interval(winners.siae)),
        _("Dont une association intermédiaire : %(rate)s.", rate=rate_words(winners.ai)),
        _(
            "Seuls : %(alone)s ; en groupement : %(grouped)s. Non comptés : %(other)s dont le "
            "titulaire est un "
            "autre établissement d’une entreprise de la liste.",
            alone=number(winners.alone),
            grouped=number(winners.grouped),
            other=number(winners.same_company),
        ),
        _("En montant : %(share)s.", share=euros_words(winners.amount)),
    )


def _winner_table(winners: Winners) -> TextTable:
    rows = [
        (words(kind or _("non renseigné")), count(many), amount(euros))
        for kind, many, euros in winners.by_kind
    ]
    heads = ((_("Type d’employeur"), False), (_("Marchés"), True), (_("Montant hors taxes"), True))
    total = (
        words(_("Tous"), winners.slice),
        count(winners.siae.count, winners.slice),
        amount(winners.amount.amount),
    )
    return table(
        _("Employeurs inclusifs parmi les titulaires"),
        _("Titulaires"),
        heads,
        [*rows, total],
        _("Un marché à plusieurs titulaires peut compter pour plusieurs types."),
    )


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
