"""A duty to have people far from employment work is found with every subject, modal, act and group of people.

Each word of a slot meets words of the others that rotate, so a word no pattern knows shows by itself.
"""

from __future__ import annotations

from itertools import cycle

import pytest

from tender.clauses import label
from tender.vocabulary.clause import ClauseType

SUBJECTS = (
    "Le titulaire",
    "L'attributaire",
    "L'entreprise",
    "Le prestataire",
    "Le candidat retenu",
    "Le cocontractant",
    "Le mandataire",
    "L'adjudicataire",
    "Le concessionnaire",
    "L'exploitant",
    "L'opérateur économique retenu",
)
MODALS = (
    "doit",
    "devra",
    "s'engage à",
    "est tenu de",
    "aura l'obligation de",
    "s'oblige à",
    "prend l'engagement de",
    "veillera à",
    "est astreint à",
    "accepte de",
    "sera chargé de",
)
ACTS = (
    "réserver 350 heures à",
    "consacrer 70 heures de travail à",
    "affecter 5 % des heures travaillées à",
    "recruter, pour au moins six mois,",
    "faire travailler sur le chantier",
    "confier une partie de la main-d'œuvre à",
    "ouvrir des postes de travail à",
    "proposer des contrats de travail à",
    "accueillir dans l'équipe chargée du chantier",
    "faire réaliser 120 heures par",
    "favoriser le recrutement de",
)
PEOPLE = (
    "des personnes éloignées de l'emploi",
    "des demandeurs d'emploi de longue durée",
    "des DELD",
    "des bénéficiaires du RSA",
    "des allocataires du revenu de solidarité active",
    "des jeunes peu diplômés",
    "des habitants des quartiers prioritaires",
    "un public en insertion",
    "des personnes privées d'emploi",
    "des candidats proposés par le facilitateur",
    "des personnes sous main de justice",
    "des personne(s) sans emploi",
    "des salarié·e·s en insertion",
)
SLOTS = (SUBJECTS, MODALS, ACTS, PEOPLE)


@pytest.mark.parametrize("slot", range(len(SLOTS)), ids=("subject", "modal", "act", "people"))
def test_every_word_of_a_slot_is_known(slot: int) -> None:
    others = [cycle(words[step:] + words[:step]) for step, words in enumerate(SLOTS, 3)]
    missed = []
    for word in SLOTS[slot] * 3:
        words = [next(turn) for turn in others]
        words[slot] = word
        sentence = " ".join(words) + "."
        if ClauseType.EXEC_INSERTION not in {found.type for found in label(sentence)}:
            missed.append(sentence)

    assert not missed
