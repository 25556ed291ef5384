"""invalid-parameter: a field that the API does not know, that is missing, or out of range."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.findings import Finding
from claude_preflight.rules.parameter_findings import parameter_findings
from claude_preflight.rules.rule import Context, Rule

CODE = "invalid-parameter"

HELP = """\
The API answers 400 to a field that it does not know (`Extra inputs are not permitted`), to a
request without `max_tokens` or `messages` (`Field required`), to a value out of range, and to more
than four blocks with `cache_control`. That holds for every model.

Which names are wrong is a list: those of other vendors (`response_format`, `stop`) and of wrappers
(`maxOutputTokens`), where a request is written out or goes through an SDK that passes everything
on. A name that is not in it is none of our business: the API may be newer than the list. What is
missing is told only where all of a request can be seen.

```python
client.messages.create(model="claude-haiku-4-5", max_tokens=99, temperature=1.5, messages=m)  # 400
client.messages.create(model="claude-haiku-4-5", max_tokens=99, temperature=1, messages=m)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Ask what is wrong with each request, whichever its model."""
    return parameter_findings(context, CODE)


RULE = Rule(
    code=CODE,
    name="Parameter that no model takes",
    http="400",
    summary="A request has a field that the API does not know, lacks one, or sets it out of range.",
    help=HELP,
    check=check,
)
