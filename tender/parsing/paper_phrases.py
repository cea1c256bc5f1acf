"""The noun phrases of a sentence that name papers: "le DC1, les attestations fiscales et la liste"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HANDED = re.compile(
    r"\b(?:(?:ist|sind)(?=\s+(?:das|der|die|eine?n?)\s)|annexent|annexe(?=\s+(?:l'|l[ae]s?\s|une?\s))"
    r"|complete\w*(?:\s+et\s+signe\w*)?|remettent"
    r"|remettra|remettre|remet|transmet\w*|joint|joign\w+|joindr\w+|fourni(?!ture)\w*|produi\w*"
    r"|enver\w+|ajoute\w*"
    r"|presente\w*+(?!\s+lettre)|remise?s?|reclame(?:e?s?|r)|exige(?:e?s?|r)|jointe?s?|demande(?:e?s?|r|rons)|communique\w*|apporte\w*\s+la\s+preuve\s+par|adresse\w*"
    r"|depose\w*|justifie|accompagne\w*"
    r"|compren\w+|comport\w+|contien\w+|contenir|constitue\w*|compose\w*|inclu\w+)\s+"
)
_FOR_PART = re.compile(
    r"\b(?:pour|au\s+titre\s+de|a\s+l'appui\s+de)\s+(?:votre|sa|la|l'|leur|son)\s*(?:candidature"
    r"|offre)s?,?\s+(?:la\s+)?"
)
_OWN = re.compile(
    r"(?<!\bde)\s(?=(?:ses|leurs|vos)\s+(?:attestations|certificats|justificatifs|references)\b)"
)
"""Papers that another word parts from the verb: "transmet, via la plateforme, ses attestations"."""
_LEAD = re.compile(
    r"(?:(?:le\s+cas\s+echeant,?|(?:eventuel|gratuite|obligatoire|imperative|egale|nota|simultane|separe|directe|prealable)l?e?ment,?|a\s+tout\s+moment"
    r"|(?:a|avec|dans)\s+(?:l'|(?:son|sa|leur|votre|la)\s+)(?:offre|candidature|dossier|reponse|pli)|le|la|les|l'|un|une|des|du|de|d'un|d'une|d'|son|sa|ses|leurs?|votre|vos|ce|cette|au\s+moins"
    r"|das|der|die|eine?|einen|que|qu'|"
    r"(?:sous|dans\s+(?:un|le)\s+delai\s+(?:maxim\w+\s+)?de|dans\s+les)\s+\w{1,12}\s*(?:\(\d+\)\s*)?"
    r"(?:jours?|semaines?|heures?)(?:\s+(?:ouvr\w+|calendaires|francs))?,?"
    r"|presente|deux|trois|quatre|\d{1,2}|dernier(?:e?s)?|a\s+cet\s+effet|en\s+outre,?|par\s+ailleurs,?|tout|toute|tous|par\s+lot|de\s+meme\s+que|si\s+possible)(?:\s+"
    r"|(?<=')))*"
)
_NOUN = re.compile(
    r"delegations?\s+de\s+(?:pouvoir|signature)|dc\s?[1-4]\b|dume\b|document\s+unique|autorisations?\b"
    r"|agrements?\b|licences?\b|formulaires?\b"
    r"|imprimes?\b"
    r"|lettre\s+(?:de\s+(?:candidature|motivation|consultation)|d'engagement)|declarations?\b|attestations?\b"
    r"|certificats?\b|extraits?\b|k-?bis|copies?\s+(?!de\s+sauvegarde)|listes?\b|actes?\s+d'engagement"
    r"|ae\b|attri\b"
    r"|bordereaux?\b|bpu\b|dqe\b|dpgf\b|decomposition|(?:sous-)?details?\s+(?:estim|quant|du\s+prix"
    r"|des\s+prix)|devis\b"
    r"|inventaires?\b|metres?\b|exemples?\s+d[e']|memoires?\b|notes?\s+(?:present|tech|method|de\s|explic"
    r"|descr"
    r"|d'organ|prec)|cadres?\s+(?:\"|de\s+(?:rep"
    r"|mem|dec))|planning"
    r"|calendrier|rib\b|releves?\s+d'identite|pouvoirs?\b(?!\s+adj)|engagements?\s+ecrits?|references?\b|preuves?\b"
    r"|justificati\w+"
    r"|plans?\s+(?:d'|de\s)|catalogues?\b|fiches?\b|documents?\s+(?:justif|attest|relatif|prouv|comptab"
    r"|de\s+presentation)"
    r"|qualifications?\b|titres\s+d'etudes|cv\b|curriculum|questionnaires?\b"
    r"|presentation\b(?!\s+des\s+(?:candid|offres|plis))|bilans?\b|comptes\s+(?:annuels|certifi|sociaux)"
    r"|etats\s+financiers|plaquettes?\b|projets?\s+de\s+statuts?|rapports?\s+(?:d[eu]s?\s+(?:commissaires?|gestion)|annuels?)"
    r"|montant\s+et\s+(?:la\s+)?composition\s+d[eu]\s+(?:son\s+)?capital"
    r"|echantillons?\b|maquettes?\b|present\s+document|note\s+d'une\s+page"
    r"|(?:pieces|documents|certificats)\s+(?:prevue?s|mentionnee?s|visee?s|enumeree?s)\s+(?:a\s+l'|aux\s+)articles?\s+"
    r"(?:r\.?\s?2143-(?:[6-9]|1\d)|[dr]\.?\s?(?:8222|8254|1263))(?![^;]{0,110}?\s(?::|c'est))|charte\b|organigramme|chiffres?\s+d'affaires|proposition\s+(?:tech|fin)|methodologie"
    r"|jugements?\s+prononces?|tableaux?\b|grille\b|annexes?\b|convention\b|recepisses?\b|arretes?\s+d"
    r"|contrat\s+d'objectifs"
    r"|etats?\s+(?:d[ue]|des|annuel)|scenario\b|analyse\s+de\s+prix|regularite\s+(?:fiscale|sociale)"
    r"|moyens\s+humains"
    r"|formblatt\b|lettre\s+signee|presente\s+lettre|[a-z-]*(?:anmeldung|auszug|bescheinigung|erklarung"
    r"|nachweis"
    r"|verzeichnis|konzept|formular|zeugnis)\b"
    r"|habilitations?\b|assurances?\b|statuts\b|inscription\b|effectifs?\b|offre\s+(?:technique"
    r"|financiere)\b|extrait"
)
_BREAK = re.compile(
    r"\s*(?:[,;:]|\bet\b(?!\s+(?:ses|son|sa|leurs?)\s+annexes?)|\bainsi\s+qu(?:e\b|')|\bou\b|\bpuis\b"
    r"|\bund\b)\s*"
)
_SHORT = 13
_ACRONYM = re.compile(
    r"dc\s?[1-4]|dume|k-?bis|rib\b|planning|devis|memoire|bpu\b|dqe\b|dpgf|ae\b|ccap|cctp|bilans"
    r"|references|note|cv\b"
    r"|lettre\s+sign|extraits?\s+k|extraits?\s+du\s+k"
)


def named_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the noun phrases that name papers; what names none goes on with the one before it."""
    bare = _without_asides(text)
    opening = re.match(r"\W*", bare)
    starts = [opening.end() if opening else 0, *(match.end() for match in _BREAK.finditer(bare))]
    starts += [match.end() for words in (_HANDED, _FOR_PART, _OWN) for match in words.finditer(bare)]
    heads = []
    for start in sorted(set(starts)):
        lead = _LEAD.match(bare, start)
        at = lead.end() if lead else start
        if _NOUN.match(bare, at):
            heads.append((start, at))
    ends = [start for start, _ in heads[1:]] + [len(text)] * bool(heads)
    carried: int | None = None
    for (start, at), end in zip(heads, ends, strict=True):
        stop = _BREAK_OFF.search(bare, at, end)
        end = stop.start() if stop else end
        end = start + len(
            re.sub(r"(?:\s|[,;:.]|\bet|\bou|\bainsi que?'?|\bpuis|\baccompagnee?s?)+$", "", text[start:end])
        )
        if end - at > _SHORT or _ACRONYM.match(bare, at):
            yield (start if carried is None else carried), end
            carried = None
        elif carried is None and re.match(r"\s+et\s", text[end : end + 4]):
            carried = start  # "les certificats et attestations demandés"


_BREAK_OFF = re.compile(
    r"\s(?:est|sont|soit|soient|sera|seront)\s+(?:egalement\s+)?(?:a\s+)?(?:joindre|fournir|remettre"
    r"|produire|remis|transmis|joint|fourni"
    r"|produit|reclame|exige"
    r"|demande|requis|adress|annex)\w*|,\s+(?:il|elle|ils|elles|le\s+candidat|l'entreprise|par\s+laquelle"
    r"|dans\s+les?\s+\d)\b"
    r"|\s(?:einzureichen|vorzulegen|beizufugen|nachzuweisen)\b|,?\s+par\s+(?:courriel|courrier|mail|voie"
    r"|depot)\b|,?\s+(?:pour|avant)\s+le\s|,?\s+sauf\b"
    r"|,?\s+avant\s+(?:de\s+signer|(?:la|toute)\s+(?:signature|notification))\b"
    r"|\s+(?:aupres|dans\s+(?:un|le)\s+delai|dans\s+les\s+\d)\b"
)


def _without_asides(text: str) -> str:
    """The same length, the words in brackets blanked: commas in them part nothing."""
    return re.sub(r"\([^()]*\)", lambda m: "_" * len(m.group()), text)
