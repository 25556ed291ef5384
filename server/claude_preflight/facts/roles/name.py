"""What people call a model: `claude-2` in a longer text, `Claude-2` in a menu. It names no id."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from claude_preflight.facts.types import Mention
from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.text.model_words import sets_vendors_model

# What no one calls a model but in a request.
_DATED = regex(r"20\d{6}|-latest\b")


def is_name(mention: Mention, sent: AbstractSet[Span | None]) -> bool:
    """Whether an id without a date is rather a name.

    It may be a part of a longer string, or have a capital, as menus show it; that is an id only
    where a request sends it, or a setting of the vendor's models. `sent` are the places of the ids
    that requests send.
    """
    if mention.is_constant or _DATED.search(mention.text):
        return False
    is_sent = mention.span in sent or sets_vendors_model(mention.key)
    return mention.embedded or ("claude" not in mention.text and not is_sent)
