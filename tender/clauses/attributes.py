"""What a clause says in figures and names: hours, shares, lots, publics, ways to perform, facilitator, penalty, weight."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tender.clauses.phrases import phrase
from tender.clauses.scope import LotMention, lot_mentions
from tender.vocabulary.clause import HoursDetail

_NUMBER = r"(?<![\d,/])(?<!\d\.)(\d{1,3}(?:[ .]\d{3})+|\d{1,6})(?:[.,](\d{1,2}))?"
_VALUE = re.compile(
    rf"{_NUMBER}[ ]*(?:heures?|hrs?\b|h(?![a-z0-9\d]))(?![ ]*\d{{2}}\b)"
    rf"|(?:nombre|volume|total|minimum|quota)[^.;:\d]{{0,60}}heures?[^.;:\d]{{0,70}}(?::|=|est de|fixe a|s'eleve a|de|a)[ ]*{_NUMBER}(?![ ]*(?:%|euros?|mois|ans|jours|lots?))"
)
# Hours of the clock, of delay, of opening; equivalences of a full-time post.
_NOT_WORKED = phrase(
    r"(?:delais? (?:maximum |maximal )?(?:d'intervention |de livraison |de reponse )?(?:de|maximum)|sous|dans les|avant|apres|jusqu'a|a partir de|entre|des|vers|d'ici) ?$",
    r"(?:ouvert\w*|horaires?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|date limite|20\d\d a|/20\d\d|le \d{1,2} \w+ a) ?.{0,12}$",
    r"(?:formation|stage) (?:de|d'une duree de) ?$",
    r"passe(?:r|nt)? de ?$",
    r"au lieu de ?$",
    r"dont ?$",
    r"(?:equivaut a|etp ?=|temps plein ?=|correspondant a un temps plein de) ?$",
)
_AFTER_NOT_WORKED = re.compile(
    r"^[ ]*(?:/[ ]*24|par (?:jour|semaine)\b(?! d'insertion)|calendaires?|ouvrees?|ouvrables?|apres|avant|maximum (?:apres|a compter)|suivant"
    r"|du matin|de l'apres|supplementaires|de retard|(?:de |d')(?:conduite|vol|ouverture|permanence|formation|reunion|cours)\b)"
)
_PER_AMOUNT = re.compile(r"^[^.;\d]{0,60}?(?:par|pour)(?: chaque)? tranche de[ ]*([\d  .]{3,12})[ ]*(?:euros?|eur|€|k€)[^ ]*[ ]?(ht|ttc)?")
_PER_YEAR = re.compile(r"^[^.;\d]{0,60}?(?:par an\b|/ ?an\b|annuel|par annee|chaque annee|l'an\b)")
_PER_MONTH = re.compile(r"^[^.;\d]{0,40}?(?:par mois|mensuel|/ ?mois)")
_YEAR_BEFORE = re.compile(r"(?:chaque annee|par an|annuel\w*|annuellement)[^.;\d]{0,60}$")
_PERCENT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)[ ]*(?:%|pour ?cent|pourcent)(?=[^.;]{0,90}(?:heures?|temps|main d|effectif|salarie|masse|travailleurs|insertion|volume|montant|personnes))"
    r"|(?:insertion|clause sociale)[^.;\d]{0,40}(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)[ ]*%"
)
_WEIGHT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)[ ]*(?:%|points?|pts?\b|/[ ]?\d{2,3}|pour ?cent)|(?:ponderation|coeff\w*|poids|gewichtung|weighting)[ ]?[:=]?[ ]?(\d{1,3})")
_ARTICLE = re.compile(r"(?<![a-z0-9])([lrd])[ .]{0,3}(\d{4})[ ]?-[ ]?(\d{1,3})((?:-\d{1,2}){0,2})(?![\d])|(?<![\w-])(2112-\d|2113-1\d|2152-7)(?![\d])")
_OLD_LAW = (
    ("art. 14 CMP", phrase(r"art(?:icle|\.)? ?14 du (?:code des marches|cmp)")),
    ("art. 15 CMP", phrase(r"art(?:icle|\.)? ?15 du (?:code des marches|cmp)")),
    ("art. 30 CMP", phrase(r"art(?:icle|\.)? ?30 du (?:code des marches|cmp)")),
    ("art. 36 ord. 2015-899", phrase(r"art(?:icle|\.)?s? ?36\b.{0,60}(?:ordonnance|2015-899)")),
    ("art. 37 ord. 2015-899", phrase(r"art(?:icle|\.)?s? ?(?:36 et )?37\b.{0,60}(?:ordonnance|2015-899)")),
    ("art. 38 ord. 2015-899", phrase(r"art(?:icle|\.)?s? ?38\b.{0,60}(?:ordonnance|2015-899)", r"a38 de l'ordonnance")),
    ("art. 28 décret 2016-360", phrase(r"art(?:icle|\.)? ?28 du decret")),
    ("§ 118 GWB", phrase(r"§+ ?118\b")),
    ("§ 128 GWB", phrase(r"§+ ?128\b")),
)
_PUBLICS = (
    ("demandeurs d'emploi de longue durée", phrase(r"demandeurs d'emplois? (?:inscrits )?de (?:tres )?longue duree", r"chomeurs de longue duree")),
    ("demandeurs d'emploi", phrase(r"demandeurs d'emplois?(?! (?:inscrits )?de (?:tres )?longue)")),
    ("bénéficiaires du RSA", phrase(r"\brsa\b", r"revenu de solidarite active")),
    ("bénéficiaires de minima sociaux", phrase(r"minima sociaux", r"\bass\b", r"\baah\b")),
    ("travailleurs handicapés", phrase(r"(?:travailleurs?|personnes?|public)[\w ]{0,24} handicap\w*", r"\brqth\b")),
    ("jeunes", phrase(r"jeunes (?:de |sans|sortis|peu|ayant|en |diplomes|demandeurs|\(|agees)[\w ]{0,30}", r"moins de (?:26|25|30|vingt) ans")),
    ("personnes éloignées de l'emploi", phrase(r"(?:eloignee?s? (?:durablement )?de l'emploi|eloignee?s? du marche)")),
    ("personnes rencontrant des difficultés sociales ou professionnelles", phrase(r"difficultes? (?:sociales?|professionnelles?|particulieres? d'{INSERTION}|d'{INSERTION})")),
    ("publics prioritaires", phrase(r"(?:publics?|personnes)[\w ]{0,24} prioritaires?")),
    ("seniors", phrase(r"plus de (?:50|55|cinquante) ans", r"seniors")),
    ("habitants des quartiers prioritaires", phrase(r"quartiers? prioritaires?|\bqpv\b|\banru\b")),
    ("salariés en parcours d'insertion", phrase(r"(?:parcours|cursus) d'{INSERTION}|salaries? d'une? (?:siae|structure|entreprise d'{INSERTION})")),
    ("personnes sous main de justice", phrase(r"main de justice|detenus?")),
)
_MODES = (
    ("direct_hire", phrase(r"embauches? directes?", r"embauche (?:par|de|en) (?:l'entreprise|personnes|cdi|cdd|le titulaire)", r"recrutements? directs?", r"embauch\w+ directement")),
    ("staff_supply", phrase(r"mises? a (?:la )?disposition (?:de |d'|du )?(?:salarie\w*|personnel\w*|publics?|un public|main|travailleurs|demandeurs)?", r"entreprises? de travail temporaire d'{INSERTION}", r"\betti\b", r"\bgeiq\b", r"associations? intermediaires?", r"\binterim\b")),
    ("subcontracting", phrase(r"(?:sous|co)-?traitance", r"(?:sous|co)-?trait\w+[\w ,]{0,60}(?:structures?|entreprises?) d'{INSERTION}")),
)
_FACILITATOR = re.compile(
    r"(?:(?:la |le |l['’] ?)?(?:Maison de l['’]Emploi|MDE|Maison de l['’]emploi|PLIE|Plan Local pour l['’]Insertion(?: et l['’]Emploi)?|Mission Locale|Ensemble Paris Emploi Compétences|EPEC)"
    r"[^.;:,\n(]{0,60})",
)
_FACILITATOR_ROLE = phrase(
    r"facilitat(?:eur|rice)s?", r"guichet unique", r"chargee?s? de mission (?:des )?(?:clauses?|{INSERTION})", r"dispositif d'accompagnement",
    r"cellule (?:clauses?|{INSERTION})", r"maison de l'emploi", r"\bplie\b", r"plan local pour l'{INSERTION}", r"accompagnement (?:de|a) la mise en œuvre de la clause",
)
_PENALTY = re.compile(
    r"penalit[^.;]{0,160}?\d[\d  .,]*[ ]*(?:euros?|€|eur\b|fois|%)[^.;]{0,80}(?:heures?|insertion|clause)[^.;]{0,40}"
    r"|penalit[^.;]{0,120}(?:insertion|clause sociale|heures? non)[^.;]{0,100}"
    r"|(?:insertion|clause)[^.;]{0,80}penalit[^.;]{0,100}"
    r"|\d[\d  .,]*[ ]*(?:euros?|€)[^.;]{0,40}par heures?[^.;]{0,20}non (?:realisee?|execute|effectue|justifie)\w*"
)
_OPTIONAL = phrase(r"facultati[fv]\w*", r"incitati[fv]\w*", r"a titre (?:facultatif|optionnel)", r"souhaite (?:l'intervention|que)", r"preconisations?", r"sont invite\w* a|est invite\w* a", r"peuvent proposer|pourra proposer", r"reserve la possibilite")
_BINDING = phrase(r"obligatoire\w*", r"sous peine", r"devr\w+", r"s'engag\w+", r"est tenu\w*|sera tenu\w*|sont tenu\w*", r"irreguliere", r"s'oblig\w+", r"doi\w+t", r"reservera|il sera reserve", r"impose\w*", r"exige\w*", r"shall|must|required", r"muss|müssen|haben[\w ,]{0,80}(?:abzugeben|einzureichen|vorzulegen)|verpflicht\w*")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands beside a clause; field names are those of the contract, `per` and `lot` as in HoursDetail."""

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


def hours_in(folded: str) -> tuple[HoursDetail, ...]:
    """Hours of work stated in a folded text, each with its lot and period; hours of the clock left out."""
    found: list[HoursDetail] = []
    mentions = tuple(m for m in lot_mentions(folded) if m.numbers)
    matches = [m for m in _VALUE.finditer(folded) if _is_work(folded, m)]
    last_end = 0
    last_lots: tuple[str | None, ...] = ()
    for match in matches:
        whole, fraction = (match.group(1), match.group(2)) if match.group(1) else (match.group(3), match.group(4))
        value = float(re.sub(r"[ .]", "", whole) + (f".{fraction}" if fraction else ""))
        if not 1 <= value <= 2_000_000:
            continue
        lots = _lots_of(folded, match, mentions, last_end)
        if lots == (None,) and last_lots and re.search(r"tranche|annee|periode|reconduction", folded[last_end : match.start()]):
            lots = last_lots
        for lot in lots:
            detail = HoursDetail(value=value, lot=lot, per=_period(folded, match, lot))
            if detail not in found:
                found.append(detail)
        last_end, last_lots = match.end(), lots
    return _totals(tuple(found))


def _is_work(folded: str, match: re.Match[str]) -> bool:
    digits = match.start(1) if match.group(1) else match.start(3)
    before, after = folded[max(0, digits - 45) : digits], folded[match.end() : match.end() + 30]
    if re.search(r"\ba ?$", before) and len(match.group(1) or "   ") < 3 and not re.match(r"[ ]*(?:d|par|de travail|en insertion)\b", after):
        return False  # "à 16 heures"
    return not _NOT_WORKED.search(before) and not _AFTER_NOT_WORKED.match(after)


def _period(folded: str, match: re.Match[str], lot: str | None) -> str:
    after = folded[match.end() : match.end() + 90]
    amount = _PER_AMOUNT.match(after)
    if amount:
        return f"{amount.group(1).strip()} € {(amount.group(2) or '').upper()}".strip()
    if _PER_YEAR.match(after) or _YEAR_BEFORE.search(folded[max(0, match.start() - 80) : match.start()]):
        return "year"
    if _PER_MONTH.match(after):
        return "month"
    return "lot" if lot is not None else "contract"


def _lots_of(folded: str, match: re.Match[str], mentions: tuple[LotMention, ...], last_end: int) -> tuple[str | None, ...]:
    """The lot written right after ("175 heures pour le lot 1"), else the last one before ("Lot 1 : 250 heures")."""
    for mention in mentions:
        gap = folded[match.end() : mention.start]
        if 0 <= mention.start - match.end() <= 60 and re.match(r"^[^.;\d]{0,45}\b(?:pour|sur|au|aux|du|des|dans)(?: le| les| la)?[ ]*$", gap):
            return mention.numbers
    before = [m for m in mentions if last_end - 1 <= m.start < match.start()]
    if before and match.start() - before[-1].end < 260:
        return before[-1].numbers
    return (None,)


def _totals(found: tuple[HoursDetail, ...]) -> tuple[HoursDetail, ...]:
    """Drop a value without lot that repeats one with a lot."""
    with_lot = {d.value for d in found if d.lot is not None}
    return tuple(d for d in found if d.lot is not None or d.value not in with_lot)


def percentage_in(folded: str) -> float | None:
    """The first share of work stated, in per cent."""
    match = _PERCENT.search(folded)
    return _decimal(match.group(1) or match.group(2)) if match else None


def weight_in(folded: str) -> float | None:
    """The first weight stated, in per cent or points as written."""
    match = _WEIGHT.search(folded)
    return _decimal(match.group(1) or match.group(2)) if match else None


def legal_basis_in(folded: str) -> tuple[str, ...]:
    """The articles cited that bear on social clauses, in the form "L2112-2"."""
    found: list[str] = []
    for match in _ARTICLE.finditer(folded):
        letter, book, number, more, bare = match.groups()
        name = f"{(letter or '').upper()}{book}-{number}{more or ''}" if bare is None else f"L{bare}"
        if name[1:].startswith(("2111-", "2112-", "2113-", "2123-", "2152-7", "3113-", "3114-", "5132-4", "5213-13", "344-2", "2691")):
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
    return (" ".join(match.group().split()) if match else None), True


def penalty_in(text: str, folded: str) -> str | None:
    """The sentence part that sets a penalty for hours not worked, in the file's words."""
    match = _PENALTY.search(folded)
    return " ".join(text[match.start() : match.end()].split()) if match else None


def mandatory_in(folded: str) -> bool | None:
    """True when the words oblige, False when they only invite, None when they do neither."""
    if _OPTIONAL.search(folded):
        return True if re.search(r"sous peine|obligatoirement complete|irreguliere", folded) else False
    return True if _BINDING.search(folded) else None


def _decimal(written: str) -> float:
    return float(written.replace(",", "."))
