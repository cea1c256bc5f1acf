"""Letters of the group to the buyer beside its bid: the questions in one batch, the reasons of a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tender.documents import french
from tender.documents.paper import Block, Bullets, Fields, Heading, Paper, Para, Signatures
from tender.documents.writers.docx import write_docx
from tender.vocabulary.paper import folded_name


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the leader of the group, its signatory; the call it is about. Empty where not known."""

    buyer: str
    subject: str
    reference: str = ""
    procedure: str = ""
    leader: str = ""
    signatory: str = ""
    collective: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the batch. `lot` None: the whole call; `place`: where the buyer's files raise it."""

    text: str
    lot: str | None = None
    place: str = ""


def questions_letter(sender: Sender, questions: Iterable[Question], issued_on: date) -> bytes:
    """The batch as a Word file. It names nobody of the group: the buyer publishes what it is asked."""
    blocks: list[Block] = [
        Para(
            "Nous vous prions de bien vouloir répondre aux questions suivantes, et de porter vos réponses à "
            "la connaissance de tous les candidats (R2132-6)."
        )
    ]
    lot: str | None = ""
    for number, one in enumerate(sorted(questions, key=_by_lot), start=1):
        if one.lot != lot:
            lot = one.lot
            blocks.append(Heading(f"Lot {lot}" if lot else "Ensemble de la consultation"))
        blocks.append(Para(f"{number}. {one.text}", kept=bool(one.place)))
        if one.place:
            blocks.append(Para(f"Voir : {one.place}", kind="small"))
    return write_docx(_paper(sender, "Questions des candidats", issued_on, tuple(blocks)))


def questions_text(questions: Iterable[Question]) -> str:
    """The batch as plain text, to paste in a portal's form."""
    lines = []
    for number, one in enumerate(sorted(questions, key=_by_lot), start=1):
        head = f"Lot {one.lot} – " if one.lot else ""
        lines.append(f"{number}. {head}{one.text}" + (f"\n   (Voir : {one.place})" if one.place else ""))
    return "\n\n".join(lines) + "\n"


def _by_lot(one: Question) -> tuple[bool, int, str]:
    digits = re.match(r"\d+", one.lot or "")
    return one.lot is not None, int(digits.group()) if digits else 0, one.lot or ""


def reasons_letter(
    sender: Sender, lots: tuple[str, ...], told_on: date, issued_on: date, *, rank: int | None = None
) -> bytes:
    """The letter that asks why the offer was not kept.

    Source: R2181-3 and R2181-4 (formal procedures), R2181-2 (adapted procedure): within fifteen days.
    """
    which = french.listed(f"n° {lot}" for lot in lots if lot)
    about = (
        f"pour le{'s' if len(lots) > 1 else ''} lot{'s' if len(lots) > 1 else ''} {which}" if which else ""
    )
    adapted = re.search(r"adapte|mapa", folded_name(sender.procedure)) is not None
    articles = "de l’article R2181-2" if adapted else "des articles R2181-3 et R2181-4"
    asked = [
        "les motifs détaillés du rejet de notre offre, critère par critère, avec les notes obtenues ;",
        "le nom de l’attributaire et les motifs du choix de son offre ;",
        "les caractéristiques et les avantages de l’offre retenue, notamment ses notes et son montant ;",
    ]
    if rank is None:
        asked.append("le rang de notre offre.")
    else:
        asked[-1] = asked[-1].replace(" ;", ".")
    blocks = (
        Para("Madame, Monsieur,"),
        Para(
            f"Par votre courrier du {french.day(told_on)}, vous nous avez fait connaître que l’offre de "
            f"notre groupement {about} n’était pas retenue.".replace("  ", " ")
        ),
        Para(
            f"En application {articles} du code de la commande publique, nous vous demandons de bien vouloir "
            "nous communiquer, dans les quinze jours de la réception de la présente :"
        ),
        Bullets(tuple(asked)),
        Para(
            "Ces éléments nous servent à progresser ; nous ne demandons rien qui relève du secret des "
            "affaires (L2132-1)."
        ),
        Para("Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées."),
        Signatures(((sender.leader or sender.collective, sender.signatory or "Le mandataire"),)),
    )
    return write_docx(_paper(sender, "Demande des motifs du rejet de notre offre", issued_on, blocks))


def _paper(sender: Sender, title: str, issued_on: date, blocks: tuple[Block, ...]) -> Paper:
    facts = (
        ("Acheteur", sender.buyer),
        ("Consultation", sender.subject),
        ("Référence", sender.reference),
        ("Date", french.day(issued_on)),
    )
    return Paper(
        title=title,
        head=" – ".join(part for part in (sender.reference, sender.subject[:62]) if part),
        foot=title,
        issued_on=issued_on,
        author=sender.collective,
        blocks=(Fields(tuple((name, words) for name, words in facts if words)), *blocks),
        example=sender.example,
    )
