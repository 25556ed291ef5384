"""How `fix` says what it did: one module per format, imported when it is asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.analysis.fix_groups import FixGroups
    from claude_preflight.settings import Settings

FORMATS = ("text", "jsonl", "markdown")


class FixReport(Protocol):
    """Prints what was changed and what remains in one file after the other."""

    def add_changes(self, path: str, view: FileView, settings: Settings) -> None:
        """Print, or keep for later, what was changed in a file; places are those before."""

    def add(self, path: str, view: FileView) -> None:
        """Print, or keep for later, what remains in a file."""

    def add_problem(self, path: str, problem: str) -> None:
        """Print, or keep for later, what kept a file from being checked, or from being written."""

    def add_note(self, path: str, note: str) -> None:
        """Print, or keep for later, a bound that was met in a file."""

    def close(self, files: int) -> None:
        """Print what is left to say after the last file; `files` is how many were checked."""


def fix_report_for(
    format_name: str,
    stream: TextIO,
    groups: FixGroups,
    today: date,
    *,
    colour: bool,
    quiet: bool,
    is_done: bool,
    has_diff: bool,
) -> FixReport:
    """A report in one of FORMATS. One that is not done says what would be changed.

    The text leaves out places and what remains where it `has_diff`, which shows them.
    """
    if format_name == "jsonl":
        from claude_preflight.cli.reports.fixes_jsonl import JsonLinesFixReport

        return JsonLinesFixReport(stream, groups)
    if format_name == "markdown":
        from claude_preflight.cli.reports.fixes_markdown import MarkdownFixReport

        return MarkdownFixReport(stream, groups, today, is_done=is_done)
    from claude_preflight.cli.reports.fixes_text import TextFixReport

    return TextFixReport(
        stream, groups, colour=colour, quiet=quiet, is_done=is_done, has_diff=has_diff
    )
