"""Findings for people: the place, what is wrong, the line of code, and the way out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

import click

from claude_preflight.cli.reports.excerpt import excerpt
from claude_preflight.findings import Finding, Severity
from claude_preflight.safe_text import printable

if TYPE_CHECKING:
    from claude_preflight.analysis.cell_view import FileView

_COLOURS = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.INFORMATION: "blue",
    Severity.HINT: "cyan",
}
# Columns of code that are shown where the width of the terminal is not known, and at least.
_WIDTH = 120
_FIX = "claude-preflight fix"
_RETIRING, _UNSAFE = " --retiring-within {}d", " --unsafe"
_LEAST_WIDTH = 40


class TextReport:
    """Writes findings as they come, and a closing line with their number.

    Where `why_left` is known of what `fix` did not change, each finding says it.
    """

    def __init__(
        self, stream: TextIO, *, colour: bool, why_left: Callable[[Finding], str] | None = None
    ) -> None:
        self._why_left = why_left
        self._stream = stream
        self._colour = colour
        self._width = _terminal_width()
        self._by_severity: Counter[Severity] = Counter()
        self._files = 0
        self._fixable: Counter[str] = Counter()
        self._days = 0
        self._failed: list[str] = []

    def add(self, path: str, view: FileView) -> None:
        """Write the findings of a file."""
        self._files += bool(view.findings)
        for finding in view.findings:
            self._by_severity[finding.severity] += 1
            self._add_fix(finding)
            self._stream.write(self._finding(path, view, finding) + "\n")

    def add_problem(self, path: str, problem: str) -> None:  # noqa: ARG002 - on standard error
        """Keep the file, to name it in the end."""
        self._failed.append(path)

    def add_note(self, path: str, note: str) -> None:
        """Nothing to write: standard error says it."""

    def close(self, files: int) -> None:
        """Write what failed, how many findings there were, and what can be done about them."""
        if self._failed:
            names = ", ".join(map(printable, self._failed))
            self._stream.write(f"Failed: {names}.\n")
        files -= len(self._failed)
        found = self._by_severity.total()
        if not found:
            self._stream.write(f"Nothing to report in {count(files, 'file')}.\n")
            return
        levels = ", ".join(
            count(number, severity.label) for severity, number in sorted(self._by_severity.items())
        )
        part = f"{self._files:,} of " if self._files < files else ""
        where = f"{part}{count(files, 'file')}"
        self._stream.write(f"Found {count(found, 'finding')} in {where}: {levels}.\n")
        self._stream.write(self._what_to_do())

    def _add_fix(self, finding: Finding) -> None:
        """Count the finding under the options of `fix` that change it, the first that do."""
        # A late import: a run that finds nothing needs no rules.
        from claude_preflight.analysis.fix_groups import SAFE, FixGroups

        left = finding.days_left
        if SAFE.choice(finding):
            self._fixable[""] += 1
        elif left is not None and FixGroups(retiring_within=left).choice(finding):
            self._fixable[_RETIRING] += 1
            self._days = max(self._days, left)
        elif FixGroups(unsafe=True).choice(finding):
            self._fixable[_UNSAFE] += 1

    def _what_to_do(self) -> str:
        hints: list[str] = []
        for option, verb in (("", "repairs"), (_RETIRING, "moves"), (_UNSAFE, "changes")):
            if number := self._fixable[option]:
                which = "more" if hints else "of them"
                hints.append(f"`{_FIX}{option.format(self._days)}` {verb} {number:,} {which}")
        return "; ".join(hints) + ".\n" if hints else ""

    def _finding(self, path: str, view: FileView, finding: Finding) -> str:
        part = view.part(finding.span)
        text, span = part.text, part.inward(finding.span)
        line, column = text.position(span.start, "utf-32")
        path = path if part.cell is None else f"{path}:cell {part.cell + 1}"
        colour = _COLOURS[finding.severity]
        place = self._style(f"{printable(path)}:{line + 1}:{column + 1}:", bold=True)
        level = self._style(f"{finding.severity.label}:", fg=colour, bold=True)
        rule = self._style(f"[{finding.rule}]", dim=True)
        number = str(line + 1)
        gap = " " * len(number)
        code, mark = excerpt(text, span, max(self._width - len(number) - 4, _LEAST_WIDTH))
        lines = [
            f"{place} {level} {printable(finding.message)} {rule}",
            f" {self._style(f'{number} |', fg='blue')} {code}",
            f" {self._style(f'{gap} |', fg='blue')} {self._style(mark, fg=colour, bold=True)}",
        ]
        notes = [self._fix(finding)] if finding.fixes else []
        if self._why_left:
            notes.append(f"{self._style('left:', fg='green')} {printable(self._why_left(finding))}")
        lines += [f" {gap} {self._style('=', fg='blue')} {note}" for note in notes]
        return "\n".join(lines) + "\n"

    def _fix(self, finding: Finding) -> str:
        fix = finding.best_fix(unsafe=True) or finding.fixes[0]
        label = self._style("fix:" if fix.safe else "possible fix:", fg="green")
        by_hand = f" by hand, as {finding.hold}" if finding.hold and not self._why_left else ""
        return f"{label} {printable(fix.title + by_hand)}"

    def _style(
        self, text: str, *, fg: str | None = None, bold: bool = False, dim: bool = False
    ) -> str:
        if not self._colour:
            return text
        return click.style(text, fg=fg, bold=bold or None, dim=dim or None)


def _terminal_width() -> int:
    """The same as shutil's, which loads four ways to compress files."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size().columns or _WIDTH
    except OSError:
        return _WIDTH


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `1,200 files`."""
    if number == 1 or noun == Severity.INFORMATION.label:
        return f"{number:,} {noun}"
    return f"{number:,} {noun}{'es' if noun.endswith('x') else 's'}"
