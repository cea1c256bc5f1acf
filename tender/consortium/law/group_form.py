"""R2142-20, -22, -24: joint or solidary, what may be imposed, and what it means for each member."""

from datetime import date

from tender.consortium.law.facts import GroupFacts, LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity
from tender.vocabulary.phrase import phrase
from tender.vocabulary.split import PartyForm

ARTICLE = ("R2142-20", "R2142-22", "R2142-24")
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

NOT_CHOSEN = phrase(
    "La forme du groupement n’est pas choisie : conjoint (chacune répond de sa part) ou solidaire (chacune "
    "répond de tout le marché)."
)
IMPOSED = {
    PartyForm.SOLIDARY: phrase(
        "Le groupement est conjoint ; l’acheteur exigera la forme solidaire après l’attribution. Le dépôt "
        "reste possible, mais chaque membre doit accepter de changer de forme."
    ),
    PartyForm.JOINT: phrase(
        "Le groupement est solidaire ; l’acheteur exigera la forme conjointe après l’attribution. Le dépôt "
        "reste possible, mais chaque membre doit accepter de changer de forme."
    ),
}
RISK = phrase(
    "En groupement solidaire, chaque membre peut devoir exécuter tout le marché si un autre défaille : "
    "chaque direction doit l’approuver en connaissance de cause."
)
LEAD_NOT_SOLIDARY = phrase(
    "Le marché exige un mandataire solidaire des autres membres ; le vôtre ne l’est pas encore. Cochez-le "
    "dans les conditions, ou choisissez un autre mandataire."
)
JOINT_EACH = phrase(
    "Groupement conjoint : chaque membre répond de sa part seulement, telle que le tableau de répartition "
    "l’écrit."
)
SOLIDARY_EACH = phrase(
    "Groupement solidaire : chaque membre est engagé pour la totalité du marché, quelle que soit sa part."
)
LEAD_MEANS = phrase(
    "%(lead)s, mandataire, représente le groupement et coordonne ; elle ne répond pas des obligations des "
    "autres."
)
LEAD_SOLIDARY_MEANS = phrase(
    "%(lead)s, mandataire solidaire, répond devant l’acheteur de chacune des autres pour ses obligations."
)


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """The form not chosen, another than the one imposed after award, a lead that must be solidary."""
    group = facts.group
    if len(group.members) < 2:
        return ()
    members = tuple(facts.name(one) for one in group.members)
    found = []
    if group.form is None:
        found.append(Finding("form_not_chosen", Severity.BLOCK, NOT_CHOSEN))
    elif group.form_imposed is not None and group.form is not group.form_imposed:
        held = {"imposed": group.form_imposed.value, "members": members}
        found.append(Finding("form_imposed", Severity.WARN, IMPOSED[group.form_imposed], held))
    if PartyForm.SOLIDARY in (group.form, group.form_imposed):
        held = {"form": group.form.value if group.form else "", "members": members}
        found.append(Finding("solidary_risk", Severity.WARN, RISK, held))
    if group.lead_solidary_imposed and not group.lead_solidary and group.form is PartyForm.JOINT:
        found.append(
            Finding("lead_not_solidary", Severity.BLOCK, LEAD_NOT_SOLIDARY, {"members": members}, group.lead)
        )
    return (*found, *_meanings(facts, group, members))


def _meanings(facts: LawFacts, group: GroupFacts, members: tuple[str, ...]) -> list[Finding]:
    """What the form means for each, to be known rather than settled."""
    if group.form is None:
        return []
    joint = group.form is PartyForm.JOINT
    words = JOINT_EACH if joint else SOLIDARY_EACH
    told = [Finding("joint_each" if joint else "solidary_each", Severity.NOTE, words, {"members": members})]
    if joint and group.lead is not None:
        words = LEAD_SOLIDARY_MEANS if group.lead_solidary else LEAD_MEANS
        told.append(Finding("lead_means", Severity.NOTE, words, {"lead": facts.name(group.lead)}, group.lead))
    return told
