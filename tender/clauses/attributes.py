"""What a clause says in figures and names: shares, publics, ways to perform, facilitator, penalty, weight."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tender.clauses.phrases import phrase
from tender.vocabulary.clause import HoursDetail

_PERCENT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)[ ]*(?:%|pour ?cent|pourcent)(?=[^.;]{0,90}(?:heures?|temps"
    r"|main d|effectif|salarie|masse|travailleurs|insertion|volume|montant|personnes))"
    r"|(?:insertion|clause sociale)[^.;\d]{0,40}(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)[ ]*%"
)
_NO_SHARE = re.compile(r"penalit|plafon|avance|retenue|reduit|rabais|tva|garantie")
_WEIGHT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)[ ]*(?:%|points?|pts?\b|/[ ]?\d{2,3}|pour ?cent)"
    r"|(?:ponderation|coeff\w*|poids|gewichtung|weighting)[ ]?[:=]?[ ]?(\d{1,3})"
)
_ARTICLE = re.compile(
    r"(?<![a-z0-9])([lrd])[ .]{0,3}(\d{4})[ ]?-[ ]?(\d{1,3})((?:-\d{1,2}){0,2})(?![\d])"
    r"|(?<![\w-])(2112-\d|2113-1\d|2152-7)(?![\d])"
)
_OLD_LAW = (
    ("art. 14 CMP", phrase(r"art(?:icle|\.)? ?14 du (?:code des marches|cmp)")),
    ("art. 15 CMP", phrase(r"art(?:icle|\.)? ?15 du (?:code des marches|cmp)")),
    ("art. 30 CMP", phrase(r"art(?:icle|\.)? ?30 du (?:code des marches|cmp)")),
    ("art. 36 ord. 2015-899", phrase(r"art(?:icle|\.)?s? ?36\b.{0,60}(?:ordonnance|2015-899)")),
    ("art. 37 ord. 2015-899", phrase(r"art(?:icle|\.)?s? ?(?:36 et )?37\b.{0,60}(?:ordonnance|2015-899)")),
    (
        "art. 38 ord. 2015-899",
        phrase(r"art(?:icle|\.)?s? ?38\b.{0,60}(?:ordonnance|2015-899)", r"a38 de l'ordonnance"),
    ),
    ("art. 28 décret 2016-360", phrase(r"art(?:icle|\.)? ?28 du decret")),
    ("§ 118 GWB", phrase(r"§+ ?118\b")),
    ("§ 128 GWB", phrase(r"§+ ?128\b")),
)
_PUBLICS = (
    (
        "demandeurs d'emploi de longue durée",
        phrase(r"demandeurs d'emplois? (?:inscrits )?de (?:tres )?longue duree", r"chomeurs de longue duree"),
    ),
    (
        "demandeurs d'emploi",
        phrase(
            r"demandeurs d'emplois?(?! (?:inscrits )?de (?:tres )?longue)",
            r"inscri\w+ (?:a|aupres de|comme) (?:france travail|pole emploi|demandeu\w+)",
        ),
    ),
    ("bénéficiaires du RSA", phrase(r"\brsa\b", r"revenu de solidarite active")),
    ("bénéficiaires de minima sociaux", phrase(r"minima sociaux", r"\bass\b", r"\baah\b")),
    (
        "travailleurs handicapés",
        phrase(r"(?:travailleurs?|personnes?|public)[\w ]{0,24} handicap\w*", r"\brqth\b"),
    ),
    (
        "jeunes",
        phrase(
            r"jeunes (?:de |sans|sortis|peu|ayant|en |diplomes|demandeurs|\(|agees)[\w ]{0,30}",
            r"moins de (?:26|25|30|vingt) ans",
        ),
    ),
    (
        "personnes éloignées de l'emploi",
        phrase(r"(?:eloignee?s? (?:durablement )?de l'emploi|eloignee?s? du marche)"),
    ),
    (
        "personnes rencontrant des difficultés sociales ou professionnelles",
        phrase(r"difficultes? (?:sociales?|professionnelles?|particulieres? d'{INSERTION}|d'{INSERTION})"),
    ),
    ("publics prioritaires", phrase(r"(?:publics?|personnes)[\w ]{0,24} prioritaires?")),
    ("seniors", phrase(r"plus de (?:50|55|cinquante) ans", r"seniors")),
    ("habitants des quartiers prioritaires", phrase(r"quartiers? prioritaires?|\bqpv\b|\banru\b")),
    (
        "salariés en parcours d'insertion",
        phrase(
            r"(?:parcours|cursus) d'{INSERTION}|salaries? d'une? (?:siae|structure|entreprise d'{INSERTION})"
        ),
    ),
    ("personnes sous main de justice", phrase(r"main de justice|detenus?|detention|incarcer\w+")),
)
_MODES = (
    (
        "direct_hire",
        phrase(
            r"embauches? directes?",
            r"embauche (?:par|de|en) (?:l'entreprise|personnes|cdi|cdd|le titulaire)",
            r"recrutements? directs?",
            r"(?:embauch|recrut)\w+ directement",
        ),
    ),
    (
        "staff_supply",
        phrase(
            r"mises? a (?:la )?disposition (?:de |d'|du )?(?:salarie\w*|personnel\w*|publics?|un public|main"
            r"|travailleurs|demandeurs)?",
            r"mett\w+ (?:du |des |le |les |leur )?(?:personnel|salarie\w*|agents) a (?:la )?disposition",
            r"entreprises? de travail temporaire d'{INSERTION}",
            r"\betti\b",
            r"\bgeiq\b",
            r"associations? intermediaires?",
            r"\binterim\b",
        ),
    ),
    (
        "subcontracting",
        phrase(
            r"(?:sous|co)-?traitance[\w ',()/-]{0,80} (?:{SIAE}|{EA_ESAT}|{INSERTION}|\bgeiq\b)",
            r"(?:embauches?|recrutements?|mises? a (?:la )?disposition)[\w ',;:()/-]{0,200}"
            r" (?:sous|co)-?traitance",
            r"(?:sous|co)-?traitance[\w ',;:()/-]{0,200} (?:embauches?|recrutements?"
            r"|mises? a (?:la )?disposition)",
            r"(?:sous|co)-?trait\w+[\w ,]{0,60}(?:structures?|entreprises?) d'{INSERTION}",
        ),
    ),
)
_FACILITATOR = re.compile(
    r"(?:(?:la |le |l['’] ?)?(?:Maison de l['’]Emploi|MDE|Maison de l['’]emploi|PLIE"
    r"|Plan Local pour l['’]Insertion(?: et l['’]Emploi)?|Mission Locale"
    r"|Ensemble Paris Emploi Compétences|EPEC)"
    r"[^.;:,\n(]{0,60})"
    r"|[Ff]acilitat(?:eur|rice)s?(?: (?:de la |des )?clauses?(?: sociales?| d['’]insertion)*)?"
    r" ?(?::| est| au sein d[eu]| d[eu])(?: l['’]| la| le)? ?(?!M\.|Mme|Mmes|Monsieur|Madame)"
    r"(?P<body>[A-ZÉ][^.;:,\n(]{3,60})",
)
_FACILITATOR_ROLE = phrase(
    r"facilitat(?:eur|rice)s?",
    r"guichet unique",
    r"chargee?s? de mission (?:des )?(?:clauses?|{INSERTION})",
    r"dispositif d'accompagnement",
    r"cellule (?:clauses?|{INSERTION})",
    r"maison de l'emploi",
    r"\bplie\b",
    r"plan local pour l'{INSERTION}",
    r"accompagnement (?:de|a) la mise en œuvre de la clause",
)
_PENALTY = re.compile(
    r"penalit[^.;]{0,160}?\d[\d  .,]*[ ]*(?:euros?|€|eur\b|fois|%)[^.;]{0,80}(?:heures?|insertion"
    r"|clause)[^.;]{0,40}"
    r"|penalit[^.;]{0,120}(?:insertion|clause sociale|heures? non)[^.;]{0,100}"
    r"|(?:insertion|clause)[^.;]{0,80}penalit[^.;]{0,100}"
    r"|heures?[^.;|]{0,20}insertion[^.;|]{0,10}\bnon[ ][^.;|]{0,60}?\d[\d  .,]*[ ]*(?:euros?"
    r"|€)(?:[ ]*(?:par|/)[ ]*heures?)?"
    r"|\d[\d  .,]*[ ]*(?:euros?|€)[^.;]{0,40}par heures?[^.;]{0,20}non (?:realisee?|execute|effectue"
    r"|justifie)\w*"
)
_OPTIONAL = phrase(
    r"facultati[fv]\w*",
    r"incitati[fv]\w*",
    r"a titre (?:facultatif|optionnel)",
    r"souhaite (?:l'intervention|que)",
    r"preconisations?",
    r"sont invite\w* a|est invite\w* a",
    r"peuvent proposer|pourra proposer",
    r"reserve la possibilite",
)
_BINDING = phrase(
    r"obligatoire\w*",
    r"sous peine",
    r"devr\w+",
    r"s'engag\w+",
    r"est tenu\w*|sera tenu\w*|sont tenu\w*",
    r"irreguliere",
    r"s'oblig\w+",
    r"doi\w*t",
    r"reservera|il sera reserve",
    r"impose\w*",
    r"exige\w*",
    r"shall|must|required",
    r"muss|müssen|haben[\w ,]{0,80}(?:abzugeben|einzureichen|vorzulegen)|verpflicht\w*",
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands beside a clause; the names are those of the contract, `hours` as in HoursDetail."""

    hours: tuple[HoursDetail, ...] = ()
    percentage: float | None = None
    lots: tuple[str, ...] | None = None
    publics: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    facilitator: str | None = None
    facilitator_present: bool = False
    penalty: str | None = None
    weight: float | None = None
    legal_basis: tuple[str, ...] = ()
    mandatory: bool | None = None
    subtype: str | None = None


def percentage_in(folded: str) -> float | None:
    """The first share of work stated, in per cent."""
    shares = (
        m
        for m in _PERCENT.finditer(folded)
        if not _NO_SHARE.search(folded[max(0, m.start() - 70) : m.start()])
    )
    match = next(shares, None)
    return _decimal(match.group(1) or match.group(2)) if match else None


def weight_in(folded: str) -> float | None:
    """The weight that closes a criterion, in per cent or points as written."""
    matches = list(_WEIGHT.finditer(folded))
    return _decimal(matches[-1].group(1) or matches[-1].group(2)) if matches else None


def legal_basis_in(folded: str) -> tuple[str, ...]:
    """The articles cited that bear on social clauses, in the form "L2112-2"."""
    found: list[str] = []
    for match in _ARTICLE.finditer(folded):
        letter, book, number, more, bare = match.groups()
        name = f"{(letter or '').upper()}{book}-{number}{more or ''}" if bare is None else f"L{bare}"
        if name[1:].startswith(
            (
                "2111-",
                "2112-",
                "2113-",
                "2123-",
                "2152-7",
                "3113-",
                "3114-",
                "5132-4",
                "5213-13",
                "344-2",
                "2691",
            )
        ):
            found.append(name)
    found += [name for name, pattern in _OLD_LAW if pattern.search(folded)]
    return tuple(dict.fromkeys(found))


def publics_in(folded: str) -> tuple[str, ...]:
    """The groups of people named."""
    return tuple(name for name, pattern in _PUBLICS if pattern.search(folded))


def modes_in(folded: str) -> tuple[str, ...]:
    """The ways to perform that are named."""
    return tuple(name for name, pattern in _MODES if pattern.search(folded))


def facilitator_in(text: str, folded: str) -> tuple[str | None, bool]:
    """Who helps with the clause, in the file's words, and whether such a body is spoken of at all."""
    if not _FACILITATOR_ROLE.search(folded) and "emploi competences" not in folded:
        return None, False
    match = _FACILITATOR.search(text)
    return (" ".join((match.group("body") or match.group()).split()) if match else None), True


def penalty_in(text: str, folded: str) -> str | None:
    """The sentence part that sets a penalty for hours not worked, in the file's words; no half word."""
    match = _PENALTY.search(folded)
    if match is None:
        return None
    said = text[match.start() : match.end()]
    if said[-1].isalnum() and text[match.end() : match.end() + 1].isalnum():
        said = said.rpartition(" ")[0] + " …"
    return " ".join(said.split())


def mandatory_in(folded: str) -> bool | None:
    """True when the words oblige, False when they only invite, None when they do neither."""
    if _OPTIONAL.search(folded):
        return bool(re.search(r"sous peine|obligatoirement complete|irreguliere", folded))
    return True if _BINDING.search(folded) else None


def _decimal(written: str) -> float:
    return float(written.replace(",", "."))
