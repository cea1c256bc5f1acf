"""Which boxes of a buyer's form are ticked: each rule says yes, no, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from tender.documents.buyer.known import Subject
from tender.documents.buyer.labels import folded
from tender.documents.response import Mandate
from tender.vocabulary.split import PartyForm

Rule = Callable[[Subject], bool | None]


def answer(label: str, before: str, subject: Subject) -> bool | None:
    """Whether the box of this label is ticked. `before`: what the form said last. None: no rule knows it."""
    bare, context = folded(label), folded(before)
    if re.fullmatch(r"(oui|non)\W*(\(.*)?", bare):
        said = next((rule(subject) for pattern, rule in _QUESTIONS if re.search(pattern, context)), None)
        return None if said is None else said == bare.startswith("oui")
    for pattern, rule in _BOXES:
        if re.search(pattern, bare):
            return rule(subject)
    if len(bare) < 4:
        return next((rule(subject) for pattern, rule in _AFTER if re.search(pattern, context)), None)
    return None


def _every_lot(subject: Subject) -> bool:
    asked = {number for number, _ in subject.response.call.lots}
    return bool(asked) and {lot.number for lot in subject.lots} == asked


def _some_lots(subject: Subject) -> bool:
    return any(lot.number for lot in subject.lots) and not _every_lot(subject)


def _undivided(subject: Subject) -> bool:
    return not any(lot.number for lot in subject.lots)


def _form(subject: Subject, form: PartyForm) -> bool | None:
    if not subject.response.is_group:
        return False
    return None if subject.response.form is None else subject.response.form is form


def _joint(subject: Subject) -> bool | None:
    return _form(subject, PartyForm.JOINT)


def _solidary(subject: Subject) -> bool | None:
    return _form(subject, PartyForm.SOLIDARY)


def _solidary_lead(subject: Subject) -> bool | None:
    joint, lead = _joint(subject), subject.response.lead_solidary
    return joint and lead if joint is not None and lead is not None else None


def _free_lead(subject: Subject) -> bool | None:
    joint, lead = _joint(subject), subject.response.lead_solidary
    return joint and not lead if joint is not None and lead is not None else None


def _group(subject: Subject) -> bool:
    return subject.response.is_group


def _alone(subject: Subject) -> bool:
    return not subject.response.is_group


def _honour(subject: Subject) -> bool | None:
    asked = (subject.member,) if subject.member else subject.response.members
    return True if all(member.honour_declared for member in asked) else None


def _sme(subject: Subject) -> bool | None:
    speaker = subject.speaker
    return speaker.is_sme if speaker else None


def _insertion(subject: Subject) -> bool | None:
    """Its convention makes an association intermédiaire a structure d'insertion (L5132-4)."""
    speaker = subject.speaker
    if speaker is not None and speaker.identity.convention_number:
        return True
    return None if subject.response.call.reserved_basis else False


def _solidarity(subject: Subject) -> bool | None:
    """Asked of a contract reserved to the social economy alone (L2113-15)."""
    return None if any("2113-15" in one for one in subject.response.call.reserved_basis) else False


def _keeps_advance(subject: Subject) -> bool | None:
    renounces = subject.response.renounces_advance
    return None if renounces is None else not renounces


def _renounces_advance(subject: Subject) -> bool | None:
    return subject.response.renounces_advance


def _mandate(wanted: Mandate) -> Rule:
    def rule(subject: Subject) -> bool | None:
        held = subject.response.mandate
        return None if held is None or not subject.response.is_group else held is wanted

    return rule


def _yes(_subject: Subject) -> bool:
    return True


def _no(_subject: Subject) -> bool:
    return False


_BOXES: tuple[tuple[str, Rule], ...] = (
    (
        (r"pour tous les lots|(a|sur) (l ensemble|la totalite) des lots" r"|tous les lots de la procedure"),
        _every_lot,
    ),
    (
        (
            r"pour le marche public|non alloti|a l ensemble du (marche|l accord cadre)"
            r"|en cas de non allotissement"
        ),
        _undivided,
    ),
    (
        r"(pour|au|aux|sur) (le |les )?lots?\b",
        lambda subject: (subject.lot is not None and bool(subject.lot.number)) or _some_lots(subject),
    ),
    (
        (
            r"non solidaire du groupement|mandataire non solidaire|conjoint (avec"
            r"|a) mandataire non solidaire|conjoint,? sans mandataire solidaire"
        ),
        _free_lead,
    ),
    (
        (
            r"solidaire du groupement conjoint|mandataire solidaire du|conjoint (avec|a"
            r"|dont le) mandataire (est )?solidaire|mandataire solidaire"
        ),
        _solidary_lead,
    ),
    (r"(?<!mandataire )(du groupement |groupement |^)solidaire\b", _solidary),
    (r"^(du |un |d un )?(groupement (d entreprises )?)?conjoint\b", _joint),
    (
        (
            r"se presente seul|(candidat|contractant|prestataire|titulaire) (individuel"
            r"|unique|seul)\b|pour (son|mon) propre compte|engage la societe"
            r"|agissant pour le compte de la societe"
        ),
        _alone,
    ),
    (
        (
            r"(candidat|contractant|titulaire) est un groupement"
            r"|groupement (momentane )?d entreprises|(engage )?l ensemble des (membres"
            r"|prestataires)|^le mandataire\b"
        ),
        _group,
    ),
    (r"^le signataire\b", _alone),
    (r"(le )?formulaire dc ?2", _yes),
    (r"refuse de (percevoir|recevoir|beneficier)|renonce", _renounces_advance),
    (
        (r"(accepte|souhaite|demande|ne renonce pas).{0,24}(percevoir|recevoir|beneficier" r"|avance)"),
        _keeps_advance,
    ),
    (r"offre de base", _yes),
    (r"^(a )?(la |une )?variante", _no),
    (r"structures? d insertion par l activite economique|association intermediaire", _insertion),
    (r"^entreprise de l economie sociale et solidaire", _solidarity),
    (r"satisfaire a l ensemble des conditions de participation", _no),
    (r"^les documents etablissant ses capacites", _no),
    (
        (
            r"entreprise adaptee|etablissement et service d aide|penitentiaire"
            r"|prevoyant d executer le marche dans le"
        ),
        _no,
    ),
    (
        (
            r"(donnent|ont donne) mandat.{0,80}(signer|representer)"
            r"|pour signer (le present )?(l )?(acte|offre)"
        ),
        _mandate(Mandate.SIGN_AND_REPRESENT),
    ),
    (r"donnent mandat.{0,60}conditions", _mandate(Mandate.CONDITIONS)),
    (r"n (est|entre) pas dans un de(s)? ces cas|declare sur l honneur.{0,60}exclusion", _honour),
)
_QUESTIONS: tuple[tuple[str, Rule], ...] = (
    (
        r"mandataire (est|sera) solidaire|mandataire solidaire",
        lambda s: s.response.lead_solidary if _joint(s) else None,
    ),
    (r"(micro|petite|moyenne) entreprise|\bpme\b", _sme),
    (r"renonce.{0,60}avance", _renounces_advance),
    (r"(accepte|souhaite|demande|beneficier|recevoir|percevoir).{0,60}avance", _keeps_advance),
    (r"groupement d entreprises|candidature en groupement|presente en groupement", _group),
)
_AFTER: tuple[tuple[str, Rule], ...] = (
    (r"n est pas dans un de ces cas d exclusion|cas d exclusion,? cocher", _honour),
)
