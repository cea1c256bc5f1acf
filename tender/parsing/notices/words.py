"""French words for the codes of notices, and the labels that open each field's page."""

from __future__ import annotations

from typing import Final

_PROCEDURES: Final = {
    "open": "Appel d’offres ouvert",
    "restricted": "Appel d’offres restreint",
    "neg-w-call": "Procédure avec négociation",
    "neg-wo-call": "Marché sans publicité ni mise en concurrence préalables",
    "comp-dial": "Dialogue compétitif",
    "comp-tend": "Mise en concurrence (règlement sur les transports)",
    "innovation": "Partenariat d’innovation",
    "oth-single": "Autre procédure en une étape",
    "oth-mult": "Autre procédure en plusieurs étapes",
    "exp-int-rail": "Appel à manifestation d’intérêt",
    "PT_OPEN": "Appel d’offres ouvert",
    "PT_RESTRICTED": "Appel d’offres restreint",
    "PT_COMPETITIVE_NEGOTIATION": "Procédure avec négociation",
    "PT_NEGOTIATED_WITH_PRIOR_CALL": "Procédure négociée avec mise en concurrence préalable",
    "PT_COMPETITIVE_DIALOGUE": "Dialogue compétitif",
    "PT_INNOVATION_PARTNERSHIP": "Partenariat d’innovation",
    "PT_INVOLVING_NEGOTIATION": "Procédure avec négociation",
    "PT_AWARD_CONTRACT_WITH_PRIOR_PUBLICATION": "Attribution avec publication préalable",
    "PT_AWARD_CONTRACT_WITHOUT_CALL": "Marché sans publicité ni mise en concurrence préalables",
    "PT_AWARD_CONTRACT_WITHOUT_PUBLICATION": "Attribution sans publication préalable",
    "PT_NEGOTIATED_WITHOUT_PUBLICATION": "Marché sans publicité ni mise en concurrence préalables",
    "OUVERT": "Appel d’offres ouvert",
    "RESTREINT": "Appel d’offres restreint",
    "PROCEDURE_ADAPTE": "Procédure adaptée",
    "PROCEDURE_ADAPTEE": "Procédure adaptée",
    "MARCHE_NEGOCIE": "Procédure avec négociation",
    "NEGOCIE": "Procédure avec négociation",
    "DIALOGUE_COMPETITIF": "Dialogue compétitif",
    "CONCOURS_OUVERT": "Concours ouvert",
    "CONCOURS_RESTREINT": "Concours restreint",
    "procedureAdaptee": "Procédure adaptée",
    "adapte": "Procédure adaptée",
    "procedureAdapteeOuverte": "Procédure adaptée ouverte",
    "procedureAdapteeRestreinte": "Procédure adaptée restreinte",
    "ouvert": "Appel d’offres ouvert",
    "restreint": "Appel d’offres restreint",
    "negocie": "Procédure avec négociation",
    "negociation": "Procédure avec négociation",
    "dialogueCompetitif": "Dialogue compétitif",
}

_LABELS: Final = {
    "Name": "Intitulé",
    "TITLE": "Intitulé",
    "TITRE_MARCHE": "Intitulé",
    "INTITULE": "Intitulé",
    "intitule": "Intitulé",
    "TITLE_CONTRACT": "Intitulé",
    "LOT_TITLE": "Intitulé",
    "objet": "Objet",
    "OBJET_COMPLET": "Objet",
    "Description": "Description",
    "SHORT_DESCR": "Description",
    "DESCRIPTION": "Description",
    "description": "Description",
    "SHORT_CONTRACT_DESCRIPTION": "Description",
    "LOT_DESCRIPTION": "Description",
    "PRINCIPALES": "Caractéristiques principales",
    "principales": "Caractéristiques principales",
    "IssueDate": "Date d’envoi de l’avis",
    "DATE_DISPATCH_NOTICE": "Date d’envoi de l’avis",
    "DATE_ENVOI": "Date d’envoi de l’avis",
    "Note": "Informations complémentaires",
    "INFO_ADD": "Informations complémentaires",
    "RENS_COMPLEMENT": "Informations complémentaires",
    "INFO_COMPL": "Informations complémentaires",
    "rensgComplt": "Informations complémentaires",
    "autresInformComplementaire": "Informations complémentaires",
    "ADDITIONAL_INFORMATION": "Informations complémentaires",
    "PERFORMANCE_CONDITIONS": "Conditions d’exécution du marché",
    "CONDITION_PARTICULIERE_EXECUTION": "Conditions d’exécution du marché",
    "EXISTENCE_OTHER_PARTICULAR_CONDITIONS": "Conditions d’exécution du marché",
    "AUTRES_CONDITIONS_PART_OUI": "Autres conditions particulières",
    "LEGAL_FORM": "Forme juridique du groupement",
    "FORME_JURIDIQUE": "Forme juridique du groupement",
    "formeJuridique": "Forme juridique du groupement",
    "CalculationExpression": "Méthode de notation",
    "ChangeDescription": "Modification de l’avis",
    "OptionsDescription": "Options",
    "OPTIONS_DESCR": "Options",
    "OPTIONS_DESCRIPTION": "Options",
    "RENEWAL_DESCR": "Reconduction",
    "RENOUVELLEMENT_DESCRIPTION": "Reconduction",
    "SUITABILITY": "Aptitude à exercer",
    "ECONOMIC_FINANCIAL_INFO": "Capacité économique et financière",
    "TECHNICAL_PROFESSIONAL_INFO": "Capacité technique et professionnelle",
    "capaciteExercice": "Aptitude à exercer",
    "capaciteEcoFin": "Capacité économique et financière",
    "capaciteTech": "Capacité technique et professionnelle",
    "CAP_ECO": "Capacité économique et financière",
    "CAP_TECH": "Capacité technique et professionnelle",
    "SITUATION_JURIDIQUE": "Situation juridique",
    "criteresAttrib": "Critères d’attribution",
    "CRITERES_LIBRE": "Critères d’attribution",
    "AC_CRITERION": "Critère d’attribution",
    "critere": "Critère d’attribution",
    "CRITERE": "Critère d’attribution",
    "MAIN_SITE": "Lieu d’exécution",
    "LIEU_PRINCIPAL": "Lieu d’exécution",
    "lieuExecution": "Lieu d’exécution",
    "OFFICIALNAME": "Acheteur",
    "DENOMINATION": "Acheteur",
    "nomOfficiel": "Acheteur",
    "acheteurPublic": "Acheteur",
    "REFERENCE_NUMBER": "Référence",
    "REF_MARCHE": "Référence",
    "idMarche": "Référence",
    "JUSTIFICATIFS_CANDIDAT": "Pièces à produire par le candidat",
    "RESUME_OBJET": "Objet",
}
_PARENTS: Final = {
    "SubordinateAwardingCriterion": "Critère d’attribution",
    "AwardingCriterion": "Critères d’attribution",
    "ContractExecutionRequirement": "Conditions d’exécution du marché",
    "ProcurementAdditionalType": "Achat stratégique",
    "SelectionCriteria": "Critère de sélection des candidatures",
    "SpecificTendererRequirement": "Conditions de participation",
    "TendererQualificationRequest": "Conditions de participation",
    "RequiredFinancialGuarantee": "Garanties exigées",
    "RealizedLocation": "Lieu d’exécution",
    "PaymentTerms": "Paiement",
    "PartyName": "Acheteur",
}
_CODE_LABELS: Final = {
    "reserved-procurement": "BT-71",
    "reserved-execution": "BT-736",
    "strategic-procurement": "BT-06",
    "social-objective": "BT-775",
    "social-procurement": "BT-775",
    "procurement-procedure-type": "BT-105",
    "permission": "BT-63",
}


def procedure_words(code: str) -> str | None:
    """The procedure in French; None for a code nobody knows."""
    return _PROCEDURES.get(code)


def lot_word(language: str) -> str:
    """The word for a lot in the notice's language, as detectors of lots look for it."""
    return "Los" if language[:2].upper() == "DE" else "Lot"


def field_label(name: str, parent: str | None = None, list_name: str | None = None) -> str:
    """What a field is, for the reader of its page; a code is named by its business term."""
    if list_name in _CODE_LABELS:
        return _CODE_LABELS[list_name]
    if parent in _PARENTS and name in ("Name", "Description", "ProcurementType"):
        return _PARENTS[parent]
    return _LABELS.get(name, name)
