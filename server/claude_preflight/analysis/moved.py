"""Moving what is known behind a change, whatever it is made of.

Facts and findings are dataclasses with places in them, at any depth. They move by their types, so
that a new kind of fact, or a new place in one, moves without a word about it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from claude_preflight.findings import Span
from claude_preflight.syntax.document import Document
from claude_preflight.text.source_text import Change

T = TypeVar("T")


class Shift:
    """Moves what is behind a change by the bytes that it adds or takes away."""

    def __init__(self, change: Change) -> None:
        """Prepare for a change; a place that begins before its end stays."""
        self._from = change.span.end
        self._by = len(change.new) - (change.span.end - change.span.start)

    def __call__(self, value: T) -> T:
        """The value with all of its places moved; itself if none of them has to."""
        moved: T = self._moved(value)
        return moved

    def _moved(self, value: Any) -> Any:
        if isinstance(value, Span):
            if value.start < self._from:
                return value
            return Span(value.start + self._by, value.end + self._by)
        if isinstance(value, tuple):
            return self._all_moved(value)
        changed = {}
        kind: type = type(value)
        for name in places_of(kind):
            old = getattr(value, name)
            new = self._moved(old)
            if new is not old:
                changed[name] = new
        return replace(value, **changed) if changed else value

    def _all_moved(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        moved = tuple(map(self._moved, values))
        is_same = all(new is old for new, old in zip(moved, values, strict=True))
        return values if is_same else moved


@cache
def places_of(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass that have places in them; none for any other type.

    Places in a document that stands in another one are its own.
    """
    if not is_dataclass(kind) or issubclass(kind, Document):
        return ()
    hints = get_type_hints(kind)
    return tuple(
        field.name
        for field in fields(kind)
        if any(part is Span or places_of(part) for part in _parts(hints[field.name]))
    )


def _parts(hint: object) -> Iterator[type]:
    """The types that a type hint is made of: `X` and `Y` of `tuple[X, ...] | Y`."""
    if isinstance(hint, type):
        yield hint
    for part in get_args(hint):
        yield from _parts(part)
