"""Mémoire technique: a chapter per award criterion, each claim tied to its proof or marked « à sourcer ».

Buyers reject memos that could suit any call: the chapters take the call's own criteria, weights and words,
and the figures of this very split.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.gantt import gantt
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Actor, Lack
from tender.documents.memo_chapters import Chapter, chapters, unsourced
from tender.documents.memo_places import logos, place_of, sites
from tender.documents.memo_words import CITED, sentences
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
from tender.documents.planning import insertion_grid, steps_grid
from tender.documents.printing import print_both
from tender.documents.response import EvidenceBlock, Response, ResponseLot
from tender.vocabulary.call import AwardCriterion

CODE = "MEMOIRE"
NAME = "Mémoire technique"


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
    return Cover(above, NAME, call.subject, tuple(facts), below, logos(response))


class _Memo:
    """A memo being drawn; numbers its chapters and its proofs."""

    def __init__(self, response: Response) -> None:
        self._response = response
        self._chapter = 0
        self._proofs: list[EvidenceBlock] = []
        self._insertion_told = False
        self._told_steps: list[tuple[tuple[Words, ...], ...]] = []
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
        for chapter in chapters(response):
            self._criterion(chapter)
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
        self.draft.add(*sites(response, self._chapter))

    def _criterion(self, chapter: Chapter) -> None:
        criterion = chapter.criterion
        self._title(f"{criterion.name}{_weight(criterion)}", fresh_page=not chapter.is_price)
        if criterion.lots:
            self.draft.add(Para(muted(f"Critère propre aux lots {french.listed(criterion.lots)}.")))
        self._quotes(chapter)
        if chapter.is_price:
            self._price()
            return
        if chapter.is_own or not chapter.sub:
            self._answer(chapter)
        for sub in chapter.sub:
            self.draft.add(Heading(f"{sub.number} {sub.criterion.name}{_weight(sub.criterion)}", 2))
            self._quotes(sub)
            if not sub.is_price:
                self._answer(sub)
        if criterion.is_social and not self._insertion_told:
            self._insertion(as_chapter=False)

    def _quotes(self, chapter: Chapter) -> None:
        own = [one for one in chapter.criterion.evidence if _says_more(one.quote, chapter.criterion)]
        for evidence in dict.fromkeys((*own, *chapter.quotes)):
            self.draft.add(Quote(" ".join(evidence.quote.split()), place_of(evidence)))

    def _answer(self, chapter: Chapter) -> None:
        if not chapter.is_answered:
            name = chapter.criterion.name
            what = f"Le critère « {name} » n’a pas encore de réponse."
            self.draft.lack(f"chapitre {chapter.number}", f"answer:{name}", what)
            self.draft.add(Para(("Réponse à ce critère : ", MISSING)))
        self._own_text(chapter)
        for block in chapter.told:
            self._block(block, chapter)
        for block in chapter.named:
            told = (muted("Voir aussi : "), block.title, muted(f" [preuve\u00a0{self._proof(block)}]."))
            self.draft.add(Para(told))

    def _own_text(self, chapter: Chapter) -> None:
        """What was written for this call: each claim with the proof it names, or marked."""
        loose = unsourced(chapter)
        cited = {block.id: block for block in chapter.cited}
        for paragraph in chapter.text.split("\n"):
            if not paragraph.strip():
                continue
            words: list[str | Run] = []
            for sentence in sentences(paragraph):
                words.append(CITED.sub("", sentence).replace(" .", ".").strip())
                words += [
                    muted(f" [preuve\u00a0{self._proof(cited[number])}]")
                    for number in CITED.findall(sentence)
                    if number in cited
                ]
                if sentence in loose:
                    words += [" ", TO_SOURCE]
                words.append(" ")
            self.draft.add(Para(tuple(words[:-1])))
        for sentence in loose:
            what = f"« {boxes.shortened(sentence, 90)} » : aucune preuve n’est citée."
            self.draft.lack(f"chapitre {chapter.number}", f"claim:{sentence[:60]}", what)

    def _proof(self, block: EvidenceBlock) -> int:
        if block not in self._proofs:
            self._proofs.append(block)
        return self._proofs.index(block) + 1

    def _block(self, block: EvidenceBlock, chapter: Chapter) -> None:
        number = self._proof(block)
        sourced = bool(block.owner and block.day)
        mark: Words = muted(f" [preuve\u00a0{number}]") if sourced else (" ", TO_SOURCE)
        where = f"chapitre {chapter.number}"
        if not sourced:
            what = f"« {block.title} » : le propriétaire ou la date de la preuve manque."
            self.draft.lack(where, f"source:{block.id}", what, actor=Actor.MEMBER)
        if block.stale:
            what = f"« {block.title} » : la date de relecture de la preuve est passée."
            self.draft.lack(where, f"review:{block.id}", what, actor=Actor.MEMBER, blocking=False)
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
            drawn, steps = gantt(response, lot), steps_grid(response, lot)
            if drawn:
                words = "Planning : heures par mois et équipe au mois le plus chargé (en temps plein)"
                self.draft.add(Para(strong(words), kept=True), *drawn)
            if steps is not None and steps.rows not in self._told_steps:
                self._told_steps.append(steps.rows)
                self.draft.add(steps)

    def _lot_facts(self, lot: ResponseLot) -> None:
        facts = [french.counted(len({s.member for s in lot.shares}), "membre", "membres")]
        towns = {place.name for share in lot.shares for place in share.places}
        if towns:
            facts.append(french.counted(len(towns), "lieu d’exécution", "lieux d’exécution"))
        facts.append(f"{french.hours(lot.total_hours)} sur la durée du marché")
        if lot.start_month:
            facts.append(f"démarrage en {french.month(lot.start_month)}")
        self.draft.add(Para(f"{french.listed(facts)}.", kept=True))

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
        by_lot = any(lot.insertion_hours_asked is not None for lot in self._response.lots)
        for clause in asked if not by_lot or grid is None else ():
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
            attested = boxes.below(f"Attestation : {block.attested_by}" if block.attested_by else "")
            rows.append((str(number), (block.title, *attested), block.owner or TO_SOURCE, reviewed))
        columns = (
            Column("N°", 0.7, Align.RIGHT),
            Column("Preuve", 4.6),
            Column("Détenue par", 3.6),
            Column("Faits du", 3.3),
        )
        self.draft.add(Grid(columns, tuple(rows)))


def _weight(criterion: AwardCriterion) -> str:
    if criterion.weight is None:
        return ""
    unit = criterion.unit or "%"
    if unit == "%":
        return f" ({french.percent(criterion.weight)})"
    return f" ({french.number(criterion.weight)} {unit})"


def _says_more(quote: str, criterion: AwardCriterion) -> bool:
    """A quote that only repeats the criterion's name and weight tells the reader nothing."""

    def letters(text: str) -> str:
        return re.sub(r"[\W\d_]|points?|pts", "", text.casefold())

    return bool(letters(quote)) and letters(quote) != letters(criterion.name)


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
