"""What a model is trained from, or capacity is bought for: another id there is another order."""

from __future__ import annotations

import re

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first

_BASES = frozenset(("basemodelidentifier", "basemodelid", "basemodelarn"))
# What such a job has beside its model.
_BESIDE = frozenset(
    (
        "customizationtype",
        "custommodelname",
        "hyperparameters",
        "modelunits",
        "provisionedmodelname",
        "trainingdata",
        "trainingdataconfig",
        "trainingfile",
    )
)
_NAMES = ("finetun", "customisation", "customization", "training")
# What is called for it, with the words one of which is in its name.
_CALLED_WORDS = (b"custom", b"fine", b"provisioned", b"train")
_CALLED = regex(
    rb"(?:customi[sz]ation_?job|fine_?tun|provisioned_?model|(?<![a-z])train(?:er|ing)?(?![a-z]))"
    rb"[\w.:]*\s*\(?\s*\Z",
    re.IGNORECASE,
)
# A flag of a command, or a setting by itself.
_SET = regex(rb"base[-_]?model[-_]?(?:identifier|id|arn)[\"']?\s*[:=]?\s*\Z", re.IGNORECASE)
_COMMAND = regex(
    rb"create-(?:model-customization-job|provisioned-model-throughput)\b[^;|]*--[\w-]+[ =]+\Z"
)
_BEFORE = 300
# What is further out says nothing of an id.
_MOST_HOLDERS = 3


def is_base(candidate: Candidate) -> bool:
    """Whether an id in use is the base of a training, or what capacity is bought for."""
    literal = first(candidate.captures, CaptureKind.LITERAL)
    before = _before(candidate, literal) if literal else b""
    if (b"base" in before.lower() and _SET.search(before)) or (
        b"create-" in before and _COMMAND.search(before)
    ):
        return True
    holders = [capture for capture in candidate.captures if capture.kind in HOLDERS]
    return any(_is_told(candidate, holder) for holder in holders[:_MOST_HOLDERS])


def _before(candidate: Candidate, capture: Capture) -> bytes:
    start = capture.span.start
    return candidate.readers.text.data[max(start - _BEFORE, 0) : start]


def _is_told(candidate: Candidate, holder: Capture) -> bool:
    """Whether what is called, the key, what stands beside it, or the name of it all says so."""
    before = _before(candidate, holder).lower()
    if any(word in before for word in _CALLED_WORDS) and _CALLED.search(before):
        return True
    entry = candidate.entry(holder)
    if entry is None or not entry.gives:
        return False
    names = entry.key + candidate.name_of(holder) if entry.sets_model else ""
    is_named = any(name in names for name in _NAMES)
    return entry.key in _BASES or is_named or not _BESIDE.isdisjoint(entry.keys_beside)
