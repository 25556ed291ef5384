"""Records: what tells an entry that only describes a model from one that a model is asked by."""

from __future__ import annotations

from collections.abc import Iterable

# Who is asked, where, with what key, by whom and how. A default is a part of a description.
_SENT = frozenset(
    (
        *("provider", "vendor", "client", "credential", "credentials", "apibase"),
        *("url", "uri", "host", "region", "role", "roles", "agent", "system", "instructions"),
        *("messages", "input", "inputs", "temperature", "topp", "topk", "maxtokens"),
        *("maxtokenstosample", "stop", "stopsequences", "stream", "streaming"),
        *("tools", "toolchoice", "thinking", "metadata"),
    )
)
_SENT_AT_END = ("apikey", "token", "secret", "baseurl", "endpoint", "prompt")

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
    return any(key in _SENT or key.endswith(_SENT_AT_END) for key in keys)
