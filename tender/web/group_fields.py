"""The boxes that the charter and the terms of a group both have: form of the group, fee of its leader."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, SelectChoice, StringField
from wtforms.validators import Length

from tender.vocabulary.split import PartyForm
from tender.web.forms import BaseForm
from tender.web.numbers import read_number, typed


class GroupFields(BaseForm):
    """In which form a group answers, for what fee of its leader."""

    form = RadioField(
        lazy_gettext("Forme du groupement"),
        choices=[
            SelectChoice(PartyForm.JOINT.value, lazy_gettext("Conjoint : chacune répond de sa part")),
            SelectChoice(
                PartyForm.SOLIDARY.value, lazy_gettext("Solidaire : chacune répond aussi pour les autres")
            ),
        ],
    )
    lead_solidary = BooleanField(
        lazy_gettext("Le mandataire d’un groupement conjoint répond pour toutes (mandataire solidaire)")
    )
    fee = StringField(
        lazy_gettext("Participation aux frais du mandataire"), default="", validators=[Length(max=12)]
    )
    fee_kind = RadioField(
        lazy_gettext("Comptée"),
        choices=[
            SelectChoice("percent", lazy_gettext("en % des sommes encaissées")),
            SelectChoice("hour", lazy_gettext("en euros par heure travaillée")),
        ],
        default="percent",
    )

    def fees(self) -> tuple[float | None, float | None]:
        """Per cent, or euros an hour, as typed. Raises ValueError for what is no number."""
        fee = read_number(self.fee.data or "")
        return (None, fee) if self.fee_kind.data == "hour" else (fee, None)


def fee_boxes(percent: float | None, hour: float | None) -> dict[str, str]:
    """The two boxes of a fee as they are shown."""
    held = next((float(one) for one in (percent, hour) if one is not None), None)
    return {"fee": typed(held), "fee_kind": "hour" if percent is None and hour is not None else "percent"}
