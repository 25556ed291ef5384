"""The syntax of a text of which a part was parsed again alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from claude_preflight.findings import Span
from claude_preflight.syntax.captures import Capture, CaptureKind, InjectionSite, Pair
from claude_preflight.syntax.moved import MovedSyntax
from claude_preflight.syntax.tree import Syntax, TreeSyntax
from claude_preflight.text.drift import Drift
from claude_preflight.text.source_text import Change, SourceText


class PatchedSyntax:
    """Asks the syntax of a part for what is in it, and others for the rest."""

    def __init__(
        self,
        part: Span,
        alone: TreeSyntax,
        whole: Syntax,
        earlier: MovedSyntax | None,
        *,
        is_provisional: bool,
    ) -> None:
        """Prepare for a part that was parsed `alone`.

        The rest is as it was `earlier` where nothing has changed since. Where something has, the
        `whole` is parsed, unless this `is_provisional`.
        """
        self._part = part
        self._alone = alone
        self._whole = whole
        self.earlier = earlier
        self._is_provisional = is_provisional

    def parse(self) -> Iterator[None]:
        """Nothing to get ready."""
        return iter(())

    def path(self, span: Span) -> list[Capture]:
        """The captures that enclose a span, innermost first."""
        found = self._of(span).path(span)
        return [*found, *self._outer] if self._part.encloses(span) else found

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
        return self._whole.edited(change, text)

    def statement(self, change: Change, text: SourceText) -> tuple[Span, Syntax] | None:
        """The statement that a change is confined to, and its syntax in the `text` after it."""
        return self._whole.statement(change, text)

    def piece(
        self, change: Change, text: SourceText, fits: Callable[[Span], bool]
    ) -> tuple[Span, TreeSyntax] | None:
        """A place around a change that fits, and its syntax after it."""
        return self._whole.piece(change, text, fits)

    @cached_property
    def _outer(self) -> list[Capture]:
        """The captures that are around the part; a statement has none."""
        if not self._alone.is_inner:
            return []
        found = (self.earlier or self._whole).path(self._part)
        return [each for each in found if each.span != self._part]

    def _of(self, span: Span) -> Syntax | MovedSyntax:
        if self._part.encloses(span):
            return self._alone
        if self.earlier is not None and (self._is_provisional or self.earlier.holds(span)):
            return self.earlier
        return self._whole


def earlier(before: Syntax, change: Change) -> MovedSyntax | None:
    """The syntax of the last version that was parsed, for the text after a change."""
    if isinstance(before, PatchedSyntax):
        return before.earlier and before.earlier.changed(change)
    if isinstance(before, TreeSyntax) and before.is_parsed:
        return MovedSyntax(before, Drift().changed(change))
    return None
