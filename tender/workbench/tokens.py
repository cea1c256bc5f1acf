"""Secrets of links for persons without an account: given once, kept as a digest."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """24 random bytes, to stand in an address."""
    return secrets.token_urlsafe(24)


def digest_of(token: str) -> str:
    """What is kept of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
