"""SOCIAL_OTHER_EXEC: social conditions but insertion: pay, labour standards, training.

Conditions of which nothing is said but that they are social: `unspecified`.
Source: L2112-2 CCP; § 128 (2), § 129 GWB and the Länder's Tariftreue laws; Social Value Act 2012; Procurement
Reform (Scotland) Act 2014. A bare MiLoG § 19 declaration is a ground of exclusion, not a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.duties import DUTY
from tender.clauses.negation import denied, is_ticked
from tender.clauses.passage import Hit, Passage
from tender.clauses.phrases import phrase
from tender.vocabulary.clause import ClauseType

# The stems of each family: it is looked for near them only.
_STEMS: dict[str, tuple[str, ...]] = {
    "tariftreue_mindestlohn": (
        "tariftreu",
        "leiharbeit",
        "tariflich",
        "tariflohn",
        "tarifvert",
        "tarif-",
        "tarif ",
        "mindest",
        "entgelt",
        "entlohn",
        "vergg",
        "vergabegesetz",
        "vergabemindest",
        "vergabebeding",
        "landesvergabe",
        "hvtg",
        "tvgg",
        "ltmg",
        "lttg",
        "stflg",
        "sttg",
        "berlavg",
        "ttvg",
        "vgsh",
        "bayvg",
        "vgg",
        "tariftg",
        "vertragsbeding",
    ),
    "ILO_core_labour": (
        "kernarbeit",
        " ilo",
        "(ilo",
        "-ilo",
        "kinderarbeit",
        "labour st",
        "labour con",
        "labor st",
        "labor con",
        "labour cl",
        "labor cl",
        "travail des enfants",
        "travail force",
        "conventions fond",
        "fondamenta",
        "sa 8000",
        "sa8000",
        "de l'oit",
        "internationale du travail",
    ),
    "anti_social_dumping": ("dumping",),
    "training": (
        "apprenti",
        "alternan",
        "stage",
        "stagiaire",
        "decroch",
        "jeune",
        "eleve",
        "lyceen",
        "etudiant",
        "de formation",
        "a la formation",
        "clause sociale",
        "auszubild",
        "ausbildung",
        "berufliche erst",
        "placement",
        "apprentic",
        "living wage",
    ),
    "handicap_employment_in_execution": (
        "esat",
        "entreprise adapt",
        "entreprises adapt",
        "protege",
        "adapte",
        "handicap",
        "par le travail",
    ),
    "community_benefits": (
        "communit",
        "social value",
        "social cl",
        "social cons",
        "social req",
        "social out",
        "regenerat",
        " wage",
        "fair work",
        "recruitment",
        "skills",
        "minimum of",
        "target of",
        "total of",
    ),
    "fair_trade": (
        "fair-trade",
        "fairtrade",
        "fair trade",
        "fair gehandelt",
        "equitable",
        "audit",
        "tracabilite",
    ),
    "sozialstandards": ("soziale", "sozialstandard", "ausfuhrungsbed", "ausfuehrungsbed"),
}
STEMS = tuple(dict.fromkeys(stem for stems in _STEMS.values() for stem in stems))

_OTHERS: tuple[tuple[str, re.Pattern[str], float], ...] = (
    (
        "tariftreue_mindestlohn",
        phrase(
            r"(?:verpflichtungs|eigen)?erklärung\w*[\w ,()§./\"-]{0,60}(?:tarif|mindest(?:lohn|entgelt"
            r"|stunden)|entgelt)\w*",
            r"(?:besondere |zusätzliche |ergänzende )(?:vertrags"
            r"|vergabe)bedingung\w*[\w ,()§./\"-]{0,60}(?:tarif|mindest|vergabeg|sozial)\w*",
            r"(?:mindestlohn|mindestarbeitsbedingungen|mindestanforderungen)[\w ,()§./\"-]{0,80}"
            r"(?:vergabegesetz\w*|\w+vergg?\b|vgg\b)",
        ),
        0.9,
    ),
    (
        "tariftreue_mindestlohn",
        phrase(
            r"\w*tariftreue\w*",
            r"vergabespezifisch\w* mindest\w*",
            r"leiharbeit\w*[\w ,()-]{0,80}(?:gleich|entlohn|vergüt|entgelt)\w*",
            r"\w*mindest(?:arbeits|stunden)?entgelt\w*",
            r"\w*mindestentlohn\w*",
            r"vergabemindest\w+",
            r"mindestlohnerklärung\w*",
            r"mindeststundenentgelt\w*",
            r"(?:hvtg|tvgg ?-? ?nrw|tvgg|ltmg|lttg|stflg|sttg|ntvergg|bbgvergg|berlavg|ttvg|hmbvgg?|thürvgg"
            r"|tvgg lsa|vgsh|tarift?g lsa|vgg m-?v|sächsvergabeg|bayvg|tvergg(?: lsa)?)",
            r"(?:landes|saarländische\w* |hessische\w* |niedersächsische\w* |brandenburgische\w* |berliner "
            r"|bremische\w* |thüringer |hamburgische\w* )(?:tariftreue|vergabe)\w*(?:gesetz\w*"
            r"| und tariftreue\w*)",
        ),
        0.8,
    ),
    (
        "tariftreue_mindestlohn",
        phrase(
            r"mindestlohnregelung\w*[\w ,()§./\"-]{0,120}(?:zu beachten|einzuhalten|anzuwenden)",
            r"(?:einhaltung|zahlung|gewährung)[\w ,-]{0,40}(?:tarifl\w+|tariflohn\w*|tarifvertrag\w*"
            r"|mindestentgelt\w*)",
            r"(?:arbeitnehmer\w*|beschäftigte\w*|mitarbeite\w*|personal)[\w ,()/§.-]{0,140}(?:tariflich\w*"
            r"|tarifvertrag\w*|tarifl)[\w ,()/§-]{0,60}(?:entgelt|lohn|löhne|vergüt|arbeitsbeding)\w*"
            r"[\w ,-]{0,40}(?:zu zahlen|zu gewähren|zahl\w*|gewähr\w*|entlohn\w*|einzuhalten)",
            r"(?:tarif-|tariflich\w*)[\w ,-]{0,30}(?:arbeitsrechtlich\w*|bestimmungen|verpflichtungen)"
            r"[\w ,-]{0,60}(?:einzuhalten|einhaltung|hält|einhalten)",
            r"(?:verpflicht\w*|muss|müssen|hat|haben|gewährleist\w*|sicherzustellen|nachweis\w*|nachzuweisen)"
            r"[\w ,()/§-]{0,160}(?:arbeitnehmer\w*|beschäftigte\w*|mitarbeite\w*|personal)[\w ,()/§.-]{0,220}"
            r"(?:arbeitsentgelt\w*|tarifverträge\w*|tarifvertrag\w*|tariflohn\w*"
            r"|mindestarbeitsbedingungen|mindestentgelt\w*|entlohnt)",
            r"bruttoentgelt von \d+[.,]\d+ euro",
        ),
        0.7,
    ),
    (
        "ILO_core_labour",
        phrase(
            r"\w*kernarbeitsnorm\w*",
            r"\bilo\b(?:[\w -]{0,30}(?:norm|uberein|konvention|convention|erklärung|standard))",
            r"conventions? (?:fondamentales )?(?:de l')?(?:oit|organisation internationale du travail)",
            r"(?:droits? fondamentaux|principes fondamentaux|normes? fondamentales?) (?:au|du) travail",
            r"\bsa ?8000\b",
            r"(?:core )?labou?r (?:standards|conventions|clauses?)",
            r"(?:ausbeuterische\w* )?kinderarbeit(?! und andere formen)",
            r"travail (?:des enfants|force)(?! (?:et|ou) (?:d')?autres? formes?)",
        ),
        0.85,
    ),
    (
        "fair_trade",
        phrase(
            r"(?:\w*erklärung\w*|ausführungsbedingung\w*|nachweis\w*)[\w ,()-]{0,40} fair-? ?trade\w*",
            r"(?:müssen|muss|shall|must|required|verpflicht\w+|ausschlies{1,2}lich)[\w ,()-]{0,80}"
            r" (?:fair-? ?trade\w*|fair gehandelt\w*)",
            r"(?:devr\w+|doi\w*t)[\w ,'()]{0,80} commerce equitable",
            r"(?:{HOLDER})[\w ,'()]{0,80} tracabilite sociale|audits? social\w*[\w ',]{0,60}"
            r" (?:fabrication|production|confection|chaines?|fourniss\w+|sites?)",
        ),
        0.75,
    ),
    (
        "anti_social_dumping",
        phrase(r"(?:anti-?dumping social|(?:contre|lutte contre) le dumping social|dumping social)"),
        0.85,
    ),
    (
        "training",
        phrase(
            r"clauses?(?: {OBLIGED}){0,2} (?:de |d')(?:formation(?: professionnelle| sous statut scolaire)?"
            r"|apprentissage|stages?|alternance)",
            r"clause sociale (?:de )?(?:flexible|formation)(?! d'{INSERTION})",
            r"(?:accueil\w*|recrut\w*|embauch\w*|form(?:e|er\w*|ent)\b|employ\w*|emploie\w*|integr\w+"
            r"|occuper?"
            r"|affect\w+|presence d)"
            r"[\w ',()]{0,70}[ '](?:stagiaires?|apprenti\w*"
            r"|alternants?|jeunes en (?:stages?|alternance|formation|apprentissage|decrochage))",
            r"(?:{MUST})[\w ',]{0,60} (?:action|parcours|accueil|periode|journee|semaine"
            r"|heure)s?[\w ',]{0,40}"
            r" (?:formation|stages?|alternance|apprentissage|accueil)[\w ',]{0,40} (?:jeunes?"
            r"|eleves?|stagiaires?"
            r"|apprenti\w*|lyceens?|etudiants?|decrocheurs?)[\w ',]{0,60}",
            r"(?:{HOLDER})\b[\w ,'%()]{0,110} formation (?:de |d'|des |d'un |d'une )(?:jeunes?|apprenti"
            r"|alternant|eleve|stagiaire|lyceen)"
            r"\w*",
            r"prend\w* en (?:stage|apprentissage|alternance)",
            r"(?:accueil|recev|recoi)\w*[\w ',()]{0,120} (?:colleg|lyceen|eleve|etudiant|jeunes)\w*"
            r"[\w ',()]{0,110} stages?\b",
            r"(?:{HOLDER})\b[\w ',%()]{0,80} stages?\b[\w ',()]{0,50}(?:colleg|lyceen|eleve|etudiant|jeunes"
            r"|scolaire|apprenti|alternan|ecole)\w*",
            r"(?:occupe|pourvu|confie|realise|execute|effectue|accompli|assure)e?s?"
            r" (?:par|a) (?:des? |un |une |les )?(?:[\w']+ ){0,3}?"
            r"(?:apprenti|alternan|stagiaire)\w*",
            r"(?:apprenti\w*|alternants?)(?: [\w']+){0,4} (?:est|sont|sera|seront) (?:\w+ment )?(?:affecte"
            r"|present|accueilli|recrute|embauche|mobilise|integre|forme|employe|associe)e?s?",
            r"conditions? d'execution[\w ']{0,40} (?:a l'apprentissage|a l'alternance|a la formation"
            r"|aux stages?)",
            r"(?:{HOLDER})\b[\w ',]{0,40} (?:recoit|accueille\w*) [\w ']{0,20}(?:jeunes?|eleves?|lyceens?)\b"
            r"[\w ',]{0,60} (?:locaux|immersion|stage|formation|alternance)",
            r"(?:reserv|consacr|confi|affect)\w*[\w ',%()]{0,90} jeunes?[\w ',]{0,40} en (?:contrat d')?"
            r"(?:apprentissage|alternance)",
            r"actions? de formation[\w ']{0,20} (?:sous statut scolaire|au benefice d\w+ jeunes)",
            r"(?:obligation|engagement|effort)s? de formation(?: d[eu]s? (?:jeunes|demandeurs|stagiaires"
            r"|personnes))",
            r"auszubildende\w*[\w ,-]{0,60}(?:einsetz|einzusetz|beschäftig|einstell|einzustell|ausbild)\w+",
            r"(?:einsatz|beschäftigung|einstellung) von[\w ,-]{0,30} auszubildende\w*",
            r"(?:ausbildungsplätz\w*|beschäftigung von auszubildenden|ausbildungsbetrieb\w*"
            r"|berufliche erstausbildung)",
            r"(?:apprenticeships?|work placements?)[\w ,]{0,40}(?:must|shall|will be required|commit|target"
            r"|contract)",
            r"(?:must|shall|required to|commit to)[\w ,]{0,60}(?:apprentic\w+|work placements|living wage)",
        ),
        0.75,
    ),
    (
        "handicap_employment_in_execution",
        phrase(
            r"(?:{HOLDER})[\w ',%]{0,60} (?:confie|attribue|achete|associe|fai\w+ (?:appel|realiser|executer"
            r"|intervenir))\w*[\w ',%]{0,80}? (?:a|aux?|par|aupres) [\w ']{0,40}(?:{EA_ESAT})",
            r"(?:{HOLDER})[\w ',%]{0,40} fai\w+ intervenir (?:des? |une? |l'|la |les )?(?:{EA_ESAT})",
            r"(?:(?:devr\w+|doi\w*t)(?: [\w']+){0,3} (?:etre )?(?:effectue|realise|execute|confie"
            r"|assure)\w*|(?:est|sont|sera|seront)(?: \w+ment)? (?:effectue|realise|execute|assure|traite"
            r"|conditionne|faconne|confectionne|confie|prepare|assemble|monte|imprime|blanchi|achete)e?s?"
            r"(?: par (?:le |la |l'|les )?(?:{HOLDER}))?"
            r" (?:par|dans(?! le cadre)|chez|aupres|a|aux)|souhaite l'intervention|imposer? le recours|faire"
            r" appel|recourir|sous-?trait\w+"
            r"|intervention obligatoire)[\w ',]{0,50}(?:{EA_ESAT})",
        ),
        0.8,
    ),
    (
        "community_benefits",
        phrase(
            r"community benefits?(?: clauses?| requirements?| commitments?| plan)?",
            r"(?:social|economic)[\w ,]{0,30}(?:and|,)[\w ,]{0,30}(?:environmental )?regeneration",
            r"social value[\w :;,.'()-]{0,260}(?:required|requires?|must|shall|expected|committed|will be"
            r"|deliver\w*|commitment)",
            r"(?:minimum|target|total) of \d[\w.,]* (?:[\w,()/-]+ ){0,8}?(?:placements?|apprentice\w*"
            r"|positions?|trainees?"
            r"|jobs?|weeks? employment)",
            r"employment (?:and|&) skills (?:plan|requirements?|obligations?|targets?)",
            r"social (?:clauses?|considerations?|requirements?|outcomes?)",
            r"(?:real )?living wage|fair work (?:first|practices)|targeted recruitment and training",
        ),
        0.75,
    ),
    (
        "sozialstandards",
        phrase(
            r"(?:formular|erklärung|einhaltung|nachweis|formblatt)\w*[\w ,]{0,50} sozialstandards?",
            r"(?:soziale|sozialen) (?:ausführungsbedingung\w*|mindeststandard\w*"
            r"|anforderungen an die ausführung)",
            r"ausführungsbedingungen[\w ,()§.-]{0,60}(?:sozial|beschäftigungspolit|128 abs\w*\.? ?2)\w*",
        ),
        0.8,
    ),
)
_DE_EXCLUSION = phrase(
    r"§+ ?(?:19|21)(?: abs\w*\.? ?\d)? (?:des )?(?:milog|mindestlohngesetz\w*|aentg|arbeitnehmer)",
    r"(?:milog|mindestlohngesetz\w*|aentg|arbeitnehmer-?entsendegesetz\w*)",
)
_DE_MORE = phrase(
    r"\w*tariftreue\w*|vergabe\w*gesetz\w*|\w*vergabegesetz\w*|hvtg|tvgg|ltmg|lttg|stflg|sttg|ntvergg"
    r"|bbgvergg|berlavg|ttvg|vgsh|vergabemindest\w*|\w+vergg|\w*vgg\b|\w*kernarbeit\w*"
    r"|erklärungen? zum? mindest\w*|tarifvertr\w+|arbeitsentgelt\w*",
)
_DE_DUTY = phrase(
    r"\w*erklärung\w*|\w*mindest\w*|\w*verpflicht\w*|einhalt\w*|eingehalten|\w*bedingungen|\bbvb\b"
    r"|\w*anforderungen|mindest\w*|\w*tarif(?!treue- und vergabeg)\w*|vorgaben|beacht\w*"
    r"|\w*entgelt\w*|\w*entlohn\w*|bestimmungen|anzuwenden|anwendung|gilt|gelten|vereinbarung\w*",
)
_PROCEDURE_LAW = phrase(
    r"(?:§+ ?\d+[a-z]?(?: abs\w*\.? ?\d+)?,? ?(?:ff\.? )?|gemäs |nach "
    r"|i\.?s\.?d\.? )(?:\(\d\) )?(?:des )?(?:hessischen? )?(?:hvtg|vergabegesetz\w*|\w*vergg(?: lsa)?|tvgg)"
    r"[\w ,.]{0,60}(?:schwellenwert|kalkulation"
    r"|verfahren|bekanntmach|nachprüf|rüge|interessenbekundung|preisgleit|urkalkulation"
    r"|prüfung der angemessenheit)",
    r"bestbieter\w*|§+ ?8 tvergg lsa",
)
_MARKED = phrase(
    r"(?:evaluat(?:es?|ed|ing|ion (?:criteri\w+|process|of|question\w*|included))|scor(?:es|ed|ing)"
    r"|weighting|award criteri\w+|{WEIGHT} ?$)"
)


def detect(passage: Passage) -> Iterator[Hit]:
    """Every family in turn."""
    for subtype, pattern, strength in _OTHERS:
        for sentence, match in passage.find(pattern, passage.around(_STEMS[subtype])):
            words = passage.words(sentence)
            start, end = match.start() - sentence.start, min(match.end(), sentence.end) - sentence.start
            if is_ticked(passage.text, match.start()) is False or _excluded(subtype, words, start, end):
                continue
            is_denied = subtype not in _FORBIDS and denied(words, start, end)
            yield Hit(
                ClauseType.SOCIAL_OTHER_EXEC,
                match.start(),
                match.end(),
                strength,
                denied=is_denied,
                subtype=subtype,
            )


_FORBIDS = frozenset({"tariftreue_mindestlohn", "ILO_core_labour", "anti_social_dumping"})
"""The duty is that there be none: no child labour, no dumping, no pay below the tariff."""
_INSERTION_TOO = phrase(r"{SIAE}")
"""Work for a SIAE or an ESAT, at choice, is insertion."""
_IN_A_SCHOOL = re.compile(
    r"organismes? de formation|stagiaires? (?:de la |en )formation|les formations\b"
    r"|centres? de formation|\bcfa\b|pedagog|\bsalles?\b|sessions?\b|formateur"
    r"|cantine|hebergement|repas\b|\d{3}[ ]apprenti"
)
"""The pupils of who is taught, no apprentices of the contract."""


def _excluded(subtype: str, words: str, start: int, end: int) -> bool:
    if subtype == "handicap_employment_in_execution":
        return bool(_INSERTION_TOO.search(words, max(0, start - 40), end + 40))
    if subtype == "training":
        in_a_school = "clause" not in words and bool(
            _IN_A_SCHOOL.search(words[max(0, start - 120) : end + 60])
        )
        return in_a_school or ("stagiaire" in words[start:end] and not DUTY.search(words))
    return _is_law_or_mark(subtype, words, start, end)


def _is_law_or_mark(subtype: str, words: str, start: int, end: int) -> bool:
    near = words[max(0, start - 220) : end + 220]
    if subtype == "tariftreue_mindestlohn":
        if "rechtlichen verpflichtungen" in words and "steuern" in words:
            return True  # § 128 (1) GWB: the law as it stands, no condition of this contract
        only_exclusion = _DE_EXCLUSION.search(near) and not _DE_MORE.search(near)
        return bool(only_exclusion or _PROCEDURE_LAW.search(words)) or not _DE_DUTY.search(words)
    if subtype == "ILO_core_labour":
        return bool(re.search(r"(?:attestation|declaration|fournie?s? par le candidat|sur l'honneur)", words))
    if subtype == "sozialstandards":
        return "konnen" in words or "koennen" in words
    if subtype == "community_benefits":
        return bool(_MARKED.search(words)) and not re.search(r"must|shall|required|clause", words)
    return False
