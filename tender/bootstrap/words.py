"""What can go wrong before the program stands, and the French sentence for each."""

from __future__ import annotations

import errno

SENTENCES = {
    "no_venv": "Il manque à Python de quoi créer un environnement. Sur Debian ou Ubuntu : "
    "« sudo apt install python3-venv », puis relancez la même commande.",
    "disk_full": "Le disque est plein : l'installation demande environ {needed} Mo, il reste {free} Mo. "
    "Rien n'est perdu ; libérez de la place puis relancez la même commande.",
    "no_network": "Le réseau n'a pas répondu, or l'installation doit télécharger une fois ses composants. "
    "Vérifiez la connexion (ou le proxy) puis relancez : ce qui est déjà là sera repris.",
    "hash_mismatch": "Un composant téléchargé n'est pas celui attendu (somme de contrôle différente). "
    "Rien n'a été installé de ce composant. Relancez ; si cela se répète, prévenez la personne qui "
    "administre votre réseau. Détail : {log}",
    "not_writable": "Impossible d'écrire dans {path}. Placez Entrelots dans un dossier à vous, "
    "ou corrigez ses droits, puis relancez.",
    "step_failed": "L'installation s'est arrêtée pendant l'étape « {step} ». Rien n'est perdu. "
    "Le détail est à la fin de {log}",
    "port_taken": "Le port {port} est déjà pris, peut-être par Entrelots lui-même : voyez {address}. "
    "Pour démarrer ailleurs : python3 app.py --port {other}",
    "port_forbidden": "Le système refuse le port {port} sur {host}. Choisissez-en un au-dessus de 1024 : "
    "python3 app.py --port 8000",
    "bad_host": "L'adresse {host} n'est pas une adresse de cette machine. Essayez --host 127.0.0.1 "
    "(cette machine seule) ou --host 0.0.0.0 (tout le réseau).",
    "no_chromium": "Les essais demandent un navigateur Chromium, introuvable ici. Sur Debian ou Ubuntu : "
    "« sudo apt install chromium », puis relancez « python3 app.py test ».",
    "server_died": "Le serveur s'est arrêté. Vos données sont intactes. Le détail est à la fin de {log}",
    "bad_config": "Le fichier de réglages {path} n'est pas lisible : {why}. Corrigez-le puis relancez.",
    "open_demo": "Attention : l'exemple sera ouvert à tout le réseau, avec des mots de passe affichés. "
    "N'y saisissez aucune vraie donnée, ou mettez DEMO = false dans {path}.",
    "usage": "Usage : python3 app.py [setup|test] [--port N] [--host ADRESSE]",
}

NO_SPACE = ("no space left on device", "enospc", "os error 28", "errno 28", "disk quota exceeded")
NO_NETWORK = (
    "failed to lookup address",
    "dns error",
    "could not connect",
    "error sending request",
    "client error (connect)",
    "request failed after",
    "name resolution",
    "newconnectionerror",
    "connection refused",
    "network is unreachable",
    "no route to host",
    "failed to establish a new connection",
    "connection timed out",
    "read timed out",
    "proxyerror",
    "code enotfound",
    "code eai_again",
    "code econnrefused",
    "code etimedout",
    "code enetunreach",
    "temporary failure resolving",
    "could not find a version that satisfies",
)
BAD_SUM = ("do not match the hashes", "hash mismatch", "eintegrity")
NO_VENV = ("ensurepip is not", "no module named venv", "no module named ensurepip")


class SetupError(Exception):
    """The set-up or the start was refused: a code of SENTENCES and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def sentence(self) -> str:
        """What to tell the person who typed the command."""
        return SENTENCES[self.code].format(**self.facts)


def diagnose(output: str, *, online: bool = True) -> str:
    """The code of what a failed tool's output means; "step_failed" when it says nothing we know.

    A full disk is told first: it makes tools say anything else as well. A step that fetches nothing (`online`
    false) cannot lack the network.
    """
    said = output.lower()
    for code, signs in (
        ("disk_full", NO_SPACE),
        ("no_venv", NO_VENV),
        ("hash_mismatch", BAD_SUM),
        ("no_network", NO_NETWORK),
    ):
        if any(sign in said for sign in signs) and (online or code in ("disk_full", "no_venv")):
            return code
    return "step_failed"


def diagnose_error(error: OSError) -> str:
    """The code of what the system refused."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "disk_full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "not_writable"
    return "step_failed"
