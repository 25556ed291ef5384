"""What a model refuses about a request as a whole: parameters that do not go together."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from claude_preflight.facts.types import Argument, Mapping, Scalar, Sequence, Unknown, Value
from claude_preflight.findings import Span
from claude_preflight.knowledge import conditions
from claude_preflight.knowledge.conditions import FlatParameters
from claude_preflight.knowledge.models import ModelId
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.regex import regex
from claude_preflight.text.source_text import SourceText

Values = dict[str, list[object]]
"""Parameters by their API names, inner ones with a dot, and what each is set to as far as known."""

# Keys are short; a prompt may be long, and each of its words is looked at once.
_INNER = regex(r"""["']?\b(?P<key>\w{1,40})\b["']?\s*[:=]\s*["']?(?P<value>[\w.-]+|[{[])""")
# A text is no expression, whatever it says.
_TEXT = regex(r"""("|'|`)(?:(?!\1)[^\\]|\\.)*?[\s{:](?:(?!\1)[^\\]|\\.)*\1""", re.DOTALL)
# The classes of the SDKs say which type they are: `ThinkingConfigEnabled`, `OfDisabled`.
_KIND = regex(
    r"\b(?:ThinkingConfig\w*?|ToolChoice\w*?|Of)(Enabled|Disabled|Adaptive|Any|Tool|Auto|None)"
    r"(?:Param)?(?![a-z])"
)
_UNIONS = frozenset(("thinking", "tool_choice"))
_CLASS_REACH = 60
_CONTENT = ".content"
_BOOLEANS = {"true": True, "false": False}
# What is set to a mapping or a list is set, though not to a value.
_OPENINGS = {"{": conditions.Shape.MAPPING, "[": None}

# What stands before parameters says at times what they are for: a stream, or an entry of a batch.
_BEFORE = 400
_STREAMED = regex(
    rb"\.(?:stream|new_?streaming|create_?streaming)\s*(?:\(\s*(?:ctx\s*,\s*)?)?\Z", re.IGNORECASE
)
_BATCHED = regex(rb"\bcustom_?id\b[^;]{1,200}\bparams\b\W{1,6}[\w.]{0,80}\Z", re.IGNORECASE)


def values_of(text: SourceText, *arguments: Argument) -> Values:
    """What arguments set: themselves, and all that is known of what is inside."""
    values: Values = {}
    for argument in arguments:
        values.pop(api_name(argument.key), None)
        _add(text, api_name(argument.key), argument.value, values)
    return values


def _add(text: SourceText, path: str, value: Value, values: Values) -> None:
    """Add what a path is set to, and what is set below it."""
    if isinstance(value, Mapping):
        values.setdefault(path, []).append(conditions.Shape.MAPPING)
        _add_kinds(text, path, value, values)
        for entry in value.entries:
            _add(text, f"{path}.{api_name(entry.key)}", entry.value, values)
    elif isinstance(value, Sequence):
        values.setdefault(path, [])
        for item in value.items:
            _add(text, path, item, values)
        if value.items and isinstance(value.items[-1], Unknown):
            _end_unknown(path, values)
    elif isinstance(value, Scalar):
        values.setdefault(path, []).append(_plain(value))
    else:
        # What a message says may be written out elsewhere.
        is_text = path.endswith(_CONTENT)
        values.setdefault(path, []).append(conditions.Shape.TEXT if is_text else None)
        _add_kinds(text, path, value, values)
        for name, inner in _INNER.findall(_TEXT.sub("", text.slice(value.written_at))):
            values.setdefault(f"{path}.{api_name(name)}", []).append(_inner_value(inner))


def _add_kinds(text: SourceText, path: str, value: Mapping | Unknown, values: Values) -> None:
    """Add the type that the class of a value says, where the value does not say it itself."""
    if path not in _UNIONS:
        return
    source = text.slice(value.written_at if isinstance(value, Unknown) else value.span)
    if isinstance(value, Mapping):
        if any(api_name(entry.key) == "type" for entry in value.entries):
            return
        start = max(value.origin.start - _CLASS_REACH, 0)
        source += text.slice(Span(start, value.origin.end))
    for kind in dict.fromkeys(_KIND.findall(source)):
        values.setdefault(f"{path}.type", []).append(kind.lower())


def kind_of_class(text: SourceText, parameter: str, written: Span) -> str:
    """The type that the class of a value says, as far as it says one; "" if it does not."""
    if parameter not in _UNIONS:
        return ""
    start = max(written.start - _CLASS_REACH, 0)
    before = text.slice(Span(start, written.start)).rpartition(parameter)[2]
    kinds = {kind.lower() for kind in _KIND.findall(before + text.slice(written))}
    return kinds.pop() if len(kinds) == 1 else ""


def _end_unknown(path: str, values: Values) -> None:
    """Note that the last element of a list, and so what is set in it, is not known."""
    for name, found in values.items():
        if name.startswith(f"{path}."):
            found.append(None)


def _plain(value: Scalar) -> object:
    """The value as the API gets it: a number, also where a language or a file writes it bare."""
    literal = value.literal
    if isinstance(literal, str) and value.origin == value.span:
        scalar = _scalar(literal)
        return literal if scalar is None else scalar
    return literal


def is_streamed(text: SourceText, span: Span) -> bool:
    """Whether the method that parameters are passed to asks for a stream."""
    return _STREAMED.search(text.data[max(span.start - _BEFORE, 0) : span.start]) is not None


def call_of(text: SourceText, span: Span) -> str:
    """The method that takes parameters, where their place tells; "" where it does not."""
    before = text.data[max(span.start - _BEFORE, 0) : span.start]
    return "messages.batches.create" if _BATCHED.search(before) else ""


def refused_together(
    model: ModelId, values: Values, today: date, call: str = ""
) -> tuple[ParameterRule, ...]:
    """The rules by which a model refuses what a request sets, one by one or together."""
    # True is equal to 1, but is refused elsewhere.
    given = tuple((name, tuple((type(v), v) for v in found)) for name, found in values.items())
    return _refused(model.model, model.platform, given, today, call)


# The requests of a file are much alike, and an editor asks for all of them at each keystroke.
@lru_cache(maxsize=256)
def _refused(
    model: str,
    platform: str,
    given: tuple[tuple[str, tuple[tuple[type, object], ...]], ...],
    today: date,
    call: str,
) -> tuple[ParameterRule, ...]:
    parameters = FlatParameters({name: [value for _, value in found] for name, found in given})
    request = conditions.Request(parameters, model=model, platform=platform, today=today, call=call)
    return tuple(ParameterRules.load().refusing(request))


def _inner_value(source: str) -> object:
    if source in _OPENINGS:
        return _OPENINGS[source]
    scalar = _scalar(source)
    return source if scalar is None else scalar


def _scalar(source: str) -> float | bool | None:
    """A number or a boolean as languages write it; None for anything else."""
    if source.lower() in _BOOLEANS:
        return _BOOLEANS[source.lower()]
    try:
        return float(source)
    except ValueError:
        return None
