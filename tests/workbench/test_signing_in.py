"""Accounts as verbs: what each refuses, and what it leaves in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tender.store.accounts import Role, UserRow
from tender.store.database import open_engine, sessions
from tender.store.journal import list_journal
from tender.store.members import MemberRow
from tender.store.tables import metadata
from tender.workbench import signing_in
from tender.workbench.errors import Invalid, NotAllowed, NotFound

AT = datetime(2026, 7, 1, 8, tzinfo=UTC)
PASSWORD = "quatre mots sans lien"
LINKS = signing_in.Links("a secret for tests")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_engine(f"sqlite:///{tmp_path / 'tender.db'}")
    metadata.create_all(engine)
    with sessions(engine)() as opened:
        yield opened
    engine.dispose()


def an_account(session: Session, role: Role = Role.OFFICER, **fields: object) -> UserRow:
    held = {"email": f"{role.value}@example.org", "name": "Claire Aubin", "role": role, "at": AT, **fields}
    return signing_in.add_user(session, None, **held)  # type: ignore[arg-type] # a builder for tests


def test_a_password_is_kept_as_an_argon2id_hash_only(session: Session):
    user = an_account(session, password=PASSWORD)

    assert user.password_hash.startswith("$argon2id$")
    assert PASSWORD not in user.password_hash


def test_an_account_without_password_lets_nobody_in(session: Session):
    an_account(session)

    with pytest.raises(NotAllowed) as refusal:
        signing_in.sign_in(session, "officer@example.org", "", at=AT)

    assert refusal.value.code == "wrong_credentials"


def test_failures_are_forgotten_once_one_gets_in(session: Session):
    user = an_account(session, password=PASSWORD)
    for _ in range(signing_in.FAILURES_ALLOWED - 1):
        with pytest.raises(NotAllowed):
            signing_in.sign_in(session, user.email, "faux", at=AT)

    signing_in.sign_in(session, user.email, PASSWORD, at=AT)

    assert user.failed_sign_ins == 0
    assert user.last_sign_in == AT


def test_a_locked_account_opens_again_when_the_time_has_passed(session: Session):
    user = an_account(session, password=PASSWORD)
    for _ in range(signing_in.FAILURES_ALLOWED):
        with pytest.raises(NotAllowed):
            signing_in.sign_in(session, user.email, "faux", at=AT)

    with pytest.raises(NotAllowed):
        signing_in.sign_in(session, user.email, PASSWORD, at=AT + signing_in.LOCK - timedelta(seconds=1))

    assert signing_in.sign_in(session, user.email, PASSWORD, at=AT + signing_in.LOCK) is user


def test_a_closed_account_gets_no_link(session: Session):
    user = an_account(session, password=PASSWORD)
    user.active = False

    assert signing_in.request_reset(session, user.email, LINKS) is None


def test_an_invitation_lives_a_week_and_a_reset_an_hour(session: Session):
    user = an_account(session)
    made = datetime.now(UTC)
    invitation = LINKS.make(user, signing_in.LinkKind.INVITATION)
    reset = LINKS.make(user, signing_in.LinkKind.RESET)

    assert LINKS.read(session, invitation, at=made + timedelta(days=6)) is user
    assert LINKS.read(session, reset, at=made + timedelta(minutes=59)) is user
    for token, late in ((invitation, timedelta(days=8)), (reset, timedelta(hours=2))):
        with pytest.raises(NotFound):
            LINKS.read(session, token, at=made + late)


def test_a_link_of_another_installation_opens_nothing(session: Session):
    foreign = signing_in.Links("another secret").make(an_account(session), signing_in.LinkKind.RESET)

    with pytest.raises(NotFound) as refusal:
        LINKS.read(session, foreign, at=AT)

    assert refusal.value.code == "link_dead"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("onze signes", "password_short"),
        ("x" * 201, "password_long"),
        ("abababababab", "password_easy"),
        ("officer@example.org", "password_easy"),
    ],
)
def test_a_poor_password_is_refused_with_its_reason(session: Session, password: str, code: str):
    user = an_account(session)

    with pytest.raises(Invalid) as refusal:
        signing_in.choose_password(
            session, LINKS.make(user, signing_in.LinkKind.RESET), password, LINKS, at=datetime.now(UTC)
        )

    assert refusal.value.code == code
    assert user.password_hash == ""


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DIRECTOR, Role.READER])
def test_only_an_administrator_opens_closes_and_invites(session: Session, role: Role):
    session.add(MemberRow(key="m", name="Mistral Insertion", identity={}))
    session.flush()
    actor = an_account(session, role, member_ids=(1,), buyer_name="Istres")

    with pytest.raises(NotAllowed):
        signing_in.add_user(
            session, actor, email="x@y.fr", name="X", role=Role.READER, at=AT, buyer_name="Istres"
        )
    with pytest.raises(NotAllowed):
        signing_in.set_active(session, actor, actor.id, active=False, at=AT)
    with pytest.raises(NotAllowed):
        signing_in.invitation_for(session, actor, actor.id, LINKS)


@pytest.mark.parametrize(("role", "code"), [(Role.DIRECTOR, "member_needed"), (Role.READER, "buyer_needed")])
def test_a_role_without_what_it_speaks_for_is_refused(session: Session, role: Role, code: str):
    with pytest.raises(Invalid) as refusal:
        an_account(session, role)

    assert refusal.value.code == code


def test_one_address_is_one_account_whatever_its_capitals(session: Session):
    an_account(session)

    with pytest.raises(Invalid) as refusal:
        an_account(session, email=" OFFICER@example.org")

    assert refusal.value.code == "email_taken"


def test_what_happens_to_accounts_stands_in_the_journal(session: Session):
    admin = an_account(session, Role.ADMIN, password=PASSWORD)
    officer = an_account(session)
    signing_in.sign_in(session, admin.email, PASSWORD, at=AT)
    signing_in.set_active(session, admin, officer.id, active=False, at=AT)

    acts = [row.act for row in list_journal(session, viewer=admin)]

    assert acts == ["account.closed", "account.signed_in", "account.opened", "account.opened"]
