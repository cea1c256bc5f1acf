"""Where a document lists the papers of a bid: spans of lines, each with the part of the bid it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tender.parsing.flow import BULLET, Flow, pattern
from tender.parsing.headings import Section, every_section
from tender.parsing.paper_lists import bare_part
from tender.parsing.paper_words import (
    ANNOUNCING,
    ANY,
    APPLY,
    DASHED,
    DEEP_ITEM,
    EITHER_TITLES,
    ITEM,
    OFFER,
    OTHER_TITLES,
    PAPER_HEAD,
    PART_WORDS,
    TWO_LEVELS,
)
from tender.vocabulary.source import DocumentKind

Zone = tuple[int, int, str]
_KEEP = "keep"
_ALONE = 45
"""Characters of a title that has no number."""
_ANNOUNCED = pattern(r"(?:au titre|pieces|documents|a l'appui|pour)[^:]{0,30} (?:candidature|offre)s? ?: ?$")
_SUBTITLE = pattern(r"\s*(?:[a-z\d]+(?:\.[a-z\d]+){2,}|[ivx]+\.\d+\.\d+)")
_NUMBER = (
    rf"(?:{BULLET}\s*)?(?:article\s*)?(?:(?:[ivx]{{1,4}}|\d{{1,2}}|[a-h])(?:\s?[.\-]\s?(?:\d{{1,2}}"
    rf"|[a-z]\b))*"
    r"\s*[.)°:–-]*\s*)?[-–:]?\s*"
)
_PART_TITLE = re.compile(
    rf"^\s*{_NUMBER}(?:(?:le|la|les|l'|un|une)\s*)?(?:(?P<nth>1re|1ere|1er|premiere?|2e|2eme|2nd|deuxieme"
    rf"|seconde?)\s+)?"
    r"(?:contenu|composition|constitution|presentation|pieces?|documents?|dossiers?|sous-dossiers?|elements?"
    r"|justificatifs?|justifications?|renseignements?|enveloppes?|plis?|volets?|parties?|fichiers?"
    r"|repertoires?"
    r"|au\s+titre|pour|concernant|relatifs?|s'agissant)\b"
    r"(?P<rest>[^.;]{0,70}?\b(?P<part>candidatures?|offres?)\b[^.;]{0,40})$"
)
_VERB = re.compile(
    r"\b(?:est|sont|sera|seront|doit|doivent|devra|devront|peut|peuvent|pourra|pourront|ne|n'\w+)\b"
)
_ONE_PAPER = re.compile(r"\bdc\s?[12]\b|\blettre\s+de\s+candidature\b|\bactes?\s+d'engagement\b")
"""A line that names a paper of a part is no title of that part."""
_OF_NOBODY = re.compile(r"\b(?:titulaire|prestataire|maitre\s+d'\w+|acheteur|pouvoir\s+adjudicateur)\b")

_GIVEN = re.compile(
    r"\bdossier\s+(?:de\s+(?:la\s+)?)?consultation\b|\bdce\b|\bmise?s?\s+a\s+(?:la\s+)?disposition\b|\bpieces\s+(?:constitutives\s+)?du\s+marche\b"
)
_HELD = re.compile(r"\bdossier\b[^:]{0,40}\b(?:compos|compren|contien|contenir|comport|constitu)")
_HANDED_IN = re.compile(
    r"\bcandidat|\bsoumission|\boffre|\bplis?\b|\brepon|\bremett|\bprodui|\bfourni|\btransm|\bdepos|\bretourn|\badresse[rz]|\bparvenir"
)


def title_part(text: str) -> str | None:
    """The part a short title names ("5-1 Justificatifs candidature", "Dossier d'offre"); None: none."""
    line = text.strip().rstrip(":").rstrip()
    if len(line) > 95 or ("candidature" not in line and "offre" not in line):
        return None
    bare = bare_part(line)
    match = None if bare else _PART_TITLE.match(line)
    if not (bare or match) or any(words.search(line) for words in (OTHER_TITLES, _VERB, _ONE_PAPER)):
        return None
    if match is None:
        return bare
    if re.search(r"candidatures?\b.*\boffres?\b|\boffres?\b.*\bcandidatures?\b", line):
        return ANY
    return APPLY if match["part"].startswith("candidature") else OFFER


def paper_zones(flow: Flow) -> Iterator[Zone]:
    """Spans of lines under a title or an announcing phrase that says which part they belong to."""
    if flow.kind is DocumentKind.NOTICE and flow.source.language == "fr":
        yield from _fields_of_notice(flow)
    held = {section.start: section for section in every_section(flow)}
    part: str | None = None
    start = depth = 0
    given = False  # below the title of what the buyer gives
    for index, line in enumerate(flow.lines):
        text = flow.text[line.start : line.end]
        section = held.get(line.start)
        if section is not None:
            given = bool(_GIVEN.search(text)) and not _HANDED_IN.search(text)
        said = _part_of(flow, index, text, titles=held, part=part)
        if said == ANY and given:
            continue
        below = section is not None and 0 < depth < len(section.number)
        if said is None and below and part is not None and not OTHER_TITLES.search(text):
            continue  # a title below the one that opened the list goes on with it
        if said == _KEEP or (below and part == OFFER and said == APPLY and "candidature" not in text):
            continue  # "Dossier administratif" within the offer
        if part is not None and line.start > start:
            yield start, line.start, part
        part, start = said, line.end
        if section is not None or _TOP_NUMBER.match(text):
            depth = len(section.number) if section is not None else 1
    if part is not None:
        yield start, flow.length, part


_TOP_NUMBER = re.compile(r"\s*(?:article\s*)?(?:[ivx]{1,4}|\d{1,2})\s*[.)-]\s+[a-z]")
"""A title of the first level that the tree of sections does not hold."""
_SELECTION = re.compile(
    r"/LEFTI\w*/(?:SUITABILITY|ECONOMIC_FINANCIAL_INFO|TECHNICAL_PROFESSIONAL_INFO|CRITERIA_SELECTION"
    r"|RULES_CRITERIA|REFERENCE_TO_LAW)$|SelectionCriteria(?:\[\d+\])?/cbc:Description$"
)
"""Where a notice in XML says what a bidder has to prove: III.1 of the old forms, BT-750 of eForms."""


def _fields_of_notice(flow: Flow) -> Iterator[Zone]:
    for index, line in enumerate(flow.lines):
        page = flow.source.pages[line.page]
        if (index == 0 or flow.lines[index - 1].page != line.page) and _SELECTION.search(page.path or ""):
            last = max(n for n in range(index, len(flow.lines)) if flow.lines[n].page == line.page)
            if last > index:
                yield line.end, flow.lines[last].end + 1, APPLY


def _part_of(
    flow: Flow, index: int, text: str, *, titles: Mapping[int, Section], part: str | None
) -> str | None:
    """The part a title or announcing line opens, None when it closes lists, _KEEP when it says nothing."""
    title = flow.lines[index].start in titles
    named = title_part(text) if title or _stands_alone(flow, index, text) else None
    if named is not None:
        return named
    if _is_item(flow, index, text, listed=part is not None, title=title):
        return _KEEP
    return _announced(flow, index, text, title=title, part=part)


def _is_item(flow: Flow, index: int, text: str, *, listed: bool, title: bool) -> bool:
    """A paper of a list, though its number may look like a title's."""
    marked, deep = ITEM.match(text), DEEP_ITEM.match(text) or (None if title else TWO_LEVELS.match(text))
    if listed and deep and PAPER_HEAD.match(text[deep.end() :]):
        return True
    if marked is None or (title and is_dashed_title(flow, index)):
        return False
    if listed and (
        PAPER_HEAD.match(text[marked.end() :]) or counts_on(flow, index) or _is_small_roman(flow, index, text)
    ):
        return True
    return not title and not (text.rstrip().endswith(":") and _ANNOUNCED.match(text[marked.end() :]))


_SMALL_ROMAN = re.compile(r"\s*[ivx]{1,4}\)\s")


def _is_small_roman(flow: Flow, index: int, text: str) -> bool:
    """ "iii) de la preuve", no "III) Offre"."""
    places = flow.places(flow.lines[index].start, flow.lines[index].end)
    return bool(_SMALL_ROMAN.match(text) and places and places[0][0].text[places[0][1]].islower())


def _announced(flow: Flow, index: int, text: str, *, title: bool, part: str | None) -> str | None:
    """What the words of a title, or of a line that ends in a colon, say of the lines below it."""
    rest = text.rstrip()
    following = flow.line_text(index + 1) if index + 1 < len(flow.lines) else ""
    announces = rest.endswith(":") or (following.rstrip().endswith(":") and len(following) < 90)
    if not (title or announces or (len(rest) < 75 and rest[-1:] not in ".;," and _opens(flow, index))):
        return _KEEP
    wraps = len(following) < 60 and not ITEM.match(following)
    whole = f"{text} {following}" if (title and wraps) or (announces and not rest.endswith(":")) else text
    alone = len(rest) < _ALONE and rest[-1:] not in ".;," and _opens(flow, index)
    if (title or alone) and OTHER_TITLES.search(text):
        return None
    for said, words in PART_WORDS:
        if words.search(whole if said is not None or title else text) or (title and words.search(text)):
            return said if said is not None or title or announces else _KEEP
    open_list = announces and part in (None, ANY) and ANNOUNCING.search(whole)
    said_above = "" if not index or _opens(flow, index) else flow.line_text(index - 1)
    asked = open_list and not _OF_NOBODY.search(whole) and not _of_the_buyer(f"{said_above} {whole}")
    told = announces and EITHER_TITLES.search(whole) and not _of_the_buyer(whole)
    if (title and EITHER_TITLES.search(text)) or asked or (told and part in (None, ANY)):
        return ANY
    return None if title and not _SUBTITLE.match(text) else _KEEP


def _of_the_buyer(text: str) -> bool:
    """The line lists what the buyer gives ("Le dossier est composé de…"), not what it asks."""
    return bool(_GIVEN.search(text)) or (bool(_HELD.search(text)) and not _HANDED_IN.search(text))


def is_dashed_title(flow: Flow, index: int) -> bool:
    """ "3 - Présentation des offres", not "3 - Planning" below "2 - Mémoire"."""
    text = flow.line_text(index)
    dashed = DASHED.match(text)
    return dashed is not None and not PAPER_HEAD.match(text[dashed.end() :]) and not counts_on(flow, index)


def counts_on(flow: Flow, index: int) -> bool:
    """The next number of a list, right below the one before: "6. Mémoire", "7. Trois menus types"."""
    own, above = ITEM.match(flow.line_text(index)), ITEM.match(flow.line_text(index - 1)) if index else None
    numbers = [found["num"] for found in (above, own) if found and (found["num"] or "").isdigit()]
    return len(numbers) == 2 and int(numbers[1]) == int(numbers[0]) + 1


def _stands_alone(flow: Flow, index: int, text: str) -> bool:
    """Not the second line of a sentence: the line before was ended, or this one has a number or a capital."""
    rest = text.rstrip()
    if rest[-1:] in ".;,":
        return False
    return _opens(flow, index) or bool(re.match(rf"\s*(?:{BULLET}|[a-z\d]{{1,3}}[.)°\-]+)", text))


def _opens(flow: Flow, index: int) -> bool:
    """A short line that begins with a capital, after a line that was ended: a title without a number."""
    line = flow.lines[index]
    numbered = re.match(r"\s*\d+(?:\.\d+)*\s*[.)–-]?\s*", flow.text[line.start : line.end])
    places = flow.places(line.start + (numbered.end() if numbered else 0), line.end)
    if not places:
        return False
    page, first, _ = places[0]
    before = flow.line_text(index - 1).rstrip() if index else ""
    return page.text[first].isupper() and (before[-1:] in ".;:)" or len(before) < 75)
