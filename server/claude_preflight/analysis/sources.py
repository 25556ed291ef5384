"""Where the facts behind findings can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from claude_preflight.analysis.outward import outward_span
from claude_preflight.analysis.reading import Reading
from claude_preflight.findings import Finding, Span
from claude_preflight.knowledge.models import ModelId, ModelRegistry, Sourced
from claude_preflight.records import NamedTuple
from claude_preflight.rules import RULES, Context
from claude_preflight.rules.limits import output_argument
from claude_preflight.settings import Settings

_LIMIT = "max-tokens"


class Link(NamedTuple):
    """A place in a document, the address of the source of what is said of it, and its name."""

    span: Span
    address: str
    source: str


def links_in(
    findings: Iterable[Finding], reading: Reading, settings: Settings, today: date
) -> Iterator[Link]:
    """The links for findings about the end of a model, or about its limit of output."""
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    found = list(findings)
    has_limits = any(each.rule == _LIMIT for each in found)
    limited = dict(_limited(reading, registry, settings, today)) if has_limits else {}
    for finding in found:
        for stated in _stated(finding, limited, today, registry):
            if address := registry.link_of(stated.slug):
                yield Link(finding.span, address, stated.source)
                break


def _stated(
    finding: Finding, limited: Mapping[Span, ModelId], today: date, registry: ModelRegistry
) -> Iterable[Sourced[Any]]:
    """What sources state of the fact behind a finding."""
    if RULES[finding.rule].is_of_deprecated:
        model_id = registry.find(finding.text)
        return registry.lifecycle(model_id, today).sources if model_id else ()
    model_id = limited.get(finding.span) if finding.rule == _LIMIT else None
    return registry.limit_sources(model_id) if model_id else ()


def _limited(
    reading: Reading, registry: ModelRegistry, settings: Settings, today: date
) -> Iterator[tuple[Span, ModelId]]:
    """The values that limit the output of requests, and the models of these."""
    facts, document = reading.facts, reading.document
    if facts is None:
        return
    context = Context.of(document.text, document.language.id, facts, registry, settings, today)
    for request in facts.requests:
        limit, model_id = output_argument(request), context.model_of(request)
        if limit is not None and model_id is not None:
            yield limit.value.span, model_id
    for injection in facts.injections:
        inside = reading.inside(injection.document)
        for span, model_id in _limited(inside, registry, settings, today):
            yield outward_span(injection, span), model_id
