"""Words of foreign calls beside their French meaning: what a word is, and what it is not.

Source: the terms of German (GWB, VgV, UVgO, SGB IX) and Belgian (law of 17 June 2016) procurement law,
and the words by which calls name the members' trades.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tender.watch.trades import fold


@dataclass(frozen=True, slots=True)
class Term:
    """A word as the notice writes it, its French counterpart, and where they differ (empty: they do not)."""

    original: str
    french: str
    but: str = ""


_TERMS: Final[tuple[tuple[str, Term], ...]] = (
    (r"ausschreibung", Term("Ausschreibung", "appel d’offres, consultation")),
    (r"offenes verfahren", Term("Offenes Verfahren", "appel d’offres ouvert")),
    (r"nicht ?offenes verfahren", Term("Nichtoffenes Verfahren", "appel d’offres restreint")),
    (r"verhandlungsverfahren", Term("Verhandlungsverfahren", "procédure avec négociation")),
    (r"auftraggeber\w*", Term("Auftraggeber", "acheteur")),
    (r"auftragnehmer\w*", Term("Auftragnehmer", "titulaire")),
    (r"(bieter|bewerber)gemeinschaft\w*", Term(
        "Bietergemeinschaft", "groupement", "toujours solidaire : chaque membre répond du tout")),
    (r"bevollmachtigt\w* vertreter\w*", Term("Bevollmächtigter Vertreter", "mandataire")),
    (r"gesamtschuldner\w*", Term("Gesamtschuldner", "débiteur solidaire")),
    (r"unterauftrag\w*|nachunternehmer\w*", Term("Unterauftrag, Nachunternehmer", "sous-traitance")),
    (r"eignungsleihe", Term("Eignungsleihe", "appui sur les capacités d’un autre")),
    (r"\blose?\b|losweise|teillos\w*|fachlos\w*", Term("Los", "lot")),
    (r"angebotsfrist|schlusstermin|abgabefrist", Term("Angebotsfrist", "date limite de remise des offres")),
    (r"bindefrist|zuschlagsfrist", Term("Bindefrist", "délai de validité des offres")),
    (r"zuschlag\w*", Term("Zuschlag", "attribution", "la signature vaut contrat")),
    (r"zuschlagskriteri\w*", Term("Zuschlagskriterien", "critères d’attribution")),
    (r"leistungsverzeichnis\w*", Term("Leistungsverzeichnis", "bordereau et détail quantitatif")),
    (r"leistungsbeschreibung", Term("Leistungsbeschreibung", "cahier des clauses techniques")),
    (r"eigenerklarung\w*", Term("Eigenerklärung", "déclaration sur l’honneur")),
    (r"rahmenvereinbarung\w*|rahmenvertrag\w*", Term("Rahmenvereinbarung", "accord-cadre")),
    (r"vorbehalten\w* (?:auftrag|auftrage|vergabe)\w*|\b118 gwb", Term(
        "Vorbehaltene Aufträge (§ 118 GWB)", "marché réservé",
        "aux ateliers protégés et aux entreprises d’insertion de l’Union, avec 30 % de personnes handicapées "
        "ou défavorisées")),
    (r"langzeitarbeitslos\w*", Term("Langzeitarbeitslose", "demandeurs d’emploi de longue durée")),
    (r"werkstatt fur behinderte|\bwfbm\b", Term("Werkstatt für behinderte Menschen (WfbM)", "ESAT")),
    (r"inklusionsbetrieb\w*", Term("Inklusionsbetrieb", "entreprise adaptée")),
    (r"tariftreue\w*|mindestlohn\w*", Term(
        "Tariftreue, Mindestlohn", "respect des salaires conventionnels, salaire minimum")),
    (r"arbeitnehmeruberlassung\w*", Term(
        "Arbeitnehmerüberlassung", "mise à disposition de personnel",
        "soumise en Allemagne à une autorisation (AÜG)")),
    (r"beschaftigungsgesellschaft\w*", Term("Beschäftigungsgesellschaft", "structure d’insertion")),
    (r"vergaben?|vergabeverfahren", Term("Vergabe", "passation, attribution d’un marché")),
    (r"bekanntmachung\w*", Term("Bekanntmachung", "avis publié")),
    (r"vorinformation\w*|vorabinformation\w*", Term("Vorinformation", "avis de préinformation")),
    (r"teilnahmeantrag\w*|teilnahmewettbewerb\w*", Term("Teilnahmeantrag", "candidature, avant l’offre")),
    (r"nebenangebot\w*", Term("Nebenangebot", "variante")),
    (r"vertragslaufzeit|laufzeit", Term("Laufzeit", "durée du marché")),
    (r"(?:unterhalts|glas|fenster|grund|bau|gebaude)?reinigung\w*", Term(
        "Reinigung (Unterhalts-, Glas-, Grundreinigung)", "nettoyage (courant, des vitres, à fond)")),
    (r"grunpflege\w*|grunflachen\w*|geholzpflege\w*|baumpflege\w*", Term(
        "Grünpflege", "entretien des espaces verts")),
    (r"winterdienst\w*", Term("Winterdienst", "déneigement et salage")),
    (r"abfall\w*|entsorgung\w*", Term("Abfall, Entsorgung", "déchets, leur enlèvement")),
    (r"umzug\w*|umzuge", Term("Umzug", "déménagement")),
    (r"verpflegung\w*|schulessen|mittagessen", Term("Verpflegung", "restauration collective")),
    (r"wascherei\w*|waschereinigung", Term("Wäscherei", "blanchisserie")),
    (r"hausmeister\w*", Term("Hausmeisterdienste", "gardiennage et petit entretien")),
    (r"maler\w*|anstrich\w*", Term("Malerarbeiten", "travaux de peinture")),
    (r"schonheitsreparatur\w*|renovierung\w*", Term("Renovierung", "remise en état, petits travaux")),
    (r"opdrachtgever|aanbestedende overheid", Term("Aanbestedende overheid", "acheteur")),
    (r"inschrijver\w*", Term("Inschrijver", "soumissionnaire")),
    (r"perce(?:el|len)\b", Term("Perceel", "lot")),
    (r"sociale tewerkstelling|sociale clausule\w*", Term("Sociale clausule", "clause sociale")),
)  # fmt: skip

_ABROAD: Final = r"belgi|wallon|bruxell|luxembourg"
_FRENCH_ABROAD: Final[tuple[tuple[str, Term], ...]] = (
    (r"cahier special des charges", Term("Cahier spécial des charges (Belgique)", "CCAP et CCTP réunis")),
    (r"pouvoir adjudicateur|adjudicateur", Term("Pouvoir adjudicateur", "acheteur")),
    (r"soumissionnaire", Term("Soumissionnaire", "candidat qui a remis une offre")),
    (r"\bsociete simple\b", Term(
        "Société simple (Belgique)", "groupement sans personnalité morale", "ses membres sont solidaires")),
    (r"entreprises? d economie sociale d insertion", Term(
        "Entreprise d’économie sociale d’insertion", "SIAE", "agréée par sa Région, non par l’État")),
    (r"clauses? sociales? flexibles?", Term(
        "Clause sociale flexible (Wallonie)", "clause d’insertion", "le titulaire choisit son mode")),
)  # fmt: skip
"""Words that look French and mean something else across the border."""


def terms_in(text: str) -> tuple[Term, ...]:
    """The foreign words of a text with their French counterpart, in the order of the list, each once."""
    folded = fold(text)
    known = (*_TERMS, *_FRENCH_ABROAD) if re.search(_ABROAD, folded) else _TERMS
    return tuple(term for pattern, term in known if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", folded))
