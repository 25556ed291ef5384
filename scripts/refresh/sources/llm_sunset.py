"""llm-sunset: the ends of models, as the pages of the vendors gave them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from claude_preflight.knowledge.model_ids import API
from refresh.archives import Archive
from refresh.rows import DEPRECATED, RETIRES, Row, SourceError, day

_PLATFORMS = {"Anthropic": API, "Azure": "microsoft_foundry", "Google Vertex": "vertex"}


def read(archive: Archive) -> Iterator[Row]:
    """The ends of Claude models and, on the Claude API, the days of their announcement."""
    try:
        for entry in json.loads(archive.one(r"/snapshot\.json$")):
            model, platform = str(entry["model_id"]), _PLATFORMS.get(entry["provider"])
            if platform is None or "claude" not in model:
                continue
            # The pages of Google and Microsoft have days before which nothing ends among them.
            confirmed = platform == API
            yield Row(model, RETIRES, day(str(entry["shutdown_date"])), platform, confirmed)
            if platform == API and entry.get("deprecation_date"):
                yield Row(model, DEPRECATED, day(str(entry["deprecation_date"])))
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(f"the table has another shape: {error!r}") from None
