"""The case made of rows: what sentences and equity need is there; the search tells how far it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tender.store.calls import CallState
from tender.store.consultations import Stance
from tender.store.splits import SplitState
from tender.vocabulary.split import Absence, ReasonKind
from tender.workbench import consulting, searching, splitting
from tender.workbench.casing import build_case
from tender.workbench.clock import now
from tender.workbench.consulting import Offer
from tender.workbench.needing import NeedLine, set_needs
from tests.builders import MIRAMAS, SALON, a_call
from tests.workbench.conftest import House

IN = Offer(Stance.GROUP)


def test_members_come_with_their_name_their_weight_and_their_hours_of_the_year(
    session: Session, published: House
):
    house = published
    split = splitting.split_of(session, house.officer, house.call.id)
    given = sum(row.total_hours for row in split.shares if row.member_id == house.north.id)
    split.state, split.frozen_at = SplitState.FROZEN, now() - timedelta(days=30)
    house.call.state = CallState.FROZEN
    house.north.name = "Nord Emploi"
    other = a_call(session)
    set_needs(session, house.officer, other.id, [NeedLine("1", SALON, "cleaning", 10)])
    next_split = splitting.split_of(session, house.officer, other.id)
    next_split.member_settings = {"ai-nord": {"weight": 0.5}}

    case = build_case(session, house.officer, next_split)

    north = next(member for member in case.members if member.id == "ai-nord")
    assert (north.name, north.equity, north.past_hours) == ("Nord Emploi", 0.5, given)


def test_what_was_answered_before_the_split_is_why_a_member_has_no_part(session: Session, house: House):
    consulting.open_consultation(session, house.officer, house.call.id, closes=now() + timedelta(days=3))
    consulting.answer(session, house.north_director, house.call.id, house.north.id,
                      {"1": Offer(Stance.GROUP, 90.0, (SALON,)), "2": IN})  # fmt: skip
    consulting.answer(session, house.south_director, house.call.id, house.south.id,
                      {"1": Offer(Stance.ALONE), "2": Offer(Stance.NO)})  # fmt: skip
    consulting.close(session, house.officer, house.call.id)
    split = splitting.propose(session, house.officer, house.call.id, seconds=5)

    case = build_case(session, house.officer, split)

    assert case.absences == {
        f"ai-nord|1|{MIRAMAS}": Absence.ELSEWHERE,
        "ai-sud|1": Absence.ALONE,
        "ai-sud|2": Absence.DECLINED,
        "ai-ouest|1": Absence.SILENT,
        "ai-ouest|2": Absence.SILENT,
    }
    told = {(one["member"], one["lot"], one["place"]): one for one in split.reasons}
    assert told["ai-nord", "1", MIRAMAS]["because"] == ReasonKind.REFUSED.value
    assert "va seule sur ce lot" in told["ai-sud", "1", SALON]["text"]


def test_the_search_tells_hours_left_load_and_parts_and_how_far_each_level_is(session: Session, house: House):
    job = searching.ask(session, house.officer, house.call.id)
    asked = searching.begin(session, job.id)
    steps: list[str] = []

    found = searching.search(asked, lambda _done, _total, step: steps.append(step))
    searching.finish(session, job.id, asked, found)

    left, load, parts = steps[-1].split()
    split = splitting.split_of(session, house.officer, house.call.id)
    assert float(left) == pytest.approx(split.objective["uncovered_hours"], abs=1)
    assert float(load) == pytest.approx(split.objective["highest_load"], abs=1e-3)
    assert int(parts) == split.objective["parts"]
    assert split.gaps == dict.fromkeys(("uncovered_hours", "highest_load", "parts", "hours_km"), 0.0)
