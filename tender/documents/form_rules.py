"""Rules of form found in the words of a call, each held against the files of the archive.

Sizes, page counts, names, formats and what is said of signing are measured; a rule whose answer no program
can see is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tender.documents.demanded import Demanded, Packed, Row, Standing
from tender.documents.names import LONGEST
from tender.documents.said import PAGES, Said, number_said, passages
from tender.vocabulary.paper import folded_name

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
            r"\b(nomm\w+|nommage|intitul\w+|denomin\w+|nom|noms|libelle\w*) (des |de chaque "
            r"|du |d un |les )?(fichiers?|documents? electroniques?)"
            r"|\bfichiers?\b.{0,60}(nomm\w+|caracteres)|\bcaracteres (speciaux|accentues)"
        ),
        Demanded.NAMES,
    ),
    (
        (
            r"signature (electronique|manuscrite)|\bsigne\w* (electroniquement|manuscritement)"
            r"|\b(signature|signe\w*)\b.{0,80}(exige|requis|obligatoire|depot|remise|attributaire)"
            r"|(doit|doivent|devra|devront) (\w+ )?etre (date\w* et )?signe"
        ),
        Demanded.SIGNATURE,
    ),
    (
        (
            r"\bformats?\b.{0,80}(\bpdf\b|\bdocx?\b|\bxlsx?\b|\bodt\b|accepte|autorise|suivants|preconise"
            r"|impose|executable|\bexe\b)|\bextensions?\b.{0,40}(interdit|\bexe\b)"
            r"|logiciels? bureautiques?.{0,60}(\bpdf\b|\bdocx?\b)"
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
_NO_RULE = re.compile(
    r"\bfrais d acces|precisions relatives a la signature|sommaire"
    r"|copie de sauvegarde|difficulte|mis a disposition|decompress|telecharg|\bpenalite"
    r"|(guide|renseignements complementaires|informations?) .{0,60}signature"
    r"|^(- )?(au certificat|a l outil|la signature electronique avancee|le certificat de signature)"
    r"|arrete du .{0,60}signature|reglement (\(ue\)|ue|n ?\d)|tout autre outil"
)
"""Sentences of these subjects that ask nothing of the files: how signing works, how the call is read."""
_ENDINGS = re.compile(
    r"\b(pdf|docx?|rtf|odt|xlsx?|ods|pptx?|zip|xml|jpe?g|png|gif|txt|csv|dwg|dxf|ics)\b"
    r"|(\bword\b)|(\bexcel\b)|(\bopen ?document\b)|(\bbureautique)"
)
_ALIKE = {
    "doc": {"doc", "docx"}, "docx": {"doc", "docx"}, "xls": {"xls", "xlsx"}, "xlsx": {"xls", "xlsx"},
    "jpg": {"jpg", "jpeg"}, "jpeg": {"jpg", "jpeg"}, "word": {"doc", "docx"}, "excel": {"xls", "xlsx"},
}  # fmt: skip
_RUNNING = frozenset({"exe", "bat", "com", "cmd", "scr", "vbs", "docm", "xlsm", "pptm"})
_STRICT = re.compile(
    r"\b(doi(t|vent)|devr(a|ont)|uniquement|exclusivement|sous peine|accepte|autorise|seuls?\b)"
)
_BYTES = re.compile(r"\b(\d+(?:[.,]\d+)?)\s?(?:\([^)]*\)\s?)?(k|m|g)(?:o\b|[ée]ga|iga|ilo)")
_NOT_NOW = re.compile(
    r"(n est pas|ne sont pas|n ont pas a etre|pas|sans) (exige|requis|obligatoire|impose|signe|signature)"
    r"|attributaire|apres attribution|a l attribution|retenue?\b"
)
_MOST = 12
"""Of one kind: a call that says a thing more often says it again."""
_LONGEST = 420
_LIST = 700


def rules_of_form(said: Sequence[Said], files: tuple[Packed, ...], size: int) -> list[Row]:
    """Every rule of form, with its place and how the files stand to it. `size`: of the archive."""
    found: dict[Demanded, list[Row]] = {kind: [] for _, kind in _RULES}
    seen: set[str] = set()
    for page in said:
        for words, below in _sentences(page.text):
            bare = folded_name(words)
            if not 12 < len(words) < _LONGEST or bare in seen or _NO_RULE.search(bare):
                continue
            kind = next((kind for pattern, kind in _RULES if re.search(pattern, bare)), None)
            item = kind is Demanded.FORMAT and bare.startswith("format") and not words[0].isalpha()
            if kind is None or len(found[kind]) >= _MOST or (item and found[kind]):
                continue  # an item of a list is read with the sentence that announces it
            seen.add(bare)
            row = Row(kind, words, Standing.PERSON, page.document, page.page)
            found[kind].append(_JUDGES[kind](row, below, files, size) if kind in _JUDGES else row)
    found[Demanded.PAGES] = _lengths(said, files) or found[Demanded.PAGES]
    found[Demanded.FORMAT] = [row for row in found[Demanded.FORMAT] if not _is_title(row, found)]
    found[Demanded.SIGNATURE] = _signatures(found[Demanded.SIGNATURE])
    return [row for rows in found.values() for row in rows]


def _is_title(row: Row, found: dict[Demanded, list[Row]]) -> bool:
    """« Formats de fichiers acceptés : », where the sentence below says it again."""
    return len(row.said) < 45 and row.said.endswith(":") and len(found[row.kind]) > 1


def _sentences(text: str) -> list[tuple[str, str]]:
    """Each sentence, and the beginning of what follows it: the list it announces."""
    parts = [" ".join(raw.split()) for raw in _SENTENCE.split(text)]
    return [(words, " ".join(parts[at + 1 : at + 12])[:_LIST]) for at, words in enumerate(parts)]


def _lengths(said: Sequence[Said], files: tuple[Packed, ...]) -> list[Row]:
    """Limits of pages, in figures or in words, which rows of tables say too."""
    pattern = next(pattern for pattern, kind in _RULES if kind is Demanded.PAGES)
    held = {}
    for page in said:
        for words in passages(page.text):
            bare = folded_name(words)
            figures = PAGES.sub(lambda found: f"{number_said(found['many'])} pages{found['after']}", bare)
            if 12 < len(words) < _LONGEST and re.search(pattern, figures):
                row = Row(Demanded.PAGES, words, Standing.PERSON, page.document, page.page)
                held[bare] = _pages(row, "", files, 0)
    return list(held.values())[:_MOST]


def _measured(row: Row, measured: float | None, limit: float) -> Row:
    if measured is None:
        return replace(row, limit=limit)
    standing = Standing.MET if measured <= limit else Standing.BROKEN
    return replace(row, standing=standing, measured=measured, limit=limit)


def _pages(row: Row, _below: str, files: tuple[Packed, ...], _size: int) -> Row:
    bare = folded_name(row.said)
    asked = PAGES.search(bare)
    if asked is None:
        return row
    frame = re.search(r"\bcadre|\bcrte?\b", bare) is not None
    forms = ("CADRE", "MEMOIRE") if frame else ("MEMOIRE",)
    counts = [one.pages for one in files if one.form in forms and one.pages]
    spoken = frame or re.search(r"memoire|note|offre technique", bare)
    return _measured(
        row, float(max(counts)) if counts and spoken else None, float(number_said(asked["many"]))
    )


def _bytes(row: Row, _below: str, files: tuple[Packed, ...], size: int) -> Row:
    told = _BYTES.search(row.said.casefold())
    if told is None:
        return row
    limit = float(told[1].replace(",", ".")) * {"k": 1e3, "m": 1e6, "g": 1e9}[told[2]]
    per_file = re.search(r"(chaque|par|un|d un) (fichier|document)", folded_name(row.said)) is not None
    return _measured(row, float(max((one.size for one in files), default=0) if per_file else size), limit)


def _names(row: Row, _below: str, files: tuple[Packed, ...], _size: int) -> Row:
    """Every name is made of plain letters, digits, points and underscores, and is short."""
    bare = folded_name(row.said)
    longest = float(max((len(one.path.rsplit("/", 1)[-1]) for one in files), default=0))
    if letters := re.search(r"\b(\d{2,3}) caracteres", bare):
        return _measured(row, longest, float(letters[1]))
    return _measured(row, longest, float(LONGEST)) if re.search(r"speciaux|accent|espace", bare) else row


def _formats(row: Row, below: str, files: tuple[Packed, ...], _size: int) -> Row:
    """The files whose kind the call does not take are named; an ESPD is XML by its nature."""
    bare = folded_name(row.said)
    if re.search(r"aucun format", bare):
        return replace(row, standing=Standing.MET)
    if re.search(r"executable|\bexe\b|macros?\b", bare):
        return _without(row, tuple(one.path for one in files if _ending(one) in _RUNNING), strict=True)
    told = _endings_in(bare)
    if len(told) < 2 or bare.endswith((":", "suivants", "acceptes")):
        told |= _endings_in(folded_name(below))
    if len(told) < 2 or not files:
        return row
    wrong = tuple(one.path for one in files if _ending(one) not in told and one.form != "DUME")
    return _without(row, wrong, strict=_STRICT.search(bare) is not None)


def _without(row: Row, wrong: tuple[str, ...], *, strict: bool) -> Row:
    if not wrong:
        return replace(row, standing=Standing.MET)
    return replace(row, standing=Standing.BROKEN if strict else Standing.PERSON, answers=wrong)


def _ending(one: Packed) -> str:
    return one.path.rpartition(".")[2].casefold()


def _endings_in(bare: str) -> set[str]:
    found: set[str] = set()
    for held in _ENDINGS.finditer(bare):
        word = held[0].replace(" ", "")
        office = {"doc", "docx", "xls", "xlsx"} if word == "bureautique" else set()
        found |= office or _ALIKE.get(word, {"odt", "ods"} if word == "opendocument" else {word})
    return found


def _signatures(rows: list[Row]) -> list[Row]:
    """Not asked at the deposit, it is due of the winner only, and so are all conditions of it."""
    judged = [
        replace(row, standing=Standing.LATER) if _NOT_NOW.search(folded_name(row.said)) else row
        for row in rows
    ]
    spared = any(
        row.standing is Standing.LATER and re.search(r"\bpas\b|non (exig|requis)", folded_name(row.said))
        for row in judged
    )
    return [replace(row, standing=Standing.LATER) for row in judged] if spared else judged


_JUDGES: dict[Demanded, Callable[[Row, str, tuple[Packed, ...], int], Row]] = {
    Demanded.PAGES: _pages,
    Demanded.SIZE: _bytes,
    Demanded.NAMES: _names,
    Demanded.FORMAT: _formats,
}
