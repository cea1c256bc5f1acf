"""One table: which act is whose."""

from __future__ import annotations

from enum import StrEnum

from tender.store.accounts import Role, UserRow
from tender.workbench.errors import NotAllowed


class Act(StrEnum):
    """What can be done in the workbench."""

    RECEIVE_CALL = "receive_call"
    REVIEW_FACTS = "review_facts"
    EDIT_NEEDS = "edit_needs"
    SPLIT = "split"
    DECIDE_SHARE = "decide_share"
    DECIDE_LAW = "decide_law"
    RECORD_MANDATE = "record_mandate"
    FREEZE = "freeze"
    EDIT_RESPONSE = "edit_response"
    GENERATE = "generate"
    SIGN_OFF = "sign_off"
    FILE = "file"
    DECLARE_MEANS = "declare_means"
    KEEP_EVIDENCE = "keep_evidence"
    EDIT_COLLECTIVE = "edit_collective"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_REPORT = "read_report"
    IMPORT_DECLARED = "import_declared"
    KEEP_UPTAKE = "keep_uptake"
    READ_JOURNAL = "read_journal"


STAFF = frozenset({Role.ADMIN, Role.OFFICER})

WHO: dict[Act, frozenset[Role]] = {
    Act.RECEIVE_CALL: STAFF,
    Act.REVIEW_FACTS: STAFF,
    Act.EDIT_NEEDS: STAFF,
    Act.SPLIT: STAFF,
    Act.DECIDE_SHARE: frozenset({Role.DIRECTOR}),
    Act.DECIDE_LAW: STAFF,
    Act.RECORD_MANDATE: STAFF,
    Act.FREEZE: STAFF,
    Act.EDIT_RESPONSE: STAFF,
    Act.GENERATE: STAFF,
    Act.SIGN_OFF: STAFF,
    Act.FILE: STAFF,
    Act.DECLARE_MEANS: STAFF | {Role.DIRECTOR},
    Act.KEEP_EVIDENCE: STAFF | {Role.DIRECTOR},
    Act.EDIT_COLLECTIVE: STAFF,
    Act.MANAGE_ACCOUNTS: frozenset({Role.ADMIN}),
    Act.READ_REPORT: STAFF | {Role.READER},
    Act.IMPORT_DECLARED: STAFF,
    Act.KEEP_UPTAKE: STAFF,
    Act.READ_JOURNAL: STAFF | {Role.DIRECTOR},
}


def may(actor: UserRow, act: Act) -> bool:
    """Whether this person's role allows the act; a verb may still refuse this very thing."""
    return actor.active and actor.role in WHO[act]


def require(actor: UserRow, act: Act) -> None:
    """Raises NotAllowed unless the person's role allows the act."""
    if not may(actor, act):
        raise NotAllowed(act.value, role=actor.role.value)
