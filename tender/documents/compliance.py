"""The compliance matrix: every demand of a call, its answer in the archive, its place, and how it stands.

Papers and criteria come from the reading; rules of form (signature, file names, sizes, pages, formats) are
found in the words of the rules of the call. What can be measured is measured; the rest a person looks at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tender.documents.names import LONGEST
from tender.documents.paper_demands import Demand, Fitness, State, demands
from tender.documents.response import Response
from tender.documents.said import PAGES, Said, number_said, passages
from tender.vocabulary.call import AwardCriterion, Grouping
from tender.vocabulary.paper import folded_name
from tender.vocabulary.source import Stated
from tender.vocabulary.split import PartyForm


class Demanded(StrEnum):
    """What kind of demand a row answers."""

    PAPER = "paper"
    CRITERION = "criterion"
    GROUPING = "grouping"
    SIGNATURE = "signature"
    NAMES = "names"
    SIZE = "size"
    PAGES = "pages"
    FORMAT = "format"


class Standing(StrEnum):
    """met: answered, or measured; broken: not; later: due of the winner only; person: for the second one."""

    MET = "met"
    BROKEN = "broken"
    LATER = "later"
    PERSON = "person"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the archive. `pages`: of a PDF, None where not counted."""

    path: str
    form: str
    size: int
    pages: int | None = None
    spare: bool = False
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A demand and its answer.

    `said`: the call's words; `document`, `page`: where they stand (None: no page). `answers`: paths in the
    archive, or names of papers held; `members`: who must act. `measured`, `limit`: numbers compared.
    """

    kind: Demanded
    said: str
    standing: Standing
    document: str = ""
    page: int | None = None
    answers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    measured: float | None = None
    limit: float | None = None


def matrix(
    response: Response,
    rules: Iterable[Said],
    files: tuple[Packed, ...],
    size: int,
    grouping: Grouping | None = None,
) -> tuple[Row, ...]:
    """Every demand, in order: papers, criteria, the group's form, rules of form. `size`: of the archive."""
    deposited = tuple(one for one in files if not one.spare)
    rows = [_paper(demand, deposited, response) for demand in demands(response)]
    rows += [_criterion(one, deposited) for one in _leaves(response.criteria)]
    rows += _of_group(response, grouping or Grouping())
    rows += _rules(tuple(rules), deposited, size)
    return tuple(dict.fromkeys(rows))


_STANDINGS = {
    State.GENERATED: Standing.MET,
    State.HELD: Standing.MET,
    State.EXPIRED: Standing.BROKEN,
    State.MISSING: Standing.BROKEN,
    State.LATER: Standing.LATER,
    State.NOT_DUE: Standing.NOT_DUE,
}


def _paper(demand: Demand, files: tuple[Packed, ...], response: Response) -> Row:
    paths = tuple(one.path for one in files if demand.form is not None and one.form == demand.form)
    sums = {paper.sha256 for one in demand.members for paper in one.papers if paper.sha256}
    paths += tuple(one.path for one in files if one.sha256 in sums)
    held = tuple(dict.fromkeys(paper.name for paper in demand.held))
    standing = _STANDINGS[demand.state]
    if demand.state is State.GENERATED and not paths:
        standing = Standing.BROKEN
    elif demand.state is State.HELD and demand.of(Fitness.DECLARED, Fitness.UNSURE, Fitness.OTHER_HOLDER):
        standing = Standing.PERSON
    where = demand.document.evidence[0] if demand.document.evidence else None
    return Row(
        Demanded.PAPER,
        demand.document.name,
        standing,
        where.document if where else "",
        where.page if where else None,
        paths or held,
        tuple(response.name_of(member) for member in dict.fromkeys((*demand.missing, *demand.expired))),
    )


def _leaves(criteria: Iterable[AwardCriterion]) -> Iterable[AwardCriterion]:
    for one in criteria:
        if one.sub:
            yield from _leaves(one.sub)
        else:
            yield one


def _criterion(one: AwardCriterion, files: tuple[Packed, ...]) -> Row:
    """A criterion of price is answered by the price schedule, any other by the mémoire and buyer's frame."""
    price = re.search(r"\bprix\b|\bcouts?\b|montant|tarif", folded_name(one.name)) is not None
    wanted = ("BPU", "ATTRI1") if price else ("CADRE", "MEMOIRE")
    paths = tuple(held.path for held in files if held.form in wanted)
    where = one.evidence[0] if one.evidence else None
    return Row(
        Demanded.CRITERION,
        one.name,
        Standing.MET if paths else Standing.BROKEN,
        where.document if where else "",
        where.page if where else None,
        paths,
    )


def _of_group(response: Response, grouping: Grouping) -> list[Row]:
    """What the call says of the group's form, beside ours.

    No form can be imposed for the deposit, only on the winner. Source: R2142-22; R2142-24 for the leader.
    """
    rows = []
    imposed, solidary = grouping.form_imposed, grouping.lead_solidary
    if imposed is not None and response.is_group:
        ours = response.form.value if response.form is not None else ""
        fits = imposed.value in ("null", ours)
        answer = {"joint": "groupement conjoint", "solidary": "groupement solidaire"}.get(ours, "")
        rows.append(_stated(imposed, Standing.MET if fits else Standing.LATER, answer))
    if solidary is not None and solidary.value and response.is_group:
        bound = response.form is PartyForm.SOLIDARY or bool(response.lead_solidary)
        standing = Standing.MET if bound else Standing.BROKEN
        rows.append(_stated(solidary, standing, "mandataire solidaire" if bound else ""))
    return rows


def _stated(said: Stated[str] | Stated[bool], standing: Standing, answer: str) -> Row:
    where = said.evidence[0] if said.evidence else None
    return Row(
        Demanded.GROUPING,
        " ".join(where.quote.split()) if where else str(said.value),
        standing,
        where.document if where else "",
        where.page if where else None,
        (answer,) if answer else (),
    )


_SENTENCE = re.compile(r"(?<=[.;:!?])\s+(?=[A-ZÀÉÈ•-])|\n{2,}|\n(?=[-•▪●])")
_RULES: tuple[tuple[str, Demanded], ...] = (
    (
        (
            r"\b\d{1,3} ?(\([a-z ]+\) )?pages?\b.{0,40}(maxi|au plus|limit|recto"
            r"|hors annexe)|(limite|depasser|exceder"
            r"|maxi\w*).{0,40}\b\d{1,3} ?(\([a-z ]+\) )?pages?\b"
        ),
        Demanded.PAGES,
    ),
    (
        (
            r"\b\d+([.,]\d+)? ?(mo|go|ko|mega ?octets?|giga ?octets?)\b.{0,120}(depass|maxi"
            r"|limit|exced|superieur|fichier|pli)|(depass|maxi|limit|exced"
            r"|taille).{0,120}\b\d+([.,]\d+)? ?(mo|go|ko|mega ?octets?)\b"
        ),
        Demanded.SIZE,
    ),
    (
        (
            r"(nomm\w+|nommage|intitul\w+|denomin\w+|nom|noms|libelle\w*) (des |de chaque "
            r"|du |d un |les )?(fichiers?|documents? electroniques?)"
            r"|fichiers?.{0,60}(nomm\w+|caracteres)|\bcaracteres (speciaux|accentues)"
        ),
        Demanded.NAMES,
    ),
    (
        (
            r"signature (electronique|manuscrite)|signe\w* electroniquement|(signature"
            r"|signe\w*).{0,80}(exige|requis|obligatoire|depot|remise|attributaire)"
            r"|certificat (de signature|qualifie)"
        ),
        Demanded.SIGNATURE,
    ),
    (
        (
            r"formats?.{0,60}(pdf|docx?|xlsx?|odt|acceptes?|autorises?|zip)"
            r"|extensions?.{0,40}(interdit|exe)"
        ),
        Demanded.FORMAT,
    ),
    (
        (
            r"(forme|nature) (juridique )?du groupement|groupement (conjoint"
            r"|solidaire).{0,60}(impos|exig|oblig|attribu)|meme mandataire"
            r"|membres? de plusieurs groupements|plusieurs (offres|candidatures)"
        ),
        Demanded.GROUPING,
    ),
)
_NO_RULE = r"\bfrais d acces|precisions relatives a la signature|sommaire"
"""Sentences of these subjects that ask nothing."""
_EXTENSIONS = {
    "pdf": r"\bpdf\b",
    "docx": r"\bdocx?\b|\bword\b",
    "xlsx": r"\bxlsx?\b|\bexcel\b",
    "zip": r"\bzip\b",
    "xml": r"\bxml\b",
    "jpg": r"\bjpe?g\b",
    "png": r"\bpng\b",
}
_BYTES = re.compile(r"\b(\d+(?:[.,]\d+)?)\s?(?:\([^)]*\)\s?)?(k|m|g)(?:o\b|[ée]ga|iga|ilo)")
_MOST = 12
"""Of one kind: a call that says a thing more often says it again."""
_LONGEST = 420


def _rules(said: Sequence[Said], files: tuple[Packed, ...], size: int) -> list[Row]:
    found: dict[Demanded, list[Row]] = {kind: [] for _, kind in _RULES}
    seen: set[str] = set()
    for page in said:
        for raw in _SENTENCE.split(page.text):
            words = " ".join(raw.split())
            bare = folded_name(words)
            if not 12 < len(words) < _LONGEST or bare in seen:
                continue
            kind = next((kind for pattern, kind in _RULES if re.search(pattern, bare)), None)
            if kind is None or len(found[kind]) >= _MOST or re.search(_NO_RULE, bare):
                continue
            seen.add(bare)
            found[kind].append(_judged(kind, words, page, files=files, size=size))
    found[Demanded.PAGES] = _lengths(said, files) or found[Demanded.PAGES]
    return [row for rows in found.values() for row in rows]


def _lengths(said: Sequence[Said], files: tuple[Packed, ...]) -> list[Row]:
    """Limits of pages, in figures or in words, which rows of tables say too."""
    pattern = next(pattern for pattern, kind in _RULES if kind is Demanded.PAGES)
    held = {}
    for page in said:
        for words in passages(page.text):
            bare = folded_name(words)
            figures = PAGES.sub(lambda found: f"{number_said(found['many'])} pages{found['after']}", bare)
            if 12 < len(words) < _LONGEST and re.search(pattern, figures):
                held[bare] = _judged(Demanded.PAGES, words, page, files=files, size=0)
    return list(held.values())[:_MOST]


def _judged(kind: Demanded, words: str, page: Said, *, files: tuple[Packed, ...], size: int) -> Row:
    measured = limit = None
    bare, standing = folded_name(words), Standing.PERSON
    if kind is Demanded.PAGES and (asked := PAGES.search(bare)):
        limit = float(number_said(asked["many"]))
        counts = [one.pages for one in files if one.form == "MEMOIRE" and one.pages]
        if counts and re.search(r"memoire|note|offre technique|cadre", bare):
            measured = float(max(counts))
    elif kind is Demanded.SIZE and (told := _BYTES.search(words.casefold())):
        limit = float(told[1].replace(",", ".")) * {"k": 1e3, "m": 1e6, "g": 1e9}[told[2]]
        per_file = re.search(r"(chaque|par|un|d un) (fichier|document)", bare) is not None
        measured = float(max((one.size for one in files), default=0) if per_file else size)
    elif kind is Demanded.NAMES and (letters := re.search(r"\b(\d{2,3}) caracteres", bare)):
        limit, measured = (
            float(letters[1]),
            float(max((len(one.path.rsplit("/", 1)[-1]) for one in files), default=0)),
        )
    elif kind is Demanded.NAMES and re.search(r"speciaux|accent|espace", bare):
        # Every name is made of plain letters, digits, points and underscores, and is short.
        limit, measured = (
            float(LONGEST),
            float(max((len(one.path.rsplit("/", 1)[-1]) for one in files), default=0)),
        )
    elif kind is Demanded.SIGNATURE and re.search(
        r"(n est pas|ne sont pas|pas) (exige|requis|obligatoire|impose)|attributaire|apres attribution", bare
    ):
        standing = Standing.LATER
    elif kind is Demanded.FORMAT and files:
        named = {ending for ending, pattern in _EXTENSIONS.items() if re.search(pattern, bare)}
        ours = {one.path.rpartition(".")[2].casefold() for one in files}
        if len(named) > 1 and ours <= named:
            standing = Standing.MET
    if limit is not None and measured is not None:
        standing = Standing.MET if measured <= limit else Standing.BROKEN
    return Row(kind, words, standing, page.document, page.page, measured=measured, limit=limit)


def pages_of(data: bytes) -> int | None:
    """The pages of a PDF this program wrote; None for other files."""
    if not data.startswith(b"%PDF"):
        return None
    return len(re.findall(rb"/Type\s*/Page(?![a-zA-Z])", data)) or None
