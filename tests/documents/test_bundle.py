import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tender.documents.bundle import bundle, generate, place
from tender.documents.names import LONGEST, portal_name
from tender.documents.paper import EXAMPLE_MARK
from tests.documents.reading import pdf_pages
from tests.documents.responses import a_response


def archive_of(response):
    return zipfile.ZipFile(io.BytesIO(bundle(generate(response), response)))


def test_the_same_response_gives_the_same_archive_byte_for_byte():
    response = a_response(members=2, lots=1)

    assert bundle(generate(response), response) == bundle(generate(response), response)


def test_the_date_of_issue_alone_changes_the_bytes():
    response = a_response(members=2, lots=1)
    later = replace(response, issued_on=date(2026, 11, 21))

    assert bundle(generate(response), response) != bundle(generate(later), later)


def test_the_manifest_holds_the_hash_and_size_of_every_file():
    with archive_of(a_response(members=2, lots=2)) as archive:
        manifest = json.loads(archive.read("manifeste.json"))
        text = archive.read("MANIFESTE.txt").decode()

        listed = {held["nom"]: held for held in manifest["fichiers"]}
        assert set(archive.namelist()) == {"MANIFESTE.txt", "manifeste.json", *listed}
        for name, held in listed.items():
            data = archive.read(name)
            assert held["sha256"] == hashlib.sha256(data).hexdigest()
            assert held["octets"] == len(data)
            assert held["sha256"] in text
    assert manifest["repartition_version"] == 3
    assert EXAMPLE_MARK in text


def test_names_are_numbered_ascii_short_and_unique_with_a_folder_a_member():
    response = a_response(members=11, lots=1)
    same = replace(response.members[1], identity=replace(response.members[1].identity, name="Étang Services"))
    response = replace(response, members=(response.members[0], same, *response.members[2:]))
    paths = [held.path for held in place(generate(response), response)]

    assert len({path.casefold() for path in paths}) == len(paths)
    for path in paths:
        assert re.fullmatch(r"[A-Za-z0-9_./-]+", path)
        assert all(len(part) <= LONGEST for part in path.split("/"))
    assert "membre_03_Le_Relais_de_l_Arbois/04_DC2_Le_Relais_de_l_Arbois.pdf" in paths
    assert "modifiables/01_DC1_lettre_de_candidature.docx" in paths


@given(st.text(), st.integers(10, 60))
def test_any_name_becomes_one_that_portals_accept(text, longest):
    assert re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", portal_name(text, longest))
    assert len(portal_name(text, longest)) <= longest


def test_the_directors_page_tells_what_the_others_lack():
    response = replace(a_response(), form=None)
    page = next(held for held in generate(response) if held.form == "SYNTHESE")
    (text,) = pdf_pages(page.data)

    assert "La forme du groupement (conjoint ou solidaire) n’est pas choisie." in text


def test_the_directors_page_is_one_page_for_eleven_members_and_seven_lots():
    response = a_response(members=11, lots=7)
    page = next(
        held for held in generate(replace(response, evidence=(), form=None)) if held.form == "SYNTHESE"
    )

    assert len(pdf_pages(page.data)) == 1
