"""Facts: what the rules read. They never see a syntax tree; `extract` makes facts of a document.

They are tuples, which are made faster than other classes: at each keystroke many of them move.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from claude_preflight.findings import Role, Span
from claude_preflight.syntax.injections import Injection
from claude_preflight.text.model_words import MODEL_KEYS


class Mention(NamedTuple):
    """A word that may be a Claude model id: where, what, and what it does there.

    `span` and `text` are the bare id without quotes. The `reason` of the role goes on behind
    "because", and `decider` is the module in `facts/roles/` that gave it. `embedded` ones are a
    part of a longer string. One that `is_replaceable` has a place where another id can be written.
    A constant may be one of an SDK, and stand for an id. One that is `in_url` is a part of the path
    of a request, where it may be percent-encoded; its text is not.
    """

    span: Span
    text: str
    role: Role
    reason: str = ""
    decider: str = ""
    embedded: bool = False
    is_replaceable: bool = True
    is_constant: bool = False
    in_url: bool = False


class Value(NamedTuple):
    """The value of an argument: its span and, where it is known, its literal.

    `origin` is where the literal itself stands, without quotes: in the argument, or in the
    constant that it names. Of what may be a constant of an SDK, the name is the literal.
    """

    span: Span
    literal: str | int | None = None
    origin: Span | None = None
    is_constant: bool = False

    @property
    def is_direct(self) -> bool:
        """Whether the literal stands in the argument itself."""
        return self.origin is not None and self.origin.overlaps(self.span)


class Argument(NamedTuple):
    """A parameter of a request; `span` covers name and value, `name` is the key's plain form."""

    key: str
    name: str
    span: Span
    value: Value


class Request(NamedTuple):
    """A call, object or mapping that sets request parameters, one of them the model."""

    span: Span
    arguments: tuple[Argument, ...]

    @property
    def model(self) -> Argument | None:
        """The argument that names the model."""
        return self.argument(*MODEL_KEYS)

    def argument(self, *names: str) -> Argument | None:
        """The first argument with one of these plain names (see `plain_key`)."""
        return next((arg for arg in self.arguments if arg.name in names), None)


@dataclass(frozen=True)
class Facts:
    """All that a document says about the Claude API, in the order of the text.

    What is said in `injections` is a fact of the documents in them. `names` are the names in the
    text that mentions and requests hang together by. The `notes` are ends of sentences about the
    document: why it was read less well than it might be.
    """

    mentions: tuple[Mention, ...] = ()
    requests: tuple[Request, ...] = ()
    injections: tuple[Injection, ...] = ()
    names: frozenset[bytes] = frozenset()
    notes: tuple[str, ...] = ()

    def users(self, mention: Mention) -> list[Request]:
        """The requests whose model is the id of a mention."""
        return self._users.get(mention.span, [])

    @cached_property
    def _users(self) -> dict[Span, list[Request]]:
        users: dict[Span, list[Request]] = {}
        for request in self.requests:
            if request.model and request.model.value.origin:
                users.setdefault(request.model.value.origin, []).append(request)
        return users
