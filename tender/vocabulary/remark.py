"""What is remarked at the top of a reading: a French sentence that knows its code and its values.

The command line prints the sentence; the pages say it in their own language, from the code and the values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

from tender.vocabulary.phrase import Phrase, phrase
from tender.vocabulary.source import Evidence

Fact: TypeAlias = str | float | Mapping[str, Any] | Sequence[Any]
"""A value in plain JSON: words as they stand, a number, a kind and its value (made below), or several."""


class Remark(str):
    """A remark in French, of a code of SENTENCES. `facts`: what its sentence names."""

    code: str
    facts: dict[str, Fact]

    def __new__(cls, code: str, **facts: Fact) -> Remark:
        """The sentence of this code with these values. Raises KeyError when one of them is missing."""
        sentence = super().__new__(
            cls, SENTENCES[code] % {name: french(held) for name, held in facts.items()}
        )
        sentence.code, sentence.facts = code, facts
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Fact]]:
        """How it is made again on the other side of a child's pipe."""
        return (self.code,), self.facts


def place(evidence: Sequence[Evidence], document: str = "") -> Fact:
    """Where something stands: the first of these places, else the document alone."""
    first = evidence[0] if evidence else None
    if first is None:
        return {"place": [document, None, None]} if document else word("nowhere")
    return {"place": [first.document, first.page, first.path]}


def at_time(iso: str) -> Fact:
    """A day, or a day and hour, of ISO 8601."""
    return {"moment": iso}


def quote(text: str) -> Fact:
    """Words of a document, cut where they run long."""
    return {"quote": " ".join(text.split())[:_LONGEST]}


def euros(amount: float) -> Fact:
    """An amount."""
    return {"euros": amount}


def hours(value: float) -> Fact:
    """Hours of work."""
    return {"hours": value}


def months(value: float) -> Fact:
    """A length of time."""
    return {"months": value}


def of_lots(numbers: Sequence[str]) -> Fact:
    """ " (lots 1, 2)" after what is said of some lots only; nothing after what is said of all."""
    return {"lots": [number for number in numbers if number]}


def pages(numbers: Sequence[int]) -> Fact:
    """Pages of one file."""
    return {"pages": list(numbers)}


def word(code: str) -> Fact:
    """One of WORDS."""
    return {"word": code}


def joined(*parts: Fact) -> Fact:
    """Values one behind the other, as one."""
    return {"joined": list(parts)}


def kept(remark: str) -> str | dict[str, Any]:
    """A remark as a row keeps it."""
    if not isinstance(remark, Remark):
        return str(remark)
    return {"code": remark.code, "facts": remark.facts, "text": str(remark)}


def recalled(held: str | Mapping[str, Any]) -> str:
    """The remark a row keeps; a sentence alone where it was kept so, or its code is known no more."""
    if isinstance(held, str):
        return held
    try:
        return Remark(held["code"], **held["facts"])
    except (KeyError, TypeError, ValueError):
        return str(held["text"])


_LONGEST: Final = 140


def french(held: Fact) -> str:
    """A value in French words."""
    if isinstance(held, str):
        return held
    if isinstance(held, (int, float)):
        return f"{held:g}"
    if isinstance(held, Mapping):
        ((kind, value),) = held.items()
        return _FRENCH[kind](value)
    return ", ".join(french(one) for one in held)


def _moment(iso: str) -> str:
    at = datetime.fromisoformat(iso)
    return f"{at:%d/%m/%Y}" + (f" à {at.hour} h {at.minute:02d}" if "T" in iso else "")


def _place(held: tuple[str, int | None, str | None]) -> str:
    document, page, path = held
    if page is not None:
        return f"{document}, page {page}"
    # The path of a notice's field is no address for a reader.
    return f"{document}, {path}" if path and path[0] not in "/$" else document


def _listed(name: str, held: Sequence[Any]) -> str:
    return f"{name}{'s' if len(held) > 1 else ''} {', '.join(map(str, held))}"


_FRENCH: Final[Mapping[str, Callable[[Any], str]]] = {
    "place": _place,
    "moment": _moment,
    "quote": lambda held: f"« {held} »",
    "euros": lambda held: f"{held:,.0f} €".replace(",", " "),
    "hours": lambda held: f"{held:,.0f} h".replace(",", " "),
    "months": lambda held: f"{held:g} mois",
    "lots": lambda held: f" ({_listed('lot', held)})" if held else "",
    "pages": lambda held: _listed("page", held),
    "joined": lambda held: "".join(map(french, held)),
    "word": lambda held: WORDS[held],
}
"""How French says each kind of value."""


WORDS: Final[Mapping[str, Phrase]] = {
    "nowhere": phrase("document non précisé"),
    "yes": phrase("oui"),
    "no": phrase("non"),
    "points": phrase("points"),
    "buyer": phrase("l’acheteur"),
    "reference": phrase("la référence"),
    "deadline": phrase("la date limite de remise des offres"),
    "questions_deadline": phrase("la date limite des questions"),
    "validity_days": phrase("la durée de validité des offres"),
    "variants_allowed": phrase("l’autorisation des variantes"),
    "visit": phrase("la visite du site"),
    "form_imposed": phrase("la forme du groupement"),
    "estimated_amount": phrase("le montant"),
    "duration_months": phrase("la durée"),
}
"""What a remark is about, by the name of the fact, and other words that stand in one."""

SENTENCES: Final[Mapping[str, Phrase]] = {
    # two places that do not say the same
    "differ": phrase(
        "Les documents ne s’accordent pas sur %(what)s%(lots)s : %(kept)s (%(place)s), "
        "%(other)s (%(other_place)s). La première valeur est retenue."
    ),
    "lists_differ": phrase(
        "Les documents ne s’accordent pas sur les lots : %(kept)s (%(place)s), "
        "%(other)s (%(other_place)s). Les premiers sont retenus : à vérifier."
    ),
    "weights_differ": phrase(
        "Les critères d’attribution n’ont pas les mêmes poids : %(kept)s (%(place)s), "
        "%(other)s (%(other_place)s). Les premiers sont retenus."
    ),
    "weights_ruled": phrase(
        "Les poids des critères ne sont pas partout les mêmes : %(other)s (%(other_place)s), "
        "%(kept)s (%(place)s). Ceux du règlement sont retenus : à vérifier."
    ),
    "hours_differ": phrase(
        "Les documents ne s’accordent pas sur les heures d’insertion%(lots)s : %(all)s. "
        "Le plus grand nombre est retenu : à vérifier."
    ),
    "code_denies_reservation": phrase(
        "L’avis code que le marché n’est pas réservé (%(place)s), mais on lit %(words)s "
        "(%(other_place)s) : à vérifier."
    ),
    "code_denies_aim": phrase(
        "L’avis code que le marché n’a pas d’objectif social (%(place)s), mais on lit %(words)s "
        "(%(other_place)s) : à vérifier."
    ),
    # what came later
    "deadline_moved": phrase(
        "La date limite de remise des offres a changé : %(before)s (%(before_place)s), "
        "puis %(now)s (%(place)s). La plus récente est retenue."
    ),
    "weights_changed": phrase(
        "Les poids des critères ont changé : %(other)s (%(other_place)s), %(kept)s (%(place)s). "
        "Les plus récents sont retenus : à vérifier."
    ),
    "hours_changed": phrase(
        "Les heures d’insertion%(lots)s ont changé : %(before)s, puis %(now)s. "
        "Les plus récentes sont retenues."
    ),
    "lot_taken": phrase("Le lot %(lot)s est retiré de la consultation (%(place)s)."),
    "lot_added": phrase("Le lot %(lot)s « %(title)s » est ajouté (%(place)s)."),
    "paper_dropped": phrase("Pièce qui n’est plus demandée : « %(name)s » (%(place)s)."),
    "paper_added": phrase("Pièce demandée en plus : « %(name)s » (%(place)s)."),
    # what surprises
    "lots_announced": phrase("%(count)s lots sont annoncés (%(place)s), %(read)s sont lus : à vérifier."),
    "lots_published": phrase(
        "L’avis annonce %(count)s lots, les documents %(read)s (%(place)s) : à vérifier."
    ),
    "weights_sum": phrase("Les critères%(lots)s totalisent %(total)s %(unit)s (%(place)s)."),
    "weights_sum_published": phrase(
        "Les critères d’attribution%(lots)s totalisent %(total)s %% et non 100 %% dans l’avis."
    ),
    "parts_sum": phrase(
        "Les sous-critères de « %(name)s » totalisent %(total)s, pour un critère pondéré %(weight)s."
    ),
    "deadline_impossible": phrase(
        "La date limite écrite dans l’avis (%(words)s) n’est pas une date possible."
    ),
    "deadlines_by_lot": phrase(
        "La date limite n’est pas la même pour tous les lots : %(all)s. La première est retenue."
    ),
    "deadline_in_change": phrase(
        "Le texte de la modification donne une autre date de remise, le %(other)s%(lots)s, "
        "alors que l’avis code le %(kept)s : à vérifier lot par lot."
    ),
    "two_stages": phrase("Procédure en deux temps : la date limite de l’avis est celle des candidatures."),
    "several_notices": phrase(
        "Ce fichier contient %(count)s avis : seul le premier est lu ici. Déposez-les un par un."
    ),
    "social_by_index": phrase(
        "Le BOAMP classe cet avis « critères sociaux », mais son texte n’en parle pas : voir le dossier."
    ),
    "aim_denied_too": phrase(
        "L’avis coche un objectif social%(lots)s et dit aussi qu’il n’y en a pas (BT-06) : à vérifier."
    ),
    "aim_unnamed": phrase(
        "L’avis coche un objectif social%(lots)s sans dire lequel, et son texte n’en parle pas : à vérifier."
    ),
    "aim_untold": phrase(
        "L’avis code un objectif d’emploi de personnes qui en sont éloignées%(lots)s, mais son texte n’en "
        "dit rien : condition d’exécution, critère ou simple intention, à vérifier dans le dossier."
    ),
    "service_reserved_too": phrase(
        "L’avis coche aussi%(lots)s la réserve aux organismes chargés d’une mission de service public "
        "(L2113-15), alors qu’il réserve le marché à d’autres structures : à vérifier."
    ),
    # what could not be read
    "not_searched_timeout": phrase(
        "Les faits n’ont pas pu être cherchés dans « %(file)s » : la recherche prenait trop de temps. "
        "Ses pages sont gardées et se lisent ; les autres fichiers ne sont pas touchés."
    ),
    "not_searched_memory": phrase(
        "Les faits n’ont pas pu être cherchés dans « %(file)s » : la recherche demandait trop de mémoire. "
        "Ses pages sont gardées et se lisent ; les autres fichiers ne sont pas touchés."
    ),
    "not_searched": phrase(
        "Les faits n’ont pas pu être cherchés dans « %(file)s » : la recherche s’est interrompue. "
        "Ses pages sont gardées et se lisent ; les autres fichiers ne sont pas touchés."
    ),
    "unrecognised": phrase(
        "Rien n’a été reconnu dans « %(file)s » sur ce qui est en image (%(pages)s) : à lire vous-même, "
        "ou à demander à l’acheteur sous une forme lisible."
    ),
}
"""The sentence of each code, its values named."""
