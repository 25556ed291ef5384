"""Records: what tells an entry that only describes a model from one that a model is asked by."""

from __future__ import annotations

from collections.abc import Iterable

from claude_preflight.regex import regex

# Who is asked, where, with what key, by whom and how. A default is a part of a description.
_SENT = regex(
    r"^(?:provider|vendor|client|\w*apikey|\w*token|\w*secret|credentials?|\w*baseurl|apibase"
    r"|\w*endpoint|url|uri|host|region|role|roles|agent|prompt|\w*prompt|system|instructions"
    r"|messages|input|inputs|temperature|topp|topk|maxtokens|maxtokenstosample|stop|stopsequences"
    r"|stream|streaming|tools|toolchoice|thinking|metadata)$"
)

IDENTITIES = frozenset(
    ("id", "name", "value", "slug", "key", "identifier", "tag", "modeltag", "modelkey", "modelslug")
)
"""What a record is known by. One that has a `model` is a setting itself."""

LABELS = frozenset(("label", "title", "text", "caption", "displayname", "displaylabel"))
"""What people know a record by."""

DESCRIBING = frozenset(("maxtokens", "provider", "vendor"))
"""What a request has too; where a record is known by an id, they describe the model."""


def is_sent(keys: Iterable[str]) -> bool:
    """Whether a mapping with these plain names asks a model, or tells how to."""
    return any(map(_SENT.match, keys))
