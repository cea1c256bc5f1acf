"""What stands in the menu, by role. An entry shows once its page exists."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _

from tender.store.accounts import Role
from tender.web.login import viewer_or_none

STAFF_MENU = (
    ("today.index", _("Aujourd’hui")),
    ("calls.index", _("Appels")),
    ("watch.index", _("Veille")),
    ("members.index", _("Adhérentes")),
    ("library.index", _("Bibliothèque")),
    ("papers.index", _("Pièces")),
    ("reports.index", _("Rapports")),
    ("journal.index", _("Journal")),
)

MENUS = {
    Role.OFFICER: STAFF_MENU,
    Role.ADMIN: (*STAFF_MENU, ("people.index", _("Comptes"))),
    Role.DIRECTOR: (
        ("approvals.index", _("À décider")),
        ("approvals.shares", _("Nos parts")),
        ("own_prices.index", _("Nos prix")),
        ("members.capacities", _("Nos capacités")),
        ("papers.index", _("Nos pièces")),
        ("library.index", _("Nos preuves")),
        ("journal.index", _("Journal")),
    ),
    Role.READER: (
        ("reports.index", _("Rapport")),
        ("reports.contracts", _("Marchés")),
        ("report_comments.own", _("Contester, commenter")),
    ),
}

SEARCH = "search.index"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    name: str
    href: str
    current: bool


def prepare_navigation(app: Flask) -> None:
    """Give the templates the menu and the search page's address."""
    app.context_processor(lambda: {"menu": menu(), "search_href": _search()})


def menu() -> list[Entry]:
    """The menu of who is looking; the entry of the page's own blueprint is current."""
    viewer = viewer_or_none()
    if viewer is None:
        return []
    here, area = request.endpoint or "", request.blueprint
    known = [
        (endpoint, name) for endpoint, name in MENUS[viewer.role] if endpoint in current_app.view_functions
    ]
    exact = any(endpoint == here for endpoint, _name in known)
    return [
        Entry(
            str(name),
            url_for(endpoint),
            endpoint == here if exact else endpoint.partition(".")[0] == area,
        )
        for endpoint, name in known
    ]


def first_page() -> str | None:
    """Where a person starts: the first entry of her menu."""
    entries = menu()
    return entries[0].href if entries else None


def _search() -> str | None:
    viewer = viewer_or_none()
    if viewer is None or not viewer.sees_everything or SEARCH not in current_app.view_functions:
        return None
    return url_for(SEARCH)
