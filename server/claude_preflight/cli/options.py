"""What the commands share: options, exit codes, where messages go, when there are colours."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

import click
from click.core import ParameterSource

from claude_preflight.settings import KnowledgeFile

_PREFIX = "CLAUDE_PREFLIGHT_"
_MOST_TOKENS = 10**15


class Exit(IntEnum):
    """The exit codes, the same for every command; the README has a table of them."""

    CLEAN = 0
    FINDINGS = 1
    ERROR = 2


class _Option(click.Option):
    """An option that a variable may give as well: --fail-on, and CLAUDE_PREFLIGHT_FAIL_ON."""

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        longest = max(self.opts, key=len)
        self.envvar = f"{_PREFIX}{longest.lstrip('-').replace('-', '_').upper()}"

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """The option and, if a wrong value came from it, the variable."""
        hint = super().get_error_hint(ctx)
        source = ctx.get_parameter_source(self.name or "") if ctx else None
        return f"{hint} (from {self.envvar})" if source is ParameterSource.ENVIRONMENT else hint


option = partial(click.option, cls=_Option)
"""An option of a command that a variable may give as well."""


def any_file(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What a shell completes where a file is named: its own names of files."""
    from click.shell_completion import CompletionItem  # late: only shells ask

    return [CompletionItem(incomplete, type="file")]


def near(name: str, known: Sequence[str]) -> str:
    """The one of some names that another one may be meant for, "" if there is none."""
    from difflib import get_close_matches  # late: only mistakes need it

    name = name.lower().replace("_", "-")
    begun = [each for each in known if name and each.startswith(name)]
    return next(iter(begun or get_close_matches(name, known, n=1)), "")


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


today_option = option(
    "--today",
    metavar="YYYY-MM-DD",
    callback=_day_or_today,
    help="The day to judge models by, so that a run gives the same result later.  "
    "[default: the current day]",
)
knowledge_option = option(
    "--knowledge",
    metavar="FILE",
    callback=_read_knowledge,
    shell_complete=any_file,
    help="A JSON file of newer facts about models, laid over those that this version knows; it "
    "goes before the setting `knowledge`.",
)
color_option = option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="Whether to write colours; auto heeds NO_COLOR, FORCE_COLOR and the terminal.",
)
quiet_option = option(
    "--quiet", "-q", is_flag=True, help="Print findings and errors only: no numbers, no notes."
)


def format_option(
    formats: Sequence[str], text: str, *, variable: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option that names the format of what is written to standard output.

    One command only may have its format from the variable: others have not all of them.
    """
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=text,
        cls=_Option if variable else click.Option,
    )


def tokens_option(side: str, text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option with how many tokens of `input` or `output`, None without it."""
    kind = click.IntRange(0, _MOST_TOKENS)
    help_text = f"{text}  [default: a million]"
    return click.option(f"--{side}-tokens", metavar="N", type=kind, help=help_text)


def uses_colour(stream: TextIO, color: str = "auto") -> bool:
    """Whether to write colours: --color decides, then NO_COLOR and FORCE_COLOR, then the stream."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
