from __future__ import annotations

import io
import stat
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.parsing.archive import Entry, collect, unpack
from tender.parsing.names import is_unsafe, plain_name
from tender.parsing.refusal import MAX_FILES, RefusalReason
from tests.parsing.made_files import a_docx, a_pdf, a_zip, paragraph


def by_name(entries: list[Entry]) -> dict[str, RefusalReason | None]:
    return {entry.name: entry.refused for entry in entries}


def test_a_zip_gives_its_files_with_their_folders() -> None:
    data = a_zip({"DCE/RC.pdf": a_pdf("RC"), "DCE/lots/BPU.csv": b"a;b"})

    assert by_name(unpack(data, "dce.zip")) == {"DCE/RC.pdf": None, "DCE/lots/BPU.csv": None}


def test_a_zip_inside_a_zip_becomes_a_folder() -> None:
    data = a_zip({"annexes.zip": a_zip({"plan.txt": b"plan"})})

    assert by_name(unpack(data, "dce.zip")) == {"annexes/plan.txt": None}


def test_an_office_file_is_not_taken_for_an_archive() -> None:
    assert [entry.name for entry in unpack(a_docx(paragraph("Bonjour")), "ae.docx")] == ["ae.docx"]


def test_zips_nested_too_deep_are_refused_and_the_others_go_on() -> None:
    data = b"fond"
    for depth in range(6):
        data = a_zip({f"niveau{depth}.zip" if depth else "fond.txt": data})

    entries = unpack(a_zip({"matriochka.zip": data, "rc.txt": b"texte"}), "dce.zip")

    assert RefusalReason.NESTED_TOO_DEEP in by_name(entries).values()
    assert by_name(entries)["rc.txt"] is None


def test_names_that_leave_their_folder_are_refused_by_name() -> None:
    data = a_zip({"../../etc/passwd": b"x", "/absolu.txt": b"x", "C:\\lecteur.txt": b"x", "bon.txt": b"x"})

    refused = by_name(unpack(data, "dce.zip"))

    assert refused.pop("bon.txt") is None
    assert set(refused.values()) == {RefusalReason.UNSAFE_PATH}
    assert len(refused) == 3


def test_a_link_in_a_zip_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("lien")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    assert by_name(unpack(out.getvalue(), "dce.zip")) == {"lien": RefusalReason.UNSAFE_PATH}


def test_a_zip_bomb_is_refused_without_being_unpacked() -> None:
    bomb = a_zip({"zeros.bin": bytes(60 << 20)}, level=9)

    entries = unpack(a_zip({"bombe.zip": bomb, "rc.txt": b"texte"}), "dce.zip")

    assert by_name(entries) == {"bombe/zeros.bin": RefusalReason.ZIP_BOMB, "rc.txt": None}
    assert sum(len(entry.data) for entry in entries) < 100


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    data = bytearray(a_zip({"a.txt": b"texte " * 1000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")

    refused = by_name(unpack(bytes(data), "dce.zip"))

    assert len(refused) == 1


def test_a_locked_member_is_named_and_the_others_go_on() -> None:
    data = bytearray(a_zip({"secret.txt": b"x" * 50, "rc.txt": b"texte"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert by_name(unpack(bytes(data), "dce.zip")) == {"secret.txt": RefusalReason.ENCRYPTED, "rc.txt": None}


def test_a_damaged_zip_is_refused_by_its_name() -> None:
    data = a_zip({"rc.txt": b"texte" * 100})

    assert by_name(unpack(data[:60], "dce.zip")) == {"dce.zip": RefusalReason.DAMAGED}


def test_an_empty_file_and_an_empty_zip_are_told() -> None:
    assert by_name(unpack(b"", "vide.pdf")) == {"vide.pdf": RefusalReason.EMPTY}
    assert by_name(unpack(a_zip({}), "vide.zip")) == {"vide.zip": RefusalReason.EMPTY}


def test_a_document_of_apple_s_programs_is_one_file_and_not_what_is_in_it() -> None:
    data = a_zip({"Index/Document.iwa": b"x", "preview.jpg": b"x"})

    assert by_name(unpack(data, "note.pages")) == {"note.pages": None}


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "latin-1", "utf-8"])
def test_names_written_by_an_old_zip_are_repaired(encoding: str) -> None:
    accent = "é".encode(encoding)
    stand_in = b"X" * len(accent)
    plain = b"March" + stand_in + b" " + stand_in + b"lectrique.txt"
    data = a_zip({plain.decode(): b"texte"}).replace(plain, plain.replace(stand_in, accent))

    assert [entry.name for entry in unpack(data, "dce.zip")] == ["Marché électrique.txt"]


def test_names_damaged_before_the_zip_was_made_are_repaired() -> None:
    data = a_zip({"March‚ ‚lectrique - r‚ponse.txt": b"x", "RÃ¨glement.txt": b"x"})

    assert [entry.name for entry in unpack(data, "dce.zip")] == [
        "Marché électrique - réponse.txt",
        "Règlement.txt",
    ]


def test_what_systems_leave_behind_is_dropped() -> None:
    data = a_zip(
        {"__MACOSX/._rc.pdf": b"x", ".DS_Store": b"x", "a/Thumbs.db": b"x", "~$rc.docx": b"x", "rc.txt": b"x"}
    )

    assert [entry.name for entry in unpack(data, "dce.zip")] == ["rc.txt"]


def test_what_is_attached_to_a_mail_is_read_too() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "acheteur@example.org", "Consultation"
    mail.set_content("Ci-joint le règlement.")
    mail.add_attachment(a_pdf("RC"), maintype="application", subtype="pdf", filename="RC.pdf")

    assert [entry.name for entry in unpack(mail.as_bytes(), "envoi.eml")] == ["envoi.eml", "envoi/RC.pdf"]


def test_folders_files_and_zips_are_collected_in_order(tmp_path: Path) -> None:
    (tmp_path / "dce" / "lots").mkdir(parents=True)
    (tmp_path / "dce" / "RC.txt").write_text("RC")
    (tmp_path / "dce" / "lots" / "bpu.zip").write_bytes(a_zip({"BPU.csv": b"a;b"}))
    (tmp_path / "avis.xml").write_text("<a/>")
    (tmp_path / "dce" / "lien").symlink_to("/etc/passwd")

    entries = collect([tmp_path / "dce", tmp_path / "avis.xml", tmp_path / "absent.pdf"])

    assert by_name(entries) == {
        "RC.txt": None,
        "BPU.csv": None,
        "avis.xml": None,
        "absent.pdf": RefusalReason.UNREADABLE,
    }


@given(st.text(min_size=1))
def test_a_name_for_people_never_fails_and_stays_printable(name: str) -> None:
    shown = plain_name(name)

    assert shown
    assert not any(ord(letter) < 32 for letter in shown)


@given(st.lists(st.sampled_from(["a", "..", "b c", "."]), min_size=1).map("/".join))
def test_a_path_with_a_step_up_is_unsafe(path: str) -> None:
    assert is_unsafe(path) == (".." in path.split("/"))


def test_the_files_beside_a_zip_bomb_are_still_unpacked() -> None:
    entries = unpack(a_zip({"zeros.bin": bytes(60 << 20), "rc.txt": b"texte"}, level=9), "dce.zip")

    assert by_name(entries) == {"zeros.bin": RefusalReason.ZIP_BOMB, "rc.txt": None}


def test_archives_in_archives_without_end_stop_at_the_most_files_and_say_so_once() -> None:
    data = a_zip({"z.txt": b"z"})
    for _ in range(6):
        data = a_zip({f"{number}.zip": data for number in range(8)})

    entries = unpack(data, "poupees.zip")

    assert len(entries) <= MAX_FILES + 1
    assert [entry.refused for entry in entries].count(RefusalReason.TOO_MANY_FILES) == 1


def test_a_mail_of_countless_parts_or_of_parts_without_end_is_no_more_than_a_file() -> None:
    heads = b"Subject: a\nMIME-Version: 1.0\n"
    many = (
        heads
        + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Type: text/plain\n\nx\n" * 2500
    )
    deep = heads + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (held, held) for held in range(3000)
    )

    entries = unpack(many, "message.eml")

    assert len(entries) == MAX_FILES + 1
    assert entries[-1].refused is RefusalReason.TOO_MANY_FILES
    assert by_name(unpack(deep, "profond.eml")) == {"profond.eml": None}


def test_a_dossier_sent_as_its_zip_and_as_its_files_is_there_once_and_namesakes_are_numbered(
    tmp_path: Path,
) -> None:
    inside = {"RC.txt": b"rules", "DCE/CCAP.txt": b"terms", "DCE/lot 1/CCTP.txt": b"one"}
    (tmp_path / "DCE.zip").write_bytes(a_zip(inside))
    (tmp_path / "RC.txt").write_bytes(b"rules")
    (tmp_path / "CCAP.txt").write_bytes(b"terms")
    (tmp_path / "CCTP.txt").write_bytes(b"other")
    for again in ("autre", "encore"):
        (tmp_path / f"{again}.zip").write_bytes(a_zip({"RC.txt": b"other rules"}))

    entries = collect([tmp_path])

    held = {entry.name: entry.data for entry in entries}
    assert len(held) == len(entries) == 5
    assert "CCAP.txt" not in held
    assert sorted(data for name, data in held.items() if name.startswith("RC")) == [b"other rules", b"rules"]
    assert {"RC.txt", "RC (2).txt"} <= set(held)
