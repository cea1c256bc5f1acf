"""HTTP to one host and to no other: paced, limited in size and time, never redirected elsewhere.

Standard library only. Answers are a stranger's bytes: they are read in parts against a clock, and a redirect
that leaves the host is refused, for it could lead into this machine's own network.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from tender.watch.arriving import SourceFault

MOST_BYTES: Final = 30 * 1024 * 1024
PART: Final = 64 * 1024
LONGEST_WAIT: Final = 120.0
"""A server that asks to wait longer is left until the next run."""
AGENT: Final = "Entrelots (veille des marches publics)"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a host is treated: seconds between two questions and for an answer, and how many tries."""

    pace: float = 1.0
    seconds: float = 60.0
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the caller sees it; tests put their own."""

    tick: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Host:
    """One host, with a second to fall back on when the first cannot be reached at all."""

    def __init__(
        self, base: str, *, fallback: str = "", manner: Manner = Manner(), clock: Clock = Clock()
    ) -> None:
        self.bases = tuple(_checked(one) for one in (base, fallback) if one)
        self.manner, self.clock = manner, clock
        self._last: float | None = None

    def ask(self, path: str, *, body: bytes | None = None, most: int | None = None) -> bytes:
        """The answer to a GET (POST of JSON with a body). Raises SourceFault once every try failed."""
        fault: SourceFault | None = None
        for base in self.bases:
            try:
                return self._tried(base, path, body, most or MOST_BYTES)
            except SourceFault as met:
                if met.code not in ("unreachable", "too_slow", "source_down"):
                    raise
                fault = fault or met
        assert fault is not None
        raise fault

    def _tried(self, base: str, path: str, body: bytes | None, most: int) -> bytes:
        for attempt in range(1, self.manner.tries + 1):
            self._wait_for_turn()
            try:
                return self._once(base, path, body, most)
            except SourceFault as fault:
                wait = _worth_waiting(fault, attempt)
                if wait is None or attempt == self.manner.tries:
                    raise
                self.clock.sleep(wait)
        raise AssertionError("at least one try")

    def _wait_for_turn(self) -> None:
        if self._last is not None:
            left = self.manner.pace - (self.clock.tick() - self._last)
            if left > 0:
                self.clock.sleep(left)
        self._last = self.clock.tick()

    def _once(self, base: str, path: str, body: bytes | None, most: int) -> bytes:
        address = base + path
        headers = {"Accept": "application/json, application/xml;q=0.9", "User-Agent": AGENT}
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 - base is checked
        opener = urllib.request.build_opener(_SameHost(base))
        try:
            with opener.open(request, timeout=min(20.0, self.manner.seconds)) as answer:
                return self._read(answer, most)
        except urllib.error.HTTPError as error:
            with error:
                raise _refused(error) from None
        except http.client.IncompleteRead as error:
            raise SourceFault("truncated", got=len(error.partial)) from None
        except TimeoutError:
            raise SourceFault("too_slow", seconds=self.manner.seconds) from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            slow = isinstance(getattr(error, "reason", None), TimeoutError)
            raise SourceFault("too_slow" if slow else "unreachable", host=urlsplit(base).hostname) from None

    def _read(self, answer: Any, most: int) -> bytes:
        """The whole body, in parts, against the clock: one that drips is as bad as a silent one."""
        until = self.clock.tick() + self.manner.seconds
        held = bytearray()
        while part := answer.read1(PART):
            held += part
            if len(held) > most:
                raise SourceFault("too_large", most=most)
            if self.clock.tick() > until:
                raise SourceFault("too_slow", seconds=self.manner.seconds)
        length = answer.headers.get("Content-Length")
        if length and length.isdigit() and len(held) < int(length):
            raise SourceFault("truncated", got=len(held), announced=int(length))
        return bytes(held)


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect within the host and the scheme only."""

    max_redirections = 3

    def __init__(self, base: str) -> None:
        self.base = base

    def redirect_request(  # noqa: PLR0917 - the signature of urllib
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The request to the new address, where it is ours. Raises SourceFault otherwise."""
        there, here = urlsplit(urljoin(req.full_url, newurl)), urlsplit(self.base)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            fp.close()
            raise SourceFault("redirected", host=there.hostname)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _checked(base: str) -> str:
    """A host's address without its last slash. Raises SourceFault: no https, or with a password in it."""
    parts = urlsplit(base)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if (
        parts.scheme not in (("http", "https") if local else ("https",))
        or not parts.hostname
        or "@" in parts.netloc
    ):
        raise SourceFault("not_allowed_address", address=base)
    return base.rstrip("/")


def _refused(error: urllib.error.HTTPError) -> SourceFault:
    status = error.code
    if status == 429:
        return SourceFault("too_many_requests", wait=_seconds(error.headers.get("Retry-After")))
    if status >= 500:
        return SourceFault("source_down", status=status, wait=_seconds(error.headers.get("Retry-After")))
    said = error.read(2000).decode("utf-8", "replace")
    return SourceFault("refused_by_source", status=status, said=" ".join(said.split())[:300])


def _seconds(told: str | None) -> float | None:
    """Retry-After: seconds, or a date."""
    if not told:
        return None
    if told.strip().isdigit():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _worth_waiting(fault: SourceFault, attempt: int) -> float | None:
    """Seconds before the next try; None: trying again now would change nothing."""
    if fault.code not in ("too_many_requests", "source_down", "truncated", "unreachable", "too_slow"):
        return None
    told = fault.facts.get("wait")
    wait = float(str(told)) if told is not None else 2.0**attempt
    return wait if wait <= LONGEST_WAIT else None
