"""Refusals of a form say what to do, in the page's language."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DecimalField, IntegerField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from tender.web.forms import PLAIN_WORDS, BaseForm


class Sample(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False

    word = StringField(validators=[InputRequired()])
    short = StringField(validators=[Length(max=3)])
    count = IntegerField(validators=[NumberRange(min=1, max=9)])
    amount = DecimalField()
    day = DateField()
    choice = RadioField(choices=[SelectChoice("a", "A")])


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("word", "", "Remplissez cette case."),
        ("short", "quatre", "3 caractères au plus."),
        ("count", "x", "Saisissez un nombre entier."),
        ("count", "12", "Saisissez un nombre de 1 à 9."),
        ("amount", "douze", "Saisissez un nombre."),
        ("day", "32", "Saisissez une date complète\u00a0: jour, mois et année."),
        ("choice", "z", "Choisissez une des réponses proposées."),
    ],
)
def test_a_refusal_says_what_to_do(app: Flask, field: str, given: str, said: str):
    with app.test_request_context(method="POST"):
        form = Sample(MultiDict({field: given}))
        form.validate()

        assert said in form[field].errors
        assert form.status == 422


@pytest.mark.parametrize("locale", ["de", "en"])
def test_no_refusal_stays_french_in_another_language(app: Flask, locale: str):
    with app.test_request_context():
        french = {str(words) for words in PLAIN_WORDS.values()}
        with force_locale(locale):
            assert french.isdisjoint(str(words) for words in PLAIN_WORDS.values())


def test_a_form_just_opened_is_no_error(app: Flask):
    with app.test_request_context():
        assert Sample().status == 200
