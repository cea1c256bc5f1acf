"""What a new version changes, in the officer's words: before, after, where each stands, what it touches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from tender.store.calls import CallFileRow, CallRow, CallVersionRow, FactRow
from tender.vocabulary.clause import ClauseType
from tender.web.display import hours, number, series
from tender.web.facts import PARTS, words_of
from tender.web.labels import label, trade_label
from tender.web.place_words import place_words
from tender.web.single_facts import Way, name_of, single
from tender.workbench.following import Touch
from tender.workbench.rivals import is_dismissed

SECTIONS: tuple[tuple[str, object, tuple[str, ...]], ...] = (
    ("deadline", lazy_gettext("Date limite"), ("deadline",)),
    ("lot", lazy_gettext("Lots"), ("lot", "whole", "max_lots")),
    ("clause", lazy_gettext("Clauses sociales"), ("clause",)),
    ("grouping", lazy_gettext("Groupement"), ("grouping",)),
    ("need", lazy_gettext("Besoins à répartir"), ("need",)),
    ("criterion", lazy_gettext("Critères de jugement"), ("criterion",)),
    ("price", lazy_gettext("Bordereau de prix"), ("price",)),
    ("document", lazy_gettext("Pièces à fournir"), ("document",)),
    ("field", lazy_gettext("Autres renseignements"), ("field",)),
)
"""Code, title, kinds of facts: in the order of what presses most."""

PART_WORDS: dict[str, object] = {
    "number": lazy_gettext("numéro"),
    "title": lazy_gettext("intitulé"),
    "description": lazy_gettext("description"),
    "estimated_amount": lazy_gettext("montant"),
    "cpv": lazy_gettext("code CPV"),
    "places": lazy_gettext("lieux"),
    "duration_months": lazy_gettext("durée"),
    "name": lazy_gettext("intitulé"),
    "weight": lazy_gettext("poids"),
    "unit": lazy_gettext("unité"),
    "is_social": lazy_gettext("caractère social"),
    "is_environmental": lazy_gettext("caractère environnemental"),
    "lots": lazy_gettext("lots"),
    "lot": lazy_gettext("lot"),
    "sub": lazy_gettext("sous-critères"),
    "part": lazy_gettext("moment où la fournir"),
    "type": lazy_gettext("nature"),
    "legal_basis": lazy_gettext("article cité"),
    "hours": lazy_gettext("heures"),
    "hours_detail": lazy_gettext("heures"),
    "percentage": lazy_gettext("part"),
    "modes": lazy_gettext("manières de faire"),
    "publics": lazy_gettext("publics"),
    "facilitator": lazy_gettext("facilitatrice"),
    "penalty": lazy_gettext("pénalité"),
    "mandatory": lazy_gettext("caractère obligatoire"),
    "hours_per_month": lazy_gettext("heures"),
    "place": lazy_gettext("lieu"),
    "trade": lazy_gettext("métier"),
    "designation": lazy_gettext("désignation"),
    "quantity": lazy_gettext("quantité"),
}

DOCUMENTS: dict[str, object] = {
    "dc1": lazy_gettext("DC1"),
    "dc2": lazy_gettext("DC2"),
    "attri1": lazy_gettext("acte d’engagement"),
    "agreement": lazy_gettext("convention de groupement"),
    "memo": lazy_gettext("mémoire technique"),
    "price_schedule": lazy_gettext("bordereau de prix"),
    "checklist": lazy_gettext("liste des pièces"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states of a fact: its words, its first place and the address of that page."""

    words: str
    place: str = ""
    href: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One change as a page tells it."""

    kind: str
    title: str
    said: str
    before: Side | None
    after: Side | None
    touches: tuple[str, ...]
    fact: int | None
    open: bool


@dataclass(frozen=True, slots=True)
class ShownSection:
    """Changes about one thing."""

    code: str
    title: str
    changes: tuple[ShownChange, ...]


class Pages:
    """Where a quote of a version stands: the address of its page in that version's file."""

    def __init__(self, call: CallRow, version: int, paths: Mapping[tuple[int, str], int]) -> None:
        self.call, self.paths = call, paths
        self.files: dict[str, CallFileRow] = {
            file.name: file for file in call.all_files if stands_in(file, version)
        }

    def side(self, words: str, evidence: Sequence[Mapping[str, Any]]) -> Side:
        """A state with its first place."""
        first = next((one for one in evidence if one["document"] in self.files), None)
        if first is None:
            return Side(words)
        file = self.files[first["document"]]
        path = first.get("path")
        position = first["page"] or self.paths.get((file.id, path or "")) or 1
        if first["page"] is None and path and (file.id, path) not in self.paths:
            position = self.paths.get((file.id, path.rsplit("!", 1)[0]), 1)
        place = place_words(file.name, first["page"], path)
        href = url_for(
            "documents.page", call_id=self.call.id, file_id=file.id, position=position, q=first["quote"][:300]
        )
        return Side(words, place, href, " ".join(first["quote"].split())[:240])


def stands_in(file: CallFileRow, version: int) -> bool:
    """Whether a file belongs to this version of its call."""
    return file.since <= version and (file.until is None or file.until >= version)


def sections_of(
    call: CallRow, version: CallVersionRow, touches: Sequence[Touch], paths: Mapping[tuple[int, str], int]
) -> list[ShownSection]:
    """The changes of a version by what they are about, the most urgent first."""
    current = version.number or 1
    sides = (Pages(call, current - 1, paths), Pages(call, current, paths))
    facts = {fact.id: fact for fact in call.facts}
    told: dict[str, list[ShownChange]] = {}
    gone = {
        change["lots"][0]
        for change in version.changes
        if (change["of"], change["kind"]) == ("lot", "removed")
    }
    with_lot: dict[tuple[str, str], int] = {}
    for change, touch in zip(version.changes, touches, strict=True):
        of, lot = change["of"], next(iter(change["lots"]), "")
        if of in ("need", "price") and change["kind"] == "removed" and lot in gone:
            with_lot[of, lot] = with_lot.get((of, lot), 0) + 1
            continue
        told.setdefault(_section(change), []).append(_shown(change, touch, sides, facts.get(change["fact"])))
    for (of, lot), count in with_lot.items():
        told.setdefault(of, []).append(_gone_with_lot(of, lot, count))
    return [
        ShownSection(code, str(title), tuple(told[code])) for code, title, _kinds in SECTIONS if code in told
    ]


def _gone_with_lot(of: str, lot: str, count: int) -> ShownChange:
    """Needs or price lines that went with their lot, in one line."""
    if of == "need":
        said = ngettext("%(num)s besoin retiré avec le lot", "%(num)s besoins retirés avec le lot", count)
    else:
        said = ngettext("%(num)s ligne retirée avec le lot", "%(num)s lignes retirées avec le lot", count)
    return ShownChange("removed", _("Lot %(number)s", number=lot), said, None, None, (), None, open=False)


def _section(change: Mapping[str, Any]) -> str:
    name = change["key"] if change["key"] == "deadline" else change["of"]
    return next((code for code, _title, kinds in SECTIONS if name in kinds), "field")


def _shown(
    change: Mapping[str, Any], touch: Touch, sides: tuple[Pages, Pages], fact: FactRow | None
) -> ShownChange:
    before, after = (
        pages.side(value_words(change["of"], change["key"], held["value"]), held["evidence"])
        if held
        else None
        for pages, held in zip(sides, (change["before"], change["after"]), strict=True)
    )
    if after is None and fact is not None and is_dismissed(fact):
        after = sides[1].side(dismissal_words(fact), fact.evidence)
    return ShownChange(
        kind=change["kind"],
        title=_title(change),
        said=_said(change),
        before=before,
        after=after,
        touches=touch_words(touch),
        fact=change["fact"],
        open=fact is not None and fact.review is not None,
    )


def dismissal_words(fact: FactRow) -> str:
    """What a place says that does not have a lot or a paper: it was taken out, or is not listed."""
    is_lot = fact.kind == "lot"
    if is_dismissed(fact) and fact.rivals[0].get("rule") == "correction":
        return _("Lot retiré") if is_lot else _("N’est plus demandée")
    return _("Ce lot n’y figure pas") if is_lot else _("N’y figure pas")


def _title(change: Mapping[str, Any]) -> str:
    held = (change["after"] or change["before"])["value"]
    of = change["of"]
    if of in ("field", "grouping", "max_lots"):
        return name_of(change["key"])
    if of == "lot":
        return _("Lot %(number)s", number=held["number"])
    if of == "clause":
        return label(ClauseType(held["type"]))
    if of == "document":
        return str(PARTS.get(held.get("part"), PARTS[None]))
    if of in ("need", "price"):
        return _("Lot %(number)s", number=held["lot"]) if held.get("lot") else _("Tous les lots")
    return _("Critère") if of == "criterion" else _("L’appel entier")


def _said(change: Mapping[str, Any]) -> str:
    """What happened, in plain words."""
    if change["kind"] == "removed":
        return _("N’est plus dans le dossier")
    if change["kind"] == "added":
        return _("Nouveau dans le dossier")
    if single(change["key"]).way in (Way.MOMENT, Way.DAY):
        return _moved(change["before"]["value"]["value"], change["after"]["value"]["value"])
    words = list(dict.fromkeys(str(PART_WORDS.get(part, "")) for part in change["parts"]))
    named = ", ".join(word for word in words if word)
    return _("A changé : %(parts)s", parts=named) if named else _("A changé")


def _moved(before: str, after: str) -> str:
    """How far a date moved, and in which direction."""
    try:
        first, second = datetime.fromisoformat(before), datetime.fromisoformat(after)
    except ValueError:
        return _("A changé")
    days = (second.date() - first.date()).days
    if days == 0:
        return _("L’heure a changé")
    if days < 0:
        return ngettext("Avancée de %(num)s jour", "Avancée de %(num)s jours", -days)
    return ngettext("Reportée de %(num)s jour", "Reportée de %(num)s jours", days)


def value_words(of: str, key: str, held: Mapping[str, Any]) -> str:
    """A fact's value in words, those that the facts page does not show included."""
    return _VALUES[of](held) if of in _VALUES else words_of(of, key, dict(held))


def _need(held: Mapping[str, Any]) -> str:
    place = (held.get("place") or {}).get("name") or _("lieu non précisé")
    said = _("%(hours)s par mois", hours=hours(held["hours_per_month"]))
    trade = trade_label(held["trade"]) if held.get("trade") else ""
    return " · ".join(part for part in (place, trade, said) if part)


def _price(held: Mapping[str, Any]) -> str:
    quantity = held.get("quantity")
    said = "" if quantity is None else f"{number(quantity, 3)} {held.get('unit') or ''}".strip()
    return " · ".join(part for part in (f"{held['number']} {held['designation']}".strip(), said) if part)


def _whole(held: Mapping[str, Any]) -> str:
    places = ", ".join(one["name"] for one in held.get("places") or ())
    return " · ".join(part for part in (words_of("lot", "", dict(held)), places) if part)


def _lot(held: Mapping[str, Any]) -> str:
    places = ", ".join(one["name"] for one in (held.get("places") or ())[:6])
    return " · ".join(part for part in (words_of("lot", "", dict(held)), places) if part)


def _criterion(held: Mapping[str, Any]) -> str:
    sub = series(words_of("criterion", "", one) for one in held.get("sub") or ())
    said = words_of("criterion", "", dict(held))
    return f"{said} ({sub})" if sub else said


def _clause(held: Mapping[str, Any]) -> str:
    penalty = _("pénalité : %(text)s", text=held["penalty"]) if held.get("penalty") else ""
    return " · ".join(part for part in (words_of("clause", "", dict(held)), penalty) if part)


_VALUES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "need": _need,
    "price": _price,
    "whole": _whole,
    "lot": _lot,
    "criterion": _criterion,
    "clause": _clause,
}


def touch_words(touch: Touch) -> tuple[str, ...]:
    """What a change touches, each thing in a few words."""
    said = []
    if touch.needs:
        said.append(ngettext("%(num)s besoin à répartir", "%(num)s besoins à répartir", touch.needs))
    if touch.approvals:
        said.append(_("accord à redemander : %(names)s", names=_few(touch.approvals)))
    if touch.members:
        said.append(_("parts de %(names)s", names=_few(touch.members)))
    if touch.prices:
        said.append(ngettext("%(num)s ligne de prix", "%(num)s lignes de prix", touch.prices))
    if touch.documents:
        names = ", ".join(str(DOCUMENTS[code]) for code in touch.documents)
        said.append(_("à établir de nouveau : %(names)s", names=names))
    return tuple(said)


def _few(names: Sequence[str]) -> str:
    if len(names) <= 4:
        return ", ".join(names)
    return _("%(names)s et %(count)s autres", names=", ".join(names[:3]), count=len(names) - 3)
