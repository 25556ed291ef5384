"""What can be told beside the ids of a document: how long a model lives, and which one is meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from claude_preflight.analysis.outward import inward_span, outward_span
from claude_preflight.analysis.reading import Reading
from claude_preflight.facts.types import Mention
from claude_preflight.findings import Role, Span
from claude_preflight.knowledge.models import ModelId, ModelRegistry, Status
from claude_preflight.records import NamedTuple
from claude_preflight.rules import Context
from claude_preflight.settings import Settings

_ROLES = frozenset((Role.USE, Role.LISTING, Role.COMPARISON, Role.EXAMPLE))


class Hint(NamedTuple):
    """A few words behind a span, about a model."""

    span: Span
    text: str
    model_id: ModelId


def hints_in(reading: Reading, settings: Settings, today: date, place: Span) -> Iterator[Hint]:
    """The hints for what stands at a place, from what is known; nothing is read."""
    facts, document = reading.facts, reading.document
    if facts is None:
        return
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    context = Context.of(document.text, document.language.id, facts, registry, settings, today)
    for mention in facts.mentions:
        if mention.span.end >= place.start and mention.span.start <= place.end:
            yield from _of_mention(context, mention)
    for request in facts.requests:
        model = request.model
        if model is not None and not model.is_direct and _touch(model.value.span, place):
            model_id = context.model_of(request)
            if model_id is not None and not (model.scalar and model.scalar.is_constant):
                yield Hint(model.value.span, f"= {model_id.text}", model_id)
    for injection in facts.injections:
        if injection.role is not Role.PROSE and _touch(injection.span, place):
            inside = reading.inside(injection.document)
            for hint in hints_in(inside, settings, today, inward_span(injection, place)):
                yield hint._replace(span=outward_span(injection, hint.span))


def _of_mention(context: Context, mention: Mention) -> Iterator[Hint]:
    model_id = context.find(mention.text, is_constant=mention.is_constant)
    if model_id is None or mention.role not in _ROLES:
        return
    told = []
    if model_id.model not in mention.text.lower():
        told.append(f"= {model_id.model}")
    life = context.registry.lifecycle(model_id, context.today)
    if life.status is Status.DEPRECATED and life.days_left is not None:
        told.append("1 day left" if life.days_left == 1 else f"{life.days_left} days left")
    if told:
        yield Hint(mention.span, ", ".join(told), model_id)


def _touch(span: Span, other: Span) -> bool:
    return span.start <= other.end and other.start <= span.end
