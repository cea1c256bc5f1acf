"""What a file of a call is (RC, CCAP, CCTP…), told from its content first; its name is a hint."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from tender.parsing.kind_patterns import NAMES, TITLES
from tender.vocabulary.source import DocumentKind, Page

_PLAIN: Final = str.maketrans({"’": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "œ": "oe"})
_TITLE_LINES: Final = 45
_SAMPLE: Final = 6_000
_ENOUGH: Final = 2.0
_BEFORE: Final = (
    r"^[\W\d]{0,8}(?:le |la |l'|das |die |stand:? [\d/.]+ )?"
    r"(?:(?:annexe|anlage) (?:n°? ?)?[\divx]{1,4}[ :.–-]+)?"
)
_TITLE_RULES: Final = tuple((kind, re.compile(f"{_BEFORE}(?:{'|'.join(rules)})")) for kind, rules in TITLES)
_NAME_RULES: Final = tuple((kind, re.compile("|".join(rules))) for kind, rules in NAMES)
_UNIT_PRICE: Final = re.compile(r"\bprix unitaires?\b|\bp\.?u\.? ?(?:ht|en euros)|einzelpreis|einheitspreis")
_QUANTITY: Final = re.compile(r"\bquantites?\b|\bqtes?\b")
_CONTRACT: Final = re.compile(r"\bcontrat\b|\bmarche\b")
_INVITES: Final = re.compile(
    r"\b(?:merci\s+de\s+(?:bien\s+vouloir\s+)?(?:nous|me)\s+\w+er|vous\s+invit\w+|invitons|vous\s+(?:prie"
    r"|prions|demande|demandons|consulte|consultons|sollicite"
    r"|sollicitons|remercie\w*)|votre\s+meilleure)\b[^.]{0,160}\b(?:offre|proposition|devis|candidature)\b"
)
"""A letter that asks for an offer is the rules of its call."""
_LETTER_PAGES: Final = 6
_ASKED: Final = (
    DocumentKind.DC1,
    DocumentKind.DC2,
    DocumentKind.AE,
    DocumentKind.BPU,
    DocumentKind.DQE,
    DocumentKind.DPGF,
    DocumentKind.ANNEX,
)
"""What a call asks bidders to hand in."""
_NUMBERED: Final = re.compile(r"\s*(?:\d{1,2}|[a-z])\s*[.)]\s")
_LISTED: Final = re.compile(r"\s*[-–*•●○▪■□☐☒☑✓✔◆◇►▶❑➢→>o]\s*(?<!o)\w.*[^-–*•\s]$")
"""A line that opens with the mark of a list, a paper asked for, and does not close with it as titles do."""
_CONTRACT_ARTICLES: Final = (
    "penalites",
    "resiliation",
    "modalites de paiement",
    "duree du marche",
    "revision des prix",
    "sous-traitance",
    "pieces contractuelles",
    "confidentialite",
    "avance",
)
_RULES_ARTICLES: Final = (
    "criteres d'attribution",
    "jugement des offres",
    "contenu des plis",
    "remise des offres",
    "remise des plis",
    "presentation des candidatures",
    "delai de validite des offres",
    "examen des offres",
    "examen des candidatures",
    "date limite de reception",
)


def kind_of(pages: Sequence[Page], name: str) -> DocumentKind:
    """The kind of document these pages are; OTHER when neither content nor name says."""
    scores: dict[DocumentKind, float] = defaultdict(float)
    _score_titles(pages, scores)
    _score_articles(pages, scores)
    _score_name(name, scores)
    if not scores:
        return DocumentKind.OTHER
    kind, score = max(scores.items(), key=lambda held: held[1])
    return kind if score >= _ENOUGH else DocumentKind.OTHER


def fold(text: str) -> str:
    """Lower case in plain ASCII: no accents, straight apostrophes, plain dashes; other letters dropped."""
    return unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN)).encode("ascii", "ignore").decode()


def _score_titles(pages: Sequence[Page], scores: dict[DocumentKind, float]) -> None:
    """A title alone on one of the first lines weighs most; each kind counts its best line only."""
    best: dict[DocumentKind, float] = {}
    lines = _first_lines(pages)
    for place, line in enumerate(lines):
        # A title often runs over two lines: "Cahier des clauses administratives / particulières".
        joined = f"{line} {lines[place + 1]}" if place + 1 < len(lines) and len(line) < 60 else line
        for kind, rule in _TITLE_RULES:
            match = rule.match(line) or rule.match(joined)
            if match and kind in _ASKED and _NUMBERED.match(line):
                break  # a paper of a list: "1. Angebotsschreiben"
            if match:
                rest = max(len(line) - match.end(), 0)
                weight = (4.0 - 2.0 * place / _TITLE_LINES) * (
                    1.0 if rest <= 25 else 0.7 if rest <= 60 else 0.3
                )
                best[kind] = max(best.get(kind, 0.0), weight)
                break
    for kind, weight in best.items():
        scores[kind] += weight


def _first_lines(pages: Sequence[Page]) -> list[str]:
    """The first lines of the first pages, a table's cells apart; then sheet titles and running heads."""
    lines: list[str] = []
    for page in pages[:3]:
        for line in page.text[:_SAMPLE].split("\n"):
            lines.extend(
                fold(" ".join(cell.split()))
                for cell in line.split("\t")
                if cell.strip() and not _LISTED.match(cell)
            )
        if len(lines) >= _TITLE_LINES:
            break
    return [line for line in lines if len(line) < 160][:_TITLE_LINES]


def _score_articles(pages: Sequence[Page], scores: dict[DocumentKind, float]) -> None:
    """Headings that only rules of a call, or only a contract, have; feet name the document on every page."""
    text = fold("\n".join(page.text[:_SAMPLE] for page in pages[:12]))
    rules = sum(article in text for article in _RULES_ARTICLES)
    contract = sum(article in text for article in _CONTRACT_ARTICLES)
    if len(pages) <= _LETTER_PAGES and _INVITES.search(text):
        scores[DocumentKind.RC] += 2.5
    if rules >= 4 and rules > contract:
        scores[DocumentKind.RC] += 2.0
    elif contract >= 6 and _CONTRACT.search(text[:3000]):
        scores[DocumentKind.CCP] += 2.0
    margins = Counter(line for page in pages[:12] for line in _edge_lines(page))
    for line, count in margins.items():
        if count >= 3:
            for kind, rule in _TITLE_RULES:
                if rule.match(line):
                    scores[kind] += 1.5
                    break
    for page in pages:
        if page.grid:
            _score_sheet(page, scores)


def _score_sheet(page: Page, scores: dict[DocumentKind, float]) -> None:
    """A sheet's title, and the columns that only price schedules have."""
    for kind, rule in _NAME_RULES:
        if page.path and rule.search(_words(page.path)):
            scores[kind] += 1.5
            break
    text = fold(page.text[:_SAMPLE])
    if _UNIT_PRICE.search(text):
        kind = DocumentKind.DQE if _QUANTITY.search(text) else DocumentKind.BPU
        scores[kind] = max(scores[kind], _ENOUGH)


def _edge_lines(page: Page) -> set[str]:
    lines = [line for line in page.text.split("\n") if line.strip()]
    return {re.sub(r"\bpage\b.*|\d+", "", fold(line)).strip() for line in (*lines[:2], *lines[-2:])}


def _score_name(name: str, scores: dict[DocumentKind, float]) -> None:
    words = _words(name.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    for kind, rule in _NAME_RULES:
        if rule.search(words):
            scores[kind] += 2.5
            return


def _words(name: str) -> str:
    """A name with its words apart: "RC_2026v2" → "rc 2026v2"."""
    return re.sub(r"[\W_]+", " ", fold(name))
