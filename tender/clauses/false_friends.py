"""What sounds like a clause and is none: a building's insertion in its site, general terms quoted."""

from __future__ import annotations

import re

_ALONE = re.compile(r"sertions?\b(?![ ](?:sociale|professionnelle|socio|par|des?[ ]|d'))")
_BUILDING = re.compile(
    r"architect|paysag|urbain|urbanis|constructib|esthetique|\bsite\b|batiment|destination"
    r"|(?<!maitre d.)ouvrage|spatial|parcelle|facade|volumetr|esquisse|foncier|\bplans\b|patrimonia"
)
_PEOPLE = re.compile(
    r"public|emploi|social|profession|personnes|chomage|heures|econom|titulaire|entreprise|clause"
)
_BEFORE, _AFTER = 70, 60


def of_a_building(words: str, start: int, end: int) -> bool:
    """Whether words[start:end] name an insertion beside words of building, and none of people."""
    if not _ALONE.search(words, start, end):
        return False
    near = words[max(0, start - _BEFORE) : end + _AFTER]
    return bool(_BUILDING.search(near)) and not _PEOPLE.search(near)


_CCAG = r"(?:\bccag\b|clauses[ ]administratives[ ]generales)"
_PROVIDES = (
    r"(?:prevoi|dispos[ea]|permet|stipule|precise|traite|encadre|defini|regi|comporte|contien|rappelle"
    r"|envisage|autorise|concerne|consacre)"
)
_NUMBERS = r"articles?[ ][\d.,et ]*\d"
_QUOTED = re.compile(
    rf"{_NUMBERS}[ ](?:de[ ]ce|dudit|du|des)[ ](?:\w+[ ]){{0,3}}?{_CCAG}[^.;:]{{0,60}}?[ ]{_PROVIDES}"
    rf"|{_CCAG}(?:[^.;:]|\.(?=\d)){{0,140}}?[ ']{_NUMBERS}[^.;:]{{0,30}}?[ ]{_PROVIDES}"
    rf"|{_CCAG}(?:[ -][\w-]+){{0,4}}?[ ]{_PROVIDES}"
    rf"|{_CCAG}[^.;:]{{0,140}}?[ ](?:qui|lequel)[ ](?:\w+[ ])?{_PROVIDES}"
)
_OWN_SUBJECT = re.compile(
    r",[ ](?:le|la|ce|cette|l.)[ ]?(?:present\w*[ ])?(?:marche|contrat|accord|titulaire|consultation"
    r"|entreprise"
    r"|prestataire)|articles?[ ][\d.]+[ ]du[ ](?:present[ ])?cc(?:a|t)?p\b"
)
_APPLIED = re.compile(
    r"(?:s.appliqu|(?:est|sont|sera|seront)[ ]applicable|fai(?:t|re)[ ]application|mis\w*[ ]en[ ](?:oe"
    r"|œ)uvre)"
    r"|(?:marche|contrat|accord.cadre|consultation)[ ][^.;]{0,30}?(?:comport|prevoi|inclu|integr)"
)


def of_general_terms(words: str, start: int) -> bool:
    """Whether a sentence (folded) says of the CCAG that it provides for what stands at `start`.

    "L'article 20.1 du CCAG prévoit une clause d'insertion": it applies where the contract says so, and this
    sentence does not. Source: CCAG 2021, FCS and TIC 16.1, Travaux 20.1.
    """
    if "ccag" not in words and "administratives generales" not in words:
        return False
    quotes = list(_QUOTED.finditer(words, 0, start))
    if not quotes or _OWN_SUBJECT.search(words, max(0, quotes[-1].start() - 40), start):
        return False
    return not _APPLIED.search(words, quotes[-1].end())
