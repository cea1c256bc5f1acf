"""What the whole response still lacks: box by box, contradiction by contradiction, paper by paper."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tender.documents import french
from tender.documents.boxes import shortened
from tender.documents.checks import contradictions
from tender.documents.forms import FORMS
from tender.documents.lack import Actor, Lack, gathered
from tender.documents.response import HeldPaper, Response
from tender.vocabulary.call import RequiredDocument

CODE = "PIECES"


class State(StrEnum):
    """How a demanded paper stands."""

    GENERATED = "generated"
    HELD = "held"
    EXPIRED = "expired"
    MISSING = "missing"
    LATER = "later"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Demand:
    """A paper the call demands and its answer.

    `form`: the form that answers it. `missing`, `expired`: members (identifiers) whose paper is not there, or
    ends before the deadline. LATER: asked only of the winner, not all there.
    NOT_DUE: nobody subcontracts.
    """

    document: RequiredDocument
    state: State
    form: str | None = None
    held: tuple[HeldPaper, ...] = ()
    missing: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()


# A demand is recognised by its folded words, the first pattern that fits deciding: a form answers it…
_BY_FORM: tuple[tuple[str, str], ...] = (
    (r"\bdc ?1\b|lettre de candidature|habilitation du mandataire", "DC1"),
    (r"\bdc ?2\b|declaration du candidat", "DC2"),
    (r"\bdc ?4\b|declarations? de sous.traitance", "DC4"),
    (r"^((le|les|un|present) )*(cahiers? des (clauses|charges)|ccap\b|cctp\b|ccp\b)", "ATTRI1"),
    (r"^((le|present) )*reglement de (la )?consultation", "ATTRI1"),
    (r"acte d.engagement|\battri ?1\b|\bdc ?3\b|^ae\b|\(ae\)", "ATTRI1"),
    (r"pouvoirs? (donne|du membre|des cotraitants|des membres)|habilitation des cotraitants", "POUVOIR"),
    (r"convention de groupement|convention de cotraitance|repartition (entre|des) cotraitants", "CONVENTION"),
    (r"memoire|note (technique|methodologique)|cadre de reponse|offre technique", "MEMOIRE"),
    (r"\bbpu\b|\bdpgf\b|\bdqe\b|bordereau|decomposition du prix|detail (quantitatif|estimatif)", "BPU"),
    (r"\bdume\b|document unique de marche europeen", "DUME"),
    (r"\bsiren\b|\bsiret\b|numero unique d.identification", "DC2"),
    (r"declaration sur l.honneur|attestation sur l.honneur", "DC1"),
    (r"chiffres? d.affaires|effectifs?\b|references?\b|moyens (humains|techniques|materiels)", "DC2"),
)
# … or a paper of each member does, known by the same words in both names.
_BY_KIND: tuple[str, ...] = (
    r"\brib\b|releve d.identite bancaire|\biban\b",
    r"urssaf|vigilance|cotisations sociales|attestations? sociales?",
    r"fiscal|impots?\b|\b3666\b",
    r"assurance|responsabilite civile",
    r"\bkbis\b|statuts|recepisse|journal officiel|\brna\b|avis de situation|\bsirene\b",
    (
        r"conventionnement|\bsiae\b|agrement|convention (avec l.etat|iae)|association intermediaire"
        r"|structures? d.insertion|insertion par l.activite economique"
    ),
    r"principales? (prestations?|fournitures?|references?|realisations?|services?|travaux)",
    r"pouvoirs?\b|delegation|deliberation|habilit",
    r"redressement|jugement",
    r"bilans?\b|comptes? (annuels?|de resultat)",
)


_COMMON = frozenset(
    {"attestation", "certificat", "copie", "document", "membre", "pour", "avec", "dans", "cours"}
)
"""Words that two papers share without being the same."""

# A demand that holds only in some case: whether it is met is for a person to say, so it stops nothing.
_CONDITIONS = (
    r"^(en cas d|si |s il |lorsque|pour justifier)|le cas echeant|s il y a lieu"
    r"|en cas de (sous traitance|groupement)"
)


def lacks(response: Response) -> tuple[Lack, ...]:
    """Everything still missing: contradictions, then the forms' boxes, then demanded papers; each once."""
    found = [*contradictions(response)]
    for form in FORMS:
        found.extend(form.lacks(response))
    for demand in demands(response):
        found.extend(_paper_lacks(response, demand))
    return tuple(dict.fromkeys(found))


def demands(response: Response) -> tuple[Demand, ...]:
    """Each paper the call demands, in its order, with its answer."""
    return tuple(_answer(response, document) for document in response.required_documents)


def folded(text: str) -> str:
    """Lower case, without accents, typographic apostrophes or double spaces: how two names are compared."""
    bare = (
        unicodedata.normalize("NFKD", text.casefold().replace("’", " ").replace("œ", "oe"))
        .encode("ascii", "ignore")
        .decode()
    )
    return " ".join(re.sub(r"[^a-z0-9()]+", " ", bare).split())


def _answer(response: Response, document: RequiredDocument) -> Demand:
    name = folded(document.name)
    form = next((code for pattern, code in _BY_FORM if re.search(pattern, name)), None)
    if form in {"CONVENTION", "POUVOIR"} and not response.is_group:
        form = None
    if form == "DUME":
        form = "DC2" if _asks_for_dc(response) else None
    if form == "DC4" and not response.subcontracts:
        return Demand(document, State.NOT_DUE, form)
    if form is not None:
        return Demand(document, State.GENERATED, form)
    fitting = tuple(paper for paper in response.papers if _same_paper(name, folded(paper.name)))
    if any(paper.member is None for paper in fitting):
        return Demand(document, State.HELD, held=fitting)
    missing: list[str] = []
    expired: list[str] = []
    for member in response.members:
        mine = [paper for paper in fitting if paper.member == member.id]
        if not mine:
            missing.append(member.id)
        elif not any(_valid(paper, response) for paper in mine):
            expired.append(member.id)
    state = State.MISSING if missing else State.EXPIRED if expired else State.HELD
    if state is not State.HELD and document.part == "attribution":
        state = State.LATER
    return Demand(document, state, None, fitting, tuple(missing), tuple(expired))


def _asks_for_dc(response: Response) -> bool:
    """The call names the DC1 or DC2: the DUME then stands in their place (R2143-4), not beside them."""
    return any(re.search(r"\bdc ?[12]\b", folded(document.name)) for document in response.required_documents)


def _same_paper(demanded: str, held: str) -> bool:
    if demanded == held or (len(held) > 5 and held in demanded) or (len(demanded) > 5 and demanded in held):
        return True
    if any(re.search(kind, demanded) and re.search(kind, held) for kind in _BY_KIND):
        return True
    words = {word for word in re.findall(r"[a-z]{4,}", held) if word not in _COMMON}
    return len(words) > 1 and len(words & set(re.findall(r"[a-z]{4,}", demanded))) >= 0.75 * len(words)


def _valid(paper: HeldPaper, response: Response) -> bool:
    """Still good on the day of the deadline; a paper without an end is."""
    ends, deadline = _day(paper.valid_until), _day(response.call.deadline)
    return ends is None or deadline is None or ends >= deadline


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _paper_lacks(response: Response, demand: Demand) -> list[Lack]:
    name = shortened(demand.document.name, 100)
    condition = re.search(_CONDITIONS, folded(demand.document.name))
    blocking = demand.document.part != "attribution" and condition is None
    found: list[Lack] = []
    for field, members, words in (
        ("missing", demand.missing, "manque"),
        ("expired", demand.expired, "ne sera plus valable à la remise des offres"),
    ):
        for member in members:
            what = f"{response.name_of(member)} : « {name} » {words}."
            found.append(
                Lack(
                    CODE,
                    name,
                    f"{field}:{folded(demand.document.name)}",
                    what,
                    Actor.MEMBER,
                    member,
                    None,
                    blocking,
                )
            )
    return found


def summary(response: Response) -> str:
    """One line for a person: how much stops the issue, how much can wait."""
    held = gathered(lacks(response))
    stops = sum(gap.blocking for gap in held)
    if not held:
        return "Le dossier est complet."
    later = len(held) - stops
    parts = [french.counted(stops, "point bloque", "points bloquent") + " l’édition" if stops else ""]
    parts.append(french.counted(later, "point peut", "points peuvent") + " attendre" if later else "")
    return f"{french.listed(parts).capitalize()}."
