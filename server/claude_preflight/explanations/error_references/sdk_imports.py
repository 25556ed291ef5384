"""What the imports of a file say about its SDK, read from the text alone.

The SDKs of several vendors share names (`RateLimitError` is also one of OpenAI's); the imports tell
them apart. Texts are decoded as Latin-1, so that an index is a byte offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

_OURS = regex(r"(?:^|[./@])anthropic(?:$|[./-])", re.IGNORECASE)
_NAMES_OF_OURS = (b"anthropic", b"Anthropic", b"ANTHROPIC", b"claude", b"Claude", b"CLAUDE")
_NAMES_OF_OTHERS = (
    b"openai",
    b"OpenAI",
    b"groq",
    b"cohere",
    b"mistral",
    b"generativeai",
    b"stripe",
)

# Imports stand at the head of a file, and are short: a bound for files that are not what they seem.
_HEAD = 100_000
_LONGEST_CLAUSE = 2_000

_PYTHON_FROM = regex(
    r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]{0,2000}\)|[^\n\r#;]*)", re.MULTILINE
)
_PYTHON_IMPORT = regex(r"^[ \t]*import[ \t]+([\w.]+)[ \t]+as[ \t]+(\w+)", re.MULTILINE)
_ES_FROM = regex(r"\bfrom\s{0,9}[\"']([^\"'\n]{1,200})[\"']")
_REQUIRE = regex(
    r"\b(?:const|let|var|import)\s{1,9}(\{[^{}]{0,2000}\}|[\w$]{1,200})\s{0,9}="
    r"\s{0,9}(?:await\s{1,9}import|require)\(\s{0,9}[\"']([^\"'\n]{1,200})[\"']"
)
_JAVA_IMPORT = regex(r"^[ \t]*import[ \t]+([\w.]+)\.(\w+)[ \t]*;", re.MULTILINE)
_BINDING = regex(r"([\w$]+|\*)(?:(?:\s+as\s+|\s*:\s*)([\w$]+))?")


class Origin(Enum):
    """Where a name of a file comes from."""

    ANTHROPIC = "anthropic"
    OTHER = "other"
    UNKNOWN = "unknown"


class Import(NamedTuple):
    """A name that an import brings in: what it is called in its module, and in this file."""

    module: str
    original: str
    name: str

    @property
    def ours(self) -> bool:
        """Whether the module is one of Anthropic's SDKs."""
        return _OURS.search(self.module) is not None


def mentions_anthropic(data: bytes) -> bool:
    """Whether anything in a file speaks of Anthropic or Claude."""
    return any(name in data for name in _NAMES_OF_OURS)


def mentions_other_sdk(data: bytes) -> bool:
    """Whether a file speaks of a vendor whose SDK has the same names."""
    return any(name in data for name in _NAMES_OF_OTHERS)


def origin(data: bytes, name: str) -> tuple[Origin, str]:
    """Where a bare name of a file comes from, and what it is called there.

    A class that the file defines itself is OTHER; a name that it neither imports nor defines is
    UNKNOWN.
    """
    text = data.decode("latin-1")
    for each in _imports(text[:_HEAD]):
        if each.name == name:
            return (Origin.ANTHROPIC if each.ours else Origin.OTHER), each.original
    if re.search(rf"\bclass\s+{re.escape(name)}\b", text):
        return Origin.OTHER, name
    return Origin.UNKNOWN, name


def is_anthropic_module(module: str) -> bool:
    """Whether a dotted or slashed module name is that of one of Anthropic's SDKs."""
    return _OURS.search(module) is not None


def _imports(text: str) -> Iterator[Import]:
    for match in _PYTHON_FROM.finditer(text):
        yield from _bindings(match[1], match[2])
    for match in _PYTHON_IMPORT.finditer(text):
        yield Import(match[1], match[1], match[2])
    for match in _ES_FROM.finditer(text):
        before = text[max(match.start() - _LONGEST_CLAUSE, 0) : match.start()]
        yield from _bindings(match[1], before.rpartition("import")[2])
    for match in _REQUIRE.finditer(text):
        yield from _bindings(match[2], match[1])
    for match in _JAVA_IMPORT.finditer(text):
        yield Import(f"{match[1]}.{match[2]}", match[2], match[2])


def _bindings(module: str, names: str) -> Iterator[Import]:
    for match in _BINDING.finditer(names):
        yield Import(module, match[1], match[2] or match[1])
