"""National BOAMP notices: FNSimple, MAPA and DSP of the API, and the older ANNONCE tree (v2.3.0).

In all of them an enumeration is an empty child: {"variantes": {"non": ""}}, <VARIANTES_NON/>. The two
families name the same facts in two ways, so each fact has its list of names, the most trusted first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tender.parsing.flow import fold
from tender.parsing.notices.boamp_criteria import stated_criteria
from tender.parsing.notices.citing import Citations, text_of
from tender.parsing.notices.coded import Code, Flag, coded_clauses, coded_warnings
from tender.parsing.notices.moments import (
    in_days,
    in_months,
    months_between,
    number_of,
    parse_day,
    parse_moment,
    zone_of,
)
from tender.parsing.notices.outcome import NoticeRead
from tender.parsing.notices.tree import Node
from tender.parsing.notices.weighing import join_lots, sum_warnings
from tender.parsing.notices.words import procedure_words
from tender.vocabulary.call import Amount, Lot, MaxLots, Place, Reading, RequiredDocument
from tender.vocabulary.remark import Remark, quote
from tender.vocabulary.source import Stated

FORMATS: Final = ("FNSimple", "MAPA", "DSP")
OLD_ROOT: Final = "ANNONCE"
_BUYER: Final = ("nomOfficiel", "acheteurPublic", "DENOMINATION", "NOMORGANISME", "nomacheteur")
_REFERENCE: Final = (
    "idMarche",
    "identifiantInterne",
    "REF_MARCHE",
    "REFERENCE_MARCHE",
    "numReference",
    "refMarche",
)
_SUBJECT: Final = ("intitule", "TITRE_MARCHE", "objet", "OBJET_COMPLET", "RESUME_OBJET")
_TENDERS: Final = ("dateReceptionOffres", "receptionOffres", "RECEPT_OFFRES")
_REQUESTS: Final = (
    "dateReceptionCandidatures",
    "receptionCandidatures",
    "RECEPT_CANDIDAT",
    "receptCandidatures",
)
_MANAGED: Final = ("DATE_LIMITE_REPONSE", "datelimitereponse")
_PLATFORM: Final = (
    "urlDocConsul",
    "URL_DOCUMENT",
    "URL_CONSULTATION",
    "urlProfilAch",
    "urlProfilAcheteur",
    "URL_PARTICIPATION",
    "URL_PROFIL_ACHETEUR",
)
_TITLES: Final = ("intitule", "INTITULE", "titre", "description", "DESCRIPTION")
_MONTHS: Final = ("dureeMois", "nbMois", "DUREE_MOIS")
_RESERVED_YES: Final = ("MARCHE_RESERVE_OUI", "marcheReserveOui")
_RESERVED_NO: Final = ("MARCHE_RESERVE_NON", "marcheReserveNon")
_PAPERS: Final = {
    "chiffresAffaires": "Déclaration concernant le chiffre d’affaires",
    "DC1": "DC1",
    "DC2": "DC2",
    "DC4": "DC4",
    "listeFournituresServices": "Liste des principales fournitures ou des principaux services",
    "listeTravaux": "Liste des travaux exécutés",
    "effectifs": "Déclaration des effectifs moyens annuels",
    "assurance": "Preuve d’une assurance pour les risques professionnels",
    "titresEtudes": "Titres d’études",
    "redressement": "Copie du ou des jugements de redressement judiciaire",
    "certificats": "Certificats de qualification",
    "documentsAutreOperateur": "Preuve des capacités d’autres opérateurs",
    "materiel": "Déclaration de l’outillage",
}
_UNSPOKEN: Final = re.compile(
    r"^(?:correspondant\w*|CORRESPONDANT|coord|tel|TEL|fax|FAX|mel|MEL|nomContact|adresseMailContact|numTelContact|CONTACT"
    r"|ADRESSES_COMPLEMENTAIRES|adressesComplt|adr|voie|cp|CP|ville|VILLE|ADRESSE|url\w*|URL\w*|GESTION|TITULAIRE|titulaire"
    r"|IDENTITE|organisme|langue|LANGUES|PROCEDURES_RECOURS\w*|CODE\w*|code\w*|CPV|DATE\w*|date\w*|RECEPT\w*|reception\w*"
    r"|NUM|nb\w*|NB_\w*|DUREE\w*|POIDS|criterePCT|ATTRIBUTION|attribution|instanceRecours|organeRecours|VALEUR\w*|valeur\w*)$"
)


def read(root: Node, record: Node | None, cite: Citations) -> NoticeRead:
    """The facts of a notice; `record`: the API's flat fields and management block, for what the notice
    leaves out."""
    return _Notice(root, record, cite).read()


class _Notice:
    """One notice being read."""

    def __init__(self, root: Node, record: Node | None, cite: Citations) -> None:
        self.root, self.cite = root, cite
        self.record = record or root
        self.data = next(root.within("DONNEES"), root)
        lots = [n for top in self.data.within("lots", "LOTS") for n in top.all("lot") + top.all("LOT")]
        single = any(True for _ in self.data.within("marcheUnique")) or bool(
            self.data.all("OBJET/DIV_EN_LOTS/NON")
        )
        self.divided = len(lots) > 1 and not single
        self.lots = tuple(zip(self._numbers(lots), lots, strict=True))
        self.keys = tuple(n for n, _ in self.lots) if self.divided else ("",) * len(self.lots)
        postcode = next((n.text for n in self.data.within("cp", "CP") if n.text), None)
        self.zone = zone_of("FR", postcode)

    @staticmethod
    def _numbers(lots: list[Node]) -> list[str]:
        said = [text_of(lot.first("numLot", "numero", "num", "NUM")) or "" for lot in lots]
        plain = [
            re.sub(r"^\s*lots?\s*(?:n\s*[°o]?\.?\s*)?", "", one, flags=re.IGNORECASE).strip() for one in said
        ]
        return (
            plain if all(plain) and len(set(plain)) == len(plain) else [str(i + 1) for i in range(len(lots))]
        )

    def read(self) -> NoticeRead:
        criteria = {
            key: stated_criteria(lot, self.cite) for key, (_, lot) in zip(self.keys, self.lots, strict=True)
        }
        if not any(criteria.values()):
            criteria = {"": stated_criteria(self._call(), self.cite)}
        texts: dict[str, list[Node]] = {"": list(self._prose(self.data))}
        for key, (_, lot) in zip(self.keys, self.lots, strict=True):
            texts.setdefault(key, []).extend(self._prose(lot))
        flags = list(self._flags())
        lots = tuple(self._lot(number, lot) for number, lot in self.lots)
        deadline, warnings = self._deadline()
        clauses = coded_clauses(flags, texts, self.keys if self.divided else (), "FR", self.cite)
        reading = Reading(
            buyer=self.cite.words(self._found(*_BUYER)),
            reference=self.cite.words(self._found(*_REFERENCE)),
            subject=self._subject(),
            procedure=self._procedure(),
            deadline=deadline,
            validity_days=self._validity(),
            variants_allowed=self._variants(),
            platform=self.cite.words(self._found(*_PLATFORM)),
            lots=lots if self.divided else (),
            whole=self._whole(),
            max_lots=self._max_lots(),
            award_criteria=join_lots(criteria),
            required_documents=tuple(self._papers()),
            clauses=clauses,
            warnings=(
                *warnings,
                *sum_warnings(criteria),
                *coded_warnings(flags, texts, clauses),
                *self._index_warnings(texts),
            ),
        )
        return NoticeRead(reading, tuple(self._fields()), "FRA")

    def _call(self) -> Node:
        """The notice without its lots."""
        kept = Node(self.data.name, self.data.path)
        kept.children = [_without(child, ("lots", "LOTS", "GESTION")) for child in self.data.children]
        return kept

    def _found(self, *names: str) -> Node | None:
        """The first node with words of the most trusted name: in the notice proper, then in the
        management block."""
        for top in (self.data, self.root, self.record):
            for name in names:
                for node in top.within(name):
                    if node.text and not self._in_lot(node) and "ADRESSES_COMPLEMENTAIRES" not in node.path:
                        return node
        return None

    def _in_lot(self, node: Node) -> bool:
        return any(node.path.startswith(lot.path) for _, lot in self.lots)

    def _subject(self) -> Stated[str] | None:
        """The title in the notice; the feed's own `objet` is cut at 200 signs and only stands in for it."""
        return self.cite.words(self._found(*_SUBJECT))

    def _procedure(self) -> Stated[str] | None:
        for top in self.data.within("procedure", "PROCEDURE", "typeProcedure"):
            for node in top.walk():
                words = procedure_words(node.name)
                if words and not node.children and node is not top:
                    return self.cite.state(words, node)
        return None

    def _deadline(self) -> tuple[Stated[str] | None, tuple[Remark, ...]]:
        """Candidatures where the procedure starts so, else offers; an hour without offset is Paris time.

        The API serves the hour of national notices as if it were UTC: the notice's own words come first,
        and of the flat field only the clock is believed.
        """
        for names, two_stage in ((_REQUESTS, True), (_TENDERS, False), (_MANAGED, False)):
            node = self._found(*names)
            value = None
            if node is not None:
                clock = (
                    re.sub(r"(?:Z|\+00:00)$", "", node.text)
                    if node.name == "datelimitereponse"
                    else node.text
                )
                value = parse_moment(clock, None, self.zone)
            if node is not None and value:
                corrected = list(self.record.within("RECTIFICATIF"))[:1]
                sure = 0.9 if two_stage else 0.99
                remarks = (Remark("two_stages"),) if two_stage else ()
                return self.cite.state(value, node, *corrected, confidence=sure), remarks
            if node is not None and names is _TENDERS:
                return None, (Remark("deadline_impossible", words=quote(node.text)),)
        return None, ()

    def _validity(self) -> Stated[int] | None:
        for top in self.data.within("VALIDITE_OFFRE", "validite", "validiteOffres", "delaiValidite"):
            for node in top.walk():
                value = number_of(node.text)
                if value:
                    unit = "MONTH" if "mois" in node.name.lower() else "DAY"
                    return self.cite.state(in_days(value, unit), node)
        return None

    def _variants(self) -> Stated[bool] | None:
        for top in self.data.within("variantes", "exigenceVariantes", "variante"):
            answer = top.first("oui", "non")
            if answer is not None:
                return self.cite.state(answer.name == "oui", answer)
        node = next(self.data.within("VARIANTES_OUI", "VARIANTES_NON"), None)
        return self.cite.state(node.name == "VARIANTES_OUI", node) if node is not None else None

    def _max_lots(self) -> MaxLots:
        one = next(self.data.within("OFFRE_UN_SEUL", "UN_SEUL_LOT"), None)
        most = self._found("NB_LOT_ATTRIB_MAX")
        awarded = number_of(text_of(most))
        return MaxLots(
            submitted=self.cite.state(1, one) if one is not None else None,
            awarded=self.cite.state(int(awarded), most) if most is not None and awarded else None,
        )

    def _flags(self) -> Iterator[Flag]:
        for node in self.data.within(*_RESERVED_YES):
            yield Flag(Code.RESERVED, node)
        for node in self.data.within(*_RESERVED_NO):
            yield Flag(Code.NOT_RESERVED, node)
        for top in self.data.within("marcheReserve", "MARCHE_RESERVE", "reserve", "reservationMarche"):
            answer = top.first("oui", "non", "OUI", "NON")
            if answer is not None:
                yield Flag(Code.RESERVED if answer.name.lower() == "oui" else Code.NOT_RESERVED, answer)

    def _index_warnings(self, texts: dict[str, list[Node]]) -> tuple[Remark, ...]:
        """The bulletin's own index says "social" of any notice, with no place in it: a hint, not a clause."""
        indexed = any(
            True for top in self.record.within("CRITERES_SOCIAUX_ENV") for _ in top.within("SOCIAUX")
        )
        if not indexed or any(_SOCIAL.search(fold(n.text)) for held in texts.values() for n in held):
            return ()
        return (Remark("social_by_index"),)

    def _papers(self) -> Iterator[RequiredDocument]:
        for top in self.data.within("justifications"):
            for child in top.children:
                name = _PAPERS.get(child.name) or (child.text if len(child.text) > 8 else None)
                if name:
                    yield RequiredDocument(
                        name=name, part="candidature", evidence=(self.cite.quote(child),), confidence=0.9
                    )

    def _lot(self, number: str, lot: Node) -> Lot:
        title = lot.first(*_TITLES)
        first_line = title.text.split("\n", 1)[0] if title is not None else ""
        described = text_of(lot.first("description", "DESCRIPTION"))
        return Lot(
            number=number,
            title=first_line,
            description=described,
            estimated_amount=_amount(lot),
            cpv=_cpv(lot) or _cpv(self.data),
            places=_places(lot) or _places(self._call()),
            duration_months=_duration(lot),
            evidence=(self.cite.part(title, 0, len(first_line)),) if title is not None and first_line else (),
            confidence=0.99,
        )

    def _whole(self) -> Lot:
        call, subject = self._call(), self._subject()
        described = self._found("description", "OBJET_COMPLET", "objet", "DESCRIPTION")
        only = self.lots[0][1] if len(self.lots) == 1 else None
        return Lot(
            number="",
            title=subject.value if subject else "",
            description=text_of(described),
            estimated_amount=_amount(call) or (_amount(only) if only else None),
            cpv=_cpv(call) or (_cpv(only) if only else ()),
            places=_places(call) or (_places(only) if only else ()),
            duration_months=_duration(call) or (_duration(only) if only else None),
            evidence=subject.evidence if subject else (),
            confidence=0.99,
        )

    def _prose(self, top: Node) -> Iterator[Node]:
        for child in top.children:
            if _UNSPOKEN.match(child.name) or child.name in ("lots", "LOTS"):
                continue
            if child.text and any(map(str.isalpha, child.text)):
                yield child
            yield from self._prose(child)

    def _fields(self) -> Iterator[tuple[str, Node]]:
        for prose in self._prose(self.data):
            yield "", prose
        for number, lot in self.lots:
            for prose in self._prose(lot):
                yield f"Lot {number}" if self.divided else "", prose
        for sent in [node for node in self.data.within("DATE_ENVOI") if node.text][:1]:
            yield "", sent


_SOCIAL: Final = re.compile(r"\binsertion\b|social|handicap|defavoris|eloign\w+ de l'emploi")


def _without(node: Node, names: tuple[str, ...]) -> Node:
    kept = Node(node.name, node.path, node.text, node.attributes)
    kept.children = [_without(child, names) for child in node.children if child.name not in names]
    return kept


def _amount(node: Node) -> Amount | None:
    low = next(node.within("valeurBasse", "VALEUR_MIN"), None)
    high = next(node.within("valeurHaute", "VALEUR_MAX"), None)
    least, most = number_of(text_of(low)), number_of(text_of(high))
    if least or most:
        return Amount(min=least, max=most, currency=_currency(high or low))
    exact = next(
        (
            n
            for n in node.within("VALEUR", "valeur", "valeurEstimee", "estimationValeur", "VALEUR_TOTALE")
            if n.text
        ),
        None,
    )
    value = number_of(text_of(exact))
    return Amount(min=value, max=value, currency=_currency(exact)) if value and value > 1 else None


def _currency(node: Node | None) -> str:
    told = (node.attributes.get("DEVISE") or node.attributes.get("devise")) if node is not None else None
    return told or "EUR"


def _cpv(node: Node) -> tuple[str, ...]:
    codes = [n.text[:8] for n in node.within("classPrincipale", "PRINCIPAL") if n.text[:8].isdigit()]
    return tuple(dict.fromkeys(codes))


def _places(node: Node) -> tuple[Place, ...]:
    places: list[Place] = []
    for top in node.within(
        "lieuExecutionLivraison", "LIEU_EXEC_LIVR", "lieuExecution", "LIEU_PRINCIPAL", "lieuPrincipal"
    ):
        city = text_of(next(top.within("ville", "VILLE"), None))
        if city:
            places.append(Place(kind="commune", name=city))
        elif top.text:
            places.append(Place(kind="text", name=top.text[:300]))
    codes = [n.text.strip() for n in node.within("CODE_NUTS", "codeNUTS", "codeNuts") if n.text]
    places += [Place(kind="nuts", name=code, code=code) for code in codes]
    return tuple(dict.fromkeys(places))


def _duration(node: Node) -> float | None:
    for name, unit in (
        *((n, "MONTH") for n in _MONTHS),
        ("DUREE_JOUR", "DAY"),
        ("nbJours", "DAY"),
        ("dureeJours", "DAY"),
    ):
        for one in node.within(name):
            value = number_of(one.text)
            if value and "VALIDITE" not in one.path and "validite" not in one.path.lower():
                return in_months(value, unit)
    start = parse_day(text_of(next(node.within("DATE_DEBUT"), None)))
    end = parse_day(text_of(next(node.within("DATE_FIN"), None)))
    return months_between(start, end) if start and end else None
