"""Drift: how the places of an earlier version of a text lie in a later one."""

from __future__ import annotations

from collections.abc import Iterable

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.text.source_text import Change


class Region(NamedTuple):
    """A part of the earlier text, and what stands in its place in the later one."""

    old: Span
    new: Span


class Drift(NamedTuple):
    """What is different between two versions of a text, region by region in their order.

    Edits that touch each other are one region, so that there are as many as places were edited.
    """

    regions: tuple[Region, ...] = ()

    def changed(self, change: Change) -> Drift:
        """The drift to the text after one more change."""
        start, end = change.span
        by = len(change.new) - (end - start)
        before = [each for each in self.regions if each.new.end < start]
        behind = [each for each in self.regions if each.new.start > end]
        touched = self.regions[len(before) : len(self.regions) - len(behind)]
        if touched:
            new = Span(min(start, touched[0].new.start), max(end, touched[-1].new.end))
        else:
            new = change.span
        first = _by(before[-1]) if before else 0
        last = _by(touched[-1]) if touched else first
        merged = Region(Span(new.start - first, new.end - last), Span(new.start, new.end + by))
        moved = (Region(old, Span(new.start + by, new.end + by)) for old, new in behind)
        return Drift((*before, merged, *moved))

    def back(self, span: Span) -> Span:
        """Where a place of the later text was in the earlier one."""
        return _moved(span, [(new, old) for old, new in self.regions])

    def forward(self, span: Span) -> Span:
        """Where a place of the earlier text is in the later one."""
        return _moved(span, self.regions)

    def shift(self, span: Span) -> int | None:
        """How far a place of the earlier text moves; None if something was changed in or at it."""
        by = 0
        for region in self.regions:
            if region.old.start > span.end:
                break
            if region.old.end >= span.start:
                return None
            by = _by(region)
        return by

    def touches(self, span: Span) -> bool:
        """Whether something was changed in a place of the earlier text, or right beside it."""
        return any(old.start <= span.end and span.start <= old.end for old, _ in self.regions)


def _by(region: Region) -> int:
    """How far a region moves what is behind it."""
    return region.new.end - region.old.end


def _moved(span: Span, regions: Iterable[tuple[Span, Span]]) -> Span:
    """A place moved by regions and what stands instead; one that begins or ends in one has it."""
    start, end = span
    for region, instead in regions:
        by = instead.end - region.end
        if region.start <= span.start:
            start = instead.start if span.start < region.end else span.start + by
        if region.start < span.end:
            end = instead.end if span.end < region.end else span.end + by
    return Span(start, max(start, end))
