"""The console script `tender`: every command, and the server."""

from __future__ import annotations

import logging
import sys

import click
import waitress

from tender.cli import cli
from tender.web import create_app


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
def serve(host: str, port: int, threads: int) -> None:
    """Servir les pages."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    waitress.serve(create_app(), host=host, port=port, threads=threads, ident="entrelots")


def main() -> None:
    """Run the command named by the arguments."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    cli(prog_name="tender")
