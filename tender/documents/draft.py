"""A form being drawn: its blocks, and beside them what could not be filled.

The mark « à compléter » and the Lack that names it are made by one call, so that no box can be empty without
being listed, nor listed without being seen.
"""

from __future__ import annotations

from tender.documents.lack import Actor, Lack
from tender.documents.paper import MISSING, Block, Run, Words


class Draft:
    """Blocks and lacks of one document."""

    def __init__(
        self, form: str, *, member: str | None = None, lot: str | None = None, missing: Run = MISSING
    ) -> None:
        self._form, self._member, self._lot, self._missing = form, member, lot, missing
        self._blocks: list[Block] = []
        self._lacks: list[Lack] = []

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What was drawn."""
        return tuple(self._blocks)

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is missing, each once, in the order of the boxes."""
        return tuple(dict.fromkeys(self._lacks))

    def add(self, *blocks: Block) -> None:
        """Draw below."""
        self._blocks.extend(blocks)

    def need(
        self,
        value: Words,
        box: str,
        field: str,
        what: str,
        *,
        actor: Actor = Actor.OFFICER,
        member: str | None = None,
        lot: str | None = None,
        blocking: bool = True,
    ) -> Words:
        """The value, or the mark of its absence; the absence is then listed."""
        if value not in ("", ()):
            return value
        self.lack(box, field, what, actor=actor, member=member, lot=lot, blocking=blocking)
        return self._missing

    def lack(
        self,
        box: str,
        field: str,
        what: str,
        *,
        actor: Actor = Actor.OFFICER,
        member: str | None = None,
        lot: str | None = None,
        blocking: bool = True,
    ) -> None:
        """List something missing."""
        self._lacks.append(
            Lack(
                form=self._form,
                box=box,
                field=field,
                what=what,
                actor=actor,
                member=member if member is not None else self._member,
                lot=lot if lot is not None else self._lot,
                blocking=blocking,
            )
        )
