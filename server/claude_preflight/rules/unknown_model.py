"""unknown-model: the model of a request looks like a Claude id and is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claude_preflight.facts.types import Mention
from claude_preflight.findings import Finding, Role, Severity, Span
from claude_preflight.knowledge.models import ModelId, Replacement, Status
from claude_preflight.rules.fixes.migrate import migrate
from claude_preflight.rules.rule import Context, Rule
from claude_preflight.rules.successor import successor_of

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
        value = request.model.scalar if request.model else None
        if value is None or value.origin is None or not isinstance(value.literal, str):
            continue
        if value.is_constant:
            continue  # whether it is one of an SDK, a compiler knows
        if value.origin in seen or context.registry.find(value.literal) is not None:
            continue
        seen.add(value.origin)
        meant = context.find(context.registry.closest(value.literal) or "")
        if meant is not None:
            yield _finding(context, Mention(value.origin, value.literal, Role.USE), meant)


def _finding(context: Context, mention: Mention, meant: ModelId) -> Finding:
    model: Replacement | None = Replacement(context.registry.get(meant.model), meant.text, CODE)
    advice = f"did you mean `{meant.text}`?"
    if context.registry.lifecycle(meant, context.today).status is Status.RETIRED:
        model = successor_of(context, mention, meant)
        use = f"use `{model.text}`" if model and model.text else "choose another model"
        advice = f"{use}, as `{meant.text}`, which it looks like, is retired."
    fix = migrate(context, mention, model, None) if model else None
    return Finding(
        CODE,
        f"`{mention.text}` is no Claude model that any source knows: {advice}",
        mention.span,
        context.severity(CODE, Severity.WARNING),
        mention.text,
        Role.USE,
        # Only the author knows what was meant.
        (replace(fix, safe=False),) if fix else (),
    )


RULE = Rule(
    code=CODE,
    name="Unknown model",
    http="400 / 404",
    summary="The model of a request looks like a Claude model id, but no source knows it.",
    help=HELP,
    check=check,
)
