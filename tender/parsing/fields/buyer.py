"""Who buys: labels, mastheads, the parties of the contract, the body a document names most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tender.parsing.flow import Flow, Line, fold, pattern, tidy
from tender.parsing.ranking import Candidate, Dossier, rank
from tender.vocabulary.call import Reading
from tender.vocabulary.source import DocumentKind, Stated

_BUYER_LABEL = pattern(
    r"^\W{0,3}(?:(?:article )?(?:\d{1,2}|[ivx]{1,4})(?:\.\d+)* ?[.)\-–:]? ?(?:-|–)? ?)?"
    r"(?:noms? (?:et adresses? )?(?:officiel\w* )?(?:de l'acheteur|du pouvoir adjudicateur"
    r"|de l'organisme|de la collectivite)(?: public| acheteur)?"
    r"|(?:identification|designation|identite|coordonnees) (?:de l'|du |de la )(?:acheteur"
    r"|pouvoir adjudicateur|collectivite"
    r"|organisme acheteur|organisme qui passe le marche)|entite adjudicatrice / acheteur|acheteur(?: public)?"
    r"|(?:le )?pouvoir adjudicateur(?: exercant la maitrise d'ouvrage)?|entite adjudicatrice|maitre "
    r"(?:d'ouvrage|de l'ouvrage)"
    r"|personne publique(?: contractante)?"
    r"|organisme acheteur|collectivite|noms? officiels?|offizielle bezeichnung|official name|dienststelle"
    r"|(?:offentlicher )?auftraggeber(?:in)?"
    r"|vergabestelle|name)"
    r"(?: \([^)\n]{0,40}\))?(?: ort, datum)? (?P<mark>:|$|\n) ",
    flags=re.MULTILINE,
)
_BODY = re.compile(
    r"(?:^|\b)(?:la |le |l'|les )?(?:ville d|commune d|mairie d|departement d|conseil (?:departemental"
    r"|regional|general)|region [a-z]"
    r"|(?:[a-z\-]+ )?metropole|communaute (?:d'agglo|de communes|urbaine)|syndicat|etablissement public"
    r"|institut|universite"
    r"|centre (?:hospitalier|communal|de gestion|national)|chu\b|ch d|hopital|hospices|ministere d"
    r"|prefecture|office (?:public|national)"
    r"|oph\b|sdis\b|ccas\b|services? departemental d'incendie|groupement d'interet|cnrs\b|agence |chambre d"
    r"|caisse |lycee |college |rectorat|academie |ecole "
    r"|grand port|port |musee |crous\b"
    r"|france travail|pole emploi|(?:[a-z\-]+ )?habitat\b|sem\b|spl\b|regie |groupement hospitalier"
    r"|assistance publique|service "
    r"departemental|direction (?:departementale|regionale|interdepartementale)|collectivite |eurometropole"
    r"|ugap\b|sncf|edf\b"
    r"|stiftung|stadt |landkreis|bundes[a-z]+|landes[a-z]+|universitat|hochschule|gemeinde |ministerium"
    r"|s\.?a\.? d.hlm|societe (?:publique|anonyme d.hlm|d.economie mixte)|opac\b|sivom\b|sivu\b|smictom"
    r"|sictom|syded|sydom|ehpad\b"
    r"|landeshauptstadt|[a-z\-]+ (?:gmbh|e\. ?v\.))"
)
_BODY_AT_START = re.compile(r"^\W*" + _BODY.pattern)
_IS = pattern(
    r"\b(?:le pouvoir adjudicateur|l'acheteur(?: public)?|le maitre d'ouvrage|l'entite adjudicatrice"
    r"|la personne publique) (?:est|:) (?:le |la |l'|les )?(?P<name>[^\n;:]{4,150})"
)
_PARTY = pattern(
    r"(?:entre les soussignes|conclu entre|d'une part|pouvoir adjudicateur"
    r"|acheteur)[^\n]{0,60}[:,]? ?\n(?P<name>[^\n,(]{4,110})"
)
_TITLE_WORDS = re.compile(
    r"reglement|consultation|marche|accord-cadre|acte d'engagement|cahier|date|objet|procedure|lot\b"
    r"|https?:|@|\btel|adresse"
    r"|rue\b|avenue|place\b|boulevard|\b\d{5}\b|page\b|direction des achats|courriel|anschrift|€"
    r"|services?\b(?! (?:departemental d|de sante|public))"
    r"|ort, datum|telefon|strasse"
    r"|designation|representant|indiquer|nom\b|\.{4,}|siret|ci-apres|version|candidat|soumissionn"
    r"|titulaire|entreprise"
)


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The public body that buys, as its documents name it most surely."""
    return replace(reading, buyer=_buyer(dossier))


def _buyer(dossier: Dossier) -> Stated[str] | None:
    found: list[Candidate[str]] = []
    for flow in dossier.rules_first():
        whole = flow.with_heads
        found += [*_labelled(whole), *_in_tables(whole), *_on_cover(whole), *_parties(whole)]
        found += _announced(flow)
        found += [*_inside_line(whole), *_with_status(flow), *_most_named(flow)]
    if not found:
        found = _masthead(dossier)
    if not found:
        return None
    said = Counter(c.key for c in found)
    best = max(
        found, key=lambda c: (c.confidence + 0.03 * min(said[c.key], 3) - 0.04 * rank(c.flow), -len(c.value))
    )
    return _well_cased(dossier, _in_full(best, found)).stated(found)


def _in_full(best: Candidate[str], found: Sequence[Candidate[str]]) -> Candidate[str]:
    """The name in full words where another place spells the initials out: "SDIS de l'Aude"."""
    initials = re.match(r"([A-Z]{3,6})\b", best.value)
    if initials is None:
        return best
    tail = best.key.split()[-1]
    for other in found:
        words = [word for word in other.key.split() if word not in _SMALL and len(word) > 1]
        if "".join(word[0] for word in words).startswith(initials.group(1).lower()) and tail in words:
            return replace(other, confidence=max(other.confidence, best.confidence))
    return best


_SMALL = frozenset({"de", "du", "des", "d", "l", "la", "le", "les", "et", "a", "au", "aux", "en"})


def _masthead(dossier: Dossier) -> list[Candidate[str]]:
    """The first words of the rules, when nothing else names a buyer: a guess, shown as one."""
    for flow in dossier.of(DocumentKind.RC)[:1]:
        for line in flow.with_heads.lines[:3]:
            held = _candidate(flow.with_heads, line.start, line.end, 0.5)
            if held and len(held.value) < 80:
                return [held]
    return []


def _well_cased(dossier: Dossier, best: Candidate[str]) -> Candidate[str]:
    """The same name with its small letters, where a document prints it so: mastheads shout."""
    if not best.value.isupper() or len(best.value) < 6:
        return best
    words = re.compile(r"\b" + r"\s+".join(map(re.escape, fold(best.value).split())) + r"\b")
    for flow in dossier.rules_first():
        for match in words.finditer(flow.text):
            name = flow.words(*match.span())
            if len(re.findall(r"[a-zà-ÿ]", name)) > len(name) / 2:
                name = name[:1].upper() + name[1:]
                return replace(best, value=name, flow=flow, evidence=flow.evidence(*match.span()))
    return best


def _candidate(flow: Flow, start: int, end: int, confidence: float) -> Candidate[str] | None:
    shorter = _BESIDE_NAME.search(flow.text[start:end])
    end = start + shorter.start() if shorter else end
    name = re.sub(r"\s*\(\d{2,3}\)\s*$", "", flow.words(start, end)).strip(' :;,.-–—•"«»')
    name = re.sub(r"^(?:La|Le|L['’])\s*(?=[A-ZÀ-Ý])", "", name)
    folded = fold(name)
    if _BLANK.search(flow.text[start:end]) or _SENTENCE.search(name):
        return None
    if flow.kind in (DocumentKind.ANNEX, DocumentKind.CCTP):
        return None
    if _BARE.fullmatch(folded):
        return None
    if not 3 <= len(name) <= 130 or not re.search(r"[a-z]{3}", folded) or _TITLE_WORDS.search(folded):
        return None
    return Candidate(name, flow, flow.evidence(start, end), confidence, re.sub(r"\W+", " ", folded))


_BARE = re.compile(
    r"(?:(?:la|le|l')\s*)?(?:bundesamt|ministerium|stadt|gemeinde|landkreis|stiftung|ministere|mairie|ville"
    r"|commune"
    r"|departement|region|metropole|communaute(?: de communes| d'agglomeration| urbaine)?|syndicat|universite"
    r"|institut|prefecture|etablissement(?: public)?|collectivite|acheteur(?: public)?|centre hospitalier"
    r"|office public(?: de l'habitat)?|etablissement public (?:local|national|autonome|administratif"
    r"|territorial|de sante|d'enseignement)[a-z ]{0,40}|syndicat (?:mixte|intercommunal)"
    r"|centre communal d'action sociale|lycee (?:general|polyvalent|professionnel)(?: et technologique)?"
    r"|aufforderung[a-z ]*|reglement[a-z ]*)"
)
"""The word for a kind of body alone names none."""
_BESIDE_NAME = re.compile(
    r",\s+etablissement\s+support\b|,\s+(?:societe anonyme|etablissement public|office public"
    r"|collectivite territoriale|syndicat mixte)\b"
    r"|,?\s+(?:represente|ci-apres|dont le siege|siege social|agissant)"
    r"|\s+[-–]\s+(?:office\s+public\s+de\s+l'habitat|etablissement\s+public\s+(?:autonome|local|de\s+sante))\b"
    r"|\s+[-–]\s+(?:zone|za|zi|zac|parc|pole\s+d'activit\w+|\d)\b|\s*,\s*(?:rue|place|avenue|boulevard"
    r"|quai|route|allee|chemin|impasse|chaussee|hotel de ville|cs|bp"
    r"|(?:[a-z.-]+\s)?[a-z-]*(?:platz|strasse|allee|weg|ring))\b"
    r"|\s*[,–-]\s*(?:b\.?p\.?\s*)?\d{1,5}\s*(?:bis|ter)?,?\s*(?:[a-z]|cs\b)"
    r"|(?<=[a-z)»\"])\s+(?:[-–]\s+)?(?:services?|direction|pole|bureau|cellule)\s+"
    r"(?:(?:de\s+la|de\s+l'|des?|du)\s*)?(?:la\s+)?(?:achats?|marches|commande|juridique|technique|financ"
    r"|administ)"
    r"|\s+(?:[-–]\s+)?(?:tel\b|telephone|courriel|mail\b|siret)"
)
"""What follows a name on its line: who speaks for it, its street, its department."""
_BLANK = re.compile(r"\[|completer|ausfullen|eintragen|\t|^\W*[☐☒]")
_SENTENCE = re.compile(r"(?<![-–])\b(?:ist|est|sont|werden|wird|gem)\b")
"""In the printed words, for "Est" with a capital is a place: "Est Ensemble Habitat", "Grand Est"."""


def _labelled(flow: Flow) -> list[Candidate[str]]:
    found = []
    for match in _BUYER_LABEL.finditer(flow.text):
        end = flow.text.find("\n", match.end())
        end = end if end > 0 else flow.length
        start = match.end()
        while _SECOND_LABEL.search(flow.text[start:end]) and end + 1 < flow.length:
            start, end = end + 1, flow.text.find("\n", end + 1)  # a second label under the first
        # Two columns on one line: "… e. V.   Potsdam, den 10.07.2025".
        beside = re.search(r"\s+[a-z\-]+,\s*(?:den\s+)?\d{1,2}\.\d", flow.text[start:end])
        end = start + beside.start() if beside else end
        if match["mark"] != ":" and not flow.lines[flow.line_at(start)].page < 3:
            continue
        if match.group().strip(" :\n") == "name" and not re.search(
            r"auftraggeber", flow.text[max(0, match.start() - 160) : match.start()]
        ):
            continue
        body = _BODY.search(flow.text[start:end])
        early = flow.page_of(match.start()) < 2
        trust = 0.8 + (0.1 if early else 0) + (0.05 if body else 0)
        held = _candidate(flow, start, end, trust if early or body else 0.5)
        if held:
            found.append(held)
    return found


def _in_tables(flow: Flow) -> list[Candidate[str]]:
    """The first line of the cell beside a label: "Pouvoir adjudicateur | OPH Est Habitat, 51 avenue…"."""
    found = []
    for index, page in enumerate(flow.source.pages[:2]):
        for left, right in (pair for table in page.tables for row in table.rows for pair in pairwise(row)):
            if left is None or right is None or not _LABEL_CELL.fullmatch(fold(tidy(left.text)).strip(" :")):
                continue
            name = right.text.strip().split("\n")[0].strip()
            at = page.text.find(name) if name else -1
            start = flow.offset_at(index, at) if at >= 0 else 0
            held = _candidate(flow, start, flow.offset_at(index, at + len(name)), 0.92) if at >= 0 else None
            if held:
                found.append(held)
    return found


_LABEL_CELL = re.compile(
    r"(?:(?:nom|designation|identification|identite) (?:de l'|du ))?"
    r"(?:acheteur|pouvoir adjudicateur|entite adjudicatrice|maitre d'ouvrage|organisme acheteur|collectivite"
    r"|etablissement|auftraggeber(?:in)?|vergabestelle)(?: (?:public|contractant))?"
)


def _on_cover(flow: Flow) -> list[Candidate[str]]:
    """Lines of the first page that begin as the name of a public body does."""
    found = []
    trust = 0.85 if flow.kind is DocumentKind.RC else 0.7
    for line in flow.lines:
        if line.page > 0:
            break
        if _FIRST_ARTICLE.match(flow.text[line.start : line.end]):
            trust = min(trust, 0.6)  # what follows is text, no masthead
        for start, end in _cells(flow, line):
            text = flow.text[start:end]
            if not (_BODY_AT_START.match(text) or _BODY_AFTER_NAME.match(text)) or len(text) >= 110:
                continue
            held = _candidate(flow, start, end, trust)
            if held and not held.value.endswith((" de", " des", " du", " et", "-")):
                found.append(held)
    return found


_BODY_AFTER_NAME = re.compile(
    r"^\W*[a-z][\w'. -]{2,30}?\s+[-–]\s+(?:office\s+public|etablissement\s+public|syndicat|communaute"
    r"|groupement|societe)\b"
)


def _cells(flow: Flow, line: Line) -> list[tuple[int, int]]:
    """A line of a table in a document without pages is cells beside each other."""
    places = flow.places(line.start, line.end)
    if len(places) != 1 or "\t" not in places[0][0].text[places[0][1] : places[0][2]]:
        return [(line.start, line.end)]
    page, first, last = places[0]
    cuts = [first, *(first + m.end() for m in re.finditer("\t", page.text[first:last])), last]
    folded = [flow.offset_at(line.page, cut) for cut in cuts]
    return [(a, b) for a, b in pairwise(folded) if b > a]


_SECOND_LABEL = re.compile(r":\s*$|^\W*(?:\d[\d.]*\s*)?(?:acheteur|buyer|beschaffer)\s*$")
_FIRST_ARTICLE = re.compile(
    r"\s*(?:(?:article|chapitre)\s+(?:1|i)\b|1\s*[.\-–)]+\s*[a-z]|1\.1\b|i\s*[.\-–)]\s*[a-z])"
)
_BUYS = pattern(
    r"\b(?:die|der|das) (?P<name>[a-z][^;:\n]{4,80}?) (?:\([^)]{1,12}\) ?)?(?:-[^\n]{0,80}- )?"
    r"(?:beabsichtigt|schreibt[^.\n]{0,40}aus|ist eine (?:kulturelle )?einrichtung|vergibt)"
)


def _announced(flow: Flow) -> list[Candidate[str]]:
    """ "Die Stiftung X (X) beabsichtigt …": who announces the purchase in a German letter."""
    match = _BUYS.search(flow.text) if flow.german else None
    held = _candidate(flow, *match.span("name"), 0.75) if match else None
    return [held] if held else []


_INSIDE = pattern(
    r"[-–|;·.] (?:pouvoir adjudicateur|acheteur(?: public)?|maitre d'ouvrage"
    r"|entite adjudicatrice) ?: (?P<name>[^\n;|]{4,110})"
)
_STATUS = pattern(
    r"(?:^|\. )(?P<name>[a-z][^,.\n:;]{2,60}), (?:(?:est )?une? )?(?:syndicat (?:mixte|intercommunal"
    r"|departemental)"
    r"|etablissement public|office public|communaute (?:de|d'|urbaine)|collectivite"
    r"|societe (?:publique locale|d'economie mixte"
    r"|anonyme)|groupement d'interet|association (?:loi|syndicale)|bailleur)\b",
    flags=re.MULTILINE,
)


def _inside_line(flow: Flow) -> list[Candidate[str]]:
    """A label after others on one line: "Appel d'offres ouvert – Pouvoir adjudicateur : X"."""
    found = [_candidate(flow, *match.span("name"), 0.85) for match in _INSIDE.finditer(flow.text)]
    return [one for one in found if one and flow.page_of(flow.text.find(fold(one.value)[:12])) < 2]


def _with_status(flow: Flow) -> list[Candidate[str]]:
    """ "Valor'Aisne, syndicat mixte ouvert, exerce …": a name beside what kind of body it is."""
    match = _STATUS.search(flow.text) if flow.kind is DocumentKind.RC else None
    held = _candidate(flow, *match.span("name"), 0.88) if match and flow.page_of(match.start()) < 3 else None
    return [held] if held else []


def _parties(flow: Flow) -> list[Candidate[str]]:
    """The public party of a contract: "Entre les soussignés, X, établissement public…"."""
    found = []
    for match in _IS.finditer(flow.text):
        told = _candidate(flow, match.start("name"), _name_end(match), 0.8)
        if told and _BODY.search(fold(told.value)) and flow.page_of(match.start()) < 3:
            found.append(told)
    for match in _PARTY.finditer(flow.text):
        held = _candidate(flow, match.start("name"), match.end("name"), 0.85)
        after = flow.text[match.end() : match.end() + 120]
        if held and re.search(
            r"etablissement|siret|represente|collectivite|personne morale de droit public", after
        ):
            found.append(held)
    return found


def _name_end(match: re.Match[str]) -> int:
    """A name in a sentence ends at its full stop or its comma."""
    stop = re.search(r",\s|\.\s|\.$|\s(?:est|qui|et\s+est)\b", match["name"])
    return match.start("name") + (stop.start() if stop else len(match["name"]))


def _most_named(flow: Flow) -> list[Candidate[str]]:
    """The public body a document names most: "le ministère de la Justice se réserve"."""
    names: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    for match in _NAMED.finditer(flow.text):
        key = re.sub(r"\s+", " ", match.group())
        names[key] += 1
        places.setdefault(key, match.span())
    if not names or flow.kind in (DocumentKind.CCTP, DocumentKind.OTHER, DocumentKind.ANNEX):
        return []
    key, count = names.most_common(1)[0]
    held = _candidate(flow, *places[key], min(0.6, 0.4 + 0.03 * count))
    return [held] if held and count >= 3 else []


_NAMED = re.compile(
    r"\b(?:ministere\s+(?:de\s+la|de\s+l'|des|du)\s*[a-z]+|(?:ville|commune|metropole|region"
    r"|departement)\s+(?:de\s+la|de|du|des|d')\s*[a-z][a-z\-]+"
    r"|france\s+travail|universite\s+(?:de\s+)?[a-z\-]+|communaute\s+(?:d'agglomeration|de\s+communes"
    r"|urbaine)\s+[a-z'\- ]{3,30}?(?=\s(?:se|est|a|ne)\b))"
)
