"""Calls: what is called with the parameters of a request, and what made the client behind it."""

from __future__ import annotations

from claude_preflight.facts.types import Call
from claude_preflight.facts.values import Values
from claude_preflight.findings import Span
from claude_preflight.knowledge.aliases import Aliases, unaliased
from claude_preflight.regex import regex
from claude_preflight.syntax.document import Document

# `client.messages.create(`, also over lines, and where an object or a context stands first.
_CALLEE = regex(
    rb"(?P<callee>[\w$@\\]+(?:\(\s*\))?(?:\s*(?:\?\.|!?\.|->|::)\s*[\w$]+(?:\(\s*\))?)*)"
    rb"\s*\(\s*(?:&|[\w.]+(?:\(\))?\s*,\s*&?)?(?:new\s+[\w.]+\s*(?:\(\s*\)\s*)?)?\Z"
)
_WHITE_SPACE = regex(r"\s+|\(\s*\)")
_JOINTS = regex(r"\?\.|!\.|->|::")
_OWNER = regex(rb"(?:(?:self|this|cls|\$this)\s*(?:\?\.|\.|->|::)\s*)?[\w$@]+")
# `await new anthropic.Anthropic(`, `Anthropic::Client.new(`, in Ruby also without brackets
_MADE = regex(
    rb"\s*(?:await\s+)?(?:new\s+)?(?!new\b)(?P<name>[\w$.:\\]+?)(?:\s*(?=[({])|(?<=\.new)(?=\s|\Z))"
)
# Where the braces or brackets stand apart: `new AnthropicClient { ... }`, and with the name as a
# type, `AnthropicClient client = new() { ... }`
_MADE_BEFORE = regex(
    rb"(?:\bnew\s+(?P<name>[\w.:]+)|(?P<type>[\w.:]+)\s+\w+\s*=\s*new)\s*(?:\(\s*\)\s*)?\Z"
)
_NEW = b"new"
# The name of what is called right there: `anthropic.Anthropic` of `anthropic.Anthropic(key).`
_NAME = regex(rb"[\w$.:\\]+\Z")
_OPENING, _CLOSING = b"()"
_REACH = 200
_LONGEST_MAKING = 400


class Calls:
    """Reads the calls of one document."""

    def __init__(self, document: Document, values: Values, aliases: Aliases) -> None:
        """Prepare for a document, its values and its aliases."""
        self._text = document.text
        self._aliases = aliases
        self._values = values

    def around(self, holder: Span) -> Call | None:
        """The call whose arguments stand at a span, or that has what stands there among them."""
        data = self._text.data
        end = holder.start + data.startswith(b"(", holder.start)
        # A pattern that is anchored at its end only tries each place before it: so not too many.
        start = max(end - _REACH, 0)
        match = _CALLEE.search(data[start:end])
        if match is None:
            return None
        callee = self._plain(match["callee"])
        owner = _OWNER.match(data, start + match.start("callee"), start + match.end("callee"))
        made = self._made(Span(*owner.span())) if owner else None
        made = made or self._made_here(start + match.start("callee"))
        if made is None:
            return Call(callee)
        return Call(callee, unaliased(self._text.slice(made), self._aliases), made)

    def _made_here(self, callee: int) -> Span | None:
        """The name of what is called right before a link of a chain: `Anthropic(key).messages`."""
        data = self._text.data
        closing = callee - 2
        if closing < 0 or data[closing:callee] != b").":
            return None
        depth = 0
        first = max(closing - _LONGEST_MAKING, 0)
        for at in range(closing, first, -1):
            depth += (data[at] == _CLOSING) - (data[at] == _OPENING)
            if depth == 0:
                match = _NAME.search(data, max(at - _REACH, 0), at)
                return Span(*match.span()) if match else None
        return None

    def _made(self, owner: Span) -> Span | None:
        """The name of what made the object that an expression stands for."""
        origin = self._values.written_out(owner)
        if origin == owner:
            return None
        data, start = self._text.data, origin.start
        match = _MADE.match(data, start, min(origin.end, start + _REACH))
        if match is None:
            end = start + len(_NEW) * data.startswith(_NEW, start)
            match = _MADE_BEFORE.search(data, max(start - _REACH, 0), end)
        return Span(*match.span(match.lastgroup or 0)) if match else None

    def _plain(self, callee: bytes) -> str:
        """A callee without white space, empty brackets, aliases, and joints other than dots."""
        text = _WHITE_SPACE.sub("", callee.decode(errors="replace"))
        return _JOINTS.sub(".", unaliased(text, self._aliases))
