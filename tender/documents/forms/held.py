"""The members' own papers that the call demands, as they are in their vaults, beside what was written."""

from __future__ import annotations

from tender.documents.generated import DOCX, PDF, GeneratedFile, Origin
from tender.documents.lack import Lack
from tender.documents.names import portal_name
from tender.documents.paper_demands import demands
from tender.documents.response import HeldPaper, Response

CODE = "PIECE"
NAME = "Pièces des membres"
_TYPES = {"pdf": PDF, "docx": DOCX, "png": "image/png", "jpg": "image/jpeg"}


def lacks(response: Response) -> tuple[Lack, ...]:
    """Nothing here: what is missing of them is told demand by demand (completeness)."""
    return ()


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """Each paper whose file is at hand, once a member; those due of the winner alone stay in the vault."""
    wanted: dict[tuple[str, str], tuple[str, HeldPaper]] = {}
    for demand in demands(response):
        if demand.document.part == "attribution":
            continue
        for one in demand.members:
            for paper in one.papers:
                if paper.data:
                    wanted.setdefault((one.member, paper.sha256), (one.member, paper))
    return tuple(_file(response, member, paper) for member, paper in wanted.values())


def _file(response: Response, member: str, paper: HeldPaper) -> GeneratedFile:
    ending = paper.file_name.rpartition(".")[2].casefold()
    title = f"{paper.name} – {response.name_of(member)}"
    return GeneratedFile(
        f"{portal_name(paper.name, 50)}.{ending}",
        _TYPES.get(ending, PDF),
        paper.data,
        CODE,
        title,
        member,
        origin=Origin.MEMBER,
    )
