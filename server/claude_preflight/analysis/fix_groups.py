"""Which fixes a user asks for, and why the others are left."""

from __future__ import annotations

from dataclasses import dataclass

from claude_preflight.findings import Finding, Fix, Role
from claude_preflight.rules import retiring_model


@dataclass(frozen=True, slots=True)
class FixGroups:
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
        fixes = [fix for fix in finding.fixes if fix.edits]
        safe = next((fix for fix in fixes if fix.safe), None)
        if safe or not fixes or not self._is_due(finding):
            return safe
        if self.unsafe:
            return fixes[0]
        is_asked = finding.role in self.roles or _is_early(finding)
        return next((fix for fix in fixes if fix.works), None) if is_asked else None

    def _is_due(self, finding: Finding) -> bool:
        if finding.rule != retiring_model.CODE:
            return True
        left, within = finding.days_left, self.retiring_within
        return left is not None and within is not None and left <= within

    def why_left(self, finding: Finding) -> str:
        """Why a finding that remains was not fixed, as a sentence without its subject and stop."""
        if finding.hold:
            return finding.hold
        fixes = [fix for fix in finding.fixes if fix.edits]
        if not fixes:
            return "no fix is known" if not finding.fixes else "only a setting changes it"
        if not self._is_due(finding) and finding.days_left is None:
            return "no day of its retirement is known"
        options = [] if self._is_due(finding) else [f"--retiring-within {finding.days_left}d"]
        works = any(fix.works for fix in fixes)
        if not works:
            options.append("--unsafe")
        elif finding.role is not Role.USE and finding.role is not None:
            options.append(f"--roles {finding.role.value}")
        wanted = "" if works else "its fix wants a second look; "
        return f"{wanted}`fix {' '.join(options)}` applies it"


def _is_early(finding: Finding) -> bool:
    """Whether it is only the day that keeps a fix from being safe."""
    return finding.rule == retiring_model.CODE and finding.role is Role.USE


SAFE = FixGroups()
"""Only the safe fixes."""
