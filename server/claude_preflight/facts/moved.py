"""Moving what is known behind a change, whatever it is made of.

Facts and findings are named tuples and dataclasses with places in them, at any depth. They move by
their types, so that a new kind of fact, or a new place in one, moves without a word about it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache, cached_property
from operator import is_
from typing import Any, TypeVar, get_args, get_type_hints, overload

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.syntax.document import Document
from claude_preflight.text.source_text import Change

T = TypeVar("T")
V = TypeVar("V")
# What the class itself does with its values, without the frames in between.
_new_tuple: Callable[..., Any] = tuple.__new__


class Shift:
    """Moves the places that begin at one place or behind it by some bytes."""

    def __init__(self, start: int, by: int) -> None:
        """Prepare for a place."""
        self._from = start
        self._by = by

    @classmethod
    def of(cls, change: Change) -> Shift:
        """What a change does to what is behind it, by the bytes that it adds or takes away."""
        return cls(change.span.end, len(change.new) - (change.span.end - change.span.start))

    def __call__(self, value: T) -> T:
        """The value with all of its places moved; itself if none of them has to."""
        moved: T = self._moved(value)
        return moved

    def later(self, known: _Known) -> _Known:
        """The same for a value, which moves when it is asked for if it moves as a whole."""
        first, last, by, value = known
        if last + by < self._from:
            return known
        if first + by >= self._from:
            return _Known(first, last, by + self._by, value)
        return _Known.of(self(known.moved))

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


class _Known(NamedTuple):
    """A value of which all places move `by` some bytes once it is asked for.

    Before that the `first` and the `last` of them begin there.
    """

    first: int
    last: int
    by: int
    value: Any

    @classmethod
    def of(cls, value: Any) -> _Known:
        """A value that is where it is."""
        starts: list[int] = []
        _add_starts(value, starts)
        return cls(min(starts, default=-1), max(starts, default=-1), 0, value)

    @property
    def moved(self) -> Any:
        """The value where it is by now."""
        return Shift(self.first, self.by)(self.value) if self.by else self.value

    @property
    def span(self) -> Span:
        """Where it stands by now."""
        span: Span = self.value.span
        start, end = span
        return _new_tuple(Span, (start + self.by, end + self.by)) if self.by else span


class Moved(Sequence[T]):
    """Values in the order of the text, each moved when it is asked for; after an edit few are."""

    def __init__(self, known: Iterable[_Known]) -> None:
        """Take over what is known of each."""
        self._known = list(known)

    @classmethod
    def of(cls, values: Sequence[T]) -> Moved[T]:
        """Values that are where they are."""
        return values if isinstance(values, Moved) else cls(map(_Known.of, values))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._known)

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...

    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        """One of the values, or some."""
        if isinstance(at, slice):
            return tuple(self)[at]
        first, last, by, value = known = self._known[at]
        if by:
            value = known.moved
            self._known[at] = _Known(first + by, last + by, 0, value)
        found: T = value
        return found

    def __iter__(self) -> Iterator[T]:
        """All values."""
        return map(self.__getitem__, range(len(self._known)))

    def __eq__(self, other: object) -> bool:
        """Whether others are the same."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def behind(self, shift: Shift) -> Moved[T]:
        """The values where they are after a shift."""
        return Moved(map(shift.later, self._known))

    def apart_from(self, place: Span) -> Moved[T]:
        """Those that do not touch a place."""
        return Moved(
            known
            for known, (start, end) in zip(self._known, self.spans, strict=True)
            if end <= place.start or place.end <= start
        )

    def joined(self, others: Sequence[T]) -> Moved[T]:
        """These and others that are where they are, in the order of the text."""
        return Moved(sorted((*self._known, *map(_Known.of, others)), key=_span)) if others else self

    @cached_property
    def spans(self) -> list[Span]:
        """Where they stand."""
        return [known.span for known in self._known]

    def each(self, tells: Callable[[T], V]) -> Iterator[V]:
        """What each tells of itself, without a move of all that is in it."""
        for known in self._known:
            told = tells(known.value)
            yield Shift(known.first, known.by)(told) if known.by else told


def of_each(values: Sequence[T], tells: Callable[[T], V]) -> Iterator[V]:
    """What each of some values tells of itself."""
    return values.each(tells) if isinstance(values, Moved) else map(tells, values)


def spans_of(values: Sequence[Any]) -> list[Span]:
    """Where some values stand."""
    return values.spans if isinstance(values, Moved) else [value.span for value in values]


def values_in(values: Sequence[T], place: Span) -> Iterator[T]:
    """Those of some values that stand in a place."""
    return (values[at] for at, span in enumerate(spans_of(values)) if place.encloses(span))


def _span(known: _Known) -> Span:
    return known.span


def _add_starts(value: Any, starts: list[int]) -> None:
    """Note where each place in a value begins, however deep it is."""
    kind = value.__class__
    if kind is Span:
        starts.append(value[0])
    elif kind is tuple:
        for each in value:
            _add_starts(each, starts)
    elif layout := _layout(kind):
        for at in layout.at:
            _add_starts(value[at] if layout.is_tuple else getattr(value, layout.names[at]), starts)


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
