"""To whom a contract is reserved, told by the words of a notice whose code does not tell kinds of
employers apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tender.parsing.flow import fold
from tender.parsing.notices.citing import Citations
from tender.parsing.notices.tree import Node
from tender.vocabulary.clause import ClauseType
from tender.vocabulary.source import Evidence

_SIAE: Final = re.compile(
    r"l\.? ?2113-13|insertion par l'activite economique|\bsiae\b|structures? d'insertion"
    r"|entreprises? d'insertion"
    r"|associations? intermediaires?|ateliers? et chantiers? d'insertion|l\.? ?5132-4|article 36[ -]*ii\b"
)
_DISABLED: Final = re.compile(
    r"l\.? ?2113-12|entreprises? adaptees?|\besat\b|etablissements? (?:et|ou"
    r"|de) services? d'(?:aide|accompagnement) (?:par|et a) l"
    r"|l\.? ?5213-13|article 36[ -]*i\b|werkstat\w+ fur (?:behinderte|menschen mit behinderung)"
    r"|sheltered workshops?"
)
_BOTH: Final = re.compile(r"l\.? ?2113-14|ateliers? proteges? et (?:a )?des operateurs economiques")
_ESS: Final = re.compile(r"l\.? ?2113-15|economie sociale et solidaire")
_DISABLED_PEOPLE: Final = re.compile(
    r"(?:travailleurs|personnes|publics?) (?:en situation de )?handicap|ateliers? proteges?"
    r"|menschen mit behinderung"
)
_POOR: Final = re.compile(
    r"travailleurs defavorises|\binsertion\b|eloignee?s de l'emploi|sozial benachteiligt"
)
_RESERVATION: Final = re.compile(
    r"\breserve(?:e?s?|nt)?\b|\breservation\b|vorbehalten|2113-1[2-6]|reserviert"
)
_DUTY: Final = re.compile(
    r"obligation d'emploi|5212-|declaration sur l'honneur|attest\w+ (?:sur l'honneur|que)"
)
"""The duty of every employer, which every bidder swears to: it reserves nothing."""
_LOT: Final = re.compile(r"\blots?\s*(?:n\s*[°o]s?\s*)?((?:\d{1,3}\s*(?:,|et|a|-)?\s*)+)")
_END: Final = re.compile(r"(?<!\b[A-ZLRld]\.)(?<!\bart\.)[.;!?](?=\s+[A-ZÀ-Ý«\"—-])|\n")


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """A kind of employer named by the text, for which lots (none named: the call), how surely, and the
    words."""

    kind: ClauseType
    lots: tuple[str, ...]
    confidence: float
    evidence: Evidence


def beneficiaries(
    texts: Mapping[str, Sequence[Node]], lot: str, known: Sequence[str], cite: Citations
) -> tuple[Beneficiary, ...]:
    """Who is named in a lot's prose and the call's, or in all of it when the code is the call's (lot "").

    Sentences that speak of reserving come first; failing these, any sentence that names the employers.
    """
    keys = [lot, ""] if lot else list(dict.fromkeys(["", *texts]))
    pool = [
        (key, node, *span) for key in keys for node in texts.get(key, ()) for span in _sentences(node.text)
    ]
    near = list(_named(pool, cite, known, reserving=True))
    return tuple(near or _named(pool, cite, known, reserving=False))


def _named(
    pool: Iterable[tuple[str, Node, int, int]], cite: Citations, known: Sequence[str], *, reserving: bool
) -> Iterator[Beneficiary]:
    for key, node, start, end in pool:
        folded = fold(node.text[start:end])
        if _DUTY.search(folded) or bool(_RESERVATION.search(folded)) is not reserving:
            continue
        kind = _kind(folded, reserving=reserving)
        if kind is not None:
            lots = (key,) if key else _lots(folded, known)
            yield Beneficiary(kind, lots, 0.95 if reserving else 0.75, cite.part(node, start, end))


def _kind(folded: str, *, reserving: bool) -> ClauseType | None:
    siae, disabled = bool(_SIAE.search(folded)), bool(_DISABLED.search(folded))
    if reserving and not (siae or disabled):
        if _ESS.search(folded):
            return ClauseType.RESERVED_ESS
        disabled = bool(_DISABLED_PEOPLE.search(folded))
        siae = not disabled and bool(_POOR.search(folded))
    if _BOTH.search(folded) or (siae and disabled):
        return ClauseType.RESERVED_BOTH
    if siae:
        return ClauseType.RESERVED_SIAE
    return ClauseType.RESERVED_EA_ESAT if disabled else None


def _lots(folded: str, known: Sequence[str]) -> tuple[str, ...]:
    numbers = [n for match in _LOT.finditer(folded) for n in re.findall(r"\d+", match[1])]
    spelled = {lot.lstrip("0"): lot for lot in known}
    return tuple(dict.fromkeys(spelled[n.lstrip("0")] for n in numbers if n.lstrip("0") in spelled))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        words = text[start:end]
        if words.strip():
            yield start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        start = end
