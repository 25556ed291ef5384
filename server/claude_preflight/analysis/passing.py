"""What code passes to an SDK that newer versions of it refuse."""

from __future__ import annotations

from datetime import date

from claude_preflight.analysis.reading import Reading
from claude_preflight.facts.triggers import may_matter
from claude_preflight.knowledge.clients import libraries
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.knowledge.sdks import Sdk
from claude_preflight.pins import Passed, Pins
from claude_preflight.rules.pinned_sdk import open_refusals, refusable
from claude_preflight.rules.rule import Context
from claude_preflight.settings import Settings
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document


def may_pass(data: bytes, sdk: Sdk) -> bool:
    """Whether code can pass such a thing to an SDK at all; told from its bytes."""
    if not may_matter(data) or not libraries()[sdk.library].is_imported(data):
        return False
    plain = _plain(data)
    return any(_plain(name.encode()) in plain for name in refusable(sdk))


def _plain(name: bytes) -> bytes:
    """A name in any spelling: `top_p` and `topP`."""
    return name.lower().replace(b"_", b"")


def passed_parameters(
    document: Document, file: str, settings: Settings, today: date, pins: Pins
) -> tuple[Passed, ...]:
    """The parameters that versions of an SDK refuse which the pins allow, each once.

    `file` is how people are told where that is.
    """
    facts = run_to_end(Reading(document).read())
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    text = document.text
    context = Context.of(text, document.language.id, facts, registry, settings, today, pins)
    found: dict[tuple[str, str], Passed] = {}
    for called, refusal in open_refusals(context):
        for argument in refusal.arguments:
            line = text.line_at(argument.span.start) + 1
            package = pins.of(*called.sdk.packages)[0].package
            passed = Passed(package, argument.key, refusal.since, file, line)
            found.setdefault((package, argument.key), passed)
    return tuple(found.values())
