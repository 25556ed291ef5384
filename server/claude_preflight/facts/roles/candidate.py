"""What a decider looks at: an id, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claude_preflight.facts.arguments import HOLDERS, Arguments
from claude_preflight.facts.bindings import Bindings
from claude_preflight.facts.own_names import OwnNames
from claude_preflight.facts.roles.containers import Containers
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.roles.recordings import Recordings
from claude_preflight.facts.triggers import names_model
from claude_preflight.findings import Role, Span
from claude_preflight.records import NamedTuple
from claude_preflight.syntax.captures import Capture, CaptureKind, Pair
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import names_a_model, plain_key
from claude_preflight.text.source_text import SourceText

MOST_HOLDERS = 12
"""So many calls, objects and mappings in each other have a say about an id inside."""

_WHOLES = frozenset((CaptureKind.MAPPING, CaptureKind.CONTAINER))
_VALUES = frozenset((CaptureKind.LITERAL, CaptureKind.CONCATENATION, CaptureKind.WRAPPER))


class Decision(NamedTuple):
    """What an id does where it stands, and why; without a role it names no model there.

    `named` is the name in the text that the reason speaks of, if it does. `decider` is the name of
    the module that spoke. Where it says `ask_first`, no other id is written unasked.
    """

    role: Role | None
    reason: Reason
    named: str = ""
    decider: str = ""
    ask_first: bool = False

    @property
    def why(self) -> str:
        """The reason in words."""
        return self.reason.replace("{}", self.named)


class Readers(NamedTuple):
    """What may be asked about the text around an id."""

    text: SourceText
    arguments: Arguments
    bindings: Bindings
    containers: Containers
    recordings: Recordings
    own_names: OwnNames


class Entry(NamedTuple):
    """A name and a value in a call or mapping that an id is in.

    `key` is plain. An entry `gives` the id if that is all of its value, or what it stands for. One
    that stands under an id has it in its key.
    """

    pair: Pair
    key: str
    keys_beside: frozenset[str]
    gives: bool
    stands_under_id: bool

    @property
    def sets_model(self) -> bool:
        """Whether the id is the model that a setting of this name holds."""
        return self.gives and names_a_model(self.key)


class Candidate:
    """An id whose role is to be decided; `captures` are around it, from the innermost one on.

    One that is `in_url` is a part of the path of a request.
    """

    def __init__(
        self, readers: Readers, word: Span, captures: Iterable[Capture], *, in_url: bool = False
    ) -> None:
        """Prepare for an id; what is beyond its scope says nothing about it."""
        self.readers = readers
        self.word = word
        self.in_url = in_url
        self.captures = list(within_scope(captures))
        self._entries: dict[Span, Entry | None] = {}
        self._wholes = _wholes(self.captures)

    def entry(self, holder: Capture) -> Entry | None:
        """The entry of a call, object or mapping that the id is in."""
        if holder.span not in self._entries:
            self._entries[holder.span] = self._read(holder)
        return self._entries[holder.span]

    def _read(self, holder: Capture) -> Entry | None:
        arguments = self.readers.arguments
        pair = arguments.around(holder, self.word)
        if pair is None:
            return None
        key = plain_key(arguments.key(pair))
        names_id = names_model(self.readers.text.data, pair.key)
        stands_under_id = names_id and not names_a_model(key)  # `claude-model` is a setting
        gives = pair.value not in self._wholes and arguments.gives(pair, self.word)
        return Entry(pair, key, arguments.keys(holder), gives, stands_under_id)

    def key_of(self, holder: Capture) -> str:
        """The plain name that a binding gives the id, or that it stands under; "" without one."""
        if holder.kind is CaptureKind.BINDING:
            pairs = self.readers.bindings.bound(holder)
            return plain_key(self.readers.text.slice(pairs[0].key)) if pairs else ""
        entry = self.entry(holder) if holder.kind in HOLDERS else None
        return entry.key if entry else ""

    def is_bound(self, binding: Capture) -> bool:
        """Whether a name stands for the id itself, not for what that is given to."""
        if binding.kind is not CaptureKind.BINDING:
            return False
        text, values = self.readers.text, self.readers.bindings.bound(binding)
        return any(each.value and content(text, each.value) == self.word for each in values)

    def is_row_of_row(self, array: Capture) -> bool:
        """Whether an array stands right in an array, as the ids of a row of a table do."""
        inner = [each for each in self.captures if each.kind is CaptureKind.CONTAINER][:2]
        if inner[0] != array or len(inner) == 1 or any(map(self.readers.arguments.pairs, inner)):
            return False
        # Some languages write mappings and arrays alike.
        between = self.captures[: self.captures.index(inner[1])]
        spans = {each.span for each in inner}
        return not any(each.kind in HOLDERS and each.span not in spans for each in between)

    def name_of(self, container: Capture) -> str:
        """The plain name that an array or mapping has, or stands under; "" if it has none."""
        readers, holders = self.readers, MOST_HOLDERS
        for capture in self.captures[self.captures.index(container) :]:
            if capture.kind is CaptureKind.BINDING:
                return self.key_of(capture)
            if capture.kind in HOLDERS and capture.span != container.span and holders:
                holders -= 1
                pair = readers.arguments.around(capture, container.span)
                if pair:
                    return plain_key(readers.arguments.key(pair))
        return ""


def _wholes(captures: Iterable[Capture]) -> set[Span]:
    """Where an array or mapping is written out, and nothing that stands for a part of it."""
    wholes = {capture.span for capture in captures if capture.kind in _WHOLES}
    return wholes - {capture.span for capture in captures if capture.kind in _VALUES}


def within_scope(captures: Iterable[Capture]) -> Iterator[Capture]:
    """The captures up to the innermost scope."""
    for capture in captures:
        yield capture
        if capture.kind is CaptureKind.SCOPE:
            return
