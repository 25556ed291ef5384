"""What is known about a rule, a model or an error, as Markdown.

The command line (`explain`), the hovers and the documentation show the same text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from claude_preflight.explanations.errors import (
    explain_error,
    explain_error_code,
    explain_errors,
    explain_reference,
    quick_reference,
)
from claude_preflight.explanations.models import explain_model
from claude_preflight.knowledge.errors import ErrorCatalog
from claude_preflight.knowledge.models import ModelRegistry

if TYPE_CHECKING:
    from claude_preflight.rules.rule import Rule

__all__ = [
    "explain",
    "explain_error",
    "explain_error_code",
    "explain_errors",
    "explain_model",
    "explain_reference",
    "explain_rule",
    "quick_reference",
    "suggestions",
]

_OVERVIEW = "errors"
_STATUS = re.compile(r"(?:http\s*)?(\d{3})", re.IGNORECASE)


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
    error = _explain_error(topic, language_id)
    if error:
        return error
    registry = registry or ModelRegistry.load()
    model_id = registry.find(topic)
    if model_id:
        return explain_model(model_id, today, registry)
    rule = _rules().get(topic.lower())
    return explain_rule(rule) if rule else None


def explain_rule(rule: Rule) -> str:
    """The page of a rule: what it finds, which answer it prevents, and its help."""
    prevents = f"Prevents: {rule.http}"
    return "\n\n".join((f"### {rule.name} (`{rule.code}`)", rule.summary, prevents, rule.help))


def suggestions(topic: str, registry: ModelRegistry | None = None) -> tuple[str, ...]:
    """What may have been meant by a topic of which nothing is known, the likeliest first."""
    names = {name.lower(): name for name in _topics()}
    near = difflib.get_close_matches(topic.strip().lower(), names, n=2)
    model = (registry or ModelRegistry.load()).closest(topic.strip())
    return tuple(dict.fromkeys([*([model] if model else []), *(names[name] for name in near)]))


def _explain_error(topic: str, language_id: str) -> str | None:
    catalog = ErrorCatalog.load()
    code = catalog.error_code(topic)
    if code:
        return explain_error_code(code, language_id)
    entry = catalog.get(topic)
    if entry:
        return explain_error(entry, language_id)
    status = _STATUS.fullmatch(topic)
    found = catalog.by_status(int(status[1])) if status else ()
    found = found or catalog.by_type(topic) or catalog.by_class(topic) or catalog.by_message(topic)
    return explain_errors(found, language_id) if found else None


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
