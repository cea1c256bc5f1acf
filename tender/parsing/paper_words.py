"""The words for the papers of a bid, and for the parts of a bid they belong to; all over folded text."""

from __future__ import annotations

import re

from tender.parsing.flow import BULLET, pattern

APPLY, OFFER, AWARD = "candidature", "offre", "attribution"
ANY = ""
"""A list that does not say which part its papers belong to: each paper tells."""
THINGS = (
    r"(?:pieces?|documents?|dossiers?|elements?|renseignements?|justificatifs?|contenu|informations?"
    r"|certificats?)"
)
TO_HAND_IN = r"\ba (?:fournir|remettre|joindre|produire|transmettre)\b"
PART_WORDS: tuple[tuple[str | None, re.Pattern[str]], ...] = (
    (
        None,
        pattern(
            r"(?:contenu|composition|pieces) (?:constitutives? )?du (?:dossier de (?:la )?consultation|dce"
            r"|marche|contrat)"
            r"|dossier de (?:la )?consultation[^;\n]{0,60}(?:comprend|contient|comporte|constitu|compos)"
            r"|dossier d'appel d'offres[^;\n]{0,30}(?:doit )?(?:comprend|contient|comporte)"
            r"|(?:conditions|modalites) (?:d'envoi|de remise|de transmission|de presentation des plis)"
            r"|selection des participants|capacite[^.\n]{0,30}appreciee|base des criteres"
            r"|criteres?[^.\n]{0,60}(?:jugement|ponder|attribution)|(?:jugement|classement|notation) des "
            r"offres"
            r"|zuschlagskriteri|(?:wertung|bewertung) der angebote|angebotswertung"
            r"|appreciee?s? (?:a partir|au regard|sur la base)"
            r"|formats? (?:de|des) fichiers|contient trois enveloppes|conditions requises"
        ),
    ),
    (
        AWARD,
        pattern(
            rf"(?:{THINGS}|attestations?)[^.\n]{{0,70}}(?:attributaires?|candidats? retenus?"
            rf"|titulaire pressenti|avant attribution"
            r"|avant notification|offre (?:a ete |est )?retenue)"
            r"|(?:auf|nach) (?:\w{4,12}es )?(?:verlangen|(?:an"
            r"|auf)forderung)"
            r"[^.\n]{0,60}(?:vorzulegen|einzureichen|nachzureichen)|premiere demande (?:du|de l'|de la)"
            r"|(?:candidat|soumissionnaire|concurrent|entreprise)s?,? (?:retenus?|(?:auquel"
            r"|a qui) il est envisage"
            r"|pressentis?|declares? attributaires?|classee?s? (?:premiere?|en tete)"
            r"|dont l'offre (?:est|a ete|aura ete|sera)"
            r" (?:retenue|classee))"
            r"|attributaires?\b[^.;\n]{0,70}\b(?:remet|produi|fourni|transmet)\w*|titulaires? pressentis?"
            r"|attributaires?,? avant (?:la |toute )?(?:notification|signature)"
            r"|(?:^|[\d.]\W{0,4})(?:l')?attributaires? ?:?$"
            rf"|{TO_HAND_IN}[^.;:\n]{{0,30}}(?:attributaire|titulaire|retenu)"
            r"|ne (?:peut|pourra) (?:lui )?etre attribue|adjudicataires? pressenti|sur demande$"
        ),
    ),
    (
        OFFER,
        pattern(
            rf"{THINGS}[^.;\n]{{0,60}}(?:de l'|a l'|d'une |d'|l'|son |leur |des |au choix de l')offres?\b"
            r"|\b(?:offres?|propositions?)\b[^.;\n]{0,40}(?:compren|comport|contien|contenir"
            r"|constitu\w+ (?:de|d'|par)"
            r"|compos\w+ (?:de|d'))"
            r"|elements? (?:relatifs|necessaires) (?:a|au) (?:l'|choix de l')offres?|contenu des offres"
            r"|projet de marche[^.\n]{0,40}compren|(?:l'offre|offre (?:technique|financiere)|dossier offre"
            r"|sous-dossier offre)"
            r"[^.\n]{0,60}(?:compren|comport|contien|constitu|compos)|pour le choix de l'offre"
            r"|pour (?:l'|son |leur |votre )offre ?,?[^.;]{0,30}:$"
            rf"|{TO_HAND_IN}[^.;:\n]{{0,40}}\boffres?\b[^.;]{{0,20}}$"
            r"|au titre de (?:la|sa|leur) proposition|conten(?:ir|u de) votre offre$"
            r"|(?:au titre|a l'appui) de (?:son |leur |l')offre|votre offre[^.\n]{0,20}compren|dossier \"? "
            r"?(?:d')?offre ?\"?[^.\n]{0,40}"
            r"(?:compren|comport|contien|constitu|compos)|(?:^|[\d.]\W{0,4})(?:l')?offre ?:?$"
            r"|offre (?:technique|financiere)\b$"
            r"|mit dem angebot|(?:dem|das) angebot[^.\n]{0,40}beizufugen|vom unternehmen sind vorzulegen"
            r"|angebot[^.\n]{0,60}folgende unterlagen"
            r"|einzureichende\w* unterlagen"
            r"|beizufugende unterlagen|documents to be submitted|tender documents to be"
            r"|projet de marche ?:?$|dossier (?:technique|financier|commercial)\b"
            r"|(?:chemise|enveloppe|sous-dossier|volet|fichier) (?:n° ?)?[\dab] ?[-:–] ?"
            r"(?:proposition|offre)"
        ),
    ),
    (
        APPLY,
        pattern(
            rf"{THINGS}[^.;\n]{{0,80}}(?:candidatures?|concurrents?)\b|situation juridique"
            r"|\bcandidatures?\b[^.;\n]{0,40}(?:compren|comport|contien|contenir|constitu\w+ (?:de|d'|par)"
            r"|compos\w+ (?:de|d'))"
            rf"|capacites? (?:economiques?|techniques?"
            r"|financieres?|professionnelles?)|selection des candidatures$"
            r"|pour (?:la|sa|leur|votre) candidature ?,?[^.;]{0,30}:$"
            rf"|{TO_HAND_IN}[^.;:\n]{{0,40}}\bcandidatures?\b[^.;]{{0,20}}$"
            r"|au titre des renseignements administratifs|conten(?:ir|u de) votre candidature$"
            r"|(?:au titre|a l'appui) de (?:la|sa|leur) candidature|(?:^|[\d.]\W{0,4})(?:la )?candidature "
            r"?:?$"
            r"|justifiant (?:des |les )capacites|(?:dossier|pieces|documents) administrati(?:f|ve)s?"
            r"|references professionnelles"
            r"|(?:sous-traitance|capacites d'autres)|eignungskriterien|fachkunde, leistungsfahigkeit"
            r"|teilnahmeantrag"
            r"|zur (?:technischen|wirtschaftlichen|befahigung)"
            r"|(?:chemise|enveloppe|sous-dossier|volet|fichier) (?:n° ?)?[\dab] ?[-:–] ?"
            r"(?:capacite|candidature)"
        ),
    ),
)
EITHER_TITLES = pattern(
    r"(?:documents?|pieces?|dossiers?|elements?|justificatifs?) (?:a|devant etre) (?:nous )?"
    r"(?:retourner|fournir|produire|remettre|remis|joindre|transmettre|presenter|deposer|envoyer|constituer)"
    r"|(?:doit|doivent|devra|devront|devez|faut) (?:fournir|produire|remettre|joindre|transmettre|envoyer"
    r"|deposer)"
    r"|(?:documents?|pieces?) (?:demande|exige|requis|propres?|specifiques?|communs?|communes?)\w*"
    r"|(?:contenu|composition|constitution|presentation) (?:du|des|de la|de votre) (?:plis?|reponses?"
    r"|propositions?"
    r"|dossiers?(?! de (?:la )?consultation)|candidatures? et (?:des )?offres?|offres?)"
    r"|(?:ce que|que|quoi|comment)\b[^.;\n]{0,30}\b(?:contenir|contient|comprend|remettre|fournir|joindre"
    r"|envoyer"
    r"|repondre)\b|modalites de (?:la )?reponse|constitution des dossiers|dossier de reponse"
)
ANNOUNCING = pattern(
    r"(?:candidats?|soumissionnaires?|concurrents?|entreprises?|prestataires? (?:interesse|consulte)s?"
    r"|operateurs? economiques?|(?:votre|leur|la|sa|son) (?:reponse|dossier|pli|proposition|devis)"
    r"|(?:dossier|pli|reponse)s?(?: de reponse)?)\b"
    r"[^.;]{0,110}\b(?:produi|fourni|remet|transmet|join[dgt]|compren|comport|contien|contenir|compos"
    r"|constitu"
    r"|present|accompagn|inclu|adress|depos|env(?:o[iy]|err))"
)
"""Who answers hands in what follows: "Votre réponse devra comporter :"."""
OFFERED = re.compile(
    r"acte d.engagement|\bae\b|\battri\s?\d|bordereau|\bbpu\b|\bdqe\b|dpgf|decomposition|detail|devis|memoire"
    r"|\bnote\s+(?:tech|method)|planning|calendrier|methodolog|cadre\s+de\s+reponse|fiches?\s+tech"
    r"|echantillon"
    r"|(?:attestation|certificat)\s+de\s+visite|\bprix\b|offre|proposition|cctp|ccap|\bccp\b|cahier|\brib\b"
    r"|releve\s+d.identite|catalogue|lettre\s+de\s+consultation|angebot|preis|konzept|kalkulation"
)
"""Papers of the offer, where the list does not say; others belong to the candidature."""
OTHER_TITLES = pattern(
    r"copie de sauvegarde|\bgroupements?\b|\bvariantes?\b|negociation|(?:voies|delais|procedures?) de recours"
    r"|transmission (?:electronique|sous)|(?:examen|selection|jugement|analyse) des (?:candidatures|offres)"
    r"|signature electronique|renseignements complementaires|criteres? d'attribution"
    r"|(?:choix|designation) (?:du|de l')\s?(?:titulaire|attributaire|prestataire|offre)"
)
PAPER = re.compile(
    r"\bdc\s?[1-4]\b|\bdume\b|autorisation\b|agrement\b|licence\b|formulaire|lettre|declaration"
    r"|attestation|certificat|extrait|k-?bis|copie"
    r"|\bliste|acte d'engagement"
    r"|\bae\b|\battri(?!\w)|\battri\s?\d|bordereau"
    r"|\bbpu\b|\bdqe\b|dpgf|decomposition|detail (?:quantitatif|estimatif)|devis"
    r"|memoire|\bnote\b|cadre"
    r"|planning|calendrier|\brib\b|releve d'identite"
    r"|pouvoirs?\b(?!\s+adj)|habilitation|engagement|references?"
    r"|preuve|justificati"
    r"|plan\b|inventaire|catalogue|fiche|document|qualification|titres d'etudes|\bcv\b|curriculum"
    r"|numero unique|cartes? professionnelles?|notice|comptes (?:annuels|de resultat|certifi)"
    r"|detail (?:des|du) prix"
    r"|questionnaire"
    r"|presentation|bilan|echantillon|maquette|charte|programme|organigramme|moyens|effectif"
    r"|chiffre d'affaires"
    r"|proposition|methodologi"
    r"|\bcc[at]?p\b[^.;]{0,40}(?:accept|paraph|signe|date)|\bpieces\s+(?:prevues|mentionnees|justificatives|visees|attestant|justifiant)"
    r"|jugement|tableau|grille|annexe|convention|recepisse|caution|cahier|simulation|version|descripti"
    r"|offre|etat|rapport d|statuts?\b"
    r"|^(?:une |l')?assurances?\b|formular|vordruck|formblatt|verzeichnis|erklarung|nachweis|referenz"
    r"|angebot|preis|kalkulation"
    r"|konzept"
    r"|zusammensetzung|benennung"
    r"|lebenslauf|vereinbarung"
    r"|verzeichnis|zeitplan|auszug|unterlage|darlegung|beschreibung|ausfuhrung|aufgabenstellung"
    r"|vorstellung|bescheinigung|profil"
    r"|form\b|letter|offer|agreement|concept|statement|proof|schedule|self-declaration|antrag|bogen"
)
NOT_PAPER = re.compile(
    r"^(?:justifications? (?:a|quant)|annexes? a (?:joindre|fournir|remettre)"
    r"|presentation des (?:candidatures|offres|plis)|le nom|la nature"
    r"|l'unite|le montant|les conditions|la duree|le cas echeant,? les capacites"
    r"|le fait|soit |un compte"
    r"|des elements ci-avant|des conditions d'acces|lorsque|en fournissant|si |a condition"
    r"|se \w+er\b|d'un systeme"
    r"|d'un espace|directement"
    r"|le candidat (?:peut|doit)|les candidats|il est|faire partie|remplir|renseigner|beneficier"
    r"|d'attester|fichiers?\b|format"
    r"|une offre (?:irreg|inacc|inappr)|le dc\d (?:est|doit|peut)|→|objet|date|nom et|l'objet"
    r"|l'avertissement|la date|les personnes|un (?:recours|refere)|une? offre|a (?:une|l'|la)\b"
    r"|communique|habilite|\d+\s*%|(?!fournir|transmettre|produire|remettre|joindre"
    r"|(?:derni|premi|dossi|cahi|calendri|fichi|echeanci)er\b|(?:lettre|registre|titre|autre)\b|pouvoirs?\b"
    r"|\w+er\s\w*(?:vordruck|formblatt|formular|schreiben|erklarung|nachweis|verzeichnis"
    r"|auszug))[a-z]{3,}(?:er|ir|dre"
    r"|tre)\s(?!de\b)"
    r"|mit dem angebot (?:sind|ist)"
    r"|(?:la |l')?(?:candidature|offre)s?\W*$|habilitation(?: juridique)?\W*$|moyens\W*$"
    r"|au plus tard|au fur|dans le cas|les publics|(?:une |l')?experience|feasibility|sonstige"
    r"|d'informations|ubersicht|m'engage|je\b|remets|montant|pour les? concurrents?|[^.]{0,60} ="
    r"|le soumissionnaire|leur offre|le titulaire|l'attributaire|(?:jugement|examen|analyse|selection"
    r"|attribution) des|conditions|modalites|criteres"
    r"|presentation (?:des (?:offres|plis)|du candidat (?:et|soit)|(?:de la|des) candidatures?)"
    r"|(?:(?:l'|une )?offres?|(?:le |la )?(?:dossier de )?candidature) "
    r"(?:comprenant|comprend|compose|constitue)"
    r"|(?:l')?offres?\W*$|(?:au titre|a l'appui) d\w|(?:einzureichende\w*"
    r"|beizufugende) unterlagen\W*$"
    r"|(?:auf|nach) (?:\w{4,12}es )?(?:verlangen|(?:an|auf)forderung)[^\n]{0,40}unterlagen\W*$"
    r"|(?:le )?(?:prix|cout|valeur technique|qualite)\b[^\n]{0,60}\d ?(?:%|points?|pts)"
    r"|mit dem angebot (?:einzureichende|vorzulegende|beizufugende)\w* unterlagen\W*$"
    r"|(?:pieces|documents) a (?:fournir|remettre|produire|joindre|annexer)\b[^:;]{0,60}$"
    r"|(?:documents?|pieces?) (?:fournis|remis|transmis|mis) [^:;]{0,60}$|(?:composition|constitution) d"
    r"|(?:renseignements?|documents?|pieces?|informations?|justificatifs?) (?:administrati|juridiq|financi"
    r"|techniq|professionnel|general)\w*\W*$|le cas echeant\W*$"
    r"|(?:jugement|execution|attribution|analyse)\W*$|voie (?:electronique|demat|postale)"
    r"|[^:;]{0,80}references? requises?\W*$"
    r"|(?:situation (?:juridique|propre)|capacites?|aptitude)\b[^:]{0,70}$|contenu d\w+ [^.]{0,30}$"
    r"|[^\n]{3,140}\d\s*(?:%|points?|pts)\s*(?:\)|max\w*|d\w+\s+[\w ]{1,25})?\W*$)"
)
ITEM = re.compile(
    rf"^\s*(?:(?P<mark>{BULLET}|>)\s*|(?P<num>\d{{1,2}}|[a-mo-z])\s*(?:[.)°/]+(?!\s*\d)|-(?=\s*[a-z]))\s*-?\s*"
    r"|[ivx]{2,4}[.)]\s+|[a-h]\s?\.?\d{1,2}\s*(?:[.)°:]+(?!\d)|-(?=\s))\s*|piece\s*(?:n\s*°?\s*)?\d+\s*[:.)-]\s*"
    r"|[a-z]\s?-\s*(?=[a-z]))(?=\S)"
)
DASHED = re.compile(r"^\s*\d{1,2}\s*-\s")
"""A number and a dash open a title as often as a paper of a list."""
HEADER_CELL = re.compile(r"libelle|documents?|pieces?|unterlage|justificatif|designation|intitule")
SENTENCE = pattern(
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
CONDITION = pattern(r"\b(?:dans le cas|en cas|si un|pour justifier)\b[^.;]{0,190}$")
REFUSAL = pattern(
    r"n'est pas tenu|ne sont pas tenus|peut s'abstenir|n'ont pas a|pas obligatoire|coffre-fort|inutile de"
)
PAPER_HEAD = re.compile(
    r"^\s*(?:(?:le|la|les|un|une|des|l'|d'un|copie|formulaires?|imprimes?)\s*)*"
    r"(?:dc\s?[1-4]\b|dume\b|lettre|declaration|attestation|certificat|extrait|k-?bis|acte d'engagement"
    r"|ae\b|attri(?!b)"
    r"|notice|comptes\b|bordereau|bpu\b|dqe\b|dpgf|decomposition|detail|devis|memoire|note\b|cadre|planning|rib\b"
    r"|releve d'identite"
    r"|agrement|autorisation|licence|pouvoirs?\b(?!\s+adj)|references?|liste|presentation|questionnaire|fiches?\b"
    r"|justificati|preuve|cctp|ccap|cahier)"
)
"""How the name of a paper begins."""
DEEP_ITEM = re.compile(
    r"^\s*(?:\d{1,2}|[ivx]{1,4})(?:[.\-]\d{1,2}){2,3}\s*[.):–-]*\s+(?=[a-z«\"])"
    r"(?!(?!(?:une?|la|les?)\s+(?:lettre|declaration|attestation|liste|copie))[^\n]{0,90}:\s*$)"
)
"""A paper numbered as a section of the third level: "5.1.1 DC1"."""
TWO_LEVELS = re.compile(r"^\s*\d{1,2}\.\d{1,2}\s*[.):-]*\s+")
"""The number of a section, or of a paper: "3.1 - l'acte d'engagement ;"."""
