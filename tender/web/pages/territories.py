"""Where a member works and where its convention lets it: places picked on the map, by name, or by a list."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tender.store.members import ConventionPlaceRow, MemberRow, TerritoryRow, find_member
from tender.web.errors import found
from tender.web.login import STAFF_AND_DIRECTORS, current_user, open_to
from tender.web.maps import Paint
from tender.web.session import db
from tender.workbench import declaring
from tender.workbench.casing import convention_reach, worked_in
from tender.workbench.mapping import (
    around_of,
    find_places,
    labelled,
    largest_of,
    map_of,
    places_of_commune,
    read_place_list,
    territory_name,
)

bp = Blueprint("territories", __name__, url_prefix="/adherentes/<int:member_id>/territoires")

CONVENTION = "convention"


@bp.route("/", methods=["GET", "POST"], strict_slashes=False)
@open_to(*STAFF_AND_DIRECTORS)
def index(member_id: int) -> ResponseReturnValue:
    """Add and remove places, by their name, on the map, or by a list."""
    member = found(find_member(db(), member_id, viewer=current_user()))
    if request.method == "POST":
        return _change(member)
    return _page(member)


def _use() -> str:
    return CONVENTION if request.values.get("usage") == CONVENTION else ""


def _held(member: MemberRow) -> list[tuple[str, str]]:
    rows: Sequence[ConventionPlaceRow | TerritoryRow] = (
        member.convention_places if _use() else member.territories
    )
    return [(row.kind, row.code) for row in rows]


def _page(member: MemberRow, *, unread: Sequence[str] = (), listed: str = "") -> str:
    words, chosen = request.values.get("q", ""), request.values.get("commune", "")
    limit, work = convention_reach(member), worked_in(member)
    reach = (limit or frozenset()) if _use() else work
    searched = [one.code for one in find_places(words) if one.kind in ("commune", "abroad")]
    around = around_of([*reach, *([chosen] if chosen else [])]) or around_of(work | (limit or set()))
    around = around or around_of([*searched, *([member.home_place] if member.home_place else [])])
    sheet = map_of(reach | around)
    return render_template(
        "members/territories.html",
        member=member,
        use=_use(),
        words=words,
        found=find_places(words),
        chosen=chosen,
        choices=places_of_commune(chosen) if chosen else (),
        places=_held(member),
        held=set(_held(member)),
        reach=reach,
        limit=limit,
        beyond=sorted((work - limit) if limit is not None and not _use() else ()),
        sheet=sheet,
        paints={code: _choosable(member, code, code in reach, chosen, limit) for code in reach | around},
        labels=labelled(sheet, [chosen, member.home_place, *largest_of(reach | around)]) if sheet else (),
        territory_name=territory_name,
        unread=unread,
        listed=listed,
    )


def _choosable(member: MemberRow, code: str, held: bool, chosen: str, limit: frozenset[str] | None) -> Paint:
    """A commune that can be chosen on the map; beyond the convention it stays behind."""
    href = url_for(
        "territories.index", member_id=member.id, commune=code, usage=_use() or None, _anchor="choix"
    )
    outside = not _use() and limit is not None and code not in limit
    title = _("%(place)s, hors convention", place=territory_name("commune", code)) if outside else ""
    return Paint(reach=held, dim=outside, chosen=code == chosen, href=href, title=title)


def _change(member: MemberRow) -> ResponseReturnValue:
    act, places = request.form.get("act", ""), _held(member)
    if act == "list":
        return _add_list(member, places)
    kind, code = request.form.get("kind", ""), request.form.get("code", "")
    name = territory_name(kind, code)
    if act == "remove" or (act == "toggle" and (kind, code) in places):
        places = [one for one in places if one != (kind, code)]
        words = _("%(place)s ne fait plus partie du territoire.", place=name)
    else:
        places.append((kind, code))
        words = _("%(place)s fait maintenant partie du territoire.", place=name)
    _set(member, places)
    flash(words, "ok")
    return redirect(_back(member))


def _set(member: MemberRow, places: list[tuple[str, str]]) -> None:
    declaring.set_territories(db(), current_user(), member.id, places, convention=bool(_use()))


def _add_list(member: MemberRow, places: list[tuple[str, str]]) -> ResponseReturnValue:
    """Every line of a list, or none of them: a line that is no place is named."""
    text = request.form.get("list", "")
    read, unread = read_place_list(text)
    if unread or not read:
        return _page(member, unread=unread or [_("liste vide")], listed=text), 422
    fresh = [one for one in read if one not in places]
    _set(member, [*places, *fresh])
    flash(ngettext("%(num)s lieu ajouté.", "%(num)s lieux ajoutés.", len(fresh)), "ok")
    return redirect(_back(member))


def _back(member: MemberRow) -> str:
    return url_for(
        "territories.index", member_id=member.id, q=request.form.get("q") or None, usage=_use() or None,
        commune=request.form.get("commune") or None,
    )  # fmt: skip
