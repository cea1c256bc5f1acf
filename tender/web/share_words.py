"""A share as its director reads it: where it stands, what she takes on, what changed since she decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from tender.store.splits import SplitRow, SplitState
from tender.vocabulary.clause import ClauseType
from tender.vocabulary.split import Verdict
from tender.web.display import euros, hours, month, month_letter, number
from tender.web.labels import label
from tender.workbench.approving import ShownShare, duties_of
from tender.workbench.casing import free_hours
from tender.workbench.facts import reading_of

TONES = {Verdict.APPROVED: "ok", Verdict.REFUSED: "stop", Verdict.COUNTERED: "doubt"}


@dataclass(frozen=True, slots=True)
class Sign:
    """A status: its tone, its word."""

    tone: str
    word: str


def standing_of(shown: ShownShare) -> Sign:
    """Where a member's consent stands."""
    if shown.verdict is not None:
        return Sign(TONES[shown.verdict], label(shown.verdict))
    if shown.last is not None:
        return Sign("doubt", _("À revoir : la part a changé"))
    return Sign("active", _("Attendue"))


def asked_trades(shown: ShownShare) -> set[str]:
    """The trades a part asks of a member."""
    return {part["trade"] for lot in shown.content["lots"] for part in lot["parts"]}


def month_rows(
    shown: ShownShare, promised: Mapping[str, Mapping[str, float]]
) -> list[tuple[str, str, int, float]]:
    """Hours asked against hours free in the same trades, month by month.

    `promised`: what the member's parts of other calls take, by trade and month; it is not free.
    """
    months = tuple(shown.content["months"])
    free = free_hours(shown.member, months, promised)
    trades = asked_trades(shown)
    return [
        (
            month_letter(one),
            month(one),
            int(asked),
            sum(held.get(one, 0.0) for trade, held in free.items() if trade in trades),
        )
        for one, asked in shown.content["months"].items()
    ]


def amount_words(amount: str | None) -> str:
    """« 12 400 € HT », or that no price stands yet."""
    return (
        _("%(amount)s HT", amount=euros(Decimal(amount))) if amount is not None else _("Prix pas encore fixé")
    )


DUTIES = {
    "joint_own_part": (
        lazy_gettext("Groupement conjoint : vous répondez de votre part, pas de celle des autres."),
        "R2142-20",
    ),
    "solidary_all": (
        lazy_gettext(
            "Groupement solidaire : si une autre association ne fait pas sa part, "
            "l’acheteur peut vous la demander."
        ),
        "R2142-20",
    ),
    "leads": (
        lazy_gettext(
            "Vous êtes mandataire : vous parlez à l’acheteur pour toutes, "
            "déposez l’offre et suivez l’exécution."
        ),
        "R2142-24",
    ),
    "lead_solidary": (
        lazy_gettext(
            "Comme mandataire solidaire, vous répondez devant l’acheteur de chacune des autres "
            "pour ses obligations."
        ),
        "R2142-24",
    ),
    "no_change_after_filing": (
        lazy_gettext(
            "Du dépôt à la signature du marché, la composition du groupement ne change plus, sauf "
            "restructuration ou empêchement que l’acheteur examine."
        ),
        "R2142-26",
    ),
}
"""What a part binds to, by the code of the consortium's law, each with its article."""


def duties(split: SplitRow, shown: ShownShare) -> list[tuple[str, str]]:
    """What she takes on by approving, in plain words, each with its article."""
    fee = shown.content["fee_percent"]
    lead = shown.content["lead"] or _("pas encore choisi")
    told = [(str(DUTIES[code][0]), DUTIES[code][1]) for code in duties_of(split, shown.member)]
    if not shown.content["leads"]:
        told.append(
            (
                _(
                    "Vous habilitez le mandataire à vous représenter ; "
                    "cela se signe au plus tard à l’attribution."
                ),
                "R2142-23",
            )
        )
        solid = _(", solidaire de chaque membre") if shown.content["lead_solidary"] else ""
        told.append((_("Mandataire : %(lead)s%(solid)s.", lead=lead, solid=solid), "R2142-24"))
    told.append(
        (
            _(
                "Le dossier déclarera sur l’honneur que votre association n’est frappée d’aucune exclusion "
                "des marchés publics."
            ),
            _("L2141-1 à -5, L2141-7 à -10"),
        )
    )
    said = reading_of(split.call).grouping
    if said.alone_and_in_group is not None and said.alone_and_in_group.value == "forbidden":
        told.append(
            (
                _(
                    "Le règlement interdit de candidater aussi seule : "
                    "vous ne répondez que dans ce groupement."
                ),
                "R2142-21",
            )
        )
    cost = shown.content.get("fee")
    worth = _(", soit %(cost)s pour votre part", cost=amount_words(cost)) if cost is not None else ""
    hourly = shown.content.get("fee_hour")
    if hourly is not None:
        words = _(
            "Participation aux frais du mandataire : %(fee)s par heure travaillée",
            fee=euros(Decimal(str(hourly))),
        )
        told.append((f"{words}{worth}.", ""))
    elif fee is not None:
        words = _("Participation aux frais du mandataire : %(fee)s %%", fee=number(fee, 2))
        told.append((f"{words}{worth}.", ""))
    return told


def clause_words(clause: Mapping[str, Any]) -> str:
    """A social clause she helps to promise."""
    parts = [label(ClauseType(clause["type"]))]
    if clause["lots"]:
        lots = clause["lots"]
        parts[0] += " " + ngettext("(lot %(lots)s)", "(lots %(lots)s)", len(lots), lots=", ".join(lots))
    if clause["hours"]:
        parts.append(hours(clause["hours"]))
    if clause["penalty"]:
        parts.append(_("pénalité : %(text)s", text=clause["penalty"]))
    return ", ".join(parts)


def changes(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[str]:
    """What differs between what she decided on and what stands now."""
    if before is None:
        return []
    told = []
    if before["hours"] != now["hours"]:
        told.append(
            _(
                "Heures : %(before)s avant, %(now)s maintenant.",
                before=hours(before["hours"]),
                now=hours(now["hours"]),
            )
        )
    elif before["months"] != now["months"]:
        told.append(_("Les heures sont autrement réparties dans les mois."))
    told += _part_changes(before, now)
    if before["amount"] != now["amount"]:
        told.append(
            _("Montant : %(before)s avant, %(now)s maintenant.",
              before=amount_words(before["amount"]), now=amount_words(now["amount"]))
        )  # fmt: skip
    if before["lead"] != now["lead"]:
        told.append(_("Mandataire : %(name)s.", name=now["lead"] or _("pas encore choisi")))
    if (before["form"], before["lead_solidary"]) != (now["form"], now["lead_solidary"]):
        told.append(_("La forme du groupement a changé : relisez vos engagements."))
    if (before["fee_percent"], before.get("fee_hour")) != (now["fee_percent"], now.get("fee_hour")):
        told.append(_("La participation aux frais du mandataire a changé."))
    if before["clauses"] != now["clauses"]:
        told.append(_("Les clauses sociales lues ont changé."))
    return told or [_("L’appel lui-même a changé : objet, acheteur ou date.")]


def _part_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    old, new = _parts(before), _parts(now)
    told = []
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) == new.get(key):
            continue
        lot, place = key[0], (new.get(key) or old[key])[0]
        if key not in new:
            told.append(_("Lot %(lot)s, %(place)s : n’est plus dans votre part.", lot=lot, place=place))
        elif key not in old:
            told.append(
                _(
                    "Lot %(lot)s, %(place)s : nouveau, %(hours)s.",
                    lot=lot,
                    place=place,
                    hours=hours(new[key][1]),
                )
            )
        else:
            told.append(
                _("Lot %(lot)s, %(place)s : %(before)s avant, %(now)s maintenant.", lot=lot, place=place,
                  before=hours(old[key][1]), now=hours(new[key][1]))
            )  # fmt: skip
    return told


def _parts(content: Mapping[str, Any]) -> dict[tuple[str, str, str], tuple[str, int]]:
    return {
        (lot["number"], part["place"], part["trade"]): (part["place_name"], part["hours"])
        for lot in content["lots"]
        for part in lot["parts"]
    }


def is_closed(split: SplitRow) -> bool:
    """Nothing is to be decided any more."""
    return split.state is SplitState.FROZEN
