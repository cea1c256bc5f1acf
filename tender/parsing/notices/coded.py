"""Social clauses that a notice states by a code: what the code can mean in law, and what the text adds.

Source: directive 2014/24/EU art. 20 (reserved contracts: sheltered workshops AND operators whose main aim is the
social and professional integration of disabled or disadvantaged persons), art. 77 (public service mission);
Code de la commande publique L2113-12 (EA, ESAT), L2113-13 (SIAE), L2113-14 (both), L2113-15 (social economy,
which carries out art. 77). One code stands for the first three: only the text tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tender.parsing.flow import fold
from tender.parsing.notices.citing import Citations
from tender.parsing.notices.tree import Node
from tender.vocabulary.clause import Clause, ClauseType
from tender.vocabulary.source import Evidence


class Code(StrEnum):
    """What codes of notices say of social clauses."""

    RESERVED = "reserved"
    RESERVED_DISABLED = "reserved_disabled"
    RESERVED_SERVICE = "reserved_service"
    RESERVED_PERFORMANCE = "reserved_performance"
    NOT_RESERVED = "not_reserved"
    INSERTION_AIM = "insertion_aim"
    OTHER_AIM = "other_aim"
    VAGUE_AIM = "vague_aim"
    NO_AIM = "no_aim"


@dataclass(frozen=True, slots=True)
class Flag:
    """One code as it stands: in which lot ("" for the whole call) and where."""

    code: Code
    node: Node
    lot: str = ""


_SIAE: Final = re.compile(
    r"l\.? ?2113-13|insertion par l'activite economique|\bsiae\b|structures? d'insertion|entreprises? d'insertion"
    r"|associations? intermediaires?|ateliers? et chantiers? d'insertion|travailleurs defavorises|l\.? ?5132-4"
    r"|article 36[ -]*ii\b|sozial benachteiligt"
)
_DISABLED: Final = re.compile(
    r"l\.? ?2113-12|entreprises? adaptees?|\besat\b|etablissements? et services? d'(?:aide|accompagnement) (?:par|et a) l"
    r"|travailleurs handicapes|ateliers? proteges?(?! et)|l\.? ?5213-13|article 36[ -]*i\b"
    r"|werkstat\w+ fur (?:behinderte|menschen mit behinderung)|sheltered workshops?"
)
_BOTH: Final = re.compile(r"l\.? ?2113-14|ateliers? proteges? et (?:a )?des operateurs economiques")
_RESERVATION: Final = re.compile(r"reserve|vorbehalten|2113-1[2-6]|reserviert")
_ORDER: Final = (
    Code.RESERVED, Code.RESERVED_DISABLED, Code.RESERVED_SERVICE, Code.RESERVED_PERFORMANCE,
    Code.INSERTION_AIM, Code.OTHER_AIM, Code.NOT_RESERVED, Code.NO_AIM,
)  # fmt: skip


def coded_clauses(
    flags: Sequence[Flag], texts: Mapping[str, Sequence[Node]], lots: Sequence[str], country: str | None, cite: Citations
) -> tuple[Clause, ...]:
    """The clauses these codes state, one per kind over all its lots, with the words that told the kind.

    `texts`: the prose of the notice by lot ("" for the call); `lots`: all lots of the call. A code that only says
    "some social aim" gives no clause (see coded_warnings): it is no condition, no criterion and no reservation.
    """
    clauses: list[Clause] = []
    for code in _ORDER:
        told = [flag for flag in flags if flag.code is code]
        groups: dict[tuple[ClauseType, float], list[tuple[Flag, Evidence | None]]] = {}
        for flag in told:
            kind, confidence, words = _kind(flag, texts, country, cite)
            groups.setdefault((kind, confidence), []).append((flag, words))
        for (kind, confidence), held in groups.items():
            if kind is ClauseType.NEGATED and len({f.lot for f, _ in held if f.lot}) < len(lots):
                continue  # said of some lots only: the other lots' clauses speak for themselves
            clauses.append(_clause(kind, confidence, held, lots, cite))
    return tuple(clauses)


def _clause(
    kind: ClauseType,
    confidence: float,
    held: Sequence[tuple[Flag, Evidence | None]],
    lots: Sequence[str],
    cite: Citations,
) -> Clause:
    named = tuple(dict.fromkeys(flag.lot for flag, _ in held if flag.lot))
    words = {(w.path, w.quote): w for _, w in held if w is not None}
    evidence = [*words.values(), *(cite.quote(flag.node) for flag, _ in held[:3])]
    return Clause(
        type=kind,
        lots=None if not named or set(named) == set(lots) else named,
        mandatory=True if kind.counts and kind is not ClauseType.AWARD_SOCIAL and confidence > 0.6 else None,
        evidence=tuple(evidence[:5]),
        confidence=confidence,
    )


def _kind(
    flag: Flag, texts: Mapping[str, Sequence[Node]], country: str | None, cite: Citations
) -> tuple[ClauseType, float, Evidence | None]:
    if flag.code in (Code.NOT_RESERVED, Code.NO_AIM):
        return ClauseType.NEGATED, 0.6, None
    if flag.code is Code.INSERTION_AIM:
        return ClauseType.EXEC_INSERTION, 0.5, None
    if flag.code is Code.OTHER_AIM:
        return ClauseType.SOCIAL_OTHER_EXEC, 0.5, None
    if flag.code is Code.RESERVED_SERVICE:
        return (ClauseType.RESERVED_ESS if country == "FR" else ClauseType.RESERVED_OTHER), 0.85, None
    return _beneficiary(flag, [*texts.get(flag.lot, ()), *(texts.get("", ()) if flag.lot else ())], cite)


def _beneficiary(
    flag: Flag, nodes: Iterable[Node], cite: Citations
) -> tuple[ClauseType, float, Evidence | None]:
    """Who the contract is reserved to, told by the text near a word of reservation, else anywhere in it."""
    sentences = [(node, start, end) for node in nodes for start, end in _sentences(node.text)]
    near = [s for s in sentences if _RESERVATION.search(fold(s[0].text[s[1] : s[2]]))]
    for pool, sure in ((near, 0.95), (sentences, 0.75)):
        for node, start, end in pool:
            kind = _named_kind(fold(node.text[start:end]))
            if kind is not None:
                return kind, sure, cite.part(node, start, end)
    if flag.code is Code.RESERVED_DISABLED:
        return ClauseType.RESERVED_EA_ESAT, 0.8, None
    # The code covers both kinds of employers (art. 20) and nothing says more: not a guess, but not sure either.
    return ClauseType.RESERVED_BOTH, 0.5 if flag.code is Code.RESERVED else 0.4, None


def _named_kind(folded: str) -> ClauseType | None:
    siae, disabled = bool(_SIAE.search(folded)), bool(_DISABLED.search(folded))
    if _BOTH.search(folded) or (siae and disabled):
        return ClauseType.RESERVED_BOTH
    if siae:
        return ClauseType.RESERVED_SIAE
    return ClauseType.RESERVED_EA_ESAT if disabled else None


_END: Final = re.compile(r"(?<![A-Z]\.)(?<!\bart\.)(?<!\b[LRld]\.)[.;!?](?=\s+[A-ZÀ-Ý«\"-])|\n")


def _sentences(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for match in _END.finditer(text):
        found.append((start, match.end()))
        start = match.end()
    found.append((start, len(text)))
    return [_trimmed(text, a, b) for a, b in found if text[a:b].strip()]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def coded_warnings(flags: Sequence[Flag], texts: Mapping[str, Sequence[Node]]) -> tuple[str, ...]:
    """Where the codes contradict one another, or name an aim of which the text says nothing."""
    warnings = []
    aims = {f.lot for f in flags if f.code in (Code.INSERTION_AIM, Code.OTHER_AIM, Code.VAGUE_AIM)}
    denied = {f.lot for f in flags if f.code is Code.NO_AIM}
    for lot in sorted(aims & denied):
        warnings.append(f"L’avis coche un objectif social{_in(lot)} et dit aussi qu’il n’y en a pas (BT-06) : à vérifier.")
    vague = {f.lot for f in flags if f.code is Code.VAGUE_AIM} - {
        f.lot for f in flags if f.code in (Code.INSERTION_AIM, Code.OTHER_AIM)
    }
    for lot in sorted(vague):
        if not any(_SOCIAL_WORDS.search(fold(n.text)) for n in (*texts.get(lot, ()), *texts.get("", ()))):
            warnings.append(
                f"L’avis coche un objectif social{_in(lot)} sans dire lequel, et son texte n’en parle pas : à vérifier."
            )
    silent = {f.lot for f in flags if f.code is Code.INSERTION_AIM}
    for lot in sorted(silent):
        if not any(_SOCIAL_WORDS.search(fold(n.text)) for n in (*texts.get(lot, ()), *texts.get("", ()))):
            warnings.append(
                f"L’avis code un objectif d’emploi de personnes qui en sont éloignées{_in(lot)}, mais son texte n’en dit "
                "rien : condition d’exécution, critère ou simple intention, à vérifier dans le dossier."
            )
    return tuple(warnings)


_SOCIAL_WORDS: Final = re.compile(
    r"\binsertion\b|clause sociale|social|handicap|defavoris|eloign\w+ de l'emploi|sozial|benachteilig|behinder"
)


def _in(lot: str) -> str:
    return f" pour le lot {lot}" if lot else ""
