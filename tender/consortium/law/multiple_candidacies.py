"""R2142-21, R2151-7: the documents may forbid more than one candidacy, lot by lot; silence allows it."""

from datetime import date

from tender.consortium.law.facts import Candidacy, LawFacts
from tender.consortium.law.finding import YES_NO, Certainty, Fact, Finding, Severity
from tender.vocabulary.phrase import phrase

ARTICLE = ("R2142-21", "R2151-7")
IN_FORCE = (date(2019, 4, 1), None)
STATUS = Certainty.SECONDARY
OVERRIDABLE = True

FORBIDDEN, ALLOWED = "forbidden", "allowed"
ELSEWHERE = {
    (True, FORBIDDEN): phrase(
        "%(member)s candidate aussi seule sur le lot %(lot)s : le règlement de la consultation l’interdit. "
        "Il faut choisir avant le dépôt."
    ),
    (True, ALLOWED): phrase(
        "%(member)s candidate aussi seule sur le lot %(lot)s : le règlement l’autorise. Les prix et les "
        "capacités doivent rester séparés."
    ),
    (True, None): phrase(
        "%(member)s candidate aussi seule sur le lot %(lot)s : le règlement n’en dit rien, ce qui vaut "
        "autorisation. À confirmer par une question à l’acheteur."
    ),
    (False, FORBIDDEN): phrase(
        "%(member)s est aussi dans le groupement %(other)s sur le lot %(lot)s : le règlement de la "
        "consultation l’interdit. Il faut choisir avant le dépôt."
    ),
    (False, ALLOWED): phrase(
        "%(member)s est aussi dans le groupement %(other)s sur le lot %(lot)s : le règlement l’autorise. Les "
        "prix et les capacités doivent rester séparés."
    ),
    (False, None): phrase(
        "%(member)s est aussi dans le groupement %(other)s sur le lot %(lot)s : le règlement n’en dit rien, "
        "ce qui vaut autorisation. À confirmer par une question à l’acheteur."
    ),
}
ASK = {
    ("alone_too", FORBIDDEN): phrase(
        "L’une de ces associations répond-elle aussi seule à l’un de ces lots ? Le règlement l’interdit : "
        "demandez-le à chaque membre."
    ),
    ("alone_too", None): phrase(
        "L’une de ces associations répond-elle aussi seule à l’un de ces lots ? Le règlement n’en dit rien, "
        "ce qui vaut autorisation : demandez-le à chaque membre."
    ),
    ("other_group", FORBIDDEN): phrase(
        "L’une de ces associations est-elle dans un autre groupement pour ces lots ? Le règlement "
        "l’interdit : demandez-le à chaque membre."
    ),
    ("other_group", None): phrase(
        "L’une de ces associations est-elle dans un autre groupement pour ces lots ? Le règlement n’en dit "
        "rien, ce qui vaut autorisation : demandez-le à chaque membre."
    ),
}
ANSWERED = {
    ("alone_too", FORBIDDEN): phrase(
        "Une association du groupement répond aussi seule, et le règlement l’interdit : elle doit choisir "
        "avant le dépôt."
    ),
    ("alone_too", None): phrase(
        "Une association du groupement répond aussi seule ; le règlement n’en dit rien, ce qui vaut "
        "autorisation. À confirmer par une question à l’acheteur."
    ),
    ("other_group", FORBIDDEN): phrase(
        "Une association est aussi dans un autre groupement, et le règlement l’interdit : elle doit choisir "
        "avant le dépôt."
    ),
    ("other_group", None): phrase(
        "Une association est aussi dans un autre groupement ; le règlement n’en dit rien, ce qui vaut "
        "autorisation. À confirmer par une question à l’acheteur."
    ),
}


def check(facts: LawFacts) -> tuple[Finding, ...]:
    """Members that stand elsewhere too: on the same lot, on another one, or where nobody asked them yet.

    A court read a prohibition lot by lot (considerant.fr, EPF Grand Est): another lot of the same call is
    another competition, told as a doubt where the documents forbid.
    """
    found = [one for other in facts.others if (one := _elsewhere(facts, other)) is not None]
    group = facts.group
    if len(group.members) > 1:
        if not group.stances_known:
            found += _asked(facts, "alone_too", group.alone_and_in_group)
        found += _asked(facts, "other_group", group.several_groups)
    return tuple(found)


def _elsewhere(facts: LawFacts, other: Candidacy) -> Finding | None:
    alone = other.group is None
    rule = facts.group.alone_and_in_group if alone else facts.group.several_groups
    held: dict[str, Fact] = {
        "member": facts.name(other.member),
        "lot": other.lot,
        "other": other.group or "",
        "rule": rule or "silent",
    }
    if (other.member, other.lot) in facts.pairs():
        code = {FORBIDDEN: "several_forbidden", ALLOWED: "several_allowed"}.get(rule or "", "several_silent")
        severity = Severity.BLOCK if rule == FORBIDDEN else Severity.WARN
        words = ELSEWHERE[alone, rule if rule in (FORBIDDEN, ALLOWED) else None]
        return Finding(code, severity, words, held, other.member, other.lot)
    ours = tuple(lot for member, lot in facts.pairs() if member == other.member)
    if not ours:
        return None
    if other.lot in facts.taken():
        words = phrase(
            "%(member)s candidate ailleurs sur le lot %(lot)s, où le groupement répond sans elle : la "
            "candidature du groupement pour ce lot ne doit pas la nommer."
        )
        return Finding("named_on_own_lot", Severity.WARN, words, held, other.member, other.lot)
    if rule != FORBIDDEN:
        return None
    words = phrase(
        "%(member)s candidate ailleurs sur le lot %(lot)s et dans le groupement sur le lot %(ours)s. "
        "L’interdiction se lit lot par lot ; vérifiez que le règlement ne vise pas toute la consultation."
    )
    return Finding(
        "several_other_lot",
        Severity.WARN,
        words,
        {**held, "ours": ours},
        other.member,
        other.lot,
        certainty=Certainty.ANALYSIS,
    )


def _asked(facts: LawFacts, code: str, rule: str | None) -> list[Finding]:
    """The question to the members, or what their answer means; nothing where the documents allow it."""
    if rule == ALLOWED:
        return []
    known = FORBIDDEN if rule == FORBIDDEN else None
    held: dict[str, Fact] = {
        "members": tuple(facts.name(one) for one in facts.group.members),
        "lots": facts.taken(),
        "rule": known or "silent",
    }
    match facts.answer(code):
        case "no":
            return []
        case "yes":
            severity = Severity.BLOCK if known else Severity.WARN
            return [Finding(f"{code}_yes", severity, ANSWERED[code, known], held)]
    return [Finding(code, Severity.QUESTION, ASK[code, known], held, choices=YES_NO)]
