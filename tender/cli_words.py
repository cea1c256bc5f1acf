"""What the command line says, in the language asked for. French is the source, as everywhere."""

from __future__ import annotations

import gettext
from pathlib import Path

from tender.workbench.errors import WorkbenchError

TRANSLATIONS = Path(__file__).parent / "translations"

_ = str
"""Marks a sentence for the catalogues; it is translated when it is said."""

SENTENCES: dict[str, str] = {
    "no_file": _("Aucun fichier à lire : donnez un fichier, un dossier ou un ZIP."),
    "empty_file": _("Les fichiers donnés sont vides. Vérifiez le téléchargement, puis recommencez."),
    "nothing_read": _("Aucun fichier n’a pu être lu : %(refusals)s"),
    "no_members": _("Le fichier du collectif ne contient aucune adhérente (clé « members »)."),
    "member_without_id": _("L’adhérente n° %(number)s du fichier du collectif n’a pas d’« id »."),
    "unknown_place": _("Territoire inconnu dans le fichier du collectif : %(place)s (%(member)s)."),
    "hours": _("Heures illisibles dans le fichier du collectif : %(member)s, %(trade)s, %(month)s."),
    "no_needs": _("L’appel ne dit pas ce qu’il faut répartir, et le fichier du collectif ne suppose rien."),
    "no_split": _("Aucune répartition valable : les parts verrouillées se contredisent."),
    "law_bars": _(
        "%(count)s points de droit sont à régler avant de figer. Le premier (%(articles)s) : %(first)s"
    ),
    "nobody": _(
        "Aucune adhérente ne peut prendre de part : territoires, métiers ou heures libres ne suffisent pas."
    ),
    "rule": _("La répartition enfreint une règle (%(rule)s) : %(member)s, lot %(lot)s."),
    "unknown_member": _("Aucune adhérente n’a l’identifiant « %(member)s »."),
    "member_needed": _("Une directrice ou un directeur parle pour une adhérente : ajoutez --member."),
    "buyer_needed": _("Indiquez la collectivité dont ce compte verra les marchés : ajoutez --buyer."),
    "email_taken": _("Un compte existe déjà pour cette adresse."),
    "password_short": _("Choisissez un mot de passe d’au moins douze caractères."),
    "password_easy": _("Ce mot de passe se devine trop facilement."),
    "not_json": _("%(file)s n’est pas un fichier JSON lisible : ligne %(line)s, colonne %(column)s."),
    "not_object": _("%(file)s doit contenir un objet JSON, entre accolades."),
    "no_key": _("%(file)s n’a pas la forme attendue : il manque « %(key)s »."),
    "no_database": _("La base de données n’est pas prête : lancez d’abord « tender migrate »."),
    "no_folder": _("Impossible d’écrire dans %(file)s. Vérifiez le chemin et les droits."),
    "not_found": _("%(file)s est introuvable. Vérifiez le chemin."),
    "bad_case": _("Le cas de répartition ne tient pas : %(why)s."),
    "bad_shape": _("Le fichier n’a pas la forme attendue : %(why)s."),
    "bad_line": _("Ligne %(line)s : ce n’est pas un objet JSON avec « id » et « text »."),
    "no_decp": _("%(file)s n’est pas un fichier DECP lisible : %(why)s."),
    "no_account": _("Aucun compte n’a l’adresse %(email)s."),
    "list_without_source": _("Ajoutez --source et --day : le rapport cite d’où vient la liste et son jour."),
    "no_corpus": _(
        "Aucun appel étiqueté dans %(file)s : donnez le dossier du corpus par --corpus ou par TENDER_CORPUS."
    ),
    "wrong_usage": _("Commande mal écrite : %(what)s"),
    "missing_argument": _("Il manque %(what)s."),
    "bad_argument": _("Valeur impossible pour %(what)s."),
    "no_such_option": _("L’option %(what)s n’existe pas."),
    "no_such_command": _("La commande « %(what)s » n’existe pas."),
    "see_help": _("Aide : %(command)s --help"),
    "stopped": _("Arrêté avant la fin."),
    "already_read": _("Ces fichiers ont déjà été lus."),
    "too_many_files": _("Plus de %(limit)s fichiers : réunissez-les dans un ZIP, ou triez-les."),
    "collective_exists": _("Un collectif est déjà enregistré dans cette installation."),
    "backup_exists": _("%(file)s existe déjà ; rien n’a été écrasé. Donnez un autre nom."),
    "not_backup": _("%(file)s n’est pas une sauvegarde d’Entrelots."),
    "newer_backup": _("Cette sauvegarde vient d’une version plus récente. Mettez le programme à jour."),
    "not_empty": _("L’installation contient déjà des données ; rien n’a été changé."),
    "unexpected": _("Une erreur est survenue. Rien n’a été modifié ; le détail est ci-dessus."),
}  # fmt: skip


def say(code: str, lang: str, **facts: object) -> str:
    """The sentence of a refusal, with its facts; a code without words is said as it is."""
    french = SENTENCES.get(code)
    if french is None:
        return f"{code} {facts}" if facts else code
    words = gettext.translation("messages", TRANSLATIONS, [lang], fallback=True).gettext(french)
    return words % _Facts(facts)


class _Facts(dict[str, object]):
    """A fact nobody gave is a dash in the sentence."""

    def __missing__(self, key: str) -> str:
        return "—"


def say_error(error: WorkbenchError, lang: str) -> str:
    """A workbench refusal in plain words."""
    facts = {
        name: "; ".join(map(str, held)) if isinstance(held, list) else held
        for name, held in error.facts.items()
    }
    return say(error.code, lang, **facts)
