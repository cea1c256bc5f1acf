"""A call's facts as the officer thinks of them: grouped, each with its words, its state and its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tender.store.calls import CallRow, FactRow, FactState
from tender.vocabulary.clause import ClauseType
from tender.web import single_facts
from tender.web.display import euros, headed, hours, number, series
from tender.web.labels import label
from tender.workbench.rivals import SINGLE, is_dismissed, stated

PARTS: dict[str | None, object] = {
    "candidature": lazy_gettext("Candidature"),
    "offre": lazy_gettext("Offre"),
    "attribution": lazy_gettext("Attributaire"),
    None: lazy_gettext("Partie non précisée"),
}

GROUPS: tuple[tuple[str, object, tuple[str, ...]], ...] = (
    ("when", lazy_gettext("Quand"), ()),
    ("who", lazy_gettext("Qui"), ()),
    ("what", lazy_gettext("Quoi"), ("lot",)),
    ("judged", lazy_gettext("Comment on est jugé"), ("criterion",)),
    ("papers", lazy_gettext("Ce qu’il faut fournir"), ("document",)),
    ("clauses", lazy_gettext("Clauses sociales"), ("clause",)),
    ("grouping", lazy_gettext("Groupement"), ()),
)
"""Code, title, kinds of listed facts: the order of the officer's questions."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One fact as a page shows it. `was`: the machine's reading once a person put another value."""

    row: FactRow
    label: str
    value: str
    was: str | None
    note: str | None

    @property
    def source(self) -> tuple[str, int | None, str | None] | None:
        """The first place: document, page, path."""
        if not self.row.evidence:
            return None
        first = self.row.evidence[0]
        return (first["document"].rsplit("/", 1)[-1], first["page"], first["path"])


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that answer one question."""

    code: str
    title: str
    facts: tuple[Shown, ...]


def groups_of(call: CallRow) -> list[Group]:
    """Every fact of a call, by the officer's questions; a silent grouping rule shows as silent."""
    return groups_of_facts([fact for fact in call.facts if fact.gone is None or fact.kept is not None])


def groups_of_facts(facts: Sequence[FactRow]) -> list[Group]:
    """These facts, by the officer's questions."""
    rows = {(fact.kind, fact.key): fact for fact in facts}
    found = []
    for code, title, kinds in GROUPS:
        single = [
            rows[kind, one.key]
            for one in single_facts.ALL
            for kind in SINGLE
            if one.group == code and (kind, one.key) in rows
        ]
        listed = sorted((fact for fact in facts if fact.kind in kinds), key=_part_place)
        found.append(Group(code, str(title), tuple(shown(fact) for fact in (*single, *listed))))
    return found


def _part_place(fact: FactRow) -> int:
    """Papers stand by the part they belong to; all else as it was read."""
    held = fact.effective or stated(fact) or {}
    return list(PARTS).index(held.get("part")) if fact.kind == "document" else 0


def doubts_of(call: CallRow) -> list[Shown]:
    """The facts somebody should look at: what a new version changed, then what is missing, then the rest."""
    places = {shown.row.id: place for place, shown in enumerate(_in_order(call))}
    doubtful = [fact for fact in call.facts if fact.is_doubtful]
    return [
        shown(fact)
        for fact in sorted(
            doubtful,
            key=lambda one: (
                one.review is None,
                one.state is not FactState.MISSING,
                places.get(one.id, 0 if one.kind == "lot" else len(places)),
            ),
        )
    ]


def _in_order(call: CallRow) -> Iterable[Shown]:
    return (fact for group in groups_of(call) for fact in group.facts)


def shown(fact: FactRow) -> Shown:
    """One fact with its words."""
    held = fact.effective
    if fact.state is FactState.REJECTED or is_dismissed(fact):
        held = held or stated(fact)
    value = words_of(fact.kind, fact.key, held)
    was = None
    if fact.kept is not None and fact.read is not None and fact.kept != fact.read:
        was = words_of(fact.kind, fact.key, fact.read)
    return Shown(fact, label_of(fact), value, was, note_of(fact))


def fact_name(fact: FactRow) -> str:
    """A fact in one line: what it is of, and its value."""
    held = shown(fact)
    return headed(held.label, held.value) if held.value else held.label


def label_of(fact: FactRow) -> str:
    """What a fact is of."""
    held = fact.effective or stated(fact) or {}
    if fact.kind == "lot":
        return _("Lot %(number)s", number=held.get("number", fact.key))
    if fact.kind == "criterion":
        return _lots_words(held.get("lots")) or _("Critère")
    if fact.kind == "document":
        return str(PARTS.get(held.get("part"), PARTS[None]))
    if held.get("by_law"):
        return _("Reprise du personnel, due par la loi ou un accord")
    if fact.kind == "clause":
        return label(ClauseType(held.get("type", fact.subtype)))
    return single_facts.name_of(fact.key)


def note_of(fact: FactRow) -> str | None:
    """What stands beside the value: sub-criteria, papers it may replace, penalties, who helps."""
    held = fact.effective or stated(fact) or {}
    if fact.kind == "criterion" and held.get("sub"):
        return " · ".join(_criterion(sub) for sub in held["sub"])
    if fact.kind == "document" and held.get("instead_of"):
        return headed(_("Au choix, à la place de"), ", ".join(held["instead_of"]))
    if fact.kind == "clause":
        parts = [
            _("Pénalité : %(text)s", text=held["penalty"]) if held.get("penalty") else "",
            _("Facilitatrice : %(text)s", text=held["facilitator"]) if held.get("facilitator") else "",
        ]
        return " · ".join(part for part in parts if part) or None
    return None


def words_of(kind: str, key: str, held: dict[str, Any] | None) -> str:
    """A fact's value in the reader's words; "" when there is none."""
    if held is None:
        return ""
    if kind == "lot":
        return _lot(held)
    if kind == "criterion":
        return _criterion(held)
    if kind == "document":
        return " – ".join(part for part in (str(held["name"]), _lots_words(held.get("lots"))) if part)
    if kind == "clause":
        return clause_sentence(held)
    return single_facts.value_of(key, held.get("value"))


def _lot(held: dict[str, Any]) -> str:
    amount = held.get("estimated_amount") or {}
    parts = [str(held["title"])]
    if amount.get("max"):
        parts.append(_("%(amount)s HT au plus", amount=euros(amount["max"])))
    elif amount.get("min"):
        parts.append(_("à partir de %(amount)s HT", amount=euros(amount["min"])))
    if held.get("duration_months"):
        parts.append(_("%(months)s mois", months=number(held["duration_months"], 1)))
    return " · ".join(parts)


def _criterion(held: dict[str, Any]) -> str:
    weight = held.get("weight")
    if weight is None:
        return str(held["name"])
    unit = (
        "%"
        if held.get("unit") == "%"
        else _("points")
        if held.get("unit") == "points"
        else held.get("unit") or ""
    )
    return headed(held["name"], f"{number(weight, 2)} {unit}".rstrip())


def clause_sentence(held: dict[str, Any]) -> str:
    """« Lots 1, 3 : 250 h d'insertion par an. » as a person would say it."""
    where = _lots_words(held.get("lots")) or _("Tous les lots")
    said = []
    details = held.get("hours_detail") or []
    if details:
        alone = held.get("lots") if len(held.get("lots") or ()) == 1 else None
        said.append(series(hours_words(one, but=alone) for one in details[:8]))
    elif held.get("hours"):
        said.append(hours(held["hours"]))
    if held.get("percentage"):
        said.append(_("%(part)s %% du temps ou de la main-d’œuvre", part=number(held["percentage"], 1)))
    if held.get("weight"):
        said.append(_("pèse %(weight)s dans la note", weight=number(held["weight"], 1)))
    if held.get("mandatory") is False:
        said.append(_("facultatif"))
    articles = held.get("legal_basis") or []
    if articles:
        said.append(", ".join(articles[:3]))
    return headed(where, ", ".join(said)) if said else where


def hours_words(detail: Mapping[str, Any], *, but: Sequence[str] | None = None) -> str:
    """Hours of a clause as stated: how many, of which lot (`but` these, named already), how often."""
    per = {"year": _("par an"), "month": _("par mois")}.get(detail.get("per", ""), "")
    said = f"{hours(detail['value'])} {per}".strip()
    if not detail.get("lot") or detail["lot"] in (but or ()):
        return said
    return _("lot %(number)s : %(hours)s", number=detail["lot"], hours=said)


def _lots_words(lots: Iterable[str] | None) -> str:
    held = list(lots or ())
    if not held:
        return ""
    return _("Lot %(number)s", number=held[0]) if len(held) == 1 else _("Lots %(list)s", list=", ".join(held))
