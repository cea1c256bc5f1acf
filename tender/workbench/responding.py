"""Rows to a Response: everything the forms may quote, as confirmed, agreed and priced."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tender.documents.buyer.filling import OLD_FORMATS
from tender.documents.price_line import PriceLine
from tender.documents.response import (
    BuyerFile,
    CallFacts,
    Charter,
    Collective,
    GroupMember,
    HeldPaper,
    Mandate,
    Response,
    Role,
)
from tender.store.accounts import UserRow
from tender.store.calls import CallRow, find_call
from tender.store.files import FileStore
from tender.store.journal import note
from tender.store.members import MemberRow, the_collective
from tender.store.papers import PaperRow, list_papers
from tender.store.responses import (
    PriceLineRow,
    ResponseRow,
    find_response,
    list_price_lines,
)
from tender.store.splits import SplitRow, find_split_of_call
from tender.vocabulary.call import Reading
from tender.vocabulary.clause import ClauseType, Family
from tender.vocabulary.member import MemberIdentity
from tender.vocabulary.plain import from_plain
from tender.vocabulary.split import Verdict
from tender.workbench import memoir
from tender.workbench.approving import state_of
from tender.workbench.clock import now
from tender.workbench.errors import NotFound, NotReady
from tender.workbench.facts import reading_of
from tender.workbench.justifying import justify
from tender.workbench.papers import other_siren
from tender.workbench.permissions import Act, require
from tender.workbench.pricing import open_call
from tender.workbench.response_lots import response_lots
from tender.workbench.subcontracts import relied_on_of, subcontracts_of

FILLABLE = (".xml", ".docx", ".docm", ".xlsx", ".xlsm", *OLD_FORMATS)
CONTRACT_KINDS = ("AE", "CCAP", "CCP", "CCTP", "BPU", "DQE", "DPGF")


def response_row(session: Session, actor: UserRow, call_id: int) -> ResponseRow:
    """The answers given so far for a call's response, opened empty the first time."""
    require(actor, Act.EDIT_RESPONSE)
    if find_call(session, call_id, viewer=actor) is None:
        raise NotFound("call", id=call_id)
    row = find_response(session, call_id, viewer=actor)
    if row is None:
        row = ResponseRow(call_id=call_id, boxes={}, overrides=[])
        session.add(row)
        session.flush()
    return row


def set_boxes(session: Session, actor: UserRow, call_id: int, boxes: dict[str, Any]) -> ResponseRow:
    """Answer boxes that neither the call nor the members give (mandate, advance, VAT, honour…)."""
    row = response_row(session, actor, call_id)
    if boxes.get("vat_rate", row.boxes.get("vat_rate")) != row.boxes.get("vat_rate"):
        open_call(session, actor, call_id)  # the rate is part of the price: it moves no more once filed
    row.boxes = {**row.boxes, **boxes}
    note(session, now(), actor, "boxes.set", call_id=call_id, boxes=sorted(boxes))
    return row


def build(
    session: Session,
    actor: UserRow,
    call_id: int,
    *,
    issued_on: date,
    justified: bool = False,
    described: bool = False,
    files: FileStore | None = None,
) -> Response:
    """The response as it stands. Raises NotReady when no member has a share yet.

    `justified`: with what the note de justification states, which takes a search; `described`: with the
    call's words, the map and (out of `files`) the logos of the mémoire. A mere check does without.
    """
    require(actor, Act.EDIT_RESPONSE)
    call = find_call(session, call_id, viewer=actor)
    split = find_split_of_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    if split is None or not split.shares:
        raise NotReady("no_shares", call=call_id)
    boxes = response_row(session, actor, call_id).boxes
    reading = reading_of(call)
    collective = the_collective(session)
    return Response(
        collective=_collective(session, files),
        call=_call_facts(call, reading),
        lots=response_lots(session, split, reading, boxes),
        members=_members(session, split, boxes, files),
        issued_on=issued_on,
        revision=split.revision,
        form=split.form,
        lead_solidary=split.lead_solidary,
        mandate=Mandate(boxes["mandate"]) if boxes.get("mandate") else None,
        mandate_conditions=boxes.get("mandate_conditions", ""),
        renounces_advance=boxes.get("renounces_advance"),
        charter=_charter(collective.charter if collective else {}, split, boxes),
        criteria=reading.award_criteria,
        required_documents=reading.required_documents,
        clauses=tuple(one for one in reading.clauses if one.type is not ClauseType.NEGATED),
        prices=_prices(session, actor, split, divided=bool(reading.lots)),
        papers=_papers(session, actor, split),
        relied_on=relied_on_of(boxes, divided=bool(reading.lots)),
        subcontracts=subcontracts_of(boxes, divided=bool(reading.lots)),
        evidence=memoir.evidence_for(
            session, actor, call, split, reading.award_criteria, today=issued_on, quoted=described
        ),
        map=memoir.map_for(split) if described else None,
        visit=memoir.visit_of(reading),
        steps=memoir.steps_of_start(boxes),
        page_limit=memoir.limit_of(call) if described else None,
        justification=justify(session, actor, split) if justified else None,
        example=call.is_example or bool(collective and collective.is_example),
    )


def _logo(sha256: str, files: FileStore | None) -> bytes:
    """The picture, where it is asked for and there."""
    if files is None or not sha256 or not files.path(sha256).exists():
        return b""
    return files.read(sha256)


def _collective(session: Session, files: FileStore | None) -> Collective:
    row = the_collective(session)
    if row is None:
        return Collective(name="")
    charter = row.charter
    return Collective(
        name=row.name,
        contact=charter.get("contact", ""),
        contact_role=charter.get("contact_role", ""),
        email=row.email,
        phone=row.phone,
        address=row.address,
        postcode=charter.get("postcode", ""),
        city=charter.get("city", ""),
        presentation=row.presentation,
        logo=_logo(row.logo, files),
    )


def _call_facts(call: CallRow, reading: Reading) -> CallFacts:
    def value(stated: Any) -> Any:
        return stated.value if stated is not None else ""

    reserved = {
        article
        for clause in reading.clauses
        if clause.type.family is Family.RESERVED
        for article in clause.legal_basis
    }
    return CallFacts(
        buyer=value(reading.buyer),
        subject=value(reading.subject),
        reference=value(reading.reference),
        deadline=value(reading.deadline),
        procedure=value(reading.procedure),
        platform=value(reading.platform),
        validity_days=reading.validity_days.value if reading.validity_days else None,
        lots=tuple((lot.number, lot.title) for lot in reading.lots),
        contract_documents=tuple(
            file.name.rsplit("/", 1)[-1]
            for kind in CONTRACT_KINDS
            for file in call.files
            if file.kind == kind
        ),
        reserved_basis=tuple(sorted(reserved)),
        start=value(reading.start),
        language=_language_of(call),
    )


def _language_of(call: CallRow) -> str:
    """The language of most pages of the files in force."""
    pages: Counter[str] = Counter()
    for file in call.files:
        if file.until is None and not file.refused and file.language:
            pages[file.language] += file.page_count or 1
    return max(pages, key=lambda one: (pages[one], one)) if pages else ""


def _members(
    session: Session, split: SplitRow, boxes: dict[str, Any], files: FileStore | None
) -> tuple[GroupMember, ...]:
    honour, powers = boxes.get("honour", {}), boxes.get("powers", {})
    return tuple(
        GroupMember(
            identity=identity_of(shown.member),
            role=Role.LEAD if shown.member.id == split.lead_id else Role.MEMBER,
            honour_declared=bool(honour.get(shown.member.key)),
            is_sme=shown.member.identity.get("is_sme"),
            approved_on=shown.last.at.date().isoformat()
            if shown.last and shown.verdict is Verdict.APPROVED
            else "",
            signing_power=powers.get(shown.member.key, ""),
            logo=_logo(shown.member.logo, files),
        )
        for shown in state_of(session, split)
    )


def identity_of(member: MemberRow) -> MemberIdentity:
    """The member as a form names it."""
    names = {field.name for field in fields(MemberIdentity)}
    held = {name: value for name, value in member.identity.items() if name in names}
    held |= {"id": member.key, "name": member.name, "siret": member.siret}
    if member.convention_end:
        held["convention_end"] = member.convention_end.isoformat()
    return from_plain(MemberIdentity, held)


def _charter(charter: dict[str, Any], split: SplitRow, boxes: dict[str, Any]) -> Charter:
    fee, hourly = split.terms.get("fee_percent"), split.terms.get("fee_hour")
    words = {
        name: str(boxes.get(name) or charter.get(name) or "")
        for name in ("fee_basis", "penalties", "replacement", "insurance", "court")
    }
    return Charter(
        fee_percent=None if fee is None else Decimal(str(fee)),
        fee_hour=None if hourly is None else Decimal(str(hourly)),
        **words,
    )


def _prices(session: Session, actor: UserRow, split: SplitRow, *, divided: bool) -> tuple[PriceLine, ...]:
    answered = {row.lot for row in split.shares}
    return tuple(
        PriceLine(
            number=line.number,
            lot=line.lot if divided else "",
            designation=line.designation,
            unit=line.unit,
            quantity=line.quantity,
            unit_price=line.unit_price,
            vat_rate=line.vat_rate,
            document=_read_in(line, "document"),
            cell=_read_in(line, "path"),
            boxes=tuple((str(one["document"]), str(one["path"])) for one in line.cells),
            counted=line.counted,
            agreed=line.agreed_at is not None,
        )
        for line in list_price_lines(session, split.call_id, viewer=actor)
        if line.lot in answered
    )


def _read_in(line: PriceLineRow, part: str) -> str:
    """The file, or the sheet and cell, in which a line was read; empty when it was added by hand."""
    return str((line.evidence[0].get(part) if line.evidence else "") or "")


def buyer_files(session: Session, actor: UserRow, files: FileStore, call_id: int) -> tuple[BuyerFile, ...]:
    """The files of the call's present version in their own bytes, those that could be forms to fill.

    Those in PDF come without their bytes: they are told, not filled.
    """
    require(actor, Act.EDIT_RESPONSE)
    call = find_call(session, call_id, viewer=actor)
    if call is None:
        raise NotFound("call", id=call_id)
    held = []
    for file in call.files:
        name = file.name.casefold()
        if file.until is not None or file.refused:
            continue
        if name.endswith(".pdf"):
            held.append(BuyerFile(file.name, file.kind, b""))
        elif name.endswith(FILLABLE) and files.path(file.sha256).exists():
            held.append(BuyerFile(file.name, file.kind, files.read(file.sha256)))
    return tuple(held)


def with_paper_files(response: Response, files: FileStore) -> Response:
    """The response with the bytes of the members' papers, to be put in the archive."""
    return replace(
        response,
        papers=tuple(
            replace(paper, data=files.read(paper.sha256))
            if paper.sha256 and files.path(paper.sha256).exists()
            else paper
            for paper in response.papers
        ),
    )


def _papers(session: Session, actor: UserRow, split: SplitRow) -> tuple[HeldPaper, ...]:
    members = {row.member_id: row.member for row in split.shares}
    return tuple(
        _held(paper, members.get(paper.member_id) if paper.member_id else None)
        for paper in list_papers(session, viewer=actor)
        if paper.member_id is None or paper.member_id in members
    )


def _held(paper: PaperRow, member: MemberRow | None) -> HeldPaper:
    return HeldPaper(
        name=paper.name,
        member=member.key if member else None,
        issued_on=paper.issued.isoformat() if paper.issued else "",
        valid_until=paper.ends.isoformat() if paper.ends else "",
        kind=paper.kind,
        unsure=paper.is_unsure,
        other_holder=member is not None and other_siren(paper, member) != "",
        sha256=paper.sha256,
        file_name=paper.file_name,
        declared_only=not paper.sha256,
    )
