"""Why a file is not read, the limits that decide it, and the one place for the French words that say so."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tender.vocabulary.phrase import Phrase, phrase

MEGABYTE: Final = 1024 * 1024

MAX_FILE_BYTES: Final = 200 * MEGABYTE
"""One file, as sent or as unpacked."""
MAX_TOTAL_BYTES: Final = 1024 * MEGABYTE
"""Everything unpacked out of one upload, counted as it is really read."""
MAX_FILES: Final = 2000
MAX_ARCHIVE_DEPTH: Final = 4
MAX_EXPANSION: Final = 200
"""Unpacked bytes for one packed byte, above EXPANSION_FLOOR; office files stay under 60."""
EXPANSION_FLOOR: Final = 10 * MEGABYTE
MAX_PAGES: Final = 3000
MAX_ROWS: Final = 20_000
"""Rows of one sheet, or of one table."""
MAX_CELLS: Final = 1_000_000
MAX_CHARACTERS: Final = 20_000_000
"""Of one file's text: six times what 3 000 full pages print."""
MAX_XML_BYTES: Final = 150 * MEGABYTE
SECONDS_PER_FILE: Final = 120.0
MEMORY_PER_FILE: Final = 2048 * MEGABYTE


class RefusalReason(StrEnum):
    """Why a file, or a member of an archive, was set aside."""

    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_FILES = "too_many_files"
    ZIP_BOMB = "zip_bomb"
    NESTED_TOO_DEEP = "nested_too_deep"
    UNSAFE_PATH = "unsafe_path"
    UNKNOWN_TYPE = "unknown_type"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    NEEDS_LIBREOFFICE = "needs_libreoffice"
    ENTITIES = "entities"
    UNREADABLE = "unreadable"


class Refused(Exception):
    """A file that is not read. `facts` holds what the sentence may name: name, pages, bytes, limit…"""

    def __init__(self, reason: RefusalReason, **facts: str | int) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts: dict[str, str | int] = facts


SENTENCES: Final[Mapping[RefusalReason, Phrase]] = {
    RefusalReason.EMPTY: phrase("« %(file)s » est vide. Rien d’autre n’est touché : déposez-le de nouveau."),
    RefusalReason.ENCRYPTED: phrase(
        "« %(file)s » est protégé par un mot de passe et n’a pas été lu. Les autres fichiers le sont : "
        "enregistrez-le sans mot de passe, puis déposez-le de nouveau."
    ),
    RefusalReason.DAMAGED: phrase(
        "« %(file)s » est abîmé ou incomplet et n’a pas été lu. Les autres fichiers le sont : "
        "téléchargez-le de nouveau depuis la plateforme de l’acheteur, puis déposez-le."
    ),
    RefusalReason.TOO_LARGE: phrase(
        "« %(file)s » dépasse la taille permise (%(max_file)s Mo par fichier, %(max_total)s Mo en tout) "
        "et n’a pas été lu. Les autres fichiers le sont : déposez seulement les pièces utiles, ou "
        "partagez-le en plusieurs."
    ),
    RefusalReason.TOO_MANY_PAGES: phrase(
        "« %(file)s » compte plus de %(max_pages)s pages et n’a pas été lu. Les autres fichiers le sont :"
        " partagez-le en plusieurs fichiers."
    ),
    RefusalReason.TOO_MANY_FILES: phrase(
        "« %(file)s » contient plus de %(max_files)s fichiers ; les suivants n’ont pas été lus. Déposez "
        "seulement les pièces de la consultation."
    ),
    RefusalReason.ZIP_BOMB: phrase(
        "« %(file)s » se déplie en une taille démesurée, comme une archive piégée : il n’a pas été ouvert"
        " et rien n’a été abîmé. Demandez à l’acheteur une archive saine."
    ),
    RefusalReason.NESTED_TOO_DEEP: phrase(
        "« %(file)s » contient trop d’archives emboîtées et n’a pas été ouvert. Les autres fichiers sont "
        "lus : dépliez-la vous-même, puis déposez son contenu."
    ),
    RefusalReason.UNSAFE_PATH: phrase(
        "« %(file)s » porte un nom qui sort du dossier (« .. », chemin absolu ou lien) : il a été écarté,"
        " rien n’a été écrit ailleurs. Les autres fichiers sont lus ; déposez celui-ci séparément."
    ),
    RefusalReason.UNKNOWN_TYPE: phrase(
        "« %(file)s » n’est pas d’un type que nous savons lire. Il est gardé tel quel et les autres "
        "fichiers sont lus : déposez-le en PDF, Word, Excel ou OpenDocument, un courriel en .eml, si son "
        "contenu compte."
    ),
    RefusalReason.TIMEOUT: phrase(
        "La lecture de « %(file)s » prenait trop de temps et a été arrêtée. Les autres fichiers sont lus "
        ": imprimez-le en un nouveau PDF, ou partagez-le, puis déposez-le."
    ),
    RefusalReason.MEMORY: phrase(
        "La lecture de « %(file)s » demandait trop de mémoire et a été arrêtée. Les autres fichiers sont "
        "lus : partagez-le en plusieurs fichiers, puis déposez-les."
    ),
    RefusalReason.CRASHED: phrase(
        "La lecture de « %(file)s » s’est interrompue brusquement : ce fichier est sans doute abîmé. Les "
        "autres sont lus : imprimez-le en un nouveau PDF, puis déposez-le."
    ),
    RefusalReason.NEEDS_LIBREOFFICE: phrase(
        "« %(file)s » est d’un ancien format de Word, que seul LibreOffice sait ouvrir, et LibreOffice "
        "manque ici. Les autres fichiers sont lus : enregistrez-le en DOCX ou en PDF, puis déposez-le."
    ),
    RefusalReason.ENTITIES: phrase(
        "« %(file)s » contient des définitions XML interdites (entités), qui peuvent servir à une attaque"
        " : il n’a pas été lu et rien n’a été ouvert. Reprenez l’avis depuis sa source officielle."
    ),
    RefusalReason.UNREADABLE: phrase(
        "« %(file)s » n’a pas pu être ouvert sur le disque. Les autres fichiers sont lus : vérifiez qu’il"
        " existe encore et que vous avez le droit de le lire."
    ),
}
"""What happened, what is safe, what to do; a file is named in each."""

LIMITS: Final[Mapping[str, int]] = {
    "max_file": MAX_FILE_BYTES // MEGABYTE,
    "max_total": MAX_TOTAL_BYTES // MEGABYTE,
    "max_pages": MAX_PAGES,
    "max_files": MAX_FILES,
}
"""What the sentences name besides the file."""


def sentence_of(reason: str) -> Phrase:
    """The sentence of a reason code; of a code unknown, that of a damaged file."""
    known = next((held for held in RefusalReason if held.value == reason), RefusalReason.DAMAGED)
    return SENTENCES[known]


def french(reason: str, name: str) -> str:
    """The plain French sentence for a reason code and the name of the file."""
    return sentence_of(reason) % {"file": name, **LIMITS}
