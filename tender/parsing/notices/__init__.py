"""Published notices → facts and pages: TED eForms, older TED, BOAMP API records and BOAMP XML."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any, Final

from tender.parsing.notices import boamp, eforms, ted_legacy
from tender.parsing.notices.award import social_awards
from tender.parsing.notices.citing import Citations, pages_of, text_of
from tender.parsing.notices.outcome import NoticeRead
from tender.parsing.notices.tree import Node, json_tree, parse_json, xml_tree
from tender.parsing.notices.words import field_label
from tender.parsing.refusal import RefusalReason, Refused
from tender.vocabulary.call import DocumentRead, Reading
from tender.vocabulary.remark import Remark
from tender.vocabulary.source import DocumentKind, Page, Source

_LANGUAGES: Final = {
    "FRA": "fr",
    "DEU": "de",
    "ENG": "en",
    "NLD": "nl",
    "ITA": "it",
    "SPA": "es",
    "POR": "pt",
}
_XML_ROOTS: Final = (*eforms.ROOTS, ted_legacy.ROOT, boamp.OLD_ROOT)
_RECORD_KEYS: Final = ("donnees", "idweb")
_WRAPPERS: Final = ("record", "fields")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice read: its facts, and itself as a document with a page for each field."""

    reading: Reading
    source: Source


def is_notice_root(name: str) -> bool:
    """Whether an XML root of this local name opens a notice we read."""
    return name in _XML_ROOTS


def read_notice(data: bytes, name: str) -> Reading | None:
    """The facts of a notice, None when the file is none.

    Raises Refused for one that is damaged or hostile.
    """
    notice = open_notice(data, name)
    return notice.reading if notice else None


def notice_pages(data: bytes, name: str) -> Source:
    """A notice as a document with a page for each field. Raises Refused: damaged, empty, or no notice."""
    notice = open_notice(data, name)
    if notice is None:
        raise Refused(RefusalReason.UNKNOWN_TYPE, name=name)
    if not notice.source.pages:
        raise Refused(RefusalReason.EMPTY, name=name)
    return notice.source


def open_notice(data: bytes, name: str) -> Notice | None:
    """Facts and pages of a notice, None when the file is none. Raises Refused."""
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if start[:1] == b"<":
        root = xml_tree(data, name)
        return _finish(_read_xml(root, name), data, name) if root.name in _XML_ROOTS else None
    if start[:1] in (b"{", b"["):
        return _open_json(data, name)
    return None


def split_records(data: bytes, name: str) -> tuple[bytes, ...]:
    """Each record of a saved API answer as a file of its own. Raises Refused when it is no JSON."""
    return tuple(json.dumps(r, ensure_ascii=False).encode() for r, _ in _records(parse_json(data, name)))


def _read_xml(root: Node, name: str) -> tuple[NoticeRead, Citations]:
    cite = Citations(name)
    if root.name in eforms.ROOTS:
        return eforms.read(root, cite), cite
    if root.name == ted_legacy.ROOT:
        return ted_legacy.read(root, cite), cite
    return boamp.read(root, None, cite), cite


def _open_json(data: bytes, name: str) -> Notice | None:
    records = _records(parse_json(data, name))
    if not records:
        return None
    record, path = records[0]
    told = _read_record(record, path, name)
    if told is None:
        return None
    notice = _finish(told, data, name)
    if len(records) > 1:
        more = Remark("several_notices", count=len(records))
        notice = replace(notice, reading=replace(notice.reading, warnings=(*notice.reading.warnings, more)))
    return notice


def _records(value: Any) -> list[tuple[dict[str, Any], str]]:
    """The BOAMP records of a saved answer, of a list, or the record itself, each with its JSON path."""
    if isinstance(value, dict):
        if any(key in value for key in _RECORD_KEYS) or any(
            key in value for key in ("EFORMS", *boamp.FORMATS)
        ):
            return [(value, "$")]
        for key in ("results", "records"):
            if isinstance(value.get(key), list):
                return [
                    (r, f"$.{key}[{i}]{p[1:]}") for i, one in enumerate(value[key]) for r, p in _records(one)
                ]
        for key in _WRAPPERS:
            if isinstance(value.get(key), dict):
                return [(r, f"$.{key}{p[1:]}") for r, p in _records(value[key])]
    if isinstance(value, list):
        return [(r, f"$[{i}]{p[1:]}") for i, one in enumerate(value) for r, p in _records(one)]
    return []


def _read_record(record: dict[str, Any], path: str, name: str) -> tuple[NoticeRead, Citations] | None:
    """One API record; `donnees` and `gestion` are JSON in a string, or already objects."""
    opened = {
        key: _opened(value, name) if key in ("donnees", "gestion") else value for key, value in record.items()
    }
    held = opened.get("donnees") or {key: opened[key] for key in ("EFORMS", *boamp.FORMATS) if key in opened}
    if not isinstance(held, dict):
        held = {}
    cite = Citations(name)
    whole = json_tree({k: v for k, v in opened.items() if k != "donnees"}, "record", path, file=name)
    base = f"{path}.donnees" if "donnees" in opened else path
    tree = json_tree(held, "donnees", base, file=name)
    ubl = next(
        (node for top in tree.all("EFORMS") for node in top.children if node.name in eforms.ROOTS), None
    )
    if ubl is not None:
        return eforms.read(ubl, cite), cite
    national = tree.first(*boamp.FORMATS)
    if national is None and not held and text_of(whole.first("objet")) is None:
        return None
    return boamp.read(national or tree, whole, cite), cite


def _opened(value: Any, name: str) -> Any:
    if isinstance(value, str) and value.lstrip()[:1] == "{":
        return parse_json(value.encode(), name)
    return value


def _finish(told: tuple[NoticeRead, Citations], data: bytes, name: str) -> Notice:
    read, cite = told
    reading = replace(read.reading, clauses=(*read.reading.clauses, *social_awards(read.reading)))
    pages = _pages(read, cite)
    sha256 = hashlib.sha256(data).hexdigest()
    language = _LANGUAGES.get(read.language, read.language.lower()[:2])
    document = DocumentRead(
        name=name, sha256=sha256, kind=DocumentKind.NOTICE, pages=len(pages), language=language
    )
    source = Source(name=name, sha256=sha256, kind=DocumentKind.NOTICE, pages=pages, language=language)
    return Notice(replace(reading, documents=(document,)), source)


def _pages(read: NoticeRead, cite: Citations) -> tuple[Page, ...]:
    fields = [(" – ".join(p for p in (prefix, _label(node)) if p), node) for prefix, node in read.fields]
    return pages_of(fields, cite.nodes.values(), _label)


def _label(node: Node) -> str:
    steps = node.path.replace("']", "").replace("['", ".").replace("/", ".").split(".")
    parent = steps[-2].partition("[")[0].rpartition(":")[2] if len(steps) > 1 else None
    return field_label(node.name, parent, node.attributes.get("listName"))
