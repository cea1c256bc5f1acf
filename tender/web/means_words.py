"""A workbook of means in words: what is wrong in which cell, and what would change."""

from __future__ import annotations

from flask_babel import force_locale, lazy_gettext
from flask_babel import gettext as _

from tender.web.display import hours, month
from tender.web.labels import trade_label
from tender.web.languages import language
from tender.web.numbers import read_number
from tender.web.trades import trade_code
from tender.workbench.means_file import Alteration
from tender.workbench.means_rows import Fault, Readers

FAULTS: dict[str, object] = {
    "no_sheet": lazy_gettext(
        "aucune des feuilles attendues n’est là : Adhérentes, Territoires, Métiers, Capacités"
    ),
    "no_heads": lazy_gettext("les titres des colonnes ne sont pas ceux du modèle"),
    "no_member": lazy_gettext("l’adhérente manque"),
    "unknown_member": lazy_gettext("« %(value)s » n’est pas l’identifiant d’une adhérente"),
    "twice": lazy_gettext("« %(value)s » figure deux fois"),
    "no_name": lazy_gettext("le nom manque"),
    "country": lazy_gettext("« %(value)s » n’est pas un pays proposé : FR, DE, LU ou BE"),
    "siret": lazy_gettext("« %(value)s » n’est pas un numéro SIRET"),
    "foreign_id": lazy_gettext("« %(value)s » n’est pas un numéro du registre de ce pays"),
    "day": lazy_gettext("« %(value)s » n’est pas une date : écrivez 31/12/2027"),
    "convention_reversed": lazy_gettext("la convention finit avant de commencer"),
    "place": lazy_gettext("« %(value)s » n’est pas un lieu connu"),
    "place_in_doubt": lazy_gettext("plusieurs communes s’appellent « %(value)s » : donnez le code INSEE"),
    "use": lazy_gettext("« %(value)s » n’est ni « travail » ni « convention »"),
    "kind": lazy_gettext(
        "« %(value)s » n’est pas un genre de lieu : commune, intercommunalité, canton, département"
    ),
    "no_trade": lazy_gettext("le métier manque"),
    "yes_no": lazy_gettext("« %(value)s » n’est ni oui ni non"),
    "month": lazy_gettext("« %(value)s » n’est pas un mois : écrivez 2027-01 ou « chaque mois »"),
    "hours": lazy_gettext("« %(value)s » n’est pas un nombre d’heures"),
    "no_hours": lazy_gettext("les heures manquent ; écrivez 0 s’il n’y en a pas"),
    "hours_range": lazy_gettext("« %(value)s » h par mois n’est pas possible"),
    "figure_twice": lazy_gettext("ce métier figure deux fois pour le même mois"),
    "promised_beyond": lazy_gettext("« %(value)s » h promises dépassent les heures du mois"),
}

BOXES: dict[str, object] = {
    "name": lazy_gettext("nom"),
    "country": lazy_gettext("pays"),
    "number": lazy_gettext("SIRET ou numéro étranger"),
    "home": lazy_gettext("commune de départ"),
    "convention_number": lazy_gettext("numéro de la convention"),
    "convention_start": lazy_gettext("début de la convention"),
    "convention_end": lazy_gettext("fin de la convention"),
    "convention_departement": lazy_gettext("département de la convention"),
}

WAYS: dict[str, object] = {
    "": lazy_gettext("non précisé"),
    "service": lazy_gettext("prestation"),
    "staff_supply": lazy_gettext("mise à disposition"),
    "service+staff_supply": lazy_gettext("prestation et mise à disposition"),
}


def readers() -> Readers:
    """Numbers as the page's language writes them; trades by their name in any of the languages."""
    here = language()

    def number(text: str) -> float | None:
        return read_number(text, here)

    def trade(text: str) -> str:
        for locale in (here, "fr", "de", "en"):
            with force_locale(locale):
                code = trade_code(text)
            if code != " ".join(text.split()):
                return code
        return trade_code(text)

    return Readers(number, trade)


def fault_words(fault: Fault) -> str:
    """« Capacités!D14 : « douze » n'est pas un nombre d'heures »."""
    return _("%(cell)s : %(words)s", cell=fault.cell, words=str(FAULTS[fault.code]) % {"value": fault.value})


def change_words(change: Alteration) -> str:
    """What a file would change, in a line."""
    before, after = _shown(change.before), _shown(change.after)
    of = change.of
    match change.kind:
        case "member":
            words = _("nouvelle adhérente : %(after)s", after=after)
        case "box":
            words = _("%(box)s : %(before)s → %(after)s", box=BOXES[of[0]], before=before, after=after)
        case "place_added" | "place_removed" as kind:
            words = _place(kind, of, before, after)
        case "trade":
            words = _("%(trade)s : %(before)s → %(after)s", trade=trade_label(of[0]),
                      before=WAYS[str(change.before)], after=WAYS[str(change.after)])  # fmt: skip
        case "dated":
            words = _(
                "%(trade)s, %(month)s, source et date : %(before)s → %(after)s",
                trade=trade_label(of[0]), month=_month(of[1]), before=before, after=after,
            )  # fmt: skip
        case kind:
            words = _figure(kind, change)
    return words


def _place(kind: str, of: tuple[str, ...], before: str, after: str) -> str:
    if of[0] == "convention":
        return (
            _("territoire de la convention : + %(place)s", place=after)
            if kind == "place_added"
            else _("territoire de la convention : − %(place)s", place=before)
        )
    if kind == "place_added":
        return _("lieu de travail : + %(place)s", place=after)
    return _("lieu de travail : − %(place)s", place=before)


def _figure(kind: str, change: Alteration) -> str:
    said = {
        "trade": trade_label(change.of[0]),
        "month": _month(change.of[1]),
        "before": _("rien") if change.before is None else hours(float(change.before)),
        "after": _("retiré") if change.after is None else hours(float(change.after)),
    }
    if kind == "promised":
        return _("%(trade)s, %(month)s, déjà promises : %(before)s → %(after)s", **said)
    return _("%(trade)s, %(month)s : %(before)s → %(after)s", **said)


def _month(text: str) -> str:
    return _("chaque mois") if text == "*" else month(text)


def _shown(value: str | float | None) -> str:
    return str(value) if value not in (None, "") else _("rien")
