"""The profiles of langchain-anthropic, taken from models.dev and mended by hand."""

from __future__ import annotations

from collections.abc import Iterator

from refresh.archives import Archive
from refresh.python_code import table
from refresh.rows import (
    CONTEXT,
    EFFORT,
    EFFORT_DEFAULT,
    NAME,
    OUTPUT,
    RELEASED,
    SAMPLING,
    Row,
    SourceError,
    day,
    name,
    stated,
)


def read(archive: Archive) -> Iterator[Row]:
    """The profile of each model."""
    for model, profile in table(archive, "_PROFILES").items():
        if not isinstance(profile, dict):
            raise SourceError(f"the profile of {model} is no table")
        values = {
            NAME: name(profile.get("name")),
            CONTEXT: profile.get("max_input_tokens"),
            OUTPUT: profile.get("max_output_tokens"),
            EFFORT: profile.get("reasoning_effort_levels") or None,
            EFFORT_DEFAULT: profile.get("reasoning_effort_default"),
        }
        yield from stated(model, values)
        if profile.get("release_date"):
            yield Row(model, RELEASED, day(str(profile["release_date"])))
        if "temperature" in profile:
            yield Row(model, SAMPLING, not profile["temperature"])
