"""The watch in words: why a call concerns the members, why it was set aside, what a source answered."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from tender.watch.matching import Reason
from tender.web.display import euros, hours, number, percent, series
from tender.web.labels import trade_label
from tender.workbench.mapping import place_name

CAUSES: dict[str, object] = {
    "outside": lazy_gettext("Hors de nos communes"),
    "outside_no_trade": lazy_gettext("Ni nos communes, ni nos métiers"),
    "too_wide": lazy_gettext("Territoire trop vaste"),
    "no_trade": lazy_gettext("Pas nos métiers"),
    "reserved_elsewhere": lazy_gettext("Réservé à d’autres structures"),
    "too_large": lazy_gettext("Trop gros pour nos heures libres"),
    "weak": lazy_gettext("Trop peu de points"),
    "over": lazy_gettext("Délai passé"),
    "cancelled": lazy_gettext("Annulé par l’acheteur"),
    "not_open": lazy_gettext("Plus ouvert aux offres"),
    "unreadable": lazy_gettext("Avis illisible"),
    "not_judged": lazy_gettext("Texte de l’avis introuvable"),
}

SOURCES: dict[str, object] = {
    "boamp": lazy_gettext("BOAMP"),
    "ted": lazy_gettext("TED (Journal officiel de l’Union européenne)"),
    "folder": lazy_gettext("Dossier surveillé"),
    "recorded": lazy_gettext("Avis inventés de la démonstration"),
}

FAULTS: dict[str, object] = {
    "unreachable": lazy_gettext("Le serveur ne répond pas."),
    "too_slow": lazy_gettext("Le serveur répond trop lentement."),
    "too_large": lazy_gettext("La réponse est trop grosse pour être lue."),
    "redirected": lazy_gettext("Le serveur renvoie vers une autre machine ; la veille ne l’a pas suivie."),
    "too_many_requests": lazy_gettext("Le serveur demande d’attendre : trop de questions."),
    "refused_by_source": lazy_gettext("Le serveur a refusé la question."),
    "source_down": lazy_gettext("Le serveur est en panne."),
    "not_json": lazy_gettext("La réponse n’est pas dans le format attendu."),
    "truncated": lazy_gettext("La réponse s’est interrompue."),
    "error_inside": lazy_gettext("La réponse contient une erreur."),
    "changed_shape": lazy_gettext("La source a changé de format."),
    "empty_page": lazy_gettext("Une page annoncée est vide."),
    "timed_out": lazy_gettext("La recherche n’a pas abouti à temps chez la source."),
    "token_repeats": lazy_gettext("La source renvoie sans fin la même page."),
    "not_allowed_address": lazy_gettext("L’adresse réglée n’est pas une adresse https."),
}


def cause_words(code: str) -> str:
    """Why a call was set aside; an unknown code is shown as it is."""
    return str(CAUSES.get(code, code))


def source_words(name: str) -> str:
    """The name of a source."""
    return str(SOURCES.get(name, name))


def fault_words(code: str) -> str:
    """What went wrong with a source."""
    return str(FAULTS.get(code, code))


def _number(facts: Mapping[str, object], key: str) -> float:
    held = facts.get(key)
    return float(held) if isinstance(held, int | float) else 0.0


def _texts(facts: Mapping[str, object], key: str) -> list[str]:
    held = facts.get(key)
    return [str(one) for one in held] if isinstance(held, list | tuple) else []


def reason_words(reason: Reason) -> str:
    """A reason as a sentence, with its figures."""
    said = _SAY.get(reason.code)
    return said(reason.facts) if said is not None else cause_words(reason.code)


def _place(facts: Mapping[str, object]) -> str:
    precision = facts.get("precision")
    if precision == "unknown":
        return _("Lieu non précisé dans l’avis.")
    names = ", ".join(place_name(code) for code in _texts(facts, "places"))
    count, share = int(_number(facts, "count")), _number(facts, "share")
    who = ngettext(
        "%(num)s adhérente y travaille", "%(num)s adhérentes y travaillent", len(_texts(facts, "members"))
    )
    if count <= 3:
        return _("%(names)s : %(who)s.", names=names, who=who)
    return _(
        "%(count)s communes (dont %(names)s) : %(who)s, pour %(share)s des habitants.",
        count=number(count), names=names, who=who, share=percent(share),
    )  # fmt: skip


def _trade(facts: Mapping[str, object]) -> str:
    names = ", ".join(trade_label(code) for code in _texts(facts, "trades"))
    words, lots = str(facts.get("words") or ""), _texts(facts, "lots")
    by = {
        "both": _("dit par le titre et par le code CPV"),
        "cpv": _("dit par le code CPV %(code)s", code=words),
        "title": _("dit par le titre : « %(words)s »", words=words),
        "label": _("dit par le descripteur : « %(words)s »", words=words),
    }.get(str(facts.get("by")), _("dit par le texte : « %(words)s »", words=words))
    if lots:
        return ngettext(
            "%(names)s, %(by)s (lot %(lots)s).", "%(names)s, %(by)s (lots %(lots)s).", len(lots),
            names=names, by=by, lots=", ".join(lots),
        )  # fmt: skip
    return _("%(names)s, %(by)s.", names=names, by=by)


def _clause(facts: Mapping[str, object]) -> str:
    asked = _number(facts, "hours")
    if asked:
        return _("Clause d’insertion : %(hours)s (L2112-2).", hours=hours(asked))
    return _("Clause d’insertion comme condition d’exécution (L2112-2).")


def _size(facts: Mapping[str, object]) -> str:
    return _(
        "Estimation %(amount)s, soit environ %(asked)s à %(price)s de l’heure (supposé) ; %(free)s libres.",
        amount=euros(_number(facts, "amount")), asked=hours(_number(facts, "asked")),
        price=euros(_number(facts, "price")), free=hours(_number(facts, "free")),
    )  # fmt: skip


def _to_serve(facts: Mapping[str, object]) -> str:
    asked = _number(facts, "hours")
    if asked:
        return _("Clause d’insertion de %(hours)s : à proposer à l’entreprise retenue.", hours=hours(asked))
    return _("Clause d’insertion sans nombre d’heures lu : à proposer à l’entreprise retenue.")


def _lessons(facts: Mapping[str, object]) -> str:
    held = facts.get("lessons")
    lines = [
        _("%(feature)s : %(yes)s oui, %(no)s non", feature=feature_words(str(one[0])), yes=one[1], no=one[2])
        for one in (held if isinstance(held, list | tuple) else [])
        if isinstance(one, list | tuple) and len(one) == 3
    ]
    return _("Vos réponses passées (%(lines)s).", lines=series(lines))


def _days(facts: Mapping[str, object]) -> str:
    days = int(_number(facts, "days"))
    if days >= 15:
        return _("Plus de deux semaines pour répondre.")
    return _("Une à deux semaines pour répondre.") if days >= 7 else _("Moins d’une semaine pour répondre.")


def _outside(facts: Mapping[str, object]) -> str:
    names = ", ".join(place_name(code) for code in _texts(facts, "places"))
    trade = trade_label(str(facts.get("trade") or ""))
    if not names or not trade:
        return cause_words("outside")
    if facts.get("reached"):
        return _(
            "%(names)s : des adhérentes y travaillent, mais aucune dans ce métier (%(trade)s).",
            names=names, trade=trade,
        )  # fmt: skip
    return _("%(names)s : aucune adhérente n’y travaille (%(trade)s).", names=names, trade=trade)


def _no_trade(facts: Mapping[str, object]) -> str:
    words = str(facts.get("words") or "")
    if not words:
        return cause_words("no_trade")
    trade = trade_label(str(facts.get("trade") or ""))
    return _("Aucun métier sûr ; « %(words)s » évoque seulement « %(trade)s ».", words=words, trade=trade)


_SAY = {
    "place": _place,
    "trade": _trade,
    "reserved": lambda _facts: _("Réservé aux structures d’insertion (L2113-13)."),
    "insertion_object": lambda _facts: _("L’objet même du marché est l’insertion."),
    "clause": _clause,
    "criterion": lambda _facts: _("Un critère d’attribution porte sur l’insertion."),
    "size": _size,
    "size_unknown": lambda facts: _(
        "Montant non indiqué ; %(free)s libres sur la durée.", free=hours(_number(facts, "free"))
    ),
    "deadline": _days,
    "no_deadline": lambda _facts: _("Date limite non lue."),
    "planning": lambda _facts: _("Annoncé, pas encore ouvert aux offres."),
    "clause_to_serve": _to_serve,
    "lessons": _lessons,
    "weak": lambda facts: _(
        "%(score)s points ; il en faut %(least)s.",
        score=number(_number(facts, "score")), least=number(_number(facts, "least")),
    ),
    "too_large": _size,
    "outside": _outside,
    "no_trade": _no_trade,
}  # fmt: skip


def feature_words(feature: str) -> str:
    """What a lesson is about: "trade:cleaning" is the trade's name."""
    kind, _sep, rest = feature.partition(":")
    if kind == "trade":
        return _("métier « %(name)s »", name=trade_label(rest))
    if kind == "buyer":
        return _("acheteur « %(name)s »", name=rest)
    if kind == "place":
        return _("lieu « %(name)s »", name=place_name(rest))
    sizes = {
        "small": _("à notre taille"),
        "large": _("plus gros que nous"),
        "unknown": _("montant non indiqué"),
    }
    if kind == "size":
        return sizes.get(rest, rest)
    social = {
        "reserved": _("marché réservé"),
        "clause": _("clause d’insertion"),
        "criterion": _("critère social"),
        "insertion_object": _("objet d’insertion"),
        "none": _("sans clause sociale"),
    }
    return social.get(rest, rest)
