"""A real HTTP server on this machine that plays the BOAMP and TED out of saved answers, with their faults.

Records come from the corpus where TENDER_CORPUS is, else they are made here. A fault is played so many times,
then the server behaves.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DAY = re.compile(r"dateparution = date'([\d-]+)'")
TED_DAY = re.compile(r"publication-date=(\d{8})")


@dataclass
class World:
    """What the gazettes hold, and how they misbehave.

    `faults`: names, each played once, in their order, before normal answers; `records` by day (ISO);
    `entries`, `texts`: TED's search entries by day (YYYYMMDD) and XML by number.
    """

    records: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    page: int = 100
    total: int | None = None
    elsewhere: str = "http://127.0.0.2:9/"


class Handler(BaseHTTPRequestHandler):
    """One question. `world` is put on the class of each server."""

    world: World
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Silent."""

    def do_GET(self) -> None:
        """BOAMP's pages and exports, TED's texts."""
        parts = urlsplit(self.path)
        self.world.asked.append(self.path)
        if self._misbehaves():
            return
        found = re.fullmatch(r"/en/notice/([\d-]+)/xml", parts.path)
        if found:
            text = self.world.texts.get(found[1])
            self._send(text or b"gone", 200 if text else 404)
            return
        query = {name: held[0] for name, held in parse_qs(parts.query).items()}
        day = DAY.search(query.get("where", ""))
        records = self.world.records.get(day[1], []) if day else []
        if parts.path.endswith("/exports/jsonl"):
            self._send("\n".join(json.dumps(one) for one in records).encode())
            return
        offset, limit = int(query.get("offset", 0)), min(int(query.get("limit", 10)), self.world.page)
        if offset + limit > 10_000:
            self._json({"error_code": "InvalidRESTParameterError", "message": "10001 was found"}, 400)
            return
        total = self.world.total if self.world.total is not None else len(records)
        self._json({"total_count": total, "results": records[offset : offset + limit]})

    def do_POST(self) -> None:
        """TED's search."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.world.asked.append(body["query"])
        if self._misbehaves():
            return
        day = TED_DAY.search(body["query"])
        entries = self.world.entries.get(day[1], []) if day else []
        start = int(body.get("iterationNextToken") or 0)
        held = entries[start : start + self.world.page]
        after = start + len(held)
        token = str(after) if after < len(entries) else None
        self._json(
            {
                "notices": held,
                "totalNoticeCount": len(entries),
                "iterationNextToken": token,
                "timedOut": False,
            }
        )

    def _misbehaves(self) -> bool:
        if not self.world.faults:
            return False
        fault = self.world.faults.pop(0)
        answers = {
            "500": (b"down", 500, {}),
            "400": (b"no", 400, {}),
            "429": (b"slow down", 429, {"Retry-After": "7"}),
            "not_json": (b"<html>maintenance</html>", 200, {}),
            "cut": (b'{"total_count": 3, "results": [{"idweb": "2', 200, {}),
            "error": (b'{"error_code": "ODSQLError", "message": "broken", "error": "x"}', 200, {}),
            "changed": (b'{"count": 3, "rows": []}', 200, {}),
            "empty": (b'{"total_count": 250, "results": []}', 200, {}),
            "timed_out": (b'{"notices": [], "timedOut": true}', 200, {}),
            "away": (b"", 302, {"Location": self.world.elsewhere}),
            "repeats": (
                b'{"notices": [{"publication-number": "1-2026"}], "iterationNextToken": "0"}',
                200,
                {},
            ),
        }
        if fault == "ok":
            return False
        if fault == "slow":
            self._drip()
        elif fault == "short":
            self._send(b'{"total_count"', announced=5000)
        elif fault == "huge":
            self._send(b" " * 3_000_000)
        else:
            data, status, headers = answers[fault]
            self._send(data, status, headers)
        return True

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        with suppress(OSError):
            for _ in range(40):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.02)
        self.close_connection = True

    def _json(self, value: object, status: int = 200) -> None:
        self._send(json.dumps(value, ensure_ascii=False).encode(), status)

    def _send(
        self,
        data: bytes,
        status: int = 200,
        headers: dict[str, str] | None = None,
        announced: int | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(announced or len(data)))
        self.send_header("Connection", "close")
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(data)
        self.close_connection = True


@contextmanager
def served(world: World) -> Iterator[str]:
    """The gazettes of this world, served; gives their address."""
    handler = type("Bound", (Handler,), {"world": world})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def a_record(ref: str, day: str, **fields: Any) -> dict[str, Any]:
    """A record as the API serves it, invented."""
    mapa = {
        "organisme": {"acheteurPublic": "Ville de Miramas", "adr": {"cp": "13140", "ville": "Miramas"}},
        "initial": {
            "description": {"objet": f"Entretien des espaces verts {ref}"},
            "delais": {"receptionOffres": "2027-03-25T12:00:00"},
        },
    }
    return {
        "idweb": ref,
        "objet": f"Entretien des espaces verts {ref}",
        "nomacheteur": "Ville de Miramas",
        "code_departement": ["13"],
        "dateparution": day,
        "datelimitereponse": "2027-03-25T12:00:00+00:00",
        "nature": "APPEL_OFFRE",
        "etat": "INITIAL",
        "donnees": json.dumps({"MAPA": mapa}),
        **fields,
    }
