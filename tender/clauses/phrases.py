"""A small language for phrases over folded text.

A phrase is a regular expression in which
- a space stands for any run of spaces (line ends are spaces once folded), " ?" for none or any;
- an apostrophe may be missing, or be a space ("d'insertion", "dinsertion", "d insertion");
- a capital letter stands for no letter of the folded text, so `{NAME}` is free for a word class of WORDS;
- `œ`, `ä`, `ö`, `ü` match both their spellings ("oe", "ae"…);
- both ends stand on a word boundary, unless the phrase begins with `~`.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

WORDS: dict[str, str] = {
    # Integration into work; the false friends (landscape, urban, printed) are refused by NOT_WORK.
    "INSERTION": r"(?:re)?i(?:n|sn|nn)s?sertions?",
    "NOT_WORK": r"(?! (?:(?:et |ou |bonne )?(?:paysager?e?s?|urbaines?|architecturales?"
    r"|visuelles?|graphiques?"
    r"|environnementales?|topographiques?|volumetriques?|publicitaires?|photographiques?|territoriales?)"
    r"|dans (?:le |la |les |l'|son |leur )(?:site|paysage|environnement|tissu|contexte|quartier|ville|bati"
    r"|terrain|projet|milieu|parcelle)|au (?:site|paysage)"
    r"|d'(?:un|une|articles?|annonces?|images?|encarts?)|des? (?:annonces?|publicites?|encarts?|avis)"
    r"|d(?:u|e la|es|e|e l') ?(?:modules?|ouvrages?|projet|batiment\w*"
    r"|mobiliers?|eclairages?|logiciel|donnees|liens?|fichiers?|cartes?|logos?|textes?|tickets?"
    r"|construction|equipements?"
    r"|reseaux?|pieces?)"
    r"|sur (?:le|la) (?:site|page|terrain)))",
    "OBLIGED": r"(?:minimale?s?|minimum|social|obligatoires?|contractuel(?:le)?s?|facultati[fv]e?s?"
    r"|incitati[fv]e?s?|sociales?"
    r"|professionnelles?|flexibles?|specifiques?|particulieres?|prealables?|environnementales?|et|ou"
    r"|economiques?)",
    # Persons far from employment: whom, and what tells that they are.
    "PEOPLE": r"(?:personnes?|publics?|jeunes?|populations?|habitant(?:e?s)?|salarie(?:es?|s)?"
    r"|demandeurs? d'emplois?|beneficiaires?|travailleu(?:rs?|ses?)|allocataires?|personnels?|residents?"
    r"|individus|candidats a l'emploi|main[ -]?d'œuvre|femmes|menages|seniors?|refugie(?:es|s)|adultes"
    r"|ouvriers|profils|participants|mamans|meres|familles monoparentales)",
    "FAR_FROM_WORK": r"(?:(?:tres |durablement |particulierement |socialement |les plus "
    r"|momentanement )?eloigne\w*"
    r"|prioritaires?|precites?|defavorise\w*|fragilise\w*|fragiles|vulnerables|precaires|sans emploi"
    r"|inactifs?|(?:durablement |longtemps |momentanement )?privees? (?:durablement )?d'emploi"
    r"|(?:sans|n'ayant (?:pas|aucun\w*)|depourvus? de|ayant peu de)"
    r" (?:de )?(?:travail|diplomes?|qualification|formation|experience professionnelle)"
    r"|(?:non|peu|pas|peu ou pas|pas ou peu|faiblement|tres peu|insuffisamment) (?:qualifie|diplome"
    r"|forme)e?s?(?! (?:a|ou) (?:tres )?qualifie)"
    r"|(?:a|de|d'un) (?:faible|bas) niveau de (?:qualification|formation)"
    r"|rencontrant [\w ',-]{0,40}difficultes?|connaissant [\w ',-]{0,40}difficultes?"
    r"|(?:confrontee?s?|exposee?s?) a [\w ',-]{0,40}(?:difficultes?|chomage|exclusion)"
    r"|ayant [\w ',-]{0,40}difficultes? [\w ',-]{0,20}(?:emploi|travail|{INSERTION})"
    r"|(?:en|a) risque d'exclusion|menace\w* d'exclusion"
    r"|en cddi|issue?s? d'une? (?:\baci\b|siae|\bei\b|etti|geiq|chantier|structure d'{INSERTION})"
    r"|issue?s? (?:de l'|du secteur de l'|du secteur d'|d'une? parcours d'|de parcours d'|des parcours d')"
    r"{INSERTION}"
    r"|en (?:grande )?(?:difficultes?|precarite)|en situation (?:de precarite|de chomage|difficile"
    r"|d'{INSERTION})"
    r"|(?:en|sous|ayant|avec|beneficiant) (?:une? |d'une? )?(?:contrat |statut |parcours |cursus |demarche "
    r"|voie |processus |etape )?(?:d'|de |en )?{INSERTION}"
    r"|(?:a la|en) recherche (?:active )?d'(?:un )?emplois?|au chomage"
    r"|en parcours\b(?! (?:de soin|scolaire|client|universitaire))|(?:inscrite?s? )?comme demandeurs"
    r" d'emplois?|en situation d'exclusion|exclu\w*"
    r"|percevant [\w ',-]{0,30}(?:rsa|minima|allocation|aah|\bass\b|revenu de solidarite)"
    r"|(?:placees? )?sous[ -]main[ -]de[ -]justice|sortant(?:e?s)? de (?:prison|detention)"
    r"|(?:suivi|accompagne|oriente|adresse|propose|selectionne|repere)e?s? (?:par|en|via|au sein de)"
    r" (?:la |le |l'|les |un |une )?(?:missions? locales?|plie|france travail|pole emploi|cap emploi"
    r"|facilitat\w+|service clauses?|maison de l'emploi|guichet)"
    r"|(?:suivi|accompagne|oriente|adresse|propose|repere|valide|agree)e?s? par (?:[\w'-]+"
    r" ){0,4}?(?:conseil departemental|facilitat\w+|structures?"
    r" (?:d'|de l'){INSERTION}|service public de l'emploi|operateurs?|(?:l'|d')?emploi|clauses?|{INSERTION})"
    r"|qui (?:cherch|recherch)\w+ (?:du travail|un emploi)|depourvue?s? d'emploi"
    r"|(?:repondant|correspondant|appartenant) (?:aux|a l'un\w*)[\w ',-]{0,30}(?:eligibilite|categories?"
    r"|publics?)"
    r"|relevant [\w ',-]{0,30}(?:categories?|publics?|rsa|minima|l'iae|clauses?)"
    r"|inscrite?s? (?:a|aupres de|depuis [\w ]{1,20} a) (?:france travail|pole emploi|l'anpe|cap emploi"
    r"|la mission locale)"
    r"|du plie\b|au rsa\b"
    r"|considerees comme prioritaires|relevant [\w ',-]{0,40}{INSERTION}"
    r"|(?:eligibles?|beneficiaires?) (?:a la|aux|au|de la|des|du)(?: dispositif des?)? clauses?)",
    "FAR": r"(?:{PEOPLE}(?: [\w'-]+,?){0,8}? {FAR_FROM_WORK}"
    r"|demandeu(?:rs?|ses?) d'emplois?(?: de (?:tres )?longue duree)?|chomeu(?:rs?|ses?)(?: de longue duree)?"
    r"|[a-z]{4,}s (?:sans emploi|au chomage|privee?s d'emploi|en recherche d'emploi"
    r"|eloignee?s (?:du marche )?de l'emploi)"
    r"|\bdeld\b|\bbrsa\b|\bjeunes (?:decrocheurs|neet)\b"
    r"|(?:beneficiaires?|allocataires?|titulaires) (?:du|de l'|des|de la) ?(?:rsa|{INSERTION}|revenu|aah"
    r"|ass|minima"
    r"|dispositif (?:des clauses|d'{INSERTION})|clauses? d'{INSERTION})"
    r"|candidats? (?:proposes|orientes|adresses|presentes) par (?:la |le |l'|les )?(?:facilitat|plie"
    r"|mission locale|structure|maison de l'emploi|france travail|guichet|cellule)\w*"
    r"|publics? \"? ?clauses? ?\"?|public(?:s)? (?:concerne|vise|eligible|cible)s?"
    r"|beneficiaires? (?:listes|vises|eligibles))",
    "LANGZEIT": r"(?:(?:personen|menschen),? die (?:zuvor|vorher|mindestens|seit)\b[\w ]{0,50}"
    r"(?:arbeitslos|erwerbslos|ohne (?:arbeit|beschäftigung))|(?:personen|menschen),? die [\w ]{0,40}"
    r"leistungen nach dem sgb ii|langzeit-?(?:arbeitslos"
    r"|erwerbslos)\w*(?: (?!ist|sind|wird|werden|nicht)\w+)?"
    r"|(?:ehemals |zuvor )?(?:arbeitslos"
    r"|erwerbslos"
    r"|arbeitssuchend|arbeitsuchend|benachteiligt)\w*(?: (?:menschen|personen|jugendlich\w*"
    r"|arbeitnehm\w*))?)",
    # Who may be favoured by a reservation.
    "SIAE": r"(?:siae|structures? (?:de l'|d'|de )?(?:{INSERTION}|l'{INSERTION})"
    r"|structures? relevant de l'(?:iae|{INSERTION})"
    r"|structures? (?:de l'|d')iae|(?:entreprises?|associations?|ateliers?|acteurs?|organismes?)"
    r"(?: et chantiers?)? (?:d'|de l'|de ){INSERTION}|associations? intermediaires?"
    r"|(?:ateliers? et )?chantiers? d'{INSERTION}|entreprises? de travail temporaire d'{INSERTION}|etti\b"
    r"|{INSERTION} par l'activite ?economique|{INSERTION} par l'economi\w+|regies? de quartiers?"
    r"|travailleurs? defavorises?|personnes? defavorisees?|l'iae|\biae\b)",
    "EA_ESAT": r"(?:\besat\b|\bea\b(?! [ae]vec)|\beatt\b|entreprises? adaptees?|ateliers? proteges?"
    r"|etablissements? (?:et|ou|de)(?: de)? services? d'(?:aides?|accompagnement) (?:par|au) (?:le )?travail"
    r"|etablissements? d'(?:aides?|accompagnement) (?:par|au) (?:le )?travail"
    r"|secteurs? (?:du travail )?(?:protege|adapte)s?(?:(?:,? et(?: du secteur)? |/| ou |-)(?:adapte"
    r"|protege)s?)?"
    r"|stpa\b|emplois? proteges?|travailleurs? (?:en situation de |reconnus )?handicap\w*"
    r"|personnes? (?:en situation de handicap|handicapees?)|personnels? handicapes?"
    r"|centres? d'aide par le travail"
    r"|\bcat\b)",
    "ESS": r"(?:economie sociale et solidaire|entreprises? de l'ess\b|structures? de l'ess\b"
    r"|acteurs? de l'ess\b|societes? cooperatives?|l'ess\b)",
    "PRISON": r"(?:penitentiaires?|detenu\w*|milieu carceral)",
    "CONTRACT": r"(?:marches?(?: publics?| subsequents?)?|accords?[ -]cadres?|contrats?|consultations?"
    r"|procedures?"
    r"|lots?|prestations?|travaux|operations?|conventions?|concessions?|delegations?|missions?|chantiers?"
    r"|macro-?lots?|appels? d'offres)",
    "HOLDER": r"(?:titulaires?|attributaires?|entreprises?|entrepreneurs?|prestataires?|candidats?"
    r"|soumissionnaires?|societes?|operateurs? economiques?|cocontractants?|adjudicataires?|concessionnaires?"
    r"|delegataires?|fournisseurs?|groupements?|maitres? d'œuvre|mandataires?|exploitants?|cotraitants?"
    r"|contractants?|executants?|partenaires? retenus?|preneurs?|constructeurs?|promoteurs?|amenageurs?)",
    "HAS": r"(?:comport\w+|contien\w+|contenant|compren\w+|compris|inclu\w+|integr\w+|prevo\w+|prevu\w*"
    r"|fera l'objet"
    r"|fait l'objet|font l'objet|feront l'objet|soumis\w*|assorti\w*|mis\w* en (?:place|œuvre)"
    r"|met\w* en œuvre"
    r"|mise en (?:place|œuvre)|mise? en application|impos\w+|applique\w*|applicable\w*|concern\w+"
    r"|exig\w+|figure\w*"
    r"|introdui\w+|retenu\w*|dispose\w*|demande\w*|fixe\w*|presente\w*|assujetti\w*)",
    "MUST": r"(?:devr\w+|doi\w*t|s'engag\w+|s'oblig\w+|est tenu\w*|sera tenu\w*|sont tenu\w*|seront tenu\w*"
    r"|realis\w+|execut\w+|propos\w+|mettr\w+|met|mise? en œuvre|mettent|reserv\w+|obligatoire\w*|obligation"
    r"|(?:m'|nous nous |nous )engage\w*|il (?:leur )?(?:est|sera) (?:demande|reserve|obligatoirement)"
    r"|exige\w*|contribu\w+|favoris\w+"
    r"|promouvoir"
    r"|particip\w+)",
    "LOTN": r"lots?(?: n(?:o|um(?:ero)?)?s?\.?)? ?\d",
    "WEIGHT": r"(?:\d{1,3}(?:[.,]\d+)? ?(?:%|points?\b|pts?\b|punkte?n?\b|pour ?cent|/ ?\d{2,3})"
    r"|sur \d{2,3} ?(?:points?|pts?)?"
    r"|coefficient ?:? ?\d|(?:ponderation|coeff?\.?|poids|weighting|gewichtung) ?[:=]? ?\d{1,3})",
}

_CLASS = re.compile(r"\{([A-Z_]+)\}")
_PIECE = re.compile(r"\\.|\[[^\]]*\]| \?|[ 'œäöü]")
_TOLERANT = {
    " ": "[ ]+",
    " ?": "[ ]*",
    "'": "(?:[ ]?'[ ]?|[ ]?)",
    "œ": "(?:oe|œ)",
    "ä": "ae?",
    "ö": "oe?",
    "ü": "ue?",
}


_BEGINS = "(?<![a-ce-km-z0-9œ])(?<![a-z0-9œ][dl])"
"""The head of a word, or the letter after an article whose apostrophe is lost ("lembauche")."""


def expand(phrase: str) -> str:
    """The phrase as a plain regular expression."""
    while _CLASS.search(phrase):
        phrase = _CLASS.sub(lambda m: WORDS[m.group(1)], phrase)
    return _PIECE.sub(lambda m: _TOLERANT.get(m.group(), m.group()), phrase)


@cache
def phrase(*alternatives: str) -> re.Pattern[str]:
    """One pattern for any of the phrases, the first that fits."""
    parts: list[str] = []
    for is_free, run in groupby(alternatives, key=lambda text: text.startswith("~")):
        words = "|".join(f"(?:{expand(text.removeprefix('~'))})" for text in run)
        # One look at what stands before for a whole run: most places of a text fail there at once.
        parts.append(words if is_free else rf"{_BEGINS}(?:{words})")
    return re.compile("(?:" + "|".join(parts) + r")(?![a-zœ])")
