"""Foreign fields: parameters of other vendors and of wrappers in a request to the Messages API."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.types import Argument, Mapping, Request, Scalar, Sequence, Value
from claude_preflight.findings import Span
from claude_preflight.knowledge.parameter_names import Foreign, foreign
from claude_preflight.records import NamedTuple
from claude_preflight.rules.rule import Context
from claude_preflight.rules.senders import BATCH, COUNT, CREATE, HTTP, STREAM, Sender

# In these a name stands as it is sent; in others a class may give it another one.
_AS_SENT = frozenset(("python", "javascript", "typescript", "tsx", "json", "ruby", "php"))
# What a body for Bedrock or Vertex AI has.
_VERSION = "anthropicversion"
_LIBRARIES = frozenset((HTTP, "python", "typescript"))
_CALLS = frozenset((CREATE, STREAM, COUNT, BATCH))


class ForeignField(NamedTuple):
    """An argument that the API does not know, and what is known of it."""

    argument: Argument
    known: Foreign

    @property
    def is_renamed(self) -> bool:
        """Whether another name is all that it needs."""
        takes = self.known.takes
        return bool(takes) and _is_one(self.argument.value, takes)

    @property
    def is_mended(self) -> bool:
        """Whether it is known what becomes of it."""
        return self.is_renamed or self.known.has_no_effect


def foreign_fields(context: Context, request: Request, sender: Sender) -> Iterator[ForeignField]:
    """The fields of a request that are foreign, where it goes to the Messages API as it is."""
    for argument in _sent(request, sender):
        known = foreign(argument.key)
        start = context.text.slice(Span(argument.span.start, argument.span.start + 1))
        if known and (context.language in _AS_SENT or start in "\"'"):
            yield ForeignField(argument, known)


def _sent(request: Request, sender: Sender) -> Iterator[Argument]:
    """The arguments that go to the Messages API as they are, without those inside of others."""
    if version := request.argument(_VERSION):
        body = next((each for each in request.arguments if version in _entries(each)), None)
        yield from _entries(body) if body else _own(request)
    elif sender.library in _LIBRARIES and sender.call in _CALLS:
        yield from _own(request)


def _own(request: Request) -> Iterator[Argument]:
    holders = [each for each in request.arguments if _entries(each)]
    for argument in request.arguments:
        is_inside = any(argument in _entries(each) for each in holders)
        if request.span.encloses(argument.span) and not is_inside:
            yield argument


def _entries(argument: Argument) -> tuple[Argument, ...]:
    return argument.value.entries if isinstance(argument.value, Mapping) else ()


def _is_one(value: Value, kind: str) -> bool:
    if kind == "list":
        return isinstance(value, Sequence)
    literal = value.literal if isinstance(value, Scalar) else None
    if kind == "text":
        return isinstance(literal, str)
    return isinstance(literal, (int, float)) and not isinstance(literal, bool)
