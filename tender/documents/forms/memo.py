"""Mémoire technique: a chapter per award criterion, each claim tied to its proof or marked « à sourcer ».

Buyers reject memos that could suit any call: the chapters take the call's own criteria, weights and words,
and the figures of this very split.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Actor, Lack
from tender.documents.paper import (
    MISSING,
    TO_SOURCE,
    Align,
    Bullets,
    Column,
    Contents,
    Cover,
    Grid,
    Heading,
    Para,
    Quote,
    Run,
    Tone,
    Words,
    muted,
    strong,
)
from tender.documents.planning import insertion_grid, planning_grids
from tender.documents.printing import print_both
from tender.documents.response import EvidenceBlock, Response, ResponseLot
from tender.vocabulary.call import AwardCriterion

CODE = "MEMOIRE"
NAME = "Mémoire technique"
_PRICE = ("prix", "coût", "cout", "montant de l’offre", "montant de l'offre")


def lacks(response: Response) -> tuple[Lack, ...]:
    """Chapters without an answer, claims without a source."""
    return _Memo(response).draft.lacks


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """The memo, in Word and PDF."""
    draft = _Memo(response).draft
    paper = boxes.paper(draft, response, NAME, "", "")
    return print_both(replace(paper, cover=_cover(response)), CODE, "Memoire_technique")


def _cover(response: Response) -> Cover:
    call = response.call
    lots = french.listed(lot.number for lot in response.lots if lot.number)
    facts: list[tuple[str, Words]] = [
        ("Acheteur", call.buyer or MISSING),
        ("Consultation", call.subject or MISSING),
        ("Référence", call.reference or call.notice_reference or MISSING),
    ]
    if lots:
        facts.append(("Lots" if "," in lots or " et " in lots else "Lot", lots))
    if response.is_group:
        facts.append(("Mandataire", response.lead.name if response.lead else MISSING))
        facts.append(("Membres", french.counted(len(response.members), "association", "associations")))
    facts.append(("Remise des offres", french.moment(call.deadline) if call.deadline else MISSING))
    who = response.collective
    contact = ", ".join(part for part in (who.contact, who.contact_role, who.phone, who.email) if part)
    above = "Réponse commune" if response.is_group else "Réponse"
    below = (f"Votre interlocuteur : {contact}",) if contact else ()
    return Cover(above, NAME, call.subject, tuple(facts), below)


class _Memo:
    """A memo being drawn; numbers its chapters and its proofs."""

    def __init__(self, response: Response) -> None:
        self._response = response
        self._chapter = 0
        self._proofs: list[EvidenceBlock] = []
        self._insertion_told = False
        self.draft = Draft(CODE)
        self._draw()

    def _draw(self) -> None:
        response = self._response
        call = response.call
        self.draft.need(call.buyer, "couverture", "buyer", "Le nom de l’acheteur manque.")
        self.draft.need(call.subject, "couverture", "subject", "L’objet de la consultation manque.")
        self.draft.need(call.deadline, "couverture", "deadline", "La date limite de remise n’est pas connue.")
        self.draft.add(Contents())
        self._group()
        if not response.criteria:
            self.draft.lack("chapitres", "criteria", "Aucun critère d’attribution n’a été lu ni saisi.")
            self._title("Réponse aux critères d’attribution")
            self.draft.add(Para(("Critères d’attribution : ", MISSING)))
        for criterion in response.criteria:
            self._criterion(criterion)
        self._means()
        if not self._insertion_told:
            self._insertion(as_chapter=True)
        self._sources()

    @property
    def _divided(self) -> bool:
        return any(lot.number for lot in self._response.lots)

    def _title(self, text: str, *, fresh_page: bool = True) -> None:
        self._chapter += 1
        self.draft.add(Heading(f"{self._chapter}. {text}", fresh_page=fresh_page))

    def _group(self) -> None:
        response = self._response
        self._title("Le groupement" if response.is_group else "Le candidat")
        if response.collective.presentation:
            self.draft.add(Para(response.collective.presentation, "lead"))
        rows: list[tuple[Words, ...]] = []
        for member in response.members:
            lots = french.listed(lot.number for lot in response.lots_of(member.id) if lot.number) or "–"
            role = "mandataire" if member is response.lead else "membre"
            row = (
                strong(member.name),
                role if response.is_group else "candidat",
                member.identity.city or "–",
            )
            rows.append((*row, lots) if self._divided else row)
        columns = (Column("Association", 5), Column("Rôle", 2), Column("Siège", 3))
        self.draft.add(Grid((*columns, Column("Lots", 2)) if self._divided else columns, tuple(rows)))
        for member in response.members:
            if member.identity.presentation:
                presented = (strong(f"{member.name} – "), member.identity.presentation)
                self.draft.add(Para(presented))

    def _criterion(self, criterion: AwardCriterion) -> None:
        self._title(f"{criterion.name}{_weight(criterion)}", fresh_page=not _is_price(criterion))
        if criterion.lots:
            self.draft.add(Para(muted(f"Critère propre aux lots {french.listed(criterion.lots)}.")))
        self._quotes(criterion)
        if _is_price(criterion):
            self._price()
            return
        if criterion.sub:
            if self._blocks_for(criterion):
                self._answer(criterion)
            for rank, sub in enumerate(criterion.sub, start=1):
                self.draft.add(Heading(f"{self._chapter}.{rank} {sub.name}{_weight(sub)}", 2))
                self._quotes(sub)
                if not _is_price(sub):
                    self._answer(sub)
        else:
            self._answer(criterion)
        if criterion.is_social and not self._insertion_told:
            self._insertion(as_chapter=False)

    def _quotes(self, criterion: AwardCriterion) -> None:
        for evidence in criterion.evidence:
            words = " ".join(evidence.quote.split())
            page = f", p. {evidence.page}" if evidence.page else ""
            if _says_more(words, criterion):
                self.draft.add(Quote(words, f"{evidence.document}{page}"))

    def _blocks_for(self, criterion: AwardCriterion) -> tuple[EvidenceBlock, ...]:
        wanted = criterion.name.casefold()
        return tuple(
            block
            for held in self._response.evidence
            if held.criterion.casefold() == wanted
            for block in held.blocks
        )

    def _answer(self, criterion: AwardCriterion) -> None:
        blocks = self._blocks_for(criterion)
        if not blocks:
            what = f"Le critère « {criterion.name} » n’a pas encore de réponse."
            self.draft.lack(f"chapitre {self._chapter}", f"answer:{criterion.name}", what)
            self.draft.add(Para(("Réponse à ce critère : ", MISSING)))
        for block in blocks:
            self._block(block)

    def _block(self, block: EvidenceBlock) -> None:
        if block not in self._proofs:
            self._proofs.append(block)
        number = self._proofs.index(block) + 1
        sourced = bool(block.owner and block.day)
        mark: Words = muted(f" [preuve {number}]") if sourced else (" ", TO_SOURCE)
        if not sourced:
            what = f"« {block.title} » : le propriétaire ou la date de la preuve manque."
            self.draft.lack(f"chapitre {self._chapter}", f"source:{block.id}", what, actor=Actor.MEMBER)
        first, *rest = block.text.split("\n\n")
        marks = mark if isinstance(mark, tuple) else (mark,)
        self.draft.add(Para(strong(block.title), kept=True), Para((first, *marks)))
        self.draft.add(*(Para(text) for text in rest))

    def _price(self) -> None:
        self.draft.add(
            Para("Les prix figurent au bordereau joint et aux actes d’engagement. Par lot, hors taxes :")
        )
        rows: list[tuple[Words, ...]] = []
        for lot in self._response.lots:
            total = lot.total
            shown: Words = "au bordereau" if total is None else french.euros(total)
            rows.append((lot.label, lot.title or self._response.call.subject, shown))
        columns = (Column("Lot", 1.2), Column("Intitulé", 6), boxes.AMOUNT)
        self.draft.add(Grid(columns, tuple(rows)))

    def _means(self) -> None:
        response = self._response
        divided = self._divided
        self._title("Moyens et planning, lot par lot" if divided else "Moyens et planning")
        for rank, lot in enumerate(response.lots, start=1):
            if divided:
                self.draft.add(Heading(f"{self._chapter}.{rank} {lot.label} – {lot.title}", 2))
            if not lot.shares:
                what = f"{lot.label} : aucun moyen n’est affecté."
                self.draft.lack(f"chapitre {self._chapter}", "shares", what, lot=lot.number)
                self.draft.add(Para(("Moyens affectés : ", MISSING)))
                continue
            self._lot_facts(lot)
            self.draft.add(_means_grid(response, lot))
            grids = planning_grids(response, (lot,))
            if grids:
                self.draft.add(Para(strong("Planning : heures par mois"), kept=True), *grids)

    def _lot_facts(self, lot: ResponseLot) -> None:
        facts = [french.counted(len({s.member for s in lot.shares}), "membre", "membres")]
        towns = {place.name for share in lot.shares for place in share.places}
        if towns:
            facts.append(french.counted(len(towns), "lieu d’exécution", "lieux d’exécution"))
        facts.append(f"{french.hours(lot.total_hours)} sur la durée du marché")
        if lot.start_month:
            facts.append(f"démarrage en {french.month(lot.start_month)}")
        self.draft.add(Para(f"{french.listed(facts)}."))

    def _insertion(self, *, as_chapter: bool) -> None:
        grid = insertion_grid(self._response)
        asked = [clause for clause in self._response.clauses if clause.type.counts and clause.hours]
        if grid is None and not asked:
            return
        self._insertion_told = True
        if as_chapter:
            self._title("Engagement d’insertion")
        else:
            self.draft.add(Heading("Engagement d’insertion : heures par lot, par membre et par modalité", 2))
        items: list[Words] = []
        for clause in asked:
            where = f"lot {french.listed(clause.lots)} : " if clause.lots and self._divided else ""
            items.append(f"{where}{french.hours(clause.hours or 0)} demandées par l’acheteur")
        if items:
            self.draft.add(Bullets(tuple(items)))
        if grid is not None:
            self.draft.add(grid)
            return
        self.draft.lack(
            "insertion", "insertion", "Aucun membre n’a promis d’heures d’insertion, l’acheteur en demande."
        )
        self.draft.add(Para(("Heures d’insertion promises : ", MISSING)))

    def _sources(self) -> None:
        if not self._proofs:
            return
        self._title("Preuves citées", fresh_page=False)
        rows: list[tuple[Words, ...]] = []
        for number, block in enumerate(self._proofs, start=1):
            reviewed = french.iso_day(block.day) if block.day else TO_SOURCE
            rows.append((str(number), block.title, block.owner or TO_SOURCE, reviewed))
        columns = (
            Column("N°", 0.7, Align.RIGHT),
            Column("Preuve", 5),
            Column("Détenue par", 4),
            Column("Vérifiée le", 2.5),
        )
        self.draft.add(Grid(columns, tuple(rows)))


def _weight(criterion: AwardCriterion) -> str:
    if criterion.weight is None:
        return ""
    unit = criterion.unit or "%"
    if unit == "%":
        return f" ({french.percent(criterion.weight)})"
    return f" ({french.number(criterion.weight)} {unit})"


def _says_more(words: str, criterion: AwardCriterion) -> bool:
    """A quote that only repeats the criterion's name and weight tells the reader nothing."""

    def letters(text: str) -> str:
        return re.sub(r"[\W\d_]|points?|pts", "", text.casefold())

    return bool(letters(words)) and letters(words) != letters(criterion.name)


def _is_price(criterion: AwardCriterion) -> bool:
    return criterion.name.casefold().lstrip().startswith(_PRICE)


def _means_grid(response: Response, lot: ResponseLot) -> Grid:
    rows: list[tuple[Words, ...]] = []
    for share in lot.shares:
        where = Run(boxes.places(share) or "–", Tone.PLAIN)
        trades = french.listed(share.trades) or boxes.nature(share) or "–"
        rows.append((response.name_of(share.member), trades, where, french.hours(share.total_hours)))
    rows.append(("Total", "", "", french.hours(lot.total_hours)))
    columns = (
        Column("Membre", 3.5),
        Column("Métiers", 3.5),
        Column("Lieux d’exécution", 4.5),
        Column("Heures", 1.8, Align.RIGHT),
    )
    return Grid(columns, tuple(rows), totals=1)
