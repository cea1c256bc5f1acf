"""The console script `tender`: every command, and the server."""

from __future__ import annotations

import logging
import sys
from typing import NoReturn

import click
import waitress

from tender.cli import cli
from tender.cli_words import say

log = logging.getLogger("tender")


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
def serve(host: str, port: int, threads: int) -> None:
    """Servir les pages."""
    from tender.web import create_app  # noqa: PLC0415 - no other command waits for the pages

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    waitress.serve(create_app(), host=host, port=port, threads=threads, ident="entrelots")


def main() -> NoReturn:
    """Run the command named by the arguments; its exit status is the program's."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        status = cli.main(prog_name="tender", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        status = error.exit_code
    except click.UsageError as error:
        click.echo(_wrong_usage(error), err=True)
        status = error.exit_code
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("stopped", _lang()), err=True)
        status = 1
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does: nothing is left to say, not even on closing.
        sys.stderr.close()
        status = 1
    except Exception:
        log.exception("unforeseen")
        click.echo(say("unexpected", _lang()), err=True)
        status = 1
    sys.exit(status if isinstance(status, int) else 0)


def _wrong_usage(error: click.UsageError) -> str:
    """What is wrong with the words of the command, and where to read how it is written."""
    command = error.ctx.command_path if error.ctx else "tender"
    code, fact = "wrong_usage", error.format_message()
    if isinstance(error, click.BadParameter) and error.param is not None:
        code = "missing_argument" if isinstance(error, click.MissingParameter) else "bad_argument"
        option = isinstance(error.param, click.Option)
        fact = error.param.opts[-1] if option else error.param.human_readable_name
    elif isinstance(error, click.NoSuchOption):
        code, fact = "no_such_option", error.option_name
    elif isinstance(error, click.exceptions.NoSuchCommand):
        code, fact = "no_such_command", error.command_name
    return f"{say(code, _lang(), what=fact)} {say('see_help', _lang(), command=command)}"


def _lang() -> str:
    """The language asked for, as far as the words were understood."""
    words = sys.argv[1:]
    for before, word in zip(["", *words], words, strict=False):
        asked = word.removeprefix("--lang=")
        if asked in ("fr", "de", "en") and (before == "--lang" or asked != word):
            return asked
    return "fr"


if __name__ == "__main__":
    main()
