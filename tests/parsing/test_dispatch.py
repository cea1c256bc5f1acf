"""The day a notice was sent, in the words of notices."""

from __future__ import annotations

from datetime import date

import pytest

from tender.parsing.dispatch import dispatch_day
from tender.parsing.notices import open_notice


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Date d'envoi du présent avis au JOUE et au BOAMP : 30 décembre 2026.", date(2026, 12, 30)),
        ("DATE D’ENVOI DU PRÉSENT AVIS À LA PUBLICATION\n21/08/2026", date(2026, 8, 21)),
        ("Date d'envoi de l'avis : 31.3.2026", date(2026, 3, 31)),
        ("Date limite de remise : 31.3.2026", None),
        ("Date d'envoi du présent avis : voir le profil d'acheteur.", None),
    ],
)
def test_the_day_stands_after_its_label(text: str, day: date | None):
    assert dispatch_day(text) == day


@pytest.mark.parametrize(
    ("notice", "day"),
    [
        ("<ContractNotice><IssueDate>2026-04-02+02:00</IssueDate></ContractNotice>", date(2026, 4, 2)),
        (
            (
                "<TED_EXPORT><FORM_SECTION><F02_2014 LG='FR' CATEGORY='ORIGINAL'><COMPLEMENTARY_INFO>"
                "<DATE_DISPATCH_NOTICE>2021-06-29</DATE_DISPATCH_NOTICE></COMPLEMENTARY_INFO></F02_2014>"
                "</FORM_SECTION></TED_EXPORT>"
            ),
            date(2021, 6, 29),
        ),
        (
            "<ANNONCE><DONNEES><REFERENCE><DATE_ENVOI>2016-07-18</DATE_ENVOI></REFERENCE></DONNEES></ANNONCE>",
            date(2016, 7, 18),
        ),
    ],
)
def test_a_coded_day_is_a_page_of_the_notice_with_its_label(notice: str, day: date):
    opened = open_notice(notice.encode(), "avis.xml")
    assert opened is not None
    assert [dispatch_day(page.text) for page in opened.source.pages if dispatch_day(page.text)] == [day]
