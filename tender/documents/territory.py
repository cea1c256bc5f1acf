"""The map of territories as a picture: who works where, by a number in each commune."""

from __future__ import annotations

from tender.documents import french
from tender.documents.drawing import FILLS, GREY, WASH, Drawing, fitted
from tender.documents.memoir import MapCell
from tender.documents.paper import Picture
from tender.documents.response import Response

LEGEND_ROW = 13.0
WIDEST, TALLEST = 0.86, 1.3
"""Of the width of the text: a map with many members below it stays on its page."""
MOST_NAMES = 40
"""Communes named on the map: with more, names would hide each other."""


def map_picture(response: Response) -> Picture | None:
    """The map, each commune of the contract in the colour and with the numbers of its members.

    None when no commune of the contract is known.
    """
    drawn = response.map
    if drawn is None or not any(cell.members for cell in drawn.cells):
        return None
    working = [one for one in response.members if any(one.id in cell.members for cell in drawn.cells)]
    rank = {member.id: number for number, member in enumerate(working, start=1)}
    columns = 2
    rows = -(-len(working) // columns)
    sheet = Drawing(drawn.width, round(drawn.height + 10 + rows * LEGEND_ROW, 1))
    for cell in drawn.cells:
        if not cell.members:
            sheet.polygon(cell.points, WASH)
    for cell in drawn.cells:
        if cell.members:
            sheet.polygon(cell.points, FILLS[(rank[cell.members[0]] - 1) % len(FILLS)], "#4f5b64")
    _numbers(sheet, [cell for cell in drawn.cells if cell.members], rank)
    for index, member in enumerate(working):
        x = 8 + (index // rows) * drawn.width / columns
        y = drawn.height + 10 + (index % rows) * LEGEND_ROW
        sheet.circle(x + 5, y + 2, 5.6, FILLS[index % len(FILLS)])
        sheet.text(x + 5, y + 4.6, str(index + 1), 7, anchor="middle", bold=True)
        sheet.text(x + 15, y + 5, fitted(member.name, drawn.width / columns - 24, 8.5), 8.5)
    share = min(WIDEST, TALLEST * sheet.width / sheet.height)
    return Picture(_told(response, rank), sheet.width, sheet.height, sheet.svg(), share=round(share, 3))


def _numbers(sheet: Drawing, cells: list[MapCell], rank: dict[str, int]) -> None:
    taken: list[tuple[float, float, float]] = []
    for cell in cells:
        for place, member in enumerate(cell.members):
            x = cell.x + (place - (len(cell.members) - 1) / 2) * 11.5
            sheet.circle(x, cell.y, 5.6, "#ffffff", GREY)
            sheet.text(x, cell.y + 2.6, str(rank[member]), 7, anchor="middle", bold=True)
        taken.append((cell.x, cell.y, 5.8 * len(cell.members)))
    for cell in cells[:MOST_NAMES]:
        half = len(cell.name) * 1.9
        for y in (cell.y + 13, cell.y - 8.5, cell.y + 20):
            free = all(
                abs(y - 2.5 - other_y) > 9 or abs(cell.x - x) > half + wide for x, other_y, wide in taken
            )
            if free:
                middle = min(max(cell.x, half + 3), sheet.width - half - 3)
                sheet.haloed(middle, y, cell.name, 7.2)
                taken.append((cell.x, y - 2.5, half))
                break


def _told(response: Response, rank: dict[str, int]) -> str:
    """The map in words: who works in which communes."""
    assert response.map is not None
    told = []
    for member, number in rank.items():
        towns = french.listed(cell.name for cell in response.map.cells if member in cell.members)
        told.append(f"{number} {response.name_of(member)} : {towns}")
    return "Carte des communes d’intervention. " + " ; ".join(told) + "."
