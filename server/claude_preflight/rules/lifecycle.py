"""What the rules about retired and retiring models share: mentions of models that end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claude_preflight.findings import Fix
from claude_preflight.knowledge.model_ids import API, ModelId
from claude_preflight.knowledge.models import Lifecycle, Replacement, Status
from claude_preflight.rules.migration import migration
from claude_preflight.rules.rule import Context
from claude_preflight.source.facts import Mention

_DATED = re.compile(r"20\d{6}")
_End = tuple[Lifecycle, Replacement | None, str]


@dataclass(frozen=True, slots=True)
class Ending:
    """A mention of a model that is retired or will be, and what to use instead."""

    mention: Mention
    lifecycle: Lifecycle
    replacement: Replacement | None
    place: str

    @property
    def advice(self) -> str:
        """What to do, as the end of a sentence."""
        if self.replacement is None:
            return "choose another model"
        if self.replacement.text is None:
            return f"its successor {self.replacement.model.name} is not known to be served there"
        return f"use `{self.replacement.text}`"


def endings(context: Context, status: Status) -> Iterator[Ending]:
    """The mentions of models that have a status on the day."""
    known: dict[str, _End | None] = {}
    for mention in context.facts.mentions:
        # Inside a longer string only a dated id is surely one; the rest may be a part of a name.
        if mention.embedded and not _DATED.search(mention.text):
            continue
        if mention.text not in known:
            known[mention.text] = _end(context, mention.text, status)
        end = known[mention.text]
        if end is not None:
            yield Ending(mention, *end)


def _end(context: Context, text: str, status: Status) -> _End | None:
    """The lifecycle of an id that has a status, its replacement, and where that holds."""
    model_id = context.registry.find(text)
    if model_id is None or not context.registry.has_known_end(model_id):
        return None
    lifecycle = context.registry.lifecycle(model_id, context.today)
    if lifecycle.status is not status:
        return None
    replacement = context.registry.replacement(model_id, context.today)
    return lifecycle, replacement, _place(context, model_id)


def _place(context: Context, model_id: ModelId) -> str:
    """Where the end is, as a part of a sentence, if a platform has one of its own."""
    model = context.registry.get(model_id.model)
    own = ("platform_retirement_dates", "platform_status")
    if model_id.platform == API or not any(model.on_platform(f, model_id.platform) for f in own):
        return ""
    return f" on {context.registry.platform_name(model_id.platform)}"


def fixes(context: Context, ending: Ending) -> tuple[Fix, ...]:
    """The ways out: the migration, where one can be written."""
    if ending.replacement is None or not ending.mention.is_replaceable:
        return ()
    fix = migration(context, ending.mention, ending.replacement)
    return (fix,) if fix else ()
