"""A date of a call, in words."""

from __future__ import annotations

from flask_babel import gettext as _

from tender.workbench.milestones import Milestone, MilestoneKind


def milestone_words(one: Milestone) -> str:
    """What must be done by then, and for which call."""
    title = one.call.title
    if one.kind is MilestoneKind.DEPOSIT:
        return _("Remise des offres : %(title)s", title=title)
    if one.kind is MilestoneKind.PIECES:
        return _("Pièces de l’attributaire à transmettre : %(title)s", title=title)
    if one.said:
        return _("Dernier moment pour les questions : %(title)s", title=title)
    return _("Questions à poser, dix jours avant la remise : %(title)s", title=title)
