"""Families of purchases (divisions of the CPV) by their official names.

Source: Regulation (EC) 213/2008, annex I.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _

DIVISIONS: dict[str, object] = {
    "03": _("Produits agricoles, de l’élevage, de la pêche, de la sylviculture et produits connexes"),
    "09": _("Produits pétroliers, combustibles, électricité et autres sources d’énergie"),
    "14": _("Produits d’exploitation des mines, métaux de base et produits connexes"),
    "15": _("Produits alimentaires, boissons, tabac et produits connexes"),
    "16": _("Machines agricoles"),
    "18": _("Vêtements, articles chaussants, bagages et accessoires"),
    "19": _("Produits en cuir et textiles, matériaux en plastique et en caoutchouc"),
    "22": _("Imprimés et produits connexes"),
    "24": _("Produits chimiques"),
    "30": _("Machines, matériel et fourniture informatique et de bureau, excepté les meubles et logiciels"),
    "31": _("Machines, appareils, équipements et consommables électriques ; éclairage"),
    "32": _(
        "Équipements et appareils de radio, de télévision, de communication, de télécommunication "
        "et équipements connexes"
    ),
    "33": _("Matériels médicaux, pharmaceutiques et produits de soins personnels"),
    "34": _("Équipement de transport et produits auxiliaires pour le transport"),
    "35": _("Équipement de sécurité, de lutte contre l’incendie, de police et de défense"),
    "37": _(
        "Instruments de musique, articles de sport, jeux, jouets, articles pour artisanat, "
        "articles pour travaux artistiques et accessoires"
    ),
    "38": _("Équipements de laboratoire, d’optique et de précision (excepté les lunettes)"),
    "39": _(
        "Meubles (y compris les meubles de bureau), aménagements, appareils électroménagers (à "
        "l’exclusion de l’éclairage) et produits de nettoyage"
    ),
    "41": _("Eau collectée et purifiée"),
    "42": _("Machines industrielles"),
    "43": _("Équipement minier, équipement pour l’exploitation de carrières, matériel de construction"),
    "44": _(
        "Matériaux et structures de construction ; produits auxiliaires pour la construction (à "
        "l’exception des appareils électriques)"
    ),
    "45": _("Travaux de construction"),
    "48": _("Logiciels et systèmes d’information"),
    "50": _("Services de réparation et d’entretien"),
    "51": _("Services d’installation (à l’exception des logiciels)"),
    "55": _("Services d’hôtellerie, de restauration et de commerce au détail"),
    "60": _("Services de transport (à l’exclusion du transport des déchets)"),
    "63": _(
        "Services d’appui et services auxiliaires dans le domaine des transports, services des "
        "agences de voyages"
    ),
    "64": _("Services des postes et télécommunications"),
    "65": _("Services publics"),
    "66": _("Services financiers et d’assurance"),
    "70": _("Services immobiliers"),
    "71": _(
        "Services d’architecture, services de construction, services d’ingénierie et services d’inspection"
    ),
    "72": _(
        "Services de technologies de l’information, conseil, développement de logiciels, internet et appui"
    ),
    "73": _("Services de recherche et développement et services de conseil connexes"),
    "75": _("Services de l’administration publique, de la défense et de la sécurité sociale"),
    "76": _("Services relatifs à l’industrie du pétrole et du gaz"),
    "77": _("Services agricoles, sylvicoles, horticoles, d’aquaculture et d’apiculture"),
    "79": _("Services aux entreprises : droit, marketing, conseil, recrutement, impression et sécurité"),
    "80": _("Services d’enseignement et de formation"),
    "85": _("Services de santé et services sociaux"),
    "90": _(
        "Services d’évacuation des eaux usées et d’élimination des déchets, services "
        "d’hygiénisation et services relatifs à l’environnement"
    ),
    "92": _("Services récréatifs, culturels et sportifs"),
    "98": _("Autres services communautaires, sociaux et personnels"),
}


def division_words(code: str) -> str:
    """« 45 · Travaux de construction »; the number alone where it is none of them."""
    known = DIVISIONS.get(code)
    return f"{code} · {known}" if known else code
