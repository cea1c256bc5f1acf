"""What a mémoire says of places: who works where, the map, the visit; where words of the call stand."""

from __future__ import annotations

import io
from collections import defaultdict

from PIL import Image

from tender.documents import french
from tender.documents.paper import Block, Column, Grid, Heading, Para, Picture, Quote, Words
from tender.documents.response import Response
from tender.documents.territory import map_picture
from tender.vocabulary.paper import folded_name
from tender.vocabulary.source import Evidence


def sites(response: Response, chapter: int) -> tuple[Block, ...]:
    """The places of the contract with who serves each, the map, and the visit; none when unknown."""
    blocks: list[Block] = []
    grid, drawn = _places(response), map_picture(response)
    if grid is not None or drawn is not None:
        blocks.append(Heading(f"{chapter}.1 Les lieux d’exécution et qui y intervient", 2))
    if drawn is not None:
        blocks.append(drawn)
    if grid is not None:
        blocks.append(grid)
    if response.visit is not None:
        rank = 2 if blocks else 1
        words = (
            "La consultation impose une visite des lieux."
            if response.visit.required
            else "La consultation permet une visite des lieux."
        )
        blocks += [Heading(f"{chapter}.{rank} La visite des lieux", 2), Para(words)]
        blocks += [
            Quote(" ".join(one.quote.split()), place_of(one))
            for one in response.visit.evidence
            if one.quote.strip()
        ]
    return tuple(blocks)


def place_of(evidence: Evidence) -> str:
    """Where words stand: file and page, or the place the format has."""
    page = f", p. {evidence.page}" if evidence.page else ""
    return f"{evidence.document.rsplit('/', 1)[-1]}{page}"


def _places(response: Response) -> Grid | None:
    """Commune | members and lots there: the buyer's technical services look by commune."""
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for lot in response.lots:
        for share in lot.shares:
            for place in share.places:
                held[place.name][share.member].append(lot.number)
    if not held:
        return None
    rows: list[tuple[Words, ...]] = []
    for town in sorted(held, key=folded_name):
        told = [f"{response.name_of(member)}{_lots(numbers)}" for member, numbers in held[town].items()]
        rows.append((town, "\n".join(told)))
    return Grid((Column("Commune", 2.4), Column("Association référente, et ses lots", 7)), tuple(rows))


def _lots(numbers: list[str]) -> str:
    known = [number for number in dict.fromkeys(numbers) if number]
    if not known:
        return ""
    return f" ({'lot' if len(known) == 1 else 'lots'} {french.listed(known)})"


def logos(response: Response) -> tuple[Picture, ...]:
    """The logos of the collective and of the members that have one, in the order of the group."""
    held = [(response.collective.name, response.collective.logo)]
    held += [(member.name, member.logo) for member in response.members]
    return tuple(_logo(name, data) for name, data in held if data)


def _logo(name: str, data: bytes) -> Picture:
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
    return Picture(f"Logo de {name}", width, height, png=data)
