"""unsupported-parameter: a request sets what its model, or what sends it, does not take."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.findings import Finding
from claude_preflight.rules.parameter_findings import parameter_findings
from claude_preflight.rules.rule import Context, Rule

CODE = "unsupported-parameter"

HELP = """\
Newer models refuse what older ones took: sampling parameters, `thinking` of the type `enabled`, an
assistant message that they would have to go on from, a forced `tool_choice`. Older models refuse
what came later, such as `effort` or `adaptive` thinking, and some parameters do not go together.
The answer is 400 before the model runs.

A finding stands at the first of the parameters that are refused; those that it is refused with are
related places. The default value is no alarm where a model takes it, and a value that is not known
is none unless the parameter is refused whatever it is. What a wrapper leaves out by itself is none
either, and a client that is not known is not judged.

A fix removes the parameter, sets what is taken, or moves it to its new place. It is safe where the
request fails without it and works with it.

```python
client.messages.create(model="claude-opus-4-8", max_tokens=99, temperature=0.2, messages=m)  # 400
client.messages.create(model="claude-opus-4-8", max_tokens=99, messages=m)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Ask what is refused of each request."""
    return parameter_findings(context, CODE)


RULE = Rule(
    code=CODE,
    name="Parameter that the model refuses",
    http="400",
    summary="A request sets a parameter that its model refuses, alone or together with another.",
    help=HELP,
    check=check,
)
