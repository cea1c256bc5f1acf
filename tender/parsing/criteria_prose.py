"""Award criteria in running text and lists: "- Valeur technique (60 %)", "50 % Prix", "sur 40 points"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tender.parsing.criteria_details import detail_lead, enumerated
from tender.parsing.criteria_items import Group, Item, clean_name, mark_of
from tender.parsing.criteria_lots import named_on
from tender.parsing.criteria_marks import is_whole, quantities
from tender.parsing.flow import BULLET, Flow, fold, gated, pattern
from tender.parsing.headings import Section, every_section, headed_lines
from tender.parsing.numerals import Quantity

_OPENING = gated(
    r"criteres?[^.]{0,170}(?:ponder\w+|jugement|jug(?:er|ees?)|attribution|d'attribuer|choix|notation"
    r"|enonces|suivants?|ordre decroissant"
    r"|ci-(?:dessous|apres)|classe(?:ment|r|es))"
    r"|criteres? (?:sont|ont ete|seront) (?:retenus|utilises|appliques|pris|fixes|definis)"
    r"|appreciation des offres"
    r"|offre la mieux classee|nous (?:choisirons|retiendrons|jugerons|noterons)|(?:moitie|quart"
    r"|tiers) de la note"
    r"|criteres? (?:n° ?)?1\b|criteres? pour (?:les? lots?|tous)|(?:jugement|choix|classement|notation"
    r"|selection|examen) des offres"
    r"|offre (?:economiquement )?la plus avantageuse|(?:offres?|propositions?|devis|reponses?|plis"
    r"|candidats?) (?:sont|seront|est|sera) (?:notee|jugee"
    r"|evaluee|appreciee"
    r"|classee|analysee)s?\b"
    r"|(?:zuschlags|wertungs|bewertungs)kriterien|wertung erfolgt|bewertung ?:|wirtschaftlichste\w* angebot"
    r"|award criteri\w+"
)
_SELECTION = pattern(
    r"(?:selection|examen|jugement) des candida(?:tures|ts)|candidatures? (?:est|sont|sera|seront)"
    r" (?:selectionn|examin|jug|class|appreci)\w+|eignungskriteri|niveaux? minimum de capacite"
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
    r"|plus basse?\b|moins[- ]disan|[=×]"
    r"|non[- ]reponse|satisfaisant|insuffisant|excellent|tres bon|\bbon\b|^(?:niveau )?moyen$"
    r"|note eliminatoire"
    r"|^(?:est|sont|sera|seront)$|^(?:offres?|propositions?|candidats?|plis)\s+(?:est|sont|sera|seront)\b"
)
_RANKED = pattern(r"(?:par )?ordre (?:decroissant )?(?:d'importance|de priorite)?(?: decroissant\w*)?")
_SINGLE = gated(
    r"(?:seul|unique) critere[^.]{0,40}?(?P<a>prix)|critere unique[^.]{0,30}?(?P<b>prix)"
    r"|(?P<c>prix)[^.\n]{0,25}(?:seul|unique)"
    r" critere|alleiniges zuschlagskriterium[^.]{0,30}(?P<d>preis)"
)
_GLUE = re.compile(
    r"^\W*(?:(?:enfin|ensuite|puis|d'abord|premierement|deuxiemement),?\s+"
    r"|(?:le|la)\s+(?:premiere?|deuxieme|seconde?|troisieme|quatrieme|cinquieme"
    r"|derniere?)(?:\s+critere)?,?\s+"
    r"|(?:le|la|les|l'|un|une|du|de|des|pour|au|aux|a|et|dont|au titre|sur|:)\s+|l'|d')*"
)
_TAIL = re.compile(
    r"[\s:(,;=.\-–_|/]*(?:(?:est\s+)?(?:ponder\w*|coefficient\w*|note\w*|compt\w+|represent\w+|val(?:ent"
    r"|ant|oir)|vaut"
    r"|affect\w*\s+(?:d'un|du|de|a)|affect\w*(?=\s+d')"
    r"|a hauteur|pour"
    r"|sur|avec|un|une|de|d'un|a|poids|ponderation|pese|max\w*|total|qui|soit)\b[\s:(,;=.\-]*)*$"
)
_OPENS = re.compile(rf"\s*(?:{BULLET}|\d{{1,2}}(?:\.\d+)*\s*[.):-]|[a-z]\s*[).]|(?:sous-?)?critere\b)")
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
_OF_WHAT = re.compile(
    r"^\s*\)?\s*(?:de\s+(?:la|cette)|du|de\s+ce)\s+(?:note|total|(?:sous-)?critere"
    r"|valeur\s+technique)\b[^,;.:\n()%\d]{0,40}\)?"
)
"""What a share is a share of: no part of the next name."""
_AFTERWARDS = 80
_THEN_NAMED = re.compile(r"\s*(?:pour|au\s+titre\s+d[eu]|sur)\s+(?:la|le|les|l')\b")
"""After a weight that stands before its name: "60 % pour la valeur technique"."""
_COMES_FROM = re.compile(
    r"\s*\)?\s*(?:de\s+la\s+note\s+)?(?:qui\s+reste\w*\s+)?(?:vien\w+|provien\w+|port(?:e|ent)|repos\w+"
    r"|revien\w+)\s+(?:de|d'|sur|a)\b"
)
"""After a weight whose name its sentence ends with: "la moitié de la note (50 %) vient de la qualité"."""
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
_REACH = 3200
_LEAD = 300
_APART = 700
_MARKED = 12
"""Characters in which the mark of an item stands."""


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Zone:
    start: int
    end: int


def groups(flow: Flow, tables: Sequence[Span] = ()) -> list[Group]:
    """Criteria with weights in the text, one group for each place (and lot) they are stated at.

    `tables`: where the tables already read stand; what they say is not read again as running text.
    """
    found: list[Group] = []
    for zone in _zones(flow):
        found += _of_zone(flow, zone, tables)
    return found


def anywhere(flow: Flow) -> list[Group]:
    """Weighted names in any section of a document, where no word announces criteria."""
    found: list[Group] = []
    for section in every_section(flow):
        found += _of_zone(flow, _Zone(section.start, section.end), ())
    return found


def ranked(flow: Flow) -> Group | None:
    """Criteria only ranked, or the price alone."""
    single = _SINGLE.search(flow.text)
    if single:
        name = next(g for g in ("a", "b", "c", "d") if single[g])
        item = Item(
            flow.words(*single.span(name)).capitalize(), 100.0, "%", 1, False, flow.evidence(*single.span())
        )
        return Group(flow, flow.page_of(single.start()), "", (item,))
    for zone in _zones(flow):
        said = _RANKED.search(flow.text, zone.start, min(zone.start + 500, zone.end))
        if said and said.group().strip():
            items = _listed(flow, said.end(), min(zone.end, said.end() + 900))
            if len(items) > 1:
                return Group(flow, flow.page_of(said.start()), "", tuple(items))
    return None


def _zones(flow: Flow) -> list[_Zone]:
    """From the words that announce criteria to the end of that section, at most a few thousand characters."""
    sections = every_section(flow)
    zones: list[_Zone] = []
    titled = headed_lines(flow)
    starts = [m.span() for m in _OPENING.finditer(flow.text)]
    starts += [(s.start, s.body) for s in sections if _TITLES.search(s.title)]
    starts += [(at, flow.text.find("\n", at)) for at in titled if _TITLES.search(_first_words(flow, at))]
    for opened, told in sorted(set(starts)):
        if zones and opened < zones[-1].end:
            continue
        line = flow.line_at(opened)
        around = flow.text[flow.lines[line].start : told]
        if _SELECTION.search(around) and "offres" not in around.replace("candidatures et des offres", ""):
            continue
        end = min(opened + _REACH, _section_end(sections, opened, flow.length))
        if titled:
            end = min([end, *(at for at in titled if at > told and not _names_lots(flow, at))])
        zones.append(_Zone(opened, end))
    return zones


def _names_lots(flow: Flow, start: int) -> bool:
    """A title that only says for which lots: the criteria it heads belong to those above."""
    end = flow.text.find("\n", start)
    return named_on(flow.text[start : end if end >= 0 else flow.length].strip()) is not None


def _first_words(flow: Flow, start: int) -> str:
    return flow.text[start : flow.text.find("\n", start)][:90]


_TITLES = pattern(
    r"criteres?\b|jugement|\bchoix\b|choisi|(?:appreciation|evaluation|notation|classement|analyse"
    r"|examen) (?:des|de l'|de vos)"
    r"|\bnotation\b|\bevaluation\b|offres? (?:sont|seront) (?:juge|note|evalue)|wertung|zuschlag"
)
"""Titles under which the criteria stand, though no sentence announces them."""


def _section_end(sections: list[Section], offset: int, length: int) -> int:
    holding = [s for s in sections if s.start <= offset < s.end]
    if not holding:
        return next((s.start for s in sections if s.start > offset + 40), length)
    own = max(holding, key=lambda s: s.start)
    return own.end


def _of_zone(flow: Flow, zone: _Zone, tables: Sequence[Span]) -> list[Group]:
    text = flow.text[zone.start : zone.end]
    parts = _by_lot(text)
    found: list[Group] = []
    for start, end, lots in parts:
        span = (zone.start + start, zone.start + end)
        for run in _runs(flow, span, tables):
            title = flow.text[max(0, span[0] - 200, run.start - _LEAD) : run.start]
            page = flow.page_of(run.start)
            found.append(Group(flow, page, title, tuple(run.items), lots, detail=run.detail))
        found += [
            Group(flow, flow.page_of(listed.start), listed.lead, listed.items, lots, detail=listed.lead)
            for listed in enumerated(flow, *span)
        ]
    return found


def _by_lot(text: str) -> list[tuple[int, int, tuple[str, ...] | None]]:
    """The zone cut where a line names a lot: what follows holds for that lot."""
    marks: list[tuple[int, tuple[str, ...] | None]] = [(0, None)]
    for match in re.finditer(r"[^\n]+", text):
        named = named_on(match.group())
        if named:
            marks.append((match.start(), named))
    ends = [start for start, _ in marks[1:]] + [len(text)]
    return [(start, end, lots) for (start, lots), end in zip(marks, ends, strict=True)]


@dataclass(slots=True)
class _Run:
    """Weighted names of one list: where it begins, and the words that make it the detail of a criterion."""

    start: int
    items: list[Item]
    detail: str = ""


def _runs(flow: Flow, span: Span, tables: Sequence[Span]) -> list[_Run]:
    """The weighted names of a span, cut where they stand too far apart to be one list, or go into detail."""
    start, end = span
    text = flow.text[start:end]
    runs: list[_Run] = []
    floor = 0
    for quantity in quantities(text):
        if (quantity.value > 100 and quantity.unit == "%") or quantity.value <= 0:
            continue
        if quantity.value >= 100 and is_whole(text, quantity):
            continue
        passed = [b - start for a, b in tables if a < start + quantity.end]
        if any(a <= start + quantity.start < b for a, b in tables):
            continue
        tabled = max([p for p in passed if p > floor], default=0)
        floor = max(floor, tabled)
        item = _named(flow, start, text, floor, quantity)
        if item is not None and not (runs and _restated(runs[-1].items, item)):
            opened = _item_start(text, quantity.start)
            item = replace(item, mark=mark_of(text[opened : opened + _MARKED]) if opened >= floor else "")
            detail = detail_lead(text[floor:opened], runs[-1].items) if runs and opened > floor else ""
            if not runs or tabled or detail or quantity.start - floor > _APART:
                runs.append(_Run(start + opened, [], detail))
            runs[-1].items.append(item)
            floor = quantity.end + len(_match(_OF_WHAT, text[quantity.end : quantity.end + _AFTERWARDS]))
    return runs


def _restated(items: Sequence[Item], item: Item) -> bool:
    """After a list that is whole, its criteria explained one by one: "Le prix (60 %) est noté ainsi"."""
    name = fold(item.name)
    same = (fold(held.name) for held in items if held.weight == item.weight)
    whole = sum(held.weight or 0 for held in items) > _ALL
    return whole and any(name.startswith(held) or held.startswith(name) for held in same)


_ALL = 99.4


def _named(flow: Flow, base: int, text: str, floor: int, weight: Quantity) -> Item | None:
    """The item a weight belongs to: the words before it on its line or item, else those after it."""
    begin = max(floor, _item_start(text, weight.start))
    before = text[begin : weight.start]
    if _COMES_FROM.match(text, weight.end):
        return _after(flow, base, text, weight)
    if _THEN_NAMED.match(text, weight.end) and re.search(r"(?:[:,;]|^|\bet)\s*$", before.rstrip("(")):
        return _after(flow, base, text, weight)
    core = before[: len(before) - len(_match(_TAIL, before))]
    if not re.search(r"[a-z]{3}", core) or _GLUE.fullmatch(core + " "):
        return _after(flow, base, text, weight)
    end = begin + len(core)
    if not text[text.rfind("\n", 0, weight.start) + 1 : weight.start].strip() and _COUNTED.match(core):
        core = _EXPLAINED.split(core)[0]
        end = begin + len(core)
    elif re.search(r"[.;]\s+\w", core):
        core = re.split(r"[.;]\s+(?=\w)", core)[-1]
    lead, colon, told = core.rpartition(":")
    announces = _OPENING.search(lead) or _SEVERAL.search(lead)
    if colon and told.strip() and announces and not _NUMBERED.search(lead):
        core = told
    judged = _JUDGED_ON.search(core)
    judged = judged if judged and _OFFERS_ARE.search(core[: judged.start()]) else None
    core = core[judged.end() :] if judged else core
    core = core[len(_match(_GLUE, core)) :]
    return _item(flow, base + end - len(core), base + end, base + weight.end, weight)


def _match(regex: re.Pattern[str], text: str) -> str:
    found = regex.search(text)
    return found.group() if found else ""


def _item_start(text: str, offset: int) -> int:
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


def _after(flow: Flow, base: int, text: str, weight: Quantity) -> Item | None:
    """ "50 % Prix", "40 points pour la valeur technique": the name after the weight."""
    comes = _COMES_FROM.match(text, weight.end)
    told = text[comes.end() if comes else weight.end :]
    following = re.match(
        r"\s*\)?\s*[:\-]?\s*(?:pour|au titre de|sur)?\s*((?:[^\n;.%]|\n(?=[a-z])){3,140}?)(?=\s*,\s*\d"
        r"|\s+et\s+\d|[\n;.%]|$)",
        told,
    )
    if not following or (not comes and re.match(r"\s*(?:de la|du|des|au|sur|maximum|et\b|,)", told)):
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
    return Item(
        name[:1].upper() + name[1:], weight.value, weight.unit, level, opens, flow.evidence(first, last)
    )


def _listed(flow: Flow, start: int, end: int) -> list[Item]:
    """The items of a list without weights."""
    items: list[Item] = []
    for line in flow.lines[flow.line_at(start) :]:
        if line.start >= end:
            break
        text = flow.text[line.start : line.end]
        if line.start < start:
            continue
        opening = re.match(rf"\s*(?:{BULLET}|\d\s*[.):-]+|[a-z]\s*[).])\s*(?=[a-z])", text)
        if opening:
            name, _ = clean_name(flow.words(line.start, line.end))
            if 3 <= len(name) <= 150:
                items.append(Item(name, None, None, 1, False, flow.evidence(line.start, line.end)))
        elif items and len(items) > 1:
            break
    return items
