"""The vendor's command line, in the wheel of the Claude Agent SDK.

It is one program of some hundred megabytes with its tables inside. It is read piece by piece, and
only facts are taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from refresh import javascript
from refresh.archives import Archive
from refresh.rows import (
    ALWAYS_THINKS,
    CONTEXT,
    ID,
    INPUT_PRICE,
    NAME,
    OUTPUT,
    OUTPUT_PRICE,
    RETIRES,
    Row,
    SourceError,
    day,
    stated,
)

_STEP = 2**20
_LARGEST_TABLE = 2**18
_LARGEST_PROGRAM = 2**30

_TIERS = re.compile(rb"\bpricing_tiers:(?=\{)")
_MODELS = re.compile(rb",models:(?=\[)")
_ENDS = re.compile(
    rb'"(claude-[\w.-]{1,60})":\{modelName:"[^"]{1,60}",retirementDates:(\{[^{}]{1,2000}\})'
)
_STATES = re.compile(
    rb'\bids:(\["claude-[^\]]{1,600}\]),status:"(?:retired|deprecated)",date:"([\d-]{10})"'
)
_PLATFORMS = {
    "bedrock": "bedrock",
    "vertex": "vertex",
    "foundry": "microsoft_foundry",
    "anthropicAws": "claude_platform_on_aws",
    "anthropic_aws": "claude_platform_on_aws",
    "anthropicGoogleCloud": "claude_on_google_cloud",
    "anthropic_google_cloud": "claude_on_google_cloud",
    "mantle": "bedrock_mantle",
}


def read(archive: Archive) -> Iterator[Row]:
    """Its catalogue of models on the platforms, and the days on which they end there."""
    programs = archive.find(r"/_bundled/claude(?:\.exe)?$")
    if len(programs) != 1:
        raise SourceError(f"{len(programs)} files are the program, not one")
    catalogue: tuple[Any, Any] | None = None
    ends: dict[bytes, bytes] = {}
    states: dict[bytes, bytes] = {}
    for window in _windows(archive, programs[0]):
        catalogue = catalogue or _catalogue(window)
        ends.update(_all(_ENDS, b"retirementDates:", window))
        states.update(_all(_STATES, b'ids:["claude-', window))
    if catalogue is None:
        raise SourceError("the catalogue of models is not there")
    if not ends:
        raise SourceError("the table of ends on the platforms is not there")
    yield from _models(*catalogue)
    for model, days in ends.items():
        yield from _ends(model.decode(), javascript.read(days.decode("utf-8", "replace")))
    for models, end in states.items():
        for each in _list(javascript.read(models.decode("utf-8", "replace"))):
            yield Row(str(each), RETIRES, day(end.decode()))


def _windows(archive: Archive, name: str) -> Iterator[bytes]:
    """Overlapping pieces of the program, so that each table is whole in one of them."""
    kept, total = b"", 0
    with archive.open(name) as stream:
        while piece := stream.read(_STEP):
            total += len(piece)
            if total > _LARGEST_PROGRAM:
                raise SourceError(f"{name} has more than {_LARGEST_PROGRAM} bytes")
            window = kept + piece
            yield window
            kept = window[-_LARGEST_TABLE:]


def _all(pattern: re.Pattern[bytes], part: bytes, window: bytes) -> list[tuple[bytes, bytes]]:
    """Where a pattern fits; most windows have not even that part of it."""
    return pattern.findall(window) if part in window else []


def _catalogue(window: bytes) -> tuple[Any, Any] | None:
    """The price tiers and the models, which stand side by side."""
    if b"pricing_tiers:" not in window:
        return None
    for found in _TIERS.finditer(window):
        tiers = javascript.balanced(window, found.end())
        after = _MODELS.match(window, found.end() + len(tiers)) if tiers else None
        models = javascript.balanced(window, after.end()) if after else None
        if tiers and models:
            read = [javascript.read(each.decode("utf-8", "replace")) for each in (tiers, models)]
            return read[0], read[1]
    return None


def _models(tiers: Any, models: Any) -> Iterator[Row]:
    for entry in _list(models):
        try:
            ids: Mapping[str, Any] = entry["provider_ids"]
            model, price = ids["first_party"] or entry["id"], tiers[entry["pricing"]]
            limits = {
                CONTEXT: _context(entry.get("context") or {}),
                OUTPUT: entry["max_output_tokens"]["upper"],
                INPUT_PRICE: price["input"],
                OUTPUT_PRICE: price["output"],
            }
            yield Row(model, NAME, f"Claude {entry['display_name']}")
            capabilities = entry["capabilities"]
        except (KeyError, TypeError) as error:
            raise SourceError(f"an entry of the catalogue has another shape: {error!r}") from None
        yield Row(model, ID, model)
        yield from stated(model, limits)
        for key, platform in _PLATFORMS.items():
            if ids.get(key):
                yield Row(model, ID, str(ids[key]), platform)
        if "adaptive_thinking" in capabilities:
            yield Row(model, ALWAYS_THINKS, "rejects_disabled_thinking" in capabilities)


def _context(context: Mapping[str, Any]) -> object:
    """The window that a request gets without a beta header."""
    if context.get("clamp_long_context_without_beta") or "maximum_window" not in context:
        return context.get("window")
    return context["maximum_window"]


def _ends(model: str, days: Any) -> Iterator[Row]:
    for key, end in days.items():
        if end and key == "firstParty":
            yield Row(model, RETIRES, day(end))
        elif end and key in _PLATFORMS:
            yield Row(model, RETIRES, day(end), _PLATFORMS[key])


def _list(found: object) -> list[Any]:
    if not isinstance(found, list):
        raise SourceError("a list of the catalogue is none")
    return found
