"""Prose about clauses is no clause: guides, statutes, definitions, questions, tables of contents.

A text that states the terms of one contract points at it ("le présent marché", "le titulaire", "lot 2");
one that explains clauses speaks of buyers, of the law, of contracts in general.
"""

from __future__ import annotations

import re

from tender.clauses.phrases import phrase

_PROSE = phrase(
    r"qu'est-ce qu",
    r"les (?:acheteurs|pouvoirs adjudicateurs|collectivites|maitres d'ouvrage|donneurs d'ordre)(?: publics?)?"
    r" (?:peuvent|doivent|ont|disposent|souhaitent|sont|recourent|utilisent|imposent|integrent)",
    r"(?:l'acheteur|le pouvoir adjudicateur|un acheteur|l'autorite concedante)(?: public)? (?:peut|doit"
    r"|dispose|devra"
    r" (?:definir|veiller|prevoir|preciser))(?! (?:demander|exiger|imposer au|resilier))",
    r"(?:marches|contrats|lots|accords-cadres)(?: publics?)?(?: ou (?:des )?lots)?[\w ,']{0,40}"
    r" (?:peuvent|doivent) (?:etre )?(?:reserve|comporter|prevoir|prendre)\w*",
    r"conditions d'execution(?: [\w'-]+){0,8} (?:peuvent|ne peuvent)",
    r"toutes? les (?:operations|consultations|marches) (?:de plus|superieur\w+|depassant)|depuis cette date",
    r"verpflichten sich die unternehmen|setzt (?:das|ein) unternehmen",
    r"(?:vous (?:devez|pouvez|etes|avez|souhaitez|repondez)|votre (?:entreprise|structure|projet|memoire))",
    r"(?:comment|pourquoi) (?:\w+ ){0,6}?(?:clauses?|insertion|siae)",
    r"les (?:entreprises|facilitateurs|structures|siae|esat|clauses sociales"
    r"|clauses d'{INSERTION}) (?:peuvent|doivent|sont|ont|permettent)",
    r"clauses? (?:sociales?|d'{INSERTION}) ?: ?(?:une |la )?(?:clause|condition|disposition|dispositif"
    r"|outil)\w* (?:qui|permettant|par)",
    r"(?:alliance villes emploi|union regionale|federation des"
    r"|reseaux? (?:national|regional|associatif|gesat|cocagne|des (?:facilit\w+|acteurs|structures"
    r"|maisons|plie)"
    r"|de (?:facilit\w+|structures)))",
    r"(?:öffentliche )?aufträge(?:[\w ,§.()-]{0,80}) (?:dürfen|werden) nur an",
    r"auftraggeber (?:können|kann|müssen|muss|dürfen|haben|soll\w*) (?!sich)",
    r"(?:des|certains|les) marches publics? (?:peuvent|permettent|comportent|comprennent|doivent)",
    r"peu(?:t|vent) etre reserve\w*",
    r"permet(?:tent)? (?:aux|a l')(?:acheteurs?|pouvoirs?|collectivites?)",
    r"il n'existe pas",
    r"\bspaser\b|(?:marches publics|achats) (?:municipaux|departementaux|regionaux|communaux)",
    r"(?:premier|deuxieme|second|troisieme) constat",
    r"le legislateur",
    r"(?:la loi|l'ordonnance|le decret|la directive|le code(?: de la commande publique)?|la circulaire"
    r"|le guide"
    r"|cet article|l'article [lr]\.? ?\d[\d-]*)(?: n(?:o)? ?[\d-]+)?(?: du [\d\w ]{4,20})?"
    r"(?: [\w']+){0,4}? (?:permet"
    r"|prevoit|dispose|precise|offre|autorise|impose|oblige|definit|rend|a introduit|a cree"
    r"|fait obligation|fixe|etend|transpose)",
    r"on (?:(?<!,\son\s)entend(?! les heures)|distingue|parle|peut|retient|considere|estime|compte|constate)",
    r"definition (?:legale|juridique|de la clause)",
    r"(?:un|des) (?:outil|levier|dispositif)s? (?:juridique|au service|pour)",
    r"jurisprudence",
    r"donneurs? d'ordres?",
    r"en general|generalement|le plus souvent|habituel\w*|traditionnellement|au niveau national",
    r"(?:le|les|un|des) facilitat\w+ (?:(?:accompagne|aide|assiste|conseille|intervien|travaille|propose"
    r"|peut|peuvent)\w*|(?:est|sont) (?:un|une|le|la|des)\b)",
    r"peu(?:t|vent) ainsi",
    r"conseil d'etat",
    r"(?:en france|en belgique|au luxembourg|depuis (?:\d{4}|plusieurs annees))",
    r"(?:das|dieses|ein|neue[sn]?) (?:\w+ )?\w*(?:gesetz|norm|verordnung) (?:greift|gilt|regelt|sieht"
    r"|verpflichtet"
    r"|soll|schafft|tritt|ist|hat|wurde)",
    r"(?:der landtag|die landesregierung|das ministerium|der gesetzgeber|in kraft getreten"
    r"|tritt [\w ]{0,20}in kraft"
    r"|rechtsgrundlage|wer einen auftrag|öffentliche auftraggeber (?:können|müssen|dürfen)"
    r"|gesetzentwurf|bekannten norm|landtag)",
    r"(?:contracting authorities|public bodies|the act) (?:may|must|can|requires?|should)",
    r"(?:ce|cet|notre) (?:guide|article|ouvrage|dossier|lexique|fiche)\b",
    r"(?:abroge|modifie|cree)e? par (?:le|la|l'|ordonnance|decret|loi)",
    r"lorsque l'acheteur",
    r"l'employeur .{0,30}conclu",
    r"sont considere\w* comme (?:des )?(?:structures|entreprises)",
    r"la clause (?:(?:sociale|de formation|d'{INSERTION}|flexible) )*(?:impose|oblige|permet|vise|concerne)"
    r"|que se passe|(?<!heures\s)au total\b|(?:pour|dans) ses (?:chantiers|marches|achats|operations)",
    r"öffentlichen auftraggebern|\bbundesländer\w*|müssen sich (?:unternehmen|bieter|firmen)"
    r"|\w+gesetze(?:n)? (?:schreiben"
    r"|sehen|verpflichten|regeln|der (?:einzelnen )?(?:länder|bundesländer))",
    r"\b(?:many|most|some) (?:councils|authorities|organisations|suppliers|buyers)"
    r"|may be (?:awarded|reserved)",
    r"(?:ce|cet|cette|ces) (?:modalite|dispositif|clause|outil|demarche|type de clause|mesure"
    r"|mecanisme)s?(?: d'achat)? (?:consiste\w*|permet\w*|vise\w*|sert|servent|offre\w*"
    r"|peu\w+(?! etre (?:combin|cumul|panach)))",
    r"(?:souvent|parfois|la plupart|dans certains cas|de plus en plus|en pratique|le cas le plus)",
    r"(?:bon a savoir|le saviez|foire aux questions|\bfaq\b|zoom sur|temoignages?|retour d'experience"
    r"|bonnes pratiques|pour aller plus loin|en savoir plus|mode d'emploi)",
    r"(?:a|ont) (?:permis (?:a|de|d')|beneficie (?:a|de|d')|ete (?:signe|recrute|embauche|realise"
    r"|notifie|attribue|lance)\w*)",
    r"(?:explique|souligne|rappelle|confie|declare|indique)(?:-t-(?:il|elle|on)|,? (?:le|la|m\.|mme))",
    r"(?:selon|d'apres) (?:le|la|les|l') ?(?:ministere|observatoire|etude|enquete|bilan|ministre)\w*",
    r"(?:l'objectif|l'enjeu|l'interet|le principe|le but) (?:de la|d'une|des) (?:clause|reservation"
    r"|demarche)s?",
    r"les (?:candidats|soumissionnaires|entreprises|titulaires) (?:prennent|n'ont|connaissent|trouvent"
    r"|peuvent ainsi)",
    r"(?:das|ein|dem|des|die|diese[rsnm]?|jene[rsnm]?|nach) (?:\w+ ){0,3}\w*(?:gesetz(?:es)?"
    r"|verordnung|richtlinie)"
    r" (?:bestimmt|schreibt|verlangt|enthalt|enthält|ermoglicht|ermöglicht|begründet|normiert|ordnet)",
    r"(?:oberlandes|verwaltungs|landes|bundes|europaische[rn]? )gericht\w*|gerichtshof\w*|\beugh\b|\bbgh\b"
    r"|rechtsprechung|urteil\w*|beschl\. v|\baz\.? ?:",
    r"(?:den|der|vom) senat\b|abgeordnete\w*|drucksache|bürgerschaft|fraktion\w*|koalition\w*"
    r"|gewerkschaft\w*|bundesregierung|landesregierung|gesetzgeb\w+|kritiker|novell\w+",
    r"(?:bisher|inzwischen|derzeit gilt|künftig|weiterhin gilt|in kraft (?:ge)?tret\w+|inkrafttreten"
    r"|ausführungsvorschriften|übergangs\w+)",
    r"öffentliche[rn]? auftraggeber\w*(?: [\w-]+){0,3} (?:müssen|sind|haben|darf|dürfen|vergeben|sollen"
    r"|verpflichtet)",
    r"(?:die|der) vergabestelle (?:ist|hat)[\w ,§.()/-]{0,90} verpflichtet",
    r"öffentliche aufträge (?:nur|werden nur|dürfen)",
    r"zweck (?:des|dieses|der) \w*(?:gesetz|verordnung)\w*",
    r"(?:unternehmen|betriebe|firmen) (?:müssen|haben) (?:sich )?(?:zu|ihren)",
    r"(?:is|are) (?:sometimes |often |usually |commonly )?(?:referred to|known|called|designed to|used to)",
    r"(?:public (?:sector )?procurement|public bodies|case stud(?:y|ies)|best practice|toolkit)",
    r"we are committed to|our (?:policies|strateg(?:y|ies)|vision|approach)",
    r"(?:can|may) (?:also )?(?:be used|include|take the form)",
    r"(?:de nombreu\w+|plusieurs|certain\w*|tou\w+(?: les)?|beaucoup de) (?:collectivites?"
    r"|acheteurs?|communes"
    r"|entreprises? (?:adaptees|d'{INSERTION})|maitres? d'ouvrage|donneurs?)",
    r"(?<!copie\sde\s)leurs (?:marches|appels d'offres|achats|contrats|commandes)",
    r"(?<!code\s)(?<!annonces\s)(?<!relative\s)(?<!relatif\s)(?<!relatifs\s)(?<!relatives\s)(?<!portail\s)(?<!service\s)"
    r"(?<!direction\s)(?<!plateforme\s)(?<!pole\s)(?<!insertion\s)(?<!insertion\sdans\s)(?:des|les|aux"
    r"|dans les"
    r"|ses) marches(?: publics?)?(?! (?:subsequents?|concernes?|conclus|du|de|a|reserves?"
    r"|publics? subsequents?)\b)",
    r"un marche(?: public| reserve)? (?:est|peut|doit|comportant|auquel|dont)",
    r"(?:a|ont|avait|avons) (?:\w+ ){0,2}?(?:favorise|introduit|recrute|developpe|genere|totalise|lance"
    r"|experimente)e?s?\b",
    r"(?:realisee?s?|effectuee?s?|recrutee?s?|signee?s?|conclus?) (?:en|depuis|entre) (?:19|20)\d\d"
    r"|de plus qu'en|en moyenne|depuis (?:19|20)\d\d",
    r"(?:quel(?:le)?s? (?:sont|est)|comment|pourquoi|qui peut|was bedeutet|was ist|wer (?:sich|ist"
    r"|einen|muss)"
    r"|wie (?:kann|können|wird|werden)|welche)\b[^.?]{0,160}\?",
    r"il (?:convient|importe) (?:pour|de|d')|il est (?:possible|recommande|conseille|preferable|utile)",
    r"(?:cette|la) (?:fiche|brochure|plaquette|rubrique|circulaire|page)\b|cette formation",
    r"(?:la maison de l'emploi|le facilitateur|la facilitatrice|le plie) (?:accompagne|conseille|oriente|aide"
    r"|repere|mobilise|propose|assiste|intervien)\w*",
    r"commande publique responsable|achats? (?:socialement )?responsables?|developpement de la clause",
    r"\w*(?:gesetz|verordnung|richtlinie)\b(?: [\w-]+){0,6}? (?:regelt|verpflichtet|bestimmt"
    r"|schreibt|verlangt"
    r"|enthält|ermöglicht|begründet|gilt für|sieht vor)",
    r"(?:das|die) ziele? (?:des|der|dieses)|für die vergabe öffentlicher aufträge (?:gilt|gelten)"
    r"|öffentliche[nr]? (?:beschaffung|hand)\b",
    r"(?:a|ont|est|soit) (?:\w+ )?la possibilite (?:de|d')|il (?:est|n'est|serait)(?: [\w']+){0,2} possible"
    r"|il (?:peut|pourra|pourrait|faut|faudra"
    r"|(?:revient|appartient)(?! (?:au|aux|a) ?(?:l'|la |le )?{HOLDER})|doit exister|suffit)\b",
    r"en l'espece|\barret (?:du|de la|n)|(?:avai|devai|pouvai|voulai|prevoyai|imposai|fallai)(?:t"
    r"|ent)|etai(?:t|ent)|fut\b|furent\b|serai(?:t|ent)",
    r"(?:pour|dans|sur) (?:chaque|tout|tous les) marches?(?! subsequent)|ces marches|l'achat (?:public"
    r"|responsable)",
    r"l'(?:acheteur|autorite)(?: public| concedante)? (?:realise|choisit|precise|definit|fixe|determine"
    r"|calibre|identifie"
    r"|impose(?! (?:que|au|aux|a (?:l'|la |son )?{HOLDER}))|integre|demande(?! (?:que|au|aux|a (?:l'|la"
    r" )?{HOLDER}))"
    r"|doit|peut|devra)",
    r"(?:public|council) contracts|public sector organi[sz]ations?|contracting authorit(?:y|ies)"
    r"|(?:the|this) (?:government|policy|guidance|legislation|directive|strategy|toolkit)\b|our contracts",
    r"(?:community benefits?|social (?:clauses|considerations|value|issues|procurement))(?: [\w'()]+){0,4}"
    r" (?:are|is|can|may|provide|help|should|include|means?|aim)\b",
    r"hier finden sie|merkblatt|dabei geht es|grundsatz\w*|in der regel|zum beispiel",
    r"stadtr[aä]t\w*|gemeinder[aä]t\w*|kreistag\w*|antr[aä]g\w* von|klagen? (?:auf|gegen)|\bgerichte:?"
    r"|gelten als",
    r"permet(?:tent)? (?:notamment|ainsi|egalement|aussi) (?:de|d')|peu(?:t|vent) porter sur"
    r"|clause contractuelle",
    r"(?:l'acheteur|le maitre d'ouvrage) (?:prend l'attache|se rapproche|contacte) (?:du|le|la"
    r"|d'un) facilitat\w+",
    r"clauses?(?: [\w']+){0,3} (?:necessite\w*|suppose\w*|requier\w+) (?:de|d'|que|qu'|une?)",
    r"diese auftraggeber|sind gleichwertige angebote|die vergabe von (?:aufträgen|dienstleistungen"
    r"|leistungen) muss",
)
# Each of these says of itself that the text explains or tells, not states.
_TELLS = phrase(
    r"les (?:{SIAE}|{EA_ESAT}) (?:sont|relevent|emploient|embauchent|mettent|permettent)",
    r"(?:tribunal|cour)(?: [\w']+){0,3} (?:a|avait|ont) (?:juge|annule|estime|considere|rappele)",
    r"(?:a|ont) decide (?:en|des) (?:19|20)\d\d",
    r"conseil (?:municipal|departemental|regional|communautaire|metropolitain) a (?:\w+ )?(?:autorise|vote"
    r"|approuve|adopte|delibere)",
    r"\d{1,2}(?:er)? (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
    r" dernier",
    r"\bj'ai\b|\bje (?:peux|suis|pense|dois)|mon (?:cas|avis)|(?:notre|mon) experience",
    r"il (?:peut|pourra|pourrait)(?: \w+){0,2} (?:etre )?(?:egalement )?(?:indique|precise|prevu|demande)\b",
    r"kernpunkt|haute juridiction|question (?:que|de savoir)",
    r"(?:dürfen|können|sollen|müssen) öffentliche (?:auftraggeber|aufträge)",
    r"this (?:policy|guide|guidance|report|paper|toolkit)",
    r"(?:par )?exemples? ?[:,(]",
    r"c'est quoi",
    r"\bnous (?:appliquons|recrutons|employons|embauchons|travaillons|accompagnons|proposons|sommes"
    r"|avons)\b|notre (?:entreprise|association|structure|societe|chantier d'{INSERTION})",
    r"verifier (?:l'existence|si|que le marche)",
    r"(?:est|sont) issu(?:e?s)? de l'{INSERTION}",
    r"\w*gesetze (?:fordern|verlangen|schreiben|sehen|regeln)",
    r"fiche de poste|offre d'emploi|missions principales du poste",
    r"(?<!comportant\s)(?<!comporte\s)(?:une?|des) (?:clause|critere|marche|lot)s?[\w ']{0,30} peu(?:t"
    r"|vent)\b",
    r"(?:seit|ab) (?:dem )?(?:\d{1,2}\. ?)?\w+ \d{4} (?:gilt|gelten|ist|sind)",
    r"öffentliche auftraggeber (?:müssen|können|dürfen|sind|haben)",
    r"the (?:\w+ ){0,4}act (?:\d{4} )?(?:requires?|enables?|allows?|means|came|places)",
    r"(?:deux|trois|quatre|cinq|plusieurs|differents?) (?:types?|formes?|sortes?"
    r"|categories) de (?:clauses|marches|contrats)",
    r"(?:deux|trois|quatre) (?:possibilites|solutions|modalites)(?: d'execution)? (?:s'offre\w*"
    r"|existent|sont possibles)",
    r"ces (?:contrats|marches|clauses) (?:s'adressent|sont|permettent|visent)",
    r"(?:devaient|recevai(?:t|ent)|allai(?:t|ent)|obligeai(?:t|ent)|imposai(?:t|ent))",
    r"ab einem (?:geschätzten )?(?:netto-?)?auftragswert",
    r"find\w+ (?:keine )?anwendung (?:auf|bei|ab)",
    r"dies bedeutet",
    r"(?:sollen|zielt|zielen)\b.{0,80}(?:unterbunden|verhindert|gefördert|sichergestellt|gesichert) werden",
    r"(?:dieses|dem|das) gesetz(?:es)?\b(?! (?:zur|über))",
    r"im sinne dieses gesetzes",
)
# Each says of itself that the text reports what was done.
_REPORTS = phrase(
    r"(?:en|depuis|au cours de|durant|pour l'annee) (?:19|20)\d\d,? [\w ,'()%]{0,80}(?:ont ete|a ete"
    r"|auront ete|ont permis|ont beneficie|represent\w+)",
)
_DEFINES = phrase(
    r"~(?:^|[.?!:;] ?|\" ?)(?:pour (?:l'|les |la )\w+, )?(?:la|une|les) clauses? (?:sociales?|d'{INSERTION}"
    r"|introduisant l'action d'{INSERTION})(?: (?!qui\b)[\w']+){0,3} (?:(?:est(?! une condition d'execution"
    r"(?: ?[:,;.]| du present)| une obligation (?:de"
    r"|contractuelle|essentielle))|sont"
    r"|represente\w*|offre\w*)"
    r" (?:une?|des|la|le|un des)|permet(?:tent)?|doivent permettre|vise(?:nt)? a|a pour|ont pour"
    r"|constitu\w+ (?:un|une) (?:outil|levier|moyen|dispositif))",
    r"qu'est-ce qu",
    r"~(?:^|[.?!:;] ?)(?:prevoir|inserer|integrer|introduire|inscrire) (?:une|des) clauses?[\w ',()-]{0,60}"
    r" permet(?:tent)?",
    r"~^\W{0,3}les conditions d'execution (?:d'un|des) marches?\b[\w ',-]{0,60} peuvent",
    r"~(?:^|[.?!] ?)(?:eine?|die|der) \w*(?:tariftreue|mindestlohn|vergabe)\w* (?:ist|sind) eine?",
    r"(?<!de\s)(?<!par\s)l'{INSERTION} par l'activite economique (?:\(?iae\)? )?(?:a pour objet"
    r"|est(?! une? condition)"
    r"|permet|s'adresse|vise)",
)
_POINTS_AT_ONE = phrase(
    r"(?:le|la|l'|du|au) ?(?:titulaire|attributaire|prestataire|adjudicataire|entrepreneur) qui\b"
    r"|(?:le|la|l'|chaque) ?(?:titulaire|attributaire|prestataire|adjudicataire|entrepreneur|soumissionnaire"
    r"|candidat|delegataire|concessionnaire)(?: [\w'-]+){0,3}? [a-z]{3,}(?:era|ira|dra)\b"
    r"|accord (?:\w+ )?(?:de l'acheteur|du maitre d'ouvrage|du pouvoir adjudicateur)",
    r"(?:le |la |du |au |de |l'|les )?(?:present(?:e|s|es)?|ce|cette|cet) (?:{CONTRACT})",
    r"(?:le|les|la|l'|chaque|tout|au|aux|du|des|du present) ?(?:{HOLDER})(?: [\w'-]+){0,5}? (?:devr\w+"
    r"|s'engage\w*|est tenu\w*"
    r"|sera tenu\w*|sont tenu\w*|s'oblige\w*|reserve\w+|realise\w+|propose\w+|doivent)",
    r"lots? (?:n(?:o|um\w*)?s? ?)?\d",
    r"(?:(?<!s.)impose|exige|demande|incombe|appartient|revient|obligation)[\w ']{0,20} (?:au|a la"
    r"|a l'|du|de l'|a) ?(?:{HOLDER})",
    r"(?:l'execution|objet|titulaire|notification|attributaire) (?:du|de ce|des|de l'accord) ?(?:marche"
    r"|contrat|cadre|lot)s?",
    r"(?:cette|la) consultation",
    r"(?:le|la|l'|chaque|son) ?(?:marche|contrat|lot|accord[ -]cadre|concession|procedure"
    r"|participation|execution)"
    r"(?: [\w'-]+){0,5}? (?:est(?! une? )|sera|comporte|prevoit|inclut|contient|comprend|concerne|fait|fera"
    r"|impose)\b",
    r"\d+ ?(?:h|heures?) d'{INSERTION}",
    r"\b\d{1,2}\.\d{1,2}(?:\.\d{1,2})? (?:modalites|publics?|suivi|globalisation|sous-traitance|penalites"
    r"|coordonnees|obligations?|engagements?|actions?) ",
    r"(?:titulaire|attributaire|prestataire|soumissionnaire|entrepreneur|adjudicataire"
    r"|concessionnaire)s?(?: [\w'-]+){0,3}?"
    r" (?:beneficie|prend|s'appuie|accepte|choisit|joint|produit|examine|conserve|participe|organise"
    r"|verifie|communique|sollicite|informe|confie|recrute|embauche|emploie|consacre"
    r"|affecte|accueille|mobilise|forme|garanti|sous-traite"
    r"|designe|justifie|etablit|transmet|remet|veille"
    r"|associe|fait appel|fournit"
    r"|respecte|assure|met)\w{0,3}\b",
    r"les (?:marches|lots|contrats|accords[ -]cadres|titulaires|attributaires|prestations)(?: [\w'-]+){0,4}?"
    r" (?:seront|feront|auront|devront|comporteront|incluront|integreront|s'engagent|sont (?:soumis"
    r"|reserve)\w*)",
    r"ccap|cctp|acte d'engagement|reglement de (?:la )?consultation|cahier des charges",
    r"remise des (?:offres|plis|candidatures)|avis (?:rectificatif|de marche|d'appel)|phase (?:offre"
    r"|candidature)",
    r"(?:der auftrag|die (?:ausschreibung|vergabe|leistung|teilnahme)|das (?:verfahren|recht zur teilnahme))"
    r"(?: [\w-]+){0,4}? (?:ist|wird|erfolgt|sind)\b|angebotsfrist|eignungsnachweis\w*",
    r"(?:de[rnms]?|die|jede[rsn]?) (?:bieter|auftragnehmer|bewerber|konzessionar|betreiber)\w*",
    r"(?:ich|wir|ich/wir|hiermit)[\w/() ]{0,20} (?:verpflicht|erklar|erklär|bestatig|bestätig)\w*",
    r"(?:abgabe|vorlage|unterzeichnung) (?:der|einer|des)|beizufügen|auszufüllen|formblatt|formular",
    r"(?:the|each|any) (?:\w+ )?(?:supplier|contractor|provider|tenderer|bidder)s?(?:\(s\))?",
    r"(?:tenders|bids|offers|submissions) (?:will|shall) be|(?:the )?tender(?:ing)? (?:process|procedure)",
    r"(?:successful|winning) (?:\w+ )?(?:supplier|contractor|provider|tenderer|bidder)s?",
    r"(?:tenderers|bidders|contractors|suppliers) (?:must|shall|will|should|are (?:required|asked"
    r"|expected|requested))",
    r"(?:is|are) (?:procuring|seeking|looking|inviting|tendering)|(?:wish(?:es)?"
    r"|intends?) to (?:procure|appoint|award)",
    r"(?:dieses|diesem|des) (?:auftrag|vertrag)(?:e?s)?\b(?! der öffentlichen)"
    r"|(?:bei|für|zur|während) (?:der|die) (?:ausführung|durchführung) (?:der|des|dieses)",
    r"(?:it is|is|are) (?:therefore )?(?:a requirement|required)|(?:participation|procurement) is",
    r"(?:la|les) prestations?(?: (?:de |d')[\w' -]{2,30}?)? (?:a|ont|sont|est|consiste|comprend|concern"
    r"|devr)\w*",
    r"(?:this|the) (?:contract(?: notice)?|requirement|procurement exercise|notice|programme"
    r"|framework|tender|dps|competition|lot|project)"
    r" (?:is|will|includes?|shall|has|requires?)|in this (?:contract|requirement|notice|procurement|tender)",
    r"(?:besondere\w* |zusätzliche\w* )?vertragsbedingungen|bvb|\w*verpflichtungserklärung\w*|angebots?"
    r"|vergabeunterlagen|einzureichen|vorzulegen|abzugeben|teilnahmeantrag",
    r"maitre de l'ouvrage|maitre d'ouvrage|a decide de faire application",
)
_STATUTE = phrase(
    r"~(?:^|  )(?:§+ ?\d+[a-z]? [\w ,-]{0,60})? ?\(1\) (?!der auftragnehmer\b)"
    r"(?:die|bei|diese[rs]?|der|das|öffentliche|ein)\b"
)
_NAMES_IT = phrase(
    r"(?:du|au|le|de la|la|de l'|l'|a l') ?(?:marche|contrat|consultation|accord-cadre|concession|delegation"
    r"|procedure|operation|mission)\b(?! (?:du travail|de l'emploi|public (?:peut|doit)))",
)
# What binds the one who performs: a contract speaks so, an article about contracts seldom.
_BINDS = phrase(
    r"(?:titulaires?|attributaires?|soumissionnaires?|prestataires?|entrepreneurs?"
    r"|concessionnaires?|adjudicataires?"
    r"|entreprises? (?:attributaires?|titulaires?|retenues?|choisies?|soumissionnaires?))(?: [\w'-]+){0,6}?"
    r" (?:devr\w+|s'engag\w+|s'oblig\w+|ser(?:a|ont) tenu\w*|est tenu\w*)",
    r"der auftragnehmer(?: [\w-]+){0,6}? (?:ist|hat|muss|verpflichtet sich)|besondere\w* vertragsbedingungen",
    r"(?:the|each) (?:\w+ )?(?:contractor|supplier|service provider)(?:\(s\))? (?:must|shall|will)",
    r"(?:cahier des charges|ccap|marche|contrat|consultation|accord[ -]cadre)s? (?:comportera|contiendra"
    r"|prevoira|inclura|imposera)",
    r"a decide de|souhaite que|entend (?:promouvoir|favoriser|faire)|(?:^|  )article \d+(?:[.-]\d+)* ?[:.-]",
)
# What only the papers of a call are full of.
_OF_A_CALL = phrase(
    r"(?:prestations?|travaux|fournitures?|services?|maintenance|construction|rehabilitation|entretien"
    r"|mise en œuvre|realisation) (?:d'|de |du |des |sur )",
    r"prestations? (?:reglee?s?|remuneree?s?)|avance (?:de|prevue)|delai (?:global )?de paiement"
    r"|retenue de garantie"
    r"|prix (?:unitaires?|forfaitaires?|fermes?|revisables?|des prestations)|mandat administratif"
    r"|fonds propres",
    r"(?:criteres?|sous-criteres?) ?(?:n(?:o|um\w*)? ?)?\d|valeur technique|{WEIGHT}",
    r"soumissionnaires?|cahier (?:special )?des charges|dossier de consultation"
    r"|documents? (?:de la consultation"
    r"|remis)|\bdce\b|annexe \d|objet du marche|pouvoir adjudicateur|rubrique|avis\b",
    r"{HOLDER} (?:devr\w+|s'engage|est tenu|peut|justifie|realise|propose)|lots?\b",
    r"(?:contract|tender|prior information) notice|\bpqq\b|\bitt\b|expressions? of interest"
    r"|register your interest"
    r"|evaluation (?:process|criteria)|bidders?|tenderers?|form of tender|contract conditions",
    r"eligibilite[\w ,']{0,60} (?:validee?|etablie|attestee?|verifiee?)|publics? eligibles? sont",
    r"penalites?[\w ',]{0,80} (?:appli\w+|suivantes?|€|euros?)|mise en demeure|\d ?€ par|bilan (?:final"
    r"|intermediaire|annuel)|justificatifs?",
    r"(?:nombre|volume)[\w ',()-]{0,160} ?[:=] ?\d",
    r"interessenbekundung\w*|teilnahmeantr\w+|auftrag ist|vergabeunterlagen|bekanntmachung|der auftragnehmer"
    r"|betreiber|eignung\w*|vorlage|nachweis\w*|anlage|los \d|sgb (?:ii|iii)\b|vgv\b|uvgo",
)
_ONE_HOLDER = phrase(
    r"au titre de (?:la|cette) (?:clause|presente action)",
    r"(?:le |la |l'|chaque )(?:titulaire|attributaire|prestataire|soumissionnaire|entrepreneur|adjudicataire"
    r"|concessionnaire|cocontractant|fournisseur|imprimeur|mandataire|exploitant|delegataire|signataire"
    r"|soussigne|entreprise (?:titulaire|attributaire|retenue))",
    r"(?:je|nous) (?:soussigne|m'engage|nous engageons|pren(?:ds|ons) l'engagement)\w*",
    r"~^ ?(?:article )?\d{1,2}\.\d{1,2}\b",
)
_A_NOTE = 40
"""Words of a note in a field of a notice; a longer text that states terms names its contract somewhere."""
_MARKS = re.compile(r"[:(][ ]?\d{1,3}[ ]?(?:%|points?\b|pts?\b)")
"""Beside each other they make a list of criteria."""
_MOST_MARKS = 3
_LAW_ITSELF = phrase(r"(?:des )?marches ou des lots d'un marche peuvent etre reserves")
"""How L2113-12 and L2113-13 CCP begin; a notice that reserves a lot may quote them in full."""
_ENTRY = re.compile(r"[ ]*(?:[IVX]{1,4}|\d{1,2})(?:\.\d{1,2})*[.)]?[ ][^:\n]{4,100}[ ](\d{1,3})[ ]*$")
_ENTRIES = 3
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,}|_{6,})\s*\d{1,3}\s*(?:$|\n)")
_GENERAL_TERMS = phrase(
    r"lorsque les documents particuliers du marche (?:prevoient|comportent|le prevoient)",
    r"si (?:les documents particuliers|le marche) (?:le |en )?prevo\w+",
)


def is_prose(folded: str) -> bool:
    """Whether a text speaks about clauses instead of stating the terms of a contract."""
    quoted = _LAW_ITSELF.search(folded)
    if quoted and _POINTS_AT_ONE.search(folded, 0, quoted.start()):
        folded = folded[: quoted.start()]
    about = _words_about(folded)
    if not about:
        return (
            len(folded.split()) > _A_NOTE
            and not _OF_A_CALL.search(folded)
            and not _ONE_HOLDER.search(folded)
            and not _words_here(folded, 1)
        )
    return about > _words_here(folded, about)


def _words_about(folded: str) -> int:
    """How much a text speaks about clauses."""
    about = len({m.group()[:14] for m in _PROSE.finditer(folded)}) + 3 * bool(_DEFINES.search(folded))
    about += 4 * bool(_STATUTE.match(folded))
    about += 2 * len({m.group() for m in _TELLS.finditer(folded)})
    return about + bool(_REPORTS.search(folded))


def _words_here(folded: str, enough: int) -> float:
    """How much a text speaks of one contract; no further than is enough."""
    here: float = len({m.group()[:18] for m in _POINTS_AT_ONE.finditer(folded)})
    marks = len(_MARKS.findall(folded))
    here += min(_MOST_MARKS, marks) if marks > 1 else 0
    if here < enough:
        here += min(2, len({m.group()[:18] for m in _BINDS.finditer(folded)}))
    if here < enough:
        here += 0.5 * min(2, len({m.group() for m in _NAMES_IT.finditer(folded)}))
    return here


def is_contents(line: str) -> bool:
    """Whether a line belongs to a table of contents (dots leading to a page number)."""
    return bool(_LEADERS.search(line))


def in_contents(text: str, offset: int) -> bool:
    """Whether a place stands in a list of numbered titles, each with its page, whose dots are lost."""
    first = text.rfind("\n", 0, offset) + 1
    for _ in range(_ENTRIES):
        first = text.rfind("\n", 0, max(0, first - 1)) + 1
    lines = text[first:].split("\n", 2 * _ENTRIES + 1)[: 2 * _ENTRIES + 1]
    pages = [int(found.group(1)) for found in map(_ENTRY.match, lines) if found]
    here = text[text.rfind("\n", 0, offset) + 1 :].split("\n", 1)[0]
    return len(pages) >= _ENTRIES and pages == sorted(pages) and bool(_ENTRY.match(here))


def is_general_terms(folded: str) -> bool:
    """General terms (a CCAG) that apply only if the contract says so."""
    return bool(_GENERAL_TERMS.search(folded))
