"""Remarks on a reading: French as the command prints them, each page in its own words, old rows as kept."""

from __future__ import annotations

import ast
import json
import pickle
import re
from pathlib import Path

from flask import Flask
from flask_babel import force_locale

from tender.store.calls import CallFileRow, CallRow, PageRow
from tender.vocabulary.remark import (
    SENTENCES,
    WORDS,
    Remark,
    at_time,
    euros,
    hours,
    joined,
    kept,
    months,
    of_lots,
    place,
    recalled,
    word,
)
from tender.vocabulary.source import Evidence
from tender.web.remark_words import remark_words
from tests.web.conftest import an_app

RC = (Evidence("RC.pdf", 3, "le 15 juillet"),)
MOVED = Remark(
    "deadline_moved",
    before=at_time("2026-07-15T12:00:00+02:00"),
    before_place=place(RC),
    now=at_time("2026-07-22T16:30:00+02:00"),
    place=place((), "QR.pdf"),
)


def a_call() -> CallRow:
    page = PageRow(id=1, position=3, number=3, text="le 15 juillet")
    return CallRow(id=7, files=[CallFileRow(id=5, name="RC.pdf", pages=[page])])


def test_a_remark_is_a_french_sentence_that_keeps_its_values_through_a_pipe_and_a_row():
    through = recalled(json.loads(json.dumps(kept(pickle.loads(pickle.dumps(MOVED, protocol=5))))))

    assert through == (
        "La date limite de remise des offres a changé : 15/07/2026 à 12 h 00 (RC.pdf, page 3), "
        "puis 22/07/2026 à 16 h 30 (QR.pdf). La plus récente est retenue."
    )
    assert isinstance(through, Remark)
    assert through.facts == MOVED.facts
    assert json.loads(json.dumps([MOVED])) == [str(MOVED)]


def test_a_remark_of_a_code_known_no_more_stays_the_sentence_it_was():
    assert recalled({"code": "gone", "facts": {}, "text": "Une phrase d’hier."}) == "Une phrase d’hier."
    assert recalled("Une phrase d’avant.") == "Une phrase d’avant."


def test_pages_say_remarks_in_their_language_and_lead_to_each_place(tmp_path: Path):
    app: Flask = an_app(tmp_path)
    told = Remark("hours_differ", lots=of_lots(("2",)), all=[joined(hours(1250), " (", place(RC), ")")])
    sums = Remark(
        "differ", what=word("estimated_amount"), lots=of_lots(()), kept=euros(120000), place=place(RC),
        other="<b>", other_place=place(()),
    )  # fmt: skip
    lengths = Remark(
        "differ", what=word("duration_months"), lots=of_lots(("1",)), kept=months(12.5), place=place(RC),
        other=months(12), other_place=place(RC),
    )  # fmt: skip
    with app.test_request_context():
        with force_locale("de"):
            german, amounts = remark_words(kept(told), a_call()), remark_words(kept(sums), a_call())
        with force_locale("fr"):
            french = remark_words(kept(MOVED), a_call())
            lasting = remark_words(kept(lengths), a_call())
            old = remark_words("Le lot 3 est retiré (RC.pdf, page 3).", a_call())
    app.extensions["engine"].dispose()

    assert re.sub(r"\s", " ", german.striptags()).startswith(
        "Die Unterlagen nennen nicht dieselben Eingliederungsstunden (Los 2): 1.250 h (RC.pdf, S. 3)."
    )
    assert "12,5 mois" in lasting
    assert "12 mois" in lasting
    assert "&lt;b&gt; (nicht genanntes Dokument)" in amounts
    assert '<a href="/appels/7/fichiers/5/pages/3">RC.pdf, p. 3</a>' in french
    assert '<a href="/appels/7/fichiers/5/pages/3">RC.pdf, page 3</a>' in old


def test_every_remark_made_names_what_its_sentence_says():
    made = []
    for path in (Path(__file__).parents[2] / "tender").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Remark":
                codes = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
                made += [(code, {one.arg for one in node.keywords}) for code in codes if code in SENTENCES]

    places = {code: set(re.findall(r"%\((\w+)\)s", words)) for code, words in SENTENCES.items()}
    assert [(code, named) for code, named in made if named != places[code]] == []
    assert WORDS
