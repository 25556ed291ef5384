"""unknown-model: the model of a request looks like a Claude id and is none."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.findings import Edit, Finding, Fix, Role, Severity, Span
from claude_preflight.rules.rule import Context, Rule

CODE = "unknown-model"

HELP = """\
No source knows a model of this name, so the API answers 400 or 404. It is most likely a slip: a
letter, or a date that belongs to another model.

It is only reported where a request names its model and a known id is near, so ids of your own
gateways and models newer than this version stay quiet. Own ids can be added under `models` in
the settings.

```python
client.messages.create(model="claude-sonet-4-6", max_tokens=1024, messages=messages)  # 404
client.messages.create(model="claude-sonnet-4-6", max_tokens=1024, messages=messages)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Report the models of requests that no source knows, where a known one is near."""
    seen: set[Span] = set()
    for request in context.facts.requests:
        value = request.model.value if request.model else None
        if value is None or value.origin is None or not isinstance(value.literal, str):
            continue
        if value.is_constant:
            continue  # whether it is one of an SDK, a compiler knows
        if value.origin in seen or context.registry.find(value.literal) is not None:
            continue
        seen.add(value.origin)
        meant = context.registry.closest(value.literal)
        if meant is not None:
            yield _finding(context, value.origin, value.literal, meant)


def _finding(context: Context, span: Span, text: str, meant: str) -> Finding:
    return Finding(
        CODE,
        f"`{text}` is no Claude model that any source knows, so a request with it fails; "
        f"did you mean `{meant}`?",
        span,
        context.severity(CODE, Severity.WARNING),
        text,
        Role.USE,
        (Fix(f"Replace with {meant}", (Edit(span, meant),)),),
    )


RULE = Rule(
    code=CODE,
    name="Unknown model",
    http="400 / 404",
    summary="The model of a request looks like a Claude model id, but no source knows it.",
    help=HELP,
    check=check,
)
