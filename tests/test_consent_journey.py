"""Consent in a real browser: the question put, three directors on a phone, the split, each one's decision.

A director's whole path must take under two minutes: what is counted here are her acts, taps and fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tender.example.call import ARCHIVE, call_archive
from tender.store.accounts import UserRow, find_user_by_email
from tender.store.consultations import Stance, list_answers
from tender.vocabulary.split import PartyForm, Verdict
from tender.workbench.approving import state_of
from tender.workbench.intake import begin_reading, finish_reading, read_uploads, receive
from tender.workbench.needing import read_needs
from tender.workbench.publishing import set_terms
from tender.workbench.splitting import propose
from tests.browser import PHONE, sign_in, window
from tests.journey import (
    NADIA,
    OFFICER,
    PARIS,
    PASSWORD,
    PHILIPPE,
    House,
    follow,
    founded,
    house,
    look,
    press,
    the_others_approve,
    the_split,
)

__all__ = ["founded", "house"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SANDRINE = "sandrine.oliveri@example.org"


@dataclass
class Acts:
    """What a director does with her thumb: each tap and each field filled."""

    page: Page
    done: list[str] = field(default_factory=list)

    def tap(self, what: Locator) -> None:
        """Tap something that leads to another page."""
        self.done.append("tap")
        with self.page.expect_navigation():
            what.first.click()

    def choose(self, what: Locator) -> None:
        """Tap something on the page itself."""
        self.done.append("tap")
        what.first.click()

    def fill(self, what: Locator, words: str) -> None:
        """Fill a field."""
        self.done.append("field")
        what.first.fill(words)


def the_officer(session) -> UserRow:
    """The example's officer."""
    found = find_user_by_email(session, OFFICER)
    assert found is not None
    return found


def a_read_call(house: House) -> str:
    """The example's call as the worker reads it, its needs as read, its deadline ahead; its address."""
    with house.rows() as session:
        officer, files = the_officer(session), house.app.extensions["files"]
        received = receive(session, officer, files, [(ARCHIVE, call_archive())])
        session.flush()
        assert received.job is not None
        uploads = begin_reading(session, received.job.id)
        call = finish_reading(session, received.job.id, read_uploads(files, uploads, lambda *_told: None))
        call.deadline = datetime.now(PARIS) + timedelta(days=60)
        read_needs(session, officer, call)
        return f"/appels/{call.id}"


def open_the_question(page: Page, address: str) -> None:
    """The officer asks all members, with a word."""
    page.goto(f"{address}/consultation/")
    look(page, "consultation-before")
    page.get_by_label("Un mot aux associations").fill("Sept lots, quatre ans.")
    press(page, "Consulter les adhérentes")
    expect(page.get_by_text("La question est posée")).to_be_visible()
    look(page, "consultation-open")


def say_yes_where_we_can(phone: Page) -> int:
    """Nadia: what the buyer asks is one tap away; her answers are filled from her means. Her acts."""
    acts = Acts(phone)
    look(phone, "consulted")
    acts.tap(phone.get_by_role("link", name="Dire si nous venons"))
    look(phone, "answer")
    phone.get_by_role("link", name="Ce que demande l’acheteur").click()
    expect(phone.get_by_role("heading", name="Les fichiers de l’acheteur")).to_be_visible()
    look(phone, "asked")
    phone.go_back()
    acts.tap(phone.get_by_role("link", name="Dans le groupement partout"))
    look(phone, "answer-filled")
    acts.tap(phone.get_by_role("button", name="Envoyer nos réponses"))
    expect(phone.get_by_text("Vos réponses sont enregistrées")).to_be_visible()
    return len(acts.done)


def go_alone_on_one(phone: Page) -> int:
    """Philippe: alone on lot 1, in the group where he can elsewhere. His acts."""
    acts = Acts(phone)
    acts.tap(phone.get_by_role("link", name="Dire si nous venons"))
    acts.tap(phone.get_by_role("link", name="Dans le groupement partout"))
    acts.choose(phone.locator("label[for=stance-1-alone]"))
    acts.tap(phone.get_by_role("button", name="Envoyer nos réponses"))
    expect(phone.get_by_text("Seule : lot 1")).to_be_visible()
    look(phone, "answered")
    return len(acts.done)


def the_officer_closes_and_splits(house: House, page: Page, address: str) -> None:
    """Silence becomes a no; the split is made and shown."""
    page.goto(f"{address}/consultation/")
    expect(page.get_by_text("27 %) ont répondu")).to_be_visible()
    press(page, "Clore maintenant")
    expect(page.get_by_text("8 silences comptés comme non")).to_be_visible()
    look(page, "consultation-closed")
    with house.rows() as session:
        officer, call = the_officer(session), house.call(session)
        split = propose(session, officer, call.id, seconds=5)
        lead = next(row.member_id for row in split.shares if row.member.key == "coup-de-pouce-salonais")
        set_terms(
            session, officer, call.id, lead_id=lead, form=PartyForm.JOINT, lead_solidary=True,
            fee_percent=2.5, closes=None,
        )  # fmt: skip
        asked = {row.member.key for row in split.shares}
        assert asked <= {"coup-de-pouce-salonais", "ouest-etang-emploi", "atelier-des-canaux"}
        alone = {row.lot for row in split.shares if row.member.key == "ouest-etang-emploi"}
        assert alone
        assert "1" not in alone
    page.goto(f"{address}/conditions/")
    press(page, "Soumettre aux directions")
    expect(page.get_by_text("La répartition est soumise")).to_be_visible()
    page.goto(f"{address}/consultation/")
    look(page, "consultation-shown")


def approve(phone: Page) -> int:
    """Read the part, approve it. The acts."""
    acts = Acts(phone)
    phone.goto("/parts/")
    acts.tap(phone.get_by_role("link", name="Lire notre part et décider"))
    acts.tap(phone.get_by_role("button", name="J’approuve notre part"))
    expect(phone.get_by_text("Votre décision est enregistrée")).to_be_visible()
    return len(acts.done)


def propose_less(phone: Page) -> int:
    """Sandrine can give sixteen hours less at her first place, and says why. Her acts."""
    acts = Acts(phone)
    phone.goto("/parts/")
    acts.tap(phone.get_by_role("link", name="Lire notre part et décider"))
    acts.tap(phone.get_by_role("link", name="Je propose autre chose"))
    look(phone, "counter")
    box = phone.locator("main input[inputmode=numeric]").first
    acts.fill(box, str(int(box.input_value()) - 16))
    acts.fill(phone.get_by_label("Un mot d’explication"), "Une salariée part en mai.")
    acts.tap(phone.get_by_role("button", name="Envoyer cette proposition"))
    expect(phone.get_by_text("étudie votre proposition")).to_be_visible()
    return len(acts.done)


def test_from_the_question_to_the_frozen_split(browser: Browser, house: House):
    address = a_read_call(house)
    with window(browser, house.address) as page:
        sign_in(page, OFFICER, PASSWORD)
        open_the_question(page, address)
        with window(browser, house.address, PHONE) as phone:
            sign_in(phone, NADIA, PASSWORD)
            assert say_yes_where_we_can(phone) <= 3
        with window(browser, house.address, PHONE) as phone:
            sign_in(phone, PHILIPPE, PASSWORD)
            assert go_alone_on_one(phone) <= 4
        with window(browser, house.address, PHONE) as phone:
            sign_in(phone, SANDRINE, PASSWORD)
            say_yes_where_we_can(phone)
        with house.rows() as session:
            told = list_answers(session, house.call(session).id, viewer=the_officer(session))
            alone = [one for one in told if one.stance is Stance.ALONE]
            assert [(one.lot, one.hours, one.places) for one in alone] == [("1", None, [])]
        the_officer_closes_and_splits(house, page, address)

        with window(browser, house.address, PHONE) as phone:
            sign_in(phone, NADIA, PASSWORD)
            assert approve(phone) <= 2
        with window(browser, house.address, PHONE) as phone:
            sign_in(phone, SANDRINE, PASSWORD)
            assert propose_less(phone) <= 5
        page.goto(f"{address}/approbations/")
        expect(page.get_by_text("Une salariée part en mai.")).to_be_visible()
        look(page, "consent-countered")
        press(page, "Reprendre sa proposition")
        expect(page.get_by_text("La proposition est reprise")).to_be_visible()
        with house.rows() as session:
            verdicts = {one.member.key: one.verdict for one in state_of(session, the_split(session))}
        assert verdicts["atelier-des-canaux"] is not Verdict.COUNTERED
        press(page, "Désigner les réserves manquantes")
        expect(page.locator("#reserves")).to_be_visible()
        the_others_approve(house)
        page.goto(f"{address}/approbations/")
        press(page, "Figer la répartition")
        expect(page.get_by_text("La répartition est figée").first).to_be_visible()
        page.goto(f"{address}/approbations/")
        look(page, "consent-frozen")
        follow(page, "SIPM-2026-EX07")
