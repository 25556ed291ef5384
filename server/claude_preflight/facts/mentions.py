"""Mentions: the words that may be model ids, and what each does where it stands."""

from __future__ import annotations

import re
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS, Arguments
from claude_preflight.facts.bindings import Bindings
from claude_preflight.facts.environments import Environments
from claude_preflight.facts.keys import key_before
from claude_preflight.facts.renaming import renaming_of
from claude_preflight.facts.requests import Requests
from claude_preflight.facts.roles import Roles
from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.triggers import Trigger, TriggerKind
from claude_preflight.facts.types import Mention
from claude_preflight.findings import Role, Span
from claude_preflight.knowledge import request_paths
from claude_preflight.knowledge.model_ids import read
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first
from claude_preflight.syntax.concatenation import MOST_PARTS, Concatenation, concatenation_at
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.lexical import LexicalSyntax
from claude_preflight.syntax.literals import (
    content,
    is_one_word,
    list_items,
    named_resource,
    only_word,
    whole_word,
)
from claude_preflight.syntax.templates import expression_around
from claude_preflight.text.model_words import names_a_model, plain_key

_IMPORT = regex(rb"\s*(?:import|use|using|require)\b(?![.(])")
# Where a tree says none of these it is broken, by a slip or a template, and the line has to do.
_TELLING = frozenset(
    (
        CaptureKind.LITERAL,
        CaptureKind.PROSE,
        CaptureKind.PATTERN,
        CaptureKind.INTERPOLATED,
        CaptureKind.INJECTION,
    )
)
# What sets a model in a text: `model = "`, `"modelId": "`, `[model]` above a name, `--model `.
_SET = regex(
    rb"model(?:_?id|_?name)?\\*[\"']?\s*[:=]\s*\\*[\"']\Z"
    rb"|\[models?\](?:\\n|\s)+\w+\s*=\s*\\*[\"']\Z|--model[= ]\\*[\"']?\Z",
    re.IGNORECASE,
)
_LONGEST_KEY = 60
# The roles of what may be sent, and what gives a value its name.
_SENT = frozenset((Role.USE, Role.EXAMPLE))
_GIVING = HOLDERS | {CaptureKind.BINDING}
_VALUES = frozenset(("value", "default", "defaultvalue", "str", "string"))
_QUOTES = (b'"', b"'", b"`")
_LONGEST_PADDED = 200
_PADDING_BEFORE = regex(rb"[\"'`](?P<blanks>[ \t]*)\Z")
_PADDING_AFTER = regex(rb"(?P<blanks>[ \t]*)[\"'`]")
_REACH = 20
# A concatenation of more parts is a text: a literal in it is a part, whichever.
_MANY_PARTS = 1_000
# What a literal may be a part of.
_PARTIAL = frozenset((CaptureKind.INTERPOLATED, CaptureKind.CONCATENATION))


class Mentions:
    """Reads the mentions of one document."""

    def __init__(
        self,
        document: Document,
        roles: Roles,
        requests: Requests,
        bindings: Bindings,
        arguments: Arguments,
    ) -> None:
        """Prepare for a document; the requests are told of what gives them their models."""
        self._bindings = bindings
        self._arguments = arguments
        self._environments = Environments(document, arguments)
        self._text = document.text
        self._syntax = document.syntax
        self._lines = LexicalSyntax(document.language, document.text)
        self._roles = roles
        self._requests = requests
        # A concatenation is looked at once for all of its parts.
        self._elements: dict[Capture, frozenset[Span]] = {}
        self._wholes: dict[Capture, Concatenation | None] = {}

    def captures(self, trigger: Trigger) -> list[Capture]:
        """What the syntax says around a trigger, or what the line does where that is broken."""
        captures = self._syntax.path(trigger.span)
        telling = next((capture for capture in captures if capture.kind in _TELLING), None)
        if trigger.kind is TriggerKind.CONSTANT:
            return captures
        if telling is None or self._syntax.is_stray(telling):
            return self._lines.path(trigger.span) or captures
        is_literal = telling.kind is CaptureKind.LITERAL
        if is_literal and self._is_in_a_template(telling.span, trigger.span):
            return [*self._lines.path(trigger.span), *captures]
        return captures

    def _is_in_a_template(self, literal: Span, trigger: Span) -> bool:
        """Whether a literal holds an expression around a trigger, of which only the line tells."""
        whole = only_word(self._text, content(self._text, literal))
        return whole is None and expression_around(self._text, trigger) is not None

    def at(self, trigger: Trigger, captures: list[Capture]) -> Mention | None:
        """The mention at a trigger, given what is captured around it; None if it names no model."""
        if trigger.kind is TriggerKind.CONSTANT:
            return self._constant(trigger.span, captures)
        return (
            self._in_url(trigger.span, captures)
            or self._in_list(trigger.span, captures)
            or self._literal(trigger.span, captures)
            or self._resource(trigger.span, captures)
        )

    def _in_url(self, trigger: Span, captures: list[Capture]) -> Mention | None:
        """An id in the path of a request."""
        word = request_paths.id_at(self._text.data, trigger)
        literal = first(captures, CaptureKind.LITERAL)
        if word is None or self._is_id(literal) or self._goes_on(word, literal, captures):
            return None
        prose = first(captures, CaptureKind.PROSE)
        if prose is None and literal and is_one_word(self._text, literal.span, word):
            known = [each for each in captures if each.kind is not CaptureKind.INTERPOLATED]
            mention = self._whole(word, known, in_url=True)
        else:
            mention = self._in_text(word, prose)
        if mention is None:
            return None
        text = request_paths.decoded(mention.text)
        return mention._replace(text=text, embedded=False, in_url=True)

    def _is_id(self, literal: Capture | None) -> bool:
        """Whether a literal is an id as it stands, such as the name of a resource."""
        whole = only_word(self._text, content(self._text, literal.span)) if literal else None
        return whole is not None and read(self._text.slice(whole)) is not None

    def _goes_on(self, word: Span, literal: Capture | None, captures: list[Capture]) -> bool:
        """Whether a word at the end of a literal goes on in what that is joined to."""
        if literal is None or word.end != content(self._text, literal.span).end:
            return False
        together = self._concatenation(captures, literal.span)
        return together is not None and together.span.end != literal.span.end

    def _in_list(self, trigger: Span, captures: list[Capture]) -> Mention | None:
        """An id in a list with commas, or behind its provider and a comma, all of a value."""
        literal = first(captures, CaptureKind.LITERAL)
        if literal is None or any(capture.kind in _PARTIAL for capture in captures):
            return None
        items = list_items(self._text, content(self._text, literal.span))
        if not items:
            return None
        whole = Span(items[0].start, items[-1].end)
        if read(self._text.slice(whole)) is not None:
            return self._whole(whole, captures)
        item = next((item for item in items if item.encloses(trigger)), None)
        return self._whole(item, captures) if item else None

    def _literal(self, trigger: Span, captures: list[Capture]) -> Mention | None:
        """A whole literal, or an id in a longer text."""
        literal = first(captures, CaptureKind.LITERAL)
        together = self._concatenation(captures, literal.span) if literal else None
        if together and (split := self._split(captures, together)):
            return split
        whole = only_word(self._text, content(self._text, literal.span)) if literal else None
        if literal and not together:
            inner = whole or content(self._text, literal.span)
            whole = self._padded(self._between_quotes(inner)) or whole
        if whole is None or together:
            return self._embedded(trigger, captures)
        return self._whole(whole, captures)

    def _between_quotes(self, inner: Span) -> Span:
        """A literal with the blanks that its quotes enclose, where the look of a line left them."""
        before = _PADDING_BEFORE.search(self._text.data, max(inner.start - _REACH, 0), inner.start)
        after = _PADDING_AFTER.match(self._text.data, inner.end)
        if before is None or after is None:
            return inner
        return Span(before.start("blanks"), after.end("blanks"))

    def _padded(self, inner: Span) -> Span | None:
        """All between the quotes of a literal, where a setting of a model has blanks at its edges.

        They belong to its value: nobody takes them off.
        """
        data = self._text.data
        written = data[inner.start : min(inner.end, inner.start + _LONGEST_PADDED)]
        if written == written.strip(b" \t") or data[inner.start - 1 : inner.start] not in _QUOTES:
            return None
        start = inner.start + len(written) - len(written.lstrip(b" \t"))
        word = only_word(self._text, Span(start, inner.start + len(written.rstrip(b" \t"))))
        key = key_before(data, inner.start) if word else ""
        return inner if names_a_model(key) else None

    def _resource(self, trigger: Span, captures: list[Capture]) -> Mention | None:
        """An id at the end of a name of which a part is not known, such as the region of an ARN."""
        whole = named_resource(self._text, trigger)
        literal = first(captures, CaptureKind.LITERAL)
        if whole is None or literal is None:
            return None
        together = self._concatenation(captures, literal.span)
        if together and together.span.end != literal.span.end:
            return None
        known = [capture for capture in captures if capture.kind is not CaptureKind.INTERPOLATED]
        return self._whole(whole, known)

    def _constant(self, name: Span, captures: list[Capture]) -> Mention | None:
        """What may be a constant of an SDK, in code that is no import."""
        line = self._text.line_span(self._text.line_at(name.start))
        if any(m.kind in _TELLING for m in captures) or _IMPORT.match(self._text.data, line.start):
            return None
        mention = self._whole(name, captures)
        return mention._replace(is_constant=True) if mention else None

    def _split(self, captures: list[Capture], together: Capture) -> Mention | None:
        """An id that is written in several literals."""
        if together not in self._wholes:
            self._wholes[together] = concatenation_at(self._text, self._syntax, together)
        whole = self._wholes[together]
        if whole is None or any(map(str.isspace, whole.text)):
            return None
        around = [capture for capture in captures if capture.span.start <= together.span.start]
        around = [capture for capture in around if together.span.end <= capture.span.end]
        mention = self._whole(whole.span, around)
        if mention is None:
            return None
        return mention._replace(text=whole.text, is_replaceable=whole.is_replaceable)

    def _whole(
        self, word: Span, captures: list[Capture], *, in_url: bool = False
    ) -> Mention | None:
        """An id that is all of a value, if it names a model there."""
        decision, candidate, asked = self._roles.of(word, captures, in_url=in_url)
        if in_url:  # it is no value that a name or a parameter could have
            self._requests.note_url(word, asked)
        else:
            self._requests.note_around(candidate, asked)
        if decision.role is None:
            return None
        text = self._text.slice(word)
        mention = Mention(word, text, decision.role, decision.why, decision.decider)
        mention = mention._replace(**renaming_of(candidate, decision)._asdict())
        if decision.role in _SENT and not in_url:
            switch = self._environments.switched_beside(candidate)
            mention = mention._replace(key=self._key(candidate), switch=switch)
        return mention._replace(ask_first=True) if decision.ask_first else mention

    def _key(self, candidate: Candidate) -> str:
        """The plain name that an id is given: what is right before it, or else around it."""
        written = plain_key(key_before(self._text.data, candidate.word.start))
        if names_a_model(written):
            return written
        around = (each for each in candidate.captures if each.kind in _GIVING)
        keys = (candidate.key_of(each) for each in around if self._is_given(candidate, each))
        return next((key for key in keys if key and key not in _VALUES), written)

    def _is_given(self, candidate: Candidate, around: Capture) -> bool:
        """Whether an id is all of what a binding, or an entry around it, has for its value."""
        if around.kind is CaptureKind.BINDING:
            pairs = self._bindings.bound(around)
            return any(self._arguments.gives(pair, candidate.word) for pair in pairs)
        entry = candidate.entry(around)
        return entry is not None and entry.gives

    def _concatenation(self, captures: list[Capture], literal: Span) -> Capture | None:
        """The outermost concatenation that a literal is a part of, as far as one can be an id."""
        found, part = None, literal
        joins = (capture for capture in captures if capture.kind is CaptureKind.CONCATENATION)
        for capture in islice(joins, MOST_PARTS + 1):
            elements = self._elements_of(capture)
            if part in elements or len(elements) > _MANY_PARTS:
                found, part = capture, capture.span
        return found

    def _elements_of(self, capture: Capture) -> frozenset[Span]:
        if capture not in self._elements:
            parts = islice(self._syntax.elements(capture), _MANY_PARTS + 1)
            self._elements[capture] = frozenset(parts)
        return self._elements[capture]

    def _embedded(self, trigger: Span, captures: list[Capture]) -> Mention | None:
        """An id inside a comment, a text or a longer string; parts of longer words are none."""
        word = whole_word(self._text, trigger)
        if word is None or first(captures, CaptureKind.PATTERN):
            return None
        if self._roles.own_names.may_be_second(word):
            return None
        is_part = any(capture.kind in _PARTIAL for capture in captures)
        if is_part and not self._ends_within(word, captures):
            return None
        return self._in_text(word, first(captures, CaptureKind.PROSE))

    def _in_text(self, word: Span, prose: Capture | None) -> Mention:
        """An id in a comment or a text, or without one in a longer string."""
        text = self._text.slice(word)
        if prose is None:
            reason = Reason.LONGER.value
            start = max(word.start - _LONGEST_KEY, 0)
            is_set = _SET.search(self._text.data, start, word.start) is not None
            return Mention(word, text, Role.PROSE, reason, "prose", embedded=not is_set)
        role, why = self._roles.in_prose(word, prose.span)
        return Mention(word, text, role, why.value, "prose")

    def _ends_within(self, word: Span, captures: list[Capture]) -> bool:
        """Whether a literal that is a part of a text shows where a word begins and ends."""
        literal = first(captures, CaptureKind.LITERAL)
        inner = content(self._text, literal.span) if literal else word
        is_inside = inner.start < word.start and word.end < inner.end
        return is_inside and expression_around(self._text, word) is None
