"""Completion: what can be written at a place, in the spelling that the place takes.

Whether a place takes a model id, and whose, is found out by trying one there.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from datetime import date

from claude_preflight.analysis import incremental
from claude_preflight.analysis.outward import inward_span
from claude_preflight.analysis.reading import Reading
from claude_preflight.facts.types import (
    Argument,
    Mapping,
    Mention,
    Sequence,
    Value,
)
from claude_preflight.findings import Role, Span
from claude_preflight.knowledge import sdk_constants
from claude_preflight.knowledge.model_ids import API
from claude_preflight.knowledge.models import Model, ModelId, ModelRegistry, Status
from claude_preflight.knowledge.parameter_names import api_name, is_holder
from claude_preflight.knowledge.parameters import ParameterRules
from claude_preflight.pins import Pins
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.rules import Context
from claude_preflight.rules.model_platform import ids_at
from claude_preflight.settings import Settings
from claude_preflight.text.model_words import names_a_model
from claude_preflight.text.source_text import Change
from claude_preflight.text.words import ID_CHARACTERS, word_around

_REACH = 200
_QUOTES = (b'"', b"'", b"`")
_CLAUDE = "claude"
# What stands before an id on other platforms ends so: `us.anthropic.`, `bedrock/`.
_HEAD_ENDS = (".", "/", ":")
_ROLES = frozenset((Role.USE, Role.LISTING, Role.COMPARISON, Role.EXAMPLE))
_KEY = regex(rb"([\w.-]+)[\"'`]?\]?\s*(?::=|=>|[:=(,])\s*(?:\w+\()?[\"'`]?$")
_NAME = regex(rb"\w+$")
# So much of the name of a constant has to be there: shorter ones begin all sorts of names.
_SHORTEST = 3
_IDENTIFIER = ID_CHARACTERS.translate(None, b"./:@~[]-")
_VALUE = ID_CHARACTERS.translate(None, b"./:@~[]")
_BETA_HEADER = regex(rb"anthropic-beta[\"'`]?\]?\s*(?:[:=,]|=>)\s*[\"'`]?[\w,. -]*$", re.IGNORECASE)


class Completion(NamedTuple):
    """What can be written, the model that it stands for, and what else there is to say.

    `model_id` is None for what is no model. What is `is_deprecated` still works, and will not.
    """

    text: str
    model_id: ModelId | None
    is_deprecated: bool
    note: str = ""
    is_constant: bool = False


class Completions(NamedTuple):
    """What can be written in the place of a span, the best first."""

    span: Span
    items: tuple[Completion, ...]


class _Place(NamedTuple):
    """A place where an id stands, which was put there to see what becomes of it."""

    context: Context
    mention: Mention
    model_id: ModelId


def completions_at(
    reading: Reading, settings: Settings, today: date, pins: Pins, offset: int
) -> Generator[None, None, Completions | None]:
    """What can be written at an offset; None where we have nothing to say.

    In steps of about a millisecond, for callers that have other things to do.
    """
    found = _constants_at(reading, settings, today, pins, offset) or _values_at(
        reading, settings, today, offset
    )
    return found or (yield from _ids_at(reading, settings, today, pins, offset))


def _ids_at(
    reading: Reading,
    settings: Settings,
    today: date,
    pins: Pins,
    offset: int,
) -> Generator[None, None, Completions | None]:
    """The ids of the models that are served where the id at a place goes, the newest first."""
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    data = reading.document.text.data
    word = word_around(data, Span(offset, offset), _REACH, ID_CHARACTERS)
    head = _head(data, word, offset)
    models = sorted(_released(registry, today), key=_order)
    tried = (each for model in models if (each := registry.find(f"{head}{model.id}")))
    model_id = next(tried, None) if head is not None else None
    if model_id is None:
        return None
    change = Change(word, model_id.text.encode())
    after = incremental.edited(reading, change, reading.document.text.edited(change))
    span = Span(word.start, word.start + len(change.new))
    place = yield from _place(after, settings, today, pins, span)
    if place is None or place.mention.role not in _ROLES:
        return None
    return Completions(word, tuple(_ids(place, models)))


def _head(data: bytes, word: Span, offset: int) -> str | None:
    """What stands before the name of the model in a word, None where no id is being written."""
    typed = data[word.start : offset].decode("utf-8", "replace")
    before = data[max(word.start - _REACH, 0) : word.start]
    is_quoted = before[-1:] in _QUOTES
    head, found, _ = typed.lower().rpartition(_CLAUDE)
    key = _KEY.search(before)
    if found:
        return typed[: len(head)] if is_quoted or key else None
    if not is_quoted or key is None or not names_a_model(key[1].decode("utf-8", "replace")):
        return None
    if not typed or _CLAUDE.startswith(typed.lower()):
        return ""
    return typed if typed.endswith(_HEAD_ENDS) else None


def _place(
    reading: Reading, settings: Settings, today: date, pins: Pins, span: Span
) -> Generator[None, None, _Place | None]:
    """The id that stands at a span, in the document or in one inside."""
    facts, document = (yield from reading.read()), reading.document
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    for mention in facts.mentions:
        if mention.span == span:
            context = Context.of(
                document.text, document.language.id, facts, registry, settings, today, pins
            )
            model_id = context.find(mention.text)
            if model_id is not None:
                return _Place(context, mention, model_id)
    for injection in facts.injections:
        if injection.span.encloses(span):
            inside = reading.inside(injection.document)
            inner = inward_span(injection, span)
            if found := (yield from _place(inside, settings, today, pins, inner)):
                return found
    return None


def _released(registry: ModelRegistry, today: date) -> Iterator[Model]:
    return (each for each in registry.models() if not each.released_on or each.released_on <= today)


def _order(model: Model) -> tuple[bool, int]:
    """The newest first; those that few may use behind all others."""
    return model.is_restricted, -(model.released_on or date.min).toordinal()


def _ids(place: _Place, models: Iterable[Model]) -> Iterator[Completion]:
    context, tried = place.context, place.model_id
    registry, seen = context.registry, set[str]()
    for model in models:
        text = registry.written(model.id, tried.spelling)
        if tried.platform == API:
            text = f"{tried.spelling.route}{model.id}"
        found = context.find(text) if text else None
        for each in ids_at(context, place.mention, found) if found else ():
            model_id = context.find(each)
            if model_id is not None and each not in seen:
                seen.add(each)
                yield from _offered(context, each, model_id)


def _offered(
    context: Context, text: str, model_id: ModelId, note: str = "", *, is_constant: bool = False
) -> Iterator[Completion]:
    """A model that has not ended where the id is of."""
    status = context.registry.lifecycle(model_id, context.today).status
    if status is not Status.RETIRED:
        is_deprecated = status is Status.DEPRECATED
        yield Completion(text, model_id, is_deprecated, note, is_constant)


def _constants_at(
    reading: Reading, settings: Settings, today: date, pins: Pins, offset: int
) -> Completions | None:
    """The constants for models of the SDKs that a file uses, once one has been begun."""
    document, facts = reading.document, reading.facts
    data = document.text.data
    typed = _NAME.search(data, max(offset - _REACH, 0), offset)
    if facts is None or typed is None or len(typed[0]) < _SHORTEST:
        return None
    begun = typed[0].decode("utf-8", "replace")
    constants = [
        each
        for each in sdk_constants.used_in(data, document.language.id)
        if each.name.startswith(begun)
    ]
    if not constants or data[typed.start() - 1 : typed.start()] in _QUOTES:
        return None
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    context = Context.of(
        document.text, document.language.id, facts, registry, settings, today, pins
    )
    known = [(each, found) for each in constants if (found := registry.find(each.model_id))]
    known.sort(key=lambda each: _order(registry.get(each[1].model)))
    span = word_around(data, Span(offset, offset), _REACH, _IDENTIFIER)
    items = (
        item
        for each, found in known
        for item in _offered(
            context,
            each.name,
            found,
            "" if context.has(each) else f"Needs {each.needed_version}.",
            is_constant=True,
        )
    )
    return Completions(span, tuple(items))


def _values_at(
    reading: Reading, settings: Settings, today: date, offset: int
) -> Completions | None:
    """The values of a parameter that the model of its request takes."""
    document, facts = reading.document, reading.facts
    if facts is None:
        return None
    for injection in facts.injections:
        if injection.span.contains(offset):
            inner = inward_span(injection, Span(offset, offset)).start
            found = _values_at(reading.inside(injection.document), settings, today, inner)
            if found is not None:
                shift = offset - inner
                span = Span(found.span.start + shift, found.span.end + shift)
                return found._replace(span=span)
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    context = Context.of(document.text, document.language.id, facts, registry, settings, today)
    for request in facts.requests:
        if request.span.contains(offset):
            data = document.text.data
            path = next(_paths_at(data, request.arguments, offset, ""), None)
            model_id = context.model_of(request)
            model = model_id.model if model_id else ""
            items = tuple(_values(model, path)) if path else ()
            if items:
                span = word_around(data, Span(offset, offset), _REACH, _VALUE)
                return Completions(span, items)
    return _betas_at(context, offset)


def _betas_at(context: Context, offset: int) -> Completions | None:
    """The values of a header, whichever request that is of."""
    data = context.text.data
    line = context.text.line_span(context.text.line_at(offset))
    if not _BETA_HEADER.search(data, max(line.start, offset - _REACH), offset):
        return None
    span = word_around(data, Span(offset, offset), _REACH, _VALUE)
    return Completions(span, tuple(_values("", "betas")))


def _paths_at(data: bytes, arguments: Iterable[Argument], offset: int, above: str) -> Iterator[str]:
    """The path of the parameter whose text an offset is in."""
    for argument in arguments:
        holds = isinstance(argument.value, Mapping) and is_holder(argument.key)
        path = above if holds else f"{above}.{api_name(argument.key)}".lstrip(".")
        yield from _paths_in(data, argument.value, offset, path)


def _paths_in(data: bytes, value: Value, offset: int, path: str) -> Iterator[str]:
    if not value.span.contains(offset):
        return
    if isinstance(value, Mapping):
        yield from _paths_at(data, value.entries, offset, path)
    elif isinstance(value, Sequence):
        for item in value.items:
            yield from _paths_in(data, item, offset, path)
    elif data[value.span.start : value.span.end][:1] in _QUOTES:  # which may be empty yet
        yield path


def _values(model: str, path: str) -> list[Completion]:
    """The values that rules know of; those last that are advised against, or refused in places."""
    rules = ParameterRules.load()
    known = rules.of(model) if model else rules.rules
    values = (each for each in rules.values_of(path) if rules.refused(model, path, each) is None)
    found = [
        Completion(value, None, any(rule.refuses(path, value) for rule in known))
        for value in values
    ]
    return sorted(found, key=lambda each: each.is_deprecated)
