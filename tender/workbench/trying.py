"""What would be: suppositions about a split, searched beside it, seen side by side, adopted or dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from tender.consortium.comparison import Comparison, compare
from tender.consortium.invariants import objective_of, violations
from tender.consortium.least_change import resplit
from tender.consortium.solver import propose as solve
from tender.store.accounts import UserRow
from tender.store.jobs import JobKind, JobRow
from tender.store.journal import note
from tender.store.splits import SplitRow, TrialRow, find_trial
from tender.vocabulary.plain import from_plain, to_plain
from tender.vocabulary.split import Lock, Refusal, Split, SplitCase, SplitStatus
from tender.workbench.casing import Settled, build_case, settled_of, shares_of
from tender.workbench.clock import now
from tender.workbench.errors import Invalid, NotFound, NotReady, OutOfDate
from tender.workbench.jobs import job_of
from tender.workbench.permissions import Act, require
from tender.workbench.splitting import SECONDS, complete, open_split, split_of, write

Progress = Callable[[int, int, str], None]
Change = Mapping[str, Any]
"""One supposition. kind: free (member, trade, hours a month), weight (member, weight), lot (lot,
min_share_hours, max_members), lock or unlock (member, lot, place, trade), refuse or back (member, lot)."""

NEAREST, FRESH = "nearest", "fresh"
CANDIDATES = (NEAREST, FRESH)
LEAST_WEIGHT, MOST_WEIGHT = 0.1, 10.0


@dataclass(frozen=True, slots=True)
class Trial:
    """What a search starts from. `previous`: the split to stay near, None where nothing is shared yet."""

    case: SplitCase
    previous: Split | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A split found, beside the one there is."""

    name: str
    split: Split
    beside: Comparison


@dataclass(frozen=True, slots=True)
class TrialView:
    """A supposition as the officer looks at it. `old`: the split changed since."""

    trial: TrialRow
    split: SplitRow
    case: SplitCase
    candidates: tuple[Candidate, ...]
    old: bool


def settle(settled: Settled, changes: Sequence[Change], split: SplitRow) -> Settled:
    """What would be settled with these changes. Raises Invalid on a kind nobody knows."""
    for change in changes:
        settled = _settle(settled, change, split)
    return settled


def _settle(settled: Settled, change: Change, split: SplitRow) -> Settled:
    match change:
        case {"kind": "free", "member": str(member), "trade": str(trade), "hours": hours}:
            own = settled.members.get(member) or {}
            return _with_member(settled, member, free={**(own.get("free") or {}), trade: float(hours)})
        case {"kind": "weight", "member": str(member), "weight": weight}:
            return _with_member(settled, member, weight=float(weight))
        case {"kind": "lot", "lot": str(lot), "min_share_hours": least, "max_members": most}:
            rules = {"min_share_hours": float(least), "max_members": most}
            return replace(settled, lots={**settled.lots, lot: rules})
        case {"kind": "refuse" | "back" as kind, "member": str(member), "lot": str(lot)}:
            return _with_refusal(settled, Refusal(member, lot, change.get("place")), kind == "refuse")
        case {"kind": "lock" | "unlock" as kind, "member": str(member), "lot": str(lot)}:
            place, trade = str(change.get("place")), str(change.get("trade"))
            return _with_lock(settled, (member, lot, place, trade), kind == "lock", split)
    raise Invalid("trial_change", **change)


def _with_member(settled: Settled, member: str, **given: Any) -> Settled:
    own = {**(settled.members.get(member) or {}), **given}
    return replace(settled, members={**settled.members, member: own})


def _with_refusal(settled: Settled, refusal: Refusal, refused: bool) -> Settled:
    others = tuple(one for one in settled.refused if one != refusal)
    kept = tuple(lock for lock in settled.locked if (lock.member, lock.lot) != (refusal.member, refusal.lot))
    return replace(
        settled,
        refused=(*others, refusal) if refused else others,
        locked=kept if refused else settled.locked,
    )


def _with_lock(settled: Settled, key: tuple[str, str, str, str], locked: bool, split: SplitRow) -> Settled:
    others = tuple(one for one in settled.locked if (one.member, one.lot, one.place, one.trade) != key)
    share = next(
        (row.share for row in split.shares if (row.member.key, row.lot, row.place, row.trade) == key), None
    )
    if share is None:
        raise Invalid("trial_change", member=key[0], lot=key[1])
    return replace(settled, locked=(*others, Lock(*key, share)) if locked else others)


def check(session: Session, actor: UserRow, call_id: int, changes: Sequence[Change]) -> None:
    """Raises Invalid, with the change at fault, where one names nobody or asks for what cannot be."""
    split = split_of(session, actor, call_id)
    case = build_case(session, actor, split)
    members, lots = {one.id for one in case.members}, {one.id for one in case.lots}
    for change in changes:
        sound = change.get("member", next(iter(members), "")) in members
        sound = sound and change.get("lot", next(iter(lots), "")) in lots
        if not (sound and _sound(change)):
            raise Invalid("trial_change", **change)
    settle(settled_of(split), changes, split)


def _sound(change: Change) -> bool:
    match change:
        case {"kind": "free", "hours": int() | float() as hours, "trade": str(trade)}:
            return bool(trade) and 0 <= hours <= 200_000
        case {"kind": "weight", "weight": int() | float() as weight}:
            return LEAST_WEIGHT <= weight <= MOST_WEIGHT
        case {"kind": "lot", "min_share_hours": int() | float() as least, "max_members": most}:
            return least >= 0 and (most is None or most >= 1)
        case {"kind": "lock" | "unlock" | "refuse" | "back"}:
            return True
    return False


def ask(session: Session, actor: UserRow, call_id: int, changes: Sequence[Change]) -> tuple[TrialRow, JobRow]:
    """Have the splits searched that these suppositions give: the nearest to what stands, and the best.

    Raises Invalid, NotReady without needs or once frozen.
    """
    split = open_split(session, actor, call_id, None)
    if not build_case(session, actor, split).lots:
        raise NotReady("no_needs", call=call_id)
    check(session, actor, call_id, changes)
    trial = TrialRow(
        call_id=call_id,
        user_id=actor.id,
        by=actor.name,
        created=now(),
        revision=split.revision,
        changes=[dict(change) for change in changes],
        found={},
    )
    session.add(trial)
    session.flush()
    job = JobRow(
        kind=JobKind.TRIAL,
        call_id=call_id,
        user_id=actor.id,
        created=now(),
        params={"trial": trial.id},
    )
    session.add(job)
    session.flush()
    return trial, job


def begin(session: Session, job_id: int) -> Trial:
    """Mark the job as running; what it searches. Raises NotFound, NotReady."""
    job, trial, actor = _of_job(session, job_id)
    split = open_split(session, actor, job.call_id, None)
    job.begin(now())
    case = build_case(session, actor, split, settle(settled_of(split), trial.changes, split))
    before = _split_as_it_is(build_case(session, actor, split), split)
    return Trial(case, before if before.shares else None)


def _split_as_it_is(case: SplitCase, split: SplitRow) -> Split:
    shares = tuple(shares_of(case, split))
    return Split(SplitStatus.FEASIBLE, split.gap, 0.0, objective_of(case, shares), shares)


def search(asked: Trial, progress: Progress, *, seconds: float = SECONDS) -> dict[str, Split]:
    """The candidates by name; needs no session, for it takes a while. Raises NotReady when there is none."""
    found = {}
    if asked.previous is not None:
        near = resplit(asked.case, asked.previous, seconds=seconds / 2)
        if near.status is not SplitStatus.INFEASIBLE:
            found[NEAREST] = near
    progress(1, 2, FRESH)
    best = solve(asked.case, seconds=seconds)
    if best.status is not SplitStatus.INFEASIBLE:
        found[FRESH] = best
    if not found:
        raise NotReady("no_split")
    return found


def finish(session: Session, job_id: int, found: Mapping[str, Split]) -> None:
    """Keep what was found; the split itself does not move."""
    job, trial, _actor = _of_job(session, job_id)
    trial.found = {name: to_plain(replace(split, reasons=())) for name, split in found.items()}
    job.succeed(now())


def view(session: Session, actor: UserRow, call_id: int, trial_id: int) -> TrialView:
    """The split as it is beside what was found. Raises NotFound, NotAllowed."""
    split, trial = split_of(session, actor, call_id), _trial(session, actor, call_id, trial_id)
    case = build_case(session, actor, split)
    before = _split_as_it_is(case, split)
    supposed = build_case(session, actor, split, settle(settled_of(split), trial.changes, split))
    candidates = []
    for name in CANDIDATES:
        if name in trial.found:
            after = from_plain(Split, trial.found[name])
            candidates.append(Candidate(name, after, compare(case, before, supposed, after)))
    return TrialView(trial, split, case, tuple(candidates), split.revision != trial.revision)


def adopt(session: Session, actor: UserRow, call_id: int, trial_id: int, name: str) -> SplitRow:
    """Make a candidate the split, and settle for this call what it supposes.

    Raises OutOfDate when the split changed since the trial, NotReady while it is searched or once frozen.
    """
    require(actor, Act.SPLIT)
    split, trial = open_split(session, actor, call_id, None), _trial(session, actor, call_id, trial_id)
    if split.revision != trial.revision:
        raise OutOfDate("trial_old", seen=trial.revision, now=split.revision)
    if name not in trial.found:
        raise NotReady("trial_waiting", name=name)
    settled = settle(settled_of(split), trial.changes, split)
    case = build_case(session, actor, split, settled)
    after = from_plain(Split, trial.found[name])
    if violations(case, after.shares):
        raise OutOfDate("trial_old", seen=trial.revision, now=split.revision)
    split.lot_settings, split.member_settings = dict(settled.lots), dict(settled.members)
    split.refused = [to_plain(one) for one in settled.refused]
    write(session, actor, split, case, complete(case, after))
    kept = {(one.member, one.lot, one.place, one.trade) for one in settled.locked}
    for row in split.shares:
        row.locked = (row.member.key, row.lot, row.place, row.trade) in kept
    trial.outcome = name
    note(session, now(), actor, "trial.adopted", call_id=call_id, candidate=name, changes=trial.changes,
         revision=split.revision)  # fmt: skip
    return split


def drop(session: Session, actor: UserRow, call_id: int, trial_id: int) -> None:
    """Leave the split as it is; the trial stays readable."""
    require(actor, Act.SPLIT)
    _trial(session, actor, call_id, trial_id).outcome = "dropped"


def _trial(session: Session, actor: UserRow, call_id: int, trial_id: int) -> TrialRow:
    trial = find_trial(session, call_id, trial_id, viewer=actor)
    if trial is None:
        raise NotFound("trial", id=trial_id)
    return trial


def _of_job(session: Session, job_id: int) -> tuple[JobRow, TrialRow, UserRow]:
    job, actor = job_of(session, job_id)
    trial = session.get(TrialRow, job.params.get("trial"))
    if trial is None:
        raise NotFound("trial", id=job.params.get("trial"))
    return job, trial, actor
