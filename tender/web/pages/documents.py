"""The files of a call: pictures of pages, the file itself, and words found in all of them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from tender.store.calls import PageRow, find_call, find_call_file
from tender.web import jobs
from tender.web.call_steps import steps_shown
from tender.web.downloads import handed_over
from tender.web.errors import found
from tender.web.login import STAFF, current_user, open_to
from tender.web.remark_words import refusal_words
from tender.web.session import db
from tender.web.sources import marked_spans
from tender.workbench import finding, viewing
from tender.workbench.refusals import file_refusal

bp = Blueprint("documents", __name__, url_prefix="/appels/<int:call_id>/fichiers")

A_WEEK = 7 * 24 * 3600
LONG = 80
"""A longer text is a quote from a fact, not words that somebody looks for."""


@bp.route("/")
@open_to(*STAFF)
def index(call_id: int) -> ResponseReturnValue:
    """The files, and the places where the words looked for stand."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    words = request.args.get("q", "").strip()
    told = finding.search(db(), current_user(), call_id, words) if words else finding.Found()
    only = request.args.get("fichier", 0, type=int)
    return render_template(
        "documents/index.html",
        call=call,
        steps=steps_shown(call),
        words=words,
        found=told,
        only=only if only in {file.id for file, _count in told.by_file} else 0,
        refusals={file.id: refusal_words(file_refusal(file)) for file in call.files if file.refused},
    )


@bp.route("/<int:file_id>/pages/<int:position>")
@open_to(*STAFF)
def page(call_id: int, file_id: int, position: int) -> ResponseReturnValue:
    """One page of a file, the words looked for marked on it, and where the next ones stand."""
    call = found(find_call(db(), call_id, viewer=current_user()))
    file, row = viewing.page_of(db(), current_user(), call_id, file_id, position)
    words = request.args.get("q", "").strip()
    here = finding.find([(file, row)], words) if words else finding.Found()
    spans = [span for hit in here.hits for span in hit.spans]
    return render_template(
        "documents/page.html",
        call=call,
        steps=steps_shown(call),
        file=file,
        page=row,
        words=words,
        text=marked_spans(row.text, spans),
        boxes=finding.boxes_of(db(), row, spans) if spans else (),
        around=_around(call_id, row, words) if file.until is None else None,
    )


@dataclass(frozen=True, slots=True)
class Around:
    """Where a page stands among all the places found: its first hit, and the pages before and after."""

    first: int
    last: int
    total: int
    before: finding.Hit | None
    after: finding.Hit | None


def _around(call_id: int, row: PageRow, words: str) -> Around | None:
    """The hits before and after this page; None when nothing is looked for or none is on it."""
    hits = finding.search(db(), current_user(), call_id, words).hits if 0 < len(words) <= LONG else ()
    here = [number for number, hit in enumerate(hits) if hit.page.id == row.id]
    if not here:
        return None
    return Around(
        here[0] + 1,
        here[-1] + 1,
        len(hits),
        hits[here[0] - 1] if here[0] else None,
        hits[here[-1] + 1] if here[-1] + 1 < len(hits) else None,
    )


@bp.route("/<int:file_id>/pages/<int:position>.png")
@open_to(*STAFF)
def picture(call_id: int, file_id: int, position: int) -> ResponseReturnValue:
    """A page as a picture. The same bytes give the same picture, so the browser may keep it."""
    width = request.args.get("largeur", 1200, type=int)
    png = viewing.page_picture(
        db(), current_user(), jobs.files(), call_id, file_id, position=position, width=width
    )
    answer = make_response(png)
    answer.headers["Content-Type"] = "image/png"
    answer.headers["Cache-Control"] = f"private, max-age={A_WEEK}, immutable"
    return answer


@bp.route("/<int:file_id>/original")
@open_to(*STAFF)
def original(call_id: int, file_id: int) -> ResponseReturnValue:
    """The file as the buyer issued it; never opened inside the page, for it is a stranger's."""
    file = found(find_call_file(db(), call_id, file_id, viewer=current_user()))
    return handed_over(jobs.files().path(file.sha256), file.name)
