"""The closing lines for people: how many findings there are, and what can be done about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claude_preflight.findings import Finding, Severity
from claude_preflight.safe_text import printable

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView

_FIX = "claude-preflight fix"
_RETIRING, _UNSAFE = " --retiring-within {}d", " --unsafe"


class Summary:
    """Counts the findings of one file after the other."""

    def __init__(self) -> None:
        self._by_severity: Counter[Severity] = Counter()
        self._files = 0
        self._fixable: Counter[str] = Counter()
        self._days = 0
        self._failed: list[str] = []

    def add(self, view: FileView) -> None:
        """Count the findings of a file."""
        self._files += bool(view.findings)
        for finding in view.findings:
            self._by_severity[finding.severity] += 1
            self._add_fix(finding)

    def add_failed(self, path: str) -> None:
        """Keep the name of a file that was not checked."""
        self._failed.append(path)

    def lines(self, files: int) -> Iterator[str]:
        """What failed, how many findings there are in so many files, and what can be done."""
        if self._failed:
            yield f"Failed: {', '.join(map(printable, self._failed))}."
        files -= len(self._failed)
        if not self._by_severity:
            yield f"Nothing to report in {count(files, 'file')}."
            return
        part = f"{self._files:,} of " if self._files < files else ""
        found = count(self._by_severity.total(), "finding")
        yield f"Found {found} in {part}{count(files, 'file')}: {self.levels()}."
        if hints := self.what_to_do():
            yield hints

    def levels(self) -> str:
        """How many findings there are of each level, the loudest first."""
        return ", ".join(
            count(number, severity.label) for severity, number in sorted(self._by_severity.items())
        )

    def what_to_do(self) -> str:
        """A sentence about what `fix` does with which options; "" if it does nothing."""
        hints: list[str] = []
        for option, verb in (("", "repairs"), (_RETIRING, "moves"), (_UNSAFE, "changes")):
            if number := self._fixable[option]:
                which = "more" if hints else "of them"
                hints.append(f"`{_FIX}{option.format(self._days)}` {verb} {number:,} {which}")
        return "; ".join(hints) + "." if hints else ""

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


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `1,200 files`."""
    if number == 1 or noun == Severity.INFORMATION.label:
        return f"{number:,} {noun}"
    return f"{number:,} {noun}{'es' if noun.endswith('x') else 's'}"
