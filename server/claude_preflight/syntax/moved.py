"""The syntax of an earlier version of a text, asked about places of a later one."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.syntax.captures import Capture, CaptureKind, InjectionSite, Pair
from claude_preflight.syntax.tree import TreeSyntax
from claude_preflight.text.drift import Drift
from claude_preflight.text.source_text import Change

# So many places may have been edited since.
_MOST_REGIONS = 64


class MovedSyntax(NamedTuple):
    """Says of the places of a text what was so in an earlier version, which is parsed."""

    earlier: TreeSyntax
    drift: Drift

    def changed(self, change: Change) -> MovedSyntax | None:
        """The same for the text after one more change; None if that is too much."""
        drift = self.drift.changed(change)
        return MovedSyntax(self.earlier, drift) if len(drift.regions) <= _MOST_REGIONS else None

    def holds(self, span: Span) -> bool:
        """Whether the statement around a place is as it was."""
        around = self.earlier.statement_around(self.drift.back(span))
        return around is not None and not self.drift.touches(around)

    def path(self, span: Span) -> list[Capture]:
        """The captures that enclose a span, innermost first."""
        captures = self.earlier.path(self.drift.back(span))
        return [each._replace(span=self.drift.forward(each.span)) for each in captures]

    def pairs(self, capture: Capture, kind: CaptureKind) -> list[Pair]:
        """The pairs of a kind that a capture is or that stand directly in it."""
        return [*map(self._forward, self.earlier.pairs(self._back(capture), kind))]

    def captured(self, capture: Capture, kind: CaptureKind) -> list[Span]:
        """What is captured as a kind right in a capture."""
        return [*map(self.drift.forward, self.earlier.captured(self._back(capture), kind))]

    def is_stray(self, capture: Capture) -> bool:
        """Whether the parser found no place for a capture."""
        return self.earlier.is_stray(self._back(capture))

    def elements(self, capture: Capture) -> Iterator[Span]:
        """The direct parts of a container, one by one."""
        return map(self.drift.forward, self.earlier.elements(self._back(capture)))

    def injection_site(self, capture: Capture) -> InjectionSite:
        """What is known of a document inside this one."""
        site, forward = self.earlier.injection_site(self._back(capture)), self.drift.forward
        return site._replace(span=forward(site.span), gaps=tuple(map(forward, site.gaps)))

    def _forward(self, pair: Pair) -> Pair:
        """A pair of the earlier text; a mapping may have thousands, most of which are whole."""
        whole, key, value = pair
        by = self.drift.shift(whole)
        if by is None or not whole.encloses(key) or (value and not whole.encloses(value)):
            forward = self.drift.forward
            return Pair(forward(whole), forward(key), value and forward(value))
        return Pair(_shifted(whole, by), _shifted(key, by), value and _shifted(value, by))

    def _back(self, capture: Capture) -> Capture:
        return capture._replace(span=self.drift.back(capture.span))


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by) if by else span
