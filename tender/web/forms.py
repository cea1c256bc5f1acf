"""What every form shares: the hidden proof of origin, refusals in plain words, its status."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf import FlaskForm

PLAIN_WORDS = {
    "This field is required.": lazy_gettext("Remplissez cette case."),
    "Not a valid choice.": lazy_gettext("Choisissez une des réponses proposées."),
    "Invalid Choice: could not coerce.": lazy_gettext("Choisissez une des réponses proposées."),
    "Invalid choice(s): one or more data inputs could not be coerced.": lazy_gettext(
        "Choisissez parmi les réponses proposées."
    ),
    "Not a valid integer value.": lazy_gettext("Saisissez un nombre entier."),
    "Not a valid decimal value.": lazy_gettext("Saisissez un nombre."),
    "Not a valid float value.": lazy_gettext("Saisissez un nombre."),
    "Not a valid date value.": lazy_gettext("Saisissez une date complète : jour, mois et année."),
    "Not a valid datetime value.": lazy_gettext("Saisissez une date et une heure complètes."),
    "Not a valid time value.": lazy_gettext("Saisissez une heure complète."),
    "Number must be at least %(min)s.": lazy_gettext("Saisissez au moins %(min)s."),
    "Number must be at most %(max)s.": lazy_gettext("Saisissez au plus %(max)s."),
    "Number must be between %(min)s and %(max)s.": lazy_gettext("Saisissez un nombre de %(min)s à %(max)s."),
    "Invalid email address.": lazy_gettext("Cette adresse électronique n’est pas complète."),
    "Invalid URL.": lazy_gettext("Cette adresse n’est pas complète. Elle commence par https://"),
}
"""WTForms' own sentences, said so that a person knows what to do."""


class PlainWords:
    """The translations WTForms asks for its messages."""

    def gettext(self, message: str) -> str:
        """Our sentence for one of theirs; theirs stays when we have none."""
        return str(PLAIN_WORDS.get(message, message))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Lengths are the only counted messages; %(max)d is filled in by WTForms."""
        if singular.startswith("Field cannot be longer"):
            return ngettext("%%(max)d caractère au plus.", "%%(max)d caractères au plus.", count)
        if singular.startswith("Field must be at least"):
            return ngettext("%%(min)d caractère au moins.", "%%(min)d caractères au moins.", count)
        if singular.startswith("Field must be between"):
            return _("De %(min)d à %(max)d caractères.")
        return singular if count == 1 else plural


class BaseForm(FlaskForm):
    """A form of ours."""

    class Meta(FlaskForm.Meta):
        """Where the messages come from."""

        def get_translations(self, _form: Any) -> PlainWords:
            """Our words for WTForms' messages."""
            return PlainWords()

    def accepted(self) -> bool:
        """The form was sent and everything in it is right."""
        return bool(self.validate_on_submit())

    @property
    def status(self) -> int:
        """The answer's status: 422 once something is wrong, so that nothing is committed."""
        return 422 if self.errors else 200

    def refuse(self, field: str, message: str) -> None:
        """Put a refusal met after validation beside the field it is about."""
        self[field].errors = (*self[field].errors, message)
