"""The child's side of isolation: one file after the other in, a Source or a picture out."""

from __future__ import annotations

from tender.parsing.formats import read
from tender.parsing.page_image import page_png
from tender.parsing.serving import allow, reason_of, serve
from tender.parsing.wire import NO_SUCH_PAGE, Answer, answer_to


def main() -> None:
    """Serve until standard input ends."""
    serve(_answer)


def _answer(task: str, name: str, seconds: float, option: int, data: bytes) -> bytes:
    allow(seconds)
    try:
        if task == "picture":
            number, width = divmod(option, 1 << 16)
            return answer_to(Answer(picture=page_png(data, number, width_px=width)))
        return answer_to(Answer(source=read(data, name)))
    except Exception as error:
        # A reader that trips over a file refuses that file, and the next one is read.
        if isinstance(error, IndexError) and task == "picture":
            return answer_to(Answer(refused=NO_SUCH_PAGE))
        return answer_to(Answer(refused=reason_of(error).value))


if __name__ == "__main__":
    main()
