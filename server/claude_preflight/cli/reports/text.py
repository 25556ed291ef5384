"""Findings for people: the place, what is wrong, the line of code, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TextIO

import click

from claude_preflight.cli.reports.excerpt import excerpt
from claude_preflight.cli.reports.lines import terminal_width, words_of, wrapped
from claude_preflight.cli.reports.summary import Summary
from claude_preflight.findings import Finding, Severity
from claude_preflight.safe_text import printable

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.reports import Run

_COLOURS = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.INFORMATION: "blue",
    Severity.HINT: "cyan",
}
_INDENT = 4
_LEAST_WIDTH = 40


def report(stream: TextIO, run: Run) -> TextReport:
    """The report of `check`."""
    return TextReport(stream, colour=run.colour, quiet=run.quiet)


class TextReport:
    """Writes findings as they come, and a closing line with their number.

    Where `why_left` is known of what `fix` did not change, each finding says it.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        colour: bool,
        quiet: bool = False,
        why_left: Callable[[Finding], str] | None = None,
    ) -> None:
        self._quiet = quiet
        self._why_left = why_left
        self._stream = stream
        self._colour = colour
        self._width = terminal_width()
        self._summary = Summary()

    def add(self, path: str, view: FileView) -> None:
        """Write the findings of a file."""
        self._summary.add(view)
        for finding in view.findings:
            self._stream.write(self._finding(path, view, finding) + "\n")

    def add_problem(self, path: str, problem: str) -> None:  # noqa: ARG002 - on standard error
        """Keep the file, to name it in the end."""
        self._summary.add_failed(path)

    def add_note(self, path: str, note: str) -> None:
        """Nothing to write: standard error says it."""

    def close(self, files: int) -> None:
        """Write what failed, how many findings there were, and what can be done about them."""
        for line in () if self._quiet else self._summary.lines(files):
            self._write(words_of(line))

    def _write(self, words: Iterable[str]) -> None:
        self._stream.write(wrapped(words, self._width, _INDENT) + "\n")

    def _finding(self, path: str, view: FileView, finding: Finding) -> str:
        part = view.part(finding.span)
        text, span = part.text, part.inward(finding.span)
        line, column = text.position(span.start, "utf-32")
        path = path if part.cell is None else f"{path}:cell {part.cell + 1}"
        colour = _COLOURS[finding.severity]
        place = self._style(f"{printable(path)}:{line + 1}:{column + 1}:", bold=True)
        level = self._style(f"{finding.severity.label}:", fg=colour, bold=True)
        rule = self._style(f"[{finding.rule}]", dim=True)
        head = (f"{place} {level}", *words_of(printable(finding.message)), rule)
        number = str(line + 1)
        gap = " " * len(number)
        # The bar, and the sign of a line that is cut, take five columns.
        code, mark = excerpt(text, span, max(self._width - len(number) - 5, _LEAST_WIDTH))
        lines = [
            wrapped(head, self._width, _INDENT),
            f" {self._style(f'{number} |', fg='blue')} {code}".rstrip(),
            f" {self._style(f'{gap} |', fg='blue')} {self._style(mark, fg=colour, bold=True)}",
        ]
        lines += [
            wrapped((f" {gap} {self._style('=', fg='blue')} {label}", *words), self._width, indent)
            for label, words in self._notes(finding)
            for indent in [len(gap) + _INDENT]
        ]
        return "\n".join(lines) + "\n"

    def _notes(self, finding: Finding) -> Iterable[tuple[str, list[str]]]:
        """What is said below the code: a label, and words."""
        if finding.fixes:
            fix = finding.best_fix(unsafe=True) or finding.fixes[0]
            label = "fix:" if fix.safe else "possible fix:"
            waits = "" if self._why_left else _waits_for(finding)
            yield self._style(label, fg="green"), words_of(printable(fix.title + waits))
        if self._why_left:
            words = words_of(printable(self._why_left(finding)))
            yield self._style("left:", fg="green"), words

    def _style(
        self, text: str, *, fg: str | None = None, bold: bool = False, dim: bool = False
    ) -> str:
        if not self._colour:
            return text
        return click.style(text, fg=fg, bold=bold or None, dim=dim or None)


def _waits_for(finding: Finding) -> str:
    """Why a fix is not made unasked, behind its title; "" if nothing is said of that."""
    if finding.hold:
        return f" by hand, as {finding.hold}"
    return f"; a test expects it: {finding.expected_at}" if finding.expected_at else ""
