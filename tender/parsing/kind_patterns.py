"""Titles and file names by which the documents of a call are told, in folded letters (fold() of kinds)."""

from __future__ import annotations

from typing import Final

from tender.vocabulary.source import DocumentKind

_K = DocumentKind

# Titles as they open a line of the first pages. Order decides between equals.
TITLES: Final[tuple[tuple[DocumentKind, tuple[str, ...]], ...]] = (
    (
        _K.DC1,
        (
            r"(?:formulaire |notice (?:explicative )?(?:du )?)?dc ?1\b",
            r"lettre de candidature\b",
            r"uae ?1\b",
        ),
    ),
    (_K.DC2, (r"(?:formulaire |notice (?:explicative )?(?:du )?)?dc ?2\b", r"declaration du candidat\b")),
    (
        _K.QA,
        (
            r"(?:registre|liste|recueil) (?:des |de )?questions",
            r"questions? ?(?:[-/–&]|et) ?reponses?",
            r"reponses? aux questions",
            r"fragen und antworten",
            r"bieterfragen",
            r"fragenkatalog",
            r"questions and answers",
            r"\d*\W*questions? recues",
        ),
    ),
    (
        _K.NOTICE,
        (
            r"avis (?:d'appel (?:public )?a (?:la )?concurrence|de marche|d'attribution)",
            r"avis (?:rectificatif|d'intention|d'appel d'offres)",
            r"aapc\b",
            r"(?:auftrags|vergabe|wettbewerbs)?bekanntmachung\b(?! der neufassung)",
            r"contract (?:or concession )?notice",
            r"aankondiging van",
            r"\d{5,6}-20\d\d - ",
        ),
    ),
    (
        _K.RC,
        (
            r"r ?e ?g ?l ?e ?m ?e ?n ?t d ?e (?:l ?a )?c ?o ?n ?s ?u ?l ?t ?a ?t ?i ?o ?n",
            r"reglement (?:particulier )?(?:de la |de l'|d')?(?:consultation|appel d'offres|candidature)",
            r"invitation a (?:soumissionner|remettre|presenter)",
            r"lettre de consultation",
            r"demande de devis",
            r"(?:aufforderung|anschreiben)[ /-].{0,30}(?:angebots|abgabe)",
            r"angebotsaufforderung",
            r"aufforderung zur",
            r"bewerbungsbedingungen",
            r"teilnahmebedingungen",
            r"hinweise zum vergabeverfahren",
            r"verfahrensbedingungen",
            r"verfahrensbrief",
            r"(?:l')?essentiel de la procedure",
            r"instructions? to tenderers",
        ),
    ),
    (
        _K.CCP,
        (
            r"cahier des (?:clauses|charges) particulieres\b",
            r"c\.?c\.?p\.?\b",
            r"cahier (?:special )?des charges\b",
            r"contrat unique",
            r"marche unique",
            r"c\.?s\.?c\.?\b n",
        ),
    ),
    (
        _K.CCAP,
        (
            r"cahier des (?:clauses|charges) administratives(?: (?:particulieres|et financieres))?",
            r"c\.?c\.?a\.?p\.?\b",
            r"(?:besondere |zusatzliche |erganzende |allgemeine )?vertragsbedingungen",
            r"(?:allgemeine )?[\w-]*,? ?[\w-]*,? ?(?:und )?leistungsbedingungen",
            r"(?:rahmen|dienstleistungs)vertrag\b",
            r"vertragsentwurf",
            r"entwurf (?:des )?vertrag",
            r"erganzende vergabebedingung",
        ),
    ),
    (
        _K.CCTP,
        (
            r"cahier des (?:clauses|charges) (?:fonctionnel\w* et )?techniques?(?: particulieres)?",
            r"c\.?c\.?t\.?p\.?\b",
            r"cahier des charges techniques?",
            r"programme (?:technique|fonctionnel)",
            r"descriptif technique",
            r"specifications techniques",
            r"leistungsbeschreibung",
            r"leistungsverzeichnis",
            r"description of services",
            r"terms of reference",
            r"technical specifications",
        ),
    ),
    (
        _K.AE,
        (
            r"acte d'engagement",
            r"attri ?1\b",
            r"a\.?e\.? *$",
            r"angebots(?:formular|schreiben|vordruck)\b",
            r"angebot *$",
            r"formulaire d'offre",
            r"bordereau de soumission",
            r"soumission *$",
        ),
    ),
    (
        _K.DPGF,
        (
            r"decomposition d[ue]s? (?:du )?(?:prix|montant) (?:global|forfaitaire)",
            r"d\.?p\.?g\.?f\.?\b",
            r"cdpgf",
        ),
    ),
    (
        _K.DQE,
        (
            r"detail (?:quantitatif|estimatif)",
            r"devis quantitatif",
            r"d\.?q\.?e\.?\b",
            r"simulation de commande",
        ),
    ),
    (
        _K.BPU,
        (
            r"bordereau (?:des |de )?prix",
            r"b\.?p\.?u\.?\b",
            r"preis(?:blatt|verzeichnis|tabelle)",
            r"grille (?:des |de )?prix",
            r"annexe financiere",
            r"cadre de reponse financier",
            r"catalogue (?:de|des) prix",
            r"price schedule",
        ),
    ),
    (
        _K.ANNEX,
        (
            r"annexe\b",
            r"anlage\b",
            r"cadre de (?:la )?reponses?",
            r"cadre (?:du )?memoire",
            r"memoire technique",
            r"attestation\b",
            r"(?:eigen|verpflichtungs|[\w/ -]*gemeinschafts)?erklarung(?:en)?\b",
            r"erklarung zur",
            r"checkliste",
            r"referenzbogen",
            r"certificat de visite",
            r"formblatt",
            r"planning",
            r"plan de prevention",
            r"vereinbarung",
            r"hinweisblatt",
            r"informationen? (?:nach|wegen)",
            r"zusammenstellung der",
            r"abschlie(?:ss|ß)ende liste",
            r"dc ?4\b",
            r"declaration de sous-traitance",
            r"auswahlmatrix",
            r"bewertungsmatrix",
            r"teilnahmeantrag",
            r"storyboard",
            r"formliche verpflichtung",
        ),
    ),
)
NAMES: Final[tuple[tuple[DocumentKind, tuple[str, ...]], ...]] = (
    (_K.DC1, (r"\bdc ?1\b",)),
    (_K.DC2, (r"\bdc ?2\b",)),
    (_K.QA, (r"\bquestions?\b", r"\bq ?(?:&|et|-) ?r\b", r"\bfaq\b", r"\bbieterfragen\b", r"\bfragen\b")),
    (
        _K.ANNEX,
        (
            r"\bannexes?\b.*\b(?:au|aux|du|de l|a l)\b",
            r"\bcadres? de reponses?\b",
            r"\bcrte?\b",
            r"\bmemoire\b",
            r"\bplan(?:ning)?\b",
        ),
    ),
    (
        _K.RC,
        (
            r"\brc(?:new)?\b",
            r"\brdc\b",
            r"\breglement\b",
            r"\baufforderung\b",
            r"\bbewerbungsbedingungen\b",
            r"\binvitation\b",
            r"\bangebotsaufforderung\b",
            r"\blettre de consultation\b",
        ),
    ),
    (_K.CCAP, (r"\bccap\b", r"\bcca\b", r"\bvertragsbedingungen\b", r"\bagb\b", r"\bvertrag\b")),
    (
        _K.CCTP,
        (
            r"\bcctp\b",
            r"\bcct\b",
            r"\bleistungsbeschreibung\b",
            r"\blb\b",
            r"\bprogramme\b",
            r"\bdescriptif\b",
        ),
    ),
    (_K.CCP, (r"\bccp\b", r"\bcontrat\b", r"\bcsc\b", r"\bcahier des charges\b", r"\bcdc\b")),
    (_K.AE, (r"\bae\b", r"\bacte d ?engagement\b", r"\battri ?1?\b", r"\bangebots(?:formular|schreiben)\b")),
    (_K.DPGF, (r"\bc?dpgf\b",)),
    (_K.DQE, (r"\bdqe\b", r"\bdevis quantitatif\b")),
    (_K.BPU, (r"\bbpu\b", r"\bbordereau\b.*\bprix\b", r"\bpreisblatt\b", r"\bcrf\b", r"\bbp\b")),
    (
        _K.NOTICE,
        (
            r"\baapc\b",
            r"\bavis\b",
            r"\bboamp\b",
            r"\bjoue\b",
            r"\bbekanntmachung\b",
            r"\bojs?\d*\b",
            r"\bted\b",
        ),
    ),
    (_K.ANNEX, (r"\bannexes?\b", r"\banlage\b", r"\bformulaire\b", r"\beigenerklarung\w*\b")),
)
