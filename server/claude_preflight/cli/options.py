"""What the commands share: options, exit codes, where messages go, when there are colours."""

from __future__ import annotations

import os
import re
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import TextIO

import click

from claude_preflight.settings import KnowledgeFile


class Exit(IntEnum):
    """The exit codes, the same for every command; the README has a table of them."""

    CLEAN = 0
    FINDINGS = 1
    ERROR = 2


def parsed_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """A day as an option gives it, None without the option. Raises click.BadParameter."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date; write it as 2026-08-05.") from None


def parsed_days(_ctx: click.Context, _param: click.Parameter, value: str | None) -> int | None:
    """A number of days as an option gives it, None without. Raises click.BadParameter."""
    if value is None:
        return None
    match = re.fullmatch(r"(\d{1,6})d?", value)
    if match is None:
        raise click.BadParameter(f"{value!r} is not a number of days; write it as 90d.")
    return int(match[1])


def _day_or_today(ctx: click.Context, param: click.Parameter, value: str | None) -> date:
    return parsed_day(ctx, param, value) or date.today()


def _read_knowledge(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> KnowledgeFile | None:
    """The file of an option, None without the option. Raises SettingsError."""
    if value is None:
        return None
    # A late import: most runs have no such file.
    from claude_preflight.workspace.settings_files import read_knowledge

    return read_knowledge(Path(value))


paths_argument = click.argument("paths", nargs=-1, metavar="[PATH]...")
today_option = click.option(
    "--today",
    metavar="YYYY-MM-DD",
    callback=_day_or_today,
    help="The day to judge models by, so that a run gives the same result later.  "
    "[default: the current day]",
)
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


def uses_colour(stream: TextIO) -> bool:
    """Whether to write colours: NO_COLOR and FORCE_COLOR decide, else whether it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
