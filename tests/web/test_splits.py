"""The split on its page: proposed, changed by hand and checked, exported, its terms set, shown, frozen."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tender import worker
from tender.store.accounts import Role
from tender.store.jobs import JobKind, JobRow
from tender.store.splits import ShareRow, SplitRow
from tender.workbench import searching
from tender.workbench.errors import NotReady
from tests.builders import MIRAMAS, SALON
from tests.web.conftest import post
from tests.web.split_cases import NEXT_YEAR, Case, a_case

Enter = Callable[[Role], FlaskClient]


def split(app: Flask) -> SplitRow:
    """The split as the database holds it."""
    with app.extensions["sessions"]() as session:
        row = session.query(SplitRow).one()
        _ = row.shares, row.approvals
        return row


def hours(app: Flask, member: int, lot: str = "1") -> int:
    """Hours a member takes of a lot."""
    return sum(row.total_hours for row in split(app).shares if (row.member_id, row.lot) == (member, lot))


def cell(case: Case, member: int, typed: str, **more: object) -> dict[str, object]:
    """A change of Salon's hours in lot 1."""
    return {
        "lot": "1", "lieu": SALON, "metier": "cleaning", "adherente": str(member), "heures": typed, **more,
    }  # fmt: skip


def letters(app: Flask) -> list[str]:
    """Subjects of the letters sent."""
    folder = Path(app.config["MAIL_FOLDER"])
    return [
        message_from_bytes(one.read_bytes(), policy=policy.default)["Subject"]
        for one in sorted(folder.glob("*.eml"))
    ]


def test_with_no_needs_the_page_says_what_to_do_first(app: Flask, signed_in: Enter):
    case = a_case(app, needs=False)

    assert "Indiquer les besoins" in signed_in(Role.OFFICER).get(f"{case.page}/repartition/").text


def test_a_proposal_is_searched_by_the_worker_and_then_shown(app: Flask, signed_in: Enter):
    case = a_case(app)
    officer = signed_in(Role.OFFICER)

    post(officer, f"{case.page}/repartition/proposer")
    while_searching = officer.get(f"{case.page}/repartition/").text
    with app.extensions["sessions"]() as session:
        job = session.query(JobRow).filter_by(kind=JobKind.SPLIT).one()
    worker.run(worker.Bench(app.extensions["engine"], app.extensions["files"]), job.id)
    page = officer.get(f"{case.page}/repartition/").text

    assert "Recherche de la meilleure répartition" in while_searching
    assert "Optimum prouvé" in page
    assert "Durance Partage" in page
    assert hours(app, case.mistral) + hours(app, case.durance) == 960


def test_the_page_shows_the_best_split_so_far_while_the_search_goes_on(app: Flask, signed_in: Enter):
    case = a_case(app)
    officer = signed_in(Role.OFFICER)
    post(officer, f"{case.page}/repartition/proposer")
    with app.extensions["sessions"].begin() as session:
        job = session.query(JobRow).filter_by(kind=JobKind.SPLIT).one()
        asked, job_id = searching.begin(session, job.id), job.id
    bench = worker.Bench(app.extensions["engine"], app.extensions["files"])

    searching.search(asked, worker.progress_of(bench, job_id))
    page = officer.get(f"{case.page}/repartition/avancement").text.replace("\xa0", " ")

    assert "Meilleure jusqu’ici : 0" in page
    assert "sans adhérente, charge la plus haute" in page


def test_how_far_each_level_is_from_its_optimum_is_told(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    with app.extensions["sessions"].begin() as session:
        split = session.query(SplitRow).one()
        split.status, split.gap = "feasible", 0.12
        split.gaps = {"uncovered_hours": 0.0, "highest_load": 0.02, "parts": 0.12, "hours_km": 0.0}
        for row in split.shares:
            row.hand_made = False

    page = signed_in(Role.OFFICER).get(f"{case.page}/repartition/").text.replace("\xa0", " ")

    assert "Prouvé : heures sans adhérente et heures × km." in page
    assert "nombre de parts à 12" in page
    assert "jusqu’à 2 % au-dessus de sa borne" in page


def test_a_result_is_dropped_when_the_needs_changed_while_it_was_searched(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    post(officer, f"{case.page}/repartition/proposer")
    post(officer, f"{case.page}/repartition/part", **cell(case, case.durance, "0"))
    before = hours(app, case.mistral)
    with app.extensions["sessions"]() as session:
        job_id = session.query(JobRow).filter_by(kind=JobKind.SPLIT).one().id

    with app.extensions["sessions"].begin() as session:
        asked = searching.begin(session, job_id)
    found = searching.search(asked, lambda *_: None)
    post(officer, f"{case.page}/repartition/part", **cell(case, case.durance, "120"))

    with pytest.raises(NotReady) as refusal, app.extensions["sessions"].begin() as session:
        searching.finish(session, job_id, asked, found)

    assert refusal.value.code == "split_changed"
    assert hours(app, case.mistral) == before


def test_a_cell_is_changed_by_hand_the_excess_taken_from_another(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    mine = hours(app, case.mistral)

    answer = post(
        officer, f"{case.page}/repartition/part",
        **cell(case, case.mistral, str(mine + 60), reprendre=str(case.durance)),
    )  # fmt: skip

    assert answer.status_code == 302
    assert hours(app, case.mistral) == mine + 60
    assert hours(app, case.mistral) + hours(app, case.durance) == 960


@pytest.mark.parametrize(
    ("typed", "said"),
    [("beaucoup", "Saisissez un nombre"), ("960", "plus que le besoin"), ("5000", "de 0 à 960")],
)
def test_what_an_edit_would_break_is_said_beside_it(app: Flask, signed_in: Enter, typed: str, said: str):
    case = a_case(app, split=True)
    before = hours(app, case.mistral)

    answer = post(signed_in(Role.OFFICER), f"{case.page}/repartition/part", **cell(case, case.mistral, typed))

    assert answer.status_code == 422
    assert said in answer.text
    assert hours(app, case.mistral) == before


def test_nobody_is_given_hours_outside_her_territory(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    asked = cell(case, case.durance, "10", reprendre=str(case.mistral)) | {"lot": "2", "lieu": MIRAMAS}

    answer = post(signed_in(Role.OFFICER), f"{case.page}/repartition/part", **asked)

    assert answer.status_code == 422
    assert "hors du territoire de Durance Partage" in answer.text


def test_the_second_of_two_officers_is_told_and_keeps_what_she_typed(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    seen = split(app).revision
    post(officer, f"{case.page}/repartition/part", **cell(case, case.durance, "120", revision=seen))

    answer = post(officer, f"{case.page}/repartition/part", **cell(case, case.durance, "200", revision=seen))

    assert answer.status_code == 409
    assert "entre-temps" in answer.text
    assert 'value="200"' in answer.text
    assert hours(app, case.durance) == 120


def test_hours_that_do_not_fall_into_whole_months_are_kept_to_the_hour(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)

    answer = post(officer, f"{case.page}/repartition/part", **cell(case, case.durance, "100"))

    assert hours(app, case.durance) == 100
    assert "enregistrées au lieu de" not in officer.get(answer.location).text


def test_a_refusal_frees_the_hours_and_can_be_taken_back(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    chosen = {"lot": "1", "adherente": str(case.durance)}

    post(officer, f"{case.page}/repartition/refus", refus="1", **chosen)
    page = officer.get(f"{case.page}/repartition/?lot=1").text
    freed = hours(app, case.durance)
    post(officer, f"{case.page}/repartition/refus", refus="0", **chosen)

    assert freed == 0
    assert "restent sans adhérente" in page
    assert split(app).refused == []


def test_a_share_is_locked_and_freed(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    share: ShareRow = split(app).shares[0]

    post(officer, f"{case.page}/repartition/verrou", part=share.id, verrou="1")
    locked = split(app).shares[0].locked
    post(officer, f"{case.page}/repartition/verrou", part=share.id, verrou="0")

    assert locked
    assert not split(app).shares[0].locked


def test_what_is_chosen_shows_its_hours_and_why(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)

    lot = officer.get(f"{case.page}/repartition/?lot=2").text
    member = officer.get(f"{case.page}/repartition/?adherente={case.durance}").text
    place = officer.get(
        f"{case.page}/repartition/?lot=2&lieu={MIRAMAS}&metier=cleaning&adherente={case.durance}"
    ).text

    assert "Qui travaille où, lot 2" in lot
    assert "Territoire et parts de Durance Partage" in member
    assert "Miramas est hors du territoire de Durance Partage" in place


def test_the_split_is_exported_share_by_share(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)

    answer = signed_in(Role.OFFICER).get(f"{case.page}/repartition/export.csv")
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))

    assert answer.mimetype == "text/csv"
    assert sum(int(line[5]) for line in lines[1:]) == 1200
    assert all(sum(map(int, line[6:])) == int(line[5]) for line in lines[1:])


def test_the_terms_are_set_then_the_split_is_shown_by_one_letter_each(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)
    officer = signed_in(Role.OFFICER)
    terms = {"lead": case.mistral, "form": "joint", "fee": "2,5", "closes_day": f"{NEXT_YEAR}-05-20"}

    saved = post(officer, f"{case.page}/conditions/", **terms)
    post(officer, f"{case.page}/conditions/soumettre")
    post(officer, f"{case.page}/conditions/soumettre")

    assert saved.status_code == 302
    assert len(letters(app)) == 2
    assert all(subject.startswith("À décider avant le ") for subject in letters(app))
    assert split(app).state == "published"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"fee": "beaucoup"}, "Saisissez un nombre"),
        ({"fee": "120"}, "100"),
        ({"closes_day": "2020-01-01"}, "à venir"),
        ({"closes_day": f"{NEXT_YEAR + 1}-01-01"}, "précéder la remise des offres"),
    ],
)
def test_terms_that_cannot_be_are_refused_beside_their_box(
    app: Flask, signed_in: Enter, fields: dict[str, str], said: str
):
    case = a_case(app, split=True)

    answer = post(
        signed_in(Role.OFFICER), f"{case.page}/conditions/",
        **{"lead": case.mistral, "form": "joint", "fee": "", **fields},
    )  # fmt: skip

    assert answer.status_code == 422
    assert said in answer.text


def test_without_a_lead_nothing_is_shown_to_anybody(app: Flask, signed_in: Enter):
    case = a_case(app, split=True)

    post(signed_in(Role.OFFICER), f"{case.page}/conditions/soumettre")

    assert split(app).state == "draft"
    assert letters(app) == []


@pytest.mark.parametrize("page", ["repartition/", "repartition/export.csv", "conditions/", "approbations/"])
def test_the_whole_split_is_closed_to_directors_and_readers(app: Flask, signed_in: Enter, page: str):
    case = a_case(app, shown=True)

    assert signed_in(Role.DIRECTOR).get(f"{case.page}/{page}").status_code == 403
    assert signed_in(Role.READER).get(f"{case.page}/{page}").status_code == 403
    assert post(signed_in(Role.DIRECTOR), f"{case.page}/repartition/proposer").status_code == 403
