"""What is said of a model in a list to choose from."""

from __future__ import annotations

from datetime import date

from claude_preflight.explanations.markdown import literal, paragraphs
from claude_preflight.explanations.models import dollars
from claude_preflight.knowledge.models import ModelId, ModelRegistry


def model_detail(model_id: ModelId, registry: ModelRegistry) -> str:
    """Price, context and limit of output on one line; what is not known is left out."""
    price, limits = registry.prices(model_id), registry.output_limits(model_id)
    window = next(iter(registry.context_window(model_id)), None)
    cost = ""
    if price:
        cost = f"{dollars(price.input[0].value)}/{dollars(price.output[0].value)} per MTok"
    parts = (
        cost,
        f"{_short(window.value)} context" if window else "",
        f"{_short((limits.vendor or limits.highest).value)} output" if limits else "",
    )
    return ", ".join(filter(None, parts))


def model_note(model_id: ModelId, today: date, registry: ModelRegistry) -> str:
    """The name of a model and where it is in its life, as Markdown."""
    model, life = registry.get(model_id.model), registry.lifecycle(model_id, today)
    released = f"Released on {model.released_on}." if model.released_on else ""
    ends = f"Retires on {life.date}, in {life.days_left} days." if life.days_left else ""
    access = f"Access: {literal(str(model.facts['access']))}." if model.is_restricted else ""
    told = " ".join(filter(None, (released, ends, access)))
    platform = registry.platform_name(model_id.platform)
    return paragraphs(f"**{literal(model.name)}** on {platform}", told)


def _short(count: int) -> str:
    """A number of tokens in a few characters: 1M, 200K, 8,192."""
    for size, mark in ((1_000_000, "M"), (1_000, "K")):
        if count % size == 0:
            return f"{count // size:,}{mark}"
    return f"{count:,}"
