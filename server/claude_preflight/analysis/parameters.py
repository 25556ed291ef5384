"""The parameter of a request at a place, looked up in what is known of a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from claude_preflight.analysis.outward import outward_span
from claude_preflight.analysis.reading import Reading
from claude_preflight.facts.types import Argument, Mapping, Request, Sequence, Value
from claude_preflight.findings import Span
from claude_preflight.knowledge.models import ModelId, ModelRegistry
from claude_preflight.knowledge.parameter_names import api_name, is_holder
from claude_preflight.records import NamedTuple
from claude_preflight.rules import Context
from claude_preflight.rules.refusals import call_of, refused_together, values_of
from claude_preflight.settings import Settings
from claude_preflight.text.model_words import is_model_key

# Of a longer text nobody asks which parameter it is.
_LONGEST_VALUE = 80


class ParameterAt(NamedTuple):
    """A parameter of a request whose model is known.

    `path` is its name in the API, an inner one with dots, and `written` what it is called here;
    `span` is the name and, if that is short, the value. `refusals` are the ids of the rules by
    which the request is refused.
    """

    path: str
    written: str
    span: Span
    model: ModelId
    language: str
    refusals: frozenset[str]


class _Found(NamedTuple):
    """An argument at a place, and the path that leads to it."""

    argument: Argument
    path: str
    span: Span


def parameter_at(
    reading: Reading, settings: Settings, today: date, place: int
) -> ParameterAt | None:
    """The parameter whose name or value stands at an offset; nothing is read for it."""
    facts, document = reading.facts, reading.document
    if facts is None or reading.conclusion is None:
        return None
    for injection in facts.injections:
        inside = place - injection.span.start
        if 0 <= inside <= injection.span.end - injection.span.start:
            offset = injection.source_map.inward(Span(inside, inside)).start
            found = parameter_at(reading.inside(injection.document), settings, today, offset)
            if found is not None:
                return found._replace(span=outward_span(injection, found.span))
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    context = Context.of(document.text, document.language.id, facts, registry, settings, today)
    for request in facts.requests:
        here = _smallest(_at(request.arguments, place, ""))
        model = context.model_of(request) if here else None
        if here is not None and model is not None:
            refusals = _refusals(context, request, model)
            argument, language = here.argument, document.language.id
            return ParameterAt(here.path, argument.key, here.span, model, language, refusals)
    return None


def _smallest(found: Iterator[_Found]) -> _Found | None:
    return min(found, key=lambda each: each.span.end - each.span.start, default=None)


def _at(arguments: tuple[Argument, ...], place: int, above: str) -> Iterator[_Found]:
    """The arguments at a place, and those inside of them."""
    for argument in arguments:
        if not (argument.span.contains(place) or argument.value.span.contains(place)):
            continue
        holds = isinstance(argument.value, Mapping) and is_holder(argument.key)
        path = above if holds else f"{above}.{api_name(argument.key)}".lstrip(".")
        yield from _inside(argument.value, place, path)
        span = _shown(argument)
        if span.contains(place) and not holds and not is_model_key(argument.key):
            yield _Found(argument, path, span)


def _inside(value: Value, place: int, path: str) -> Iterator[_Found]:
    if isinstance(value, Mapping):
        yield from _at(value.entries, place, path)
    elif isinstance(value, Sequence):
        for item in value.items:
            if item.span.contains(place):
                yield from _inside(item, place, path)


def _shown(argument: Argument) -> Span:
    """The name of an argument, with its value if that is one word, a number or an expression."""
    value = argument.value
    is_text = isinstance(argument.literal, str) and " " in argument.literal.strip()
    is_long = argument.span.end - argument.span.start > _LONGEST_VALUE
    if is_text or is_long or isinstance(value, (Mapping, Sequence)):
        end = value.span.start if argument.span.encloses(value.span) else argument.span.end
        return Span(argument.span.start, end)
    return argument.span


def _refusals(context: Context, request: Request, model: ModelId) -> frozenset[str]:
    values = values_of(context.text, *request.arguments)
    call = call_of(context.text, request.span)
    return frozenset(rule.id for rule in refused_together(model, values, context.today, call))
