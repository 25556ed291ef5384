"""retiring-model: an id of a model whose end is announced."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.findings import RETIRING, Finding, Fix, Severity
from claude_preflight.knowledge.models import Status
from claude_preflight.rules.retirement import Retirement, fixes, retirements, uses
from claude_preflight.rules.rule import Context, Rule

CODE = RETIRING

HELP = """\
The model still answers, but its end is announced. From the day of its retirement every request
with its id fails as for `retired-model`; the message counts the days that are left. In the last 30
of them `check` fails; `--fail-on-retiring DAYS` sets another number.

Moving early may change answers and prices, so the fix is offered and never part of fix-all;
`claude-preflight fix --retiring-within 90d` moves what ends in that time.

```yaml
model: claude-sonnet-4-5 # retires on 2026-11-30
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Report every mention of a model that is deprecated on the day."""
    for retirement in retirements(context, Status.DEPRECATED):
        role = retirement.mention.role
        yield Finding(
            CODE,
            _message(retirement),
            retirement.mention.span,
            context.severity(CODE, Severity.WARNING, role),
            retirement.mention.text,
            role,
            _fixes(context, retirement),
            retirement.lifecycle.days_left,
            related=uses(context, retirement.mention),
        )


def _fixes(context: Context, retirement: Retirement) -> tuple[Fix, ...]:
    """The ways out: answers and prices may change, so none is safe that nobody asked for."""
    found = fixes(context, retirement)
    if retirement.is_moved:
        return found
    return tuple(fix._replace(safe=False, early=True) for fix in found)


def _message(retirement: Retirement) -> str:
    day, left = retirement.lifecycle.date, retirement.lifecycle.days_left
    if day is None or left is None:
        ends = f"is deprecated{retirement.place} and retires on a day not yet named"
    else:
        ends = f"retires{retirement.place} in {'1 day' if left == 1 else f'{left} days'}"
    return f"{retirement.name} {ends}{retirement.days}: {retirement.advice}."


RULE = Rule(
    code=CODE,
    name="Model about to be retired",
    http="410 / 404",
    summary="The model's retirement is announced; requests with its id will fail from that day.",
    help=HELP,
    check=check,
    is_of_deprecated=True,
)
