"""Suppositions about a split as a form sends them and as a sentence says them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from tender.web.display import hours, number
from tender.web.labels import trade_in_sentence
from tender.web.numbers import read_number
from tender.web.split_words import Names
from tender.workbench.trying import Candidate, Change

MOST_CHANGES = 60


class Unclear(ValueError):
    """What was typed is no supposition; the text says why."""


def held_changes(texts: Sequence[str]) -> list[dict[str, Any]]:
    """The suppositions a page carries along; what is none is left out."""
    found = []
    for text in texts[:MOST_CHANGES]:
        try:
            change = json.loads(text)
        except ValueError:
            continue
        if isinstance(change, dict) and change.get("kind") in SAID and _has_numbers(change):
            found.append(change)
    return found


def _has_numbers(change: Mapping[str, Any]) -> bool:
    held = (change.get(name) for name in ("hours", "weight", "min_share_hours", "max_members"))
    return all(value is None or isinstance(value, (int, float)) for value in held)


def typed_changes(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    """The suppositions filled in; a group left empty is none. Raises Unclear."""
    found: list[dict[str, Any]] = []
    if form.get("free_member") and form.get("free_hours", "").strip():
        found.append(
            {
                "kind": "free",
                "member": form["free_member"],
                "trade": form.get("free_trade", ""),
                "hours": _number(form["free_hours"]),
            }
        )
    if form.get("weight_member") and form.get("weight", "").strip():
        found.append({"kind": "weight", "member": form["weight_member"], "weight": _number(form["weight"])})
    if form.get("lot_lot"):
        most = form.get("lot_most", "").strip()
        found.append(
            {
                "kind": "lot",
                "lot": form["lot_lot"],
                "min_share_hours": _number(form.get("lot_least", "") or "0"),
                "max_members": int(_number(most)) if most else None,
            }
        )
    if form.get("refuse_member") and form.get("refuse_lot"):
        kind = "back" if form.get("refuse_kind") == "back" else "refuse"
        found.append({"kind": kind, "member": form["refuse_member"], "lot": form["refuse_lot"]})
    if form.get("lock_share"):
        found.append(_lock(form["lock_share"]))
    return found


def _lock(text: str) -> dict[str, Any]:
    try:
        kind, member, lot, place, trade = json.loads(text)
    except (ValueError, TypeError) as error:
        raise Unclear(_("Choisissez une des réponses proposées.")) from error
    return {"kind": kind, "member": member, "lot": lot, "place": place, "trade": trade}


def _number(text: str) -> float:
    try:
        value = read_number(text)
    except ValueError:
        value = None
    if value is None:
        raise Unclear(_("« %(text)s » n’est pas un nombre.", text=text))
    return value


SAID: dict[str, object] = {
    "free": lazy_gettext("%(who)s aurait %(hours)s libres par mois (%(trade)s)"),
    "weight": lazy_gettext("%(who)s compterait %(weight)s fois dans l’équité"),
    "refuse": lazy_gettext("%(who)s ne prendrait pas le lot %(lot)s"),
    "back": lazy_gettext("%(who)s pourrait de nouveau prendre le lot %(lot)s"),
    "lock": lazy_gettext("%(who)s : la part à %(place)s (lot %(lot)s) serait verrouillée"),
    "unlock": lazy_gettext("%(who)s : la part à %(place)s (lot %(lot)s) serait libérée"),
    "lot": lazy_gettext("Lot %(lot)s : part minimale de %(least)s"),
    "crowd": lazy_gettext("Lot %(lot)s : part minimale de %(least)s, %(most)s adhérentes au plus"),
}


def change_words(change: Change, names: Names) -> str:
    """« Mistral Insertion aurait 120 h libres par mois (nettoyage) »."""
    kind = "crowd" if change.get("max_members") else str(change["kind"])
    return str(SAID[kind]) % {
        "who": names.member(str(change.get("member") or "")),
        "lot": change.get("lot", ""),
        "place": names.place(str(change.get("place") or "")),
        "trade": trade_in_sentence(str(change.get("trade") or "")),
        "hours": hours(change.get("hours") or 0),
        "weight": number(change.get("weight") or 0, 2),
        "least": hours(change.get("min_share_hours") or 0),
        "most": change.get("max_members"),
    }


def packed(change: Mapping[str, Any]) -> str:
    """A supposition as a hidden box carries it."""
    return json.dumps(change, ensure_ascii=False, sort_keys=True)


def measured(one: Candidate) -> list[tuple[str, str, float | None, float | None]]:
    """Member's key ("" for all), what is measured, as it is, as tried: hours, km, loads from 0 to 1."""
    was, now = one.beside.before, one.beside.after
    found: list[tuple[str, str, float | None, float | None]] = [
        ("", _("Heures réparties"), was.hours, now.hours),
        (
            "",
            _("Heures sans adhérente"),
            was.objective.uncovered_hours,
            now.objective.uncovered_hours,
        ),
        ("", _("Charge la plus haute"), was.objective.highest_load, now.objective.highest_load),
        ("", _("Équité des charges (indice de Jain, 1 = égales)"), was.fairness, now.fairness),
        ("", _("Parts"), was.objective.parts, now.objective.parts),
        ("", _("Adhérentes présentes"), was.members, now.members),
        ("", _("Heures × km"), was.objective.hours_km, now.objective.hours_km),
        ("", _("À rééquilibrer sur douze mois"), was.unbalance, now.unbalance),
        ("", _("Heures qui changent de mains"), None, one.beside.moved),
    ]
    for row in one.beside.rows:
        for label, name in (
            (_("Heures"), "hours"),
            (_("Charge"), "load"),
            (_("Parts"), "parts"),
            (_("km par heure"), "km"),
            (_("Solde de douze mois"), "balance"),
        ):
            before, after = (getattr(side, name, None) for side in (row.before, row.after))
            found.append((row.member, label, before, after))
    return found
