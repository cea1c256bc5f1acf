"""Each act of the journal in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from tender.store.journal import JournalRow

ACTS: dict[str, object] = {
    "account.opened": _("a ouvert un compte"),
    "account.closed": _("a fermé un compte"),
    "account.reopened": _("a rouvert un compte"),
    "account.signed_in": _("s’est connectée ou connecté"),
    "account.locked": _("compte fermé un moment après trop d’essais"),
    "account.password_changed": _("a changé son mot de passe"),
    "account.password_chosen": _("a choisi son mot de passe"),
    "account.reset_asked": _("a demandé un nouveau mot de passe"),
    "account.invited": _("a invité une personne"),
    "call.received": _("a déposé un appel"),
    "call.read": _("l’appel a été lu"),
    "call.refused": _("l’appel n’a pas pu être lu"),
    "call.reviewed": _("a vérifié la lecture"),
    "version.received": _("a déposé une nouvelle version de l’appel"),
    "version.read": _("la nouvelle version de l’appel a été lue"),
    "version.unchanged": _("la nouvelle version ne change rien"),
    "version.refused": _("la nouvelle version n’a pas pu être lue"),
    "version.needs": _("a mis les besoins à jour d’après la nouvelle version"),
    "version.prices": _("a mis le bordereau à jour d’après la nouvelle version"),
    "fact.chosen": _("a choisi entre deux lectures qui se contredisent"),
    "fact.confirmed": _("a confirmé un fait"),
    "fact.corrected": _("a corrigé un fait"),
    "fact.rejected": _("a rejeté un fait"),
    "fact.read": _("a rétabli un fait"),
    "fact.missing": _("a rétabli un fait"),
    "facts.confirmed": _("a confirmé tous les faits lus sans doute"),
    "needs.set": _("a enregistré les besoins"),
    "split.proposed": _("a proposé une répartition"),
    "split.published": _("a soumis la répartition aux directions"),
    "split.agreed": _("la répartition est approuvée par toutes"),
    "split.frozen": _("a figé la répartition"),
    "split.reopened": _("a rouvert la répartition"),
    "share.set": _("a changé une part"),
    "share.locked": _("a verrouillé une part"),
    "share.unlocked": _("a déverrouillé une part"),
    "share.approved": _("a approuvé la part"),
    "share.refused": _("a refusé la part"),
    "share.countered": _("a proposé une autre part"),
    "member.refused": _("a écarté une association d’un lot"),
    "member.back": _("a remis une association dans un lot"),
    "lot.set": _("a réglé un lot"),
    "terms.set": _("a fixé les conditions du groupement"),
    "prices.set": _("a enregistré des prix"),
    "boxes.set": _("a renseigné des rubriques"),
    "evidence.kept": _("a enregistré une preuve"),
    "response.draft": _("a fait établir un brouillon"),
    "response.issued": _("a fait établir le dossier"),
    "collective.founded": _("le collectif a été installé"),
    "member.added": _("a ajouté une association"),
    "member.identity": _("a mis à jour l’identité d’une association"),
    "member.territories": _("a mis à jour un territoire"),
    "member.capacity": _("a déclaré une capacité"),
    "member.capacity_removed": _("a retiré une capacité"),
}


def act_words(row: JournalRow) -> str:
    """The act in words; an act of another version is shown by its code."""
    return str(ACTS.get(row.act, row.act))
