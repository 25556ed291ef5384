"""retiring-model: an id of a model whose end is announced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claude_preflight.findings import Finding, Role, Severity
from claude_preflight.knowledge.models import Status
from claude_preflight.rules.lifecycle import Ending, endings, fixes
from claude_preflight.rules.rule import QUIETER, Context, Rule

CODE = "retiring-model"

HELP = """\
The model still answers, but its end is announced. From the day of its retirement every request
with its id fails as for `retired-model`; the message counts the days that are left. In the last 30
of them `check` fails; `--fail-on-retiring DAYS` sets another number.

Moving early may change answers and prices, so the fix is offered and never part of fix-all;
`claude-preflight fix --unsafe` applies it.

```yaml
model: claude-sonnet-4-5 # retires on 2026-11-30
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Report every mention of a model that is deprecated on the day."""
    for ending in endings(context, Status.DEPRECATED):
        role = ending.mention.role
        quieter = Severity.INFORMATION if role is Role.EXAMPLE else QUIETER.get(role)
        yield Finding(
            CODE,
            _message(ending),
            ending.mention.span,
            quieter or context.severity(CODE, Severity.WARNING),
            ending.mention.text,
            role,
            tuple(replace(fix, safe=False) for fix in fixes(context, ending)),
            ending.lifecycle.days_left,
        )


def _message(ending: Ending) -> str:
    day, left = ending.lifecycle.date, ending.lifecycle.days_left
    if day is None or left is None:
        return (
            f"{ending.name} is deprecated{ending.place} and will be retired on a day not yet "
            f"named{ending.other_days}, after which requests with it fail; {ending.advice}."
        )
    days = "1 day" if left == 1 else f"{left} days"
    return (
        f"{ending.name} will be retired{ending.place} on {day.isoformat()}{ending.other_days}, "
        f"in {days}, "
        f"after which requests with it fail; {ending.advice}."
    )


RULE = Rule(
    code=CODE,
    name="Model about to be retired",
    http="410 / 404",
    summary="The model's retirement is announced; requests with its id will fail from that day.",
    help=HELP,
    check=check,
    deprecated_roles=frozenset(Role),
)
