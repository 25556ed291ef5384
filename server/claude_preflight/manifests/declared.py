"""What a reader of manifests gives."""

from __future__ import annotations

from claude_preflight.pins import Range
from claude_preflight.records import NamedTuple

Names = frozenset[str]
"""The packages that matter, by their names in one ecosystem."""


class Declared(NamedTuple):
    """A package with the versions that are asked for, and where both stand.

    `text` is how people read it; `span` covers all of it, `bounds` the versions.
    """

    name: str
    text: str
    range: Range
    span: tuple[int, int]
    bounds: tuple[int, int]
