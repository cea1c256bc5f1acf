"""The child's side of isolation: one file after the other in, a Source or a picture out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tender.parsing.formats import read
from tender.parsing.serving import allow, reason_of, serve
from tender.parsing.wire import NO_SUCH_PAGE, Answer, answer_to


def main() -> None:
    """Serve until standard input ends."""
    serve(_answer)


def _answer(task: str, detail: str, seconds: float, place: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """`detail`: a file's name, or a picture's page and width; `place`: where the file is, "" when sent."""
    allow(seconds)
    return answer_to(_read(task, detail, Path(place) if place else b"".join(pieces)))


def _read(task: str, detail: str, data: Path | bytes) -> Answer:
    try:
        # Pictures are loaded where they are asked for: slow to load, and most files are read without.
        if task == "picture":
            from tender.parsing.page_image import page_png  # noqa: PLC0415

            number, width = map(int, detail.split())
            return Answer(picture=page_png(data, number, width_px=width))
        if task == "paper":
            from tender.parsing.photo import is_photo, read_photo  # noqa: PLC0415

            if is_photo(data):
                return Answer(source=read_photo(data, detail))
        return Answer(source=read(data, detail))
    except Exception as error:
        # A reader that trips over a file refuses that file, and the next one is read.
        if isinstance(error, IndexError) and task == "picture":
            return Answer(refused=NO_SUCH_PAGE)
        return Answer(refused=reason_of(error).value)


if __name__ == "__main__":
    main()
