"""retired-model: an id of a model that is gone on the day."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.findings import Finding, Role, Severity
from claude_preflight.knowledge.models import Status
from claude_preflight.rules.retirement import Retirement, fixes, retirements, uses
from claude_preflight.rules.rule import Context, Rule

CODE = "retired-model"

HELP = """\
The model is retired: the API does not know it any more. The reference article names the answer
410 Gone, the vendor's documentation 404 `not_found_error`; retrying does not help either way.

The fix puts the replacement in the same spelling: a Bedrock id stays one of the same region
profile, a Vertex id stays one. Newer models have no plain id on Bedrock, so one gets the inference
profile of the region that the file sets; where it sets none, the choice is yours. LiteLLM hands on
what follows `anthropic/`, so there it is written with dashes. The id of a text completion, or of
the base of a fine-tuning job, is never exchanged unasked.

Where the request needs more to work with the new model, such as a lower `max_tokens` or no
`temperature`, the same fix does that too, and its title says so. Of a parameter beside an id that
cannot be read as a part of a request, it says to check that.

How loud it is depends on what the id does. In use it is an error, and part of fix-all. In a
table of models it is information, in a comparison a hint (a branch that is never taken), in
comments and text a hint: text that merely mentions a model is not rewritten unasked.

```python
client.messages.create(model="claude-opus-4-20250514", max_tokens=1024, messages=messages)  # fails
client.messages.create(model="claude-opus-4-8", max_tokens=1024, messages=messages)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Report every mention of a model that is retired on the day."""
    for retirement in retirements(context, Status.RETIRED):
        role = retirement.mention.role
        yield Finding(
            CODE,
            _message(retirement),
            retirement.mention.span,
            context.severity(CODE, Severity.ERROR, role),
            retirement.mention.text,
            role,
            fixes(context, retirement),
            related=uses(context, retirement.mention),
        )


def _message(retirement: Retirement) -> str:
    is_compared = retirement.mention.role is Role.COMPARISON
    effect = ", so nothing that works equals it" if is_compared else ""
    days = retirement.days
    return f"{retirement.name} is retired{retirement.place}{days}{effect}: {retirement.advice}."


RULE = Rule(
    code=CODE,
    name="Retired model",
    http="410 / 404",
    summary="The model is retired, so every request with its id fails.",
    help=HELP,
    check=check,
    is_of_deprecated=True,
)
