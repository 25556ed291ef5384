"""The data files beside this module, read once and when first asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def load(name: str) -> Mapping[str, Any]:
    """The content of a data file of this package, for example `models.json`. Not to be changed."""
    content: Mapping[str, Any] = json.loads(Path(__file__).with_name(name).read_bytes())
    return content


def cited(source: Mapping[str, Any], as_of: str) -> str:
    """A source in a few words, with its date or, where it has none, the day it was read.

    That is the day of the data, unless the source was left alone when the others were read anew.
    """
    read = source.get("read", as_of)
    return f"{source['label']}, {source['date'] or f'read {read}'}"
