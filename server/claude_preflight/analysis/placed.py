"""What the place of a finding says: why it has its role, and whether `fix` may change it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from claude_preflight.facts.types import Mention
from claude_preflight.findings import Finding, Role, Span
from claude_preflight.knowledge.request_paths import decoded
from claude_preflight.rules.fixes.hold import hold_of
from claude_preflight.rules.rule import Context

# Files that tell what was, and folders of such.
_HISTORY_FILE = re.compile(
    r"20\d\d-\d\d-\d\d.*|(?:change(?:s|log)?|history|news|release[-_. ]?notes?|releases?"
    r"|whats[-_]?new|migrat\w*|upgrad\w*|deprecat\w*)(?:[-_.].*)?$",
    re.IGNORECASE,
)
_HISTORY_FOLDER = re.compile(
    r"(?:\.changeset|changelog(?:s|\.d)?|changes|newsfragments|releases|release[-_]?notes|adr"
    r"|decisions|_?posts|archived?)$",
    re.IGNORECASE,
)
_IN_HISTORY = "the file tells what was"


def placed(context: Context, findings: Iterable[Finding]) -> list[Finding]:
    """The findings with what their places say. Of entries that would become one, one does."""
    mentions = {mention.span: mention for mention in context.facts.mentions}
    found = [_placed(context, mentions.get(each.span), each) for each in findings]
    taken: dict[tuple[Span, str], Span] = {}
    for at in sorted(range(len(found)), key=lambda at: _is_late(found[at])):
        finding, mention = found[at], mentions.get(found[at].span)
        new = "" if finding.hold else _new_id(finding)
        if mention and mention.among and new:
            first = taken.setdefault((mention.among, new), finding.span)
            if first != finding.span:
                found[at] = _held(finding, f"another entry becomes `{new}` already")
    return found


def held_as_history(path: str | None, finding: Finding) -> Finding:
    """A finding that `fix` leaves if its file tells what was; what is in use it does not tell."""
    if path is None or finding.role in (None, Role.USE) or not _tells_history(path):
        return finding
    return replace(finding, hold=finding.hold or _IN_HISTORY)


def _is_late(finding: Finding) -> tuple[bool, bool]:
    """What is fixed only if a user asks for it gives way to what is fixed anyway."""
    return finding.safe_fix is None, finding.days_left is not None


def _new_id(finding: Finding) -> str:
    """What the best fix writes in the place of the id, "" if it writes none."""
    fix = finding.best_fix(unsafe=True)
    edits = (edit for edit in fix.edits if edit.span == finding.span) if fix else ()
    return next((decoded(edit.text) for edit in edits), "")


def _placed(context: Context, mention: Mention | None, finding: Finding) -> Finding:
    if mention is None:
        return finding
    if mention.role is finding.role:
        finding = replace(finding, reason=mention.reason)
    new = _new_id(finding)
    hold = hold_of(context, mention, new) if new else None
    if hold is None:
        return finding
    return _held(replace(finding, fixes=()) if hold.is_broken else finding, hold.why)


def _held(finding: Finding, why: str) -> Finding:
    fixes = tuple(replace(fix, safe=False) for fix in finding.fixes)
    return replace(finding, hold=why, fixes=fixes)


def _tells_history(path: str) -> bool:
    *folders, name = PurePath(path).parts
    return _HISTORY_FILE.match(name) is not None or any(map(_HISTORY_FOLDER.match, folders))
