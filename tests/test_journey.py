"""The main job in a real browser: from the buyer's ZIP to the archive to deposit, by all its people."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tender.example.call import facts
from tender.store.accounts import find_user_by_email
from tender.store.calls import CallRow, CallState
from tender.vocabulary.split import PartyForm
from tender.workbench import reviewing
from tender.workbench.needing import read_needs
from tender.workbench.publishing import publish as show_directors
from tender.workbench.publishing import set_terms
from tender.workbench.splitting import propose
from tests.archives import Opened, opened
from tests.background import until
from tests.browser import (
    PHONE,
    sign_in,
    window,
)
from tests.documents.reading import docx_tables
from tests.journey import (
    NADIA,
    OFFICER,
    PARIS,
    PASSWORD,
    House,
    answer_the_refusal,
    approve_on_a_phone,
    edit_a_cell,
    fill_boxes,
    follow,
    founded,
    generate,
    house,
    look,
    needs_and_split,
    press,
    price,
    publish,
    refuse_on_a_phone,
    review,
    settle_prices,
    the_others_approve,
    the_zip,
    upload,
    upload_and_wait,
)

__all__ = ["founded", "house"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_from_the_upload_to_the_archive(browser: Browser, house: House, tmp_path: Path):
    deadline = datetime.now(PARIS) + timedelta(days=60)
    why = "Nos équipes sont déjà prises en mai."
    with window(browser, house.address, expected="422") as page:
        sign_in(page, OFFICER, PASSWORD)
        address = upload_and_wait(house, page, the_zip(tmp_path, doubt=True))
        review(house, page, address, deadline)
        needs_and_split(house, page)
        edit_a_cell(house, page, address)
        publish(page, address, deadline - timedelta(days=20))
        approve_on_a_phone(browser, house)
        refuse_on_a_phone(browser, house, why)
        answer_the_refusal(house, page, address, why)
        the_others_approve(house)
        page.goto(f"{address}/approbations/")
        look(page, "consent-agreed")
        press(page, "Figer la répartition")
        expect(page.get_by_text("La répartition est figée").first).to_be_visible()
        total = price(house, page, address)
        fill_boxes(page, address)
        settle_prices(page, address)
        data = generate(page, address)
        page.goto("/journal/")
        look(page, "journal")

    assert_is_the_answer(opened(data), deadline, total)


def assert_is_the_answer(archive: Opened, deadline: datetime, total: Decimal) -> None:
    """What the buyer reads in it: the corrected date, a form for each member and lot, amounts that sum."""
    told = archive.manifest["consultation"]
    assert told["acheteur"] == facts()["buyer"]
    assert told["remise"].startswith(f"{deadline:%Y-%m-%d}T12:00")
    assert len(archive.named("DC2", ".docx")) == 11
    # The buyer's own commitment is filled for each lot, with ours, whose annex adds up, spare behind it.
    commitments = archive.named("ATTRI1", ".docx")
    spare = {name: data for name, data in commitments.items() if "secours/" in name}
    assert len(spare) == len(commitments) - len(spare) == len(facts()["lots"])
    assert sum(map(annexed_total, spare.values())) == total
    assert facts()["buyer"] in archive.text_of("DC1")
    for criterion in facts()["criteria"]:
        assert criterion["name"].split()[0] in archive.text_of("MEMOIRE")
    assert "à compléter" not in archive.text_of("DC1")


def annexed_total(data: bytes) -> Decimal:
    """The total of a lot's annex, once its members' amounts were seen to add up to it."""
    (annex,) = (rows for rows in docx_tables(data) if rows[0][-1] == "Montant HT" and rows[0][0] == "Membre")
    *members, total = (euros(row[-1]) for row in annex[1:])
    assert sum(members) == total
    return total


def euros(text: str) -> Decimal:
    """An amount as the documents write it."""
    return Decimal(re.sub(r"[^0-9,]", "", text).replace(",", "."))


def test_without_script_an_officer_uploads_and_a_director_decides(
    browser: Browser, house: House, tmp_path: Path
):
    with window(browser, house.address, javascript=False) as page:
        sign_in(page, OFFICER, PASSWORD)
        address = upload(page, the_zip(tmp_path))
        page.context.close()

    until(lambda: read(house), 120)
    with house.rows() as session:
        officer = find_user_by_email(session, OFFICER)
        assert officer is not None
        call = house.call(session)
        reviewing.confirm_all_sure(session, officer, call.id)
        in_a_year(call)
        read_needs(session, officer, call)
        split = propose(session, officer, call.id, seconds=5)
        lead = next(row.member_id for row in split.shares if row.member.key == "coup-de-pouce-salonais")
        set_terms(
            session, officer, call.id, lead_id=lead, form=PartyForm.JOINT, lead_solidary=True,
            fee_percent=2.5, closes=None,
        )  # fmt: skip
        show_directors(session, officer, call.id)
    with window(browser, house.address, PHONE, javascript=False, expected="403") as phone:
        sign_in(phone, NADIA, PASSWORD)
        phone.goto("/parts/")
        follow(phone, "Lire notre part et décider")
        press(phone, "J’approuve notre part")
        expect(phone.get_by_text("Votre décision est enregistrée")).to_be_visible()
        phone.goto(address)
        expect(phone.get_by_role("heading", name="Cette page ne vous est pas ouverte")).to_be_visible()


def read(house: House) -> bool:
    """Whether the call has been read, though nobody watched."""
    with house.rows() as session:
        return house.call(session).state is CallState.TO_REVIEW


def in_a_year(call: CallRow) -> None:
    """The example's date passes one day; its directors must still be able to decide."""
    call.deadline = datetime.now(UTC) + timedelta(days=365)
