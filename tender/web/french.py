"""French as typeset: spaces that do not break before : ; ? ! and inside « », the plural from two on."""

from __future__ import annotations

import re
from functools import lru_cache

from babel.support import NullTranslations
from flask_babel import Domain, get_locale

NO_BREAK = "\N{NO-BREAK SPACE}"

_BEFORE = re.compile(r" (?=[:;?!»])")


class French(NullTranslations):
    """The source language: each sentence as written, typeset."""

    def gettext(self, message: str) -> str:
        """The sentence."""
        return typeset(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One of two forms; in French nought and one and a half are singular."""
        return typeset(msgid1 if abs(n) < 2 else msgid2)

    ugettext = gettext
    ungettext = ngettext


class Words(Domain):
    """The catalogues, and for French the source itself."""

    french = French()

    def get_translations(self) -> NullTranslations:
        """The words of the page's language."""
        locale = get_locale()
        if locale is None or locale.language == "fr":
            return self.french
        translations: NullTranslations = super().get_translations()
        return translations


@lru_cache(maxsize=4096)
def typeset(sentence: str) -> str:
    """The sentence with no-break spaces where French wants them."""
    return _BEFORE.sub(NO_BREAK, sentence).replace("« ", f"«{NO_BREAK}")
