"""What people add to a buyer's report: contacts with what followed, hours, indicators of residents."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from tender.documents.uptake_report import Chart, Section, TextCell, TextTable
from tender.uptake.call_figures import Effect, FreeIndicator, HoursFigures
from tender.uptake.slices import Kind
from tender.web.display import day, hours, number, percent
from tender.web.uptake_cells import Head, bar, line_table, table, words
from tender.web.uptake_labels import division


def effects_section(held: tuple[Effect, ...]) -> Section | None:
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
                _("Contact %(day)s", day=day(one.contact.day)),
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


def hours_section(held: HoursFigures) -> Section | None:
    if not held.lines and not held.persons:
        return None
    return Section(
        "hours",
        _("Heures d’insertion prévues et réalisées"),
        _hours_sentences(held),
        tables=(_hours_table(held), *_people_tables(held)),
    )


def _hours_sentences(held: HoursFigures) -> tuple[str, ...]:
    """Planned, done, and both where both are known."""
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
    return tuple(said)


def _hours_table(held: HoursFigures) -> TextTable:
    """The hours of each contract, and who told them."""
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
    return table(_("Heures par marché"), _("Heures"), heads, rows)


def _people_tables(held: HoursFigures) -> tuple[TextTable, ...]:
    """People at work by category, few of them never told; none where nobody was counted."""
    if not held.persons:
        return ()
    rows = [
        (
            words(cell.group),
            words(cell.key),
            TextCell(
                _("masqué") if cell.hidden else number(cell.count or 0), None if cell.hidden else cell.count
            ),
        )
        for cell in held.persons
    ]
    heads: tuple[Head, ...] = ((_("Par"), False), (_("Catégorie"), False), (_("Personnes"), True))
    note = _(
        "Les effectifs de moins de 5 personnes sont masqués, et ceux qui permettraient de les retrouver."
    )
    return (table(_("Personnes en insertion"), _("Personnes"), heads, rows, note),)


def indicators_section(held: tuple[FreeIndicator, ...]) -> Section | None:
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
