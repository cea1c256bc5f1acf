"""How the names of public bodies begin: kinds in words, kinds cut to capitals, places that end so."""

from __future__ import annotations

import re

from tender.parsing.flow import capital, fold_evenly

_OF = r"(?:d'|de |du |des |d )"
_KINDS = (
    # Territories
    r"(?:ville|commune|mairie|municipalite) (?:d|le |la |les |l'|saint)",
    rf"departement {_OF}|conseil (?:departemental|regional|general|d'etat|national|economique)|region [a-z]",
    rf"(?:communaute|cte|com)\.? (?:{_OF})?(?:ag+l|agglo|com\b|communes?\b|cnes\b|urbaine)",
    r"(?:[a-z\-]+ )?metropole|eurometropole|pole metropolitain|collectivite |province d|canton de",
    r"syndicat|synd\.? |entente |intercommunale |territoires? d'energie|parc (?:naturel|national)|pays d",
    # Health and care
    (
        r"(?:centre|ctre) (?:hospitalier|hosp|hospital|communal|intercommunal|cantonal|de gestion|national"
        r"|regional"
        r"|departemental|de lutte|de readaptation|d'action sociale|psychotherapique|de sante)"
    ),
    (
        r"(?:groupe|groupement) hospitalier|chu\b|chru?\b|ch d|hopital|hopitaux|hospices"
        r"|maison (?:de retraite"
        r"|departementale|d'arret)|ehpad\b|assistance publique|zone de (?:secours|police)"
    ),
    # The State and its bodies
    (
        r"ministere d|prefecture|prefet d|secretariat general (?:pour|d)|etat-major|cour (?:des comptes"
        r"|de cassation)|rectorat|academie "
    ),
    (
        r"direction (?:(?:dep|reg)\b|departementale|regionale|interregionale|interdep|interacademique|zonale"
        r"|nationale"
        r"|academique|des services departementaux|generale (?:de la|des patrimoines|des finances"
        r"|de l'aviation))"
    ),
    (
        r"(?:etablissement|ets|etab)\.? (?:public|pub\b|francais)|office (?:public|pub\b|national"
        r"|de l'habitat"
        r"|de tourisme|du tourisme|culturel)|agence |agce |autorite (?:de|des|nationale)|caisse |oph(?:lm)?\b"
        r"|opac\b"
    ),
    (
        r"institut|inst\.? (?:nal|nat)|universite|lycee |college |ecole |ec nal|campus |crous\b|cnrs\b"
        r"|conservatoire"
    ),
    (
        r"chambre d|(?:chambre|chbr) (?:reg|dep|commerce|agriculture)|comite (?:regional|departemental"
        r"|national)"
        r"|fondation |federation |association (?:syndicale|fonciere|departementale|intercommunale|loi)"
        r"|union (?:immobiliere|departementale|regionale|des caisses)|mutualite "
    ),
    (
        r"services? departemental d'incendie|service (?:departemental|public (?:federal|de wallonie))"
        r"|groupement (?:d'interet|de cooperation)|gpt (?:cooperation|interet)|regie "
    ),
    r"grand port|port |ports |aeroports? d|musee |(?:opera|theatre) national|cite de la",
    (
        r"france travail|pole emploi|(?:[a-z\-]+ )?habitat\b|sem\b|spl\b|ugap\b|sncf|edf\b|gie\b|gip\b|sdis\b"
        r"|ccas\b"
        r"|c\.c\.a\.s|sivom\b|sivu\b|smictom|sictom|syded|sydom"
    ),
    (
        r"s\.?a\.? d.hlm|societe (?:publique|anonyme d.hlm|d.economie mixte|d.amenagement|d.equipement"
        r"|du grand"
        r"|du canal|nationale|immobiliere)"
    ),
    # Belgium
    r"etat belge|spf |spw\b|cpas\b|administration communale",
    # Germany
    (
        r"stiftung|stadt |landkreis|landratsamt|zweckverband|klinikum|eigenbetrieb|bundes[a-z]+|landes[a-z]+"
        r"|rechenzentrum|universitat|hochschule|gemeinde |ministerium|(?:[a-z]+- und )?[a-z]+(?:(?<!ges)amt"
        r"|verband|behorde)\b|landeshauptstadt|[a-z\-]+ (?:gmbh|e\. ?v\.)"
    ),
)
BODY = re.compile(r"(?:^|\b)(?:la |le |l'|les )?(?:" + "|".join(_KINDS) + ")")
"""The kind of a public body anywhere in folded words."""
_AT_START = re.compile(r"^\W*" + BODY.pattern)
_SHORTENED = re.compile(
    r"^\W*(?:La |Le |L['’]|LA |LE )?(?:(?:CC|CA|CU|CDC)\s+(?=[A-ZÀ-Ý])|(?:CC|CA|CU|CdC|CDC|Cdc|SI|SM"
    r"|C\.C\.|C\.A\.)\s+(?=(?:[Dd]e|DE|[Dd]u|DU|[Dd]es"
    r"|DES|[Dd]['’]|D['’])\b|[A-Z][a-zà-ÿ])"
    r"|(?:Commune|COMMUNE|Mairie|MAIRIE|Ville|VILLE)\s+[A-ZÀ-Ý]"
    r"|DIR (?:Ouest|Nord|Est|Sud|Massif|Centre|Atlantique|OUEST|NORD|EST|SUD|MASSIF|CENTRE|ATLANTIQUE)"
    r"|(?:CCI[TR]?|CMAR?|CRMA|CPAM|CAF|CARSAT|Carsat|CGSS|URSSAF|Urssaf|UGECAM|MSA|CIAS|CHI|CHS|CHRU|CH"
    r"|GHT|GCS|GHU|EPSM"
    r"|EPF|EPFL|EPA|EPCC|EPTB|ESID|SGAMI|DREAL|DRAC|DDTM?|DDFIP|DRFIP|DISP|ARS|CNFPT|INRAE|INSERM|INRIA"
    r"|SDEA?|SDEE|SDEG"
    r"|SIAEPA?|SIAEA?|SIEA?|SIVOS|SMAEP|S[IMY][A-Z]{0,8}TOM|S[IM]CTOM|PNR|ASA|SPLA|SAEML|SEML|UIOSS|OPHLM)"
    r"(?=\s+(?:[Dd]e|DE|[Dd]u|DU|[Dd]es|DES|[Dd]['’]|D['’])\b|\s+(?:[A-ZÀ-Ý]|\d\d\b)|\s*$))"
)
"""Kinds printed as capitals: "CC du Pays de Vaux", "CPAM de l'Oise", "SIAEP Vayres"; not in small letters."""
_PLACE = r"[A-ZÀ-Ý][\w'’-]*(?:\s+(?:(?:de|du|des|la|le|les|et|en|sur|DE|DU|DES|LA|LE|LES|ET|EN|SUR|&)\s+)*"
_ENDED = re.compile(
    rf"^\W*{_PLACE}[A-ZÀ-Ý][\w'’-]*){{0,5}}\s+(?:Agglom[ée]ration|Agglo|Communaut[ée]|M[ée]tropole|Intercom"
    r"(?:munalit[ée])?|AGGLOM[EÉ]RATION|AGGLO|COMMUNAUT[EÉ]|M[EÉ]TROPOLE|INTERCOM)(?=\W*$|\s+[-–,(]|\s+\d)"
    r"|^\W*Grande? [A-ZÀ-Ý][a-zà-ÿ]"
    r"|^\W*\w[\w .&'’-]{2,70}\s(?:gGmbH|GmbH|mbH|AöR|KöR|e\. ?V\.)(?=\W*$|\s*[,–(-])"
)
"""A place that ends as a body: "Lorient Agglomération"; "Grand Besançon"; "Stadtbau Regen GmbH"."""


def opens_as_body(printed: str, folded: str) -> bool:
    """Whether a printed line begins as the name of a public body does; `folded`: the same line folded."""
    return bool(_AT_START.match(folded) or _SHORTENED.match(printed) or _ENDED.match(printed))


_ARTICLE = re.compile(
    r"^(?:l[ae]s?\s+|l'\s*)(?=(?:ville|commune|mairie|departement|conseil|region|metropole|communaute"
    r"|collectivite"
    r"|syndicat|etablissement|institut|universite|centre|groupe|groupement|chu|chru|ch|hopital|hopitaux"
    r"|hospices"
    r"|ministere|prefecture|office|agence|chambre|caisse|lycee|college|rectorat|academie|ecole|musee"
    r"|crous|regie"
    r"|direction|service|societe|sem|spl|sdis|ccas|cias|oph|cpam|caf|carsat|association|fondation|parc|cc"
    r"|ca|etat"
    r"|direction|eurometropole|zone|province|intercommunale|grand\s+port|gip|gie|assistance)\b)"
)


def without_article(name: str) -> str:
    """The name without the article before the word for its kind: "La ville de Vaux", not "Le Havre"."""
    found = _ARTICLE.match(fold_evenly(name) or "")
    bare = name[found.end() :] if found else name
    return capital(bare) if found else name
