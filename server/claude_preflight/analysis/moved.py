"""Moving what is known behind a change, whatever it is made of.

Facts and findings are named tuples and dataclasses with places in them, at any depth. They move by
their types, so that a new kind of fact, or a new place in one, moves without a word about it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from operator import is_
from typing import Any, TypeVar, get_args, get_type_hints

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.syntax.document import Document
from claude_preflight.text.source_text import Change

T = TypeVar("T")
# What the class itself does with its values, without the frames in between.
_new_tuple: Callable[..., Any] = tuple.__new__
# Of so many values is remembered how far they reach.
_KNOWN = 4_096


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

    def all(self, trees: Iterable[T]) -> tuple[T, ...]:
        """Each with its places moved; how far one reaches is remembered, as most stay each time."""
        return tuple(each if self._stays(each) else self._moved(each) for each in trees)

    def _stays(self, tree: Any) -> bool:
        end: int = tree.span.end
        return end <= self._from and _last_place(tree) < self._from

    def _moved(self, value: Any) -> Any:
        kind = value.__class__
        if kind is Span:
            start, end = value
            return (
                value
                if start < self._from
                else _new_tuple(Span, (start + self._by, end + self._by))
            )
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
                moved: Any = _new_tuple(Span, (start + self._by, end + self._by))
            else:
                moved = self._moved(old)
                if moved is old:
                    continue
            new = new or list(values)
            new[at] = moved
        if new is None:
            return value
        return _new_tuple(kind, new) if layout.is_tuple else kind(*new)

    def _all_moved(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        moved = tuple(map(self._moved, values))
        return values if all(map(is_, moved, values)) else moved


@lru_cache(_KNOWN)
def _last_place(tree: Any) -> int:
    """Where the last place begins in a value, however deep it is; -1 without one."""
    return max(_starts(tree), default=-1)


def _starts(value: Any) -> Iterator[int]:
    kind = value.__class__
    layout = _layout(kind)
    if kind is Span:
        yield value.start
    elif kind is tuple:
        for each in value:
            yield from _starts(each)
    elif layout:
        for at in layout.at:
            yield from _starts(getattr(value, layout.names[at]))


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
