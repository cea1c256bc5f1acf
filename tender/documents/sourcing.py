"""The note to a buyer: what is available where, the articles, a model of clause with its hours, whom to ask.

Source: R2111-1 (an operator may inform a buyer that prepares a call), L2112-2 and L2112-2-1 (conditions of
performance about employment), L2113-13 (contracts reserved to SIAE), of the Code de la commande publique.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tender.documents import french
from tender.documents.generated import GeneratedFile
from tender.documents.paper import Align, Block, Bullets, Column, Fields, Grid, Heading, Paper, Para, Quote
from tender.documents.printing import print_both

CODE = "SOURCING"
NAME = "Note à l’acheteur"
STEP = 5
"""Hours are rounded to as many: a model of clause is no invoice."""


@dataclass(frozen=True, slots=True)
class Available:
    """What one association could give: its name, communes named, free hours a month."""

    member: str
    places: str
    hours: float


@dataclass(frozen=True, slots=True)
class Hours:
    """How the hours of the model clause are found. Amount in euros without VAT, parts in per cent.

    `labour`: the part of work in the price; `part`: of that work kept for insertion; `cost`: euros an hour.
    """

    amount: float
    labour: float
    part: float
    cost: float

    @property
    def total(self) -> int:
        """amount × labour × part ÷ cost, to the next five hours."""
        exact = Decimal(str(self.amount)) * Decimal(str(self.labour)) * Decimal(str(self.part)) / 10_000
        hours = exact / Decimal(str(self.cost)) / STEP
        return int(hours.to_integral_value(ROUND_HALF_UP)) * STEP


@dataclass(frozen=True, slots=True)
class Note:
    """What is written. `hours` None: no amount is known, the clause then leaves its number to be found.

    `issued_on`: ISO date. `above_threshold`: L2112-2-1 concerns it; `under_way`: before its deadline.
    """

    buyer: str
    subject: str
    reference: str
    trades: str
    collective: str
    contact: str
    email: str
    phone: str
    facilitator: str
    words: str
    issued_on: str
    available: tuple[Available, ...]
    hours: Hours | None = None
    above_threshold: bool = False
    under_way: bool = False
    example: bool = False


def render(note: Note) -> tuple[GeneratedFile, GeneratedFile]:
    """The note in Word and PDF."""
    paper = Paper(
        title="Associations intermédiaires : ce qui est disponible près de vous",
        subtitle=f"À l’attention de {note.buyer}" if note.buyer else "",
        note=f"{note.collective}, le {french.iso_day(note.issued_on)}.",
        head=" – ".join(part for part in (note.buyer, note.reference) if part) or note.collective,
        foot=NAME,
        issued_on=date.fromisoformat(note.issued_on),
        author=note.collective,
        blocks=(*_opening(note), *_available(note), *_law(note), *_clause(note), *_closing(note)),
        example=note.example,
    )
    return print_both(paper, CODE, "Note_a_l_acheteur")


def _opening(note: Note) -> tuple[Block, ...]:
    about = f"« {note.subject} »" if note.subject else "vos achats"
    held: list[Block] = [
        Para("Madame, Monsieur,"),
        Para(
            f"Nous avons lu votre consultation {about}. Nous n’y avons pas vu de clause sociale. Pour vos "
            "prochains achats du même genre, voici ce que nos associations peuvent apporter, là où elles "
            "travaillent déjà."
        ),
    ]
    if note.under_way:
        held.append(
            Para(
                "Cette note ne demande rien pour la consultation en cours, et n’appelle aucune réponse avant "
                "son terme.",
                kind="small",
            )
        )
    if note.words:
        held.append(Para(note.words))
    return tuple(held)


def _available(note: Note) -> tuple[Block, ...]:
    rows = tuple((one.member, one.places, french.hours(one.hours)) for one in note.available)
    if not rows:
        return ()
    total = french.hours(sum(one.hours for one in note.available))
    return (
        Heading("Ce qui est disponible"),
        Para(f"Métiers : {note.trades}." if note.trades else "Heures libres, tous métiers.", kept=True),
        Grid(
            (
                Column("Association", 4),
                Column("Territoire", 4),
                Column("Heures libres par mois", 2, Align.RIGHT),
            ),
            (*rows, ("Ensemble", "", total)),
            totals=1,
        ),
        Para("Heures déclarées par chaque association, à la date de cette note.", kind="small"),
    )


def _law(note: Note) -> tuple[Block, ...]:
    held = [
        "R2111-1 : avant de lancer un achat, vous pouvez consulter, demander des avis, étudier le marché ;",
        "L2112-2 : des conditions d’exécution, liées à l’objet du marché, peuvent tenir compte de l’emploi ;",
        "L2113-13 : un marché ou un lot peut être réservé aux structures d’insertion (SIAE).",
    ]
    if note.above_threshold:
        held.insert(
            2,
            "L2112-2-1 : au-dessus des seuils européens, pour les consultations lancées depuis le 21 août "
            "2026, une condition d’exécution relative au social ou à l’emploi est attendue, sauf exceptions "
            "motivées ;",
        )
    return (Heading("Ce que permet le code de la commande publique"), Bullets(tuple(held)))


def _clause(note: Note) -> tuple[Block, ...]:
    hours = note.hours
    number = f"{french.number(hours.total, 0)} heures" if hours else "… heures (à calculer selon le montant)"
    words = (
        f"Le titulaire réserve, pendant l’exécution du marché, au moins {number} de travail à des personnes "
        "éloignées de l’emploi : par l’embauche directe, par la mise à disposition de salariés d’une "
        "association intermédiaire, d’une entreprise de travail temporaire d’insertion ou d’un groupement "
        "d’employeurs, ou par la sous-traitance ou la cotraitance avec une structure d’insertion. Il rend "
        "compte des heures faites au facilitateur désigné par l’acheteur."
    )
    held: list[Block] = [Heading("Un modèle de clause"), Quote(words)]
    if hours:
        held += [
            Fields(
                (
                    ("Montant retenu", french.euros(Decimal(str(hours.amount)))),
                    ("Part de travail dans le prix", french.percent(hours.labour)),
                    ("Part de ce travail réservée à l’insertion", french.percent(hours.part)),
                    ("Coût d’une heure", french.euros(Decimal(str(hours.cost)))),
                    ("Heures", french.hours(hours.total)),
                )
            ),
            Para("Ces parts sont des hypothèses : le facilitateur les règle avec vous.", kind="small"),
        ]
    return tuple(held)


def _closing(note: Note) -> tuple[Block, ...]:
    asked = note.facilitator or "le facilitateur de la clause sociale de votre territoire"
    who = ", ".join(part for part in (note.contact, note.phone, note.email) if part)
    return (
        Heading("À qui en parler"),
        Fields((("Clause et publics", asked), ("Nos associations", who or note.collective))),
        Para("Nous restons à votre disposition, et vous remercions de votre attention."),
    )
