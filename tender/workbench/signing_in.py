"""Signing in, invitations, new passwords. Passwords are kept as Argon2id hashes only.

Links carry the account and the number of its password, signed: using one changes the number, so it dies.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from tender.store.accounts import MandateRow, Role, UserRow, find_user, find_user_by_email
from tender.store.journal import note
from tender.workbench.errors import Invalid, NotAllowed, NotFound
from tender.workbench.permissions import Act, require

LEAST_LENGTH = 12
GREATEST_LENGTH = 200
FAILURES_ALLOWED = 6
LOCK = timedelta(minutes=10)
LANGUAGES = ("fr", "de", "en")

_hasher = PasswordHasher()


class LinkKind(StrEnum):
    """What a link was made for, which says how long it lives."""

    RESET = "reset"
    INVITATION = "invitation"


LINK_LIVES = {LinkKind.RESET: timedelta(hours=1), LinkKind.INVITATION: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and reads signed links with the installation's secret."""

    secret: str

    def make(self, user: UserRow, kind: LinkKind) -> str:
        """A link to choose this account's password."""
        return self._signer().dumps([kind.value, user.id, user.reset_count])

    def read(self, session: Session, token: str, *, at: datetime) -> UserRow:
        """The account a link is for. Raises NotFound("link_dead") once used, too old or false."""
        try:
            held, made = self._signer().loads(token, return_timestamp=True)
            kind, user_id, number = LinkKind(held[0]), int(held[1]), int(held[2])
        except (BadSignature, ValueError, TypeError, LookupError):
            raise NotFound("link_dead") from None
        user = find_user(session, user_id)
        if user is None or user.reset_count != number or at - made > LINK_LIVES[kind]:
            raise NotFound("link_dead")
        return user

    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt="entrelots password")


def hash_password(password: str) -> str:
    """The Argon2id hash of a password."""
    return _hasher.hash(password)


def sign_in(session: Session, email: str, password: str, *, at: datetime, known: str = "") -> UserRow:
    """The account, when address and password are right.

    Raises NotAllowed("wrong_credentials"), the same whether the account is unknown, inactive, locked after
    too many failures, or the password wrong; the caller must keep the count of failures. `known`:
    a password that everybody knows and that opens nothing, the example's outside a demo.
    """
    user = find_user_by_email(session, email)
    if user is None or not user.password_hash or password == known:
        _matches(_hash_of_nothing(), password)  # the same time for an unknown account
        raise NotAllowed("wrong_credentials")
    if user.locked_until is not None and at < user.locked_until:
        _matches(user.password_hash, password)  # a locked account takes the same time too
        raise NotAllowed("wrong_credentials")
    if not _matches(user.password_hash, password) or not user.active:
        _count_failure(session, user, at)
        raise NotAllowed("wrong_credentials")
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = hash_password(password)
    user.failed_sign_ins, user.locked_until, user.last_sign_in = 0, None, at
    note(session, at, user, "account.signed_in")
    return user


def request_reset(session: Session, email: str, links: Links) -> tuple[UserRow, str] | None:
    """The account and its link, None when there is no such account: the answer to the person is the same."""
    user = find_user_by_email(session, email)
    if user is None or not user.active:
        return None
    return user, links.make(user, LinkKind.RESET)


def choose_password(session: Session, token: str, password: str, links: Links, *, at: datetime) -> UserRow:
    """Set the password by a link; older links and open sessions of the account end.

    Raises NotFound("link_dead"), Invalid("password_…").
    """
    user = links.read(session, token, at=at)
    _set_password(user, password)
    note(session, at, user, "account.password_chosen")
    return user


def change_password(session: Session, actor: UserRow, current: str, password: str, *, at: datetime) -> None:
    """Set one's own password. Raises Invalid("password_current") or Invalid("password_…")."""
    if not _matches(actor.password_hash, current):
        raise Invalid("password_current")
    _set_password(actor, password)
    note(session, at, actor, "account.password_changed")


def add_user(
    session: Session,
    actor: UserRow | None,
    *,
    email: str,
    name: str,
    role: Role,
    at: datetime,
    password: str = "",
    language: str = "fr",
    member_ids: tuple[int, ...] = (),
    buyer_name: str = "",
) -> UserRow:
    """Open an account. `actor` None: the installation's command line. No password: the person chooses it.

    Raises NotAllowed, Invalid("email_taken"), Invalid("member_needed"), Invalid("buyer_needed"),
    Invalid("password_…").
    """
    if actor is not None:
        require(actor, Act.MANAGE_ACCOUNTS)
    address = email.strip().lower()
    if find_user_by_email(session, address) is not None:
        raise Invalid("email_taken", email=address)
    if role is Role.DIRECTOR and not member_ids:
        raise Invalid("member_needed")
    if role is Role.READER and not buyer_name.strip():
        raise Invalid("buyer_needed")
    user = UserRow(
        email=address,
        name=name.strip(),
        role=role,
        language=language if language in LANGUAGES else "fr",
        buyer_name=buyer_name.strip() if role is Role.READER else "",
        created=at,
        reset_count=0,
    )
    if password:
        _set_password(user, password)
    if role is Role.DIRECTOR:
        user.mandates = [
            MandateRow(member_id=member_id, since=at.date()) for member_id in dict.fromkeys(member_ids)
        ]
    session.add(user)
    session.flush()
    note(session, at, actor, "account.opened", account=user.name, role=role.value)
    return user


def set_active(session: Session, actor: UserRow, user_id: int, *, active: bool, at: datetime) -> UserRow:
    """Close or reopen an account. Raises NotAllowed, NotFound, Invalid("own_account")."""
    require(actor, Act.MANAGE_ACCOUNTS)
    user = session.get(UserRow, user_id)
    if user is None:
        raise NotFound("account")
    if user.id == actor.id:
        raise Invalid("own_account")
    if user.active != active:
        user.active = active
        note(session, at, actor, "account.reopened" if active else "account.closed", account=user.name)
    return user


def invitation_for(session: Session, actor: UserRow, user_id: int, links: Links) -> tuple[UserRow, str]:
    """An account and a fresh link to choose its password. Raises NotAllowed, NotFound."""
    require(actor, Act.MANAGE_ACCOUNTS)
    user = find_user(session, user_id)
    if user is None:
        raise NotFound("account")
    return user, links.make(user, LinkKind.INVITATION)


def set_language(session: Session, actor: UserRow, language: str) -> None:
    """The language of one's pages and letters. Raises Invalid("language")."""
    if language not in LANGUAGES:
        raise Invalid("language")
    actor.language = language
    session.flush()


def set_name(session: Session, actor: UserRow, name: str) -> None:
    """How one is named to the others. Raises Invalid("name")."""
    if not name.strip():
        raise Invalid("name")
    actor.name = name.strip()
    session.flush()


def _set_password(user: UserRow, password: str) -> None:
    if len(password) < LEAST_LENGTH:
        raise Invalid("password_short", least=LEAST_LENGTH)
    if len(password) > GREATEST_LENGTH:
        raise Invalid("password_long", most=GREATEST_LENGTH)
    if len(set(password)) < 5 or password.lower() in (user.email, user.name.lower()):
        raise Invalid("password_easy")
    user.password_hash = hash_password(password)
    user.reset_count = (user.reset_count or 0) + 1
    user.failed_sign_ins, user.locked_until = 0, None


def _matches(held: str, password: str) -> bool:
    try:
        return _hasher.verify(held, password[: GREATEST_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nothing() -> str:
    return hash_password(secrets.token_hex(16))


def _count_failure(session: Session, user: UserRow, at: datetime) -> None:
    user.failed_sign_ins += 1
    if user.failed_sign_ins >= FAILURES_ALLOWED:
        user.failed_sign_ins, user.locked_until = 0, at + LOCK
        note(session, at, user, "account.locked", failures=FAILURES_ALLOWED)
    session.flush()
