"""Roles: what an id does where it stands.

What is around an id is asked from the innermost on, and of each thing the deciders in their order:
the first that knows an answer gives the role, with its reason. They change nothing.
`claude-preflight debug FILE:LINE` tells which one has spoken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS, Arguments
from claude_preflight.facts.bindings import Bindings
from claude_preflight.facts.own_names import OwnNames
from claude_preflight.facts.roles import (
    answer,
    assertion,
    by_syntax,
    catalogue,
    default,
    elsewhere,
    expected,
    former,
    identity,
    labelled,
    look_up,
    matcher,
    named_version,
    nested,
    offered,
    one_of_several,
    own_id,
    own_name,
    own_type,
    picker,
    registered,
    rewritten,
    setting,
    short_name,
    shown,
    table,
    training,
    url,
    versioned,
)
from claude_preflight.facts.roles.candidate import (
    MOST_HOLDERS,
    Candidate,
    Decision,
    Readers,
    within_scope,
)
from claude_preflight.facts.roles.containers import Containers
from claude_preflight.facts.roles.prose import Prose
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.roles.recordings import Recordings
from claude_preflight.findings import Role, Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first
from claude_preflight.syntax.document import Document
from claude_preflight.text.model_words import names_a_model

DECIDERS = (
    url,
    own_name,
    short_name,
    by_syntax,
    matcher,
    shown,
    assertion,
    identity,
    expected,
    own_id,
    answer,
    registered,
    default,
    offered,
    catalogue,
    nested,
    labelled,
    setting,
    versioned,
    former,
    table,
    look_up,
    picker,
)
"""The deciders, the first that knows an answer."""

_Decide = Callable[[Candidate, Capture], Decision | None]
_OF_KIND: dict[CaptureKind, list[tuple[str, _Decide]]] = {
    kind: [
        (each.__name__.rpartition(".")[2], each.decide) for each in DECIDERS if kind in each.KINDS
    ]
    for kind in CaptureKind
}
_RECORDED = Decision(Role.PROSE, Reason.RECORDING, decider="recordings")
_ALONE = Decision(Role.USE, Reason.ALONE, decider="roles")
_REQUESTED = Decision(Role.USE, Reason.REQUESTED, decider="url")

# `MODEL=`, `--small-model=` in a literal.
_ASSIGNED = regex(rb"[\"'`]?-{0,2}(?P<name>[\w.-]+)=[\"']?")
_DEEPEST_TABLE = 2


class Decided(NamedTuple):
    """A decision, and of what is around its candidate all that was asked until it fell."""

    decision: Decision
    candidate: Candidate
    asked: list[Capture]


class Roles:
    """Tells the roles in one document."""

    def __init__(
        self, document: Document, bindings: Bindings, arguments: Arguments, part: Span
    ) -> None:
        """Prepare for a part of a document, its bindings and its arguments."""
        self.containers = Containers(document, arguments, bindings)
        self.recordings = Recordings(document, arguments)
        self.own_names = OwnNames(document.text.data, part)
        self._readers = Readers(
            document.text,
            arguments,
            bindings,
            self.containers,
            self.recordings,
            self.own_names,
        )
        self._prose = Prose(document)

    def of(self, word: Span, captures: Sequence[Capture], *, in_url: bool = False) -> Decided:
        """What an id does that is all of a value, by what is around it, the innermost first.

        One that is `in_url` is a part of the path of a request, which is the value.
        """
        candidate = Candidate(self._readers, word, captures, in_url=in_url)
        if self.recordings.are_around(captures):
            return Decided(_RECORDED, candidate, [])
        asked = []
        for capture in _telling(candidate):
            asked.append(capture)
            for name, decide in _OF_KIND[capture.kind]:
                if found := decide(candidate, capture):
                    decision = found._replace(decider=name)
                    return Decided(_asking(decision, candidate), candidate, asked)
        return Decided(_asking(_REQUESTED if in_url else _ALONE, candidate), candidate, asked)

    def is_expected(self, word: Span, captures: Sequence[Capture]) -> bool:
        """Whether a word is in what a test expects, by the name that this has."""
        candidate = Candidate(self._readers, word, captures)
        holders = (each for each in within_scope(captures) if each.kind in HOLDERS)
        names = map(candidate.key_of, islice(holders, MOST_HOLDERS))
        if any(map(expected.is_expected, names)):
            return True
        binding = first(within_scope(captures), CaptureKind.BINDING)
        return binding is not None and expected.is_bound_to_expected(self._readers, binding)

    def in_prose(self, word: Span, prose: Span) -> tuple[Role, Reason]:
        """What an id does in a comment or a text, and why."""
        return self._prose.decide(word, prose)


def _asking(decision: Decision, candidate: Candidate) -> Decision:
    """A decision that says whether another id may be written unasked."""
    if decision.role is not Role.USE or decision.ask_first:
        return decision
    asks = (
        training.is_base(candidate)
        or expected.stands_beside(candidate)
        or named_version.is_named(candidate)
        or one_of_several.is_chosen(candidate)
        or own_type.is_taken(candidate)
        or rewritten.is_rewritten(candidate)
        or elsewhere.is_asked_elsewhere(candidate)
    )
    return decision._replace(ask_first=True) if asks else decision


def _telling(candidate: Candidate) -> Iterator[Capture]:
    """What has a say about an id: not all that is around it, where things nest deep."""
    is_compared = first(candidate.captures, CaptureKind.COMPARISON) is not None
    is_tested = is_compared or assertion.is_tested(candidate)
    holders = 0 if is_tested else MOST_HOLDERS
    # Assignments are settings, however many stand together.
    tables = 0 if is_tested or _is_assigned(candidate) else _DEEPEST_TABLE
    for capture in candidate.captures:
        if capture.kind in HOLDERS:
            holders -= 1
            if holders < 0:
                continue
        if capture.kind is CaptureKind.CONTAINER:
            tables -= not candidate.is_row_of_row(capture)
            if tables < 0:
                continue
        yield capture


def _is_assigned(candidate: Candidate) -> bool:
    """Whether a literal is all of an assignment to the name of a model: `MODEL=id`."""
    literal = first(candidate.captures, CaptureKind.LITERAL)
    begins = literal.span.start if literal else candidate.word.start
    data = candidate.readers.text.data
    before = _ASSIGNED.fullmatch(data, begins, candidate.word.start)
    return before is not None and names_a_model(before["name"].decode())
