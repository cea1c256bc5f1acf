"""What a reader of one format hands on: the reading, and the prose of the notice in the order to show it."""

from __future__ import annotations

from dataclasses import dataclass

from tender.parsing.notices.tree import Node
from tender.vocabulary.call import Reading


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """`fields`: what a field speaks of ("Lot 2", "" for the call) and the node with its words;
    `language`: as written."""

    reading: Reading
    fields: tuple[tuple[str, Node], ...]
    language: str
