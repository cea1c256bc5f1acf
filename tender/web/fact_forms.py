"""One small form a kind of fact: what a person may put in the machine's place."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tender.vocabulary.clause import ClauseType
from tender.web.forms import BaseForm
from tender.web.labels import label
from tender.web.single_facts import Way, single
from tender.workbench.errors import Invalid
from tender.workbench.timing import PARIS

UNSAID = SelectChoice("", _("Les documents n’en disent rien"))
LOTS_HINT = _("Numéros séparés par des virgules ; vide : tous les lots.")


class FactForm(BaseForm):
    """What every correction carries: the state of the fact that was on the screen."""

    seen = HiddenField(default="")


class TextForm(FactForm):
    """One line or a few."""

    value = TextAreaField(_("Valeur"), default="", validators=[InputRequired(_("Saisissez la valeur."))])


class MomentForm(FactForm):
    """A day and an hour, Paris time."""

    day = DateField(_("Jour"), validators=[InputRequired(_("Indiquez le jour."))])
    hour = TimeField(_("Heure (heure de Paris)"), validators=[InputRequired(_("Indiquez l’heure."))])


class DayForm(FactForm):
    """A day."""

    day = DateField(_("Jour"), validators=[InputRequired(_("Indiquez le jour."))])


class NumberForm(FactForm):
    """A whole number."""

    value = IntegerField(
        _("Nombre"), validators=[InputRequired(_("Indiquez un nombre.")), NumberRange(0, 100_000)]
    )


class ChoiceForm(FactForm):
    """One of a few answers."""

    value = SelectField(_("Valeur"), validators=[InputRequired()])


class VisitForm(FactForm):
    """Whether the site must be visited, and what is said of it."""

    required = SelectField(
        _("Visite"), choices=[SelectChoice("yes", _("Obligatoire")), SelectChoice("no", _("Facultative"))]
    )
    text = TextAreaField(_("Ce qu’en disent les documents"), default="", validators=[Length(max=2000)])


class LotForm(FactForm):
    """A lot."""

    number = StringField(
        _("Numéro"), default="", validators=[InputRequired(_("Indiquez le numéro du lot.")), Length(max=20)]
    )
    title = StringField(
        _("Intitulé"), default="", validators=[InputRequired(_("Indiquez l’intitulé.")), Length(max=500)]
    )
    duration_months = DecimalField(_("Durée en mois"), validators=[Optional(), NumberRange(0, 600)])
    amount_max = DecimalField(_("Montant maximum, euros hors taxes"), validators=[Optional(), NumberRange(0)])


class CriterionForm(FactForm):
    """An award criterion."""

    name = StringField(
        _("Critère"), default="", validators=[InputRequired(_("Indiquez le critère.")), Length(max=500)]
    )
    weight = DecimalField(_("Poids"), validators=[Optional(), NumberRange(0, 10_000)])
    unit = SelectField(_("Unité"), choices=[SelectChoice("%", "%"), SelectChoice("points", _("points"))])
    lots = StringField(_("Lots"), default="", description=LOTS_HINT, validators=[Length(max=200)])


class PaperForm(FactForm):
    """A required paper."""

    name = StringField(
        _("Pièce"), default="", validators=[InputRequired(_("Indiquez la pièce.")), Length(max=500)]
    )
    part = SelectField(
        _("À fournir avec"),
        choices=[
            SelectChoice("candidature", _("la candidature")),
            SelectChoice("offre", _("l’offre")),
            SelectChoice("attribution", _("les pièces de l’attributaire")),
        ],
    )
    lots = StringField(_("Lots"), default="", description=LOTS_HINT, validators=[Length(max=200)])


class ClauseForm(FactForm):
    """A social clause."""

    type = SelectField(_("Nature de la clause"))
    lots = StringField(_("Lots"), default="", description=LOTS_HINT, validators=[Length(max=200)])
    hours = DecimalField(_("Heures d’insertion"), validators=[Optional(), NumberRange(0, 10_000_000)])
    percentage = DecimalField(
        _("Part du temps de travail, en %"), validators=[Optional(), NumberRange(0, 100)]
    )
    penalty = StringField(_("Pénalité"), default="", validators=[Length(max=500)])
    facilitator = StringField(_("Facilitatrice ou facilitateur"), default="", validators=[Length(max=500)])


LISTED: dict[str, type[FactForm]] = {
    "lot": LotForm,
    "criterion": CriterionForm,
    "document": PaperForm,
    "clause": ClauseForm,
}


def form_for(kind: str, key: str, held: dict[str, Any], *, seen: str) -> FactForm:
    """The form for a fact, filled with what counts now."""
    if kind in LISTED:
        form = LISTED[kind](data={**_listed_data(kind, held), "seen": seen})
        if isinstance(form, ClauseForm):
            form.type.choices = [SelectChoice(one.value, label(one)) for one in ClauseType]
        return form
    return _single_form(key, held.get("value"), seen)


def _single_form(key: str, value: Any, seen: str) -> FactForm:
    known = single(key)
    match known.way:
        case Way.MOMENT:
            moment = _moment(value)
            given = {"day": moment.date(), "hour": moment.time()} if moment else {}
            return MomentForm(data={**given, "seen": seen})
        case Way.DAY:
            return DayForm(data={"day": date.fromisoformat(value[:10]) if value else None, "seen": seen})
        case Way.VISIT:
            visit = value or {}
            required = _code(bool(visit.get("required")))
            return VisitForm(data={"required": required, "text": visit.get("text", ""), "seen": seen})
        case Way.CHOICE:
            form = ChoiceForm(data={"value": _code(value), "seen": seen})
            form.value.choices = [SelectChoice(_code(one), words) for one, words in known.answers.items()]
            return form
        case Way.NUMBER | Way.DAYS:
            return NumberForm(data={"value": value, "seen": seen})
    return TextForm(data={"value": value, "seen": seen})


def _code(value: Any) -> Any:
    """An answer as a form sends it."""
    return {True: "yes", False: "no"}.get(value, value)


def _listed_data(kind: str, held: dict[str, Any]) -> dict[str, Any]:
    data = dict(held)
    data["lots"] = ", ".join(held.get("lots") or ())
    if kind == "lot":
        data["amount_max"] = (held.get("estimated_amount") or {}).get("max")
    return data


def _moment(value: Any) -> datetime | None:
    """The moment in Paris; a bare date is midnight, for the person to complete."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.astimezone(PARIS) if moment.tzinfo else datetime.combine(moment.date(), time(), PARIS)


def kept_of(form: FactForm, kind: str, key: str) -> dict[str, Any]:
    """What the person put, in the shape of the fact. Raises Invalid when it has none."""
    if kind in LISTED:
        return _listed_kept(form, kind)
    if isinstance(form, MomentForm):
        return {"value": datetime.combine(form.day.data, form.hour.data, PARIS).isoformat()}
    if isinstance(form, DayForm):
        return {"value": form.day.data.isoformat()}
    if isinstance(form, VisitForm):
        return {"value": {"required": form.required.data == "yes", "text": form.text.data.strip()}}
    if isinstance(form, ChoiceForm):
        return {"value": next((one for one in single(key).answers if _code(one) == form.value.data), None)}
    held = form["value"].data
    return {"value": held.strip() if isinstance(held, str) else held}


def _listed_kept(form: FactForm, kind: str) -> dict[str, Any]:
    names = [name for name in form.data if name not in ("seen", "csrf_token", "amount_max")]
    kept: dict[str, Any] = {name: _plain(form[name].data) for name in names}
    if "lots" in kept:
        kept["lots"] = [one.strip() for one in str(kept["lots"] or "").split(",") if one.strip()] or None
    if kind == "lot":
        most = _plain(form["amount_max"].data)
        kept["estimated_amount"] = {"max": most} if most is not None else None
    if kind == "clause" and kept.get("hours") is not None:
        kept["hours_detail"] = [
            {"value": kept["hours"], "lot": lot, "per": "contract"} for lot in kept["lots"] or [None]
        ]
    if kind == "clause" and not kept["type"]:
        raise Invalid("shape", kind=kind, key="type")
    return kept


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value.strip() or None if isinstance(value, str) else value
    return float(value)
