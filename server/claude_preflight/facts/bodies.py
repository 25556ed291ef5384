"""Bodies: what is sent to a URL that names the model, by the call that has the URL."""

from __future__ import annotations

from claude_preflight.facts.arguments import Arguments
from claude_preflight.facts.types import Mapping
from claude_preflight.facts.value_trees import ValueTrees
from claude_preflight.facts.values import Values
from claude_preflight.findings import Span
from claude_preflight.knowledge.parameter_names import is_body, is_in_bodies
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.syntax.document import Document

# A body may stand in the options of a call, and in those of a client's method.
_DEEPEST = 2
_MOST_PARTS = 20


class Bodies:
    """Finds the bodies of requests in one document."""

    def __init__(
        self, document: Document, values: Values, arguments: Arguments, trees: ValueTrees
    ) -> None:
        """Prepare for a document, its values, arguments and value trees."""
        self._syntax = document.syntax
        self._values = values
        self._arguments = arguments
        self._trees = trees

    def of(self, call: Capture) -> Mapping | None:
        """The body that a call or a chain of calls sends, if it is known and the only one."""
        values = [pair.value for pair in self._arguments.pairs(call) if pair.value]
        if call.kind is not CaptureKind.CHAIN:
            values += self._syntax.elements(call)
        found = {}
        for span in values[:_MOST_PARTS]:
            if body := self._at(span, _DEEPEST):
                found[body.origin] = body
        return next(iter(found.values())) if len(found) == 1 else None

    def _at(self, span: Span, depth: int) -> Mapping | None:
        """The body that an expression stands for, or that is an option in it."""
        value = self._trees.at(span)
        if not isinstance(value, Mapping):
            value = self._trees.json(span) or value
        if not isinstance(value, Mapping):
            return None
        if any(is_in_bodies(entry.key) for entry in value.entries):
            return value
        options = self._values.container(self._values.written_out(span)) if depth else None
        for pair in self._arguments.pairs(options) if options else ():
            inside = pair.value and is_body(self._arguments.key(pair))
            if pair.value and inside and (found := self._at(pair.value, depth - 1)):
                return found
        return None
