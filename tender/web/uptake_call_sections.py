"""What the calls read here add to what is declared, and what people add: section by section."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from tender.documents.uptake_report import Chart, Section, TextCell
from tender.uptake.call_figures import Effect, Fates, FreeIndicator, HoursFigures, Obligation
from tender.uptake.report import Report
from tender.uptake.slices import Kind, Slice
from tender.web.display import day, hours, number, percent
from tender.web.labels import label
from tender.web.reporting import finding, hours_lines, interval
from tender.web.uptake_cells import (
    Head,
    amount,
    bar,
    count,
    line_table,
    rate,
    rate_with_interval,
    rate_words,
    table,
    words,
)
from tender.web.uptake_labels import FATES, STANDINGS, division, kinds_words
from tender.workbench.uptake_report import FullReport


def call_sections(report: FullReport) -> list[Section]:
    """Every section of what the calls and people add; those with nothing to say are left out."""
    found = [
        _obligation(report.obligation),
        _asked(report.asked),
        _fates(report.fates, report.siren),
        _effects(report.effects),
        _hours(report.hours),
        _indicators(report.indicators),
    ]
    return [section for section in found if section is not None]


def _obligation(held: Obligation) -> Section:
    of = held.condition.of
    said = [
        _(
            "Depuis le %(day)s, un marché au-dessus du seuil européen prévoit une condition "
            "d’exécution sociale, "
            "sauf dérogation motivée (L2112-2-1).",
            day=day(held.since),
        )
    ]
    if of:
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
    rows = [
        (
            words(line.title),
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
    return Section(
        "obligation",
        _("Obligation depuis le 21 août 2026"),
        tuple(said),
        tables=(table(_("Appels au-dessus du seuil européen"), _("Obligation"), heads, rows),)
        if rows
        else (),
        notes=(
            _(
                "« À vérifier » ne veut pas dire irrégulier : des exceptions existent et leurs "
                "motifs restent au "
                "dossier de l’acheteur."
            ),
        ),
    )


def _asked(held: Report) -> Section:
    line = held.total
    kinds = [one for one in line.by_type if one.calls.count]
    rows = [
        (words(label(one.type)), rate(one.calls), words(interval(one.calls)), rate(one.lots)) for one in kinds
    ]
    heads: tuple[Head, ...] = (
        (_("Nature"), False), (_("Consultations"), True),
        (_("Intervalle à %(level)s", level=percent(0.95)), True),
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
                "%(unfruitful)s, sans issue connue %(unknown)s.",
                lots=number(held.reserved_lots),
                awarded=number(held.reserved_awarded),
                unfruitful=number(held.reserved_unfruitful),
                unknown=number(max(0, held.reserved_lots - held.reserved_awarded - held.reserved_unfruitful)),
            )
        )
    rows = [
        (
            words(line.title),
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
    return Section(
        "fates",
        _("Demandé dans l’appel, déclaré à l’attribution"),
        tuple(said),
        tables=(table(_("Appels et attributions"), _("Devenir"), heads, rows),),
        notes=(
            _(
                "Un appel et un marché sont rapprochés par le numéro ou par un objet presque "
                "identique ; ce qui n’est "
                "pas sûr ne l’est pas."
            ),
        ),
    )


def _effects(held: tuple[Effect, ...]) -> Section | None:
    if not held:
        return None
    return Section(
        "effects",
        _("Avant et après un contact"),
        (
            _(
                "Des comptes, jamais une preuve de cause : les marchés d’un acheteur changent pour "
                "bien des raisons."
            ),
        ),
        tuple(_effect_chart(one) for one in held if one.enough),
        tuple(
            line_table(
                _effect_title(one),
                _("Contact %(day)s", day=one.contact.day.isoformat()),
                _("Douze mois"),
                (
                    (_("Cet acheteur, avant"), one.before),
                    (_("Cet acheteur, après"), one.after),
                    (_("Comparables non contactés, avant"), one.others_before),
                    (_("Comparables non contactés, après"), one.others_after),
                ),
                _effect_note(one),
            )
            for one in held
        ),
        (_("Cette partie n’est vue que par votre collectif."),),
    )


def _effect_title(one: Effect) -> str:
    about = division(one.contact.cpv) if one.contact.cpv else _("tous les achats")
    return _("Contact du %(day)s, %(about)s", day=day(one.contact.day), about=about)


def _effect_note(one: Effect) -> str:
    said = [
        ngettext(
            "%(num)s mois observé après le contact.", "%(num)s mois observés après le contact.", one.months
        )
    ]
    if not one.enough:
        said.append(
            _(
                "Moins de %(least)s marchés remplis dans une des fenêtres : les parts ne se comparent pas.",
                least=one.least,
            )
        )
    if one.contact.outcome:
        said.append(one.contact.outcome)
    return " ".join(said)


def _effect_chart(one: Effect) -> Chart:
    lines = (
        (_("Avant"), one.before, False),
        (_("Après"), one.after, False),
        (_("Comparables, avant"), one.others_before, True),
        (_("Comparables, après"), one.others_after, True),
    )
    return Chart(
        _effect_title(one),
        tuple(bar(name, line.any, line.slice_of(Kind.ANY), other=other) for name, line, other in lines),
        _("Part des marchés avec une considération sociale avant et après le contact."),
        _effect_note(one),
    )


def _hours(held: HoursFigures) -> Section | None:
    if not held.lines and not held.persons:
        return None
    said = [
        _(
            "Prévues : %(hours)s (marchés qui le disent : %(lines)s).",
            hours=hours(held.planned_all),
            lines=number(held.planned_lines),
        ),
        _(
            "Réalisées : %(hours)s (marchés qui le disent : %(lines)s).",
            hours=hours(held.done_all),
            lines=number(held.done_lines),
        ),
    ]
    if held.both_planned:
        said.append(
            _(
                "Là où les deux sont connues : %(done)s sur %(planned)s (%(share)s).",
                done=hours(held.both_done),
                planned=hours(held.both_planned),
                share=percent(held.both_done / held.both_planned),
            )
        )
    rows = [
        (
            words(line.title),
            words(str(line.year) if line.year else "–"),
            TextCell("–" if line.planned is None else hours(line.planned), line.planned),
            TextCell("–" if line.done is None else hours(line.done), line.done),
            words(line.source),
        )
        for line in held.lines
    ]
    heads: tuple[Head, ...] = (
        (_("Marché"), False), (_("Année"), False), (_("Prévues"), True), (_("Réalisées"), True),
        (_("Source"), False),
    )  # fmt: skip
    tables = [table(_("Heures par marché"), _("Heures"), heads, rows)]
    people = [
        (
            words(cell.group),
            words(cell.key),
            TextCell(
                _("masqué") if cell.hidden else number(cell.count or 0), None if cell.hidden else cell.count
            ),
        )
        for cell in held.persons
    ]
    if people:
        told: tuple[Head, ...] = ((_("Par"), False), (_("Catégorie"), False), (_("Personnes"), True))
        note = _(
            "Les effectifs de moins de 5 personnes sont masqués, et ceux qui permettraient de les retrouver."
        )
        tables.append(table(_("Personnes en insertion"), _("Personnes"), told, people, note))
    return Section("hours", _("Heures d’insertion prévues et réalisées"), tuple(said), tables=tuple(tables))


def _indicators(held: tuple[FreeIndicator, ...]) -> Section | None:
    if not held:
        return None
    heads: tuple[Head, ...] = (
        (_("Indicateur"), False), (_("Définition"), False), (_("Proposé par"), False),
        (_("Quand"), False), (_("Valeur"), True),
    )  # fmt: skip
    rows = [
        (
            words(one.name),
            words(one.definition),
            words(one.authors),
            words(when),
            words(f"{value} {one.unit}".strip()),
        )
        for one in held
        for when, value in one.values or (("–", "–"),)
    ]
    return Section(
        "indicators",
        _("Indicateurs des habitants et des partenaires"),
        (_("Chacun a sa propre définition ; ils ne se mêlent pas aux chiffres qui précèdent."),),
        tables=(table(_("Indicateurs libres"), _("Indicateurs"), heads, rows),),
    )
