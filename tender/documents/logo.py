"""A logo as handed in, made harmless: whatever comes in, a small PNG goes out, drawn anew.

A picture file may hold a bomb, a script or a look into other files. Pixels are decoded within limits and
written again; a drawing (SVG) is taken only when it is self-contained, and drawn to pixels here.
"""

from __future__ import annotations

import io

from lxml import etree
from PIL import Image, ImageChops, UnidentifiedImageError

from tender.documents.writers.typesetting import Refused, to_png

LARGEST = 2 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 900
"""Pixels of the longer side kept: more than a page ever prints."""
LEAST_SIDE = 24
MOST_ELEMENTS = 4000
MOST_USES = 40
_FORBIDDEN = frozenset(
    {"script", "foreignobject", "image", "feimage", "filter", "pattern", "animate", "set", "a", "iframe"}
    | {"animatetransform", "animatemotion", "switch"}
)


class LogoRefused(Exception):
    """The file cannot be taken. code: too_large, unreadable, unsafe, too_small."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean_logo(data: bytes) -> bytes:
    """A PNG of the logo on white. Raises LogoRefused."""
    if not data or len(data) > LARGEST:
        raise LogoRefused("too_large" if data else "unreadable")
    head = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    drawn = head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype"))
    return _repainted(_from_svg(data) if drawn else data)


def _repainted(data: bytes) -> bytes:
    """The pixels alone, small, on white: nothing else of the file is kept."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise LogoRefused("too_large")
            if min(image.size) < LEAST_SIDE or max(image.size) > 12 * min(image.size):
                raise LogoRefused("too_small")
            image.thumbnail((SIDE, SIDE))
            shown = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise LogoRefused("unreadable") from error
    ground = Image.new("RGBA", shown.size, "white")
    ground.alpha_composite(shown)
    plain = ground.convert("RGB")
    edges = ImageChops.difference(plain, Image.new("RGB", plain.size, "white")).getbbox()
    held = io.BytesIO()
    (plain.crop(edges) if edges else plain).save(held, "PNG", optimize=True)
    return held.getvalue()


def _from_svg(data: bytes) -> bytes:
    """The drawing as pixels, when it asks for nothing outside itself and is no maze of copies."""
    if b"<!doctype" in data.lower() or b"<!entity" in data.lower():
        raise LogoRefused("unsafe")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LogoRefused("unreadable") from error
    _check(root)
    try:
        return to_png(_PROGRAM, {"logo.svg": data}, 216)[0]
    except Refused as error:
        raise LogoRefused("unreadable") from error


_PROGRAM = (
    "#set page(width: 300pt, height: 300pt, margin: 0pt, fill: white)\n"
    '#image("logo.svg", width: 300pt, height: 300pt, fit: "contain")'
)


def _check(root: etree._Element) -> None:
    """Raises LogoRefused when the drawing runs, fetches, or copies itself into a crowd."""
    elements = list(root.iter("*"))
    names = [etree.QName(one).localname.lower() for one in elements]
    if not names or names[0] != "svg":
        raise LogoRefused("unreadable")
    uses = names.count("use")
    if len(names) > MOST_ELEMENTS or uses > MOST_USES or _FORBIDDEN & set(names):
        raise LogoRefused("unsafe")
    for one in elements:
        if etree.QName(one).localname.lower() == "style" and _ways_out(one.text or ""):
            raise LogoRefused("unsafe")
        for name, value in one.attrib.items():
            bare = str(name).rsplit("}", 1)[-1].lower()
            held = str(value).strip().lower()
            elsewhere = bare in ("href", "src") and not held.startswith("#")
            fetched = "url(" in held and "url(#" not in held.replace(" ", "").replace('"', "").replace(
                "'", ""
            )
            if bare.startswith("on") or elsewhere or fetched:
                raise LogoRefused("unsafe")
        copied = etree.QName(one).localname.lower() in ("symbol", "g", "defs", "clippath", "mask")
        if copied and uses > 1 and one.get("id") and one.find(".//{*}use") is not None:
            raise LogoRefused("unsafe")


def _ways_out(rules: str) -> list[str]:
    """Which ways out of the drawing these rules of style use."""
    return [way for way in ("@", "url(") if way in rules.lower()]
