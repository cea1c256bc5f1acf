"""Files of a response, in one run: python -m benchmarks.documents [members lots].

Prints seconds for 11 members × 7 lots and for 100 × 10 lots into one ZIP, by two processes as the worker
makes it and by one; one more member's Word file against the floor, which is to read all parts of that file
and pack them again; one report page in PDF. Each goal is told as met or not; ratios hold on any machine,
seconds on two quiet cores.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from tender.documents.archive import pack, unpack
from tender.documents.bundle import bundle
from tender.documents.buyer.filling import fill
from tender.documents.forms import dossier
from tender.documents.generated import GeneratedFile
from tender.documents.paper import Block, Heading, Paper, Para
from tender.documents.response import Response
from tender.documents.writers.docx import write_docx
from tender.workbench.pressing import press
from tender.workbench.rendering import Order
from tests.documents.responses import a_response

WHOLE_GOAL, PAGE_GOAL, MEMBER_GOAL = 10.0, 0.030, 3.0


def main(arguments: list[str]) -> None:
    """Measure and print."""
    sizes = [(11, 7), (100, 10)] if not arguments else [(int(arguments[0]), int(arguments[1]))]
    for members, lots in sizes:
        _whole(members, lots)
    _one_member()
    _one_page()


def _whole(members: int, lots: int) -> None:
    """The same response by one process and, as the worker makes it, by two; then the archive."""
    response = _large(members, lots)
    alone, _ = _pressed(response, helped=False)
    began, before = time.perf_counter(), _processor()
    _, files = _pressed(response, helped=None)
    archive = bundle(files, response)
    wall, used = time.perf_counter() - began, _processor() - before
    met = "" if members < 100 else f" – goal {WHOLE_GOAL:.0f} s {_met(wall <= WHOLE_GOAL)}"
    size = f"{len(files)} files, {len(archive) / 1e6:.1f} MB"
    told = f"{wall:.1f} s wall for {used:.1f} s of processor, {alone:.1f} s wall by one process alone"
    print(f"{members} × {lots}: {size}, {told}{met}")


def _processor() -> float:
    """Seconds of this process and of those it started and has seen end."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def _pressed(response: Response, *, helped: bool | None) -> tuple[float, list[GeneratedFile]]:
    began = time.perf_counter()
    files = press(Order(response, fill(response)), lambda _done, _code: None, helped=helped)
    return time.perf_counter() - began, files


def _large(members: int, lots: int) -> Response:
    """A response of any size: the built one has eleven towns and seven lots to draw from."""
    return a_response(members=min(members, 11), lots=min(lots, 7)) if members <= 11 else _grown(members, lots)


def _grown(members: int, lots: int) -> Response:
    base = a_response(members=11, lots=7)
    group = tuple(
        replace(
            one,
            identity=replace(one.identity, id=f"ai{n + 1}"),
            role=one.role if n == 0 else base.members[1].role,
        )
        for n in range(members)
        for one in (base.members[n % 11],)
    )
    held = tuple(
        replace(
            base.lots[k % 7],
            number=str(k + 1),
            shares=tuple(
                replace(base.lots[k % 7].shares[n % len(base.lots[k % 7].shares)], member=f"ai{n + 1}")
                for n in range(k, members, lots)
            ),
        )
        for k in range(lots)
    )
    call = replace(base.call, lots=tuple((lot.number, lot.title) for lot in held))
    return replace(base, members=group, lots=held, call=call, prices=())


def _one_member() -> None:
    blocks: list[Block] = []
    for chapter in range(20):
        blocks += [
            Heading(f"{chapter + 1}. Chapitre"),
            *(Para("Une phrase de la réponse. " * 30) for _ in range(4)),
        ]
    paper = Paper("Réponse", "", "", a_response().issued_on, "Collectif", tuple(blocks))
    data = write_docx(paper)
    made = _best(lambda: write_docx(paper))
    floor = _best(lambda: pack(unpack(data)))
    told = f"goal {MEMBER_GOAL:.0f} × {_met(made <= MEMBER_GOAL * floor)}"
    figures = f"{made * 1e3:.1f} ms, floor {floor * 1e3:.1f} ms, ratio {made / floor:.1f}"
    print(f"20-page Word file: {figures} – {told}")


def _one_page() -> None:
    response = a_response(members=11, lots=7)
    took = _best(lambda: dossier.render(response))
    print(f"a page in PDF: {took * 1e3:.1f} ms – goal {PAGE_GOAL * 1e3:.0f} ms {_met(took <= PAGE_GOAL)}")


def _best(act: Callable[[], object]) -> float:
    """Seconds of processor time, the least of many: what others run meanwhile does not count."""
    act()
    taken = []
    for _ in range(25):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    return min(taken)


def _met(met: object) -> str:
    return "met" if met else "NOT met"


if __name__ == "__main__":
    main(sys.argv[1:])
