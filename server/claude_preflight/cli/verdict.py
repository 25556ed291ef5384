"""Which findings are shown, and which of them make the exit code 1."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from claude_preflight.cli.options import option, parsed_days
from claude_preflight.findings import RETIRING, Finding, Severity

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView

_NEVER = "never"
_LEVELS = [severity.label for severity in Severity]


class Verdict:
    """Decides about the findings of one file after the other.

    Those of a level below `severity` are not shown. Those from `fail_on` on (None for none of them)
    fail, of models about to be retired only those with at most `retiring_days` left; `exit_zero`
    makes nothing of that. `hidden` is how many fail that are not shown.
    """

    def __init__(
        self,
        severity: Severity,
        fail_on: Severity | None,
        retiring_days: int,
        *,
        exit_zero: bool = False,
    ) -> None:
        self.severity = severity
        self.fail_on = fail_on
        self.retiring_days = retiring_days
        self.exit_zero = exit_zero
        self.failed = False
        self.hidden = 0

    def kept(self, view: FileView) -> FileView:
        """Count what fails, and give what is shown."""
        failing = [finding for finding in view.findings if self.fails(finding)]
        self.failed |= bool(failing)
        self.hidden += sum(finding.severity > self.severity for finding in failing)
        return self.shown(view)

    def shown(self, view: FileView) -> FileView:
        """What is shown, whether it fails or not."""
        return view.only(lambda finding: finding.severity <= self.severity)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the exit code 1."""
        if self.fail_on is None or finding.severity > self.fail_on:
            return False
        left = finding.days_left
        return finding.rule != RETIRING or (left is not None and left <= self.retiring_days)


_options = [
    option(
        "--severity",
        type=click.Choice(_LEVELS),
        default=Severity.HINT.label,
        show_default=True,
        help="The lowest level that is shown. It says nothing about the exit code.",
    ),
    option(
        "--fail-on",
        type=click.Choice([*_LEVELS, _NEVER]),
        default=Severity.WARNING.label,
        show_default=True,
        help="The lowest level that makes the exit code 1.",
    ),
    option(
        "--fail-on-retiring",
        metavar="DAYS",
        default="30",
        show_default=True,
        callback=parsed_days,
        help="A model that will be retired makes the exit code 1 in its last DAYS only.",
    ),
    option("--exit-zero", is_flag=True, help="Exit with 0 where it would be 1; 2 stays."),
]


def verdict_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that make up a verdict, which the command takes as `verdict`."""

    @wraps(command)
    def with_verdict(
        *args: Any,
        severity: str,
        fail_on: str,
        fail_on_retiring: int,
        exit_zero: bool,
        **options: Any,
    ) -> None:
        least = None if fail_on == _NEVER else Severity[fail_on.upper()]
        verdict = Verdict(Severity[severity.upper()], least, fail_on_retiring, exit_zero=exit_zero)
        command(*args, verdict=verdict, **options)

    for each in reversed(_options):
        with_verdict = each(with_verdict)
    return with_verdict
