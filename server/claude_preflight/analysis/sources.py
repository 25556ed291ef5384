"""Where the facts behind findings can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from claude_preflight.analysis.parameters import parameter_at
from claude_preflight.analysis.reading import Reading
from claude_preflight.findings import Finding, Span
from claude_preflight.knowledge.models import ModelRegistry, Sourced
from claude_preflight.rules import RULES
from claude_preflight.settings import Settings


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
    for finding in findings:
        for stated in _stated(finding, reading, settings, today, registry):
            if address := registry.link_of(stated.slug):
                yield Link(finding.span, address, stated.source)
                break


def _stated(
    finding: Finding, reading: Reading, settings: Settings, today: date, registry: ModelRegistry
) -> Iterable[Sourced[Any]]:
    """What sources state of the fact behind a finding."""
    if RULES[finding.rule].is_of_deprecated:
        model_id = registry.find(finding.text)
        return registry.lifecycle(model_id, today).sources if model_id else ()
    if finding.rule == "max-tokens":
        parameter = parameter_at(reading, settings, today, finding.span.start)
        return registry.limit_sources(parameter.model) if parameter else ()
    return ()
