"""What the text of a request sets, by a plain search for what the writer has written."""

from __future__ import annotations

import json
import re

from tests.requests.oracle import Parameters
from tests.requests.writing import Dialect, is_number

_NUMBER = re.compile(r"-?\d[\d_]*(?:\.\d+)?")
_THINKING = re.compile(r"enabled|disabled|adaptive", re.IGNORECASE)


def read_back(dialect: Dialect, text: str, parameters: Parameters) -> dict[str, object]:
    """Those of some parameters that a text still sets, and to what."""
    found: dict[str, object] = {}
    for name, value in parameters.items():
        place = re.search(
            rf"""(?<!\w){re.escape(dialect.key(name))}\\?["']?(?:\]?\s*(?::\s*\w+\s*=|=>|[:=(,])|\]\n)\s*""",
            text,
        )
        if place is None:
            continue
        if is_number(value):
            found[name] = _number(text, place.end())
        elif name == "thinking" and isinstance(value, dict):
            kind = _THINKING.search(text)
            same = kind is not None and kind[0].lower() == value["type"]
            found[name] = value if same else {"type": kind[0].lower() if kind else None}
        else:
            found[name] = value
    return found


def _number(text: str, start: int) -> float | None:
    """The number at a place, in brackets or behind a name as well."""
    wrapped = re.compile(r"(?:[\w.]+\()?\$?([\w.]+)").match(text, start)
    if wrapped is None:
        return None
    word = wrapped[1]
    if not _NUMBER.match(word):
        bound = re.search(rf"(?<!\w){re.escape(word)}(?:\s*:\s*[\w&]+)?\s*:?=\s*([\w.]+)", text)
        word = bound[1] if bound else ""
    number = _NUMBER.match(word)
    return json.loads(number[0].replace("_", "")) if number else None
