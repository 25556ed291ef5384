"""litellm's table of prices and limits, on all platforms that it can talk to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from claude_preflight.knowledge.model_ids import API
from refresh.archives import Archive
from refresh.rows import (
    CONTEXT,
    ID,
    INPUT_PRICE,
    OUTPUT,
    OUTPUT_PRICE,
    PREFILL,
    RETIRES,
    Row,
    SourceError,
    day,
    stated,
)

_PLATFORMS = {
    "anthropic": API,
    "azure_ai": "microsoft_foundry",
    "bedrock_converse": "bedrock",
    "vertex_ai-anthropic_models": "vertex",
}
# Its days for these platforms count where it says whence it has them.
_SOURCED = ("bedrock", "databricks")
_AWS_PLATFORM = "bedrock/claude_platform/"


def read(archive: Archive) -> Iterator[Row]:
    """The Claude models in the table."""
    text = archive.one(r"/model_prices_and_context_window_backup\.json$")
    try:
        for key, entry in json.loads(text).items():
            provider = entry.get("litellm_provider")
            # Without a provider there are the fallbacks of a router, in shapes of their own.
            if "claude" in key and provider:
                yield from _entry(key, _platform(key, provider), entry)
    except (AttributeError, TypeError, ValueError) as error:
        raise SourceError(f"the table has another shape: {error!r}") from None


def _platform(key: str, provider: str) -> str:
    if key.startswith(_AWS_PLATFORM):
        return "claude_platform_on_aws"
    return _PLATFORMS.get(provider, provider)


def _entry(key: str, platform: str, entry: Mapping[str, Any]) -> Iterator[Row]:
    yield Row(key, ID, key, platform)
    if entry.get("deprecation_date"):
        confirmed = platform in _SOURCED and bool(entry.get("deprecation_source"))
        confirmed = confirmed or platform == API
        yield Row(key, RETIRES, day(entry["deprecation_date"]), platform, confirmed)
    if platform != API:
        return
    limits = {
        CONTEXT: entry.get("max_input_tokens"),
        OUTPUT: entry.get("max_output_tokens"),
        INPUT_PRICE: _per_million(entry.get("input_cost_per_token")),
        OUTPUT_PRICE: _per_million(entry.get("output_cost_per_token")),
    }
    yield from stated(key, limits)
    if "supports_assistant_prefill" in entry:
        yield Row(key, PREFILL, not entry["supports_assistant_prefill"])


def _per_million(price: float | None) -> float | None:
    return None if price is None else round(price * 1e6, 6)
