"""Facts: what the rules read. They never see a syntax tree; `reader` makes facts from a document."""

from __future__ import annotations

from dataclasses import dataclass

from claude_preflight.findings import Role, Span

_MODEL_KEYS = ("model", "modelid", "modelname")


@dataclass(frozen=True, slots=True)
class Mention:
    """A word that may be a Claude model id: where, what, and what it does there.

    `span` and `text` are the bare id without quotes. `embedded` ones are a part of a longer string.
    """

    span: Span
    text: str
    role: Role
    embedded: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """The value of an argument: its span and, where it is known, its literal.

    `origin` is where the literal itself stands, without quotes: in the argument, or in the
    constant that it names.
    """

    span: Span
    literal: str | int | None = None
    origin: Span | None = None

    @property
    def is_direct(self) -> bool:
        """Whether the literal stands in the argument itself."""
        return self.origin is not None and self.origin.overlaps(self.span)


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter of a request; `span` covers name and value."""

    key: str
    span: Span
    value: Value


@dataclass(frozen=True, slots=True)
class Request:
    """A call, object or mapping that sets request parameters, one of them the model."""

    span: Span
    arguments: tuple[Argument, ...]

    @property
    def model(self) -> Argument | None:
        """The argument that names the model."""
        return self.argument(*_MODEL_KEYS)

    def argument(self, *keys: str) -> Argument | None:
        """The first argument with one of these names, in whatever style they are written."""
        wanted = {plain_key(key) for key in keys}
        return next((arg for arg in self.arguments if plain_key(arg.key) in wanted), None)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a document says about the Claude API, in the order of the text."""

    mentions: tuple[Mention, ...] = ()
    requests: tuple[Request, ...] = ()


def plain_key(key: str) -> str:
    """A name without its style: `maxTokens`, `max-tokens` and `max_tokens` are one."""
    return "".join(filter(str.isalnum, key)).lower()


def is_model_key(key: str) -> bool:
    """Whether a parameter of this name sets the model of a request."""
    return plain_key(key) in _MODEL_KEYS


def names_a_model(key: str) -> bool:
    """Whether a setting of this name holds a model id: `model`, `ANTHROPIC_MODEL`, `fastModel`."""
    return plain_key(key).endswith(_MODEL_KEYS)
