"""What the calls read here add to what is declared, and what people add: section by section."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from tender.documents.uptake_report import Section, TextTable
from tender.uptake.call_figures import Fates, Obligation
from tender.uptake.report import Report, ReservedFate
from tender.uptake.slices import Slice
from tender.web.display import day, number
from tender.web.labels import label
from tender.web.reporting import finding, hours_lines, interval, interval_head
from tender.web.uptake_added_sections import effects_section, hours_section, indicators_section
from tender.web.uptake_cells import (
    Head,
    amount,
    call_cell,
    count,
    rate,
    rate_with_interval,
    rate_words,
    table,
    unsure,
    words,
)
from tender.web.uptake_labels import FATES, RESERVED_FATES, STANDINGS, kinds_words
from tender.workbench.uptake_report import FullReport


def call_sections(report: FullReport) -> list[Section]:
    """Every section of what the calls and people add; those with nothing to say are left out."""
    found = [
        _obligation(report.obligation),
        _asked(report.asked),
        _fates(report.fates, report.siren),
        effects_section(report.effects),
        hours_section(report.hours),
        indicators_section(report.indicators),
    ]
    return [section for section in found if section is not None]


def _obligation(held: Obligation) -> Section:
    return Section(
        "obligation",
        _("Obligation depuis le 21 août 2026"),
        _obligation_sentences(held),
        tables=_obligation_tables(held),
        notes=(
            _(
                "« À vérifier » ne veut pas dire irrégulier : des exceptions existent et leurs "
                "motifs restent au "
                "dossier de l’acheteur."
            ),
        ),
    )


def _obligation_sentences(held: Obligation) -> tuple[str, ...]:
    """The rule, then how many calls keep it; L2112-2-1."""
    said = [
        _(
            "Depuis le %(day)s, un marché au-dessus du seuil européen prévoit une condition "
            "d’exécution sociale, "
            "sauf dérogation motivée (L2112-2-1).",
            day=day(held.since),
        )
    ]
    if held.condition.of:
        said += [
            _("Avec une condition : %(rate)s appels.", rate=rate_words(held.condition)),
            _("Avec une dérogation écrite : %(rate)s.", rate=rate_words(held.derogation)),
            _("À vérifier : %(rate)s.", rate=rate_words(held.neither)),
        ]
    else:
        said.append(_("Aucun appel lu ici n’est dans ce cas."))
    if held.undecided:
        said.append(
            ngettext(
                "Un autre appel n’est pas classé : son montant ou sa date n’ont pas été lus.",
                "%(num)s autres appels ne sont pas classés : leur montant ou leur date n’ont pas été lus.",
                held.undecided,
            )
        )
    return tuple(said)


def _obligation_tables(held: Obligation) -> tuple[TextTable, ...]:
    """Every call above the threshold, with the words that were read; none where there is none."""
    if not held.lines:
        return ()
    rows = [
        (
            call_cell(line.title, line.key),
            words(line.reference or "–"),
            words(day(line.launched)),
            amount(line.amount),
            amount(line.threshold),
            words(str(STANDINGS[line.standing])),
            words(f"« {line.quote} »" if line.quote else "–"),
        )
        for line in held.lines
    ]
    heads: tuple[Head, ...] = (
        (_("Appel"), False), (_("Référence"), False), (_("Lancé le"), False),
        (_("Montant estimé, hors taxes"), True),
        (_("Seuil"), True), (_("Ce qui a été lu"), False), (_("Mots du document"), False),
    )  # fmt: skip
    return (table(_("Appels au-dessus du seuil européen"), _("Obligation"), heads, rows),)


def _asked(held: Report) -> Section:
    line = held.total
    kinds = [one for one in line.by_type if one.calls.count]
    rows = [
        (words(label(one.type)), rate(one.calls), words(interval(one.calls)), rate(one.lots)) for one in kinds
    ]
    heads: tuple[Head, ...] = (
        (_("Nature"), False), (_("Consultations"), True),
        (interval_head(), True),
        (_("Lots"), True),
    )  # fmt: skip
    said = [finding(line)]
    said += [
        _(
            "Heures d’insertion écrites %(scope)s : %(hours)s, dans %(calls)s.",
            scope=scope,
            hours=told,
            calls=calls,
        )
        for scope, told, calls in hours_lines(line)
    ]
    return Section(
        "asked",
        _("Ce que les appels lus ici demandent"),
        tuple(said),
        tables=(table(_("Clauses par nature"), _("Demandées"), heads, rows),) if rows else (),
        notes=(
            _(
                "Compté sur les appels lus ici ; ce n’est pas un recensement de tous les marchés de "
                "l’acheteur."
            ),
        ),
    )


def _fates(held: Fates, siren: str) -> Section | None:
    if not held.lines:
        return None
    return Section(
        "fates",
        _("Demandé dans l’appel, déclaré à l’attribution"),
        _fate_sentences(held),
        tables=(_fates_table(held, siren), *_reserved_tables(held)),
        notes=(
            _(
                "Un appel et un marché sont rapprochés par le numéro ou par un objet presque "
                "identique ; ce qui n’est "
                "pas sûr ne l’est pas."
            ),
        ),
    )


def _fate_sentences(held: Fates) -> tuple[str, ...]:
    """How many calls asked, how many of them were found awarded, what was kept."""
    said = [
        _("Appels qui demandent une clause : %(rate)s.", rate=rate_words(held.asking)),
        _("Attribution retrouvée dans les données : %(rate)s.", rate=rate_words(held.joined)),
        _(
            "Clause demandée et déclarée à l’attribution, là où le champ est rempli : %(rate)s.",
            rate=rate_with_interval(held.kept),
        ),
    ]
    if held.reserved_lots:
        said.append(
            _(
                "Lots réservés dans ces appels : %(lots)s, dont attribués %(awarded)s, infructueux "
                "%(unfruitful)s, sans suite %(given_up)s, sans issue connue %(unknown)s.",
                lots=number(held.reserved_lots),
                awarded=number(held.reserved_of(ReservedFate.AWARDED)),
                unfruitful=number(held.reserved_of(ReservedFate.UNFRUITFUL)),
                given_up=number(held.reserved_of(ReservedFate.GIVEN_UP)),
                unknown=number(
                    max(0, held.reserved_lots - len(held.reserved) + held.reserved_of(ReservedFate.OPEN))
                ),
            )
        )
    return tuple(said)


def _fates_table(held: Fates, siren: str) -> TextTable:
    """Each call beside what its award declared."""
    rows = [
        (
            call_cell(line.title, line.key),
            words(line.reference or "–"),
            words(kinds_words(line.asked)),
            words(kinds_words(line.declared)),
            words(str(FATES[line.fate])),
            count(
                len(line.awards), Slice(buyer=siren, number=line.awards[0].number) if line.awards else None
            ),
        )
        for line in held.lines
    ]
    heads: tuple[Head, ...] = (
        (_("Appel"), False), (_("Référence"), False), (_("Demandé"), False), (_("Déclaré"), False),
        (_("Devenir"), False), (_("Marchés trouvés"), True),
    )  # fmt: skip
    return table(_("Appels et attributions"), _("Devenir"), heads, rows)


def _reserved_tables(held: Fates) -> tuple[TextTable, ...]:
    """Reserved lots whose outcome is known, each with who told it."""
    if not held.reserved:
        return ()
    rows = [
        (
            call_cell(line.title, line.key),
            words(line.result.lot or "–"),
            words(str(RESERVED_FATES[line.result.fate])),
            unsure(line.result.offers),
            words(_("avis %(number)s", number=line.result.source) if line.result.source else _("noté ici")),
        )
        for line in held.reserved
    ]
    heads: tuple[Head, ...] = (
        (_("Appel"), False), (_("Lot"), False), (_("Issue"), False), (_("Offres reçues"), True),
        (_("Selon"), False),
    )  # fmt: skip
    return (table(_("Lots réservés et leur issue"), _("Lots réservés"), heads, rows),)
