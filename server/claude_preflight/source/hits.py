"""Hits: the places that may matter, found in bytes before anything is parsed."""

from __future__ import annotations

import re

MODEL = re.compile(rb"(?:claude|Claude|CLAUDE)-[0-9A-Za-z]")
"""Where an id of a model may be: cheap to find, dear to look at."""


def may_matter(data: bytes) -> bool:
    """Whether a file can hold a finding at all; told from its bytes, in no time."""
    return b"laude-" in data or b"LAUDE-" in data
