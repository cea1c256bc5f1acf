"""The criterion a weight in running text belongs to: the words before it, else those after it."""

from __future__ import annotations

import re

from tender.parsing.criteria_items import Item, clean_name
from tender.parsing.flow import BULLET, Flow, capital, fold, gated
from tender.parsing.numerals import Quantity

OPENING = gated(
    r"(?<=\n)(?:(?:article )?[\divx.]{1,6}(?: ?[.:)-]+ ?| ))?criteres?\b[^.\n\d]{0,45}(?=\n)"
    r"|\bnote (?:globale |finale |totale )?(?:sur|de) (?:100|20)\b|criteres?[^.]{0,170}(?:ponder\w+"
    r"|jugement|jug(?:er|ees?)|attribution|d'attribuer|choix|notation"
    r"|enonces|suivants?|ordre decroissant"
    r"|ci-(?:dessous|apres)|classe(?:ment|r|es))"
    r"|criteres? (?:sont|ont ete|seront) (?:retenus|utilises|appliques|pris|fixes|definis)"
    r"|appreciation des offres"
    r"|offre la mieux classee|(?:nous|on) (?:choisir|retiendr|juger|noter|regarder|classer|comparer"
    r"|evaluer|apprecier|examiner|tiendr)(?:ons|a)\b|pour choisir (?:l'|le |la |entre )|(?:moitie|quart"
    r"|tiers) de la note"
    r"|\bcriteres? ?:(?=[^.\n]{4,60}\d ?%[^.\n]{4,60}%)"
    r"|criteres? (?:n° ?)?1\b|criteres? pour (?:les? lots?|tous)|(?:jugement|choix|classement|notation"
    r"|selection|examen) des offres"
    r"|offre (?:economiquement )?la plus avantageuse|(?:offres?|propositions?|devis|reponses?|plis"
    r"|candidats?) (?:sont|seront|est|sera) (?:notee|jugee"
    r"|evaluee|appreciee"
    r"|classee|analysee)s?\b"
    r"|(?:zuschlags|wertungs|bewertungs)kriterien|wertung erfolgt|bewertung ?:|wirtschaftlichste\w* angebot"
    r"|award criteri\w+"
)
_NOT_A_NAME = re.compile(
    r"penalit|plafond|\btva\b|avance\b|retenue|acompte|rabais(?!.{0,40}(?:catalogue|tarif|bordereau))"
    r"|majoration"
    r"|ecart|superieur|inferieur|\bformule"
    r"|depass|seuil"
    r"|montant du marche|\btaux\s+(?:de\s+)?(?:tva|interet|penalit|remise|rabais|avance|legal|horaire)"
    r"|\btaux$|par exemple|augment|reduction(?: de)?$|\bobt[ei]n|\bau moins\b|attribu\w+ (?:la note|\d)"
    r"|se verra|remise(?: de)?$|remise (?:de prix|accordee|consentie)"
    r"|(?:depot|retenue) de garantie|garantie (?:a premiere|financiere)|chiffre d'affaires|sous-trait"
    r"|erhalten|erreich|insgesamt|maximal|punktzahl|gesamtsumme"
    r"|^summe\b|^total\b|niedrigst|skonto"
    r"|ou plus\b|\bentre \d+ et|bac ?\+|moins de \d|\d+ references?\b|\bpas (?:de|d')|bonne note"
    r"|plus bas(?:se)?\b|moins[- ]disan|[=×]|^[x*/+] |^le taux"
    r"|non[- ]reponse|satisfaisant|insuffisant|excellent|tres bon|\bbon\b|^(?:niveau )?moyen$"
    r"|note eliminatoire"
    r"|^(?:est|sont|sera|seront)$|^(?:offres?|propositions?|candidats?|plis)\s+(?:est|sont|sera|seront)\b"
)
_GLUE = re.compile(
    r"^\W*(?:(?:enfin|ensuite|puis|d'abord|premierement|deuxiemement),?\s+"
    r"|(?:le|la)\s+(?:premiere?|deuxieme|seconde?|troisieme|quatrieme|cinquieme"
    r"|derniere?)(?:\s+critere)?,?\s+"
    r"|(?:le|la|les|l'|un|une|du|de|des|pour|au|aux|a|et|dont|au titre|sur|:)\s+|l'|d')*"
)
TAIL = re.compile(
    r"[\s:(,;=.\-–_|/]*(?:(?<![a-z])(?:est\s+)?(?:ponder\w*|coefficient\w*|note\w*|compt\w+|represent\w+"
    r"|val(?:ent"
    r"|ant|oir)|vaut"
    r"|affect\w*\s+(?:d'un|du|de|a)|affect\w*(?=\s+d')"
    r"|a hauteur|pour|gewichtet|mit|(?:ge)?wichtung"
    r"|sur|avec|un|une|de|d'un|a|poids|ponderation|pese|max\w*|total|qui|soit)\b[\s:(,;=.\-]*)*$"
)
_OPENS = re.compile(
    rf"\s*(?:{BULLET}|\d{{1,2}}(?:\.\d+)*\s*[.):-]|[a-z]\s*[).]|(?:sous-?)?critere\b"
    r"|\d{1,3}(?:[.,]\d+)?\s?(?:%|points?|pts)\s*[:-]\s*[a-z])"
)
_ALONE = re.compile(r"\s*\d[\d.,]*\s*(?:%|points?|pts)?\s*$", re.MULTILINE)
_COUNTED = re.compile(r"\s*\d{1,2}\s*[.):-]*\s*[a-z]")
_EXPLAINED = re.compile(
    r"[.;]\s+(?=\w)|\n(?=\W*(?:les?|la|l'|nous|il|ce|cette|note|appreci\w+|jug\w+|au vu|selon)\b)"
)
"""Where the words under a name begin that say how it is judged."""
_NEXT_ITEM = re.compile(r"\n(?:\s*\d{1,2}\s*[.):-]*\s*[a-z]|(?!\s*[a-z]+\s*:?\s*\n))")
_LINES_OF_AN_ITEM = 8
_ENDS = re.compile(r"(?:%|points?|pts?)\W*$")
_OF_A_MARK = re.compile(
    r"\s*\)?\s*des?\s+(?:ces\s+)?\d{1,3}\b|\s*\)?\s*(?:de\s+(?:la|cette)|du"
    r"|de\s+ce)\s+(?:(?:sous-)?critere|note\s+(?:technique"
    r"|de\s+valeur\s+technique|du\s+critere)"
    r"|valeur\s+technique)"
)
"""After a weight: it is a share of one criterion's mark ("60 % de la note technique")."""
_TO = r"(?:aux?\s+|a\s+la\s+|a\s+l')"
_THEN_NAMED = re.compile(
    r"\s*(?:(?:pour|au\s+titre\s+d[eu]|sur)\s+(?:la|le|les|l')\b"
    rf"|{_TO}(?!total|maximum|plus|moins))"
)
"""After a weight that stands before its name: "60 % pour la valeur technique", "55 points au prix"."""
_COMES_FROM = re.compile(
    r"\s*\)?\s*(?:de\s+la\s+note\s+)?(?:qui\s+reste\w*\s+)?(?:vien\w+|provien\w+|port(?:e|ent)|repos\w+"
    r"|revien\w+)\s+(?:de|d'|sur|a)\b"
)
"""After a weight whose name its sentence ends with: "la moitié de la note (50 %) vient de la qualité"."""
_MADE_OF = re.compile(
    r"(?:\b(?:result|provien|depend|compos|decompos|repos|constitu|form|tien|determin|fond|repart)\w*"
    r"|\bet|,)[\s,]*"
    r"(?:pour|a\s+hauteur\s+de)\s*$"
)
_PART = re.compile(
    r"\s*(?:de\s+la|de\s+l'|du|des|d'|par\s+l[ae]s?|sur\s+l[ae]s?)\s*(?!note|total|montant|marche)(?=[a-z])"
)
"""Around a weight: "la note résulte pour 80 % de la méthode et pour 20 % du planning"."""
_SEVERAL = re.compile(
    r"\bcriteres\b|\b(?:suivante?s?|selon|ainsi|comme\s+suit|a\s+partir\s+de|au\s+regard\s+de)\s*$"
)
"""Before a colon: it announces the criteria, it names none."""
_NUMBERED = re.compile(r"critere\s*(?:n\s*°\s*)?\d[\d.]*\s*$")
_JUDGED_ON = re.compile(
    r"\b(?:jug|not|evalu|appreci|class|analys|choisi|select)\w*\s+(?:a\s+partir|sur|selon|d'apres"
    r"|en\s+(?:tenant|prenant(?:\s+en)?)\s+compte|compte\s+tenu|au\s+moyen"
    r"|au\s+(?:regard|vu)"
    r"|en\s+fonction)\s+(?!\d)"
)
"""The verb before the first criterion of a sentence: "seront jugées sur le prix (60 %)"."""
_OFFERS_ARE = re.compile(
    r"\b(?:offres?|propositions?|devis|reponses?|plis|candidats?|jugement|choix|classement|attribution"
    r"|notation"
    r"|analyse|marches?|elles?|ils?)\b"
)
"""Who is judged: without it, "Valeur technique appréciée au vu du mémoire" names its criterion first."""


def named(flow: Flow, base: int, text: str, floor: int, weight: Quantity) -> Item | None:
    """The item a weight belongs to: the words before it on its line or item, else those after it.

    `text` begins at `base` of the running text; what stands before `floor` belongs to the item before.
    """
    begin = max(floor, item_start(text, weight.start))
    before = text[begin : weight.start]
    if _COMES_FROM.match(text, weight.end) or _made_of(text, weight):
        return _after(flow, base, text, weight)
    if _THEN_NAMED.match(text, weight.end) and re.search(r"(?:[:,;]|^|\bet)\s*$", before.rstrip("(")):
        return _after(flow, base, text, weight)
    core = before[: len(before) - len(matched(TAIL, before))]
    if not re.search(r"[a-z]{3}", core) or _GLUE.fullmatch(core + " "):
        return _after(flow, base, text, weight)
    end = begin + len(core)
    if not text[text.rfind("\n", 0, weight.start) + 1 : weight.start].strip() and _COUNTED.match(core):
        core = _EXPLAINED.split(core)[0]
        end = begin + len(core)
    elif re.search(r"[.;]\s+\w", core):
        core = re.split(r"[.;]\s+(?=\w)", core)[-1]
    lead, colon, told = core.rpartition(":")
    announces = OPENING.search(lead) or _SEVERAL.search(lead)
    if colon and told.strip() and announces and not _NUMBERED.search(lead):
        core = told
    judged = _JUDGED_ON.search(core)
    judged = judged if judged and _OFFERS_ARE.search(core[: judged.start()]) else None
    core = core[judged.end() :] if judged else core
    core = core[len(matched(_GLUE, core)) :]
    return _item(flow, base + end - len(core), base + end, base + weight.end, weight)


def _made_of(text: str, weight: Quantity) -> re.Match[str] | None:
    """The "de la" between a part of a mark and its name."""
    before = text[max(0, weight.start - _BEFORE) : weight.start]
    return _PART.match(text, weight.end) if _MADE_OF.search(before) else None


_BEFORE = 120


def matched(regex: re.Pattern[str], text: str) -> str:
    """The words a pattern finds, "" where it finds none."""
    found = regex.search(text)
    return found.group() if found else ""


def item_start(text: str, offset: int) -> int:
    """Where the list item of an offset begins: its bullet or number, at most three lines above."""
    line = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    if _ALONE.match(text, line) and (end < 0 or _NEXT_ITEM.match(text, end)):
        return _item_above(text, line)
    for _ in range(3):
        if _OPENS.match(text, line) or line == 0:
            return line
        above = text.rfind("\n", 0, line - 1) + 1
        previous = text[above : line - 1].rstrip()
        if previous.endswith((".", ":", ";", "%", ")")) or _ENDS.search(previous) or len(previous) < 45:
            return line
        line = above
    return line


def _item_above(text: str, line: int) -> int:
    """The numbered item that a weight alone on its line ends, when the next one follows; else that line."""
    start = line
    for _ in range(_LINES_OF_AN_ITEM):
        above = text.rfind("\n", 0, start - 1) + 1
        if start == 0 or _ENDS.search(text[above : start - 1].rstrip()):
            return line
        start = above
        if _COUNTED.match(text, start):
            return start
    return line


_ENDS_NAME = r"(?=\s*,\s*\d|\s*,?\s+et\s+(?:pour\s+)?\d|[;.%){}]|$)"
_FOLLOWS = re.compile(
    rf"\s*\)?\s*[:\-]?\s*(?:pour|au titre de|sur|{_TO})?\s*"
    r"((?:[^\n;.%()]|\([^()\n]*\)){3,140}?)" + _ENDS_NAME.replace("{}", r"\n")
)
_FOLLOWS_IN_TEXT = re.compile(_FOLLOWS.pattern.replace(r"[^\n;.%()]", "[^;.%()]").replace(r")\n]", ")]"))
"""A name after its weight ends with its line; in a sentence it goes on below."""


def _after(flow: Flow, base: int, text: str, weight: Quantity) -> Item | None:
    """ "50 % Prix", "40 points pour la valeur technique": the name after the weight."""
    comes = _COMES_FROM.match(text, weight.end) or _made_of(text, weight)
    told = text[comes.end() if comes else weight.end :]
    running = re.search(r"[a-z][^\n]*[,(]\s*$|[(,]\n?$", text[max(0, weight.start - _BEFORE) : weight.start])
    following = (_FOLLOWS_IN_TEXT if running else _FOLLOWS).match(told)
    goes_on = re.match(r"\s*(?:de la|du|des|au|sur|maximum|et\b|,)", told)
    if not following or (goes_on and not comes and not _THEN_NAMED.match(told)):
        return None
    base += len(text) - len(told)
    return _item(flow, base + following.start(1), base + following.end(1), base, weight)


def _item(flow: Flow, start: int, end: int, close: int, weight: Quantity) -> Item | None:
    printed = re.sub(r"^[^()]*\)[\s,;:]*", "", flow.words(start, end))  # the end of what stands before
    name, level = clean_name(printed)
    name = re.sub(r"^(?:le |la |les |l['’]|du |de la |dont )(?=\w)", "", name, flags=re.IGNORECASE)
    folded = fold(name)
    if not 3 <= len(name) <= 190 or _NOT_A_NAME.search(folded) or not re.search(r"[a-z]{3}", folded):
        return None
    first, last = min(start, close), max(end, close)
    opens = bool(
        re.match(
            r"\s*[),]?\s*(?:,|:|-)?\s*(?:qui\s+)?(?:se\s+)?(?:dont|decompos|reparti|subdivis|davon)",
            flow.text[last : last + 30],
        )
    )
    if _OF_A_MARK.match(flow.text, last):
        level = level if level and level > 1 else 2
    return Item(capital(name), weight.value, weight.unit, level, opens, flow.evidence(first, last))
