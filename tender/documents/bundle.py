"""All files of a response, and the one archive that is deposited."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tender.documents import french
from tender.documents.archive import pack
from tender.documents.buyer.filling import Filled, fill
from tender.documents.completeness import lacks
from tender.documents.forms import FORMS, Form, dossier
from tender.documents.generated import DOCX, GeneratedFile, Origin
from tender.documents.names import LONGEST, portal_name
from tender.documents.paper import EXAMPLE_MARK
from tender.documents.response import Response

EDITABLE = "modifiables"
SPARE = "secours"
"""Our own forms where the buyer's are filled: kept, not deposited."""

FRENCH_FORMS = frozenset({"DC1", "DC2", "ATTRI1", "POUVOIR"})
"""Forms that a buyer of another country has no use for."""


def generate(response: Response) -> Iterator[GeneratedFile]:
    """Every file of the response, the buyer's own filled first, then form by form, as each is made."""
    filled = fill(response)
    yield from filled.files
    for form in FORMS:
        yield from render(form, response, filled)


def render(form: Form, response: Response, filled: Filled | None = None) -> tuple[GeneratedFile, ...]:
    """The files of one form; the directors' page is told what all the others lack, and the buyer's forms too.

    Where the buyer's own form was filled for the same member and lot, ours is marked as kept beside it; so
    are the forms of French law in a call that is not in French.
    """
    held = filled or Filled()
    if form is dossier:
        return dossier.render(response, lacks(response), held.unplaced)
    abroad = form.CODE in FRENCH_FORMS and not response.call.is_french
    return tuple(
        replace(made, origin=Origin.FALLBACK)
        if abroad or (made.form, made.member, made.lot) in held.replaced
        else made
        for made in form.render(response)
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A file and its place in the archive."""

    path: str
    made: GeneratedFile

    @property
    def sha256(self) -> str:
        """Of its bytes, in hexadecimal."""
        return hashlib.sha256(self.made.data).hexdigest()


def place(files: Iterable[GeneratedFile], response: Response) -> tuple[Placed, ...]:
    """Numbered names a portal accepts: a folder a member, Word files apart under `modifiables`."""
    folders = _folders(response)
    placed: list[Placed] = []
    numbers: dict[tuple[str, str | None, str | None, str], int] = {}
    for made in files:
        stem, _, extension = made.name.rpartition(".")
        key = (made.form, made.member, made.lot, stem)
        number = numbers.setdefault(key, len(numbers) + 1)
        head = f"{number:02d}_"
        name = f"{head}{portal_name(stem, LONGEST - len(head) - len(extension) - 1)}.{extension}"
        parts = [SPARE] if made.origin is Origin.FALLBACK else []
        parts += [EDITABLE] if made.media_type == DOCX and made.origin not in _AS_IT_IS else []
        if made.member is not None:
            parts.append(folders.get(made.member, portal_name(made.member, 40)))
        placed.append(Placed("/".join([*parts, name]), made))
    return tuple(placed)


def bundle(files: Iterable[GeneratedFile], response: Response) -> bytes:
    """The archive: the files, and their manifest for people (MANIFESTE.txt) and programs (manifeste.json).

    The same files and response give the same bytes.
    """
    placed = place(files, response)
    entries = [
        ("MANIFESTE.txt", _manifest_text(placed, response).encode()),
        ("manifeste.json", _manifest_json(placed, response).encode()),
        *((held.path, held.made.data) for held in placed),
    ]
    return pack(entries, stored=True)


_ORIGINS = {
    Origin.OURS: "groupement",
    Origin.BUYER: "acheteur",
    Origin.FALLBACK: "secours",
    Origin.MEMBER: "membre",
}
_AS_IT_IS = (Origin.BUYER, Origin.MEMBER)
"""A Word file of these is deposited itself: there is no PDF of it beside."""


def _folders(response: Response) -> dict[str, str]:
    return {
        member.id: f"membre_{rank:02d}_{portal_name(member.name, 40)}"
        for rank, member in enumerate(response.members, start=1)
    }


def _manifest_json(placed: tuple[Placed, ...], response: Response) -> str:
    call = response.call
    held = {
        "consultation": {
            "acheteur": call.buyer or None,
            "objet": call.subject or None,
            "reference": call.reference or call.notice_reference or None,
            "remise": call.deadline or None,
        },
        "groupement": response.collective.name,
        "repartition_version": response.revision,
        "edite_le": response.issued_on.isoformat(),
        "exemple": response.example,
        "fichiers": [
            {
                "nom": one.path,
                "titre": one.made.title,
                "document": one.made.form,
                "membre": one.made.member,
                "lot": one.made.lot or None,
                "origine": _ORIGINS[one.made.origin],
                "type": one.made.media_type,
                "octets": len(one.made.data),
                "sha256": one.sha256,
            }
            for one in placed
        ],
    }
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def _manifest_text(placed: tuple[Placed, ...], response: Response) -> str:
    call = response.call
    lines = [EXAMPLE_MARK, ""] if response.example else []
    lines += [
        f"Réponse à la consultation {call.reference or call.notice_reference}".rstrip(),
        *(part for part in (call.subject, f"Acheteur : {call.buyer}" if call.buyer else "") if part),
        *([f"Remise des offres : {french.moment(call.deadline)}"] if call.deadline else []),
        f"Édité le {french.day(response.issued_on)}, version {response.revision} de la répartition",
        "",
        f"{french.counted(len(placed), 'fichier', 'fichiers')} ; empreintes SHA-256 :",
        "",
    ]
    for one in placed:
        size = french.counted(len(one.made.data), "octet", "octets")
        lines += [one.path, f"    {one.made.title} – {size}", f"    {one.sha256}"]
    return "\n".join(lines) + "\n"
