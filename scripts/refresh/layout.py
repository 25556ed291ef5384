"""The layout of our data files, so that a change of a fact is a change of its lines only."""

from __future__ import annotations

import json

_WIDTH = 150


def dumps(content: object) -> str:
    """The text of a data file: what fits on a line stands on one, deeper levels a space further."""
    return _text(content, 0) + "\n"


def _text(value: object, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or depth + len(flat) <= _WIDTH:
        return flat
    margin = " " * (depth + 1)
    if isinstance(value, dict):
        parts = [f"{json.dumps(k)}: {_text(inner, depth + 1)}" for k, inner in value.items()]
    else:
        parts = [_text(inner, depth + 1) for inner in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    lines = ",\n".join(margin + part for part in parts)
    return f"{opening}\n{lines}\n{' ' * depth}{closing}"
