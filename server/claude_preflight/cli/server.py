"""`claude-preflight server`: the language server, over standard input and output."""

from __future__ import annotations

import gc
import logging
import sys
from datetime import date

import click

from claude_preflight.cli.options import knowledge_option, parsed_day
from claude_preflight.settings import KnowledgeFile

_LEVELS = ("error", "warning", "info", "debug")


@click.command()
@click.option(
    "--stdio",
    is_flag=True,
    expose_value=False,
    help="Speak over standard input and output; that is the only way, and some editors say so.",
)
@click.option(
    "--today",
    metavar="YYYY-MM-DD",
    callback=parsed_day,
    help="The day to judge models by, instead of the current day.",
)
@click.option(
    "--log-level",
    type=click.Choice(_LEVELS),
    default="info",
    show_default=True,
    help="The lowest level that is sent to the editor's log.",
)
@click.option("--workspace-job", is_flag=True, hidden=True)
@knowledge_option
def command(
    today: date | None, log_level: str, knowledge: KnowledgeFile | None, *, workspace_job: bool
) -> None:
    """Start the language server; it speaks LSP over standard input and output.

    Editors start it. The settings come from the editor and from the settings files of the
    workspace.

    Exit code: 0 after the editor said goodbye, 1 if it just went away.
    """
    # A late import: only this command needs the types of the protocol, which are slow to load. They
    # stay: to look for cycles among them would take a tenth of the start, and later of a keystroke.
    gc.disable()
    from claude_preflight.lsp.server import serve, serve_job

    gc.freeze()
    gc.enable()
    if workspace_job:  # the server has started itself once more, to check files beside it
        serve_job()
    sys.exit(serve(today, logging.getLevelName(log_level.upper()), knowledge))
