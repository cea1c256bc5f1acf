"""Files damaged on purpose: each mutation takes a sample and a source of chance, and gives a worse file."""

from __future__ import annotations

import io
import re
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[bytes, Random], bytes]

_ODD_NUMBERS = (b"0", b"-1", b"65536", b"2147483647", b"-2147483648", b"99999999999999999999", b"1e400", b"")
_PDF_WORDS = (
    b"endobj", b"endstream", b"stream", b"/Kids", b"/Parent", b"/Length", b"/Filter", b"/Contents", b"xref",
    b"trailer", b"/Font", b"/Type", b"/MediaBox", b"/Rotate", b"/Resources", b"startxref", b"BT", b"ET",
)  # fmt: skip
_XML_WORDS = (
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", b"&b;", b"<![CDATA[", b"-->", b"<?xml?>",
    b"&#0;", b"&#xD800;", b"</", b"<a xmlns:b='c'>", b'" x="', b"\xff\xfe", b"\x00",
    b"2027-13-45T99:99:99+99:00",
)  # fmt: skip


def flip_bits(data: bytes, chance: Random) -> bytes:
    """A few bits turned over."""
    worse = bytearray(data)
    for _ in range(chance.choice((1, 4, 32, 256))):
        worse[chance.randrange(len(worse))] ^= 1 << chance.randrange(8)
    return bytes(worse)


def cut_short(data: bytes, chance: Random) -> bytes:
    """The end is missing, as of a broken download; or the beginning."""
    at = chance.randrange(len(data))
    return data[:at] if chance.random() < 0.8 else data[at:]


def drop_a_piece(data: bytes, chance: Random) -> bytes:
    """A hole."""
    start, size = chance.randrange(len(data)), chance.choice((1, 16, 512, 8192))
    return data[:start] + data[start + size :]


def blank_a_piece(data: bytes, chance: Random) -> bytes:
    """Zeros, or noise, in place of a piece."""
    start, size = chance.randrange(len(data)), chance.choice((4, 64, 1024))
    size = min(size, len(data) - start)
    return (
        data[:start]
        + (bytes(size) if chance.random() < 0.5 else chance.randbytes(size))
        + data[start + size :]
    )


def repeat_a_piece(data: bytes, chance: Random) -> bytes:
    """A piece comes again, elsewhere or many times."""
    start, size = chance.randrange(len(data)), chance.choice((8, 200, 4000))
    piece = data[start : start + size] * chance.choice((1, 2, 50))
    at = chance.randrange(len(data))
    return data[:at] + piece + data[at:]


def change_a_number(data: bytes, chance: Random) -> bytes:
    """Lengths, counts, offsets, coordinates: some made absurd."""
    places = [match.span() for match in re.finditer(rb"\d+", data[:2_000_000])]
    for start, end in sorted(
        chance.sample(places, min(len(places), chance.choice((1, 3, 20)))), reverse=True
    ):
        data = data[:start] + chance.choice(_ODD_NUMBERS) + data[end:]
    return data


def swap_words(data: bytes, chance: Random) -> bytes:
    """A word of the format in place of another, or where none belongs."""
    words = _XML_WORDS if data.lstrip()[:1] in (b"<", b"{", b"[") else _PDF_WORDS
    for _ in range(chance.choice((1, 3, 10))):
        at = data.find(chance.choice(_PDF_WORDS if words is _PDF_WORDS else (b"<", b">", b'"', b":")))
        at = chance.randrange(len(data)) if at < 0 or chance.random() < 0.5 else at
        word = chance.choice(words)
        data = data[:at] + word + data[at + chance.choice((0, len(word))) :]
    return data


def point_in_circles(data: bytes, chance: Random) -> bytes:
    """References of a PDF made to point at one another, or at themselves."""
    numbers = re.findall(rb"(\d+) 0 R", data) or [b"1"]
    target = chance.choice(numbers)
    return re.sub(rb"\d+ 0 R", lambda held: target + b" 0 R" if chance.random() < 0.2 else held.group(), data)


def nest_deep(data: bytes, chance: Random) -> bytes:
    """Brackets or elements inside one another, thousands deep."""
    depth = chance.choice((50, 3000, 30_000))
    start = data.lstrip()[:1]
    opening, closing = (b"<a>", b"</a>") if start == b"<" else (b"[", b"]")
    at = chance.randrange(len(data))
    return data[:at] + opening * depth + (closing * depth if chance.random() < 0.5 else b"") + data[at:]


def inside(mutations: Sequence[Mutation]) -> Mutation:
    """One member of an office file or ZIP made worse, and everything packed anew."""

    def mutate(data: bytes, chance: Random) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                members = {name: packed.read(name) for name in packed.namelist()}
        except (zipfile.BadZipFile, OSError, ValueError, zlib.error, RuntimeError):
            return flip_bits(data, chance)
        filled = [name for name, held in members.items() if held]
        for name in chance.sample(filled, min(len(filled), chance.choice((1, 1, 3)))):
            members[name] = chance.choice(mutations)(members[name], chance)
        if chance.random() < 0.2:
            members.pop(chance.choice(list(members)))
        return _packed(members)

    return mutate


def add_bad_members(data: bytes, chance: Random) -> bytes:
    """Members that climb out of their folder, links, names without end, locks that are none."""
    out = io.BytesIO(data if data.startswith(b"PK") else _packed({"fichier.pdf": data}))
    names = (
        "../" * 6 + "mauvais.txt", "/mauvais.txt", "C:\\mauvais.txt", "..\\mauvais.txt", "a/../../b.txt",
        "CON", "x" * 300 + ".txt", "\u202emauvais.txt", "bon\x01.txt", "mauvais.txt/", "é" * 120, " ", "..",
    )  # fmt: skip
    try:
        with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a") as packed:
            for name in chance.sample(names, 4):
                member = zipfile.ZipInfo(name)
                if chance.random() < 0.3:
                    member.external_attr = (stat.S_IFLNK | 0o777) << 16
                packed.writestr(member, b"mauvais" * chance.choice((0, 1, 100_000)))
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        return flip_bits(data, chance)
    worse = bytearray(out.getvalue())
    at = worse.rfind(b"PK\x01\x02")
    if at >= 0 and chance.random() < 0.3:
        worse[at + 8] |= 1
    return bytes(worse)


def pack_again(data: bytes, chance: Random) -> bytes:
    """ZIPs in ZIPs."""
    for depth in range(chance.choice((1, 3, 8))):
        data = _packed({f"niveau{depth}.zip" if depth else "fichier": data, "vide.txt": b""})
    return data


def _packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, held in members.items():
            packed.writestr(name, held)
    return out.getvalue()


BYTES: tuple[Mutation, ...] = (
    flip_bits, cut_short, drop_a_piece, blank_a_piece, repeat_a_piece, change_a_number, swap_words, nest_deep,
)  # fmt: skip
OF_KIND: dict[str, tuple[Mutation, ...]] = {
    "pdf": (*BYTES, point_in_circles, change_a_number, swap_words, pack_again),
    "zip": (*BYTES[:5], *(inside(BYTES),) * 6, add_bad_members, pack_again),
    "text": BYTES,
}


def mutated(data: bytes, chance: Random) -> bytes:
    """The sample made worse, once or twice, in ways that suit what it is."""
    for _ in range(chance.choice((1, 1, 2))):
        kind = "pdf" if data.startswith(b"%PDF") else "zip" if data.startswith(b"PK") else "text"
        if data:
            data = chance.choice(OF_KIND[kind])(data, chance)
    return data
