"""What a buyer's label asks for, and of whom its part of the form speaks."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Fact(StrEnum):
    """Something a buyer's form asks of who answers."""

    NAME = "name"
    LEGAL_FORM = "legal_form"
    SEAT = "seat"
    ADDRESS = "address"
    POSTCODE = "postcode"
    CITY = "city"
    EMAIL = "email"
    PHONE = "phone"
    FAX = "fax"
    SIRET = "siret"
    SIREN = "siren"
    ACTIVITY = "activity"
    VAT_NUMBER = "vat_number"
    REPRESENTATIVE = "representative"
    ROLE = "role"
    IBAN = "iban"
    BIC = "bic"
    IDENTITY = "identity"
    LEAD = "lead"
    MEMBERS = "members"
    NET = "net"
    VAT = "vat"
    VAT_RATE = "vat_rate"
    GROSS = "gross"
    NET_WORDS = "net_words"
    GROSS_WORDS = "gross_words"
    LOT = "lot"
    REFERENCE = "reference"
    SUBJECT = "subject"
    BUYER = "buyer"
    SIGNING = "signing"
    WEBSITE = "website"
    FOUNDED = "founded"
    HEADCOUNT = "headcount"
    INSERTION = "insertion"


SILENT = frozenset({Fact.SEAT, Fact.FAX, Fact.SIGNING, Fact.WEBSITE})
"""Left as they stand without a word: where they are the same or do not exist, or for the hand that signs."""

_LONGEST = 420
# The first pattern that fits the beginning of a folded label decides; a beginning is what is asked, the rest
# of a long label only says how.
_LABELS: tuple[tuple[str, Fact], ...] = (
    (r"(fait )?a( le)?$|le$|date\b|lieu\b|signature|cachet|a .{0,30} le$", Fact.SIGNING),
    (r"(numeros? de )?(telecopie|fax)", Fact.FAX),
    (r"(numeros? de )?(telephone|tel)\b", Fact.PHONE),
    (
        (r"(adresse )?(electronique|courriel|e ?mail|mel\b|messagerie)|adresse (e ?mail" r"|mail|mel)\b"),
        Fact.EMAIL,
    ),
    (r"adresse\(?s?\)? ?(du site )?internet|site (internet|web)", Fact.WEBSITE),
    (r"(numero |n |n° |code )?(de )?siret\b", Fact.SIRET),
    (r"(numero |n |n° |code )?(de )?siren\b", Fact.SIREN),
    (r"(code )?(ape|naf)\b", Fact.ACTIVITY),
    (r"(numero |n |n° )?(de |d identification )?(a la )?tva intra", Fact.VAT_NUMBER),
    (r"(numero |n |n° |code )?iban\b", Fact.IBAN),
    (r"(numero |n |n° |code )?(bic|swift)\b", Fact.BIC),
    (r"forme juridique|statut juridique", Fact.LEGAL_FORM),
    (r"adresse (postale )?du siege|siege social", Fact.SEAT),
    (r"(nombre|volume) (total )?d heures (d insertion|propose|engage|prevu)", Fact.INSERTION),
    (r"heures d insertion (propos|engag|prevu)", Fact.INSERTION),
    (r"code postal", Fact.POSTCODE),
    (r"(ville|commune)$", Fact.CITY),
    (r"adresses?\b", Fact.ADDRESS),
    (
        r"(date de creation|cree(e)? le)|lorsque les informations sur le chiffre d affaires .{0,150}date",
        Fact.FOUNDED,
    ),
    (r"effectifs?( moyens?)?( annuels?)?$", Fact.HEADCOUNT),
    ((r"(designation|nom|identification|identite) (et adresse )?du mandataire" r"|^mandataire$"), Fact.LEAD),
    (r"designation des membres du groupement", Fact.MEMBERS),
    (
        (
            r"(nom commercial|raison(s)? sociale|raison ou denomination"
            r"|denomination( sociale)?\b|designation (de )?l entreprise"
            r"|nom (du |de la |de l )?(candidat|soumissionnaire|societe|entreprise|titulaire"
            r"|etablissement|organisme|structure|cotraitant|membre)"
            r"|(le )?candidat$|(le )?soumissionnaire$|entreprise$|societe$|organisme$"
            r"|structure$|engage la (societe|structure)|agissant pour (le nom|le compte))"
        ),
        Fact.NAME,
    ),
    (
        (
            r"(nom,? (et )?qualite|nom,? prenom|nom et prenom|prenom et nom|represente(e)? par"
            r"|monsieur ou madame|m ou mme|je soussigne"
            r"|personne\(?s?\)?( physique\(?s?\)?)? (habilitee|ayant le pouvoir)"
            r"|nom du (signataire|representant)|signataire$|representant (legal)?)"
        ),
        Fact.REPRESENTATIVE,
    ),
    (r"(en )?(qualite|fonction)\b|agissant en qualite", Fact.ROLE),
    (
        (r"(montant|prix|total)?.{0,40}(hors taxes?|hors tva|\bht\b" r"|h t\b).{0,24}en (toutes )?lettres"),
        Fact.NET_WORDS,
    ),
    (r"(montant|prix|total)?.{0,40}(ttc\b|toutes taxes).{0,24}en (toutes )?lettres", Fact.GROSS_WORDS),
    (r"taux (de )?(la )?tva|tva \(?taux|tva \( ?%|tva au taux", Fact.VAT_RATE),
    (r"(montant|total) (de la |de )?tva|tva\b", Fact.VAT),
    (r"(montant|prix|total).{0,40}(hors taxes?|hors tva|\bht\b|h t\b)", Fact.NET),
    (r"(montant|prix|total).{0,40}(ttc\b|toutes taxes)", Fact.GROSS),
    (r"(ou )?(pour |au |aux )?(le |les )?lots? ?(n|numero)$", Fact.LOT),
    (r"(numero|reference) (de la |du )?(consultation|marche)$", Fact.REFERENCE),
)
_COMPILED = tuple((re.compile(pattern), fact) for pattern, fact in _LABELS)
_NOT_OURS = re.compile(
    r"maximum|minimum|sous.?trait|cessible|creance|penalite|retenue|garantie|avance"
    r"|tranche|variante|pse\b|option"
)
PRICES = frozenset({Fact.NET, Fact.VAT, Fact.GROSS, Fact.NET_WORDS, Fact.GROSS_WORDS, Fact.VAT_RATE})


def folded(text: str) -> str:
    """Lower case without accents, marks or bullets; « n° » stays « n »."""
    spaced = text.casefold().replace("œ", "oe").replace("’", " ").replace("\u2011", "-")
    bare = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    words = " ".join(re.sub(r"[^a-z0-9(),%/]+", " ", bare).split())
    return re.sub(r"\b(?:h t|t t c|t v a|a p e|p m e)\b", lambda held: held[0].replace(" ", ""), words)


def fact_of(label: str) -> Fact | None:
    """The fact a label asks for; None when it is not one of those known."""
    bare = folded(label).lstrip("(),/ ").rstrip("(),/ ")
    bare = re.sub(r"^(\d{1,2}|[a-z] ?\d?)(?=\s(nom|raison|denom|adres|num|siret|forme|tel))\s", "", bare)
    if not bare or len(bare) > _LONGEST:
        return None
    if _several(bare):
        return Fact.IDENTITY
    fact = next((fact for pattern, fact in _COMPILED if pattern.match(bare)), None)
    if fact in PRICES and _NOT_OURS.search(bare):
        return None
    return fact


def asked_by(line: str) -> Fact | None:
    """The fact a line asks for where it ends: as a whole, else its last sentence, what stands before said."""
    whole = fact_of(line)
    return whole or fact_of(re.split(r"(?<=[a-zé)])\. |(?<=[A-Z]{2})\. ", line)[-1])


def _several(bare: str) -> bool:
    """« Nom …, adresse …, SIRET … » in one label: the whole identity is asked at once."""
    asked = sum(
        bool(re.search(stem, bare))
        for stem in (r"\bnom\b|denomination", r"\badresses?\b", r"siret|telephone")
    )
    return asked == 3 and re.match(r"nom|denomination|raison|identi|indiquer", bare) is not None


class Speaker(StrEnum):
    """Whom a part of a form speaks of; SOMEBODY: a person only the response's writers can name."""

    CANDIDATE = "candidate"
    ALONE = "alone"
    LEAD = "lead"
    MEMBER = "member"
    EACH = "each"
    NOBODY = "nobody"
    SOMEBODY = "somebody"


_SUBCONTRACT = r"sous.?traitan"
_SPEAKERS: tuple[tuple[str, Speaker], ...] = (
    (
        r"(?!.*(co ?traitan|membre)).*(declaration|acte special|annexe|demande).{0,60}" + _SUBCONTRACT,
        Speaker.NOBODY,
    ),
    (r"(identification|designation) du sous ?traitant", Speaker.NOBODY),
    (r"([a-z] )?identification des (membres|co ?traitants)", Speaker.CANDIDATE),
    (r".{0,30}(cession|nantissement|certificat de cessibilite|exemplaire unique)", Speaker.NOBODY),
    (r"(annexe )?mise au point", Speaker.NOBODY),
    (
        (
            r".{0,24}(identification|designation|reponse|signature|decision"
            r"|representant)? ?(et signature )?(de l |du |le )?(acheteur"
            r"|pouvoir adjudicateur|maitre (d|de l) ouvrage|entite adjudicatrice)\b.{0,40}$"
        ),
        Speaker.NOBODY,
    ),
    (r"([a-z0-9] )?(acceptation de l offre|notification|comptable)", Speaker.NOBODY),
    (
        (
            r"designation des co ?traitants|.{0,20}exemplaire par co ?traitant"
            r"|(autres )?co ?traitants?\b.{0,12}$"
        ),
        Speaker.EACH,
    ),
    (
        (
            r"(le )?candidat se presente seul|(le )?(contractant|titulaire|prestataire"
            r"|candidat) (individuel|unique|seul)$"
        ),
        Speaker.ALONE,
    ),
    (r"(le )?candidat est un groupement", Speaker.LEAD),
    (
        (
            r"(interlocuteur|suivi (administratif|de |du |technique)|referent"
            r"|contact (administratif|technique|commercial))"
        ),
        Speaker.SOMEBODY,
    ),
    (
        (r".{0,40}(designation du mandataire|identification du mandataire" r"|^(le )?mandataire)"),
        Speaker.LEAD,
    ),
    (r"(1er|premier) (co ?traitant|contractant)", Speaker.LEAD),
    (
        (
            r"(\d+)(e|eme|nd|nde)? (co ?traitant|contractant|membre)|(co ?traitant"
            r"|membre)( du groupement)? n? ?\d+"
        ),
        Speaker.MEMBER,
    ),
    (
        (
            r"(\d+ |[a-z] )?(\d+ )?(contractants?|signataires?|presentation du (candidat"
            r"|soumissionnaire)|identification du (candidat|soumissionnaire|titulaire"
            r"|cocontractant)|engagement du|candidat|soumissionnaire)\b.{0,60}$"
        ),
        Speaker.CANDIDATE,
    ),
    (r"annexe\b", Speaker.CANDIDATE),
)
_CLOSING = re.compile(
    r"(?!.*(co ?traitan|membre)).*(declaration|acte special|annexe).{0,60}"
    + _SUBCONTRACT
    + (
        r"|(annexe )?.{0,30}(nantissement|cession de creances?|certificat de cessibilite"
        r"|exemplaire unique)"
    )
    + r"|(annexe )?mise au point"
)
_SPEAKERS_COMPILED = tuple((re.compile(pattern), speaker) for pattern, speaker in _SPEAKERS)
_HEADING = 170
_TITLE = 70


def speaker_of(text: str) -> Speaker | None:
    """Whom the text after this line speaks of, when the line opens such a part."""
    bare = folded(text)
    if not bare or len(bare) > _HEADING:
        return None
    return next((speaker for pattern, speaker in _SPEAKERS_COMPILED if pattern.match(bare)), None)


def closes(text: str) -> bool:
    """Whether this line opens an annex that is not for who answers: subcontracts, pledges, adjustment."""
    bare = folded(text)
    return bool(bare) and len(bare) <= _TITLE and _CLOSING.match(bare) is not None
