"""How much CPU time the analysis of one text may take, on the command line and in the server.

Real files take a small part of it, on slow machines too; what takes more would never end.
"""

from __future__ import annotations

STEP = 10.0
"""The seconds of CPU time for one step of an analysis in the server; most take a millisecond."""

_BASE = 20.0
_PER_MEGABYTE = 30.0


def cpu_seconds(size: int) -> float:
    """The seconds of CPU time for a text of `size` bytes."""
    return _BASE + _PER_MEGABYTE * size / 1_000_000
