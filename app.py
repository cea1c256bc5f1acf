"""La porte d'Entrelots.

    python3 app.py          installe ce qui manque, charge l'exemple, démarre, donne l'adresse
    python3 app.py setup    installe seulement
    python3 app.py test     installe, puis vérifie tout
    flask --app app run     l'application Flask, une fois l'installation faite

Standard library only, in old syntax: an old Python must be able to read this file to say that it is too old.
"""

import sys

OLDEST = (3, 11)


def create_app():
    """The Flask app of this installation."""
    from tender.web import create_app as build  # noqa: PLC0415 - the environment may not stand yet

    return build()


if __name__ == "__main__":
    if sys.version_info[:2] < OLDEST:
        sys.exit(
            "Entrelots demande Python 3.11 ou plus récent ; celui-ci est le "
            + ".".join(str(part) for part in sys.version_info[:3])
            + ". Installez une version récente (python.org, ou le paquet python3 du système), puis relancez."
        )

    from tender.bootstrap.door import main

    sys.exit(main(sys.argv[1:]))
