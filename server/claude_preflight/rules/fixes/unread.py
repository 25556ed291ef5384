"""Parameters beside an id of which no request was read: what the next model refuses of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from claude_preflight.facts.types import Mention
from claude_preflight.findings import Role, Span
from claude_preflight.knowledge import conditions
from claude_preflight.knowledge.models import ModelId
from claude_preflight.knowledge.parameter_names import api_name, is_holder, spellings_of
from claude_preflight.knowledge.parameters import ParameterRules
from claude_preflight.regex import regex
from claude_preflight.rules.refusals import Values, refused_together
from claude_preflight.rules.rule import Context
from claude_preflight.text.brackets import closing_bracket, open_brackets
from claude_preflight.text.words import indent_of

_THINKING, _KIND, _BUDGET = "thinking", "thinking.type", "thinking.budget_tokens"
# What is set by a number, so that a name and a number tell of it in any notation.
_PARAMETERS = {
    "temperature": "temperature",
    "top_p": "top_p",
    "top_k": "top_k",
    "budget_tokens": _BUDGET,
}
# What is in each of the names.
_SIGNS = (b"temperature", b"top", b"budget", b"thinking")
# A setter of the vendor's SDK for Java.
_ENABLES = b"enabledthinking"
_SENT = frozenset((Role.USE, Role.EXAMPLE))
# What is often a text with gaps, of which a part may not be read.
_WITH_GAPS = frozenset(("json", "jsonc"))
# Where each line may set something, as in settings and in what is read line by line.
_BY_LINES = frozenset(("dotenv", "ini", "text", "yaml"))
_BY_INDENT = "yaml"
_ONE_LINE = frozenset(("shell", "dockerfile", "text"))
_BRACKETS = regex(rb"[()\[\]{}]")
# What stands before a bracket that opens a block of statements, and no values.
_BEFORE_BLOCK = regex(
    rb"(?:\)|=>|->|\b(?:else|try|do|finally|begin|then)"
    rb"|\b(?:class|struct|interface|namespace|module|object|enum|trait|impl|package)\b[^{};\n]{0,200})\s*\Z"
)
_LINK = regex(rb"\s*(?:->|\??\.|::)\s*\w+[!?]?\s*\(")
_SECTION = regex(rb"\s*\[")
# Settings of other vendors' models.
_OF_OTHERS = regex(
    rb"openai|gpt|gemini|google|mistral|cohere|groq|ollama|azure|deepseek|grok|llama", re.IGNORECASE
)
# How far a rule may look where a change elsewhere does not read all of the text anew.
_REACH = 500


def unread(context: Context, mention: Mention, new: ModelId) -> Iterator[str]:
    """What is near an id and was not read as a part of a request, if a model may refuse it.

    Near is what is in the same brackets, whatever wrote them: a language without a grammar, a text
    with gaps in the place of values, several texts one after another. Settings stand on lines.
    """
    if mention.role not in _SENT:
        return
    if context.language in _WITH_GAPS and _is_cut(context.text.data, mention.span):
        yield "what else it sets"
    read = [
        argument.span
        for request in context.facts.users(mention)
        for argument in request.arguments
        if is_holder(argument.key) or api_name(argument.key) in ParameterRules.load().roots
    ]
    found = [
        match
        for match in _parameters(context, mention)
        if abs(match.start("name") - mention.span.start) <= _REACH
        and not any(span.contains(match.start("name")) for span in read)
    ]
    yield from _refused(context, new, found) if found else ()


def _refused(context: Context, new: ModelId, found: Iterable[re.Match[bytes]]) -> Iterable[str]:
    """The names of those of some parameters that a model refuses, as they are written."""
    values: Values = {}
    written: dict[str, str] = {}
    for match in found:
        parameter = _api_names()[match["name"].lower()]
        written.setdefault(parameter, match["name"].decode())
        values.setdefault(parameter, []).append(_number(match["value"]))
    if _BUDGET in values:
        values |= {_THINKING: [conditions.Shape.MAPPING], _KIND: ["enabled"]}
        written[_KIND] = written[_BUDGET]
    rules = ParameterRules.load()
    refused = {
        name
        for name, each in values.items()
        if any(rules.refused(new.model, name, value) for value in each)
    }
    for rule in refused_together(new, values, context.today):
        refused.update(rule.parameters)
    return dict.fromkeys(written[name] for name in written if name in refused)


def _is_cut(data: bytes, span: Span) -> bool:
    """Whether a bracket around a place is not closed: the rest stands in another text."""
    around = _brackets_around(data, span)
    return around is not None and around.end >= len(data)


def _parameters(context: Context, mention: Mention) -> Iterator[re.Match[bytes]]:
    """What sets parameters near an id."""
    data = context.text.data
    near = data[max(mention.span.start - _REACH, 0) : mention.span.end + _REACH].lower()
    if not any(sign in near for sign in _SIGNS):
        return  # most
    brackets = _brackets_around(data, mention.span)
    if brackets:
        yield from _set().finditer(data, *_chain_behind(data, brackets))
        yield from _outside(context, brackets)
    if context.language == _BY_INDENT and (outer := _indents(context, mention)[1]) >= 0:
        yield from _settings(context, mention, outer)
    if context.facts.users(mention) and context.language not in _WITH_GAPS:
        return
    if brackets:
        yield from _set().finditer(data, *brackets)
        return
    if context.language in _ONE_LINE:
        yield from _set().finditer(data, *context.text.line_around(mention.span, _REACH))
    if context.language in _BY_LINES:
        yield from _settings(context, mention, _indents(context, mention)[0])


def _brackets_around(data: bytes, span: Span) -> Span | None:
    """What is in the innermost brackets around a place, unless they hold statements."""
    first = max(span.start - _REACH, 0)
    opened = next(open_brackets(data[first : span.start], _BRACKETS), None)
    if opened is None:
        return None
    start = first + opened.start()
    is_block = opened[0] == b"{" and _BEFORE_BLOCK.search(data, max(start - _REACH, 0), start)
    if is_block:
        return None
    closed = closing_bracket(data, _BRACKETS, span.end, span.end + _REACH)
    return Span(start, closed.start() if closed else span.end + _REACH)


def _outside(context: Context, brackets: Span) -> Iterator[re.Match[bytes]]:
    """What the mapping sets that a mapping of data with an id stands right in."""
    data = context.text.data
    outer = _brackets_around(data, Span(brackets.start, brackets.end + 1))
    if (
        context.language not in _WITH_GAPS
        or outer is None
        or not data.startswith(b"{", outer.start)
    ):
        return
    for part in (Span(outer.start + 1, brackets.start), Span(brackets.end + 1, outer.end)):
        for match in _set().finditer(data, *part):
            before = data[part.start : match.start()]
            if next(open_brackets(before, _BRACKETS), None) is None:
                yield match


def _chain_behind(data: bytes, brackets: Span) -> Span:
    """The calls that go on behind one: `(id).with_temperature(0.5)`."""
    end, last = brackets.end + 1, brackets.end + _REACH
    while link := _LINK.match(data, end, last):
        closed = closing_bracket(data, _BRACKETS, link.end(), last)
        end = closed.end() if closed else link.end()
        if closed is None:
            break
    return Span(brackets.end, end)


def _settings(context: Context, mention: Mention, indent: int) -> Iterator[re.Match[bytes]]:
    """What the lines around one set that are indented so far, in its section."""
    data = context.text.data
    for way in (-1, 1):
        for line in _lines(context, mention, way):
            if _SECTION.match(data, *line) or _indent(data, line) < indent:
                break
            match = _setting().match(data, *line) if _indent(data, line) == indent else None
            if match and not _OF_OTHERS.search(match["before"]):
                yield match


def _lines(context: Context, mention: Mention, way: int) -> Iterator[Span]:
    """The lines before or behind the one of an id that are not empty, as far as they are near."""
    text = context.text
    at = text.line_at(mention.span.start) + way
    while 0 <= at < text.line_count:
        start, end = text.line_span(at)
        if abs(start - mention.span.start) > _REACH:
            break
        if text.data[start:end].strip():
            yield Span(start, min(end, start + _REACH))
        at += way


def _indents(context: Context, mention: Mention) -> tuple[int, int]:
    """How far the line of an id is indented, and the line that it is below; -1 for none."""
    text = context.text
    own = _indent(text.data, text.line_span(text.line_at(mention.span.start)))
    above = (_indent(text.data, line) for line in _lines(context, mention, -1))
    return own, next((each for each in above if each < own), -1)


def _indent(data: bytes, line: Span) -> int:
    return indent_of(data[line.start : line.end])


def _number(source: bytes) -> float | None:
    """The number that something is set to; None for a name, or what is put in its place."""
    try:
        return float(source)
    except ValueError:
        return None


@cache
def _api_names() -> dict[bytes, str]:
    return {
        each.lower().encode(): path
        for name, path in _PARAMETERS.items()
        for each in (*spellings_of(name), name)
    } | {_ENABLES: _BUDGET}


def _name() -> bytes:
    return b"|".join(map(re.escape, sorted(_api_names(), reverse=True)))


@cache
def _set() -> re.Pattern[bytes]:
    """A parameter and its value: `"temperature": 0.5`, `:temperature 0.5`, `temperature => %s`."""
    return re.compile(
        rb"(?<![A-Za-z])(?:(?:with|set|using)_?)?(?P<name>%s)(?![A-Za-z_])\\?[\"'\]]{0,2}\s*(?:=>|:=|[:=(,]|\s)\s*\\?[\"']?(?P<value>-?\d[\d.]*|(?=\S))"
        % _name(),
        re.IGNORECASE,
    )


@cache
def _setting() -> re.Pattern[bytes]:
    """A line that sets one, whatever its name begins with: `LLM_TEMPERATURE=0.5`."""
    return re.compile(
        rb"(?P<before>[\w\s$.:-]*?)(?P<name>%s)[\"']?\s*(?::=|=>|[:=])\s*[\"']?(?P<value>-?\d[\d.]*|(?=\S))"
        % _name(),
        re.IGNORECASE,
    )
