"""The pages: one module each, its blueprint, its forms and its routes together."""

from __future__ import annotations

from typing import Protocol

from flask import Blueprint

from tender.web.pages import (
    accounts,
    agenda,
    approvals,
    asked,
    calls,
    components,
    consent,
    consultations,
    contributions,
    demanded,
    documents,
    facts,
    filing,
    guide,
    home,
    journal,
    law,
    library,
    logos,
    mandates,
    means,
    members,
    memoir,
    missed,
    needs,
    own_prices,
    papers,
    people,
    planning,
    prices,
    questions,
    reports,
    reserves,
    responses,
    results,
    splits,
    terms,
    territories,
    today,
    trials,
    versions,
    watch,
)


class Page(Protocol):
    """What a module of pages must have."""

    bp: Blueprint


PAGES: tuple[Page, ...] = (
    home,
    today,
    accounts,
    people,
    calls,
    facts,
    documents,
    versions,
    questions,
    members,
    mandates,
    territories,
    means,
    needs,
    splits,
    trials,
    terms,
    consultations,
    asked,
    law,
    consent,
    approvals,
    reserves,
    responses,
    demanded,
    filing,
    results,
    prices,
    own_prices,
    library,
    logos,
    memoir,
    planning,
    contributions,
    papers,
    watch,
    missed,
    agenda,
    reports,
    journal,
    guide,
    components,
)
