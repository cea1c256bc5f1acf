"""What the whole response still lacks: box by box, contradiction by contradiction, paper by paper."""

from __future__ import annotations

import re

from tender.documents import french
from tender.documents.boxes import shortened
from tender.documents.checks import contradictions
from tender.documents.forms import FORMS
from tender.documents.lack import Actor, Lack, gathered
from tender.documents.paper_demands import Demand, Fitness, demands
from tender.documents.response import Response
from tender.vocabulary.paper import folded_name

CODE = "PIECES"

# A demand that holds only in some case: whether it is met is for a person to say, so it stops nothing.
_CONDITIONS = (
    r"^(en cas d|si |s il |lorsque|pour justifier)|le cas echeant|s il y a lieu"
    r"|en cas de (sous traitance|groupement)"
)


def lacks(response: Response) -> tuple[Lack, ...]:
    """Everything still missing: contradictions, then the forms' boxes, then demanded papers; each once."""
    found = [*contradictions(response)]
    for form in FORMS:
        found.extend(form.lacks(response))
    for demand in demands(response):
        found.extend(_paper_lacks(response, demand))
    found.extend(_language_lacks(response))
    return tuple(dict.fromkeys(found))


_LACKING: tuple[tuple[Fitness, str, str], ...] = (
    (Fitness.MISSING, "missing", "manque"),
    (Fitness.ENDED, "expired", "ne sera plus valable à la remise des offres"),
    (Fitness.TOO_OLD, "too_old", "aura plus de {months} à la remise des offres"),
    (Fitness.ENDS_EARLY, "ends_early", "finit avant le début du marché : à renouveler d’ici là"),
    (Fitness.OTHER_HOLDER, "other_holder", "porte un autre SIREN que celui de l’association : à vérifier"),
    (Fitness.UNSURE, "unsure", "a des dates lues par la machine : à confirmer"),
    (Fitness.UNDATED, "undated", "n’a pas de date connue, et son ancienneté compte"),
)
"""How each unfit paper is told, the field it fills, in the order of the list."""


def _paper_lacks(response: Response, demand: Demand) -> list[Lack]:
    name = shortened(demand.document.name, 100)
    condition = re.search(_CONDITIONS, folded_name(demand.document.name))
    due_now = demand.document.part != "attribution" and condition is None
    months = french.counted(demand.months or 0, "mois", "mois")
    declared = french.listed(response.name_of(member) for member in demand.of(Fitness.DECLARED))
    to_check = f"« {name} » est déclarée sans son fichier, à verser et à vérifier : {declared}."
    field = f"declared:{folded_name(demand.document.name)}"
    only_said = [Lack(CODE, name, field, to_check, Actor.MEMBER, None, None, blocking=False)]
    return (only_said if declared else []) + [
        Lack(
            CODE,
            name,
            f"{field}:{folded_name(demand.document.name)}",
            f"{response.name_of(member)} : « {name} » {words.format(months=months)}.",
            Actor.MEMBER,
            member,
            None,
            due_now and fitness.stops,
        )
        for fitness, field, words in _LACKING
        for member in demand.of(fitness)
    ]


_LANGUAGES = {"de": "allemand", "en": "anglais", "nl": "néerlandais", "it": "italien", "es": "espagnol"}


def _language_lacks(response: Response) -> list[Lack]:
    """What stays in French when the buyer does not write it: told once, for a person to translate."""
    call = response.call
    if call.is_french:
        return []
    group = " ; la Bietergemeinschaftserklärung est en allemand" if call.language == "de" else ""
    what = (
        f"La consultation est en {_LANGUAGES.get(call.language, call.language)} : le mémoire, le bordereau "
        "et le planning sont en français, à traduire avant le dépôt ; DC1, DC2, acte d’engagement et "
        f"pouvoirs, formulaires français, sont gardés à part{group}."
    )
    return [Lack("LANGUE", "langue", "language", what, Actor.OFFICER, None, None, blocking=False)]


def summary(response: Response) -> str:
    """One line for a person: how much stops the issue, how much can wait."""
    held = gathered(lacks(response))
    stops = sum(gap.blocking for gap in held)
    if not held:
        return "Le dossier est complet."
    later = len(held) - stops
    parts = [french.counted(stops, "point bloque", "points bloquent") + " l’édition" if stops else ""]
    parts.append(french.counted(later, "point peut", "points peuvent") + " attendre" if later else "")
    return f"{french.listed(parts).capitalize()}."
