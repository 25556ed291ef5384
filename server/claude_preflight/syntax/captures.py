"""Captures: what the patterns of a query file, or the look of a line, mark in a text.

The names are the same in every language; CONTRIBUTING says what each of them means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import takewhile
from typing import TYPE_CHECKING

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple

if TYPE_CHECKING:
    import tree_sitter


class CaptureKind(str, Enum):
    """The names of captures, as the query files write them behind an `@`."""

    LITERAL = "literal"
    INTERPOLATED = "interpolated"
    CONCATENATION = "concatenation"
    PROSE = "prose"
    COMPARISON = "comparison"
    PATTERN = "pattern"
    ASSERTION = "assertion"
    MEMBER = "member"
    ENUMERATION = "enumeration"
    CONTAINER = "container"
    MAPPING = "mapping"
    CALL = "call"
    CHAIN = "chain"
    ARGUMENT = "argument"
    ARGUMENT_KEY = "argument.key"
    ARGUMENT_VALUE = "argument.value"
    SPREAD = "spread"
    ENTRY = "entry"
    ENTRY_OWNER = "entry.owner"
    ENTRY_KEY = "entry.key"
    ENTRY_VALUE = "entry.value"
    WRAPPER = "wrapper"
    WRAPPER_VALUE = "wrapper.value"
    BINDING = "binding"
    BINDING_VALUE = "binding.value"
    BINDING_OUTER = "binding.outer"
    DEFINITION = "local.definition"
    SCOPE = "local.scope"
    CLASS = "class"
    CLASS_KEY = "class.key"
    INJECTION = "injection.content"
    INJECTION_LANGUAGE = "injection.language"
    INJECTION_GAP = "injection.gap"


WITH_ARGUMENTS = frozenset((CaptureKind.MAPPING, CaptureKind.CALL))
"""What may have arguments right in it."""


class Parts(NamedTuple):
    """The captures of a pair's name and of its value; None where there is no value."""

    key: CaptureKind
    value: CaptureKind | None


PARTS_OF = {
    CaptureKind.ARGUMENT: Parts(CaptureKind.ARGUMENT_KEY, CaptureKind.ARGUMENT_VALUE),
    CaptureKind.BINDING: Parts(CaptureKind.DEFINITION, CaptureKind.BINDING_VALUE),
    CaptureKind.ENTRY: Parts(CaptureKind.ENTRY_KEY, CaptureKind.ENTRY_VALUE),
    CaptureKind.CLASS: Parts(CaptureKind.CLASS_KEY, None),
    # What a wrapper is has no name; it stands for itself.
    CaptureKind.WRAPPER: Parts(CaptureKind.WRAPPER, CaptureKind.WRAPPER_VALUE),
}
"""The parts of the captures that are pairs."""
RIGHT_IN = frozenset((*PARTS_OF, CaptureKind.SPREAD, CaptureKind.ENTRY_OWNER))
"""What is asked of a capture that something may be right in."""


def is_comment(node: tree_sitter.Node) -> bool:
    """Whether a node is a comment, which all grammars but one call so."""
    return "comment" in node.type.lower() or node.type == "marginalia"


class Capture(NamedTuple):
    """A place that a query captured: the kind, the span and, in a tree, the node."""

    kind: CaptureKind
    span: Span
    node: tree_sitter.Node | None = None

    @property
    def is_comment(self) -> bool:
        """Whether the grammar calls it a comment."""
        return self.node is not None and is_comment(self.node)


class Pair(NamedTuple):
    """A name and a value that belong together, and the span of both."""

    span: Span
    key: Span
    value: Span | None


class InjectionSite(NamedTuple):
    """A place that holds a document of its own.

    `gaps` in it are none of that document. `languages` may name its language, the surest first.
    The text `before` belongs in front of it. A `literal` has quotes around it, or escapes in it.
    What `skipped`, a regular expression, matches at its start is none of the document.
    """

    span: Span
    gaps: tuple[Span, ...]
    languages: tuple[str, ...]
    is_example: bool = False
    is_literal: bool = False
    before: str = ""
    skipped: str = ""


def first(captures: Iterable[Capture], kind: CaptureKind) -> Capture | None:
    """The first of some captures, which is the innermost, that is of a kind."""
    for capture in captures:
        if capture.kind is kind:
            return capture
    return None


def inside_scope(captures: Iterable[Capture]) -> Iterator[Capture]:
    """Those of some captures that are in the innermost scope, which is none of them."""
    return takewhile(lambda capture: capture.kind is not CaptureKind.SCOPE, captures)
