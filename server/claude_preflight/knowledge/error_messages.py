"""Message patterns: the texts of errors, with their models, numbers and other values left open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# What may stand for a placeholder of a pattern.
_PLACEHOLDERS = {"{model}": r"[\w.:@/~+-]+", "{number}": r"\d[\d,._]*", "{value}": r".+?"}
_PLACEHOLDER = re.compile("|".join(map(re.escape, _PLACEHOLDERS)))


@dataclass(frozen=True, slots=True)
class MessagePattern:
    """The text of a message. `{model}`, `{number}` and `{value}` stand for any such value.

    A `prefix` is the start of a message whose rest is not known.
    """

    text: str
    prefix: bool = False

    @property
    def literal_length(self) -> int:
        """How many characters are given, not left open: the more, the more specific."""
        return sum(map(len, _literals(self.text)))

    def matches(self, message: str) -> bool:
        """Whether a message, as a whole, is one of these. Case and a final stop do not matter."""
        return self._possible(message) and _whole(self.text, self.prefix).match(message) is not None

    def at(self, text: str, index: int) -> tuple[int, int] | None:
        """Where such a message stands in a text, if the index lies in it or at its end."""
        if not self._possible(text):
            return None
        spans = (match.span() for match in _part(self.text).finditer(text))
        return next((span for span in spans if span[0] <= index <= span[1]), None)

    def _possible(self, text: str) -> bool:
        # Spares compiling the patterns of all the messages that it is not.
        lowered = text.lower()
        return all(literal in lowered for literal in _literals(self.text))


@cache
def _literals(text: str) -> tuple[str, ...]:
    return tuple(part.lower().rstrip(".") for part in _PLACEHOLDER.split(text))


@cache
def _whole(text: str, prefix: bool) -> re.Pattern[str]:
    end = "" if prefix else r"\.?\s*\Z"
    return re.compile(rf"\s*{_expression(text)}{end}", re.IGNORECASE | re.DOTALL)


@cache
def _part(text: str) -> re.Pattern[str]:
    return re.compile(_expression(text), re.IGNORECASE | re.DOTALL)


def _expression(text: str) -> str:
    text = text.rstrip(".")
    found = [_PLACEHOLDERS[match.group()] for match in _PLACEHOLDER.finditer(text)]
    literals = map(re.escape, _PLACEHOLDER.split(text))
    return "".join(literal + value for literal, value in zip(literals, [*found, ""], strict=True))
