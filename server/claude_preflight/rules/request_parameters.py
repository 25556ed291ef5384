"""The parameters of a request as conditions ask for them, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from collections.abc import Sequence as List
from functools import cached_property

from claude_preflight.facts.types import Argument, Mapping, Scalar, Sequence, Unknown, Value
from claude_preflight.findings import Span
from claude_preflight.knowledge.conditions import Shape
from claude_preflight.knowledge.parameter_names import api_name, is_holder, is_union
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.rules.refusals import kind_of_class
from claude_preflight.text.source_text import SourceText

_ANYWHERE = "*."
_TYPE = "type"
# What sets nothing: an SDK leaves a parameter out that is given one of these.
_NOTHING = regex(
    rb"(?:\w{1,40}\.)*(?:None|null|nil|undefined|NULL|NOT_GIVEN|NotGiven\(\)|omit|Omit\(\))"
)
_TEXT = regex(rb"""[fFrRbBu$@]{0,2}["'`]""")


class Place(NamedTuple):
    """A value in a request, and the arguments that lead to it, the outermost first.

    One that is hidden would be in a part of a list that is not known.
    """

    value: Value
    way: tuple[Argument, ...]
    is_hidden: bool = False

    @property
    def argument(self) -> Argument:
        """The name and value that the value stands in."""
        return self.way[-1]

    @property
    def literal(self) -> object:
        """The value if it is a literal, else None."""
        return self.value.literal if isinstance(self.value, Scalar) else None

    def plain(self, text: SourceText) -> object:
        """The value as conditions have it; None if it is not known."""
        if isinstance(self.value, Scalar):
            return self.value.literal
        if isinstance(self.value, Mapping):
            return Shape.MAPPING
        start = self.value.span.start
        return Shape.TEXT if _TEXT.match(text.data, start) else None


class RequestParameters:
    """Implements `conditions.Parameters` for the arguments of a request.

    `prefix` is a path that the arguments stand under as well: `requests.params` in a batch. `told`
    are values that the surroundings tell, and `changed` what a fix sets; None stands for what it
    removes, with all that is inside.
    """

    def __init__(
        self,
        text: SourceText,
        arguments: tuple[Argument, ...],
        prefix: str = "",
        told: Dict[str, List[object]] | None = None,
        changed: Dict[str, List[object] | None] | None = None,
    ) -> None:
        self.text = text
        self.arguments = arguments
        self.prefix = prefix
        self.told = told or {}
        self.changed = changed or {}

    @cached_property
    def signature(self) -> tuple[object, ...]:
        """What is the same for parameters of which the same conditions hold, without places."""
        arguments = tuple(self._signed(each, api_name(each.key)) for each in self.arguments)
        known = (tuple(sorted(map(repr, each.items()))) for each in (self.told, self.changed))
        return (arguments, self.prefix, *known)

    def _signed(self, argument: Argument, name: str) -> tuple[object, ...]:
        return (argument.key, *self._signed_value(argument.value, name))

    def _signed_value(self, value: Value, name: str) -> tuple[object, ...]:
        """A value without its places; `name` is that of the parameter that it is, or is in."""
        if isinstance(value, Scalar):
            return (value.literal.__class__, value.literal)
        if isinstance(value, Sequence):
            return tuple(self._signed_value(item, name) for item in value.items)
        written = value.origin if isinstance(value, Mapping) else value.span
        kind = kind_of_class(self.text, name, written)
        if isinstance(value, Mapping):
            return (Mapping, kind, *(self._signed(entry, name) for entry in value.entries))
        is_text = _TEXT.match(self.text.data, value.span.start) is not None
        return (Unknown, kind, is_text, self._is_nothing(value))

    def changed_by(self, changes: Dict[str, List[object] | None]) -> RequestParameters:
        """The parameters after a fix."""
        changed = {**self.changed, **changes}
        return RequestParameters(self.text, self.arguments, self.prefix, self.told, changed)

    def values(self, path: str) -> List[object] | None:
        """All values at a path, None for an unknown one; None if the path is not set."""
        path = self._inner(path)
        if path in self.changed:
            return self.changed[path]
        if self._is_removed(path):
            return None
        places = self.places(path)
        if all(place.is_hidden for place in places):
            is_empty = not places and self._is_empty_list(path)
            return [] if is_empty else self.told.get(path)
        return [place.plain(self.text) for place in places]

    def sets_any(self, paths: frozenset[str]) -> bool:
        """Whether there is a value at one of some paths."""
        return any(self.values(path) is not None for path in paths)

    def elements(self, path: str) -> List[RequestParameters] | None:
        """The elements of a list at a path; None if they are not known."""
        mappings = [place.value for place in self.places(self._inner(path))]
        if not all(isinstance(each, Mapping) for each in mappings):
            return None
        return [
            RequestParameters(self.text, each.entries)
            for each in mappings
            if isinstance(each, Mapping)
        ]

    def places(self, path: str) -> list[Place]:
        """Where the values at a path stand, in the order of the arguments."""
        path = self._inner(path)
        if path.startswith(_ANYWHERE):
            return [
                place
                for place in self._anywhere(path[len(_ANYWHERE) :].split("."))
                if not place.is_hidden
            ]
        head, *rest = path.split(".")
        found = (argument for argument in self.arguments if self._sets(argument, head))
        return [place for each in found for place in self._inside(each.value, (each,), rest)]

    def _sets(self, argument: Argument, name: str) -> bool:
        """Whether an argument gives a parameter a value."""
        return api_name(argument.key) == name and not self._is_nothing(argument.value)

    def _is_nothing(self, value: Value) -> bool:
        if isinstance(value, Scalar):
            return value.literal is None
        if not isinstance(value, Unknown):
            return False
        return _NOTHING.fullmatch(self.text.data, *value.written_at) is not None

    def _inner(self, path: str) -> str:
        return path.removeprefix(f"{self.prefix}.") if self.prefix else path

    def _is_empty_list(self, path: str) -> bool:
        found = (each.value for each in self.arguments if api_name(each.key) == path)
        return any(isinstance(value, Sequence) for value in found)

    def _is_removed(self, path: str) -> bool:
        removed = (name for name, values in self.changed.items() if values is None)
        return any(path.startswith(f"{name}.") for name in removed)

    def _inside(self, value: Value, way: tuple[Argument, ...], rest: list[str]) -> Iterator[Place]:
        """The values at the rest of a path; lists are transparent."""
        if isinstance(value, Sequence):
            for item in value.items:
                if isinstance(item, Unknown) and rest:
                    yield Place(item, way, is_hidden=True)
                else:
                    yield from self._inside(item, way, rest)
        elif not rest:
            yield Place(value, way)
        elif isinstance(value, Mapping):
            yield from self._in_mapping(value, way, rest)
        elif rest == [_TYPE]:
            yield from self._kind(value, value.span, way)

    def _in_mapping(
        self, value: Mapping, way: tuple[Argument, ...], rest: list[str]
    ) -> Iterator[Place]:
        is_found = False
        for entry in value.entries:
            if self._sets(entry, rest[0]):
                is_found = True
                yield from self._inside(entry.value, (*way, entry), rest[1:])
            elif is_union(entry.key):
                yield from self._inside(entry.value, (*way, entry), rest)
                is_found |= rest == [_TYPE]
        if rest == [_TYPE] and not is_found:
            yield from self._kind(value, value.origin, way)

    def _kind(self, value: Value, written: Span, way: tuple[Argument, ...]) -> Iterator[Place]:
        """The type that the class of a value says, where the value does not say it itself."""
        kind = kind_of_class(self.text, api_name(way[0].key), written)
        if kind:
            yield Place(Scalar(value.span, kind, None), way)

    def _anywhere(self, parts: list[str]) -> Iterator[Place]:
        for argument in self.arguments:
            yield from self._below(argument, (argument,), parts)

    def _below(
        self, argument: Argument, way: tuple[Argument, ...], parts: list[str]
    ) -> Iterator[Place]:
        if self._sets(argument, parts[0]):
            yield from self._inside(argument.value, way, parts[1:])
        for entry in _entries(argument.value):
            yield from self._below(entry, (*way, entry), parts)


def own_arguments(arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """The parameters of a request without the mappings that only hold some of them."""
    return tuple(
        argument
        for argument in arguments
        if not (isinstance(argument.value, Mapping) and is_holder(argument.key))
    )


def _entries(value: Value) -> Iterator[Argument]:
    """The entries of a mapping, or of the mappings in a list."""
    if isinstance(value, Mapping):
        yield from value.entries
    elif isinstance(value, Sequence):
        for item in value.items:
            yield from _entries(item)
