"""max-tokens: a request asks for more output than its model allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claude_preflight.facts.types import Argument, Request
from claude_preflight.findings import Finding, Fix, Related, SettingChange, Severity
from claude_preflight.knowledge.models import ModelId
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.rules.fixes.remove_argument import neighbours_among, remove_argument
from claude_preflight.rules.fixes.set_argument import set_argument
from claude_preflight.rules.limits import Allowed, allowed_output, may_be_lowered, output_argument
from claude_preflight.rules.refusals import call_of, is_streamed, refused_together, values_of
from claude_preflight.rules.rule import Context, Rule
from claude_preflight.text.source_text import SourceText

CODE = "max-tokens"
# The rules about what a request for no output does not go with; the other parameter is the second.
_ZERO = "max-tokens-zero-"
_BATCH = "in a batch"

HELP = """\
Every model has a largest number of output tokens. A request that asks for more is answered with
400 before it runs; negative numbers are refused as well. Zero is valid: it warms the prompt cache
and gives no output. Together with `stream: true`, thinking that is `enabled`, a forced
`tool_choice`, `output_config.format` or `compaction`, and in a batch, it is refused.

Sources disagree about some models. A number above **every** source's limit is an error, and the
fix lowers it to the vendor's limit, no further; a second one goes down to the number of the
reference article. A number above the article's limit only is a warning: it names both numbers,
and nothing is changed unasked. `limits = "vendor"` in the settings trusts the vendor's numbers
alone, `"article"` those of the article, of fixes too.

```python
client.messages.create(model="claude-haiku-4-5", max_tokens=200_000, messages=messages)  # 400
client.messages.create(model="claude-haiku-4-5", max_tokens=8192, messages=messages)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Compare the output limit of each request with its model's."""
    for request in context.asked.requests:
        argument = output_argument(request)
        if argument is not None and isinstance(argument.literal, int):
            finding = _finding(context, request, argument, argument.literal)
            if finding is not None:
                yield finding


def _finding(context: Context, request: Request, argument: Argument, asked: int) -> Finding | None:
    model_id = context.model_of(request)
    if model_id is None:
        return None
    if asked < 0:
        message = (
            f"Set `{argument.key}` to the number of tokens that you expect at most: "
            f"a negative one, {asked}, fails with 400."
        )
        return _at(context, argument, Severity.ERROR, message)
    if asked == 0:
        return _warming(context, request, argument, model_id)
    if context.has_ended(model_id):
        return None  # retired-model moves the request, and its limit with it
    allowed = allowed_output(context, model_id)
    if allowed is None or asked <= allowed.strictest.value:
        return None
    if asked <= allowed.highest.value:
        found = _contested(context, argument, asked, model_id.text, allowed)
        return found._replace(related=_limits_of(request, model_id, allowed))
    message = (
        f"Lower `{argument.key}` to {_ways_down(allowed)}: `{model_id.text}` allows "
        f"{allowed.highest.value:,} output tokens, and a request for {asked:,} fails with 400."
    )
    fixes = [_clamped(context, request, argument, model_id, allowed.lowered.value)]
    if allowed.strictest.value < allowed.lowered.value:
        fixes.append(_lower(context.text, argument, allowed.strictest.value, safe=False))
    found = _at(context, argument, Severity.ERROR, message, *fixes)
    return found._replace(related=_limits_of(request, model_id, allowed))


def _limits_of(request: Request, model_id: ModelId, allowed: Allowed) -> tuple[Related, ...]:
    """The limits of the model, each with its source, where the request names it."""
    model = request.model
    if model is None:
        return ()
    return tuple(
        Related(
            model.value.span,
            f"`{model_id.text}` allows {each.value:,} output tokens: {each.source}.",
        )
        for each in allowed.sources.all
    )


def _ways_down(allowed: Allowed) -> str:
    """The number to lower to, and the one that a stricter source names."""
    strict, lowered = allowed.strictest, allowed.lowered
    if lowered.value <= strict.value:
        return f"{lowered.value:,}"
    return f"{lowered.value:,} ({lowered.source}) or {strict.value:,} ({strict.source})"


def _warming(
    context: Context, request: Request, argument: Argument, model: ModelId
) -> Finding | None:
    """A request for no output, which only warms the prompt cache, and what it does not go with."""
    values = values_of(context.text, *request.arguments)
    if is_streamed(context.text, request.span):
        values["stream"] = [True]
    call = call_of(context.text, request.span)
    refusing = refused_together(model, values, context.today, call)
    others = [rule.parameters[1] for rule in refusing if rule.id.startswith(_ZERO)]
    if not others:
        return None
    names = " and ".join(f"`{name}`" for name in others if name != _BATCH)
    remedy = f"Leave out {names}" if names else "Send this request by itself"
    where = "together with that" if names else _BATCH
    message = (
        f"{remedy} or raise `{argument.key}`: 0 only warms the prompt cache, and fails with 400 "
        f"{where}."
    )
    return _at(context, argument, Severity.ERROR, message, *_without(context.text, request, others))


def _without(text: SourceText, request: Request, names: Iterable[str]) -> Iterator[Fix]:
    """The fix that removes some parameters, where they stand in the request itself."""
    found = [each for each in request.arguments if api_name(each.key) in names]
    removals = [remove_argument(text, *each) for each in neighbours_among(text, found)]
    edits = tuple(each for each in removals if each)
    if edits and len(edits) == len(removals):
        yield Fix(f"Remove {' and '.join(each.key for each in found)}", edits)


def _clamped(
    context: Context, request: Request, argument: Argument, model: ModelId, limit: int
) -> Fix:
    """The fix that lowers a number; safe where the request then works as a whole."""
    values = values_of(context.text, *request.arguments) | {"max_tokens": [limit]}
    works = not any(refused_together(model, values, context.today))
    return _lower(context.text, argument, limit, safe=works and may_be_lowered(context, argument))


def _contested(
    context: Context, argument: Argument, asked: int, model: str, allowed: Allowed
) -> Finding:
    """A number that some sources allow and others do not."""
    strict, high = allowed.strictest, allowed.highest
    message = (
        f"Lower `{argument.key}` to {strict.value:,}, or say in the settings whose limits you "
        f"trust: sources disagree on whether `{model}` allows {asked:,}, the limit being "
        f"{strict.value:,} ({strict.source}) or {high.value:,} ({high.source})."
    )
    limits = dict.fromkeys(s.value for s in (strict, allowed.sources.vendor) if s)
    fixes = [_lower(context.text, argument, limit, safe=False) for limit in limits if limit < asked]
    trust = Fix(
        "Trust the vendor's limits in this workspace", setting=SettingChange("limits", "vendor")
    )
    return _at(context, argument, Severity.WARNING, message, *fixes, trust)


def _lower(text: SourceText, argument: Argument, limit: int, *, safe: bool) -> Fix:
    edit = set_argument(text, argument, limit)
    return Fix(f"Lower {argument.key} to {limit:,}", (edit,), safe=safe)


def _at(
    context: Context, argument: Argument, severity: Severity, message: str, *fixes: Fix
) -> Finding:
    return Finding(
        CODE,
        message,
        argument.value.span,
        context.severity(CODE, severity) if severity is Severity.ERROR else severity,
        context.text.slice(argument.value.span),
        None,
        fixes,
    )


RULE = Rule(
    code=CODE,
    name="Output limit above the model's",
    http="400",
    summary="A request asks for more output tokens than its model allows.",
    help=HELP,
    check=check,
)
