"""INSERTION_OBJECT: what is bought is insertion or qualification itself; the works are only its support.

Source: R2123-1 3° CCP (social and specific services); before: CMP art. 30, décret 2016-360 art. 28.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.negation import denied
from tender.clauses.passage import Hit, Passage
from tender.clauses.phrases import phrase
from tender.vocabulary.clause import ClauseType

STEMS = (
    "sertion",
    "emploi",
    "socio",
    "demandeurs d",
    "eloign",
    "employab",
    "employment s",
    "work programme",
    "back to work",
    "skills and employ",
    "eingliederung",
    "aktivierung",
    "berufsvorb",
    "arbeitsgeleg",
    "ausbildungsbegl",
    "unterstutzte",
    "activites support",
    "activite support",
    "d'activite",
    "encadrant",
    "sorties ",
    " rsa",
    "langzeit",
    "arbeitslos",
    "sgb ii",
    "operationnelle",
)

_OBJECT = phrase(
    r"(?:services?|marches?|prestations?|actions?) (?:publics? )?(?:de services? )?(?:de |d')"
    r"(?:qualification"
    r"|{INSERTION}|professionnalisation)[\w ]{0,25} et (?:de |d')?(?:{INSERTION}|qualification"
    r"|professionnalisation)(?: professionnelles?| sociales?)?",
    r"(?:a |ont |ayant |aura |auront )(?:ainsi |donc |notamment |egalement )?(?:pour"
    r"|comme) objet (?:principal )?(?:de realiser |la realisation |la mise en œuvre |la mise en place "
    r"|de mettre en œuvre |de favoriser )?(?:de |d'|des |l'|une? )*(?:actions? |prestations? "
    r"|demarches? |services? |programmes? )?(?:d'|de l'|l')?{INSERTION} (?:sociale|professionnelle"
    r"|socio|par l|de personnes|des? publics?)",
    r"(?:a |ont |ayant |aura |auront )(?:pour|comme) objet (?:principal )?(?:de |d'|des |l'|la |le |une? )*"
    r"(?:[\w'-]+ ){0,6}?(?:accompagn\w+|remobilis\w+|coaching|orient\w+|parrainage|placement"
    r"|retour a l'emploi|professionnalis\w+)[\w ',-]{0,70} (?:des?|d'|pour (?:les|des)|aupres des?"
    r"|(?:au profit|en faveur|a destination) des?|les) ?(?:{FAR})",
    r"(?:objet|finalite|but|objectif)(?: principal\w*| premier\w*)? (?:du|de la|de l'|de ce|de cette"
    r"|des) ?(?:present\w* )?(?:{CONTRACT})"
    r"(?: [\w']+){0,3}? (?:est|consiste\w*|vise\w*|porte\w*)(?: [\w']+){0,3}? ?(?:l'|a l'|d'|sur l'|la "
    r"|a la |sur la ){INSERTION}"
    r" (?:sociale|professionnelle|socio|par l|de personnes|des? publics?)",
    r"(?:actions?|parcours|formations?|programmes?|modules?)[\w ',-]{0,40}(?:qualifiant|certifiant"
    r"|professionnalisant|diplomant)\w*"
    r"[\w ',-]{0,40} (?:a destination|au profit|en faveur|pour|a l'attention|au benefice)(?: d\w*)?"
    r" ?(?:des |les |de )?(?:{FAR})",
    r"~(?:^|\bobjet[\w ']{0,40}(?: ?:| porte sur| est| concerne| consiste en) ?|\b(?:marche|achat"
    r"|organisation|realisation)"
    r" (?:de |d'|des |pour |relatif a ))(?:[\w'-]+ ){0,4}?(?:accompagnement|remobilisation|mobilisation"
    r"|coaching|orientation"
    r"|bilans?|ateliers?|parrainage|placement|parcours de (?:re|mo|pre|qua|for)\w+|prequalification"
    r"|dispositif d.accompagnement)[\w ',-]{0,90} (?:des?|d'|pour"
    r" (?:les|des)|aupres des?|au profit des?"
    r"|en faveur des?|a destination des?) ?(?:{FAR})",
    r"{INSERTION} (?:(?:sociale|professionnelle|economique|et) )+(?:des?|d') ?(?:travailleurs handicapes"
    r"|personnes handicapees|{FAR}) (?:a travers|au moyen|par le biais|via|par l'execution)\b",
    r"~(?:^|[.:\"] ?|\bactions? de |\bmarches? de )formations?[\w ',-]{0,60} (?:en direction|a destination"
    r"|au profit|en faveur|a l'attention) (?:des?|d') ?(?:{FAR})",
    r"~\bobjet ?: ?(?:[\w'-]+ ){0,5}?(?:d'|de l'){INSERTION} (?:sociale|professionnelle|socio|par l)",
    r"(?:prestations?|services?)(?: [\w'-]+){0,6} (?:et )?d'{INSERTION}[\w ']{0,20} (?:au profit|a"
    r" destination|en faveur"
    r"|pour|aupres)(?: d\w+)? ?(?:les |des )?(?:{FAR})",
    r"(?:vermittlung|qualifizierung|betreuung|coaching|begleitung|aktivierung) (?:von |der )?(?:{LANGZEIT})",
    r"~(?:^|[.:\n] ?)accompagnement[\w ',-]{0,40} (?:(?:vers|a|dans) l'emploi|a l'{INSERTION}"
    r"|socio-?professionnel\w*)"
    r"(?: et (?:la |le |l')?\w+)? (?:des?|d'|pour les) ?(?:{FAR})",
    r"present\w* (?:{CONTRACT}) (?:concerne\w*|porte(?:nt)? sur) (?:l'|des (?:actions?|prestations?) d')"
    r"{INSERTION} (?:sociale|professionnelle|socio|par l|de personnes|des? publics?)",
    r"accompagnement[\w ',-]{0,40} (?:des?|d'|de \d[\d ]*) ?(?:{FAR})[\w ',-]{0,40} (?:vers|dans|a) l'emploi",
    r"(?:{CONTRACT}|missions?) consiste\w* (?:a|en) (?:l'|la |un )?(?:accompagn|remobilis|mobilis|orient)\w+"
    r"[\w ',-]{0,70} (?:des?|les|d') ?(?:{FAR})",
    r"(?:{FAR})[\w ',-]{0,60}[ '](?:elaborer|construire|definir|valider) (?:un |leur "
    r"|son )projet professionnel",
    r"{INSERTION}[\w ',]{0,60} (?:avec|ayant) (?:pour|comme) support",
    r"accompagnement (?:a|dans|vers) (?:la recherche d'emploi|le retour a l'emploi"
    r"|leur recherche)[\w ',]{0,20}"
    r" (?:des?|d') ?(?:{FAR})",
    r"encadrants? techniques?[\w ',-]{0,60} (?:salaries?|personnes?|publics?|participants?|beneficiaires?)"
    r" en (?:parcours|{INSERTION})",
    r"(?:objectifs?|taux|nombre) de (?:\w+ )?sorties (?:dynamiques|positives)",
    r"(?:prestations?|services?|marches?) (?:de services? )?d'{INSERTION} (?:sociale|professionnelle"
    r"|socio-?professionnelle|par l'(?:emploi|activite|economi))",
    r"marches? (?:de services? )?d'{INSERTION}(?! (?:publicit|professionnelle et))",
    r"(?:maitrise de l'|l'|d')?activites? supports?",
    r"supports? d'activites?",
    r"(?:supports?)(?: [\w']+){0,5} (?:de la |de l'|d'une |a la |a l'|aux? |des )(?:demarche|action"
    r"|parcours|dispositif|activite)?s?(?: d'| de l')?{INSERTION}",
    r"(?:cout|prix|montant) (?:du|de la|des) (?:dispositif|accompagnement|demarche|prestation"
    r"|encadrement)s?(?: social\w*)? d'{INSERTION}",
    r"(?:mise en place|realisation|gestion|animation|mise en œuvre|organisation"
    r"|portage)[\w ',]{0,40} (?:d'un |de |des |d'|un )?(?:ateliers? et )?chantiers? (?:ecoles? "
    r"|qualifiants? )?d'{INSERTION}",
    r"(?:marches?|accords?[ -]cadres?|achat|objet ?:?|prestations?) (?:de |d'une? |d')?(?:[\w']+ ){0,1}?"
    r"(?:ateliers? et )?chantiers? d'{INSERTION}",
    r"(?:marches?|accords?[ -]cadres?|objet ?:?|services?) (?:de |d')?formations?[\w ',-]{0,60} (?:au profit"
    r"|a destination|en faveur) (?:des?|d'|de) ?(?:{FAR})",
    r"chantiers? d'{INSERTION} (?:pour|ayant|portant|relatif|en vue)",
    r"(?:entretien|travaux|prestations?|nettoyage|gestion|collecte|restauration"
    r"|amenagement)[\w ',]{0,90} (?:par|via|dans le cadre d[e']u?n?e?|au moyen d[e']u?n?e?) (?:un |une "
    r"|des |d'un )?(?:chantiers?|ateliers?|structures?)(?: et chantiers?)? d'{INSERTION}",
    r"prestations? (?:d'|de |d'une? )?(?:actions? )?d'{INSERTION}(?! (?:publicit|dans))",
    r"(?:prestations?|actions?|missions?|services?|dispositifs?|parcours|achat|organisation|mise en œuvre)"
    r"[\w ',]{0,40} (?:d'|l')accompagnement[\w ',-]{0,30} (?:(?:vers|a|dans) l'emploi|a l'{INSERTION}"
    r"|socio-?professionnel\w*)(?: (?:des?|d'|pour les) ?(?:{FAR}))?",
    r"(?:prestations?|actions?|parcours|achat|marche|commande)[\w ',]{0,40} (?:de"
    r" )?formations?[\w ',-]{0,220}"
    r"[ ']{INSERTION} (?:professionnelle |durable |sociale |et )*(?:des?|d') ?(?:{FAR})",
    r"(?:prestations?|actions?|achat)[\w ',]{0,30} formations?[\w ',-]{0,60} (?:au profit"
    r"|a destination|en faveur)"
    r" (?:des?|d'|de) ?(?:{FAR})",
    r"prestations? (?:d')?accompagnement[\w ',:-]{0,160} acces (?:a|vers) l'emploi",
    r"(?:provision of|procuring|deliver\w*|services?:?)(?: [\w-]+){0,4} (?:employability"
    r"|employment support|work"
    r" programme|back to work|skills and employment)(?: [\w-]+){0,3}",
    r"employability (?:services?|support|programmes?)",
    r"berufsvorbereitende\w* (?:bildungs)?mas{1,2}nahmen?|aktivierungshilfen|arbeitsgelegenheiten"
    r"|ausbildungsbegleitende\w* hilfen|unterstützte\w* beschäftigung",
    r"(?:mas{1,2}nahmen?|leistungen|dienstleistungen)[\w ,-]{0,30} (?:aktivierung|beruflichen? eingliederung"
    r"|eingliederung in (?:arbeit|den arbeitsmarkt))[\w ,-]{0,40}",
    r"mas{1,2}nahmen?[\w ,().§-]{0,60} §+ ?(?:16|45|46|48)[\w .]{0,24} sgb (?:ii|iii)\b",
    r"preparations? operationnelles? a l'(?:emploi|apprentissage)(?: (?:collective|individuelle)s?)?",
    r"support(?:s)? d'{INSERTION}|{INSERTION} et qualification|qualification et {INSERTION}",
)
_NOT_OBJECT = phrase(
    r"conditions? d'execution",
    r"demandeurs d'emploi inscrits",
    r"(?:sous-?traitance|cotraitance|faire appel|recours|recourir)[\w ',]{0,60}$",
    r"travailleurs handicapes",
    r"(?:qualite|pertinence|coherence) (?:du dispositif|de l'accompagnement|des actions)",
    r"(?:{HOLDER}) (?:associe|confie|recour|fait|mobilise|doi|devr|s'engag)\w*",
)
_DUE = re.compile(
    r"[\w ',]{0,60}\b(?:est|sont|sera|seront)[ ](?:\w+[ ])?(?:prevue?s?|imposee?s?|demandee?s?)\b"
)
"""An insertion that is planned in the contract is a condition of it, not what is bought."""
_SUPPORT = re.compile(r"support(?!ed| programme| services?)(?<!employability.support)(?<!employment.support)")
"""The French word; "employability support" says by itself what is bought."""


def detect(passage: Passage) -> Iterator[Hit]:
    """Titles and objects that say the contract itself is insertion."""
    for sentence, match in passage.find(_OBJECT, passage.around(STEMS)):
        words = passage.words(sentence)
        start, end = match.start() - sentence.start, match.end() - sentence.start
        near = words[max(0, start - 80) : end + 80]
        if "handicap" in match.group():
            near = words[max(0, start - 80) : start] + "|" + words[end : end + 80]
        if _NOT_OBJECT.search(near) or _DUE.match(words, end) or denied(words, start, end):
            continue
        if _SUPPORT.search(match.group()) and not re.search(
            r"sertion", passage.folded[max(0, match.start() - 300) : match.end() + 300]
        ):
            continue
        yield Hit(ClauseType.INSERTION_OBJECT, match.start(), match.end(), 0.8)
