"""The summary of a run as Markdown: for the summary of a CI job, or a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from claude_preflight import __version__
from claude_preflight.cli.reports.cells import code_cell, text_cell
from claude_preflight.cli.reports.changes import place_of
from claude_preflight.cli.reports.summary import Summary, count
from claude_preflight.explanations.markdown import bullets, literal, paragraphs, table
from claude_preflight.findings import Severity
from claude_preflight.rules import RULES, page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.reports import Run

# The summary of a job may have a megabyte, a comment 65,536 characters.
_MOST_ROWS = 100
_MOST_PROBLEMS = 20
_COLUMNS = ("Level", "Place", "What to do", "Fix", "Rule")


def report(stream: TextIO, run: Run) -> MarkdownReport:
    """The report of `check`."""
    known = f"claude-preflight {__version__}, by facts of {run.facts}, on {run.today}."
    return MarkdownReport(stream, run.repository.path, known)


class MarkdownReport:
    """Keeps the findings of all files, and writes a table with the loudest first."""

    def __init__(self, stream: TextIO, path_of: Callable[[str], str], known: str) -> None:
        self._stream = stream
        self._path_of = path_of
        self._known = known
        self._summary = Summary()
        self._rows: list[tuple[Severity, tuple[str, ...]]] = []
        self._problems: list[str] = []

    def add(self, path: str, view: FileView) -> None:
        """Keep the findings of a file."""
        self._summary.add(view)
        path = self._path_of(path)
        for finding in view.findings:
            fix = finding.best_fix(unsafe=True)
            row = (
                finding.severity.label,
                code_cell(place_of(path, view, finding.span)),
                text_cell(finding.message),
                text_cell(fix.title) if fix else "",
                _rule(finding.rule),
            )
            self._rows.append((finding.severity, row))

    def add_problem(self, path: str, problem: str) -> None:
        """Keep a problem."""
        self._summary.add_failed(path)
        self._problems.append(literal(problem))

    def add_note(self, path: str, note: str) -> None:
        """Nothing to write: standard error says it."""

    def close(self, files: int) -> None:
        """Write the page."""
        rows = [row for _, row in sorted(self._rows, key=lambda each: each[0])]
        problems = self._problems[:_MOST_PROBLEMS]
        page = paragraphs(
            f"## claude-preflight: {self._title(files)}",
            table(_COLUMNS, rows[:_MOST_ROWS]) if rows else "",
            _more(len(rows) - _MOST_ROWS),
            f"Not checked:\n\n{bullets(problems)}" if problems else "",
            _more(len(self._problems) - _MOST_PROBLEMS),
            self._summary.what_to_do(),
            self._known,
        )
        self._stream.write(page + "\n")

    def _title(self, files: int) -> str:
        checked = count(files - len(self._problems), "file")
        found = self._summary.levels() or f"nothing to report in {checked}"
        if not self._problems:
            return found
        return f"{found}; {count(len(self._problems), 'file')} not checked"


def _rule(code: str) -> str:
    return f"[{code}]({page_of(code)})" if code in RULES else code


def _more(number: int) -> str:
    return f"{number:,} more." if number > 0 else ""
