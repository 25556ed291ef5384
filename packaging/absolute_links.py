"""Links of our pages, for readers who see them elsewhere: on PyPI, or on the site."""

from __future__ import annotations

import re
from collections.abc import Callable

REPOSITORY = "https://github.com/claude-preflight/claude-preflight"
_RAW = "https://raw.githubusercontent.com/claude-preflight/claude-preflight"
# `[text](target)` and `![text](target)`, but none that leads elsewhere or within the page.
_LINK = re.compile(r"(!?\[[^\]]*\]\()(?!https?://|#|mailto:)([^)\s]+)\)")


def with_links(markdown: str, target: Callable[[str, bool], str]) -> str:
    """A page with other targets of its relative links; the function is told of pictures."""
    return _LINK.sub(lambda match: f"{match[1]}{target(match[2], match[1][0] == '!')})", markdown)


def github_address(path: str, ref: str, *, picture: bool = False) -> str:
    """The address of a file of this project, from its root on, at a tag or branch."""
    return f"{_RAW}/{ref}/{path}" if picture else f"{REPOSITORY}/blob/{ref}/{path}"
