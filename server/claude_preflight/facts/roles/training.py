"""What a model is trained from, or capacity is bought for: another id there is another order."""

from __future__ import annotations

import re

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture, CaptureKind, first

KINDS = HOLDERS | {CaptureKind.LITERAL}
_BASE = re.compile(r"^basemodel(?:identifier|id|arn)$")
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
_NAME = re.compile(r"finetun|customi[sz]ation|training")
_CALLED = re.compile(
    rb"(?:customi[sz]ation_?job|fine_?tun|provisioned_?model|(?<![a-z])train(?:er|ing)?(?![a-z]))"
    rb"[\w.:]*\s*\(?\s*\Z",
    re.IGNORECASE,
)
# A flag of a command, or a setting by itself.
_SET = re.compile(rb"base[-_]?model[-_]?(?:identifier|id|arn)[\"']?\s*[:=]?\s*\Z", re.IGNORECASE)
_COMMAND = re.compile(
    rb"create-(?:model-customization-job|provisioned-model-throughput)\b[^;|]*--[\w-]+[ =]+\Z"
)
_BEFORE = 300


def decide(candidate: Candidate, capture: Capture) -> Decision | None:
    """A use that is nobody's to change but the author's."""
    data = candidate.readers.text.data
    before = data[max(capture.span.start - _BEFORE, 0) : capture.span.start]
    if capture.kind is not CaptureKind.LITERAL:
        is_base = _CALLED.search(before) is not None or _is_told(candidate, capture)
    else:
        is_set = _SET.search(before) or _COMMAND.search(before)
        is_base = is_set is not None and first(candidate.captures, CaptureKind.COMPARISON) is None
    if not is_base:
        return None
    reason = "a model is trained from it, or capacity is bought for it"
    return Decision(Role.USE, reason, ask_first=True)


def _is_told(candidate: Candidate, holder: Capture) -> bool:
    """Whether the key of the entry, what stands beside it, or the name of it all says so."""
    entry = candidate.entry(holder)
    if entry is None or not entry.gives:
        return False
    is_base = _BASE.search(entry.key) is not None
    is_named = entry.sets_model and _NAME.search(entry.key + candidate.name_of(holder)) is not None
    return is_base or is_named or not _BESIDE.isdisjoint(entry.keys_beside)
