"""What the place of a finding says: why it has its role, and whether `fix` may change it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePath

from claude_preflight.facts.moved import of_each
from claude_preflight.facts.types import Facts, Mention
from claude_preflight.findings import Finding, Role, Span
from claude_preflight.knowledge.request_paths import decoded
from claude_preflight.regex import regex
from claude_preflight.rules.fixes.hold import hold_of
from claude_preflight.rules.rule import Context

# Files that tell what was, and folders of such.
_HISTORY_FILE = regex(
    r"20\d\d-\d\d-\d\d.*|(?:change(?:s|log)?|history|news|release[-_. ]?notes?|releases?"
    r"|whats[-_]?new|migrat\w*|upgrad\w*|deprecat\w*)(?:[-_.].*)?$",
    re.IGNORECASE,
)
_HISTORY_FOLDER = regex(
    r"(?:\.changeset|changelog(?:s|\.d)?|changes|newsfragments|releases|release[-_]?notes|adr"
    r"|decisions|_?posts|archived?)$",
    re.IGNORECASE,
)
_IN_HISTORY = "the file tells what was"
# The steps by which a database came to be as it is: each was taken once, as it stands.
_STEP = regex(
    r"(?:.*[/\\])?(?:migrations?|db[/\\]migrate|alembic[/\\]versions)[/\\](?:[^/\\]+[/\\])?[^/\\]*"
    r"\.(?:sql|py|rb|php|[jt]s|cs|java|kt|go)"
)
_STEP_WORDS = ("migrat", "alembic")
_IS_STEP = "it is a step of a migration"


def placed(context: Context, findings: Iterable[Finding]) -> list[Finding]:
    """The findings with what the text near their places says."""
    mentions = {mention.span: mention for mention in context.asked.mentions}
    return [_placed(context, mentions.get(finding.span), finding) for finding in findings]


def kept_apart(facts: Facts, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, of which none has a fix unasked by which an entry would come to stand twice.

    Of several entries that would become one, one does.
    """
    found = list(findings)
    among = enumerate(of_each(facts.mentions, _among))
    mentions = {facts.mentions[at].span: facts.mentions[at] for at, whole in among if whole}
    entries = [
        (at, mention, new)
        for at, finding in enumerate(found)
        if (mention := mentions.get(finding.span)) and (new := _new_id(finding))
    ]
    taken: dict[tuple[Span, str], Span] = {}
    for at, mention, new in sorted(entries, key=lambda each: _is_late(found[each[0]])):
        finding = found[at] = _beside(facts, mention, found[at], new)
        if mention.among and not finding.hold:
            first = taken.setdefault((mention.among, new), finding.span)
            if first != finding.span:
                found[at] = _held(finding, f"another entry becomes `{new}` already")
    return found


def held_as_history(path: str | None, finding: Finding) -> Finding:
    """A finding that `fix` leaves if its file tells what was; what is in use it does not tell.

    A step by which a database was changed is over, whatever it has used.
    """
    is_step = path is not None and any(word in path for word in _STEP_WORDS)
    if path is not None and is_step and finding.role is not None and _STEP.fullmatch(path):
        return _held(finding, finding.hold or _IS_STEP)
    if path is None or finding.role in (None, Role.USE) or not _tells_history(path):
        return finding
    return finding._replace(hold=finding.hold or _IN_HISTORY)


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
        finding = finding._replace(reason=mention.reason)
    new = _new_id(finding)
    why = hold_of(context, mention, new) if new else ""
    return _held(finding, why) if why else finding


def _among(mention: Mention) -> Span | None:
    return mention.among


def _beside(facts: Facts, mention: Mention, finding: Finding, new: str) -> Finding:
    """A finding that says if what its fix would write stands beside it."""
    among = facts.among(mention.among or mention.span)
    if mention.is_key and among.get(new):
        why = f"`{new}` is a key or a case there already, and none stands twice"
        return finding._replace(hold=why, fixes=())
    if new in among and not finding.hold:
        return _held(finding, f"`{new}` stands beside it already")
    return finding


def _held(finding: Finding, why: str) -> Finding:
    fixes = tuple(fix._replace(safe=False) for fix in finding.fixes)
    return finding._replace(hold=why, fixes=fixes)


@lru_cache(maxsize=64)  # all findings of a file ask it
def _tells_history(path: str) -> bool:
    *folders, name = PurePath(path).parts
    return _HISTORY_FILE.match(name) is not None or any(map(_HISTORY_FOLDER.match, folders))
