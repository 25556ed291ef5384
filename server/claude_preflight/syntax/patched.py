"""The syntax of a text of which one statement was parsed again alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claude_preflight.findings import Span
from claude_preflight.syntax.captures import Capture, CaptureKind, InjectionSite, Pair
from claude_preflight.syntax.moved import MovedSyntax
from claude_preflight.syntax.tree import Syntax, TreeSyntax
from claude_preflight.text.drift import Drift
from claude_preflight.text.source_text import Change, SourceText


@dataclass(frozen=True, slots=True)
class PatchedSyntax:
    """Asks the syntax of a statement for what is in it, and others for the rest.

    That is the syntax of an `earlier` version where nothing has changed since; where something has,
    the `whole` is parsed, unless this `is_provisional`.
    """

    part: Span
    alone: Syntax
    whole: Syntax
    earlier: MovedSyntax | None
    is_provisional: bool

    def parse(self) -> Iterator[None]:
        """Nothing to get ready."""
        return iter(())

    def path(self, span: Span) -> list[Capture]:
        """The captures that enclose a span, innermost first."""
        return self._of(span).path(span)

    def pairs(self, capture: Capture, kind: CaptureKind) -> list[Pair]:
        """The pairs of a kind that a capture is or that stand directly in it."""
        return self._of(capture.span).pairs(capture, kind)

    def captured(self, capture: Capture, kind: CaptureKind) -> list[Span]:
        """What is captured as a kind right in a capture."""
        return self._of(capture.span).captured(capture, kind)

    def is_stray(self, capture: Capture) -> bool:
        """Whether the parser found no place for a capture."""
        return self._of(capture.span).is_stray(capture)

    def elements(self, capture: Capture) -> Iterable[Span]:
        """The direct parts of a container, one by one."""
        return self._of(capture.span).elements(capture)

    def injection_site(self, capture: Capture) -> InjectionSite:
        """What is known of a document inside this one."""
        return self._of(capture.span).injection_site(capture)

    def edited(self, change: Change, text: SourceText) -> Syntax:
        """The syntax of the text after a change."""
        return self.whole.edited(change, text)

    def statement(self, change: Change, text: SourceText) -> tuple[Span, Syntax] | None:
        """The statement that a change is confined to, and its syntax in the `text` after it."""
        return self.whole.statement(change, text)

    def statement_in_bounds(self, change: Change, text: SourceText) -> tuple[Span, Syntax] | None:
        """The statement that a change is in, read as if it went on to end where it did."""
        return self.whole.statement_in_bounds(change, text)

    def _of(self, span: Span) -> Syntax | MovedSyntax:
        if self.part.encloses(span):
            return self.alone
        if self.earlier is not None and (self.is_provisional or self.earlier.holds(span)):
            return self.earlier
        return self.whole


def earlier(before: Syntax, change: Change) -> MovedSyntax | None:
    """The syntax of the last version that was parsed, for the text after a change."""
    if isinstance(before, PatchedSyntax):
        return before.earlier and before.earlier.changed(change)
    if isinstance(before, TreeSyntax) and before.is_parsed:
        return MovedSyntax(before, Drift().changed(change))
    return None
