"""The points of law of a split as a reader meets them: sign, sentence, articles, what may be decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from tender.consortium.law.finding import CHOICES, DATE, Certainty, Fact, Finding, Severity
from tender.store.law import LawAct, LawDecisionRow
from tender.vocabulary.phrase import Phrase
from tender.web.display import date_time, day, number
from tender.web.split_words import listed
from tender.workbench.legal import LawPoint, LegalView

TONES = {
    Severity.BLOCK: "stop",
    Severity.WARN: "doubt",
    Severity.QUESTION: "active",
    Severity.NOTE: "info",
}


@dataclass(frozen=True, slots=True)
class LawLine:
    """One point. `digests`: (lot, what a decision holds for); `choices`: (what to send, its words).

    `decided`: who settled it, when, how and why; `lapsed`: the same of a decision that holds no more.
    """

    code: str
    tone: str
    sign: str
    words: str
    articles: str
    caution: str
    digests: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]
    asks_day: bool
    overridable: bool
    decided: str = ""
    why: str = ""
    lapsed: str = ""


@dataclass(frozen=True, slots=True)
class LawPanel:
    """What is open, settled, and to be known."""

    open: tuple[LawLine, ...]
    settled: tuple[LawLine, ...]
    notes: tuple[LawLine, ...]

    @property
    def barring(self) -> int:
        """How many points bar the filing."""
        return sum(one.tone == "stop" for one in self.open)


def law_panel(view: LegalView) -> LawPanel | None:
    """The panel; None when there is nothing to say."""
    if view.is_empty:
        return None
    return LawPanel(
        tuple(_line(one) for one in view.open),
        tuple(_line(one) for one in (*view.set_aside, *view.answered)),
        tuple(_line(one) for one in view.notes),
    )


def _line(point: LawPoint) -> LawLine:
    finding = point.ruled.finding
    words = said(finding)
    if len(point.lots) > 1:
        others = point.lots[1:]
        words += " " + ngettext(
            "Même point : lot %(lots)s.", "Même point : lots %(lots)s.", len(others), lots=", ".join(others)
        )
    decision = point.decisions[-1] if point.decisions else None
    return LawLine(
        code=finding.code,
        tone=_tone(finding, decision),
        sign=_sign(finding, decision),
        words=words,
        articles=", ".join(point.ruled.articles),
        caution=_caution(point.ruled.certainty),
        digests=point.digests,
        choices=tuple((one, _(CHOICES[one])) for one in finding.choices if one != DATE),
        asks_day=DATE in finding.choices,
        overridable=point.ruled.overridable and finding.severity is not Severity.NOTE,
        decided=_decided(decision) if decision else "",
        why=decision.reason if decision else "",
        lapsed=_lapsed(point.lapsed) if point.lapsed else "",
    )


def said(finding: Finding) -> str:
    """The sentence in the reader's language, the articles and the values as they are."""
    return _(finding.words, **{name: _value(value) for name, value in finding.facts.items()})


def _value(value: Fact) -> str:
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return listed(value)
    if isinstance(value, (int, float)):
        return number(value)
    return _(value) if isinstance(value, Phrase) else value


def _tone(finding: Finding, decision: LawDecisionRow | None) -> str:
    return "ok" if decision else TONES[finding.severity]


def _sign(finding: Finding, decision: LawDecisionRow | None) -> str:
    if decision is not None:
        return _("Écarté") if decision.act is LawAct.SET_ASIDE else _("Répondu")
    return {
        Severity.BLOCK: _("À régler avant le dépôt"),
        Severity.WARN: _("À vérifier"),
        Severity.QUESTION: _("Question à poser"),
        Severity.NOTE: _("À savoir"),
    }[finding.severity]


def _caution(certainty: Certainty) -> str:
    return {
        Certainty.READ: "",
        Certainty.SECONDARY: _("règle lue en source secondaire"),
        Certainty.ANALYSIS: _("analyse à faire confirmer"),
        Certainty.GENERAL: _("à vérifier : connaissance générale, texte non relu"),
    }[certainty]


def _decided(row: LawDecisionRow) -> str:
    if row.act is LawAct.SET_ASIDE:
        return _("Écarté par %(by)s le %(at)s.", by=row.by, at=date_time(row.at))
    return _("« %(answer)s », répond %(by)s le %(at)s.", answer=answer_words(row.answer), by=row.by,
             at=date_time(row.at))  # fmt: skip


def _lapsed(row: LawDecisionRow) -> str:
    if row.act is LawAct.SET_ASIDE:
        return _(
            "Écarté par %(by)s le %(at)s ; les faits ont changé depuis, le point est de nouveau ouvert.",
            by=row.by,
            at=date_time(row.at),
        )
    return _(
        "« %(answer)s », répondait %(by)s le %(at)s ; les faits ont changé depuis : répondez de nouveau.",
        answer=answer_words(row.answer),
        by=row.by,
        at=date_time(row.at),
    )


def answer_words(answer: str) -> str:
    """What was answered, in words: a choice, or a day."""
    if answer in CHOICES:
        return _(CHOICES[answer])
    try:
        return day(date.fromisoformat(answer))
    except ValueError:
        return answer
