"""Denials: what the words say there is not, and how far the denial reaches.

A denial reaches the phrase it governs, in its own sentence, up to a turn ("mais", "en revanche").
"Sans réserve", "non-respect", "ne concerne que" deny nothing.
"""

from __future__ import annotations

import re

from tender.clauses.phrases import phrase

# Just before the denied thing: "sans clause d'insertion", "aucun lot n'est…", "pas de clause sociale".
_BEFORE = phrase(
    r"sans(?! (?:prejudice|reserve|delai|indemnite|emploi|qualification|diplome|domicile|abri|ressources"
    r"|formation|activite|experience|solution))(?: [\w'-]+){0,2}",
    r"aucune?s?(?: [\w'-]+){0,3}",
    r"(?:pas|point) d[e'](?: ?[\w'-]+){0,2}",
    r"\bni (?:de |d'|la |une? )?(?:[\w'-]+ ){0,1}",
    r"absence (?:totale )?de(?: [\w'-]+){0,1}",
    r"nulle?(?: [\w'-]+){0,1}",
    r"(?:n'|ne |n )(?:[\w'-]+ ){1,3}(?:pas|point|aucune?s?|ni|plus)(?: [\w'-]+){0,8}",
    r"non soumise?s? a(?: [\w'-]+){0,2}",
    r"(?:keine?[rnms]?|ohne|not|without|nicht)(?: [\w'-]+){0,3}",
    r"(?:does|do|will|shall) not (?:intend to )?(?:include|contain|apply)(?: [\w'-]+){0,9}",
    r"hors(?: [\w'-]+){0,1}",
    r"(?:renonc\w+|derog\w+) (?:a|aux?)(?: [\w'-]+){0,7}",
    r"(?:exempt|dispens|exoner|depourvu)\w* d[e'](?: ?[\w'-]+){0,2}",
    r"(?:ecart\w+|abandonn\w+|suppri\w+|retir\w+)(?: [\w'-]+){0,2}",
)
# The verb between a denial and its object must be one of stating, not of respecting or allowing.
_OTHER_VERB = phrase(
    r"(?:ne|n') ?(?:[\w'-]+ )?(?:respect\w+|relev\w+|repond\w*|satisf\w+|execut\w+|realis\w+"
    r"|souhait\w* imposer|sont pas autorise\w*"
    r"|est pas autorise\w*|sera pas retenu\w*|peu\w+ (?:pas )?(?:etre )?\w+|dispens\w+|exoner\w+"
    r"|exclu\w+|prejug\w+"
    r"|form\w+|pren\w+ pas en compte|limit\w+)",
    r"(?:ne|n') ?(?:est|sont|sera|seront|entre\w*|fai\w+|donne\w*|constitu\w+) (?:pas |point )(?:[\w'-]+"
    r" ){0,2}?(?:note"
    r"|juge|apprecie|valorise|pondere|evalue|critere|l'objet d'une not|eliminatoire|negoci|modifi|revisa"
    r"|cumul|sous-trai"
    r"|report|exclusi|limitati|inferieur|superieur)\w*",
    r"(?:ne|n') ?(?:est|sont|sera|seront) (?:pas |point |ni )(?:\w+ )?(?:pris|comptabilis|comptee?s|imput"
    r"|transfer|rembours|remuner)\w*",
    r"non[ -]?respect",
    r"(?:ne |n')(?:a|aura|ont|auront|avait) (?:pas|point) (?:\w+ )?(?:effectue|realise|execute|respecte"
    r"|tenu|atteint"
    r"|fourni|rempli|satisfait|produit|justifie)",
    r"en (?:cas d'|l')absence",
    r"(?:ne|n') ?[\w'-]+ que\b",
    r"non seulement",
    r"(?:ne|n') ?[\w'-]+ pas (?:seulement|uniquement)",
    r"sans que",
    r"(?:dans l'hypothese|au cas|si)(?: ou)? [\w ',]{0,90}(?:ne |n')",
)
# Just after: "clause sociale : non", "… n'est pas prévue", "… : sans objet".
_AFTER = phrase(
    r"~^ ?[:=] ?0(?=$|[ ;)]|\.$)(?! ?\d)",
    r"~^[^.;]{0,60}?\)? ?(?:: ?|- |\? ?|= ?|\( ?)(?:non\b(?! (?:respect|seulement))|neant|sans\b|aucune?s?"
    r"|nein\b|pas\b)",
    r"~^[^.;]{0,20}? ?[:,-]? ?(?:[\w'-]+ ){0,4}?(?:n'en|n'y|ne le|ne la|ne les)(?: [\w-]+){1,2}? (?:pas"
    r"|point|aucune?)\b",
    r"~^[^.;:]{0,40}? (?:a ete|ont ete|est|sont|sera|seront) (?:ecarte|abandonne|supprime|retire)e?s?\b",
    r"~^ ?:? ?(?:non\b|neant|sans objet|nein\b|keine?\b|nicht\b|none\b)(?= ?(?:$|[.;,)]))",
    r"~^[^.;:]{0,60}? (?:ne |n')(?:[\w'-]+ ){1,2}(?:pas|point|aucune?)\b(?! (?:seulement|autorise\w*"
    r"|dispens\w*))",
    r"~^[^.;:]{0,40}? (?:ist|sind|wird|werden) (?:[\w-]+ )?nicht",
    r"~^[^.;:]{0,40}? (?:est|sont|sera) (?:exclue?s?|supprimee?s?|sans objet)",
)
# "Il n'est pas prévu de revoir les heures" denies the revision, not the hours.
_OTHER_INFINITIVE = phrase(
    r"pas (?:[\w'-]+ ){0,3}?(?:d'|de |a )?(?!integrer|inserer|inclure|imposer|prevoir|comporter"
    r"|appliquer|fixer|introduire|faire|mettre|exiger|dernier|premier|particulier"
    r"|reserver)(?:[a-z]{2,}(?:er|oir|ir))(?= )",
)
_ONLY = phrase(r"(?:ne|n') ?(?:[\w'-]+ ){1,4}que\b", r"ne .{0,40}? que (?:pour|sur|le|les|aux?)\b")
_TURN = re.compile(
    r"\b(?:mais|en revanche|cependant|toutefois|par contre|sauf|excepte|hormis|a l'exception|aber|but)\b"
)


_DOTTED = re.compile(r"(?<=\d)\.(?=\d)")
"""The point in "article 20.1", which ends nothing."""
_INSIDE = re.compile(
    r"\b(?:ne[ ]|n')(?:est|sont|sera|seront|fait|font|fera|feront|comporte|prevoi)\w*[ ](?:pas|point|plus)\b"
)
_ONLY_THESE = re.compile(r"\bseule?s?[ ]+(?:les?[ ]+)?lots?\b[^.;]{0,60}\b(?:ne |n')")
_SANCTION = re.compile(
    r"\b(?:offres?|candidatures?|plis?|candidats?|soumissionnaires?|entreprises?)\b[^.;]{0,80}"
    r"(?:\bn[e'][ ]?|\bsans\b|absence|defaut|non[ ])"
)
_OUT = re.compile(r"irregul|irreceva|elimin|rejet|ecart|non conforme|pas (?:examin|retenu|analys)")
_WITHOUT_WORK = re.compile(r"sans (?:emploi|activite|qualification|formation)\b")


def denied(sentence: str, start: int, end: int) -> bool:
    """Whether the words around sentence[start:end] (folded) deny it."""
    if _SANCTION.search(sentence[:start]) and _OUT.search(sentence, end):
        return False  # "toute offre ne comportant pas l'engagement d'insertion sera écartée"
    if _WITHOUT_WORK.match(sentence, start - len("sans ")):
        return denied_after(sentence[end:])
    if _denied_inside(sentence[start:end]):
        return True
    return denied_before(sentence[:start]) or denied_after(sentence[end:])


def _denied_inside(words: str) -> bool:
    """ "Les heures ne sont pas réservées…" in one phrase that joins what is spoken of and its verb."""
    match = _INSIDE.search(words)
    return match is not None and not (_OTHER_VERB.search(words) or _ONLY.search(words))


def denied_before(before: str) -> bool:
    """Whether the words just before a phrase deny it."""
    before = _DOTTED.sub("_", before[-120:])
    turn = list(_TURN.finditer(before))
    if turn:
        before = before[turn[-1].end() :]
    if _ONLY_THESE.search(before):
        return False  # "seuls les lots 2 et 3 ne sont pas soumis à…": the others are
    if _OTHER_VERB.search(before) or _ONLY.search(before) or _OTHER_INFINITIVE.search(before):
        return False
    return any(
        len(before) - m.end() <= 3 and "," not in before[m.end() :]
        for m in _BEFORE.finditer(before.rstrip() + " ")
    )


def denied_after(after: str) -> bool:
    """Whether the words just after a phrase deny it."""
    after = _DOTTED.sub("_", after[:120])
    turn = _TURN.search(after)
    if turn:
        after = after[: turn.start()]
    match = _AFTER.search(after)
    if match is None or _OTHER_VERB.search(after[: match.end() + 25]):
        return False
    return not _ONLY.search(after[: match.end() + 40])


# "La présente consultation n'en prévoit pas": said of what the sentence before speaks of.
_NONE_OF_IT = phrase(
    r"~^[\W]{0,3}(?:toutefois,? |cependant,? |or,? )?(?:le |la |l'|ce |cette |cet )(?:present\w*"
    r" )?(?:{CONTRACT}|acheteur"
    r"|pouvoir adjudicateur|ccap|collectivite)(?: (?!lots?\b)[\w'-]+){0,3}?(?:,[^,.;]{0,60},)? n'(?:en "
    r"|y )[\w'-]+(?:"
    r" [\w'-]+)? (?:pas|aucune?|point)",
)
_ANSWERS_NO = re.compile(
    r"[\W]*(?:(?:reponse|r|antwort|answer)[ ]?(?:n?.?[ ]?\d+)?[ ]?[:.-]?[ ]?)?(?:non|nein|no|aucune?)\b"
)
_OLD = re.compile(
    r"(?:au lieu de|en lieu et place de|remplacer|supprimer)\b(.{0,500}?)\b(?:lire|par|il faut lire|ecrire)\b"
)


def taken_back_by(sentence: str) -> bool:
    """Whether a sentence (folded) says of what precedes that this contract has none of it."""
    return bool(_NONE_OF_IT.match(sentence)) and "lot" not in sentence


def answers_no(sentence: str) -> bool:
    """Whether a sentence (folded) that follows a question answers it with a no."""
    return bool(_ANSWERS_NO.match(sentence))


def superseded(folded: str) -> tuple[tuple[int, int], ...]:
    """The old words of a correction ("au lieu de … lire …")."""
    if "lieu de" not in folded:
        return ()
    return tuple(m.span(1) for m in _OLD.finditer(folded) if "lieu" in m.group())


# Boxes: the glyph decides. Unticked: not stated. Ticked: stated.
_EMPTY_BOX = "☐□❏❑○◯\uf06f\uf0a8\uf0a3\uf071\uf072"
_TICKED_BOX = "☒☑✓✔✗✘⊠⊗\uf0fe\uf0fd\uf078\uf052\uf054\uf053\uf0fc"
_BOX = re.compile(rf"[{_EMPTY_BOX}]|[{_TICKED_BOX}]|\[ ?\]|\[[xX]\]|\( ?\)(?= )|\([xX]\)")
_TO_TICK = re.compile(r"engag[^\n]{0,80}(?:coche[rz]|au choix)")
"""Ways among which the bidder will tick one: whichever it is, the duty stands."""
_REPLY_FIRST = re.compile(r"[\s:?–-]*(?:oui|non|ja|nein|yes|no|avec|sans)\b", re.IGNORECASE)
_REPLY_THEN_BOX = re.compile(rf"(oui|non|ja|nein|yes|no|avec|sans)[\s:]*({_BOX.pattern})", re.IGNORECASE)
_REPLIES = re.compile(rf"(?:\b(?:oui|non|ja|nein|yes|no)[\s:]*)?(?:{_BOX.pattern})", re.IGNORECASE)
_REPLY_WITHIN = 60
"""Characters after a question in which its boxes stand."""
_YES_NO = re.compile(r"\s*(oui|non|ja|nein|yes|no|avec|sans)\b", re.IGNORECASE)


def is_ticked(text: str, start: int) -> bool | None:
    """The state of the box that stands before text[start:] on its line, None where there is no box.

    Where boxes and answers alternate ("☐ Oui ☒ Non"), ask `answer`.
    """
    line = text[max(text.rfind("\n", 0, start) + 1, start - 160) : start]
    boxes = list(_BOX.finditer(line))
    if boxes and _TO_TICK.search(text.lower(), max(0, start - 400), start):
        return None
    if not boxes or _YES_NO.match(line[boxes[-1].end() :] + " "):
        return None
    return boxes[-1].group() in _TICKED_BOX or boxes[-1].group().lower() in ("[x]", "(x)")


def answer(text: str, end: int) -> bool | None:
    """The answer ticked after a question: "… : ☐ Oui ☒ Non" is False; None where none is ticked."""
    after = text[end : end + _REPLY_WITHIN]
    far = _REPLIES.search(text[end : end + 4 * _REPLY_WITHIN].partition("\n")[0])
    if far is not None and far.end() > _REPLY_WITHIN // 2:
        after = text[end + far.start() :][:_REPLY_WITHIN]  # the question ends further on its line
    if _REPLY_FIRST.match(after):
        replies = [(m.group(1), m.group(2)) for m in _REPLY_THEN_BOX.finditer(after)]
        told = [word for word, box in replies if box in _TICKED_BOX or box.lower() in ("[x]", "(x)")]
        return told[0].lower() in ("oui", "ja", "yes", "avec") if told else None
    for box in _BOX.finditer(after):
        reply = _YES_NO.match(after[box.end() :])
        ticked = box.group() in _TICKED_BOX or box.group().lower() in ("[x]", "(x)")
        if reply and ticked:
            return reply.group(1).lower() in ("oui", "ja", "yes", "avec")
    return None
