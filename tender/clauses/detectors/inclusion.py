"""EXEC_INSERTION: people far from employment are put to work while the contract runs.

Source: L2112-2, L2112-2-1 CCP; CCAG 2021, "insertion"; before: CMP art. 14, ordonnance 2015-899 art. 38-I.
The words decide, not the article cited (articles are often wrong).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tender.clauses.duties import MARKS, SUPPOSED, looked_after
from tender.clauses.false_friends import of_a_building
from tender.clauses.hours import hours_in
from tender.clauses.negation import answer, denied, is_ticked
from tender.clauses.passage import Hit, Passage, Spans
from tender.clauses.phrases import phrase
from tender.vocabulary.clause import ClauseType

STEMS = (
    "sertion",
    "reserv",
    "emploi",
    "social",
    "sociaux",
    "eloign",
    "defavoris",
    "chomeu",
    "chomage",
    " rsa",
    "minima",
    "precarite",
    "exclu",
    "difficult",
    "prioritaire",
    "eligible",
    "intermediaire",
    "etti",
    "geiq",
    "handicap",
    "langzeit",
    "benachteil",
    "arbeitslos",
    "unemployed",
    "disadvantaged",
    "furthest",
    "social return",
    "arbeidsm",
)

# Work given to an employer of people far from employment.
_SUPPLIED = phrase(
    r"(?:{HOLDER})\b[\w ',-]{0,60}(?:confi\w+|sous-?trait\w+|recour\w+|faire appel|fera appel"
    r"|faire intervenir|s'adjoi\w+)[\w ,'%()/-]{0,60}(?:{SIAE})",
)
# The clause called by its name.
_NAMED = phrase(
    r"(?:clauses?|claude)(?: {OBLIGED}){0,4} (?:d'execution )?(?:d'aide a l'|visant a l'|visant l'"
    r"|favorisant l'"
    r"|en faveur de l'|relatives? a l'|liees? a l'|pour l'|sur l'|de l'|d'|)?{INSERTION}{NOT_WORK}",
    r"clauses?(?: {OBLIGED}){0,4} (?:de |visant a la |visant a |en faveur de "
    r"|relatives? a la )(?:la )?(?:promotion de l'emploi|promouvoir l'emploi|l'emploi)",
    r"clauses? (?:\"|')?(?:emploi|sociale)(?:\"|')? ?[-/&] ?(?:formation ?[-/&] ?)?{INSERTION}",
    r"(?:conditions?|modalites?|elements?)(?: {OBLIGED}){0,2} d'execution [\w ',]{0,40}{INSERTION}"
    r" (?:sociales?|professionnelles?|par)",
    r"{INSERTION} (?:sociale|professionnelle|par)[\w ',]{0,50} (?:est|constitue\w*) (?:une )?conditions?"
    r" (?:\w+ ){0,2}d'execution",
    r"possibilites d'emplois? (?:pour|offertes)[\w ',]{0,40}(?:chomeurs|personnes|demandeurs|defavorise)\w*",
    r"lots? (?:concerne|soumis|vise|assujetti)\w* (?:par|a) (?:l'|la |une )?(?:clause |action |demarche "
    r"|dispositif )?(?:d')?{INSERTION}{NOT_WORK}",
    r"charte (?:locale |nationale |regionale )?(?:d')?{INSERTION}",
    r"(?:ccap|annexe|fiche|notice)(?: [\w'\"]+){0,3} (?:clauses? )?(?:d')?{INSERTION}{NOT_WORK}",
)
# Something to be carried out.
_ACTION = phrase(
    r"(?:actions?|demarches?|dispositifs?|engagements?|obligations?|mesures?|programmes?|objectifs?"
    r"|efforts?|conditions?|dispositions?|stipulations?|operations?"
    r"|exigences?|niveaux?|volets?|plans?|taux|quotas?|activites?|part|volumes?"
    r"|prestations?)(?: {OBLIGED}){0,4}(?: du (?:ccap|ccp|cahier des charges|present \w+|marche|contrat"
    r"|titulaire)| de l'(?:entreprise|attributaire|entrepreneur))?"
    r" (?:en faveur de l'|en matiere d'|visant a l'|relati\w+ a l'|d'|de l'|){INSERTION}{NOT_WORK}",
    r"(?:engagements?|obligations?|quotas?|efforts?|volumes?|objectifs?|clauses?)(?: [\w'-]+){0,3}?"
    r" (?:en faveur"
    r"|au profit|au benefice|a destination) (?:des?|du|d') ?(?:la |l')?(?:{FAR})",
    r"(?:prise en compte|realisation|mise en œuvre|respect|execution) de l'{INSERTION}{NOT_WORK}",
    r"{INSERTION} (?:sociale |professionnelle |socio-?professionnelle |et "
    r"|sociale et professionnelle )*par l'(?:activite ?)?econom\w+",
    r"{INSERTION} (?:professionnelle |sociale |socio-?professionnelle |et )+(?:des?|d'un|pour les) (?:{FAR})",
    r"{INSERTION} (?:des?|d') ?(?:{FAR})",
    r"{INSERTION} (?:sociale|professionnelle)(?: et (?:sociale|professionnelle))? (?:obligatoire|imposee"
    r"|exigee"
    r"|comme condition)",
    r"(?:promouvoir|favoriser|faciliter|developper|permett\w+|promotion|promouvant|favorisant|visant"
    r"|acces|retour)[\w ,'/-]{0,60}"
    r" (?:emplois?|embauche|recrutement|travail|{INSERTION})[\w ,'()/-]{0,60}? ?(?:{FAR})",
    r"(?:acces|retour) (?:ou le retour )?(?:a|vers) l'emploi",
    r"(?:promotion|developpement|faveur|matiere) (?:de |d')(?:l')?emploi[\w ',]{0,30} {INSERTION}{NOT_WORK}",
    r"(?:promouvoir|promotion de) l'emploi (?:et|ou)[\w ',]{0,12} (?:combattre|lutt\w+ contre)"
    r" (?:l'exclusion|le chomage)",
    r"emploi (?:des?|d') ?(?:{FAR})",
    r"(?:emplois?|postes?|contrats?) d'{INSERTION}{NOT_WORK}",
    r"(?:realis|execut|effectu|assur|confi|production)\w*[\w ,'()/-]{0,60} (?:par|a) (?:des |les |du "
    r"|un )?(?:{FAR})",
    r"(?:embauch|recrut|emploi|occup|mobilis|employ|recour)\w* [\w ,'()/-]{0,90}(?:{FAR}"
    r"|en (?:parcours d'|cursus d')?{INSERTION})",
)
_HOURS = phrase(
    r"heures?(?: [\w',()-]+){0,6}? (?:d'|a l'|en |au titre de l'|dans le cadre de l'|pour l'|de l'"
    r"|a une action d'|){INSERTION}{NOT_WORK}",
    r"(?:\d[\d ]*|cent|mille|vingt) ?(?:h|heures?)\.?,? ?(?:minimum |minimales? |au minimum )?(?:d'|en "
    r"|de travail d'|de travail en ){INSERTION}",
    r"{INSERTION}{NOT_WORK}(?: [\w',()/-]+){0,12}? :? ?\d[\d ]* ?(?:h|heures?)\b",
    r"\d[\d ]* ?(?:h|heures?)\b(?: [\w',()/-]+){0,22}? (?:{FAR}|{INSERTION})",
    r"heures? (?:sociales?|reservees? a l'{INSERTION})",
    r"heures? (?:de |au titre de la |dans le cadre de la )clauses? sociales?",
)
_SHARE = phrase(
    r"heures?[\w ',]{0,40} reservee?s? (?:a|aux?|pour) (?:des |les |un )?(?:{FAR})",
    r"reserv\w+(?: [\w',()/-]+){0,12}? \d{1,3}(?:[.,]\d+)? ?%[\w ',()/-]{0,60}(?:heures?|temps"
    r"|main d'œuvre|effectifs?|masse salariale|postes?|etp)",
    r"\d{1,3}(?:[.,]\d+)? ?%[\w ',()/-]{0,60}(?:heures?|temps|main d'œuvre|effectifs?"
    r"|masse salariale)[\w ',()/-]{0,100}(?:{FAR}|{INSERTION})",
    r"\d{1,3} ?(?:etp|equivalents? temps plein|postes?|emplois?)[\w ',()/-]{0,40} (?:en|d'|de l')"
    r" ?{INSERTION}{NOT_WORK}",
    r"reserv\w+(?: [\w',()/-]+){0,14}? (?:heures?|temps (?:total )?de travail|main d'œuvre"
    r"|volume horaire)[\w ',()/-]{0,120}(?:{FAR}|{INSERTION})",
    r"{INSERTION}{NOT_WORK}[\w ',()/-]{0,40}(?:de|a hauteur de|a|:) ?(?:(?:au )?minimum |au moins )?\d{1,3}"
    r"(?:[.,]\d+)? ?%",
    r"\d{1,3}(?:[.,]\d+)? ?% (?:d'|en ){INSERTION}{NOT_WORK}",
)
_SOCIAL_CLAUSE = phrase(
    r"(?:clauses?|elements?|conditions?|considerations?|volet|obligations?|engagements?)(?: {OBLIGED}){0,3}?"
    r" (?:d'execution )?(?:a caractere |d'ordre )?(?:sociale?s?|sociaux)(?! (?:et solidaire|europeen))",
)
_SHARE_OF_WORK = re.compile(
    r"\d[ ]*(?:%|pour[ ]?cent)[^.;%]{0,50}(?:\betp\b|equivalents?|heures?|temps"
    r"|main d|effectif|masse salariale)"
)
_TRAINING = re.compile(r"apprenti|alternan|\bstages?\b|stagiaire|formation")
_LEARNING = re.compile(r"apprenti|alternan|contrats? de professionnalisation")
_INCLUSIVE = re.compile(
    r"sertion|eloign|chom|sans emploi|demandeurs? d|\brsa\b|difficult|prioritaire"
    r"|eligible"
)
_HOURS_STATED = re.compile(r"\d[ ]*(?:heures?|h)(?![a-z])")
_STATED = phrase(
    r"(?:{CONTRACT}|{HOLDER}|l'acheteur|maitre d'ouvrage|cahier des charges|ccap|cctp"
    r"|pouvoir adjudicateur|execution)\b.{0,90}?\b(?:{HAS})\b",
    r"(?:application|respect|mise en œuvre|en incluant|inclu[ts]\w*|integr\w+|obligatoire\w*|annexe)",
    r"(?:lots?) (?:n(?:o|um\w*)?s? ?)?\d",
    r"(?:est|sont|sera|seront)(?: egalement| aussi| donc| notamment)? (?:prevue?s?|imposee?s?"
    r"|applicables?|integree?s?|inserees?|introduites?"
    r"|demandees?|exigees?|fixee?s?|mises? en)",
    r"(?:voir|cf|article|art\.?) (?:le |l'|au )?(?:ccap|ccp|rc|reglement|\d)",
)
_LANDSCAPE = re.compile(
    r"paysag|incidences?\b|hydraul|faune|biodivers|urbanis|architect|milieux? naturel|riverain"
)
_PEOPLE = re.compile(r"emploi|social|professionnel|econom|publics? |personnes|heures?\b|chomage|\brsa\b")
# The ways open to the holder, named together.
_MODES = phrase(
    r"(?:embauches?|recrutements?) directe?s?[\w ',;:()-]{0,140}(?:mises? a (?:la )?disposition"
    r"|(?:sous|co)-?traitance)",
    r"(?:sous|co)-?traitance[\w ',;:()/-]{0,60}(?:{SIAE})[\w ',;:()/-]{0,300}(?:embauches?|recrutements?)"
    r" directe?s?",
    r"mises? a (?:la )?disposition (?:de |d'|du )(?:salarie|personnel|public|personne)\w*[\w ',;:()-]{0,140}"
    r"(?:(?:sous|co)-?traitance|(?:embauches?|recrutements?) directe?s?)",
)
_WORKING = re.compile(
    r"emploi|social|professionnel|personnes|heure|obligation|engagement|penalit|econom|chomage|publics"
    r"|\brsa\b|salarie|obligatoire|clause|jeunes|travail|2112|conditions? d'execution"
)
_SERVED_DE = re.compile(r"vermitt(?:el|l)|betreu")
_WHO_EMPLOYS = re.compile(r"(?:assujett\w+ a l.obligation d.?[ ]?|operateurs? economiques? (?:qui )?)$")
_BOUGHT = re.compile(r"\bachats? (?:de |d.)?$")
_CARRIED_OUT = re.compile(
    r"[^.;]*action|(?:prestation|demarche|dispositif|obligation|engagement|effort|objectif|volume"
    r"|mesure)s?[ ]"
)
_OBLIGES = phrase(
    r"(?:{CONTRACT}|cahier des charges|ccap|execution|acheteur|ouvrage)\b.{0,120}?\b(?:comport\w+"
    r"|contien\w+|compren\w+|inclu\w+|integr\w+|(?:fait|fera|font|feront) l'objet|soumis\w*|prevoi\w*"
    r"|met en œuvre)",
    r"(?:{HOLDER})\b.{0,80}?\b(?:devr\w+|s'engag\w+|s'oblig\w+|est tenu\w*|sera tenu\w*|doi\w*t|realise\w*)",
    r"a decide de|est prevue?|sera obligatoire|il (?:sera|est) (?:obligatoirement )?reserve",
)
_VERB = phrase(r"{MUST}|est|sont|sera|seront|{HAS}")
_IF_ANY = re.compile(r"\bsi (?:une?|la|des|le) (?:clauses?|actions?|marche|contrat|lot)\b")
_PERHAPS_LATER = re.compile(
    r"(?:possibilite|droit|faculte) (?:d.|de l.)(?:introdui|inser|inclu|integr|ajout|impos"
    r"|prevoi)\w+[^.;]{0,40}$"
)
_WHO_MUST = phrase(
    r"{MUST}",
    r"penalites?",
    r"(?:{HOLDER})\b[^.;]{0,40} (?:designe|transmet|justifie|etablit|remet|produit|fournit|communique"
    r"|adresse)",
    r"(?:ses|leurs?|son) (?:obligations?|engagements?)|obligations? (?:du|de l'|des) ?(?:{HOLDER})",
    r"faute (?:pour|par)|manquante?s?",
    r"obligations? contractuelles?|resili\w+|engagements? contractuels?|manque(?:ment|nt)s?|inexecution",
    r"conditions? (?:particulieres? |specifiques? )?d'execution|avec (?:le|la) facilitat\w+",
    r"l\.? ?2112-[2-4]",
    r"(?:complete|renseigne|remplit|joint)\w*[\w ,']{0,40} (?:annexe|acte d'engagement)",
    r"irregulieres?|irrecevables?|non[ -]conformes?|refaction|malus|a defaut|assigne\w*|ecartee?s?",
    r"a (?:la )?(?:hauteur|raison) de|port\w+ (?:\w+ment )?sur|represent\w+|s'eleve\w*",
    r"(?:{CONTRACT})\b.{0,120}?\b{HAS}",
    r"(?:applicables?|s'applique\w*|concern\w+)|(?:fai|fon)t l'objet d|fer(?:a|ont) l'objet d",
    r"(?:fixe|impose|exige|prevoi|demande)\w* (?:dans|pour) (?:ce|cet|cette|le present|la presente|l'|le|la)"
    r" ?(?:{CONTRACT})",
    r"(?:est|sont|sera|seront)(?: egalement| aussi| donc| notamment)? (?:prevue?s?|imposee?s?"
    r"|applicables?|integree?s?|inserees?|mises?)",
)
_ONLY_CITED = phrase(
    r"(?:politique|souci|charge|service|direction|plan local pour|maison|facilitat\w+|referente?"
    r"|cellule|chargee?s? de mission|plie\b)"
    r"(?: [\w'-]+){0,4} ?$",
    r"(?:structures?|entreprises?|associations?|ateliers?|chantiers?|acteurs?|organismes?|parcours"
    r"|personnes?)(?: et chantiers?)? (?:relevant )?(?:de l'|d'|en |de )?$",
)
_OBJECT = phrase(
    r"(?:etudes?|enquetes?|diagnostics?|observatoires?|evaluations?|ingenierie|audits?"
    r"|assistance (?:a (?:la )?)?(?:maitrise|redaction|mise))(?: [\w'-]+){0,6} ?$",
    r"(?:support|services? de qualification|(?:{CONTRACT})[\w ']{0,30} pour objet(?! l'emploi))(?:"
    r" [\w'-]+){0,6} ?$",
)
_PERFORMANCE = phrase(
    r"(?:performances?|pertinence|qualite|critere|cout|maitrise|interet|coherence|note|notation|valeur"
    r"|efficacite|ambition|methodologie|moyens)"
    r"(?: [\w',/-]+){0,7} ?$"
)
_HEADING = phrase(
    r"~^.{0,160}?2112-[234].{0,70}?((?:actions? d')?{INSERTION} (?:sociale|professionnelle|par))",
    r"~^[\W\d]{0,12}((?:actions? |demarches? |dispositifs? )?(?:d')?{INSERTION} (?:sociale"
    r"|professionnelle|par l'activite|par l'economi|des publics?"
    r"|de publics?)[\w ',()/-]{0,60})[\W]{0,3}$",
    r"~^[\W\d]{0,12}((?:publics?|modalites|suivi|globalisation|coordonnees|beneficiaires|eligibilite|controle"
    r"|mise en œuvre|penalites)[\w ',()/-]{0,60}[ '](?:operation|action|demarche|engagement|heures?|clause"
    r"|dispositif)s? (?:sociales? )?d'{INSERTION}[\w ',()/-]{0,40})[\W]{0,3}$",
    r"~^[\W\d]{0,12}((?:actions? |demarches? |dispositifs? |clauses? )?(?:d')?{INSERTION}(?: (?:sociale"
    r"|professionnelle|et|par l'activite economique|par l'economi\w+))*) ?: ?(?:oui|obligatoire|lots?"
    r"|voir|cf|article|ccap|concerne)",
)
_DE = phrase(
    r"beschäftigungsmöglichkeiten für[\w ,-]{0,60}(?:langzeitarbeitslose|benachteiligte|arbeitslose)\w*",
    r"employment opportunities for[\w ,-]{0,60}(?:unemployed|disadvantaged)\w*",
    r"(?:hours?|weeks?|jobs?|work|employ\w*|recruit\w*|positions?)[\w ,]{0,50}"
    r" (?:(?:long[ -]term |previously )?unemployed|disadvantaged|(?:people|those|residents)"
    r" (?:furthest|far) from)\w*",
    r"(?:social return)(?: on investment)?|afstand tot de arbeidsmarkt|arbeidsmarktbeperking",
    r"(?:beschäftigung|einsatz|eingliederung|einstellung)(?: von)?(?: [\w-]+){0,3}"
    r" (?:langzeitarbeitslose\w*|benachteiligte\w*|arbeitslose\w*)",
    r"langzeitarbeitslose\w* [\w ,-]{0,40}(?:beschäftig|einzusetz|einzustell|einsetz)\w+",
)


def detect(passage: Passage) -> Iterator[Hit]:
    """Named clauses, actions to carry out, hours and shares of work for people far from employment."""
    spans = passage.around(STEMS)
    yield from _seen(passage, spans, _NAMED, 0.86)
    yield from _seen(passage, spans, _HOURS, 0.9)
    yield from _seen(passage, spans, _SHARE, 0.93)
    yield from _seen(passage, spans, _DE, 0.8)
    yield from _seen(passage, spans, _ACTION, 0.78, needs=_WHO_MUST)
    yield from _seen(passage, spans, _SUPPLIED, 0.7)
    if "sertion" in passage.folded:
        yield from _seen(passage, spans, _MODES, 0.75)
    yield from _quantified(passage, spans)
    yield from _headings(passage)


def _quantified(passage: Passage, spans: Spans) -> Iterator[Hit]:
    """A social clause with hours or a share of them ("clause sociale : 5 % des heures") is insertion."""
    for sentence, match in passage.find(_SOCIAL_CLAUSE, spans):
        words = passage.words(sentence)
        start = match.start() - sentence.start
        after = passage.folded[match.end() : min(passage.following(sentence, 2)[-1].end, match.end() + 300)]
        if denied(words, start, match.end() - sentence.start) or _TRAINING.search(words + after):
            continue
        near = words[max(0, start - 40) : start] + after
        if (_SHARE_OF_WORK.search(near) or hours_in(near)) and not MARKS.search(words):
            yield Hit(ClauseType.EXEC_INSERTION, match.start(), match.end(), 0.8)


def _headings(passage: Passage) -> Iterator[Hit]:
    """ "Insertion professionnelle des publics en difficulté." as a whole field; "L2112-2 (insertion)"."""
    for sentence in passage.sentences if "sertion" in passage.folded else ():
        words = passage.words(sentence)
        if "sertion" not in words:
            continue
        match = _HEADING.match(words)
        if match is None or MARKS.search(words):
            continue
        start, end = match.span(match.lastindex or 0)
        if not denied(words, start, end):
            yield Hit(ClauseType.EXEC_INSERTION, sentence.start + start, sentence.start + end, 0.6)


def _seen(
    passage: Passage,
    spans: Spans,
    pattern: re.Pattern[str],
    strength: float,
    needs: re.Pattern[str] | None = None,
) -> Iterator[Hit]:
    for sentence, match in passage.find(pattern, spans):
        words = passage.words(sentence)
        start, end = match.start() - sentence.start, match.end() - sentence.start
        before = words[:start]
        end = min(end, len(words))
        if (
            denied(words, start, end)
            or answer(passage.text, match.end()) is False
            or passage.value_denies(sentence)
        ):
            yield Hit(ClauseType.EXEC_INSERTION, match.start(), match.end(), strength, denied=True)
            continue
        if is_ticked(passage.text, match.start()) is False or _is_supposed(before, match.group()):
            continue
        if _not_ours(words, before, end, pattern):
            continue
        if needs is not None and not (needs.search(words) or hours_in(words)):
            continue
        yield Hit(
            ClauseType.EXEC_INSERTION,
            match.start(),
            match.end(),
            strength + _clearness(words, start, pattern),
        )


def _is_supposed(before: str, words: str) -> bool:
    """ "Si une clause d'insertion est prévue": a case that may not be this one."""
    return bool(SUPPOSED.search(before) or _IF_ANY.search(words) or _PERHAPS_LATER.search(before))


def _clearness(words: str, start: int, pattern: re.Pattern[str]) -> float:
    """A sentence that obliges states the clause best; a title only names it, "peuvent" only allows it."""
    if pattern is _NAMED and len(words) < 70 and not _STATED.search(words):
        return -0.2
    if (
        pattern is _ACTION
        and len(words) < 70
        and not re.search(r"\d[ ]*(?:h|%)", words)
        and not _VERB.search(words)
    ):
        return -0.15
    if re.search(r"\bpeu(?:t|vent)\b", words[max(0, start - 60) : start]):
        return -0.1
    return 0.07 if _OBLIGES.search(words) else 0.0


def _not_ours(words: str, before: str, end: int, pattern: re.Pattern[str]) -> bool:
    """Marks, the object bought, a service merely named: other detectors' business, or nobody's."""
    near = before[-90:]
    if (
        _says_who_employs(words, before)
        or of_a_building(words, len(before), end)
        or (pattern is _DE and _SERVED_DE.search(words))
    ):
        return True
    if pattern is _HOURS and (_BOUGHT.search(near) or (_HOURS_STATED.search(words) and not hours_in(words))):
        return True  # bought by the hour; hours of a delay, of opening
    if pattern is _SHARE and _LEARNING.search(words) and not _INCLUSIVE.search(words):
        return True  # hours for apprentices
    if pattern is not _HOURS and pattern is not _SHARE and _ONLY_CITED.search(before[-50:]):
        return True
    if _PERFORMANCE.search(near) or (pattern is _ACTION and _not_for_people(words, before, end)):
        return True
    return bool(pattern is not _NAMED and MARKS.search(words[max(0, end - 200) : end + 60]))


def _says_who_employs(words: str, before: str) -> bool:
    """Who is a sheltered or inclusive employer, or must employ disabled people, in the law's words."""
    share = "proportion minimale" in words
    return bool(_WHO_EMPLOYS.search(before[-90:])) or (
        share and "emploi" in words[max(0, len(before) - 60) : len(before) + 20]
    )


def _not_for_people(words: str, before: str, end: int) -> bool:
    """An action that is the object bought, fits a building in its site, or speaks of nobody's work."""
    start = len(before)
    if _OBJECT.search(before[-90:]) or looked_after(words, start, end):
        return True
    if _LANDSCAPE.search(words[max(0, start - 150) : end + 80]) and not _PEOPLE.search(words):
        return True
    return not _WORKING.search(words[max(0, start - 120) : end + 120]) and not _CARRIED_OUT.match(
        words, start
    )
