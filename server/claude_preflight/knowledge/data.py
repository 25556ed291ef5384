"""The data files beside this module, read once and when first asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from claude_preflight.regex import regex

_AS_OF = regex(rb'\s*\{\s*"as_of":\s*"(\d{4}-\d\d-\d\d)"')


@cache
def load(name: str) -> Mapping[str, Any]:
    """The content of a data file of this package, for example `models.json`. Not to be changed."""
    content: Mapping[str, Any] = json.loads(Path(__file__).with_name(name).read_bytes())
    return content


@cache
def newest_day() -> date:
    """The day of the newest of the data files."""
    names = (path.name for path in Path(__file__).parent.glob("*.json"))
    return max(date.fromisoformat(_day_of(name)) for name in names)


def _day_of(name: str) -> str:
    """The value of `as_of`: where it stands at the head, the rest need not be parsed."""
    with Path(__file__).with_name(name).open("rb") as file:
        match = _AS_OF.match(file.read(100))
    if match:
        return match[1].decode()
    day: str = load(name)["as_of"]
    return day


def cited(source: Mapping[str, Any], as_of: str) -> str:
    """A source in a few words, with its date or, where it has none, the day it was read.

    That is the day of the data, unless the source was left alone when the others were read anew.
    """
    read = source.get("read", as_of)
    return f"{source['label']}, {source['date'] or f'read {read}'}"
