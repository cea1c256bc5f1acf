"""Under which reference, what, and by which procedure."""

from __future__ import annotations

import re
from dataclasses import replace

from tender.parsing.flow import Flow, fold, gated, pattern
from tender.parsing.ranking import Candidate, Dossier, choose
from tender.parsing.references import reference
from tender.vocabulary.call import Reading
from tender.vocabulary.source import DocumentKind, Stated

_SUBJECT = gated(
    r"(?:^\W{0,3}(?:article )?[\d.]*\W{0,4}objet (?:de la consultation|du marche|de l'accord-cadre"
    r"|du contrat|de l'appel d'offres)?"
    r" ?(?::|\n) ?|la presente consultation (?:concerne|porte sur)(?: :)?|(?:marche|consultation"
    r"|accord-cadre|contrat)[^.\n]{0,60}"
    r"a pour objet(?: :)?|ayant pour objet|^titre ?: |^titel ?: |title: |^\W{0,3}intitule(?= :) : ?"
    r"|stipulations du present [^.\n]{0,60}concernent|lieferung/leistung von|bezeichnung (?:des auftrags"
    r"|der leistung)|intitule de la"
    r" consultation ?:|^\W{0,3}leistung(?= ?:)[: ]*|(?:marche|consultation|accord-cadre"
    r"|contrat)[^.\n]{0,30} porte sur(?: :)?"
    r"|gegenstand (?:dieser ausschreibung"
    r"|des auftrags)(?: ist)?) ?(?P<value>[^\n]{8,200}(?:\n[^\n]{0,160}){0,3})",
    flags=re.MULTILINE,
)
_PROCEDURE = gated(
    r"procedure adaptee(?: (?:ouverte|restreinte))?|appel d'offres (?:ouvert|restreint)|(?:marche"
    r"|procedure)(?: passe)? sans publicite"
    r"(?: ni mise en concurrence)?(?: prealables?)?|procedure (?:avec|concurrentielle avec"
    r"|negociee avec) (?:negociation|publicite)"
    r"|dialogue competitif|concours restreint|procedure negociee|offentlichen? ausschreibung"
    r"|offene[sn]? verfahren"
    r"|verhandlungsverfahren(?: mit[^.\n]{0,30}teilnahmewettbewerb)?|beschrankten? ausschreibung"
    r"|verhandlungsvergabe(?: (?:mit|ohne)[^.\n]{0,25}teilnahmewettbewerb)?"
    r"|(?:type of procedure|type de procedure|verfahrensart) ?: (?:open|restricted|negotiated|ouverte"
    r"|restreinte"
    r"|negociee|offenes verfahren)[^\n]{0,60}"
)


def read(dossier: Dossier, reading: Reading) -> Reading:
    """Reference, subject and procedure, the rules of the call first."""
    return replace(
        reading,
        reference=reference(dossier),
        subject=_subject(dossier),
        procedure=_procedure(dossier),
    )


def _subject(dossier: Dossier) -> Stated[str] | None:
    found: list[Candidate[str]] = []
    for flow in dossier.rules_first():
        match = _SUBJECT.search(flow.text)
        while match:
            end = _subject_end(flow, match.start("value"), match.end("value"))
            start = match.start("value")
            said = _HAS_SUBJECT.match(flow.text[start:end])
            start += said.end() if said else 0
            label = re.match(r"\W*(?:consultation|marche|demande de devis)\s*[-–:]\s*", flow.text[start:end])
            start += label.end() if label else 0
            value = flow.words(start, end).strip(" :.;,–-")
            folded = fold(value)
            small = flow.german and not re.match(r"[A-ZÄÖÜ]|de[rs] |die |das ", value)
            if len(value) < 10 or small or _TO_FILL.search(folded) or _NOT_SUBJECT.match(folded):
                match = _SUBJECT.search(flow.text, match.start("value"))
                continue
            trust = 0.9 - 0.1 * min(flow.page_of(match.start()), 3)
            found.append(Candidate(value, flow, flow.evidence(start, end), trust, folded[:60]))
            match = _SUBJECT.search(flow.text, end)
    return choose(found or _on_cover(dossier))[0]


def _on_cover(dossier: Dossier) -> list[Candidate[str]]:
    """The title of the purchase on the first page of the rules, where no label announces it: a guess."""
    for flow in dossier.of(DocumentKind.RC):
        lines = [line for line in flow.lines[:25] if line.page == flow.lines[0].page]
        for index, line in enumerate(lines):
            text = flow.text[line.start : line.end]
            if not _PURCHASE.match(text) or _NOT_PURCHASE.search(text) or not 12 <= len(text) <= 200:
                continue
            end = line.end
            following = (
                flow.text[lines[index + 1].start : lines[index + 1].end] if index + 1 < len(lines) else ""
            )
            if _UNFINISHED.search(text) or re.match(
                r"(?:de|du|des|et|pour|dans|sur|a|au|aux|avec)\b|d'|residence", following
            ):
                end = lines[index + 1].end if following and not _NOT_PURCHASE.search(following) else end
            value = flow.words(line.start, end).strip(" :.;,–-—")
            return [Candidate(value, flow, flow.evidence(line.start, end), 0.6, fold(value)[:60])]
    return []


_PURCHASE = pattern(
    r"\W*(?:(?:marches?|accords?-cadres?)(?: public)?s? (?:de|d'|pour|relatif)|prestations? |nettoyage"
    r"|bionettoyage|entretien|fournitures?"
    r"|livraison|travaux|collecte|maintenance|services? de|transport|realisation|rehabilitation|refection"
    r"|construction"
    r"|renovation|amenagement|gardiennage|restauration|missions? |location|gestion|exploitation|traitement"
    r"|debarras"
    r"|portage|acquisition|assistance|etudes? |maitrise d'oeuvre|proprete|tri |conciergerie|blanchisserie"
    r"|elagage|creation"
    r"|mise en|accueil|surveillance|impression|demenagement|preparation)"
)
_NOT_PURCHASE = pattern(
    r"reglement|procedure|article r|code de la commande|date|heure|remise|acheteur|pouvoir adjudicateur|n°"
    r"|reference|\d{5}"
    r"|^\W*(?:marches?|accords?-cadres?)(?: public)?s? (?:de|d') (?:services?|travaux"
    r"|fournitures?(?: courantes)?(?: et (?:de )?services)?"
    r"|prestations? de services?|prestations? intellectuelles)\W*$|direction|^\W*services? (?:des|de la"
    r"|commande)"
)
_UNFINISHED = pattern(r"(?:\b(?:de|du|des|d'|la|le|les|et|pour|dans|sur|a|au|aux|l'|en)|,) ?$")


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
    r"\.(?:\s|$)|\n[^\n]{0,45}(?:\s:\s|n°)|\n[a-z][a-z \-]{2,30}:\s|\n\s*(?:mode de|type de|date|procedure"
    r"|lieu|acheteur|article"
    r"|\d+[.\-]|le present|la presente"
    r"|(?:l'accord-cadre|le marche|la consultation|les prestations|le contrat|maitre d|adresse|il comprend) "
    r"|madame|monsieur|beschreibung|pouvoir adjudicateur|duree"
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
            value = re.sub(
                r"(?i)^(?:type (?:of|de) proc[eé]dure|verfahrensart)\s*:\s*", "", flow.words(*match.span())
            )
            found.append(
                Candidate(
                    value, flow, flow.evidence(*match.span()), trust, re.sub(r"\s+", " ", match.group())
                )
            )
    return choose(found)[0]
