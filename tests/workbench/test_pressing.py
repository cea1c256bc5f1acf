"""Forms made by two processes: the same bytes, and nothing lost when the second one fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tender.documents.bundle import generate
from tender.documents.buyer.filling import fill
from tender.documents.forms import FORMS
from tender.documents.response import BuyerFile
from tender.workbench import pressing
from tender.workbench.pressing import press
from tender.workbench.rendering import Order, rendered
from tests.documents.buyer_files import an_espd_request, word
from tests.documents.responses import a_response


@pytest.mark.parametrize("memory", [2 << 30, 32 << 20], ids=["helped", "its helper dies"])
def test_two_processes_make_the_bytes_one_makes(memory: int) -> None:
    response = replace(a_response(), buyer_files=(an_espd_request(criteria=3),))
    told: list[tuple[int, str]] = []

    made = press(Order(response), lambda done, code: told.append((done, code)), helped=True, memory=memory)

    assert made == list(generate(response))
    assert [done for done, _ in told] == sorted(done for done, _ in told), "the bar never goes back"
    assert len(told) <= len(FORMS)


def test_what_is_sent_to_the_second_process_is_enough_for_every_form_made_there() -> None:
    act = BuyerFile("AE.docx", "ATTRI1", word("Numéro SIRET : ................"))
    response = replace(a_response(), buyer_files=(an_espd_request(criteria=3), act))
    order = Order(response, fill(response))

    sent = pressing._light(order)

    assert sent.response.buyer_files == ()
    assert not any(held.data for held in (*sent.response.papers, *sent.filled.files))
    for form in FORMS:
        if form not in pressing._OWN:
            assert rendered(form, sent) == rendered(form, order), form.CODE
