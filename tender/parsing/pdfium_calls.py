"""pdfium's functions that are asked hundreds of times a page, called with plain numbers.

The wrappers of pypdfium2 build an object for each pointer and convert each argument: three quarters of the
cost of a short call. These convert nothing: a number is a C int, an address is a Handle or was given() once
for many calls. Who holds an address must keep the page or text page it is of open.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final

import pypdfium2.raw as pdfium_c

_ADDRESS: Final = ctypes.c_void_p
_INT: Final = ctypes.c_int


class Handle(ctypes.c_void_p):
    """An address a call gives back, and another takes as it is."""


def address(handle: Any) -> int:
    """The address a pypdfium2 handle points to."""
    return ctypes.cast(handle, _ADDRESS).value or 0


def given(place: int) -> Any:
    """An address, converted."""
    return _ADDRESS.from_param(place)


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    # PYFUNCTYPE does not let go of the interpreter's lock for calls that last less than doing so.
    plain = ctypes.PYFUNCTYPE(result)(address(function))
    if arguments:
        plain.argtypes = arguments
    return plain


count_rects: Final = _plain(pdfium_c.FPDFText_CountRects, _INT)
"""(text page, first character, number of characters) → rectangles they make."""
get_rect: Final = _plain(pdfium_c.FPDFText_GetRect, _INT)
"""(text page, index, left, top, right, bottom) of the rectangles last counted."""
count_objects: Final = _plain(pdfium_c.FPDFPage_CountObjects, _INT)
get_object: Final = _plain(pdfium_c.FPDFPage_GetObject, Handle)
count_form_objects: Final = _plain(pdfium_c.FPDFFormObj_CountObjects, _INT)
get_form_object: Final = _plain(pdfium_c.FPDFFormObj_GetObject, Handle, _ADDRESS, ctypes.c_ulong)
get_type: Final = _plain(pdfium_c.FPDFPageObj_GetType, _INT)
get_matrix: Final = _plain(pdfium_c.FPDFPageObj_GetMatrix, _INT)
get_bounds: Final = _plain(pdfium_c.FPDFPageObj_GetBounds, _INT)
"""(object, left, bottom, right, top), floats, in the space of the page or form that holds the object."""
get_draw_mode: Final = _plain(pdfium_c.FPDFPath_GetDrawMode, _INT)
count_segments: Final = _plain(pdfium_c.FPDFPath_CountSegments, _INT)
get_segment: Final = _plain(pdfium_c.FPDFPath_GetPathSegment, Handle)
get_point: Final = _plain(pdfium_c.FPDFPathSegment_GetPoint, _INT)
get_segment_type: Final = _plain(pdfium_c.FPDFPathSegment_GetType, _INT)
get_close: Final = _plain(pdfium_c.FPDFPathSegment_GetClose, _INT)


class Numbers:
    """Room for the numbers calls give back: `places` are their addresses, `held` the values themselves."""

    __slots__ = ("held", "places")

    def __init__(self, kind: Any, count: int) -> None:
        self.held = (kind * count)()
        first, size = ctypes.addressof(self.held), ctypes.sizeof(kind)
        self.places = [given(place) for place in range(first, first + size * count, size)]
