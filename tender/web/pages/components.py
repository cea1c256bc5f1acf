"""Every component in all its states, in the demo only: what pages are composed of."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import (
    FileField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange

from tender.web.forms import BaseForm
from tender.web.login import EVERYONE, open_to
from tender.web.steps import Step, StepState, step
from tender.workbench import clock

bp = Blueprint("components", __name__, url_prefix="/composants")

# The words of this page are samples, as data would be: French, and marked so.


class SampleForm(BaseForm):
    """One field of each kind."""

    name = StringField("Nom de l’association", default="")
    hours = IntegerField("Heures libres par mois", validators=[NumberRange(min=0, max=20000)])
    trade = SelectField(
        "Métier", choices=[SelectChoice("cleaning", "Nettoyage"), SelectChoice("green", "Espaces verts")]
    )
    verdict = RadioField(
        "Votre décision",
        choices=[
            SelectChoice("approved", "J’approuve notre part"),
            SelectChoice("countered", "Je propose autre chose"),
            SelectChoice("refused", "Je refuse"),
        ],
    )
    reason = TextAreaField("Motif", default="", validators=[Length(max=2000)])
    file = FileField("Fichiers de la consultation")


MONTHS = (
    ("J", "janvier", 120, 180),
    ("F", "février", 120, 180),
    ("M", "mars", 150, 180),
    ("A", "avril", 190, 180),
    ("M", "mai", 210, 240),
    ("J", "juin", 210, 240),
    ("J", "juillet", 140, 160),
    ("A", "août", 60, 80),
    ("S", "septembre", 160, 240),
    ("O", "octobre", 160, 240),
    ("N", "novembre", 120, 180),
    ("D", "décembre", 90, 180),
)

MEMBERS = (
    "Coup de Main Istres",
    "Salon Services Emploi",
    "Mistral Insertion",
    "Alpilles Solidaires",
    "Arles Entraide",
    "Étang Emploi",
    "Sainte-Victoire Services",
    "Calanques Travail",
    "Durance Partage",
    "Garlaban Emploi",
)


@bp.route("/", methods=["GET", "POST"])
@open_to(*EVERYONE)
def index() -> ResponseReturnValue:
    """Show every component; sending the empty form shows its errors."""
    if not current_app.config["DEMO"]:
        abort(404)
    form = SampleForm()
    form.accepted()
    now = clock.now()
    page = render_template(
        "components/index.html",
        form=form,
        now=now,
        days=lambda count: now + timedelta(days=count),
        months=MONTHS,
        members=MEMBERS,
        steps=_steps(),
        svg=_map(),
        done=request.args.get("done", 0, int),
        page_address=lambda number: url_for("components.index", page=number),
    )
    return page, form.status


@bp.route("/avancement")
@open_to(*EVERYONE)
def progress() -> ResponseReturnValue:
    """A job that advances by one file a second, for the progress component."""
    if not current_app.config["DEMO"]:
        abort(404)
    done = min(request.args.get("done", 0, int) + 1, 12)
    return render_template("components/progress_sample.html", done=done, total=12)


def _steps() -> list[Step]:
    here = url_for("components.index")
    return [
        step(1, StepState.DONE, href=here, note="2 juin"),
        step(2, StepState.DOUBT, href=here, note="2 sans réponse"),
        step(3, StepState.ACTIVE, href=here, note="version 4"),
        step(4, StepState.TODO),
        step(5, StepState.TODO),
        step(6, StepState.TODO, note="15 juil."),
    ]


def _map() -> Markup:
    """Twenty-four invented cells, ten members."""
    cells = []
    for index in range(24):
        x, y, hue = (index % 6) * 60, (index // 6) * 60, index % 10 + 1
        points = f"{x + 4},{y} {x + 60},{y + 6} {x + 54},{y + 60} {x},{y + 52}"
        extra = " is-chosen" if index == 8 else " is-dim" if index > 20 else ""
        cells.append(f'<polygon class="map-cell m{hue}{extra}" points="{points}"/>')
        if hue > 1:
            cells.append(f'<polygon class="map-weave" fill="url(#weave-{hue})" points="{points}"/>')
    label = '<text class="map-label" x="148" y="95">Salon</text>'
    return Markup("").join(Markup(one) for one in (*cells, label))  # noqa: S704 - made of numbers above
