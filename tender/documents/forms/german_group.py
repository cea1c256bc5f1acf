"""Bietergemeinschaftserklärung: the declaration of the group that a German call asks for, in German.

All members, the empowered representative, joint and several liability, all signatures. Source: § 43 VgV and
§ 32 UVgO (groups), § 421 BGB (joint and several debt); contents as in form 234 of the VHB-Bund.
"""

from __future__ import annotations

from tender.documents import boxes
from tender.documents.draft import Draft
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Actor, Lack
from tender.documents.paper import (
    Bullets,
    Column,
    Fields,
    Grid,
    Heading,
    Paper,
    Para,
    Run,
    Signatures,
    Tone,
    Words,
    strong,
)
from tender.documents.paper_demands import asks_for_german_group
from tender.documents.printing import print_both
from tender.documents.response import GroupMember, Response
from tender.vocabulary.split import PartyForm

CODE = "BIETERGEMEINSCHAFT"
NAME = "Bietergemeinschaftserklärung"

_MISSING = Run("bitte ergänzen", Tone.MISSING)
_REPRESENTATIVE = (
    "Die Mitglieder bilden im Auftragsfall eine Arbeitsgemeinschaft und benennen als bevollmächtigten "
    "Vertreter für den Abschluss und die Durchführung des Vertrags: "
)
_EXAMPLE = "Die Angaben sind Beispiele. "


def lacks(response: Response) -> tuple[Lack, ...]:
    """What the declaration still lacks; nothing where the call does not ask for it."""
    return _draw(response).lacks if asks_for_german_group(response) else ()


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """The declaration in Word and PDF, where the call asks for it and several members answer."""
    if not asks_for_german_group(response):
        return ()
    draft, call = _draw(response), response.call
    day = response.issued_on.strftime("%d.%m.%Y")
    printed = Paper(
        title=NAME,
        subtitle=call.subject,
        note=f"{_EXAMPLE if response.example else ''}Erstellt am {day}, Fassung {response.revision}.",
        head=call.reference or call.buyer,
        foot=f"{NAME} · Fassung {response.revision}",
        issued_on=response.issued_on,
        author=response.collective.name,
        blocks=draft.blocks,
        example=response.example,
        language="de",
    )
    return print_both(printed, CODE, NAME.replace("ä", "ae"))


def _draw(response: Response) -> Draft:
    draft, call = Draft(CODE, missing=_MISSING), response.call
    draft.add(
        Fields(
            (
                ("Auftraggeber", draft.need(call.buyer, "1", "buyer", "Le nom de l’acheteur manque.")),
                ("Leistung", draft.need(call.subject, "1", "subject", "L’objet de la consultation manque.")),
                ("Vergabenummer", call.reference or call.notice_reference or "–"),
                (
                    "Lose",
                    ", ".join(lot.number for lot in response.lots if lot.number) or "keine Losaufteilung",
                ),
            )
        ),
        Heading("1. Mitglieder der Bietergemeinschaft"),
        Grid(
            (Column("Mitglied und Sitz", 5), Column("Registernummer", 3), Column("Vertreten durch", 4)),
            tuple(_row(draft, member) for member in response.members),
        ),
    )
    _representative(draft, response)
    _liability(draft, response)
    _parts(draft, response)
    draft.add(
        Heading("Unterschriften aller Mitglieder"),
        Signatures(
            tuple((member.name, member.identity.representative or _MISSING) for member in response.members),
            heads=("Mitglied", "Name", "Ort, Datum, Unterschrift"),
        ),
    )
    return draft


def _row(draft: Draft, member: GroupMember) -> tuple[Words, ...]:
    held = member.identity

    def ask(value: str, field: str, what: str) -> Words:
        return draft.need(value, "1", field, f"{member.name} : {what}", actor=Actor.MEMBER, member=member.id)

    address = ask(boxes.address(member), "address", "l’adresse manque.")
    seat: Words = (strong(member.name), "\n", address if isinstance(address, str | Run) else "")
    number = ask(held.siret or held.foreign_id, "siret", "le numéro SIRET manque.")
    signatory = ask(
        held.representative, "representative", "le nom de la personne habilitée à l’engager manque."
    )
    return seat, number, signatory


def _representative(draft: Draft, response: Response) -> None:
    lead = response.lead
    if lead is None:
        draft.lack("2", "lead", "Le groupement doit désigner un mandataire, et un seul.")
    draft.add(
        Heading("2. Bevollmächtigter Vertreter"),
        Para(
            (
                _REPRESENTATIVE,
                strong(lead.name) if lead else _MISSING,
                ". Er vertritt die Mitglieder gegenüber dem Auftraggeber rechtsverbindlich.",
            )
        ),
    )


def _liability(draft: Draft, response: Response) -> None:
    """A German group is liable as a whole; a joint one (conjoint) cannot sign this as it stands."""
    if response.form is not PartyForm.SOLIDARY:
        what = "La déclaration allemande engage tous les membres solidairement : choisir cette forme."
        draft.lack("3", "form", what, actor=Actor.LEAD)
    draft.add(
        Heading("3. Haftung"),
        Para(
            "Alle Mitglieder haften dem Auftraggeber als Gesamtschuldner (§ 421 BGB)."
            if response.form is PartyForm.SOLIDARY
            else ("Haftung aller Mitglieder als Gesamtschuldner (§ 421 BGB): ", _MISSING)
        ),
    )


def _parts(draft: Draft, response: Response) -> None:
    parts = []
    for lot in response.lots:
        names = [response.name_of(share.member) for share in lot.shares]
        label = f"Los {lot.number}" if lot.number else "Gesamtleistung"
        if names:
            parts.append(f"{label}: {', '.join(names)}")
    draft.add(Heading("4. Aufteilung der Leistung"), Bullets(tuple(parts)))
