"""Note de justification du groupement: why these members answer together, from facts alone.

Kept with the response; shown to the buyer or to the competition authority on demand: no call asks for it.
Source: a group is lawful where its members could not answer alone, for want of hours, of territory or of time
(Autorité de la concurrence 09-D-18, read in a secondary source); an oversized group without such a reason is
exposed (22-D-04); L420-1 of the Code de commerce.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Lack
from tender.documents.paper import (
    Align,
    Bullets,
    Column,
    Fields,
    Grid,
    Heading,
    Para,
    Words,
    muted,
    strong,
)
from tender.documents.printing import print_both
from tender.documents.response import Justification, LotNecessity, LotReach, Response

CODE = "JUSTIFICATION"
NAME = "Note de justification du groupement"
NOTE = (
    "Établie à partir des faits enregistrés, sans autre affirmation. À conserver avec la réponse, et à "
    "produire à la demande de l’acheteur ou de l’autorité de la concurrence."
)
MONTHS_ACROSS = 6
"""Months of the load table side by side."""


def lacks(response: Response) -> tuple[Lack, ...]:
    """The reason for a group larger than its hours need; the rest is said to be unknown where it is."""
    held = response.justification
    return _draw(response, held).lacks if held is not None and response.is_group else ()


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """The note, in Word and PDF; none for a candidate that stands alone."""
    held = response.justification
    if held is None or not response.is_group:
        return ()
    paper = boxes.paper(_draw(response, held), response, NAME, response.call.subject, NOTE)
    return print_both(paper, CODE, "Note_justification_groupement")


def _draw(response: Response, held: Justification) -> Draft:
    draft = Draft(CODE)
    _what(draft, response)
    _conclusion(draft, response, held)
    draft.add(Heading("Ce que chaque membre ne pouvait pas faire seul"))
    for lot in held.lots:
        _lot(draft, response, lot)
    _load(draft, response, held)
    _told(draft, response, held)
    _apart(draft, held)
    _law(draft, held)
    _sources(draft, response, held)
    return draft


def _what(draft: Draft, response: Response) -> None:
    call = response.call
    lead = response.lead
    rows: list[tuple[str, Words]] = [
        ("Acheteur", call.buyer or "non lu"),
        ("Référence", call.reference or "non lue"),
        ("Remise des offres", french.moment(call.deadline) if call.deadline else "date non lue"),
        ("Membres", french.listed(member.name for member in response.members)),
        ("Mandataire", lead.name if lead else "pas encore choisi"),
    ]
    draft.add(Heading("La consultation et le groupement"), Fields(tuple(rows)))


def _conclusion(draft: Draft, response: Response, held: Justification) -> None:
    """Why no fewer members suffice, or that fewer would by hours alone: said either way."""
    count = len(response.members)
    draft.add(Heading("Pourquoi ces membres, et pas moins"))
    if held.fewest is None:
        draft.add(Para("Le plus petit groupement possible n’a pas pu être calculé."))
    elif held.fewest >= count:
        needed = f"Aucun groupement de moins de {count} de ces membres ne couvre les mêmes heures."
        counted = (
            " Le calcul ne compte que les territoires, les refus et les heures libres déclarées : toutes les "
            "répartitions possibles sont écartées."
        )
        draft.add(Para((strong(needed), counted)))
    else:
        less = (
            f"Par les seules heures et territoires, {held.fewest} de ces {count} membres pourraient suffire"
        )
        named = f" ({french.listed(held.fewer)})" if held.fewer else ""
        others = (
            " La présence des autres est à motiver par le groupement : charge de chacun, proximité, réserve "
            "en cas d’absence."
        )
        what = f"Le groupement compte {count} membres, {held.fewest} suffiraient par les heures : à motiver."
        draft.lack("Pourquoi ces membres", "larger_group", what, blocking=False)
        draft.add(Para((strong(f"{less}{named}."), others)))
    draft.add(Bullets(tuple(_lot_reason(lot) for lot in held.lots)))


def _lot_reason(lot: LotNecessity) -> Words:
    label = f"Lot {lot.number}" if lot.number else "Marché"
    count = len(lot.reaches)
    if count < 2:
        return f"{label} : un seul membre le réalise."
    best = max(lot.reaches, key=lambda one: one.alone)
    able = "aucun ne pouvait le faire seul" if best.alone < lot.covered - 1 else "un membre aurait suffi"
    fewest = ""
    if lot.fewest is not None:
        fewest = f" ; au moins {french.counted(lot.fewest, 'membre', 'membres')} pour les mêmes heures"
    return f"{label} : {count} membres ; {able}{fewest}."


def _lot(draft: Draft, response: Response, lot: LotNecessity) -> None:
    label = f"Lot {lot.number} – {lot.title}" if lot.number else lot.title
    period = f"de {french.month(lot.first_month)} à {french.month(lot.last_month)}"
    places = french.counted(lot.place_count, "commune", "communes")
    draft.add(
        Heading(label, 2),
        Para(
            f"{french.hours(lot.asked)} demandées {period}, dans {places} ; {french.hours(lot.covered)} "
            "réparties.",
            kept=True,
        ),
    )
    columns = (
        Column("Membre", 3.2),
        Column("Sa part", 1.3, Align.RIGHT),
        Column("Seul, au plus", 1.8, Align.RIGHT),
        Column("Hors de son territoire", 2.8),
        Column("Mois le plus tendu", 3.2),
    )
    draft.add(Grid(columns, tuple(_reach(response, lot, one) for one in lot.reaches), small=True))


def _reach(response: Response, lot: LotNecessity, one: LotReach) -> tuple[Words, ...]:
    part = one.alone * 100 / lot.asked if lot.asked else Decimal(0)
    outside = french.listed(one.outside[:3])
    if len(one.outside) > 3:
        more = french.counted(len(one.outside) - 3, "autre", "autres")
        outside = f"{', '.join(one.outside[:3])} et {more}"
    tight: Words = muted("aucun ne manque")
    if one.tightest is not None:
        month, asked, free = one.tightest
        tight = f"{french.month(month)} : {french.hours(free)} libres pour {french.hours(asked)}"
    able: Words = f"{french.hours(one.alone)} ({french.number(part, 0)}{french.NBSP}%)"
    return response.name_of(one.member), french.hours(one.share), able, outside or muted("aucune"), tight


def _load(draft: Draft, response: Response, held: Justification) -> None:
    """Hours given over hours free, member by member and month by month."""
    months = sorted({month for _member, month, _given, _free in held.load})
    cells = {(member, month): (given, free) for member, month, given, free in held.load}
    draft.add(
        Heading("Heures données et heures libres, mois par mois"),
        Para(
            "Dans chaque case : heures de la part, puis heures libres déclarées dans les métiers demandés.",
            kept=True,
        ),
    )
    for first in range(0, len(months), MONTHS_ACROSS):
        shown = months[first : first + MONTHS_ACROSS]
        columns = (
            Column("Membre", 3),
            *(Column(f"{french.short_month(one)} {one[2:4]}", 1.3, Align.RIGHT) for one in shown),
        )
        rows = tuple(
            (member.name, *(_cell(cells.get((member.id, month))) for month in shown))
            for member in response.members
        )
        draft.add(Grid(columns, rows, small=True))


def _cell(pair: tuple[Decimal, Decimal] | None) -> Words:
    if pair is None:
        return "–"
    given, free = pair
    return f"{french.number(given, 0)} / {french.number(free, 0)}"


def _told(draft: Draft, response: Response, held: Justification) -> None:
    """Deadlines, and the order in which things happened: what the group knew when."""
    draft.add(Heading("Délais et décisions"))
    rows = [(french.iso_day(day), words) for day, words in held.told]
    if response.call.deadline:
        rows.append((french.iso_day(response.call.deadline), "Date limite de remise des offres."))
    draft.add(Fields(tuple(rows)))
    approved = [
        f"{one.name} ({french.iso_day(one.approved_on)})" for one in response.members if one.approved_on
    ]
    if approved:
        draft.add(Para(f"Parts approuvées par les directions : {french.listed(approved)}."))


def _apart(draft: Draft, held: Justification) -> None:
    draft.add(Heading("Qui répond de son côté"))
    if not held.apart:
        draft.add(Para("Aucune adhérente du collectif n’a dit répondre seule à ces lots."))
        return
    draft.add(
        Para(
            "Ces adhérentes ont dit répondre seules. Elles sont séparées de ces lots depuis leur réponse : "
            "ni leurs heures ni leurs prix ne sont connus du groupement, ni ceux du groupement d’elles."
        ),
        Bullets(tuple(f"{name} : {_lots(lots)}" for name, lots in held.apart)),
    )


def _lots(lots: Iterable[str]) -> str:
    held = tuple(lots)
    return f"{'lot' if len(held) == 1 else 'lots'} {french.listed(held)}"


def _law(draft: Draft, held: Justification) -> None:
    """Points of law settled on the record, each with who, when and why."""
    if not held.law and not held.law_open:
        return
    draft.add(Heading("Points de droit réglés"))
    for one in held.law:
        reason = f" {french.sentence(one.reason)}" if one.reason else ""
        draft.add(
            Para(
                (
                    f"{one.words} ",
                    muted(f"({', '.join(one.articles)}) "),
                    strong(f"{one.decided} par {one.by}, le {french.iso_day(one.on)}."),
                    reason,
                )
            )
        )
    if held.law_open:
        points = french.counted(held.law_open, "point reste ouvert", "points restent ouverts")
        draft.add(Para(f"Au jour de cette note, {points}."))


def _sources(draft: Draft, response: Response, held: Justification) -> None:
    draft.add(Heading("Sources des heures libres"))
    if not held.sources:
        draft.add(Para("Aucune heure libre n’est déclarée."))
        return
    columns = (Column("Membre", 3), Column("Source", 5), Column("Date", 2))
    rows = tuple(
        (response.name_of(member), source or muted("non indiquée"), french.iso_day(day))
        for member, source, day in held.sources
    )
    draft.add(
        Grid(columns, rows, small=True),
        Para(
            "Heures demandées : besoins de la consultation, version de la répartition indiquée en tête. "
            "Territoires : conventions avec l’État, à défaut lieux de travail déclarés (R5132-19).",
            kind="small",
        ),
    )
