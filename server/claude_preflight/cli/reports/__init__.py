"""How findings are printed: one module per format, imported when it is asked for.

The module of a format has its name, and a function `report` that makes a report.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TextIO

from claude_preflight.findings import Finding
from claude_preflight.records import NamedTuple

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.repository import Repository


FORMATS = (
    "text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown",
)  # fmt: skip


class Run(NamedTuple):
    """What a report may tell of the run.

    Models are judged by `today`; the newest of the `facts` are of that day. A finding that `fails`
    makes the exit code 1. What is for people tells of findings only in a `quiet` one.
    """

    today: date
    facts: date
    repository: Repository
    fails: Callable[[Finding], bool]
    colour: bool = False
    quiet: bool = False


class Report(Protocol):
    """Prints the findings of one file after the other."""

    def add(self, path: str, view: FileView) -> None:
        """Print, or keep for later, what there is to show of a file."""

    def add_problem(self, path: str, problem: str) -> None:
        """Print, or keep for later, what kept a file from being checked, or from being written."""

    def add_note(self, path: str, note: str) -> None:
        """Print, or keep for later, a bound that was met in a file."""

    def close(self, files: int) -> None:
        """Print what is left to say after the last file; `files` is how many were checked."""


def report_for(format_name: str, stream: TextIO, run: Run) -> Report:
    """A report in one of FORMATS that writes to a stream."""
    report: Report = import_module(f"{__name__}.{format_name}").report(stream, run)
    return report
