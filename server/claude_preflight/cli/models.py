"""`claude-preflight models`: the models, how long they have left, and what to use instead."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from claude_preflight.cli.options import parsed_days, today_option, uses_colour
from claude_preflight.cli.reports.model_table import ModelRecord, model_table
from claude_preflight.knowledge.models import Model, ModelRegistry, Sourced
from claude_preflight.safe_text import masked
from claude_preflight.settings_files import load_settings

T = TypeVar("T")

_EXAMPLES = """\b
Examples:
  claude-preflight models
  claude-preflight models --retiring-within 90d
  claude-preflight models --today 2026-08-05 --format json
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--retiring-within",
    "days",
    metavar="DAYS",
    callback=parsed_days,
    help="Show only the models that retire within this many days, for example 90d.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people, json as one list.",
)
@today_option
def command(days: int | None, format_name: str, today: date) -> None:
    """List the models: status, day of retirement, days left, replacement, limits and prices.

    The status is the one on the Claude API; other platforms may have days of their own, which
    `explain` shows. The models and replacements in the settings of this folder count.

    Exit code: 0, or 2 if the command or the settings are wrong.
    """
    settings = load_settings(Path.cwd())
    registry = ModelRegistry.load(settings.models, settings.replacements)
    records = [_record(registry, model, today) for model in registry.models()]
    if days is not None:
        records = [each for each in records if _is_within(days, each["days_left"])]
    if format_name == "json":
        click.echo(masked(json.dumps(records, indent=2, allow_nan=False)))
    else:
        click.echo(_text(records, days), color=True)


def _is_within(days: int, left: int | None) -> bool:
    return left is not None and left <= days


def _text(records: Sequence[ModelRecord], days: int | None) -> str:
    if days is not None and not records:
        return f"No model retires within {days} days."
    return model_table(records, colour=uses_colour(sys.stdout))


def _record(registry: ModelRegistry, model: Model, today: date) -> ModelRecord:
    model_id = registry.find(model.id)
    if model_id is None:
        raise LookupError(f"the registry does not find its own model {model.id}")
    lifecycle = registry.lifecycle(model_id, today)
    replacement = registry.replacement(model_id, today)
    limits = registry.output_limits(model_id)
    price = registry.prices(model_id)
    return {
        "id": model.id,
        "name": model.name,
        "status": lifecycle.status.value,
        "retires_on": lifecycle.date.isoformat() if lifecycle.date else None,
        "days_left": lifecycle.days_left,
        "replacement": replacement.text if replacement else None,
        "max_output_tokens": limits.strictest.value if limits else None,
        "output_limits": [
            {"value": each.value, "source": each.source} for each in (limits.all if limits else ())
        ],
        "context_window": _preferred(registry.context_window(model_id)),
        "price_input_per_mtok": _preferred(price.input) if price else None,
        "price_output_per_mtok": _preferred(price.output) if price else None,
    }


def _preferred(values: Sequence[Sourced[T]]) -> T | None:
    return values[0].value if values else None
