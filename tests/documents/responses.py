"""Built responses: invented associations on real communes of the Bouches-du-Rhône, for no real call."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tender.documents.price_line import PriceLine
from tender.documents.response import (
    CallFacts,
    Charter,
    Collective,
    CriterionEvidence,
    EvidenceBlock,
    GroupMember,
    HeldPaper,
    InsertionHours,
    InsertionMode,
    Mandate,
    MemberShare,
    Response,
    ResponseLot,
    Role,
)
from tender.vocabulary.call import AwardCriterion, Place, RequiredDocument
from tender.vocabulary.clause import Clause, ClauseType
from tender.vocabulary.member import MemberIdentity
from tender.vocabulary.source import Evidence
from tender.vocabulary.split import PartyForm

ISSUED = date(2026, 11, 20)

_MEMBERS = (
    ("Étang Services", "Istres", "13800", "Place", "13047"),
    ("Crau Solidarité Emploi", "Salon-de-Provence", "13300", "13103", "13103"),
    ("Le Relais de l’Arbois", "Aix-en-Provence", "13100", "13001", "13001"),
    ("Alpilles Entraide", "Saint-Rémy-de-Provence", "13210", "13100", "13100"),
    ("Arles Coup de Main", "Arles", "13200", "13004", "13004"),
    ("Garlaban Emploi Proximité", "Aubagne", "13400", "13005", "13005"),
    ("Martigues Travail Partagé", "Martigues", "13500", "13056", "13056"),
    ("La Passerelle des Calanques", "La Ciotat", "13600", "13028", "13028"),
    ("Huveaune Insertion", "Roquevaire", "13360", "13086", "13086"),
    ("Durance Emplois Solidaires", "Châteaurenard", "13160", "13027", "13027"),
    ("Marseille Nord Entraide", "Marseille", "13015", "13215", "13215"),
)
_LOTS = (
    ("1", "Nettoyage des écoles et des locaux administratifs", "nettoyage"),
    ("2", "Entretien des espaces verts et des cheminements", "espaces verts"),
    ("3", "Collecte des encombrants et tenue des points d’apport volontaire", "collecte"),
    ("4", "Petits travaux d’entretien des bâtiments", "petits travaux"),
    ("5", "Nettoyage des vitreries accessibles depuis le sol", "nettoyage"),
    ("6", "Manutention et logistique des manifestations", "manutention"),
    ("7", "Remplacement d’agents des écoles (office, surveillance, entretien)", "restauration scolaire"),
)


def siret(seed: int) -> str:
    """An invented number with a right key."""
    base = f"9{seed:08d}0001"
    for key in range(10):
        digits = base + str(key)
        doubled = (int(d) * (2 - rank % 2) for rank, d in enumerate(digits))
        if sum(v - 9 if v > 9 else v for v in doubled) % 10 == 0:
            return digits
    raise AssertionError(seed)


def iban(seed: int) -> str:
    """An invented French account with a right key."""
    account = f"30006000{seed:013d}89"
    return f"FR{98 - int(account + '152700') % 97:02d}{account}"


def an_identity(rank: int) -> MemberIdentity:
    """A whole identity: nothing missing."""
    name, city, postcode, *_ = _MEMBERS[rank]
    handle = f"ai{rank + 1}"
    return MemberIdentity(
        id=handle,
        name=name,
        legal_form="association loi 1901",
        siret=siret(rank + 1),
        address=f"{12 + rank}, avenue de la République",
        postcode=postcode,
        city=city,
        email=f"direction@{handle}.example.org",
        phone=f"04 90 00 00 {10 + rank}",
        representative=("Claire Martin", "Nadia Benali", "Paul Roux", "Sophie Girard")[rank % 4],
        representative_role="directrice" if rank % 4 != 2 else "directeur",
        convention_number=f"AI 013 25 {rank + 1:04d}",
        convention_start="2025-01-01",
        convention_end="2029-12-31",
        convention_proof="pièce jointe : convention",
        founded="1994-05-12",
        headcount="9 permanents, 140 salariés en parcours (62 équivalents temps plein)",
        turnover=((2023, 1_180_000.0 + rank), (2024, 1_240_500.0), (2025, 1_302_250.0)),
        turnover_in_scope=((2023, 410_000.0), (2024, 455_000.0), (2025, 498_300.0)),
        iban=iban(rank + 1),
        bic="AGRIFRPP",
        insurance="responsabilité civile professionnelle, contrat n° 4521-A",
        presentation=f"Association intermédiaire implantée à {city}, au service de douze communes.",
        references=(
            "Commune de Fos-sur-Mer – entretien de cinq écoles, 2023-2025, 4 200 heures par an",
            "Bailleur social – entretien des parties communes, 2024-2026, 2 600 heures par an",
        ),
    )


def months(start_year: int, count: int) -> tuple[str, ...]:
    """Month keys from January of a year."""
    return tuple(f"{start_year + i // 12}-{i % 12 + 1:02d}" for i in range(count))


def a_share(rank: int, lot: int, *, hours: str = "86.5", count: int = 12) -> MemberShare:
    """A share in its own town and the next, priced to the cent."""
    _, city, _, _, code = _MEMBERS[rank]
    neighbour = _MEMBERS[(rank + 1) % len(_MEMBERS)]
    trade = _LOTS[lot][2]
    held = tuple((month, Decimal(hours)) for month in months(2027, count))
    whole = sum((h for _, h in held), Decimal(0))
    return MemberShare(
        member=f"ai{rank + 1}",
        hours=held,
        places=(Place("commune", city, code), Place("commune", neighbour[1], neighbour[4])),
        trades=(trade,),
        nature=f"{trade.capitalize()} : mise à disposition de personnel encadré",
        amount=(whole * Decimal("23.47")).quantize(Decimal("0.01")),
        insertion=(InsertionHours(InsertionMode.STAFF_SUPPLY, whole),),
    )


def a_response(*, members: int = 3, lots: int = 2, count: int = 12, example: bool = True) -> Response:
    """A whole response in which nothing is missing; member 1 leads."""
    group = tuple(
        GroupMember(
            an_identity(rank),
            Role.LEAD if rank == 0 else Role.MEMBER,
            honour_declared=True,
            is_sme=True,
            approved_on="2026-11-18",
            signing_power="délibération du conseil d’administration",
        )
        for rank in range(members)
    )
    held = tuple(a_lot(index, members, count) for index in range(lots))
    return Response(
        collective=Collective(
            name="Collectif des associations intermédiaires du delta",
            contact="Lucie Ferrand",
            contact_role="chargée des marchés",
            email="marches@collectif.example.org",
            phone="04 90 00 00 01",
            presentation=(
                "Les associations du collectif répondent ensemble pour couvrir tout le territoire avec "
                "un seul interlocuteur, en gardant à chaque commune l’association qui y est implantée."
            ),
        ),
        call=CallFacts(
            buyer="Communauté de communes de la Crau et de l’Étang",
            buyer_address="1, place de l’Hôtel-de-Ville, 13300 Salon-de-Provence",
            subject="Prestations d’entretien et de services réalisées par des personnes en insertion",
            reference="2026-AO-017",
            notice_reference="26-123456",
            deadline="2026-12-15T12:00:00+01:00",
            procedure="appel d’offres ouvert",
            platform="https://marches.example.org",
            validity_days=120,
            lots=tuple((number, title) for number, title, _ in _LOTS[:lots]),
            contract_documents=(
                "CCAP n° 2026-017",
                "CCTP et ses annexes",
                "CCAG Fournitures courantes et services",
            ),
            reserved_basis=("L2113-13",),
        ),
        lots=held,
        members=group,
        issued_on=ISSUED,
        revision=3,
        form=PartyForm.JOINT,
        lead_solidary=True,
        mandate=Mandate.SIGN_AND_REPRESENT,
        renounces_advance=False,
        charter=Charter(
            fee_percent=Decimal("2.5"),
            penalties="chaque pénalité pèse sur le membre dont la prestation l’a causée",
            replacement="les autres membres se partagent d’abord la part libérée",
            court="tribunal judiciaire d’Aix-en-Provence",
        ),
        criteria=criteria(),
        required_documents=(
            RequiredDocument("DC1 ou équivalent", "candidature"),
            RequiredDocument("DC2 ou équivalent", "candidature"),
            RequiredDocument("Attestation d’assurance en cours de validité", "candidature"),
            RequiredDocument("Acte d’engagement", "offre"),
            RequiredDocument("Bordereau des prix unitaires (BPU)", "offre"),
            RequiredDocument("Mémoire technique", "offre"),
            RequiredDocument("Attestation de régularité fiscale", "attribution"),
        ),
        clauses=(
            Clause(ClauseType.EXEC_INSERTION, ("L2112-2",), ("1",), 900.0),
            Clause(ClauseType.RESERVED_SIAE, ("L2113-13",)),
        ),
        prices=lines(held[0]) if held else (),
        evidence=evidence(),
        papers=tuple(HeldPaper("Attestation d’assurance", m.id, "2026-01-05", "2027-01-04") for m in group),
        example=example,
    )


def a_lot(index: int, members: int, count: int = 12) -> ResponseLot:
    """A lot shared by every member of few, by a turning handful of many."""
    number, title, _ = _LOTS[index]
    who = range(members) if members <= 3 else sorted((index * 2 + step) % members for step in range(5))
    shares = tuple(a_share(rank, index, hours=f"{80 + 7 * rank}.5", count=count) for rank in who)
    asked = Decimal(900 if index == 0 else 400)
    return ResponseLot(
        number=number,
        title=title,
        shares=shares,
        vat_rate=Decimal(20),
        start_month="2027-01",
        duration_months=count,
        renewals=3,
        insertion_hours_asked=asked,
    )


def criteria() -> tuple[AwardCriterion, ...]:
    """Insertion, price, technical value with two sub-criteria: 50 / 30 / 20."""
    quote = "Qualité du projet d’insertion professionnelle et sociale, au vu du mémoire technique"
    return (
        AwardCriterion(
            "Performances en matière d’insertion",
            50.0,
            is_social=True,
            evidence=(Evidence("RC.pdf", 9, quote),),
        ),
        AwardCriterion("Prix des prestations", 30.0),
        AwardCriterion(
            "Valeur technique",
            20.0,
            sub=(
                AwardCriterion("Organisation et encadrement", 12.0),
                AwardCriterion("Produits et matériels", 8.0),
            ),
        ),
    )


def evidence() -> tuple[CriterionEvidence, ...]:
    """A block for each criterion that wants words."""
    return (
        CriterionEvidence(
            "Performances en matière d’insertion",
            (
                EvidenceBlock(
                    "b1",
                    "Accompagnement des salariés en parcours",
                    "Chaque salarié a un référent dès l’accueil : entretien de diagnostic, point toutes "
                    "les six semaines, bilan à six mois. En 2025, 58 % des sorties ont été vers un emploi "
                    "ou une formation.\n\n"
                    "Les heures sont relevées chaque mois et transmises à la facilitatrice.",
                    "Étang Services",
                    "2026-09-30",
                ),
            ),
        ),
        CriterionEvidence(
            "Organisation et encadrement",
            (
                EvidenceBlock(
                    "b2",
                    "Un encadrant technique par secteur",
                    "Un encadrant suit chaque équipe sur place, remplace un absent sous vingt-quatre "
                    "heures et tient le cahier de liaison avec le service de l’acheteur.",
                    "Crau Solidarité Emploi",
                    "2026-10-12",
                ),
            ),
        ),
        CriterionEvidence(
            "Produits et matériels",
            (
                EvidenceBlock(
                    "b3",
                    "Produits écolabellisés",
                    "Les produits d’entretien courant portent l’Écolabel européen ; les dosages sont "
                    "affichés.",
                    "Le Relais de l’Arbois",
                    "2026-06-01",
                ),
            ),
        ),
    )


def lines(lot: ResponseLot) -> tuple[PriceLine, ...]:
    """One line a share, by the hour, which add up to the shares."""
    return tuple(
        PriceLine(
            number=f"{lot.number}.{rank:02d}",
            lot=lot.number,
            designation=f"Heure d’agent, secteur {share.places[0].name}",
            unit="heure",
            quantity=share.total_hours,
            unit_price=Decimal("23.47"),
            vat_rate=lot.vat_rate,
            member=share.member,
        )
        for rank, share in enumerate(lot.shares, start=1)
    )
