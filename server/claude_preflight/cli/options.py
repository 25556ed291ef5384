"""What the commands share: options, exit codes, where messages go, when there are colours."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from claude_preflight.findings import Severity
from claude_preflight.settings import KnowledgeFile, SettingsError

if TYPE_CHECKING:
    from claude_preflight.parts import Shown


class Exit(IntEnum):
    """The exit codes, the same for every command."""

    CLEAN = 0
    FINDINGS = 1
    ERROR = 2


def parsed_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """A day as an option gives it, None without the option. Raises click.BadParameter."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date; write it as 2026-08-05.") from None


def _day_or_today(ctx: click.Context, param: click.Parameter, value: str | None) -> date:
    return parsed_day(ctx, param, value) or date.today()


paths_argument = click.argument("paths", nargs=-1, metavar="[PATH]...")
today_option = click.option(
    "--today",
    metavar="YYYY-MM-DD",
    callback=_day_or_today,
    help="The day to judge models by, so that a run gives the same result later.  "
    "[default: the current day]",
)
severity_option = click.option(
    "--severity",
    type=click.Choice([severity.label for severity in Severity]),
    default=Severity.HINT.label,
    show_default=True,
    callback=lambda _ctx, _param, label: Severity[label.upper()],
    help="The lowest level that is shown and counted.",
)


def _read_knowledge(
    ctx: click.Context, _param: click.Parameter, value: str | None
) -> KnowledgeFile | None:
    if value is None:
        return None
    # A late import: most runs have no such file.
    from claude_preflight.cli.reports.excerpt import printable
    from claude_preflight.settings_files import read_knowledge

    try:
        return read_knowledge(Path(value))
    except SettingsError as error:
        click.echo(f"error: {printable(str(error))}", err=True)
        ctx.exit(Exit.ERROR)


knowledge_option = click.option(
    "--knowledge",
    metavar="FILE",
    callback=_read_knowledge,
    help="A JSON file of newer facts about models, laid over those that this version knows; it "
    "goes before the setting `knowledge`.",
)
stdin_filename_option = click.option(
    "--stdin-filename",
    metavar="PATH",
    help="The name of what comes on standard input: it decides the language and the settings.",
)
no_ignore_option = click.option(
    "--no-ignore",
    is_flag=True,
    help="Read what .gitignore leaves out too, installed packages included.",
)


def at_least(level: Severity, shown: Shown) -> Shown:
    """What there is to show, with the findings that are as severe as a level, or more."""
    findings = tuple(finding for finding in shown.findings if finding.severity <= level)
    return replace(shown, findings=findings)


def uses_colour(stream: TextIO) -> bool:
    """Whether to write colours: NO_COLOR and FORCE_COLOR decide, else whether it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
