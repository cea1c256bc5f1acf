"""Letters of symbol fonts (Wingdings and kin) as real characters; ticks become ☐ and ☒."""

from __future__ import annotations

from typing import Final

EMPTY_BOX: Final = "☐"
TICKED_BOX: Final = "☒"
BOXES: Final = "☐□◻❏❑❐❒▢"
TICKED: Final = "☒☑⌧✓✔✗✘■◼"

_WINGDINGS: Final = {
    0x6F: EMPTY_BOX, 0x70: EMPTY_BOX, 0x71: EMPTY_BOX, 0x72: EMPTY_BOX, 0xA8: EMPTY_BOX,
    0x78: TICKED_BOX, 0xFD: TICKED_BOX, 0xFE: TICKED_BOX, 0x6E: "■", 0xFC: "✓", 0xFB: "✗",
    0xA7: "▪", 0xD8: "➢", 0x76: "❖", 0x9F: "•", 0x9E: "·", 0x6C: "●", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨",
    0xDF: "←", 0x46: "☞", 0x2A: "✉", 0x28: "☎", 0x29: "✆",
}  # fmt: skip
_WINGDINGS_2: Final = {
    0xA3: EMPTY_BOX, 0x2A: EMPTY_BOX, 0x30: EMPTY_BOX, 0x35: EMPTY_BOX,
    0x51: TICKED_BOX, 0x52: TICKED_BOX, 0x53: TICKED_BOX, 0x54: TICKED_BOX, 0x50: "✓", 0x4F: "✗", 0x97: "•",
}  # fmt: skip
_SYMBOL: Final = {
    0xB7: "•", 0x2D: "-", 0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB0: "°", 0xB1: "±", 0xDE: "⇒", 0xAE: "→",
    0xA0: "€", 0x61: "α", 0x62: "β", 0xA8: "♦", 0xF0: "",
}  # fmt: skip
_UNNAMED: Final = {**_WINGDINGS, 0xA3: EMPTY_BOX, 0xB7: "•", 0x2D: "-"}

SYMBOL_LETTERS: Final = frozenset("oqrpxnRQSTüþý¨£§")
"""Letters that may be a tick or a bullet when their font is a symbol font without a Unicode table."""


def is_symbol_font(font: str) -> bool:
    """Whether letters of this font are pictures."""
    folded = font.casefold()
    return "wingdings" in folded or "webdings" in folded or folded.endswith("symbol") or "dingbats" in folded


def symbol(code: int, font: str = "") -> str:
    """The character a symbol font draws for a code (0x20 to 0xFF, also from U+F000 on); "" if unknown."""
    low = code & 0xFF
    folded = font.casefold()
    if "wingdings" in folded:
        table = _WINGDINGS_2 if "2" in folded else _WINGDINGS
        return table.get(low, _UNNAMED.get(low, ""))
    if "symbol" in folded:
        return _SYMBOL.get(low, "")
    if not font:
        return _UNNAMED.get(low, "")
    return _UNNAMED.get(low) or (chr(low) if 0x20 <= low < 0x7F else "")
