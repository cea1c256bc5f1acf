"""Who buys, under which reference, what, by which procedure, and on which platform."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from tender.parsing.flow import Flow, fold, pattern
from tender.parsing.ranking import Candidate, Dossier, choose, rank
from tender.vocabulary.call import Reading
from tender.vocabulary.source import DocumentKind, Stated

_BUYER_LABEL = pattern(
    r"^\W{0,3}(?:(?:article )?(?:\d{1,2}|[ivx]{1,4})(?:\.\d+)* ?[.)\-–:]? ?(?:-|–)? ?)?"
    r"(?:noms? (?:et adresses? )?(?:officiel\w* )?(?:de l'acheteur|du pouvoir adjudicateur"
    r"|de l'organisme|de la collectivite)(?: public| acheteur)?"
    r"|(?:identification|designation|identite|coordonnees) (?:de l'|du |de la )(?:acheteur"
    r"|pouvoir adjudicateur|collectivite"
    r"|organisme acheteur|organisme qui passe le marche)|entite adjudicatrice / acheteur|acheteur(?: public)?"
    r"|(?:le )?pouvoir adjudicateur|entite adjudicatrice|maitre (?:d'ouvrage|de l'ouvrage)"
    r"|personne publique(?: contractante)?"
    r"|organisme acheteur|collectivite|official name|dienststelle|(?:offentlicher )?auftraggeber(?:in)?"
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
    r"|oph\b|sdis\b|ccas\b|services? departemental d'incendie|groupement d'interet|cnrs\b|agence |chambre d|caisse |lycee |college |rectorat|academie |ecole "
    r"|grand port|port |musee |crous\b"
    r"|france travail|pole emploi|(?:[a-z\-]+ )?habitat\b|sem\b|spl\b|regie |groupement hospitalier"
    r"|assistance publique|service "
    r"departemental|direction (?:departementale|regionale|interdepartementale)|collectivite |eurometropole"
    r"|ugap\b|sncf|edf\b"
    r"|stiftung|stadt |landkreis|bundes[a-z]+|landes[a-z]+|universitat|hochschule|gemeinde |ministerium"
    r"|[a-z\-]+ (?:gmbh|e\. ?v\.))"
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
_REFERENCE = pattern(
    r"(?:\b(?:numero|n°|no|reference|ref\.?)s? (?:de |du |de la |d'|de l')?(?:la )?(?:consultation|marche"
    r"|procedure|affaire|dossier|l'affaire"
    r"|accord-cadre|contrat|appel d'offres|acheteur)s?(?: public)?|\b(?:consultation|marche|procedure"
    r"|affaire|dossier|accord-cadre"
    r"|appel d'offres(?: ouvert)?|contrat)s? ?(?:public )?(?:n°|no\b|numero|ref\.?|reference)s?"
    r"|\breferences?(?: interne| acheteur)?(?= ?:)"
    r"|\b(?:consultation|procedure)(?= : ?\n? ?[a-z]{0,6}\d)|vergabe-?(?:nr|nummer)\.*|geschaftszeichen"
    r"|aktenzeichen|internal identifier)"
    r" ?(?::|°|n°|-|\.)* ?\n? ?(?P<value>[a-z0-9][a-z0-9._/\-]{1,34}(?: \d{2,4}/\d{3,4})?)"
)
_SUBJECT = pattern(
    r"(?:^\W{0,3}(?:article )?[\d.]*\W{0,4}objet (?:de la consultation|du marche|de l'accord-cadre"
    r"|du contrat|de l'appel d'offres)?"
    r" ?(?::|\n) ?|la presente consultation (?:concerne|porte sur)(?: :)?|(?:marche|consultation"
    r"|accord-cadre|contrat)[^.\n]{0,60}"
    r"a pour objet(?: :)?|ayant pour objet|title: |lieferung/leistung von|bezeichnung (?:des auftrags"
    r"|der leistung)|intitule de la"
    r" consultation ?:|^\W{0,3}leistung(?= ?:)[: ]*|(?:marche|consultation|accord-cadre|contrat)[^.\n]{0,30} porte sur(?: :)?"
    r"|gegenstand (?:dieser ausschreibung"
    r"|des auftrags)(?: ist)?) ?(?P<value>[^\n]{8,200}(?:\n[^\n]{0,160}){0,3})",
    flags=re.MULTILINE,
)
_PROCEDURE = pattern(
    r"procedure adaptee(?: (?:ouverte|restreinte))?|appel d'offres (?:ouvert|restreint)|(?:marche"
    r"|procedure)(?: passe)? sans publicite"
    r"(?: ni mise en concurrence)?(?: prealables?)?|procedure (?:avec|concurrentielle avec"
    r"|negociee avec) (?:negociation|publicite)"
    r"|dialogue competitif|concours restreint|procedure negociee|offentlichen? ausschreibung"
    r"|offene[sn]? verfahren"
    r"|verhandlungsverfahren(?: mit[^.\n]{0,30}teilnahmewettbewerb)?|beschrankten? ausschreibung"
    r"|verhandlungsvergabe(?: (?:mit|ohne)[^.\n]{0,25}teilnahmewettbewerb)?"
    r"|type of procedure: open"
)
_URL = re.compile(
    r"(?:https?://|www\.)(?:[^\s<>()\"',;]|(?<=[./\-])\n(?=[a-z0-9\-]+[./][a-z])|\n(?=[\-/?&=][a-z0-9])"
    r"|(?<=[_=&?/%])\n(?=[a-z0-9_%]+\b(?!\s[a-z]))|(?<=[a-z0-9])\n(?=[a-z0-9_]+[=&?]))+(?<![.:,])"
)
_HOSTS = re.compile(
    r"marches-?publics|marches-?securises|achatpublic|maximilien|megalis|e-marchespublics|marchespublics"
    r"|klekoon|xmarches|ternum"
    r"|demat-ampa|aws-?(?:achat|france)|evergabe|vergabe|dtvp|subreport|cosinex|publicprocurement"
    r"|synapse-entreprises|place\.|tender|centraledesmarches|\bdemat|medialex|marcoweb|marco-|francemarches"
    r"|\bmarches\.|mp-?info|resah|ugap|e-?attestations|marchesonline|solaere|local-?trust|orchestra"
)
_NOT_PLATFORM = re.compile(
    r"juradm|tribunal|economie\.gouv|legifrance|ssi\.gouv|chorus|ec\.europa|dume|ants|adobe|sphinx|eidas"
)


def read(dossier: Dossier, reading: Reading) -> Reading:
    """Buyer, reference, subject, procedure and platform, the rules of the call first."""
    return replace(
        reading,
        buyer=_buyer(dossier),
        reference=_reference(dossier),
        subject=_subject(dossier),
        procedure=_procedure(dossier),
        platform=_platform(dossier),
    )


def _buyer(dossier: Dossier) -> Stated[str] | None:
    found: list[Candidate[str]] = []
    for flow in dossier.rules_first():
        whole = flow.with_heads
        found += [*_labelled(whole), *_on_cover(whole), *_parties(whole), *_announced(flow)]
        found += _most_named(flow)
    if not found:
        return None
    said = Counter(c.key for c in found)
    best = max(
        found, key=lambda c: (c.confidence + 0.03 * min(said[c.key], 3) - 0.04 * rank(c.flow), -len(c.value))
    )
    return _well_cased(dossier, best).stated(found)


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
    folded = fold(name)
    if _BLANK.search(flow.text[start:end]) or flow.kind in (DocumentKind.ANNEX, DocumentKind.CCTP):
        return None
    if _BARE.fullmatch(folded):
        return None
    if not 3 <= len(name) <= 130 or not re.search(r"[a-z]{3}", folded) or _TITLE_WORDS.search(folded):
        return None
    return Candidate(name, flow, flow.evidence(start, end), confidence, re.sub(r"\W+", " ", folded))


_BARE = re.compile(
    r"(?:(?:la|le|l')\s*)?(?:bundesamt|ministerium|stadt|gemeinde|landkreis|stiftung|ministere|mairie|ville|commune"
    r"|departement|region|metropole|communaute(?: de communes| d'agglomeration| urbaine)?|syndicat|universite"
    r"|institut|prefecture|etablissement(?: public)?|collectivite|acheteur(?: public)?|centre hospitalier)"
)
"""The word for a kind of body alone names none."""
_BESIDE_NAME = re.compile(
    r",\s+(?:societe anonyme|etablissement public|office public|collectivite territoriale|syndicat mixte)\b"
    r"|,?\s+(?:represente|ci-apres|dont le siege|siege social|agissant)"
    r"|\s*[,–-]\s*(?:b\.?p\.?\s*)?\d{1,5}\s*(?:bis|ter)?,?\s*(?:[a-z]|cs\b)"
    r"|(?<=[a-z)»\"])\s+(?:[-–]\s+)?(?:services?|direction|pole|bureau|cellule)\s+"
    r"(?:(?:de\s+la|de\s+l'|des?|du)\s*)?(?:la\s+)?(?:achats?|marches|commande|juridique|technique|financ|administ)"
    r"|\s+(?:[-–]\s+)?(?:tel\b|telephone|courriel|mail\b|siret)"
)
"""What follows a name on its line: who speaks for it, its street, its department."""
_BLANK = re.compile(r"\[|completer|ausfullen|eintragen|\t|^\W*[☐☒]|\b(?:ist|est|sont|werden|wird|gem)\b")


def _labelled(flow: Flow) -> list[Candidate[str]]:
    found = []
    for match in _BUYER_LABEL.finditer(flow.text):
        end = flow.text.find("\n", match.end())
        end = end if end > 0 else flow.length
        start = match.end()
        while flow.text[start:end].rstrip().endswith(":") and end + 1 < flow.length:
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


def _on_cover(flow: Flow) -> list[Candidate[str]]:
    """Lines of the first page that begin as the name of a public body does."""
    found = []
    trust = 0.85 if flow.kind is DocumentKind.RC else 0.7
    for line in flow.lines:
        if line.page > 0:
            break
        text = flow.text[line.start : line.end]
        if _FIRST_ARTICLE.match(text):
            trust = min(trust, 0.6)  # what follows is text, no masthead
        if _BODY_AT_START.match(text) and len(text) < 110:
            held = _candidate(flow, line.start, line.end, trust)
            if held and not held.value.endswith((" de", " des", " du", " et", "-")):
                found.append(held)
    return found


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


def _reference(dossier: Dossier) -> Stated[str] | None:
    found: list[Candidate[str]] = []
    for flow in dossier.rules_first():
        whole = flow.with_heads
        said: Counter[str] = Counter()
        for match in _REFERENCE.finditer(whole.text):
            value = match["value"].strip(" .-/_")
            if (
                len(value) < 3
                or not re.search(r"\d", value)
                or re.fullmatch(r"(?:19|20)?\d{2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}", value)
            ):
                continue
            said[value] += 1
            start = match.start("value")
            page = whole.source.pages[whole.page_of(match.start("value"))]
            trust = 0.85 - (0.15 if len(value) < 5 else 0) - (0.1 if page.ocr else 0)
            trust += 0.03 * min(said[value], 3) - (
                0.25 if whole.page_of(start) > 2 and said[value] < 3 else 0
            )
            if re.search(r"offres\s*$|contrat\s*n|internal", match.group()[: start - match.start()]):
                trust -= 0.1
            evidence = whole.evidence(match.start(), start + len(value))
            found.append(Candidate(whole.words(start, start + len(value)), whole, evidence, trust, value))
    if not found:
        return None
    everywhere = Counter(c.key for c in found)
    names = " ".join(fold(flow.name) for flow in dossier.flows)
    best = max(
        found,
        key=lambda c: (
            c.confidence
            + 0.02 * min(everywhere[c.key], 5)
            + (0.1 if c.key in names else 0)
            - 0.03 * rank(c.flow)
        ),
    )
    return best.stated(found) if best.confidence >= 0.6 else None


def _subject(dossier: Dossier) -> Stated[str] | None:
    found: list[Candidate[str]] = []
    for flow in dossier.rules_first():
        match = _SUBJECT.search(flow.text)
        while match:
            end = _subject_end(flow, match.start("value"), match.end("value"))
            start = match.start("value")
            said = _HAS_SUBJECT.match(flow.text[start:end])
            start += said.end() if said else 0
            value = flow.words(start, end).strip(" :.;,–-")
            folded = fold(value)
            small = flow.german and not re.match(r"[A-ZÄÖÜ]|de[rs] |die |das ", value)
            if len(value) < 10 or small or _TO_FILL.search(folded) or _NOT_SUBJECT.match(folded):
                match = _SUBJECT.search(flow.text, match.start("value"))
                continue
            trust = 0.9 - 0.1 * min(flow.page_of(match.start()), 3)
            found.append(Candidate(value, flow, flow.evidence(start, end), trust, folded[:60]))
            match = _SUBJECT.search(flow.text, end)
    return choose(found)[0]


_TO_FILL = re.compile(r"\[[^\]]*(?:completer|preciser|indiquer)|\.{6,}|_{5,}|x{4,}")
_HAS_SUBJECT = pattern(
    r"\W*(?:le present|la presente|le|la|l'|les?|cette|ce)? ?(?:marches?|consultation|accord-cadre|contrat"
    r"|prestations?)(?: public)?[^.:;\n]{0,40}?(?:ont|a) pour objet(?: principal)?(?: :)? "
)
"""The sentence that opens the subject: it is no part of it."""
_NOT_SUBJECT = re.compile(
    r"(?:la|le|les|et) (?:presente?s?|etendue|forme|duree|stipulations|prestations? (?:sont|font))"
    r"|\W*du (?:marche|present)|et\b"
    r"|de la\b|:|\.|\d|s'il|article|date |il |cette |ce marche|dispositions|conformement|en application"
    r"|offre|page\b|le contrat|[a-z]{4,30}: "
)


_SUBJECT_STOP = re.compile(
    r"\.(?:\s|$)|\n[^\n]{0,45}(?:\s:\s|n°)|\n[a-z][a-z \-]{2,30}:\s|\n\s*(?:mode de|type de|date|procedure|lieu|acheteur|article"
    r"|\d+[.\-]|le present|la presente"
    r"|(?:l'accord-cadre|le marche|la consultation|les prestations|le contrat|maitre d|adresse) "
    r"|sehr geehrte|type|description|vergabe|reference|lot\b|code|cpv|ces prestations|l'equipement)"
)


def _subject_end(flow: Flow, start: int, end: int) -> int:
    """The subject goes on while lines are cut: to a full stop, or a line that begins something else."""
    text = flow.text[start:end]
    stop = _SUBJECT_STOP.search(text)
    return start + (stop.start() if stop else len(text))


def _procedure(dossier: Dossier) -> Stated[str] | None:
    found: list[Candidate[str]] = []
    for flow in dossier.rules_first():
        ticked = "☒" in flow.text or "☑" in flow.text
        if flow.german and not ticked and len({m.group()[:14] for m in _PROCEDURE.finditer(flow.text)}) > 2:
            continue  # a form that lists every procedure, its ticks lost
        for match in _PROCEDURE.finditer(flow.text):
            before = flow.text[max(0, match.start() - 14) : match.start()]
            if re.search(r"[☐□][^\n]*$", before) or re.search(r"\b(?:pas|nur fur die|sans)\s*$", before):
                continue
            trust = (
                0.9 if re.search(r"[☒☑][^\n]*$", before) else 0.85 - (0.2 if ticked and flow.german else 0)
            )
            trust -= 0.05 * min(flow.page_of(match.start()), 6)
            value = re.sub(r"(?i)^type of procedure:\s*", "", flow.words(*match.span()))
            found.append(
                Candidate(
                    value, flow, flow.evidence(*match.span()), trust, re.sub(r"\s+", " ", match.group())
                )
            )
    return choose(found)[0]


def _platform(dossier: Dossier) -> Stated[str] | None:
    """The address named most often among known platforms, or near the words "profil d'acheteur"."""
    found: list[Candidate[str]] = []
    for flow in dossier.rules_first():
        for match in _URL.finditer(flow.text):
            url = match.group()
            if _NOT_PLATFORM.search(url):
                continue
            near = flow.text[max(0, match.start() - 220) : match.start()]
            known = bool(_HOSTS.search(url))
            said = re.search(
                r"profil d.acheteur|plate-?forme|dematerialis|url suivante|vergabeplattform|unterlagen", near
            )
            if known or said:
                trust = 0.7 * known + 0.2 * bool(said) if known else 0.5
                host = re.sub(r"^https?://(?:www\.)?|^www\.|\n", "", url).split("/")[0]
                address = flow.words(*match.span()).replace(" ", "")
                found.append(Candidate(address, flow, flow.evidence(*match.span()), trust, host))
    if not found:
        return None
    hosts = Counter(c.key for c in found)
    best = max(found, key=lambda c: (c.confidence + 0.05 * min(hosts[c.key], 4), -len(c.value)))
    return best.stated(found)
