"""What readers see of a file, and what was found there: all that a report needs of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import compress

from claude_preflight.findings import Finding, Span
from claude_preflight.records import NamedTuple
from claude_preflight.text.source_text import SourceText


class Part(NamedTuple):
    """A text that readers see as one, and where it starts among the parts of its file.

    `cell` is the number, from 0, of a cell of a notebook.
    """

    text: SourceText
    start: int = 0
    cell: int | None = None

    def inward(self, span: Span) -> Span:
        """A place among the parts as one in this text."""
        return Span(span.start - self.start, span.end - self.start)


class FileView(NamedTuple):
    """What readers see of a file: parts, and findings whose places run through all of them.

    Of a notebook, `raw` has the same findings, in the same order, where the JSON has them.
    """

    parts: tuple[Part, ...] = ()
    findings: tuple[Finding, ...] = ()
    raw: FileView | None = None

    @property
    def in_file(self) -> FileView:
        """The same with the places of the file as it is stored, which programs count lines of."""
        return self.raw or self

    def only(self, keeps: Callable[[Finding], bool]) -> FileView:
        """The view with some of its findings."""
        return self.chosen([keeps(finding) for finding in self.findings])

    def chosen(self, kept: Sequence[bool]) -> FileView:
        """The view with some of its findings, of each of which it is said whether it stays."""
        raw = self.raw and self.raw._replace(findings=tuple(compress(self.raw.findings, kept)))
        return self._replace(findings=tuple(compress(self.findings, kept)), raw=raw)

    def changed(self, change: Callable[[Finding], Finding]) -> FileView:
        """The view with each of its findings changed, whose places stay."""
        raw = self.raw and self.raw._replace(findings=tuple(map(change, self.raw.findings)))
        return self._replace(findings=tuple(map(change, self.findings)), raw=raw)

    def part(self, span: Span) -> Part:
        """The part that a place is in."""
        at = bisect_right(self.parts, span.start, key=lambda part: part.start)
        return self.parts[at - 1]
