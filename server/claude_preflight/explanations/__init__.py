"""What is known about a rule, a model or an error, as Markdown.

The command line (`explain`) and the documentation show whole pages, hovers what fits on a screen.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from claude_preflight.explanations.error_hover import error_hover
from claude_preflight.explanations.error_page import error_page
from claude_preflight.explanations.error_references import (
    ErrorReference,
    error_reference_in,
    names_another_vendor,
)
from claude_preflight.explanations.errors import (
    explain_error,
    explain_error_code,
    explain_errors,
    explain_reference,
    quick_reference,
)
from claude_preflight.explanations.markdown import paragraphs
from claude_preflight.explanations.model_hover import model_hover
from claude_preflight.explanations.models import explain_model
from claude_preflight.explanations.parameters import explain_parameter
from claude_preflight.findings import Span
from claude_preflight.knowledge.errors import ErrorCatalog
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.regex import regex
from claude_preflight.text.source_text import SourceText

if TYPE_CHECKING:
    from claude_preflight.rules.rule import Rule

__all__ = [
    "error_hover",
    "error_page",
    "explain",
    "explain_error",
    "explain_error_code",
    "explain_errors",
    "explain_model",
    "explain_parameter",
    "explain_reference",
    "explain_rule",
    "model_hover",
    "quick_reference",
    "suggestions",
]

_OVERVIEW = "errors"
_FINDING = regex(r":\d+:\d+: [^\n]*\[([a-z-]+)\]\s*\Z")
# How long a part of a message has to be, in characters, to tell which one is meant.
_LEAST_PART = 10
_STATUS = regex(r"(?:http\s*)?(\d{3})", re.IGNORECASE)


def explain(
    topic: str, today: date, language_id: str = "python", registry: ModelRegistry | None = None
) -> str | None:
    """Explain a rule, an error or a model, whichever the topic names; None if nothing is known.

    An error is named by its code in the catalog, its status, type or exception class, a value of
    `error.details.error_code`, or its message; "errors" names all. A model is named by its id on
    any platform.
    """
    topic = topic.strip()
    if topic.lower() == _OVERVIEW:
        return quick_reference()
    registry = registry or ModelRegistry.load()
    reference = _named_error(topic)
    if reference is None:
        if model_id := registry.find(topic):
            return explain_model(model_id, today, registry)
        # A finding, as `check` prints it, ends with its rule.
        finding = _FINDING.search(topic)
        if rule := _rules().get(finding[1] if finding else topic.lower()):
            return explain_rule(rule)
        reference = error_reference_in(SourceText.of(topic))
    if reference is None:
        return None
    # The ids come last, so that programs and people find them.
    ids = f"In the error reference: {', '.join(reference.codes)}"
    return paragraphs(explain_reference(reference, language_id), ids)


def explain_rule(rule: Rule) -> str:
    """The page of a rule: what it finds, which answer it prevents if it does, and its help."""
    prevents = [f"Prevents: {rule.http}"] if rule.http else []
    return "\n\n".join((f"### {rule.name} (`{rule.code}`)", rule.summary, *prevents, rule.help))


def suggestions(topic: str, registry: ModelRegistry | None = None) -> tuple[str, ...]:
    """What may have been meant by a topic of which nothing is known, the likeliest first."""
    names = {name.lower(): name for name in _topics()}
    near = difflib.get_close_matches(topic.strip().lower(), names, n=2)
    model = (registry or ModelRegistry.load()).closest(topic.strip())
    return tuple(dict.fromkeys([*([model] if model else []), *(names[name] for name in near)]))


def _named_error(topic: str) -> ErrorReference | None:
    """The error that a topic is the name, the message or a telling part of the message of."""
    catalog = ErrorCatalog.load()
    whole = Span(0, len(topic.encode()))
    if code := catalog.error_code(topic):
        return ErrorReference(whole, (code.entry,), code.error_code)
    if entry := catalog.get(topic):
        return ErrorReference(whole, (entry.code,))
    if names_another_vendor(topic):
        return None
    status = _STATUS.fullmatch(topic)
    found = catalog.by_status(int(status[1])) if status else ()
    found = found or catalog.by_type(topic) or catalog.by_class(topic) or catalog.by_message(topic)
    if not found and len(topic) >= _LEAST_PART and " " in topic:
        found = catalog.entries_of(catalog.messages.having(topic, common=True))
    return ErrorReference(whole, tuple(entry.code for entry in found)) if found else None


def _topics() -> Iterator[str]:
    catalog = ErrorCatalog.load()
    yield _OVERVIEW
    yield from _rules()
    yield from (entry.code for entry in catalog.entries)
    yield from (code.error_code for code in catalog.error_codes)
    yield from sorted(catalog.error_types)
    yield from sorted(catalog.class_names)


def _rules() -> dict[str, Rule]:
    # A late import: the rules bring the parsers with them, which errors and models do not need.
    from claude_preflight.rules import RULES

    return RULES
