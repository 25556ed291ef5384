"""Moves: an id at a place in a document, and the fixes that move it to models of one's choice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from claude_preflight.analysis.outward import inward_span, outward
from claude_preflight.analysis.reading import Reading
from claude_preflight.facts.types import Mention
from claude_preflight.findings import Finding, Fix, Role, Severity, Span
from claude_preflight.knowledge.behaviour import Change, changes
from claude_preflight.knowledge.models import ModelId, ModelRegistry
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.pins import Pins
from claude_preflight.records import NamedTuple
from claude_preflight.rules import Context
from claude_preflight.rules.moved_models import CODE, move_fix, moved_text
from claude_preflight.settings import Settings
from claude_preflight.syntax.injections import Injection


class MovableId(NamedTuple):
    """An id in use, in a document that stands in others: `around` are they, the innermost first."""

    mention: Mention
    context: Context
    around: tuple[Injection, ...] = ()

    def targets(self) -> Iterator[ModelId]:
        """The models to move to, each as an id of the Claude API.

        They are the active ones of the family, the newest first, and then the newest one of each
        other family. Few may use a restricted model, so only its like get one.
        """
        registry, mention = self.context.registry, self.mention
        old = self.context.find(mention.text, is_constant=mention.is_constant)
        if old is None:
            return
        model = registry.get(old.model)
        active = [
            each
            for each in registry.active_models(self.context.today)
            if each.id != model.id and (model.is_restricted or not each.is_restricted)
        ]
        alike = [each for each in active if each.family == model.family]
        newest = {each.family: each for each in reversed(active)}
        others = [each for each in active if each is newest[each.family] and each not in alike]
        for each in (*alike, *others):
            if target := registry.find(each.id):
                yield target

    def text(self, target: ModelId) -> str | None:
        """What the fix that moves the id to a model writes for it, None where there is no fix."""
        return moved_text(self.context, self.mention, target)

    def changes(self, target: ModelId) -> list[Change]:
        """The defaults that are others there, of what no request that the id is in sets."""
        registry, facts = self.context.registry, self.context.facts
        old = self.context.find(self.mention.text, is_constant=self.mention.is_constant)
        if old is None:
            return []
        requests = facts.users(self.mention)
        set_by_all = {
            api_name(argument.key)
            for request in requests[:1]
            for argument in request.arguments
            if all(request.argument(argument.name) for request in requests)
        }
        found = changes(registry.get(old.model), registry.get(target.model))
        return [each for each in found if each.parameter.partition(".")[0] not in set_by_all]

    def move(self, target: ModelId) -> Fix | None:
        """The fix that moves the id to a model, None where it cannot be written."""
        fix = move_fix(self.context, self.mention, target)
        if fix is None:
            return None
        mention = self.mention
        found = Finding(
            CODE, "", mention.span, Severity.HINT, mention.text, mention.role, fixes=(fix,)
        )
        for injection in self.around:
            found = outward(injection, found)
        return next(iter(found.fixes), None)


def movable_at(
    reading: Reading, settings: Settings, today: date, pins: Pins, place: Span
) -> MovableId | None:
    """The id in use that touches a place, None if there is none or more than one.

    It is looked up in what is known of the document; nothing is read.
    """
    found = _touching(reading, settings, today, pins, place)
    first = next(found, None)
    return None if next(found, None) else first


def _touching(
    reading: Reading, settings: Settings, today: date, pins: Pins, place: Span
) -> Iterator[MovableId]:
    document, facts = reading.document, reading.facts
    if facts is None or reading.conclusion is None:
        return
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    context = Context.of(
        document.text, document.language.id, facts, registry, settings, today, pins=pins
    )
    mentions = facts.mentions
    # They do not overlap, so that only one before may reach the place.
    first = max(bisect_left(mentions, place.start, key=lambda each: each.span.start) - 1, 0)
    for mention in mentions[first:]:
        if mention.span.start > place.end:
            break
        if mention.span.end >= place.start and mention.role is Role.USE:
            yield MovableId(mention, context)
    for injection in facts.injections:
        if injection.role is None and _touch(injection.span, place):
            inside = reading.inside(injection.document)
            for each in _touching(inside, settings, today, pins, inward_span(injection, place)):
                yield MovableId(each.mention, each.context, (*each.around, injection))


def _touch(span: Span, other: Span) -> bool:
    return span.start <= other.end and other.start <= span.end
