"""The name of a public body: told from its words, without its address, spelled out from initials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tender.parsing.flow import Flow, fold, tidy
from tender.parsing.public_bodies import opens_as_body, without_article
from tender.parsing.ranking import Candidate

_TITLE_WORDS = re.compile(
    r":\s*(?:oui|non)$|reglement|consultation|(?<!autorite des )marches?\b(?! financiers)|accord-cadre"
    r"|acte d'engagement"
    r"|cahier|date"
    r"|objet|procedure"
    r"|(?<!du )(?<!sur )(?<!-et-)\blot\b|https?:|@|\btel\b|\btelephone|(?<!sainte-)\badresse"
    r"|rue\b|avenue|place\b|boulevard|\b\d{5}\b|\bpage\b|^(?:la |le )?direction des achats(?! de l'etat)"
    r"|courriel"
    r"|anschrift|€|^\W*services?\b(?! (?:departemental|de sante|public|d'incendie|incendie|commun\b|des eaux"
    r"|administratif|d'information))"
    r"|ort, datum|telefon|strasse\b|\barrondissement de|(?<!\bdu )\bcanton de"
    r"|designation|representant|indiquer|\bnom\b|\.{4,}|siret|ci-apres|\bversion|candidat|soumissionn"
    r"|titulaire|\bentreprise"
)
"""Words no name of a buyer has: a title of a document, an address, a blank to fill in."""


def candidate(flow: Flow, start: int, end: int, confidence: float) -> Candidate[str] | None:
    """The body a folded span names, without its address; None when it names none."""
    shorter = _BESIDE_NAME.search(flow.text[start:end])
    end = start + shorter.start() if shorter else end
    name = re.sub(r"\s*\(\d{2,3}\)\s*$", "", flow.words(start, end)).strip(' :;,.-–—•"«»')
    kind, colon, named = name.rpartition(" : ")
    if colon and opens_as_body(named, fold(named)) and not opens_as_body(kind, fold(kind)):
        name = named  # "Organisme de sécurité sociale : Caisse nationale…"
    name = without_article(name)
    folded = fold(name)
    if _BLANK.search(flow.text[start:end]) or _SENTENCE.search(name):
        return None
    if _BARE.fullmatch(_ENUMERATED.sub("", folded)) or _PERSON.search(folded):
        return None
    if (
        not 3 <= len(name) <= 130
        or not re.search(r"[a-z]{3}|(?:[a-z]\.? ?){3}", folded)
        or _TITLE_WORDS.search(folded)
    ):
        return None
    return Candidate(name, flow, flow.evidence(start, end), confidence, re.sub(r"\W+", " ", folded))


_ENUMERATED = re.compile(r"^(?:[a-z]|\d{1,2}(?:\.\d{1,2})*)\s*[-.)]\s+")
_PERSON = re.compile(
    r"^(?:m\.|mme|monsieur|madame|herr|frau)\s|,\s*(?:le\s+|la\s+)?(?:maire|president|direct(?:eur|rice)"
    r"|bourgmestre)"
)
"""Who signs for the buyer."""
_BARE = re.compile(
    r"(?:(?:la|le|l')\s*)?(?:bundesamt|ministerium|stadt|gemeinde|landkreis|stiftung|ministere|mairie|ville"
    r"|commune"
    r"|departement|region|metropole|communaute(?: de communes| d'agglomeration| urbaine)?|syndicat|universite"
    r"|institut|prefecture|etablissement(?: public)?|collectivite|acheteur(?: public)?|centre hospitalier"
    r"|office public(?: de l'habitat)?|etablissement public (?:local|national|autonome|administratif"
    r"|territorial|de sante|d'enseignement)[a-z ]{0,40}|syndicat (?:mixte|intercommunal)"
    r"|centre communal d'action sociale|(?:societe anonyme|s\.?a\.?|entreprise sociale pour)"
    r" ?d[e' ]+(?:h\.?l\.?m\.?|l'habitat)(?: (?:au|a) [a-z ]{0,40})?|lycee (?:general|polyvalent"
    r"|professionnel)(?: et technologique)?"
    r"|aufforderung[a-z ]*|reglement[a-z ]*)"
)
"""The word for a kind of body alone names none."""
_BESIDE_NAME = re.compile(
    r"\s*\((?:nachfolgend|im folgenden|ci-apres)\b|\s*[-–,]\s*hotel\s+d[eu]\b"
    r"|,\s+etablissement\s+support\b|,\s+(?:societe anonyme"
    r"|etablissement public|office public"
    r"|collectivite territoriale|syndicat mixte)\b"
    r"|,?\s+(?:represente|ci-apres|dont le siege|siege social|agissant)"
    r"|\s+[-–]\s+(?:office\s+public\s+de\s+l'habitat|etablissement\s+public\s+(?:autonome|local"
    r"|de\s+sante))\b"
    r"|\s+[-–]\s+(?:zone|za|zi|zac|parc|pole\s+d'activit\w+|\d)\b|\s*,\s*(?:rue|place|avenue|boulevard"
    r"|quai|route|allee|chemin|impasse|chaussee|hotel de ville|cs|bp"
    r"|(?:[a-z.-]+\s)?[a-z-]*(?:platz|strasse|allee|weg|ring))\b"
    r"|\s+\d{1,4}(?:\s*(?:bis|ter))?,?\s+(?:rue|place|avenue|boulevard|quai|route|allee|chemin|impasse|square"
    r"|cours)\b"
    r"|\s*[,–-]\s*(?:b\.?p\.?\s*)?\d{1,5}\s*(?:bis|ter)?,?\s*(?:[a-z]|cs\b)"
    r"|(?<=[a-z)»\"])\s+(?:[-–]\s+)?(?:services?|direction|pole|bureau|cellule)\s+"
    r"(?:(?:de\s+la|de\s+l'|des?|du)\s*)?(?:la\s+)?(?:achats?|marches|commande|juridique|technique|financ"
    r"|administ)"
    r"|\s+(?:[-–]\s+)?(?:tel\b|telephone|courriel|mail\b|siret)"
    r"|\s+(?:[-–|]\s*)?(?:references?|ref\.?|numeros?|n[o°]|consultation|marche|objet|procedure|dossier"
    r"|date limite|vergabenummer|vergabe-nr\.?|aktenzeichen|leistung)"
    r"(?:\s+(?:n[o°]|d[eu']|du marche|[a-z]+)){0,4}\s*"
    r"(?::|n[o°]\s*\d|(?<=n[o°])\s*\d)"
)
"""What follows a name on its line: who speaks for it, its street, its department, the next label."""
_BLANK = re.compile(r"\[|completer|ausfullen|eintragen|\t|^\W*[☐☒]")
_SENTENCE = re.compile(
    r"(?<![-–])\b(?:ist|est|sont|werden|wird|gem|souhaite|lance)\b|\s(?:a|ont)\s+\w+é(?:e|s)*\b"
)
"""In the printed words, for "Est" with a capital is a place: "Est Ensemble Habitat", "Grand Est"."""


def in_full(best: Candidate[str], found: Sequence[Candidate[str]]) -> Candidate[str]:
    """The name in full words where another place spells the initials out: "SDIS de l'Aude", "SDIS 79"."""
    initials = re.match(r"([A-Z]{3,8})\b(?P<bare>(?:\s+\d[\dAB]{0,2}|\s+[A-Z])*$)?", best.value)
    if initials is None:
        return best
    tail, short = best.key.split()[-1], initials.group(1).lower()
    if _spells(best.key.split()[1:], short):
        return best
    for other in found:
        words = other.key.split()
        if _spells(words, short) and (tail in words or initials["bare"] is not None):
            return replace(other, confidence=max(other.confidence, best.confidence))
    if initials["bare"] is None:
        return best
    return _spelled_out(best, short) or best


def _spells(words: Sequence[str], short: str) -> bool:
    """Whether the first letters of words, but of the small ones, are these initials."""
    told = [word for word in words if word not in _SMALL and len(word) > 1]
    return "".join(word[0] for word in told).startswith(short) and len(told) >= len(short)


def _spelled_out(best: Candidate[str], short: str) -> Candidate[str] | None:
    """The words on the first page whose first letters these initials are: "CCVL", Communauté de communes…"""
    flow = best.flow
    words = [
        match
        for match in _WORD.finditer(flow.text, 0, _OPENING)
        if match.group() not in _SMALL and match.group() != short
    ]
    letters = "".join(match.group()[0] for match in words)
    at = letters.find(short)
    if at < 0:
        return None
    start, end = words[at].start(), words[at + len(short) - 1].end()
    if end - start > _LONGEST or not opens_as_body(flow.words(start, end), tidy(flow.text[start:end])):
        return None
    return candidate(flow, start, end, best.confidence)


_WORD = re.compile(r"[a-z]+")
_OPENING = 4000
_LONGEST = 130


_SMALL = frozenset({"de", "du", "des", "d", "l", "la", "le", "les", "et", "a", "au", "aux", "en"})
