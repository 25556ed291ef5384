"""Move a message with the role `system` out of `messages`, to the parameter of that name."""

from __future__ import annotations

from claude_preflight.facts.types import Argument, Mapping, Sequence
from claude_preflight.findings import Edit
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.records import NamedTuple
from claude_preflight.rules.fixes.beside import added_before
from claude_preflight.rules.fixes.remove_argument import remove_argument
from claude_preflight.rules.request_parameters import Place
from claude_preflight.text.source_text import SourceText

SYSTEM = "system"
_PARTS = {"role", "content"}


class SystemMessage(NamedTuple):
    """The edits that move a message, and whether it is the first of its list."""

    edits: tuple[Edit, Edit]
    is_first: bool


def moved_to_system(text: SourceText, role: Place) -> SystemMessage | None:
    """How a message moves, by the place of its role; None if that cannot be written.

    One that is all of the list stays, as does one with more than a role and a content.
    """
    messages = role.way[0]
    found = _message(messages, role)
    if found is None:
        return None
    message, is_first = found
    if not messages.span.encloses(message.span):
        return None
    parts = {api_name(entry.key): entry for entry in message.entries}
    if parts.keys() != _PARTS:
        return None
    content = text.slice(parts["content"].value.span)
    removal = remove_argument(text, messages._replace(span=message.span))
    addition = added_before(text, messages, SYSTEM, content)
    if removal is None or addition is None:
        return None
    return SystemMessage((addition, removal), is_first)


def _message(messages: Argument, role: Place) -> tuple[Mapping, bool] | None:
    items = messages.value.items if isinstance(messages.value, Sequence) else ()
    for number, item in enumerate(items):
        if isinstance(item, Mapping) and item.span.encloses(role.argument.span):
            return (item, number == 0) if len(items) > 1 else None
    return None
