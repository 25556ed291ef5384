"""thinking-budget: a request has fewer tokens to think with than allowed, or too many."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.findings import Finding, Fix, Related, Role
from claude_preflight.knowledge.parameters import ParameterRule
from claude_preflight.rules.fixes.offered import works_after
from claude_preflight.rules.fixes.repair import Repair
from claude_preflight.rules.fixes.set_argument import set_argument
from claude_preflight.rules.judged import Judged, finding_of, judged, place_of, refusing
from claude_preflight.rules.request_parameters import Place
from claude_preflight.rules.rule import Context, Rule

CODE = "thinking-budget"
_BUDGET, _LIMIT = "thinking.budget_tokens", "max_tokens"
# What a fix leaves for the answer itself, where the source says nothing of that.
_ANSWER = 4096

HELP = """\
With `thinking` of the type `enabled`, `budget_tokens` is at least 1,024 and less than `max_tokens`,
which the thinking counts towards. Otherwise the request is answered with 400 before it runs. With
the beta `interleaved-thinking-2025-05-14` the budget may be larger than `max_tokens`.

The fix raises the budget to 1,024, or `max_tokens` above the budget, as far as the model allows;
it is safe where both numbers stand in the request. Where a wrapper adds the budget to the limit by
itself nothing is said.

```python
client.messages.create(model="claude-haiku-4-5", thinking={"type": "enabled", "budget_tokens": 9})
client.messages.create(
    model="claude-haiku-4-5",
    max_tokens=4096,
    thinking={"type": "enabled", "budget_tokens": 1024},
    messages=messages,
)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Compare the budget of each request with the smallest one, and with its output limit."""
    for each in judged(context):
        for rule in refusing(each, CODE):
            finding = _finding(context, each, rule)
            if finding is not None:
                yield finding
                break  # a budget that is too small is told once


def _finding(context: Context, each: Judged, rule: ParameterRule) -> Finding | None:
    budgets = [place for place in each.parameters.places(_BUDGET) if _number(place) is not None]
    limits = [place for place in each.parameters.places(_LIMIT) if _number(place) is not None]
    if len(budgets) != 1:
        return None
    budget = budgets[0]
    asked = _number(budget) or 0
    is_small = rule.condition["kind"] == "below"
    if is_small:
        least = rule.condition["value"]
        message = (
            f"Set `{budget.argument.key}` to {least:,} or more: {asked:,} is refused with 400."
        )
        fixes = _raised(context, each, rule, budget, least)
        related: tuple[Related, ...] = ()
    else:
        limit = limits[0]
        message = (
            f"Set `{limit.argument.key}` above `{budget.argument.key}`: {_number(limit):,} is not "
            f"more than the {asked:,} tokens to think with, so the request fails with 400."
        )
        fixes = _raised(context, each, rule, limit, _enough(context, each, asked))
        related = (Related(place_of(each, limit), f"`{limit.argument.key}` is {_number(limit):,}"),)
    span = place_of(each, budget)
    return finding_of(context, CODE, each, span, message, fixes, related=related)


def _number(place: Place) -> int | None:
    value = place.literal
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _enough(context: Context, each: Judged, budget: int) -> int:
    """A limit above a budget, if the model allows one; 0 if it does not."""
    limits = context.registry.output_limits(each.model)
    highest = limits.highest.value if limits else 0
    wanted = min(budget + _ANSWER, highest)
    return wanted if wanted > budget else 0


def _raised(
    context: Context, each: Judged, rule: ParameterRule, place: Place, number: int
) -> tuple[Fix, ...]:
    """The fix that sets a number; safe where the request then works as a whole."""
    if not number or place.argument.origin is None:
        return ()
    path = _BUDGET if place.argument.name.startswith("budget") else _LIMIT
    works = works_after(each, Repair(changes={path: [number]}))
    is_inside = place.argument.is_direct and each.request.span.encloses(place.argument.span)
    is_sure = each.is_certain and is_inside and each.role is Role.USE and rule.severity == "error"
    edit = set_argument(context.text, place.argument, number)
    return (Fix(f"Set {place.argument.key} to {number:,}", (edit,), safe=works and is_sure),)


RULE = Rule(
    code=CODE,
    name="Budget to think with out of range",
    http="400",
    summary="A request has fewer tokens to think with than allowed, or no fewer than its limit.",
    help=HELP,
    check=check,
)
