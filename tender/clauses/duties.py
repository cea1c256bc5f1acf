"""Who must do what: the words by which a contract binds the one who performs it, and those of a mark.

A duty has a holder and a modal or a future ("le titulaire devra…", "l'entreprise confiera…"), or is laid on
the holder ("il sera exigé du titulaire", "la Ville impose à l'attributaire"), or stands in the contract
("le marché est assorti de…", "sous peine de…").
"""

from __future__ import annotations

import re

from tender.clauses.phrases import phrase

MARKS = phrase(
    r"(?:(?<!hors\s)criteres?(?! d'eligibilite)|sous-?criteres?|(?<!sur\sla\s)(?<!pas\s)not(?:e|es|ation"
    r"|ee?s?)|juge\w*|jugement|apprecie\w*(?! (?:au \d|a la fin|en fin|annuel|sur (?:la duree|l'annee"
    r"|chaque)|par le (?:facilit|service)))|ponder\w+"
    r"|analyse des offres|valorise\w*|{WEIGHT} ?$)",
)
UNMARKED = re.compile(
    r"(?:n'est|ne sont|ne sera|ne seront|ne fait|ne font|n'entre|ne constitue)\w*[ ]pas[^.;]{0,40}?"
    r"(?:not|jug|appreci|criter|evalu)\w+|ne peu\w+[ ]pas[ ](?:etre[ ])?valoris\w+"
    r"|sans incidence sur[^.;]{0,30}?(?:not|jug)\w+"
)
"""The contrary: no mark is given for it."""
DUTY = phrase(
    r"(?:{HOLDER})\b[^.;?]{0,140}?\b(?:devr\w+|doi\w*t|s'engag\w+|s'oblig\w+|(?:est|sera|sont|seront) tenu\w*"
    r"|a (?:l'obligation|la charge)|aura (?:l'obligation|la charge|a)|auront (?:l'obligation|la charge|a)"
    r"|prend l'engagement|veille\w* a|fera|feront|met|mettra|[a-z]{3,}(?:era|eront|ira|iront)\b"
    r"|reserve|confie|sous-?traite|recrute|embauche|emploie|consacre|mobilise|integre|associe|realise"
    r"|fait|affecte"
    r"|accomplit|execute|effectue|recourt|sollicite|compte|dispose|ouvre|forme"
    r"|accueille|propose|prend|garantit|assure|dedie|attribue|occupe|offre|prevoit|procure|fournit"
    r"|constitue|s'appuie"
    r"|(?:ouvr|form|offr|recrut|embauch|emploi|mobilis|integr|associ|confi|reserv"
    r"|consacr|affect|accueill|propos|attribu)ent)",
    r"(?:impos\w+|exig\w+|demand\w+|prescri\w+|requi\w+)[^.;?]{0,60}(?:{HOLDER})",
    r"(?:exige|impose|demande|prescrit|requis|prevu)e?s? (?:au|aux|du|des|de la part|par|que)\b",
    r"(?:il|elle)s? (?:sera|est|devr\w+|doi\w*t|seront)\b",
    r"(?:appartien\w*|incombe\w*|revien\w*) (?:au|aux|a la|a l'|a) ?(?:{HOLDER})",
    r"(?:impos|exig|demand|oblig|prescri)\w+ (?:au|aux|a la|a l'|a son|a chaque|a) ?(?:{HOLDER})",
    r"(?:impos|exig|prescri)\w+ qu[e']",
    r"(?:{HOLDER})\b[^.;?]{0,60}? (?:(?:est|sont|sera|seront) (?:astreint|charge|engage|oblige)\w*"
    r"|accept\w+|se voi\w+ (?:imposer|confier)|garanti\w*|promet\w*|s'acquitt\w+)",
    r"attend\w* (?:du|de la|de l'|des) ?(?:{HOLDER})",
    r"il s'agi\w+ (?:de |d')(?:conclure|recruter|embaucher|reserver|realiser|confier|employer)",
    r"obligat\w+|s'impos\w+|sous peine|a peine d'irregularite|penalit\w+|conditions? (?:particulieres? "
    r"|sociales? )?d'execution",
    r"(?:{CONTRACT})\b[^.;?]{0,120}?\b(?:{HAS})",
    r"(?:heures?|volume|part)\b[^.;?]{0,100}(?:represent\w+|atteint|atteign\w+|atteindr\w+|s'eleve\w*"
    r"|correspond\w*)",
    r"(?:clauses?|obligations?|engagements?|actions?)\b[^.;?]{0,40} consist\w+",
    r"(?:equipe|effectif)s?\b[^.;?]{0,60}(?:comprend|compte|inclut|integre)",
    r"doi\w*t (?:profiter|beneficier|revenir)",
    r"(?:est|sont) (?:obligatoirement |au moins )?(?:recrute|embauche|execute|realise|effectue|confie"
    r"|reserve|assure"
    r"|affecte|occupe|employe|fixe)e?s?\b",
    r"(?:heures?|temps|part|postes?|emplois?|main d'œuvre|effectifs?|prestations?|taches?|travaux"
    r"|recrutements?"
    r"|embauches?)\b[^.;?]{0,120}?\b(?:sera|seront|est|sont|ont ete|aura ete|devr\w+|doi\w*t)\b",
)
"""The contract, or its holder, is bound."""
ONLY_TELLS = phrase(
    r"(?:present\w+|indiqu\w+|decri\w+|precis\w+|fourni\w+|produi\w+|joindr\w+|justifi\w+|expos\w+|detaill\w+"
    r"|renseign\w+|declar\w+)(?: [\w'-]+){0,4}? (?:sa |son |ses |leur |leurs |la |les |une? )?(?:politique"
    r"|demarche|(?<!partenariat\s)effectifs?|nombre (?:de|d') ?(?:salarie|travailleur)\w*|experience"
    r"|references?)",
)
"""What the bidder tells of itself, no duty of the contract."""
SUPPOSED = phrase(
    r"(?:\bsi|lorsqu'?e?|des lors qu'?e?|dans le cas ou|au cas ou|dans l'hypothese ou|(?:dans le"
    r"|en) cas d[e'])(?:"
    r" ?(?:le|la|l'|les|une?"
    r"|ce|cette|present|marche|lot|contrat|accord[ -]cadre|comporte|prevoit|contient|comportant"
    r"|prevoyant|avec|d'|des))* ?$",
)
"""Before a clause: a case that may not be this one ("si une clause d'insertion est prévue")."""
# What is done for people a service looks after, or with people who only live there.
_LOOKED_AFTER = phrase(
    r"(?:accompagn|orient|recev|recoi|suiv|heberg|evalu|inform|renseign|aid|concert|sensibilis"
    r"|invit|rencontr|soutien|soutenir|diagnosti|conseill|repar|distribu)"
    r"(?:er|ir|re|era|eront|ira|iront|ement|ation|ent|oir|vent|s|t|vra|nt)\b"
    r"(?! (?:\w+ment |sans delai )?(?:l'|le |la |au |a la )?(?:acheteur|maitre|pouvoir|collectivite"
    r"|facilitat))",
    r"(?:prestations?|actions?|parcours|sessions?|modules?|ateliers?|heures?) (?:collectives? "
    r"|individuelles? )?(?:de |d')(?:formation|accompagnement|coaching|orientation|bilan|remobilisation"
    r"|entretiens? (?:individuel|collectif|d'embauche|professionnel))",
    r"concertation|consulte(?:r|ra|nt)\b|enquete|logements?|usagers|locataires|hebergement|\d places?"
    r"|repas|visites?|tarif\w*|gratuit\w*|beneficient? d'un accompagnement",
    r"etudi\w+ (?:toutes )?(?:les |des )?(?:possibilites|opportunites)",
    r"a (?:la )?disposition des (?:beneficiaires|usagers|demandeurs|allocataires|jeunes|habitants|publics)",
    r"(?:recev|accueil)\w+(?![\w ',]{0,80}(?:equipe|chantier|contrat|periode d'emploi|effectif"
    r"|execution d))",
)


def looked_after(words: str, first: int, last: int) -> bool:
    """Whether words[first:last] tell what a service does for people, not who is employed."""
    return bool(_LOOKED_AFTER.search(words[max(0, first - 90) : last + 60]))
