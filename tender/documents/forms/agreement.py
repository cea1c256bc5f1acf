"""Convention de groupement: what the members promise each other, from the approved split.

The code imposes no content (R2142-22, -23); the articles follow common practice. Where the members must
choose, their own words stand (Charter), or the place is marked as not agreed. Source: R2142-20 to -27 (Code
de la commande publique); L5132-7, R5132-19, R5132-20 (Code du travail); art. 26 and 28 of the GDPR.
"""

from __future__ import annotations

import re

from tender.documents import boxes, french
from tender.documents.draft import Draft
from tender.documents.generated import GeneratedFile
from tender.documents.lack import Actor, Lack
from tender.documents.paper import (
    MISSING,
    Column,
    Grid,
    Heading,
    Para,
    Signatures,
    Ticks,
    Words,
    runs,
    strong,
)
from tender.documents.planning import insertion_grid
from tender.documents.printing import print_both
from tender.documents.response import Mandate, Response
from tender.vocabulary.split import PartyForm

CODE = "CONVENTION"
NAME = "Convention de groupement momentané d’entreprises"
_OPENING = (
    "Les membres constituent un groupement momentané d’entreprises, sans personnalité morale, pour répondre "
    "ensemble à la consultation suivante : "
)
_NOTE = "Document libre ; vaut habilitation du mandataire une fois signé par tous les membres."


def lacks(response: Response) -> tuple[Lack, ...]:
    """What the members have still to agree, article by article; nothing when one member answers alone."""
    return _draw(response).lacks if response.is_group else ()


def render(response: Response) -> tuple[GeneratedFile, ...]:
    """The convention, in Word and PDF; no file when one member answers alone."""
    if not response.is_group:
        return ()
    subtitle = response.call.subject or "Réponse commune à une consultation"
    printed = boxes.paper(_draw(response), response, "Convention de groupement", subtitle, _NOTE)
    return print_both(printed, CODE, "Convention_de_groupement")


def _draw(response: Response) -> Draft:
    draft = Draft(CODE)
    _parties(draft, response)
    _purpose(draft, response)
    _form(draft, response)
    _mandate(draft, response)
    _shares(draft, response)
    _money(draft, response)
    _duties(draft, response)
    _closing(draft, response)
    return draft


def _parties(draft: Draft, response: Response) -> None:
    rows: list[tuple[Words, ...]] = []
    for rank, member in enumerate(response.members, start=1):
        held = member.identity

        def ask(value: str, field: str, what: str, name: str = member.name, who: str = member.id) -> Words:
            return draft.need(value, "Parties", field, f"{name} : {what}", actor=Actor.MEMBER, member=who)

        siret = french.siret(held.siret) or held.foreign_id
        number = ask(siret, "siret", "le numéro SIRET manque.")
        signatory = ask(
            boxes.person(member), "representative", "le nom de la personne habilitée à l’engager manque."
        )
        seat = ask(boxes.address(member), "address", "l’adresse manque.")
        rows.append((str(rank), (strong(member.name), "\n", *runs(seat)), number, signatory))
    columns = (
        Column("N°", 0.8),
        Column("Membre et siège", 5),
        Column("SIRET", 3),
        Column("Représentée par", 4),
    )
    draft.add(
        Heading("Entre les soussignées"),
        Grid(columns, tuple(rows)),
        Para("ci-après « les membres », il est convenu ce qui suit."),
    )


def _purpose(draft: Draft, response: Response) -> None:
    call = response.call
    buyer = draft.need(call.buyer, "art. 1", "buyer", "Le nom de l’acheteur manque.")
    subject = draft.need(call.subject, "art. 1", "subject", "L’objet de la consultation manque.")
    reference = f", référence {call.reference}" if call.reference else ""
    draft.add(
        Heading("Article 1 – Objet"),
        Para(
            (
                _OPENING,
                *runs(subject),
                f"{reference} (acheteur : ",
                *runs(buyer),
                "), et pour exécuter le marché s’il leur est attribué.",
            )
        ),
        boxes.lots_ticks(response, response.lots, "Le groupement répond"),
        Para(
            "Les parts suivent le territoire fixé par la convention de chaque membre avec l’État (code du "
            "travail, R. 5132-19) et la capacité disponible qu’il a déclarée."
        ),
    )


def _form(draft: Draft, response: Response) -> None:
    draft.add(Heading("Article 2 – Forme du groupement"), Para("Le groupement est :", kept=True))
    draft.add(boxes.form_ticks(response))
    if response.form is None:
        draft.lack("art. 2", "form", "La forme du groupement n’est pas choisie.", actor=Actor.LEAD)
        draft.add(Para(("Forme choisie : ", MISSING)))
    if response.form is PartyForm.SOLIDARY:
        draft.add(
            Para(
                "Chaque membre peut être appelé à exécuter ou à payer la part d’un autre membre défaillant ; "
                "celui qui a payé se retourne contre le défaillant."
            )
        )
    if response.form is PartyForm.JOINT:
        if response.lead_solidary is None:
            draft.lack("art. 2", "lead_solidary", "Il n’est pas dit si le mandataire est solidaire.")
            draft.add(Para(("Solidarité du mandataire : ", MISSING)))
        elif response.lead_solidary:
            draft.add(
                Para("Le mandataire est solidaire de chaque membre pour ses obligations envers l’acheteur.")
            )
        else:
            draft.add(Para("Le mandataire n’est pas solidaire des autres membres."))


def _mandate(draft: Draft, response: Response) -> None:
    lead = response.lead
    if lead is None:
        draft.lack("art. 3", "lead", "Le groupement doit désigner un mandataire, et un seul (R2142-24).")
    who: Words = strong(lead.name) if lead else MISSING
    draft.add(
        Heading("Article 3 – Mandataire et étendue du mandat"),
        Para(("Les membres désignent comme mandataire : ", *runs(who), ".")),
        Para(
            "Le mandataire représente les membres auprès de l’acheteur et coordonne leurs prestations. "
            "Il dépose la réponse, transmet sans délai les pièces et décisions reçues, réunit les "
            "membres et tient le calendrier. Il ne représente aucun autre candidat pour ce marché (R. "
            "2142-23)."
        ),
        Para("Pour la signature :", kept=True),
    )
    chosen = response.mandate
    draft.add(
        Ticks(
            (
                (chosen is Mandate.INDIVIDUAL, "chaque membre signe lui-même l’offre et ses modifications"),
                (
                    chosen is Mandate.SIGN_AND_REPRESENT,
                    "le mandataire signe l’offre et ses modifications au nom de tous",
                ),
                (chosen is Mandate.CONDITIONS, "le mandat s’exerce aux conditions décrites ci-dessous"),
            )
        )
    )
    if chosen is None:
        draft.lack("art. 3", "mandate", "L’étendue du mandat n’est pas choisie.", actor=Actor.LEAD)
        draft.add(Para(("Étendue du mandat : ", MISSING)))
    if chosen is Mandate.CONDITIONS:
        what = "Les conditions du mandat ne sont pas écrites."
        draft.add(Para(draft.need(response.mandate_conditions, "art. 3", "mandate_conditions", what)))


def _shares(draft: Draft, response: Response) -> None:
    draft.add(
        Heading("Article 4 – Répartition des prestations et des montants"),
        Para(
            f"Chaque membre exécute la part ci-dessous, telle que la fixe la version {response.revision} "
            "de la répartition. Aucune part ne change sans l’accord écrit des membres qu’elle touche."
        ),
    )
    for lot in response.lots:
        draft.add(Heading(f"{lot.label} – {lot.title}" if lot.number else lot.title or "Marché", 2))
        if not lot.shares:
            draft.lack("art. 4", "shares", f"{lot.label} : aucun membre n’a de part.", lot=lot.number)
            draft.add(Para(("Répartition : ", MISSING)))
            continue
        draft.add(boxes.shares_grid(draft, response, lot, "art. 4"))
    promised = insertion_grid(response)
    if promised:
        draft.add(Heading("Heures d’insertion promises", 2), promised)


def _money(draft: Draft, response: Response) -> None:
    charter = response.charter
    fee = _fee(draft, response)
    penalties = draft.need(
        french.sentence(charter.penalties),
        "art. 6",
        "penalties",
        "La clé de répartition des pénalités n’est pas écrite.",
        actor=Actor.LEAD,
    )
    draft.add(
        Heading("Article 5 – Paiements et rémunération du mandataire"),
        Para(
            "Chaque membre est payé directement sur son compte, indiqué à l’acte d’engagement, pour les "
            "prestations qu’il a exécutées et facturées. Le mandataire vise et transmet les demandes de "
            "paiement."
        ),
        Para(fee),
        Heading("Article 6 – Pénalités"),
        Para(
            "Le mandataire donne à l’acheteur, à sa première demande, la clé suivante, à défaut de "
            "laquelle les pénalités seraient retenues sur les seules sommes qui lui sont dues."
        ),
        Para(penalties),
    )


def _fee(draft: Draft, response: Response) -> Words:
    charter = response.charter
    if charter.fee_hour:
        paid = french.euros(charter.fee_hour)
        return f"Pour cette mission, le mandataire reçoit {paid} par heure travaillée, de chaque membre."
    if charter.fee_hour == 0:
        return "Le mandataire ne reçoit pas de rémunération pour cette mission."
    if charter.fee_percent is None:
        what = "La rémunération du mandataire n’est pas convenue (zéro est une réponse)."
        draft.lack("art. 5", "fee", what, actor=Actor.LEAD)
        return ("Rémunération du mandataire : ", MISSING)
    if charter.fee_percent == 0:
        return "Le mandataire ne reçoit pas de rémunération pour cette mission."
    basis = charter.fee_basis or "des sommes hors taxes reçues de l’acheteur par chaque membre"
    # Members write « des sommes reçues » or only « sommes reçues »: both must make a sentence.
    if not re.match(r"(des?|du|sur)\b|d[’']", basis, re.IGNORECASE):
        basis = f"de la base suivante : {basis}"
    paid = f"Pour cette mission, le mandataire reçoit {french.percent(charter.fee_percent)} {basis}"
    return french.sentence(paid)


def _duties(draft: Draft, response: Response) -> None:
    charter = response.charter
    replacement = draft.need(
        french.sentence(charter.replacement),
        "art. 8",
        "replacement",
        "Le remplacement d’un membre empêché n’est pas prévu.",
        actor=Actor.LEAD,
    )
    draft.add(
        Heading("Article 7 – Personnel mis à disposition"),
        Para(
            "Chaque membre est l’employeur de ses salariés : il les recrute, les paie, les accompagne et"
            " assure leur suivi médical. Chaque mise à disposition fait l’objet d’un contrat écrit qui "
            "nomme le salarié, ses tâches, le lieu, le terme, la rémunération et les équipements de "
            "protection (code du travail, R. 5132-20). Aucune ne se fait hors du territoire conventionné"
            " du membre, ni pour remplacer un salarié en grève."
        ),
        Heading("Article 8 – Membre empêché ou défaillant"),
        Para(
            "Entre le dépôt des candidatures et la signature du marché, la composition du groupement ne "
            "change que dans les cas prévus à l’article R. 2142-26 du code de la commande publique et "
            "avec l’accord de l’acheteur. Le membre empêché prévient le mandataire sans délai."
        ),
        Para(replacement),
        Heading("Article 9 – Absence d’offre concurrente"),
        Para(
            "Aucun membre ne présente, pour un lot auquel le groupement répond, une autre candidature, "
            "seul ou dans un autre groupement, lorsque les documents de la consultation l’interdisent. "
            "Un membre qui souhaite répondre seul à un lot le dit avant tout échange sur les prix de ce "
            "lot et n’en reçoit plus aucune information."
        ),
        Heading("Article 10 – Confidentialité et données personnelles"),
        Para(
            "Les coûts, prix et capacités d’un membre ne servent qu’à cette réponse et ne sont montrés "
            "qu’aux personnes chargées de l’établir. Chaque membre est responsable des données "
            "personnelles de ses salariés ; ce qui doit être partagé pour l’exécution l’est dans les "
            "conditions des articles 26 et 28 du règlement (UE) 2016/679."
        ),
    )
    if charter.insurance:
        draft.add(Heading("Assurances", 2), Para(french.sentence(charter.insurance)))


def _closing(draft: Draft, response: Response) -> None:
    court = draft.need(
        french.sentence(response.charter.court),
        "art. 12",
        "court",
        "Le tribunal ou le mode de règlement des litiges n’est pas désigné.",
        actor=Actor.LEAD,
    )
    draft.add(
        Heading("Article 11 – Durée"),
        Para(
            "La convention prend effet à sa signature. Elle s’éteint si le marché n’est pas attribué au "
            "groupement, sinon à l’extinction des obligations de chacun envers l’acheteur."
        ),
        Heading("Article 12 – Litiges"),
        Para(
            (
                "Les membres cherchent d’abord un accord amiable, réunis par le mandataire. À défaut : ",
                *runs(court),
            )
        ),
        Heading("Signatures"),
        Para("Fait en autant d’exemplaires que de membres, plus un pour l’acheteur.", kept=True),
        Signatures(tuple((member.name, boxes.person(member) or MISSING) for member in response.members)),
    )
