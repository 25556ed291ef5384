"""timeout-unit: milliseconds where seconds are meant, and the other way."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.types import Argument
from claude_preflight.findings import Finding, Fix, Severity
from claude_preflight.knowledge.clients import Library, libraries
from claude_preflight.rules.fixes.set_argument import set_argument
from claude_preflight.rules.rule import Context, Rule

CODE = "timeout-unit"
# As seconds that is nearly three hours, and a request takes minutes at most; as milliseconds it
# is what people write.
_FEWEST_MILLISECONDS = 10_000
# In fewer milliseconds than these no answer comes; as seconds they are what people write. Others,
# such as 1 or 100, are how tests write a timeout that is to run out.
_MOST_SECONDS = 900
_STEP = 15

HELP = """\
The SDKs of Python and Ruby take seconds, that of TypeScript milliseconds, and so do the libraries
around them. `timeout=600000` in Python waits for a week, so it never fires; `timeout: 60` in
TypeScript ends each request after 60 milliseconds.

Reported are 10,000 seconds and more, and milliseconds that look like seconds: 15, 30, 45 and so on
up to 900. Timeouts with a unit, such as `Duration.ofSeconds(60)`, cannot be wrong.

```python
client = anthropic.Anthropic(timeout=600000)  # a week
client = anthropic.Anthropic(timeout=600)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at the timeouts of clients, and at those of single requests."""
    told = [(libraries()[each.library], each.option("timeout")) for each in context.asked.clients]
    told += _of_requests(context)
    for library, timeout in told:
        finding = _finding(context, timeout, library) if timeout else None
        if finding:
            yield finding


def _of_requests(context: Context) -> Iterator[tuple[Library, Argument]]:
    for request in context.asked.requests:
        argument = request.argument("timeout")
        library = context.library_of(request) if argument else None
        if argument and library and library.options.get(argument.key) == "timeout":
            yield library, argument


def _finding(context: Context, timeout: Argument, library: Library) -> Finding | None:
    number = timeout.literal
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        return None
    if library.timeout_unit == "s" and number >= _FEWEST_MILLISECONDS:
        unit, other, meant = "seconds", "milliseconds", round(number / 1000)
    elif library.timeout_unit == "ms" and number <= _MOST_SECONDS and _looks_like_seconds(number):
        unit, other, meant = "milliseconds", "seconds", round(number * 1000)
    else:
        return None
    edit = set_argument(context.text, timeout, meant)
    return Finding(
        CODE,
        f"Write {meant:,}, if {other} are meant: `{timeout.key}` counts {unit} in {library.name}.",
        timeout.value.span,
        context.severity(CODE, Severity.WARNING),
        context.text.slice(timeout.value.span),
        None,
        # Only the author knows what was meant.
        (Fix(f"Set {timeout.key} to {meant:,} {unit}", (edit,)),),
    )


def _looks_like_seconds(number: float) -> bool:
    return number > 0 and number % _STEP == 0


RULE = Rule(
    code=CODE,
    name="Timeout in the wrong unit",
    http="TIMEOUT",
    summary="A timeout looks like milliseconds where seconds count, or the other way.",
    help=HELP,
    check=check,
)
