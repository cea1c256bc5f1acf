"""The papers a bidder must send: with the candidature, with the offer, or once chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tender.parsing.flow import BULLET, Flow, fold, pattern, tidy
from tender.parsing.headings import every_section
from tender.parsing.ranking import Dossier
from tender.vocabulary.call import Reading, RequiredDocument
from tender.vocabulary.source import DocumentKind, Evidence, Page, Table

_APPLY, _OFFER, _AWARD = "candidature", "offre", "attribution"
_THINGS = (
    r"(?:pieces?|documents?|dossiers?|elements?|renseignements?|justificatifs?|contenu|informations?"
    r"|certificats?)"
)
_PART_WORDS: tuple[tuple[str | None, re.Pattern[str]], ...] = (
    (
        None,
        pattern(
            r"(?:contenu|composition|pieces) (?:constitutives? )?du (?:dossier de (?:la )?consultation|dce"
            r"|marche|contrat)"
            r"|dossier de (?:la )?consultation[^;\n]{0,60}(?:comprend|contient|comporte|constitu|compos)"
            r"|dossier d'appel d'offres[^;\n]{0,30}(?:doit )?(?:comprend|contient|comporte)"
            r"|(?:conditions|modalites) (?:d'envoi|de remise|de transmission|de presentation des plis)"
            r"|formats? (?:de|des) fichiers|contient trois enveloppes|conditions requises"
        ),
    ),
    (
        _AWARD,
        pattern(
            rf"(?:{_THINGS}|attestations?)[^.\n]{{0,70}}(?:attributaires?|candidats? retenus?"
            rf"|titulaire pressenti|avant attribution"
            r"|avant notification|offre retenue)"
            r"|(?:candidat|soumissionnaire|concurrent|entreprise)s?,? (?:retenus?|(?:auquel"
            r"|a qui) il est envisage"
            r"|pressentis?|declares? attributaires?)"
        ),
    ),
    (
        _OFFER,
        pattern(
            rf"{_THINGS}[^.;\n]{{0,60}}(?:de l'|a l'|d'une |d'|l'|son |leur |des |au choix de l')offres?\b"
            r"|elements? (?:relatifs|necessaires) (?:a|au) (?:l'|choix de l')offres?|contenu des offres"
            r"|projet de marche[^.\n]{0,40}compren|(?:l'offre|offre (?:technique|financiere)|dossier offre"
            r"|sous-dossier offre)"
            r"[^.\n]{0,60}(?:compren|comport|contien|constitu|compos)|pour le choix de l'offre"
            r"|offre (?:technique|financiere)\b$"
            r"|mit dem angebot|vom unternehmen sind vorzulegen|angebot[^.\n]{0,60}folgende unterlagen"
            r"|einzureichende\w* unterlagen"
            r"|beizufugende unterlagen|documents to be submitted|tender documents to be"
        ),
    ),
    (
        _APPLY,
        pattern(
            rf"{_THINGS}[^.;\n]{{0,80}}(?:candidatures?|concurrents?)\b|situation juridique"
            rf"|capacites? (?:economiques?|techniques?"
            r"|financieres?|professionnelles?)|selection des candidatures$|au titre de la candidature"
            r"|justifiant (?:des |les )capacites|dossier administratif|references professionnelles"
            r"|(?:sous-traitance|capacites d'autres)|eignungskriterien|fachkunde, leistungsfahigkeit"
            r"|teilnahmeantrag"
            r"|zur (?:technischen|wirtschaftlichen|befahigung)"
        ),
    ),
)
_OTHER_TITLES = pattern(
    r"copie de sauvegarde|\bgroupements?\b|\bvariantes?\b|negociation|(?:voies|delais|procedures?) de recours"
    r"|transmission (?:electronique|sous)|(?:examen|selection|jugement|analyse) des (?:candidatures|offres)"
    r"|signature electronique|renseignements complementaires|criteres? d'attribution"
)
_PAPER = re.compile(
    r"\bdc\s?[1-4]\b|\bdume\b|formulaire|lettre|declaration|attestation|certificat|extrait|k-?bis|copie"
    r"|\bliste|acte d'engagement"
    r"|\bae\b|attri|bordereau|\bbpu\b|\bdqe\b|dpgf|decomposition|detail (?:quantitatif|estimatif)|devis"
    r"|memoire|\bnote\b|cadre"
    r"|planning|calendrier|\brib\b|releve d'identite|pouvoirs?\b|habilitation|engagement|references?"
    r"|preuve|justificati"
    r"|\bplan\b|catalogue|fiche|document|qualification|titres d'etudes|\bcv\b|curriculum|numero unique"
    r"|questionnaire"
    r"|presentation|bilan|echantillon|charte|programme|organigramme|moyens|effectif|chiffre d'affaires"
    r"|proposition|methodologi"
    r"|jugement|tableau|grille|annexe|convention|recepisse|caution|cahier|simulation|version|descripti"
    r"|offre|etat"
    r"|formular|erklarung|nachweis|referenz|angebot|preis|kalkulation|konzept|zusammensetzung|benennung"
    r"|lebenslauf|vereinbarung"
    r"|verzeichnis|zeitplan|auszug|unterlage|darlegung|beschreibung|ausfuhrung|aufgabenstellung"
    r"|vorstellung|bescheinigung|profil"
    r"|form\b|letter|offer|agreement|concept|statement|proof|schedule|self-declaration|antrag|bogen"
)
_NOT_PAPER = re.compile(
    r"^(?:le nom|la nature|l'unite|le montant|les conditions|la duree|le cas echeant,? les capacites"
    r"|le fait|soit |un compte"
    r"|des elements ci-avant|des conditions d'acces|lorsque|en fournissant|si |a condition|d'un systeme"
    r"|d'un espace|directement"
    r"|le candidat (?:peut|doit)|les candidats|il est|faire partie|remplir|renseigner|beneficier"
    r"|d'attester|fichiers?\b|format"
    r"|une offre (?:irreg|inacc|inappr)|le dc\d (?:est|doit|peut)|→|objet|date|nom et|l'objet"
    r"|l'avertissement|la date|les personnes|un (?:recours|refere)|une? offre|a (?:une|l'|la)\b"
    r"|communique|habilite|\d+\s*%|(?!fournir|transmettre|produire|remettre|joindre)[a-z]{3,}(?:er|ir|dre"
    r"|tre)\s(?!de\b)"
    r"|au plus tard|au fur|dans le cas|les publics|experience|feasibility|sonstige"
    r"|d'informations|ubersicht|m'engage|je\b|remets|montant|pour les? concurrents?|[^.]{0,60} ="
    r"|le soumissionnaire|leur offre|le titulaire|l'attributaire|(?:jugement|examen|analyse|selection"
    r"|attribution) des|conditions|modalites|criteres"
    r"|presentation des (?:offres|plis))"
)
_ITEM = re.compile(
    rf"^\s*(?:(?P<mark>{BULLET})\s*|(?P<num>\d{{1,2}}|[a-z])\s*[.)°](?!\s*\d)\s*-?\s*|piece\s*\d+\s*:\s*"
    r"|[a-z]\s?-\s*(?=[a-z]))(?=\S)"
)
_HEADER_CELL = re.compile(r"libelle|documents?|pieces?|unterlage|justificatif|designation|intitule")
_PROSE = pattern(
    r"\b(?P<verb>produi\w+|fourni\w+|remett\w+|transmett\w+|renseign\w+|joind\w+|joign\w+|utiliser"
    r"|adresse\w*|completer)"
    r"\b(?:[^.;]|\.(?=\S)){0,150}?\b(?:dc ?1|dc ?2|dc ?4|dume|document unique de marche|engagement ecrit"
    r"|k-?bis"
    r"|questionnaire"
    r"|attestations?|certificats?|extrait|declaration sur l'honneur|acte d'engagement|memoire)\b"
    r"(?:[^.;]|\.(?=\S)){0,190}"
    r"|(?:formulaires?|le) dc ?4[^.;]{0,120}"
    r"|(?P<form>sous la forme d')(?:un )?document unique de marche(?:[^.;]|\.(?=\S)){0,130}"
)
_CONDITION = pattern(r"\b(?:dans le cas|en cas|si un|pour justifier)\b[^.;]{0,190}$")
_REFUSAL = pattern(
    r"n'est pas tenu|ne sont pas tenus|peut s'abstenir|n'ont pas a|pas obligatoire|coffre-fort|inutile de"
)


@dataclass(frozen=True, slots=True)
class _Paper:
    name: str
    part: str | None
    evidence: tuple[Evidence, ...]


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The papers asked for by the rules of the call; where those are silent, by its other documents."""
    papers: list[_Paper] = []
    for flow in dossier.rules_first():
        if flow.kind in (DocumentKind.RC, DocumentKind.NOTICE):
            papers += _of(flow)
    if len(papers) < 3 or not any(f.kind is DocumentKind.RC for f in dossier.flows) or _german(dossier):
        others = (DocumentKind.OTHER, DocumentKind.ANNEX, DocumentKind.CCP, DocumentKind.CCTP)
        for flow in dossier.of(*others):
            listing = _LISTING.search(flow.text)
            if listing and flow.length < 60000:
                papers += _of(flow, listing.start())
    return replace(
        reading,
        required_documents=tuple(
            RequiredDocument(name=p.name, part=p.part, evidence=p.evidence, confidence=0.85)
            for p in _distinct(papers)
        ),
    )


def _german(dossier: Dossier) -> bool:
    return any(flow.german for flow in dossier.flows[:1])


_LISTING = pattern(
    r"checkliste|zusammenstellung der[^.\n]{0,40}(?:unterlagen|angebotsunterlagen)|abschliessende liste"
    r"|documents to be submitted"
    r"|einzureichende\w* unterlagen|pieces a (?:fournir|remettre|produire)|documents a (?:fournir|remettre"
    r"|produire)"
)


def _of(flow: Flow, since: int | None = None) -> list[_Paper]:
    """The papers of a document; with `since`, only of the list announced there, or of a whole checklist."""
    ticks = flow.text.count("☒") + flow.text.count("☑") > 0
    papers = list(_tables(flow))
    seen = {fold(p.name)[:60] for p in papers}
    titles = frozenset(section.start for section in every_section(flow))
    zones = list(_zones(flow, titles))
    if since is not None and since > 800:
        zones = [zone for zone in zones if since <= zone[0] <= since + 300]
    elif since is not None:
        first = min([flow.length, *(zone[0] for zone in zones)])
        zones = [(since, first, _OFFER), *zones] if first > since else zones
    for start, end, part in zones:
        items = _items(flow, (start, end, part), titles, ticks=ticks)
        papers += [p for p in items if fold(p.name)[:60] not in seen]
    return [*papers, *_prose(flow, zones)]


def _zones(flow: Flow, titles: frozenset[int]) -> Iterator[tuple[int, int, str]]:
    """Spans of lines under a title or an announcing phrase that says which part they belong to."""
    part: str | None = None
    start = 0
    for index, line in enumerate(flow.lines):
        text = flow.text[line.start : line.end]
        said = _part_of(flow, index, text, title=line.start in titles)
        if said is _KEEP:
            continue
        if part is not None and line.start > start:
            yield start, line.start, part
        part, start = said, line.end
    if part is not None:
        yield start, flow.length, part


_KEEP = "keep"


def _part_of(flow: Flow, index: int, text: str, *, title: bool) -> str | None:
    """The part a title or announcing line opens, None when it closes lists, _KEEP when it says nothing."""
    if _ITEM.match(text) and not title:
        return _KEEP
    rest = text.rstrip()
    following = flow.line_text(index + 1) if index + 1 < len(flow.lines) else ""
    announces = rest.endswith(":") or (following.rstrip().endswith(":") and len(following) < 90)
    if not (title or announces or (len(rest) < 75 and rest[-1:] not in ".;," and _opens(flow, index))):
        return _KEEP
    wraps = len(following) < 60 and not _ITEM.match(following)
    whole = f"{text} {following}" if (title and wraps) or (announces and not rest.endswith(":")) else text
    if title and _OTHER_TITLES.search(text):
        return None
    for part, words in _PART_WORDS:
        if words.search(whole if part is not None or title else text):
            if part is None and not (title or announces):
                return _KEEP
            return part
    return None if title and not _SUBTITLE.match(text) else _KEEP


def _opens(flow: Flow, index: int) -> bool:
    """A short line that begins with a capital, after a line that was ended: a title without a number."""
    line = flow.lines[index]
    page, first, _ = flow.places(line.start, line.end)[0]
    before = flow.line_text(index - 1).rstrip() if index else ""
    return page.text[first].isupper() and (before[-1:] in ".;:)" or len(before) < 75)


_SUBTITLE = pattern(r"\s*(?:[a-z\d]+(?:\.[a-z\d]+){2,}|[ivx]+\.\d+\.\d+)")


def _items(
    flow: Flow, zone: tuple[int, int, str], titles: frozenset[int], *, ticks: bool
) -> Iterator[_Paper]:
    """The items of the lists of a zone, each with the lines it goes on over."""
    start, end, part = zone
    first = flow.line_at(start)
    last = flow.line_at(max(start, end - 1))
    index = first
    while index <= last:
        opening = _ITEM.match(flow.line_text(index))
        if not opening:
            index += 1
            continue
        stop = index
        while stop < last and flow.lines[stop + 1].start not in titles and _goes_on(flow, stop, index):
            stop += 1
        unticked = ticks and opening["mark"] in ("☐", "□")
        begin = flow.lines[index].start + opening.end()
        paper = None if unticked else _paper(flow, begin, flow.lines[stop].end, part)
        if paper:
            yield paper
        index = stop + 1


def _goes_on(flow: Flow, index: int, opened: int) -> bool:
    text, following = flow.line_text(index).rstrip(), flow.line_text(index + 1)
    if text.endswith((";", ".", ":")) or _ITEM.match(following) or index - opened >= 5:
        return False
    page, first, _ = flow.places(flow.lines[index + 1].start, flow.lines[index + 1].end)[0]
    capital = page.text[first].isupper()
    return not (capital and len(text) < 70) and not re.match(
        r"\s*(?:zur |article\b|\d+(?:\.\d+)+\s)", following
    )


def _paper(flow: Flow, start: int, end: int, part: str) -> _Paper | None:
    folded = flow.text[start:end].strip()
    if not _PAPER.search(folded[:90]) or _NOT_PAPER.match(folded) or not 3 <= len(folded) <= 900:
        return None
    if re.search(r"\.{6,}|^_+|@", folded) or folded.startswith("http"):
        return None
    return _Paper(_short(flow.words(start, end)), part, flow.evidence(start, end))


def _short(name: str) -> str:
    """The name of a paper without the sentences that explain it."""
    name = name.strip(" ;.,:–—-")
    if len(name) <= 200:
        return name
    cut = re.search(r"(?<=[a-zé)])[.;]\s|\s:\s", name[40:])
    name = name[: 40 + cut.start()] if cut else name
    return name if len(name) <= 260 else name[:260].rsplit(" ", 1)[0] + " …"


def _prose(flow: Flow, zones: list[tuple[int, int, str]]) -> Iterator[_Paper]:
    """Papers named in sentences: "le candidat produit un engagement écrit", "le formulaire DC4 renseigné"."""
    for match in _PROSE.finditer(flow.text):
        start = max(flow.text.rfind(". ", 0, match.start()), flow.text.rfind(".\n", 0, match.start())) + 1
        sentence = flow.text[max(start, match.start() - 260) : match.end()]
        part = next((p for s, e, p in zones if s <= match.start() < e), None)
        if _PART_WORDS[1][1].search(sentence) or re.search(r"attributaire", sentence):
            part = _AWARD
        line = flow.lines[flow.line_at(match.start())]
        if part is None or _ITEM.match(flow.text[line.start : line.end]) or _REFUSAL.search(sentence):
            continue
        lead = _CONDITION.search(flow.text[start : match.start()])
        verb = match.end(match.lastgroup) if match.lastgroup else match.start()
        first = start + lead.start() if lead else verb
        name = _short(flow.words(first, match.end()))
        name = re.sub(r"\s+(?:des articles?|de l['’]article|conformément|https?:)\b.*$", "", name)
        name = re.sub(r"^(?i:au plus tard|avec|par|dans leur)[^,]{0,90},\s*", "", name.strip(" :"))
        if (
            len(name) > 2
            and not _NOT_PAPER.match(fold(name))
            and _PAPER.search(fold(name)[: 70 if not lead else 260])
        ):
            yield _Paper(name[:1].upper() + name[1:], part, flow.evidence(first, match.end()))


def _tables(flow: Flow) -> Iterator[_Paper]:
    """Tables of papers: "Libellés | Signature", "Unterlage | Vordruck"."""
    part: str | None = None
    for page in flow.source.pages:
        for table in page.tables:
            head = fold(" ".join(c.text for c in table.rows[0] if c))
            column = next(
                (n for n, c in enumerate(table.rows[0]) if c and _HEADER_CELL.search(fold(c.text))), None
            )
            signed = re.search(r"signature|vordruck|obligatoire|a fournir|format|fourni", head)
            if column is None or not signed or len(table.rows) < 2:
                continue
            part = _table_part(page, table, head) or part or _OFFER
            for row in table.rows[1:]:
                cell = row[column] if column < len(row) else None
                if cell and _PAPER.search(fold(cell.text)):
                    yield _Paper(_short(tidy(cell.text)), part, flow.cell_evidence(page, cell))


def _table_part(page: Page, table: Table, head: str) -> str | None:
    first = next((c.text for c in table.rows[1] if c and c.text.strip()), "") if len(table.rows) > 1 else ""
    place = page.text.find(first.split("\n")[0]) if first else -1
    above = fold(page.text[max(0, place - 500) : place]) + head if place > 0 else head
    found = [
        (match.start(), part)
        for part, words in _PART_WORDS
        if part is not None
        for match in words.finditer(above)
    ]
    return max(found)[1] if found else None


def _distinct(papers: list[_Paper]) -> list[_Paper]:
    kept: list[_Paper] = []
    seen: set[tuple[str, str | None]] = set()
    for paper in papers:
        key = (re.sub(r"\W+", "", fold(paper.name))[:48], paper.part)
        if key not in seen:
            seen.add(key)
            kept.append(paper)
    return kept
