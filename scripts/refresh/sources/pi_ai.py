"""pi-ai: models.dev's catalogue as JSON, a file for each provider."""

from __future__ import annotations

import json
from collections.abc import Iterator

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


def read(archive: Archive) -> Iterator[Row]:
    """The vendor's own models."""
    try:
        for models in json.loads(archive.one(r"/providers/data/anthropic\.json$")).values():
            for entry in models.values():
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
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"the table has another shape: {error!r}") from None
