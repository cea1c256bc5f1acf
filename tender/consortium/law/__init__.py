"""The law of groups of bidders as dated rules, one file each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tender.consortium.law import (
    convention_end,
    convention_territory,
    dangerous_works,
    dispatch_date,
    economic_dismissal,
    environmental_criterion,
    excluded_member,
    frozen_group,
    group_form,
    hours_ceiling,
    lot_limits,
    multiple_candidacies,
    one_lead,
    one_signatory,
    procedure_by_amount,
    required_turnover,
    reserved_lots,
    social_clause_expected,
    staff_supply,
    strike,
)
from tender.consortium.law.facts import Asked, LawFacts
from tender.consortium.law.finding import Certainty, Finding


class Rule(Protocol):
    """What a file of this folder must have."""

    @property
    def ARTICLE(self) -> tuple[str, ...]:
        """Its articles."""

    @property
    def IN_FORCE(self) -> tuple[date, date | None]:
        """First and last day."""

    @property
    def STATUS(self) -> Certainty:
        """How surely it was read."""

    @property
    def OVERRIDABLE(self) -> bool:
        """It can be set aside with a reason, on record."""

    def check(self, facts: LawFacts, /) -> tuple[Finding, ...]:
        """What the rule finds; empty when nothing."""


RULES: tuple[Rule, ...] = (
    multiple_candidacies,
    one_signatory,
    one_lead,
    group_form,
    frozen_group,
    excluded_member,
    convention_territory,
    convention_end,
    reserved_lots,
    staff_supply,
    hours_ceiling,
    dangerous_works,
    strike,
    economic_dismissal,
    lot_limits,
    required_turnover,
    dispatch_date,
    social_clause_expected,
    environmental_criterion,
    procedure_by_amount,
)


@dataclass(frozen=True, slots=True)
class RuledFinding:
    """A finding with its rule (named as its file), how sure we are, and if it can be set aside."""

    rule: str
    articles: tuple[str, ...]
    certainty: Certainty
    overridable: bool
    finding: Finding

    @property
    def asked(self) -> Asked:
        """What an answer to it is about."""
        return (self.finding.code, self.finding.member, self.finding.lot)


def check(facts: LawFacts) -> tuple[RuledFinding, ...]:
    """Every finding of every rule in force on the day that dates them; of all rules where none is known."""
    found = []
    for rule in RULES:
        since, until = rule.IN_FORCE
        day = facts.day
        if day is None or (since <= day and (until is None or day <= until)):
            name = str(getattr(rule, "__name__", "")).rpartition(".")[2]
            found += [
                RuledFinding(name, rule.ARTICLE, one.certainty or rule.STATUS, rule.OVERRIDABLE, one)
                for one in rule.check(facts)
            ]
    return tuple(found)
