"""Which fixes a user asks for, and why the others are left."""

from __future__ import annotations

from claude_preflight.findings import Finding, Fix, Role
from claude_preflight.records import NamedTuple


class FixGroups(NamedTuple):
    """The groups of fixes that are applied besides the safe ones.

    `retiring_within` moves models in use that retire in at most so many days, `roles` are the roles
    whose ids are renamed too, and `unsafe` takes what wants a second look. Models that retire later
    are not moved by any of them.
    """

    retiring_within: int | None = None
    roles: frozenset[Role] = frozenset()
    unsafe: bool = False

    def choice(self, finding: Finding) -> Fix | None:
        """The fix of a finding that is applied, the safe one if there is one."""
        if finding.hold:
            return None
        fixes = [fix for fix in finding.fixes if fix.edits and self._is_due(finding, fix)]
        safe = next((fix for fix in fixes if fix.safe), None)
        if safe or not fixes:
            return safe
        if self.unsafe:
            return fixes[0]
        return next((fix for fix in fixes if fix.works and self._is_asked(finding, fix)), None)

    def why_left(self, finding: Finding) -> str:
        """Why a finding that remains was not fixed, as a sentence without its subject and stop."""
        if finding.hold:
            return finding.hold
        fix = finding.best_fix(unsafe=True)
        if fix is None:
            return "only a setting changes it" if finding.fixes else "no fix is known"
        options = []
        if not self._is_due(finding, fix):
            if finding.days_left is None:
                return "no day of its retirement is known"
            options.append(f"--retiring-within {finding.days_left}d")
        if not fix.works:
            options.append("--unsafe")
        elif finding.role and finding.role is not Role.USE:
            options.append(f"--roles {finding.role.value}")
        wanted = "" if fix.works else "its fix wants a second look; "
        if finding.expected_at:
            wanted = f"a test expects it: {finding.expected_at}; "
        return f"{wanted}`fix {' '.join(options)}` applies it"

    def _is_due(self, finding: Finding, fix: Fix) -> bool:
        """Whether a fix comes no earlier than it is wanted."""
        left, within = finding.days_left, self.retiring_within
        return not fix.early or (left is not None and within is not None and left <= within)

    def _is_asked(self, finding: Finding, fix: Fix) -> bool:
        """Whether a fix that works is asked for: by the role, or because only its day kept it."""
        return finding.role in self.roles or (fix.early and finding.role is Role.USE)


SAFE = FixGroups()
"""Only the safe fixes."""
