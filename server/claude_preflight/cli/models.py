"""`claude-preflight models`: the models, how long they have left, and what to use instead."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from claude_preflight.cli.options import (
    color_option,
    format_option,
    knowledge_option,
    parsed_days,
    today_option,
    tokens_option,
    uses_colour,
)
from claude_preflight.cli.reports.model_table import ModelRecord, model_table
from claude_preflight.cli.reports.savings_table import SavingRecord, savings_table
from claude_preflight.knowledge.models import Model, ModelRegistry, Sourced
from claude_preflight.migration_report.usage import Volume
from claude_preflight.safe_text import masked
from claude_preflight.settings import KnowledgeFile
from claude_preflight.workspace.settings_files import load_settings

T = TypeVar("T")
Decorated = TypeVar("Decorated", bound=Callable[..., object])

_TOKENS = "With --savings: how many of these tokens."

_EXAMPLES = """\b
Examples:
  claude-preflight models
  claude-preflight models --retiring-within 90d
  claude-preflight models --today 2026-08-05 --format json
  claude-preflight models --savings --input-tokens 50000000 --output-tokens 2000000
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--retiring-within",
    "days",
    metavar="DAYS",
    callback=parsed_days,
    help="Show only the models that retire within this many days, for example 90d.",
)
@format_option(("text", "json"), "text for people, json as one list.")
@click.option(
    "--savings",
    is_flag=True,
    help="Show what moving to the replacement saves, in US dollars for a volume of tokens.",
)
@tokens_option("input", _TOKENS)
@tokens_option("output", _TOKENS)
@today_option
@knowledge_option
@color_option
def command(
    days: int | None,
    format_name: str,
    input_tokens: int | None,
    output_tokens: int | None,
    today: date,
    knowledge: KnowledgeFile | None,
    color: str,
    *,
    savings: bool,
) -> None:
    """List the models: status, day of retirement, days left, replacement, limits and prices.

    The status is the one on the Claude API; other platforms may have days of their own, which
    `explain` shows. The models and replacements in the settings of this folder count.

    Exit code: 0, or 2 if the command or the settings are wrong.
    """
    if not savings and (input_tokens, output_tokens) != (None, None):
        raise click.UsageError("--input-tokens and --output-tokens are for --savings; add it.")
    settings = load_settings(Path.cwd())
    registry = ModelRegistry.load(
        settings.models, settings.replacements, knowledge or settings.knowledge
    )
    records = [_record(registry, model, today) for model in registry.models()]
    if days is not None:
        records = [each for each in records if _is_within(days, each["days_left"])]
    colour = uses_colour(sys.stdout, color)
    if savings:
        volume = Volume.of(input_tokens, output_tokens)
        _print_savings(list(_savings(records, registry, volume)), format_name, colour=colour)
    elif format_name == "json":
        click.echo(masked(json.dumps(records, indent=2, allow_nan=False)))
    else:
        click.echo(_text(records, days, colour=colour), color=True)


def _savings(
    records: Iterable[ModelRecord], registry: ModelRegistry, volume: Volume
) -> Iterator[SavingRecord]:
    """What each model that has a replacement costs and will cost, where the prices are known."""
    for record in records:
        old = registry.prices(record["id"])
        replacement = registry.find(record["replacement"]) if record["replacement"] else None
        new = registry.prices(replacement) if replacement else None
        if old is None or new is None or record["replacement"] is None:
            continue
        costs = [round(each.cost(volume.input, volume.output), 2) for each in (old, new)]
        yield {
            "id": record["id"],
            "status": record["status"],
            "replacement": record["replacement"],
            "input_tokens": volume.input,
            "output_tokens": volume.output,
            "cost": costs[0],
            "replacement_cost": costs[1],
            "saved": round(costs[0] - costs[1], 2),
        }


def _print_savings(records: list[SavingRecord], format_name: str, *, colour: bool) -> None:
    if format_name == "json":
        click.echo(masked(json.dumps(records, indent=2, allow_nan=False)))
    elif records:
        click.echo(savings_table(records, colour=colour), color=True)
    else:
        click.echo("No model with a replacement and a known price.")


def _is_within(days: int, left: int | None) -> bool:
    return left is not None and left <= days


def _text(records: Sequence[ModelRecord], days: int | None, *, colour: bool) -> str:
    if days is not None and not records:
        return f"No model retires within {days} days."
    return model_table(records, colour=colour)


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
