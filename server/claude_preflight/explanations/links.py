"""The sources at the end of a hover: few, by plain names, to be opened."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claude_preflight.explanations.markdown import line, literal

_MOST = 3
_WEB = "https://"
# What tells a source from others of its name: its version and its date.
_VERSION = re.compile(r"(?:\s+v?\d[\w.]*)?(?:,.*)?\Z", re.DOTALL)


def links(sources: Iterable[tuple[str, str]]) -> str:
    """The first sources that can be opened, or else the first names; "" without any.

    Each source is its name, with a date or without, and its address, "" where none is known.
    """
    named: dict[str, str] = {}
    for cited, address in sources:
        opens = address if address.startswith(_WEB) else ""
        name = literal(plain_name(cited))
        named[name] = named.get(name) or opens
    opened = [f"[{name}]({address})" for name, address in named.items() if address]
    told = line(*(opened or list(named))[:_MOST])
    return f"Sources: {told}" if told else ""


def plain_name(cited: str) -> str:
    """The name of a source without its version and its date."""
    return _VERSION.sub("", cited)
