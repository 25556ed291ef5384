"""The bytes filter: which files are worth a parse. It loads nothing, for most files are not."""

from __future__ import annotations


def may_matter(data: bytes) -> bool:
    """Whether a file can hold a finding at all; told from its bytes, in no time."""
    return b"laude-" in data or b"LAUDE-" in data
