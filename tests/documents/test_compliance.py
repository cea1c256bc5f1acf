"""Every demand has its answer, its place and its state."""

from __future__ import annotations

from dataclasses import replace

from tender.documents.bundle import generate, place
from tender.documents.compliance import matrix, pages_of
from tender.documents.demanded import Demanded, Packed, Row, Standing
from tender.documents.said import Said
from tender.vocabulary.call import Grouping
from tender.vocabulary.source import Evidence, Stated
from tender.vocabulary.split import PartyForm
from tests.documents.responses import a_response


def rules(*sentences: str, files: tuple[Packed, ...] = (), size: int = 3_000_000) -> list[Row]:
    said = [Said("RC.pdf", 4, "\n\n".join(sentences))]
    return [
        row
        for row in matrix(a_response(), said, files, size)
        if row.kind not in (Demanded.PAPER, Demanded.CRITERION)
    ]


def test_every_paper_and_criterion_of_the_call_has_a_row_and_an_answer():
    response = a_response()
    placed = place(tuple(generate(response)), response)
    files = tuple(
        Packed(one.path, one.made.form, len(one.made.data), pages_of(one.made.data)) for one in placed
    )

    rows = matrix(response, (), files, 1)

    papers = [row for row in rows if row.kind is Demanded.PAPER]
    assert [row.said for row in papers] == [one.name for one in response.required_documents]
    assert all(row.answers for row in papers if row.standing is Standing.MET)
    assert all(row.standing is Standing.MET for row in rows if row.kind is Demanded.CRITERION)


def test_pages_of_the_memoire_are_counted_against_the_limit():
    memo = Packed("04_Memoire.pdf", "MEMOIRE", 1000, pages=18)

    (row,) = rules("Le mémoire technique est limité à 15 pages, annexes comprises.", files=(memo,))

    assert (row.kind, row.standing, row.measured, row.limit) == (Demanded.PAGES, Standing.BROKEN, 18, 15)
    assert (row.document, row.page) == ("RC.pdf", 4)
    (row,) = rules("O2 Bordereau des prix\nO3 Mémoire technique de vingt pages au plus", files=(memo,))
    assert (row.standing, row.measured, row.limit) == (Standing.MET, 18, 20)


def test_the_archive_is_weighed_against_the_limit():
    (row,) = rules("La taille des plis ne doit pas dépasser 50 Mo.")

    assert (row.kind, row.standing) == (Demanded.SIZE, Standing.MET)


def test_a_limit_with_a_decimal_is_read_whole():
    (row,) = rules("Le pli ne doit pas dépasser 2,5 Mo.")

    assert (row.limit, row.standing) == (2_500_000, Standing.BROKEN)


def test_a_signature_due_of_the_winner_is_for_later():
    (row,) = rules(
        "La signature électronique des documents n’est pas exigée au stade de la remise des offres."
    )

    assert (row.kind, row.standing) == (Demanded.SIGNATURE, Standing.LATER)


def test_file_names_are_measured_where_the_call_says_how_long():
    packed = Packed("02_Acte_d_engagement.pdf", "ATTRI1", 10)

    (row,) = rules("Les fichiers seront nommés sans accent, avec 20 caractères au plus.", files=(packed,))

    assert (row.kind, row.standing, row.limit) == (Demanded.NAMES, Standing.BROKEN, 20)


def test_a_spare_form_answers_nothing():
    spare = Packed("secours/01_DC1.pdf", "DC1", 10, spare=True)

    first = next(row for row in matrix(a_response(), (), (spare,), 1) if row.kind is Demanded.PAPER)

    assert first.standing is Standing.BROKEN
    assert first.answers == ()


def test_sentences_that_say_no_rule_are_no_demand():
    assert (
        rules("Les offres sont jugées selon les critères suivants.", "Le marché comprend trois lots.") == []
    )


def test_the_form_the_call_imposes_stands_beside_ours():
    response = replace(a_response(), form=PartyForm.JOINT, lead_solidary=False)
    place = (Evidence("RC.pdf", 3, "groupement solidaire exigé"),)
    imposed = Grouping(form_imposed=Stated("solidary", place), lead_solidary=Stated(True, place))
    free = Grouping(form_imposed=Stated("null", place))

    rows = [row for row in matrix(response, (), (), 0, imposed) if row.kind is Demanded.GROUPING]
    (silent,) = [row for row in matrix(response, (), (), 0, free) if row.kind is Demanded.GROUPING]

    assert [row.standing for row in rows] == [Standing.LATER, Standing.BROKEN]
    assert (silent.standing, silent.answers, silent.page) == (Standing.MET, ("groupement conjoint",), 3)


def test_formats_the_call_takes_are_compared_with_those_of_the_archive():
    said = "Les formats de fichiers acceptés sont : .doc, .xls, .pdf et .zip."
    pdf, png = Packed("01_DC1.pdf", "DC1", 10), Packed("plan.png", "MEMOIRE", 10)

    assert rules(said, files=(pdf,))[0].standing is Standing.MET
    (row,) = rules(said, files=(pdf, png))
    assert (row.standing, row.answers) == (Standing.BROKEN, ("plan.png",))


def test_a_list_of_formats_below_its_sentence_is_read_and_the_espd_is_spared():
    said = (
        "Formats de fichiers acceptés :\nLes documents fournis doivent être dans l’un des formats suivants, "
        "sous peine d’irrecevabilité :\n- Format bureautique (.doc, .xls) ;\n- Format PDF (.pdf) ;"
    )
    files = tuple(Packed(name, form, 10) for name, form in (
        ("01_AE.docx", "ATTRI1"), ("02_Planning.ics", "PLANNING"), ("03_DUME.xml", "DUME"),
    ))  # fmt: skip

    (row,) = rules(said, files=files)

    assert (row.kind, row.standing, row.answers) == (Demanded.FORMAT, Standing.BROKEN, ("02_Planning.ics",))


def test_no_format_imposed_and_none_that_runs_are_met():
    pdf = Packed("01_DC1.pdf", "DC1", 10)

    rows = rules(
        "Aucun format électronique n’est préconisé pour la transmission.",
        "Il convient d’exclure les formats exécutables, tels que les « .exe ».",
        files=(pdf,),
    )

    assert [(row.kind, row.standing) for row in rows] == [(Demanded.FORMAT, Standing.MET)] * 2


def test_how_signing_works_is_no_demand_and_its_conditions_wait_for_the_winner():
    rows = rules(
        "La signature électronique des documents n’est pas exigée à la remise des plis.",
        "Chaque document à signer doit être signé individuellement.",
        "Le certificat est établi selon l’arrêté du 22 mars 2019 relatif à la signature électronique.",
        "Des informations sur la signature électronique figurent dans le guide de la plateforme.",
    )

    assert [row.standing for row in rows] == [Standing.LATER, Standing.LATER]


def test_the_pages_of_a_frame_of_answer_are_counted():
    frame = Packed("02_CRT.pdf", "CADRE", 10, pages=81)

    (row,) = rules("Le nombre de pages du CRT ne doit pas excéder 80 pages (hors annexes).", files=(frame,))

    assert (row.standing, row.measured, row.limit) == (Standing.BROKEN, 81, 80)


def test_words_that_only_hold_the_letters_of_a_rule_are_none():
    assert (
        rules("Le titulaire transmet ses informations en pdf à son acheteur, les intitulés étant libres.")
        == []
    )
