"""R2142-20, -22, -24: joint or solidary, what may be imposed, and what it means for each member."""

from datetime import date

from tender.consortium.law.facts import LawFacts
from tender.consortium.law.finding import Certainty, Finding, Severity
from tender.vocabulary.split import PartyForm

ARTICLE = ("R2142-20", "R2142-22", "R2142-24")
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

FRENCH = {PartyForm.JOINT: "conjoint", PartyForm.SOLIDARY: "solidaire"}


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """The form not chosen, another than the one imposed after award, or a lead that must be solidary."""
    group = facts.group
    if len(group.members) < 2:
        return ()
    found = []
    if group.form is None:
        found.append(
            Finding(
                "form_not_chosen",
                Severity.BLOCK,
                "La forme du groupement n'est pas choisie : conjoint (chacun répond de sa part) ou solidaire "
                "(chacun répond de tout le marché).",
            )
        )
    elif group.form_imposed is not None and group.form is not group.form_imposed:
        imposed, now = FRENCH[group.form_imposed], FRENCH[group.form]
        found.append(
            Finding(
                "form_imposed",
                Severity.WARN,
                f"Le groupement est {now} ; l'acheteur exigera la forme {imposed} après l'attribution. "
                "Le dépôt reste possible, mais chaque membre doit accepter de changer de forme.",
                {"imposed": group.form_imposed.value, "now": group.form.value},
            )
        )
    if PartyForm.SOLIDARY in (group.form, group.form_imposed):
        found.append(
            Finding(
                "solidary_risk",
                Severity.WARN,
                "En groupement solidaire, chaque membre peut devoir exécuter tout le marché si un autre "
                "défaille : chaque directeur doit l'approuver en connaissance de cause.",
            )
        )
    if group.lead_solidary_imposed and not group.lead_solidary and group.form is PartyForm.JOINT:
        found.append(
            Finding(
                "lead_not_solidary",
                Severity.BLOCK,
                "Le marché exige un mandataire solidaire des autres membres ; le vôtre ne l'est pas encore.",
                member=group.lead,
            )
        )
    return tuple(found)
