"""The points of law of a split as a reader meets them: sign, sentence, articles, how surely read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from tender.consortium.law.finding import Certainty, Severity
from tender.workbench.legal import LawPoint, LegalView

TONES = {Severity.BLOCK: "stop", Severity.WARN: "doubt", Severity.QUESTION: "active"}
ALONE = ("R2142-21", "R2151-7")


@dataclass(frozen=True, slots=True)
class LawLine:
    """One point. `french`: the sentence is the rule's own, French in every language, as the articles are."""

    tone: str
    sign: str
    words: str
    articles: str
    caution: str
    french: bool = True


def law_lines(view: LegalView) -> list[LawLine]:
    """The lines of the panel: what bars the filing, what to look at twice, what somebody must answer."""
    held = [_line(point) for point in view.points]
    barring = [one for one in held if one.tone == "stop"]
    return [*barring, *_forbidden(view), *(one for one in held if one.tone != "stop")]


def _line(point: LawPoint) -> LawLine:
    finding = point.ruled.finding
    words = finding.text
    if len(point.lots) > 1:
        words += " " + _("Même point : lots %(lots)s.", lots=", ".join(point.lots[1:]))
    return LawLine(
        tone=TONES[finding.severity],
        sign=_sign(finding.severity),
        words=words,
        articles=", ".join(point.ruled.articles),
        caution=_caution(point.ruled.certainty),
    )


def _sign(severity: Severity) -> str:
    return {
        Severity.BLOCK: _("À régler avant le dépôt"),
        Severity.WARN: _("À vérifier"),
        Severity.QUESTION: _("Question à poser"),
    }[severity]


def _caution(certainty: Certainty) -> str:
    return {
        Certainty.READ: "",
        Certainty.SECONDARY: _("règle lue en source secondaire"),
        Certainty.ANALYSIS: _("analyse à faire confirmer"),
    }[certainty]


def _forbidden(view: LegalView) -> Iterator[LawLine]:
    """Other candidacies the documents forbid: nobody here knows of them, so each member must be asked."""
    said = []
    if view.alone_forbidden:
        said.append(
            _(
                "Le règlement de la consultation interdit d’être à la fois candidate seule et membre d’un "
                "groupement. Demandez à chaque association de ne pas répondre seule aux mêmes lots."
            )
        )
    if view.several_forbidden:
        said.append(
            _(
                "Le règlement de la consultation interdit d’être membre de plusieurs groupements. "
                "Demandez à chaque association si elle en a rejoint un autre pour les mêmes lots."
            )
        )
    for words in said:
        yield LawLine(TONES[Severity.WARN], _sign(Severity.WARN), words, ", ".join(ALONE), "", french=False)
