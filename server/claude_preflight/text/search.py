"""Whether a text holds one of some words, asked of all files of a tree.

With the extra `fast` that takes a tenth of the time; the answer is the same.
"""

from __future__ import annotations

from collections.abc import Iterable

try:
    from stringzilla import find
except ImportError:
    find = bytes.find


def holds_any(text: bytes, words: Iterable[bytes]) -> bool:
    """Whether one of some words is in a text."""
    for word in words:  # noqa: SIM110 - a generator costs more than a look into a small file
        if find(text, word) >= 0:
            return True
    return False
