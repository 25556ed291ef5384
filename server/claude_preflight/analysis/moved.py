"""Moving what is known behind a change, whatever it is made of.

Facts and findings are named tuples and dataclasses with places in them, at any depth. They move by
their types, so that a new kind of fact, or a new place in one, moves without a word about it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from operator import is_
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

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
        kind = value.__class__
        if kind is Span:
            start, end = value
            return value if start < self._from else Span(start + self._by, end + self._by)
        layout = _layout(kind)
        if layout is None:
            return self._all_moved(value) if kind is tuple and value else value
        # A named tuple has its values at hand.
        values = value if layout.is_tuple else [getattr(value, name) for name in layout.names]
        new = None
        for at in layout.at:
            old = values[at]
            if not old:
                continue  # nothing, and nothing in it
            if old.__class__ is Span:  # most are: a call of this for each would take long
                start, end = old
                if start < self._from:
                    continue
                moved: Any = Span(start + self._by, end + self._by)
            else:
                moved = self._moved(old)
                if moved is old:
                    continue
            new = new or list(values)
            new[at] = moved
        return kind(*new) if new else value

    def _all_moved(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        moved = tuple(map(self._moved, values))
        return values if all(map(is_, moved, values)) else moved


class _Layout(NamedTuple):
    """The names of all values of a class, and the numbers of those with places in them."""

    names: tuple[str, ...]
    at: tuple[int, ...]
    is_tuple: bool


@cache
def _layout(kind: type) -> _Layout | None:
    """The layout of a class that has places in it."""
    places = places_of(kind)
    names = _names(kind)
    at = tuple(number for number, name in enumerate(names) if name in places)
    return _Layout(names, at, issubclass(kind, tuple)) if at else None


@cache
def places_of(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass or named tuple that have places in them; none of any other type.

    Places in a document that stands in another one are its own.
    """
    return tuple(
        name for name, parts in _parts_of(kind) if any(_has_place(part, (kind,)) for part in parts)
    )


def _has_place(kind: type, around: tuple[type, ...]) -> bool:
    """Whether there are places in a type; it may be a part of itself, as a tree is."""
    if kind is Span:
        return True
    if kind in around:
        return False
    return any(_has_place(part, (*around, kind)) for _, parts in _parts_of(kind) for part in parts)


def _parts_of(kind: type) -> list[tuple[str, list[type]]]:
    """The fields of a dataclass or named tuple, and the types that each is made of."""
    if kind is Span or issubclass(kind, Document) or not (names := _names(kind)):
        return []
    hints = get_type_hints(kind)
    return [(name, list(_parts(hints[name]))) for name in names]


def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass or a named tuple; none of any other type."""
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    names: tuple[str, ...] = getattr(kind, "_fields", ())
    return names


def _parts(hint: object) -> Iterator[type]:
    """The types that a type hint is made of: `X` and `Y` of `tuple[X, ...] | Y`."""
    if isinstance(hint, type):
        yield hint
    for part in get_args(hint):
        yield from _parts(part)
