"""The buyer profile: the web address of the platform of the call."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from tender.parsing.gated import Gated
from tender.parsing.ranking import Candidate, Dossier
from tender.vocabulary.call import Reading
from tender.vocabulary.source import Stated

_URL = Gated(
    re.compile(
        r"(?:https?://|www\.)(?:[^\s<>()\"',;]|(?<=[./\-])\n(?=[a-z0-9\-]+[./][a-z])|\n(?=[\-/?&=][a-z0-9])"
        r"|(?<=[_=&?/%])\n(?=[a-z0-9_%]+\b(?!\s[a-z]))|(?<=[a-z0-9])\n(?=[a-z0-9_]+[=&?]))+(?<![.:,])"
    )
)
_HOSTS = re.compile(
    r"marches-?publics|marches-?securises|achatpublic|maximilien|megalis|e-marchespublics|marchespublics"
    r"|klekoon|xmarches|ternum"
    r"|demat-ampa|aws-?(?:achat|france)|evergabe|vergabe|dtvp|subreport|cosinex|publicprocurement"
    r"|synapse-entreprises|place\.|tender|centraledesmarches|\bdemat|medialex|marcoweb|marco-|francemarches"
    r"|\bmarches\.|mp-?info|resah|ugap|e-?attestations|marchesonline|solaere|local-?trust|orchestra"
)
_NOT_PLATFORM = re.compile(
    r"juradm|tribunal|economie\.gouv|legifrance|ssi\.gouv|chorus|ec\.europa|dume|ants|adobe|sphinx|eidas"
)


def read(dossier: Dossier, reading: Reading) -> Reading:
    """The address where documents and offers are exchanged."""
    return replace(reading, platform=_platform(dossier))


def _platform(dossier: Dossier) -> Stated[str] | None:
    """The address named most often among known platforms, or near the words "profil d'acheteur"."""
    found: list[Candidate[str]] = []
    for flow in dossier.rules_first():
        for match in _URL.finditer(flow.text):
            url = match.group()
            if _NOT_PLATFORM.search(url):
                continue
            near = flow.text[max(0, match.start() - 220) : match.start()]
            known = bool(_HOSTS.search(url))
            said = re.search(
                r"profil d.acheteur|plate-?forme|dematerialis|url suivante|vergabeplattform|unterlagen", near
            )
            if known or said:
                trust = 0.7 * known + 0.2 * bool(said) if known else 0.5
                host = re.sub(r"^https?://(?:www\.)?|^www\.|\n", "", url).split("/")[0]
                address = flow.words(*match.span()).replace(" ", "")
                found.append(Candidate(address, flow, flow.evidence(*match.span()), trust, host))
    if not found:
        return None
    hosts = Counter(c.key for c in found)
    best = max(found, key=lambda c: (c.confidence + 0.05 * min(hosts[c.key], 4), -len(c.value)))
    return best.stated(found)
