"""Reserved contracts and what came of them; inclusive employers among the winners."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from tender.documents.uptake_report import Section, TextTable
from tender.uptake.figures import BuyerFigures, Reserved, Winners
from tender.uptake.slices import Offers, Winner
from tender.web.display import day_told, number
from tender.web.uptake_cells import (
    amount,
    count,
    euros_words,
    rate_with_interval,
    rate_words,
    table,
    words,
)
from tender.web.uptake_labels import OFFERS, WINNERS


def winners_section(figures: BuyerFigures) -> Section:
    title = _("Marchés réservés et employeurs inclusifs")
    reserved, offers = _reserved_sentences(figures.reserved), _offers_tables(figures.reserved)
    if figures.winners is None:
        told: tuple[str, ...] = (
            _(
                "La liste des employeurs inclusifs n’est pas encore donnée : leurs marchés ne sont "
                "pas comptés."
            ),
        )
        return Section("winners", title, (*reserved, *told), tables=offers)
    return Section(
        "winners",
        title,
        (*reserved, *_winner_sentences(figures.winners)),
        tables=(*offers, _winner_table(figures.winners), _alone_table(figures.winners)),
        notes=(
            _(
                "Liste : %(source)s, au %(day)s, %(count)s établissements.",
                source=figures.winners.listed.source,
                day=day_told(figures.winners.listed.day),
                count=number(figures.winners.listed.structures),
            ),
        ),
    )


def _reserved_sentences(reserved: Reserved) -> tuple[str, ...]:
    said = [_("Marchés déclarés réservés : %(rate)s.", rate=rate_words(reserved.contracts))]
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


def _offers_tables(reserved: Reserved) -> tuple[TextTable, ...]:
    """Offers received for reserved contracts, each number open to them; none where none is reserved."""
    if not reserved.contracts.count:
        return ()
    counts = (
        (Offers.NONE, reserved.none),
        (Offers.ONE, reserved.one),
        (Offers.SEVERAL, reserved.several),
        (Offers.UNKNOWN, reserved.unknown),
    )
    rows = [
        (words(str(OFFERS[offers])), count(many, replace(reserved.slice, offers=offers)))
        for offers, many in counts
    ]
    total = (words(_("Tous")), count(reserved.contracts.count, reserved.slice))
    heads = ((_("Offres reçues"), False), (_("Marchés"), True))
    return (table(_("Offres reçues pour les marchés réservés"), _("Réservés"), heads, [*rows, total]),)


def _alone_table(winners: Winners) -> TextTable:
    """Alone, with others, or not counted, each number open to its contracts."""
    counts = (
        (Winner.ALONE, winners.alone),
        (Winner.GROUPED, winners.grouped),
        (Winner.SAME_COMPANY, winners.same_company),
    )
    rows = [
        (words(str(WINNERS[winner])), count(many, replace(winners.slice, winner=winner)))
        for winner, many in counts
    ]
    heads = ((_("Titulaire"), False), (_("Marchés"), True))
    return table(_("Employeurs inclusifs, seuls ou en groupement"), _("Seuls ou ensemble"), heads, rows)


def _winner_table(winners: Winners) -> TextTable:
    rows = [
        (words(kind or _("non renseigné")), count(many, replace(winners.slice, employer=kind)), amount(euros))
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
