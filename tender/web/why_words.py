"""Why a share, why none, what is missing, in the page's language.

The solver explains in French with keys for names; pages in another language say the same from its facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tender.vocabulary.split import ReasonKind
from tender.web.display import hours, kilometres, month, number, percent

Words = Mapping[str, str]
"""The names of a sentence: who, where, lot, trade."""


def reason_words(because: ReasonKind, facts: Mapping[str, Any], names: Words) -> str:
    """Why a member has this share, no more, or none; `facts` as consortium.explanation gives them."""
    teller = WITH_SHARE if "asked" in facts else WITHOUT_SHARE
    return teller[because](facts, names)


ABSENT = {
    "alone": lazy_gettext("%(who)s va seule sur le lot %(lot)s : aucune part du groupement ne lui revient."),
    "declined": lazy_gettext("%(who)s a répondu non à la consultation (lot %(lot)s, %(where)s)."),
    "silent": lazy_gettext(
        "%(who)s n’a pas répondu à la consultation, ce qui vaut non (lot %(lot)s, %(where)s)."
    ),
    "elsewhere": lazy_gettext("%(who)s n’a pas proposé %(where)s à la consultation (lot %(lot)s)."),
}


def _refused(facts: Mapping[str, Any], names: Words) -> str:
    if "absence" in facts:
        return str(ABSENT[str(facts["absence"])]) % names
    return _("%(who)s a refusé ce lot ou ce lieu (lot %(lot)s, %(where)s).", **names)


def _out_of_reach(_facts: Mapping[str, Any], names: Words) -> str:
    return _("%(where)s est hors du territoire de %(who)s (lot %(lot)s).", **names)


def _offer_spent(facts: Mapping[str, Any], names: Words) -> str:
    """What the member offered to the lot decides, not its hours."""
    return _(
        "%(who)s offre %(offer)s par mois au lot %(lot)s : %(used)s sont prises en %(when)s.",
        offer=hours(facts["offer"]), used=hours(facts["used"]), when=month(str(facts["period"])), **names,
    )  # fmt: skip


def _no_room(facts: Mapping[str, Any], names: Words) -> str:
    if "offer" in facts:
        return _offer_spent(facts, names)
    when = month(str(facts["period"]))
    free, used = hours(facts["capacity"]), hours(facts["used"])
    if not facts["capacity"]:
        return _("%(who)s n’a pas d’heures en %(when)s (%(trade)s).", when=when, **names)
    if facts["room"] < facts["least"] and facts["room"] >= 1:
        return _(
            "%(who)s ne pourrait prendre que %(room)s ici : %(free)s libres en %(when)s (%(trade)s), "
            "dont %(used)s prises. La part minimale est de %(least)s.",
            room=hours(facts["room"]), free=free, used=used, least=hours(facts["least"]), when=when, **names,
        )  # fmt: skip
    return _(
        "%(who)s a épuisé ses heures en %(when)s (%(trade)s) : %(used)s sur %(free)s.",
        free=free, used=used, when=when, **names,
    )  # fmt: skip


def _lighter(facts: Mapping[str, Any], names: Words) -> str:
    if "other_load" not in facts:
        return _("La part de %(who)s est verrouillée à zéro (lot %(lot)s, %(where)s).", **names)
    words = _(
        "%(who)s est déjà à %(load)s de ses heures libres ; les autres ici, à %(other)s au plus.",
        load=percent(facts["load"], 1), other=percent(facts["other_load"], 1), **names,
    )  # fmt: skip
    return words + _weighed(facts, names)


def _weighed(facts: Mapping[str, Any], names: Words) -> str:
    """What equity had to do with loads compared, where weights were given."""
    if "weight" not in facts:
        return ""
    weight = number(facts["weight"], 1)
    if "past" not in facts:
        return " " + _("Charges pesées par l’équité : poids %(weight)s pour %(who)s.", weight=weight, **names)
    return " " + _(
        "Charges pesées par l’équité : poids %(weight)s pour %(who)s, à qui le collectif a confié "
        "%(past)s en 12 mois.",
        weight=weight, past=hours(facts["past"]), **names,
    )  # fmt: skip


def _whole(facts: Mapping[str, Any], names: Words) -> str:
    if "limit" in facts:
        limit = int(facts["limit"])
        return _(
            "Le lot %(lot)s compte déjà %(limit)s adhérentes, son maximum ; %(who)s n’y est pas.",
            limit=limit, **names,
        )  # fmt: skip
    if "left" in facts:
        return _(
            "Il reste %(left)s à %(where)s (lot %(lot)s) : trop peu pour que %(who)s en fasse une part "
            "d’au moins %(least)s sans en retirer ailleurs.",
            left=hours(facts["left"]), least=hours(facts["least"]), **names,
        )  # fmt: skip
    return _(
        "%(where)s (lot %(lot)s) est déjà couvert : une part de %(who)s ferait une intervenante de plus.",
        **names,
    )


def _farther(facts: Mapping[str, Any], names: Words) -> str:
    return _(
        "%(where)s est déjà couvert, plus près de %(km)s que par %(who)s.",
        km=kilometres(facts["km"] - facts["other_km"]), **names,
    )  # fmt: skip


def _takes(facts: Mapping[str, Any], names: Words) -> str:
    return _(
        "%(who)s prend %(hours)s sur %(asked)s à %(where)s (lot %(lot)s)",
        hours=hours(facts["hours"]), asked=hours(facts["asked"]), **names,
    )  # fmt: skip


def _takes_all(facts: Mapping[str, Any], names: Words) -> str:
    return _(
        "%(takes)s : tout le besoin. Sa charge est de %(load)s.",
        takes=_takes(facts, names), load=percent(facts["load"], 1),
    )  # fmt: skip


def _takes_what_she_can(facts: Mapping[str, Any], names: Words) -> str:
    if "offer" in facts:
        return f"{_takes(facts, names)}. {_offer_spent(facts, names)}"
    if "period" in facts:
        return _(
            "%(takes)s : ses heures de %(when)s (%(trade)s), %(free)s, sont épuisées.",
            takes=_takes(facts, names), when=month(str(facts["period"])), free=hours(facts["capacity"]),
            trade=names["trade"],
        )  # fmt: skip
    return _(
        "%(takes)s : il reste %(left)s, impossibles à prendre sans dépasser un mois.",
        takes=_takes(facts, names), left=hours(facts["asked"] - facts["hours"]),
    )  # fmt: skip


def _takes_in_fairness(facts: Mapping[str, Any], names: Words) -> str:
    if "other_load" not in facts:
        return _("%(takes)s : cette part est verrouillée.", takes=_takes(facts, names))
    words = _(
        "%(takes)s, d’autres le reste. Charges : %(load)s, contre %(other)s au moins.",
        takes=_takes(facts, names), load=percent(facts["load"], 1), other=percent(facts["other_load"], 1),
    )  # fmt: skip
    return words + _weighed(facts, names)


Teller = Callable[[Mapping[str, Any], Words], str]

WITHOUT_SHARE: dict[ReasonKind, Teller] = {
    ReasonKind.REFUSED: _refused,
    ReasonKind.PLACE: _out_of_reach,
    ReasonKind.CAPACITY: _no_room,
    ReasonKind.FAIRNESS: _lighter,
    ReasonKind.FRAGMENTATION: _whole,
    ReasonKind.DISTANCE: _farther,
}

WITH_SHARE: dict[ReasonKind, Teller] = {
    ReasonKind.CAPACITY: _takes_what_she_can,
    ReasonKind.FAIRNESS: _takes_in_fairness,
    ReasonKind.FRAGMENTATION: _takes_all,
}


def missing_words(short: Mapping[str, Any], trade: str) -> str:
    """Why hours of a need stay without a member; `short` is a Shortfall as plain."""
    left = hours(round(short["hours"], 1))
    match ReasonKind(short["because"]):
        case ReasonKind.PLACE:
            return _(
                "Aucune adhérente n’y travaille : %(left)s manquent (%(trade)s).", left=left, trade=trade
            )
        case ReasonKind.REFUSED:
            return _(
                "Toutes les parts possibles sont refusées ou verrouillées : %(left)s manquent.", left=left
            )
        case ReasonKind.FRAGMENTATION:
            return _("La part minimale ou le nombre d’adhérentes l’empêche : %(left)s manquent.", left=left)
    return _(
        "Les heures libres à portée sont épuisées : %(left)s manquent (%(trade)s).", left=left, trade=trade
    )


RELAXING = {
    "capacity": lazy_gettext("%(price)s de plus chez %(who)s (%(trade)s)."),
    "offer": lazy_gettext("%(who)s offre %(price)s de plus au lot %(lot)s : %(gained)s couvertes."),
    "refusal": lazy_gettext("%(who)s revient sur son refus : %(gained)s couvertes."),
    "commune": lazy_gettext("%(where)s ajouté au territoire de %(who)s : %(gained)s couvertes."),
    "members": lazy_gettext("Une adhérente de plus au lot %(lot)s, %(who)s : %(gained)s couvertes."),
    "unlock": lazy_gettext("Part de %(who)s à %(where)s (lot %(lot)s) déverrouillée : %(gained)s couvertes."),
    "minimum": lazy_gettext("Part minimale du lot %(lot)s abaissée de %(price)s : %(gained)s couvertes."),
}


def relaxation_words(one: Mapping[str, Any], names: Words) -> str:
    """One change that would cover what is missing; `one` is a Relaxation as plain."""
    figures = {"gained": hours(round(one["gained"], 1)), "price": hours(round(one["price"], 1))}
    return str(RELAXING[one["kind"]]) % {**figures, **names}
