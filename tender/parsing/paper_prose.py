"""Papers named in sentences: "Le candidat remet un DUME", "sont réclamés à l'attributaire : …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tender.parsing.flow import Flow, capital, fold, pattern
from tender.parsing.headings import every_section, headed_lines
from tender.parsing.paper_asked import LISTED, TAIL, WHO, asked_papers
from tender.parsing.paper_lists import Paper, part_of_paper, short
from tender.parsing.paper_phrases import named_spans
from tender.parsing.paper_words import (
    ANY,
    APPLY,
    AWARD,
    ITEM,
    OFFER,
    PART_WORDS,
    REFUSAL,
)
from tender.parsing.paper_zones import Zone, title_part

_STOP = re.compile(r"(?<=[a-z0-9)»\"%])(?<![\s(][a-z])(?<!\bart)(?<!\bal)(?<!\bcf)[.](?=\s|$)|;(?=\s*\n)")
"""The end of a sentence; the point of "L. 2113-1" or "art. 5" ends none."""
_HANDS = re.compile(
    r"\b(?:enveloppes?|chemises?|volets?|fichiers?|la\s+(?:premiere|seconde|deuxieme)|dossiers?|plis?|offres?|candidatures?|reponses?|propositions?|soumissions?)\b(?:(?!\bconsultation)[^.:]){0,80}?"
    r"\b(?:compren\w+|contien\w+|contenir|comport\w+|compos\w+|constitu\w+|inclu\w+)"
    rf"|\b{WHO}\b[^.:]{{0,170}}?\b(?:remet\w*|transmet\w*|joi(?:nt|gne(?:nt)?|ndra|ndront|ndre)\b"
    rf"|fourni(?!ture)\w*|produi\w*"
    r"|enver\w+|envoi\w*|adress(?:e|ent|er|era|eront)\b|ajout(?:e|ent|era|er)\b|annexe(?:nt|r|ra|ront)?\b"
    r"|comporte(?:nt|ra|ront)?\b"
    r"|complete(?:nt|r|ra|ront)?\b|presente(?:nt|r|ra|ront)?\b"
    r"|depose(?:nt|r|ra|ront)?\b|justifie\w*|communique(?:nt|r|ra|ront)?\b|comprend\w*)"
    r"|\b(?:est|sont|soit|soient|sera|seront|etre|que)\s+(?:egalement\s+|aussi\s+"
    r"|obligatoirement\s+)?(?:a\s+)?"
    r"(?:remis|transmis|joint|fourni|produit|reclame|exige|demande|requis|annexe|livre)e?s?\b"
    r"|\bapporte(?:nt|r|ra|ront)?\s+la\s+preuve\b|\bnous\s+vous\s+demand\w+|\bmerci\s+de\s+(?:bien\s+vouloir\s+)?(?:(?:nous|me|y)\s+)?(?:adress|transmet|join|fourni|retourn"
    r"|remet|faire\s+parv)\w+"
    r"|\bvous\b[^.:]{0,80}?\b(?:join|fourni|transmet|remet|produi|adress|envo|enver|depos)\w+"
    r"|\b(?:vorzulegen|einzureichen|beizufugen|nachzuweisen|vorlegen|einreichen)\b"
    r"|\ba\s+(?:remettre|fournir|produire|joindre|transmettre)\b"
    r"|\b(?:peut|pourra)\s+(?:demander|exiger|reclamer)\b"
)
_NOBODY = pattern(
    r"\b(?:le|du|au) (?:titulaire|maitre d'ouvrage|pouvoir adjudicateur)\b|l'acheteur (?:trans|remet"
    r"|adresse|fourni)"
    r"|avis a ete|listes? de confiance|organismes habilites|offres referencees|copies? de sauvegarde"
    r"|dossier de (?:la )?consultation|autre langue|factures?|sur demande|peuvent (?:presenter"
    r"|reutiliser|utiliser)|appreciee?s? |not(?:ees?|ation)\b"
    r"|(?<!copie\sdu\s)jug(?:ee?s?|ement)\b(?!\s+(?:de\s+redress|prononc))|evaluee?s?\b|ponder|\d %"
    r"|peut etre (?:apportee?|prouvee?)|par tout moyen"
    r"|en cas de (?:virus|panne)|lettres? de rejet|renseignements complementaires|rapports? d'analyse"
)
_AWARDED = pattern(
    r"attributaires?|adjudicataires?|titulaires? pressentis?|\b(?:peut|pourra) (?:demander|exiger|reclamer)\b"
    r"|\b(?:candidat|entreprise|soumissionnaire|concurrent|prestataire)s?\b[^.]{0,25}"
    r"\b(?:retenue?s?|pressentie?s?|choisie?s?)|engere wahl|auf verlangen|fur den zuschlag vorgesehen"
    r"|avant (?:la |toute |de )?(?:notification|signature|signer)|avant d'attribuer|premiere demande"
    r"|avant que[^.]{0,50}\battribue|retenue a titre provisoire"
    r"|\bvotre offre (?:est|a ete|sera|etait) retenue|\bvous etes (?:retenu|choisi)"
    r"|classee?s? (?:premiere?|en tete)\b|dont l'offre (?:est|a ete|sera|aura ete) (?:retenue|classee)"
)
_OTHER_SECTION = pattern(
    r"recours|paiement|langue|donnees personnelles|confidential|modification|depot|deposer|transmission"
    r"|echanges"
    r"|dematerialis|copie de sauvegarde|renseignements|questions|penalit|execution|negociation"
    r"|pieces? (?:du marche|contractuelles?)"
    r"|(?:contenu|composition|pieces) du (?:dossier de (?:la )?consultation|dce|marche|contrat)"
    r"|dossier de (?:la )?consultation"
    r"|jugement|notation|criteres|visite|intervenants|definitions|sous-traitan"
)
_LONG = 1100
_TITLE = 120
_OPENING = 40
_BRIEF = 60
_CUT = 0.7
"""Of the width of the lines around: shorter lines were not cut by the margin."""
_WRAPPED = 75
"""Characters of a line that its page may have cut."""
_NEAR = 3
_ALSO = re.compile(r"\b(?:egalement|aussi|meme\s+delai|memes?\s+conditions)\b")


def prose_papers(
    flow: Flow, zones: Sequence[Zone], tabled: Sequence[tuple[int, int]] = ()
) -> Iterator[Paper]:
    """The papers of every sentence in which who answers hands them in; then those only spoken of.

    `tabled`: where tables already read stand.
    """
    told: list[Zone] = [(start, end, "") for start, end in tabled]
    for start, end, sentence, one in _handed(flow, zones):
        if any(a < end and start < b for a, b in tabled):
            continue
        told.append((*sentence, ""))
        yield one
    yield from asked_papers(flow, zones, frozenset(section.start for section in every_section(flow)), told)


def _handed(flow: Flow, zones: Sequence[Zone]) -> Iterator[tuple[int, int, tuple[int, int], Paper]]:
    """Where each paper stands, and its sentence."""
    sections = every_section(flow)
    titles = {section.start: section for section in sections}
    titled = headed_lines(flow)
    closed, context = False, ""
    before = 0  # the end of the last sentence that spoke to the winner
    for start, end in _sentences(flow, frozenset(titles) | titled):
        text = flow.text[start:end]
        if start in titles or start in titled:
            line = re.split(r"\.\s", flow.line_text(flow.line_at(start)), maxsplit=1)[0]
            closed, context = bool(_OTHER_SECTION.search(line)), title_part(line) or ""
        elif _is_short_title(flow, flow.line_at(start)):
            closed = bool(_OTHER_SECTION.search(text))
        short_title = title_part(text.rstrip(" .")) if len(text) < 95 else None
        if short_title is not None:
            closed, context = False, short_title
            continue
        item = ITEM.match(text)
        listed = item is not None and not item.group().strip()[:1].isdigit()
        award = bool(_AWARDED.search(text)) or (start - before < _NEAR and bool(_ALSO.search(text)))
        before = end if award else before
        asked, _, _ = text.partition("sauf ")  # what is asked all the same, but in some case
        if (closed and not award) or listed or REFUSAL.search(asked) or LISTED.search(text):
            continue
        hands = bool(_HANDS.search(text))
        bare = not hands and _is_bare(flow, zones, start, text)
        spans = _demanded(text, hands=hands, award=award, bare=bare, context=context)
        zone = next((part for a, b, part in zones if a <= start < b), ANY)
        for a, b in spans:
            said = AWARD if award else _said(text[: spans[0][0]]) or context or zone
            yield start + a, start + b, (start, end), _paper(flow, start + a, start + b, said)


def _demanded(text: str, *, hands: bool, award: bool, bare: bool, context: str) -> list[tuple[int, int]]:
    """The papers a sentence asks for; none where nobody hands anything in."""
    if not (hands or (not award and (bare or context))):
        return []
    if (not award and not bare and _NOBODY.search(text)) or _LEAST.search(text):
        return []
    spans = [
        (a, b)
        for a, b in named_spans(text)
        if not _QUALITIES.match(text, a) and not _TOLD_ABOVE.search(text, a, b)
    ]
    if not spans or (bare and spans[0][0] > (0 if _says(text) else _OPENING)):
        return []
    told = bare or award or hands
    if context and not told and (len(spans) < 2 or _DESCRIBES.search(text)):
        return []
    # What a subcontractor brings hangs on his declaration.
    return spans[:1] if "sous-traitan" in text[: spans[0][1]] else spans


_LEAST = re.compile(r"\b(?:niveaux?|capacites?)\s+minim|:\s*\d{1,3}\s*(?:%|points?\b)")
"""What a bidder must reach is no paper, nor what weighs in the judgement."""
_TOLD_ABOVE = re.compile(r"\b(?:susmention|susvise|sus-?indique|precitee?s?\b|ci-dessus)")
_DESCRIBES = re.compile(r"\b(?:detaill|decri|precis|indiqu|expos|expliqu)\w*")
"""What a paper says is told, not which papers are asked."""


_DELAY = re.compile(
    r"^(?:sous|dans)\s[^,;]{0,40}?\b(?:jours?|semaines?|heures?)(?:\s(?:ouvr\w+|calendaires|francs))?,?\s"
)
"""Within how many days, before the first paper's name."""
_BARE_NOUN = 15
"""Letters of a noun that says too little without what follows it."""
_LED = re.compile(
    r"^(?:au moyen d(?:u|es|e l['’])\s+|également\s+|aussi\s+|en outre,?\s+|obligatoirement\s+"
    r"|impérativement\s+|que\s+|qu['’])*"
    r"(?:(?:son|sa|ses|leurs?)\s+)?(?=\w)",
    re.IGNORECASE,
)
"""Words before the name of a paper that are no part of it."""


def _paper(flow: Flow, start: int, end: int, said: str) -> Paper:
    words = flow.words(start, end)
    cut = TAIL.sub("", words)
    name = _LED.sub("", short(_DELAY.sub("", cut if len(cut) > _BARE_NOUN else words)))
    part = part_of_paper(fold(name), said)
    return Paper(capital(name), part, flow.evidence(start, end), 0.75)


def _sentences(flow: Flow, titles: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Every sentence; titles, items of lists and announcing lines stand for themselves."""
    cuts = {0, flow.length}
    for index, line in enumerate(flow.lines):
        text = flow.text[line.start : line.end]
        if _is_label(flow, index) or _is_short_title(flow, index):
            cuts |= {line.start, line.end}
        if line.start in titles:
            told = text.rstrip().endswith(":") or (len(text) > _WRAPPED and " : " in text)
            told = told or _STOP.search(text, 6) is not None or (len(text) > _WRAPPED and _wraps(flow, index))
            whole = len(text) < _TITLE and not told
            cuts |= {line.start} | ({line.end} if whole else set())
        elif ITEM.match(text):
            cuts.add(line.start)
        elif _SUBJECT.match(text) or (index and len(text) < 95 and title_part(text) is not None):
            cuts |= {line.start, line.end}
    cuts |= {match.end() for match in _STOP.finditer(flow.text)}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        while start < end and flow.text[start].isspace():
            start += 1
        if 0 < end - start <= _LONG and not any("\t" in p.text[a:b] for p, a, b in flow.places(start, end)):
            yield start, end


_FINITE = re.compile(
    r"\b(?:est|sont|sera|seront|doi(?:t|vent)|devr\w+|peu(?:t|vent)|pourr\w+|a|ont|aura|auront|fait|font|permet\w*"
    r"|vaut|valent|comporte|indique|precise|se|s'\w+|ne|n'\w+)\b"
)


def _is_bare(flow: Flow, zones: Sequence[Zone], start: int, text: str) -> bool:
    """A noun phrase that ends with a full stop, in a place that lists papers: "La DPGF dûment remplie."."""
    if not any(a <= start < b for a, b, _ in zones):
        return False
    return _is_field(flow, flow.page_of(start)) or (text.rstrip().endswith(".") and not _says(text))


_CONDITIONS = re.compile(
    r"\b(?:dans\s+la\s+mesure\s+ou|des\s+lors\s+qu|lorsqu|s'ils?\b|si\s+l|pour\s+les\s+candidats\s+qui|sous\s+reserve\s+qu"
    r"|a\s+condition\s+qu).*$",
    re.DOTALL,
)


def _says(text: str) -> bool:
    """A sentence with a verb of its own; one in the case a paper hangs on is none."""
    return bool(_FINITE.search(_CONDITIONS.sub("", text)))


def _wraps(flow: Flow, index: int) -> bool:
    """The next line goes on in small letters: no title, the first line of a sentence."""
    if index + 1 >= len(flow.lines):
        return False
    following = flow.lines[index + 1]
    places = flow.places(following.start, following.end)
    return bool(places) and places[0][0].text[places[0][1]].islower()


def _is_label(flow: Flow, index: int) -> bool:
    """The first line of a field of a notice in XML: what the field is."""
    page = flow.lines[index].page
    return (not index or flow.lines[index - 1].page != page) and _is_field(flow, page)


def _is_short_title(flow: Flow, index: int) -> bool:
    """A short line, not cut by the margin, that nothing ends: a title; the next begins a sentence."""
    text = flow.line_text(index).rstrip()
    if (
        not 3 < len(text) < _BRIEF
        or text[-1] in ".,;:"
        or index + 1 >= len(flow.lines)
        or _wraps(flow, index)
    ):
        return False
    if index and _wraps(flow, index - 1):
        return False
    near = [len(flow.line_text(n)) for n in range(max(0, index - 6), min(len(flow.lines), index + 7))]
    return len(text) < _CUT * max(near)


def _is_field(flow: Flow, page: int) -> bool:
    """The page is a field of a notice in XML: no sentence goes on from the field before."""
    return (flow.source.pages[page].path or "").startswith("/")


def _said(lead: str) -> str | None:
    """The part the words before the first paper name last."""
    found = [
        (m.start(), APPLY) for m in re.finditer(r"\bcandidatures?\b|porter\s+candidat|capacites\b", lead)
    ]
    found += [(m.start(), OFFER) for m in re.finditer(r"\boffres?\b", lead)]
    found += [
        (m.start(), APPLY if m.group().endswith("premiere") else OFFER) for m in _ENVELOPE.finditer(lead)
    ]
    if found:
        return max(found)[1]
    return next((part for part, words in PART_WORDS[1:] if part and words.search(lead)), None)


_ENVELOPE = re.compile(r"\bla\s+(?:premiere|seconde|deuxieme)\b")
"""Of two envelopes the first holds the candidature."""
_SUBJECT = re.compile(r"\s*(?:objet|ref(?:erence)?s?|concerne)\s*:")
_QUALITIES = re.compile(
    r"(?:les?\s+|des\s+)?(?:justifications?\s+(?:a|quant)\b|justificatifs?\s+(?:quant|equivalents?)\b"
    r"|justificatifs?\s+a\s+(?:transmettre|fournir|produire|remettre)\b"
    r"|(?:une?|toute?)\s+(?:autre\s+)?(?:preuve|document|moyen\s+de\s+preuve)\s+equivalente?\b"
    r"|(?:documents?|justificatifs?)\s+(?:et\s+[^,;]{0,30})?(?:demandes|exiges|requis)\b)"
)
"""The heading of a notice, or all papers together: no paper."""
