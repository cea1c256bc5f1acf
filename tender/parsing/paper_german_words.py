"""What papers are called in German, and the lines that announce them.

Source: § 41 VgV, § 29 UVgO (the call names the papers to be handed in).
"""

from __future__ import annotations

import re

from tender.parsing.flow import pattern

_THINGS = (
    r"(?:\w*unterlagen?|\w*nachweise?n?|\w*erklarung(?:en)?|\w*dokumente?n?|\w*bestandteile?n?|\w*belege?"
    r"|formblatter|vordrucke?|anlagen|angaben|informationen|inhalte?)"
)
_HANDED = (
    r"(?:einzureichen|vorzulegen|beizufugen|beizubringen|abzugeben|einreichen|vorlegen|beifugen|zu erbringen"
    r"|beigefugt|ubermittelt|ubermitteln|enthalten|beinhalten|hochzuladen|einzureichende\w*|vorzulegende\w*|beizufugende\w*|abzugebende\w*)"
)
ANNOUNCES = pattern(
    rf"folgenden?\b[^.]{{0,60}}{_THINGS}[^.]{{0,90}}\b{_HANDED}\b"
    rf"|\b(?:dem|mit dem|mit ihrem|ihrem|zum) (?:angebot|teilnahmeantrag)[^.]{{0,60}}\b{_HANDED}\b"
    rf"|\b(?:einzureichende|vorzulegende|beizufugende|abzugebende|geforderte)[nr]? {_THINGS}"
    rf"|\b(?:das |ihr |die )?(?:angebote?s?|angebots(?:unterlagen|abgabe)|teilnahmeantrag)\b[^.]{{0,50}}\b"
    r"(?:enthalten|beinhalten|umfass\w+|bestehen|besteht|einzureichen):?"
    rf"|(?:inhalt|bestandteile|umfang|aufbau) (?:des|ihres) angebot(?:e?s)?\b|{_THINGS} zum angebot"
    rf"|{_THINGS} (?:sind|ist) (?:auf|nach) (?:gesondert\w+ )?(?:verlangen|anforderung|aufforderung)"
    r"|die,? soweit erforderlich, ausgefullt mit|die ausgefullt (?:mit|auf)\b"
    rf"|\b(?:sind|ist) (?:\w+ ){{0,3}}{_HANDED} ?:"
    rf"|\b(?:sonstige|weitere|besondere) {_THINGS} ?:?$|eignungs(?:kriterien|nachweise)\b[^.]{{0,30}}$"
    r"|folgende\w* (?:eignungs)?(?:nachweise|kriterien)[^.]{0,40}(?:zu erbringen|nachzuweisen|vorzulegen)"
)
_NOUN = re.compile(
    r"\b\w*(?:erklarung(?:en)?|nachweise?n?|verzeichnis(?:se)?|formblatt|formblatter|formulare?|vordruck"
    r"|schreiben|preisblatt|preisangebot|angebotsblatt|angebot|konzepte?s?|konzeption|referenz(?:en|liste)?"
    r"|bescheinigung(?:en)?|zertifikate?|auszug|auszuge|liste|darstellung|beschreibung|ubersicht"
    r"|vorstellung|profile?s?|lebenslaufe?|lebenslauf|kalkulation|zeitplan|zeitplane|zeitplanung"
    r"|vereinbarung(?:en)?|vollmacht|bogen|arbeitsproben?|muster|portfolio|skizze|skizzierung|unterlagen?"
    r"|versicherung|haftpflichtversicherung|datenblatt|datenblatter|zusammensetzung|benennung|nennung|vorschlag"
    r"|vorschlage|entwurf|entwurfe|prasentation|projektplan|ablaufplan|darlegung|erlauterung(?:en)?"
    r"|ausfuhrungen|plausibilitat|teilnahmeantrag|urkunde|prasentationen|zeugnisse?|register|polic(?:e|en)|programm)\b"
    r"|\bcvs?\b|\bangaben zu\w*|\bcv\b|\beee\b|\bpreis\b"
)
"""What a paper is called in German; the word may end a longer one."""
_SPEAKS = re.compile(
    r"^(?:lfd\b|laufende\s+n|ich\b|wir\b|mir\b|das\s+angebot\b|die\s+angebote\b|angebote\b|es\s|sofern\b|falls\b|wenn\b|bitte\b"
    r"|siehe\b|s\.\s?o|hinweise?\b|entfallt|nein\b|ja\b|alle\s+lose|fur\s+(?:die|das|den)\b|in\s+textform"
    r"|(?:den|aus\s+den)\s+vergabeunterlagen|elektronisch|schriftlich|\)|\d+\s*punkte?\b|auf\s+\w+\s+plattform"
    r"|preis\s+(?:pro|fur|je)\b|seitenpreis|kosten\s+fur|stundensatz|massnahme\b|anfragen\b|die\s+zulassung|der\s+zuschlag|die\s+wertung|meinen?\b|unser\w*\b)"
)
VERB = re.compile(
    r"\b(?:ist|sind|wird|werden|hat|haben|kann|konnen|muss|mussen|soll|sollen|sollte|darf|durfen|erfolgt"
    r"|verpflichte\w*|gelten|gilt|behalt|erkenne\w*|bestatige\w*)\b"
)
_DEMAND = re.compile(r"\b(?:abgeben|einreichen|vorlegen|beifugen|vorzulegen|einzureichen|beizufugen)\b")
_ASIDE = re.compile(
    r",\s+(?:die|der|das|aus\s+de[nmr])\b|,?\s+(?:dass|welche[rsnm]?|wenn|sofern|ob|soweit)\b"
)
_FULL_STOP = re.compile(
    r"(?<!\bmind)(?<!\binkl)(?<!\bca)(?<!\bggf)(?<!\bgem)(?<!\bmax)(?<!\bbzw)(?<!\bz)(?<!\bb)(?<!\bnr)\.\s"
)
_BARE = re.compile(
    r"^(?:folgende\w*\s+|weitere\s+|sonstige\s+)?(?:unterlagen|nachweise|angaben|erklarungen?|dokumente|anlagen)\s*(?:$|[,:/])"
)
"""No paper of its own: the heading of some."""
FORM_NUMBER = re.compile(r"^\s*\d{2,3}(?:[_ ]?[a-z]{2})?\s+(?=[a-z])")
WIDE = 110
"""Letters of a line beyond which it is a sentence."""
_FAR = 45
"""Characters of a noun phrase: a verb beyond them belongs to the sentence that explains it."""


def is_german_paper(folded: str) -> bool:
    """The words name a paper: they open as a noun phrase does and hold the noun of a paper."""
    opening = FORM_NUMBER.sub("", folded.strip(" .;,-–"))
    if not len(opening) >= 4 or _SPEAKS.match(opening):
        return False
    phrase = _ASIDE.split(_FULL_STOP.split(opening, maxsplit=1)[0], maxsplit=1)[0]
    if (
        _BARE.match(opening)
        or (len(opening) < WIDE and ANNOUNCES.search(opening))
        or not _NOUN.search(phrase[:150])
    ):
        return False
    verb = VERB.search(phrase)
    return verb is None or verb.start() > _FAR or bool(_DEMAND.search(opening))
