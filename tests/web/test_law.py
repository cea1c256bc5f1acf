"""The panel of points of law: answered and set aside without a script, in three languages."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tender.store.accounts import Role, find_user_by_email
from tests.web.conftest import post
from tests.web.split_cases import Case, a_case

Enter = Callable[[Role], FlaskClient]


def point_of(page: str, words: str) -> list[str]:
    """The digests a form sends for the point that says these words."""
    block = next(one for one in page.split("<li>") if words in one)
    return re.findall(r'name="point" value="([0-9a-f]{64})"', block)


def page_of(client: FlaskClient, case: Case, **headers: str) -> str:
    return client.get(f"{case.page}/droit/", headers=headers).text


def test_a_question_is_answered_from_the_split_page_and_leads_back_to_it(app: Flask, signed_in: Enter):
    case, client = a_case(app, shown=True), signed_in(Role.OFFICER)
    page = client.get(f"{case.page}/repartition/").text
    digests = point_of(page, "en grève")
    answer = post(client, f"{case.page}/droit/repondre", point=digests, reponse="no", mot="Mairie, le 20",
                  retour="repartition")  # fmt: skip
    shown = page_of(client, case)

    assert answer.headers["Location"].endswith(f"{case.page}/repartition/#law")
    assert "non" in shown
    assert "répond Claire Aubin" in shown
    assert "Mairie, le 20" in shown


def test_an_answer_may_be_given_for_some_lots_only(app: Flask, signed_in: Enter):
    case, client = a_case(app, shown=True), signed_in(Role.OFFICER)
    first, second = point_of(page_of(client, case), "en grève")
    post(client, f"{case.page}/droit/repondre", point=[first], reponse="no")

    left = point_of(page_of(client, case), "en grève")

    assert left == [second]


def test_a_point_set_aside_without_a_reason_comes_back_with_its_form(app: Flask, signed_in: Enter):
    case, client = a_case(app, shown=True), signed_in(Role.OFFICER)
    digests = point_of(page_of(client, case), "Aucun critère sur l’environnement")
    refused = post(client, f"{case.page}/droit/ecarter", point=digests, motif=" ")
    done = post(client, f"{case.page}/droit/ecarter", point=digests, motif="Question posée le 12.")

    assert refused.status_code == 422
    assert "Dites en quelques mots pourquoi." in refused.text
    assert done.status_code == 302
    assert "Question posée le 12." in page_of(client, case)


def test_a_decision_on_a_page_grown_old_is_told(app: Flask, signed_in: Enter):
    case, client = a_case(app, shown=True), signed_in(Role.OFFICER)
    answer = post(client, f"{case.page}/droit/repondre", point=["0" * 64], reponse="no")

    assert answer.status_code == 409
    assert "Ce point a changé" in answer.text


def test_a_decision_taken_back_opens_its_point_again(app: Flask, signed_in: Enter):
    case, client = a_case(app, shown=True), signed_in(Role.OFFICER)
    digests = point_of(page_of(client, case), "en grève")
    post(client, f"{case.page}/droit/repondre", point=digests, reponse="no")
    post(client, f"{case.page}/droit/reprendre", point=digests)

    assert point_of(page_of(client, case), "en grève") == digests


def test_the_points_are_said_in_the_readers_language_with_french_articles(app: Flask, signed_in: Enter):
    case, client = a_case(app, shown=True), signed_in(Role.OFFICER)
    with app.extensions["sessions"].begin() as session:
        officer = find_user_by_email(session, "officer@example.org")
        assert officer is not None
        officer.language = "de"
    page = page_of(client, case)

    assert "streikende Beschäftigte" in page
    assert '<span lang="fr">L5132-10, R5132-21</span>' in page
    assert "en grève" not in page


def test_a_director_sees_no_points_of_the_whole_group(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)

    assert signed_in(Role.DIRECTOR).get(f"{case.page}/droit/").status_code in (403, 404)


def test_the_page_of_consent_shows_them_before_freezing(app: Flask, signed_in: Enter):
    case = a_case(app, shown=True)

    assert "Points de droit à vérifier" in signed_in(Role.OFFICER).get(f"{case.page}/approbations/").text
