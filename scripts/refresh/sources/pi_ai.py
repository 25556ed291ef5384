"""pi-ai: models.dev's catalogue as JSON, a file for each provider."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from refresh.archives import Archive
from refresh.rows import (
    CONTEXT,
    ID,
    INPUT_PRICE,
    NAME,
    OUTPUT,
    OUTPUT_PRICE,
    Row,
    SourceError,
    name,
    stated,
)

_PLATFORMS = {
    "amazon-bedrock": "bedrock",
    "azure": "microsoft_foundry",
    "github-copilot": "github_copilot",
    "google-vertex": "vertex",
    "openrouter": "openrouter",
    "vercel-ai-gateway": "vercel_ai_gateway",
}


def read(archive: Archive) -> Iterator[Row]:
    """The vendor's own models, and the ids of other platforms."""
    try:
        for entry in _entries(archive, "anthropic"):
            model, cost = str(entry["id"]), entry.get("cost") or {}
            values = {
                NAME: name(entry["name"]),
                CONTEXT: entry.get("contextWindow"),
                OUTPUT: entry.get("maxTokens"),
                INPUT_PRICE: cost.get("input"),
                OUTPUT_PRICE: cost.get("output"),
            }
            yield Row(model, ID, model)
            yield from stated(model, values)
        for provider, platform in _PLATFORMS.items():
            for entry in _entries(archive, provider):
                # With a tilde OpenRouter names whatever is the newest.
                if "claude" in entry["id"] and not entry["id"].startswith("~"):
                    yield Row(entry["id"], ID, entry["id"], platform)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"the table has another shape: {error!r}") from None


def _entries(archive: Archive, provider: str) -> Iterator[Mapping[str, Any]]:
    text = archive.one(rf"/providers/data/{provider}\.json$")
    for models in json.loads(text).values():
        yield from models.values()
