"""Fixes that are not made unasked because tests in other files expect what they would change."""

from __future__ import annotations

from collections.abc import Callable

from claude_preflight.findings import Finding, Role
from claude_preflight.text.model_words import bare_id

Expecting = Callable[[str], str]
"""Where a test expects an id of a file, as people read it; "" if none is known to.

The id is as `bare_id` has it.
"""


def nobody_expects(_: str) -> str:
    """What is said where no other file is known."""
    return ""


def is_moved_unasked(finding: Finding) -> bool:
    """Whether an id in use has a fix that nobody needs to look at."""
    return finding.role is Role.USE and any(each.safe or each.works for each in finding.fixes)


def held(finding: Finding, expecting: Expecting) -> Finding:
    """A finding in a file that says so if a test expects its id, and waits."""
    place = expecting(bare_id(finding.text)) if is_moved_unasked(finding) else ""
    if not place:
        return finding
    fixes = tuple(each._replace(safe=False, works=False) for each in finding.fixes)
    return finding._replace(fixes=fixes, expected_at=place)
