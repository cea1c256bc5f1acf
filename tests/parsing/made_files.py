"""Small files made by code: PDFs written by hand, so that a test can damage, lock or turn them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw, ImageFont

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FILE_ID = b"entrelots-test!!"


def a_pdf(
    *pages: str,
    rotate: int = 0,
    crop: tuple[int, int, int, int] | None = None,
    password: str | None = None,
    drawing: str = "",
) -> bytes:
    """A PDF of A4 pages in Helvetica 12, lines from y = 780 down; `drawing`: operators added to each page."""
    bodies: list[bytes] = []
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    bodies.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    bodies.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    bodies.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    locked = _Lock(password) if password is not None else None
    for index, text in enumerate(pages):
        box = f"/CropBox [{' '.join(map(str, crop))}]" if crop else ""
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {box} /Rotate {rotate}"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * index} 0 R >>".encode()
        )
        content = _content(text, drawing)
        if locked is not None:
            content = locked.sealed(content, 5 + 2 * index)
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    extra = b""
    if locked is not None:
        bodies.append(locked.dictionary())
        extra = b"/Encrypt %d 0 R /ID [<%s> <%s>]" % (
            len(bodies),
            _FILE_ID.hex().encode(),
            _FILE_ID.hex().encode(),
        )
    return _assembled(bodies, extra)


def _content(text: str, drawing: str) -> bytes:
    shown = b""
    for line in text.split("\n"):
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        shown += b"(" + escaped + b") Tj T*\n"
    return drawing.encode() + b"\nBT /F1 12 Tf 16 TL 60 780 Td\n" + shown + b"ET"


def _assembled(bodies: Sequence[bytes], extra: bytes) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, extra, table)
    )
    return out.getvalue()


class _Lock:
    """The oldest way of locking a PDF (40-bit RC4, PDF 1.4 section 3.5), enough to need a password."""

    def __init__(self, password: str) -> None:
        padded = (password.encode() + _PADDING)[:32]
        owner_key = hashlib.md5(padded).digest()[:5]
        self.owner = _rc4(owner_key, padded)
        self.key = hashlib.md5(padded + self.owner + b"\xfc\xff\xff\xff" + _FILE_ID).digest()[:5]
        self.user = _rc4(self.key, _PADDING)

    def sealed(self, content: bytes, number: int) -> bytes:
        key = hashlib.md5(self.key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
        return _rc4(key, content)

    def dictionary(self) -> bytes:
        return b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
            self.owner.hex().encode(),
            self.user.hex().encode(),
        )


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def a_scan(*lines: str) -> bytes:
    """A PDF that is only a picture of these lines."""
    picture = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(40)
    for index, line in enumerate(lines):
        pen.text((120, 160 + 80 * index), line, font=font, fill=0)
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=150)
    return out.getvalue()


def a_zip(members: Mapping[str, bytes], *, level: int = 6) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def a_docx(body: str, **parts: str) -> bytes:
    """A Word document with this XML in its body; `parts`: further members of word/ by their name."""
    space = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    members = {
        "[Content_Types].xml": b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>".encode(),
    }
    for name, content in parts.items():
        members[f"word/{name}.xml"] = content.replace(">", f" {space}>", 1).encode()
    return a_zip(members)


def paragraph(text: str, *, properties: str = "", run: str = "") -> str:
    """A paragraph of Word."""
    held = f"<w:r><w:rPr>{run}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{held}</w:p>"


def an_open_document(kind: str, body: str) -> bytes:
    """An OpenDocument file with this XML in its office:body; `kind`: text or spreadsheet."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table")
    )
    media = f"application/vnd.oasis.opendocument.{kind}"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        # The first member, unpacked: what the file is can be told from its first bytes.
        archive.writestr("mimetype", media, zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content {names} office:version="1.2"><office:body><office:{kind}>{body}'
            f"</office:{kind}></office:body></office:document-content>",
        )
    return out.getvalue()


def an_odt(*paragraphs: str) -> bytes:
    """An OpenDocument text of these paragraphs, the first one a heading."""
    first, *others = paragraphs
    body = f'<text:h text:outline-level="1">{first}</text:h>'
    return an_open_document("text", body + "".join(f"<text:p>{held}</text:p>" for held in others))


def an_ods(*rows: Sequence[str]) -> bytes:
    """An OpenDocument spreadsheet of one sheet."""
    shown = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return an_open_document("spreadsheet", f'<table:table table:name="BPU">{shown}</table:table>')


def an_rtf(*paragraphs: str) -> bytes:
    """Rich text of these paragraphs."""
    shown = "".join(f"{held}\\par\n" for held in paragraphs).encode("cp1252")
    return b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0\\fs22\n" + shown + b"}"


def a_form(text: str, *fields: tuple[tuple[int, int, int, int], str | bool], rotate: int = 0) -> bytes:
    """A PDF page of text under an AcroForm: each field its frame in user space, and its text or its tick.

    A text with a line end makes a field of several lines.
    """
    numbers = range(8, 8 + len(fields))
    named = " ".join(f"{number} 0 R" for number in numbers)
    content = _content(text, "")
    drawn = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length %d >>\nstream\n%s\nendstream"
    cross = b"1 1 m 8 8 l S 1 8 m 8 1 l S"
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{named}] /DA (/F1 0 Tf 0 g)"
        f" /DR << /Font << /F1 3 0 R >> >> >> >>".encode(),
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} /Contents 5 0 R"
        f" /Resources << /Font << /F1 3 0 R >> >> /Annots [{named}] >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        drawn % (len(cross), cross),
        drawn % (0, b""),
    ]
    for number, (frame, held) in zip(numbers, fields, strict=True):
        widget = f"/Type /Annot /Subtype /Widget /T (f{number}) /Rect [{' '.join(map(str, frame))}] /F 4"
        if isinstance(held, bool):
            state = "Yes" if held else "Off"
            kind = f"/FT /Btn /V /{state} /AS /{state} /AP << /N << /Yes 6 0 R /Off 7 0 R >> >>"
        else:
            value = ("\ufeff" + held).encode("utf-16-be").hex()
            kind = f"/FT /Tx /Ff {4096 if chr(10) in held else 0} /V <{value}> /DA (/F1 11 Tf 0 g)"
        bodies.append(f"<< {widget} {kind} >>".encode())
    return _assembled(bodies, b"")
