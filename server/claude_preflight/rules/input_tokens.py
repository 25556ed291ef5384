"""input-tokens: more input is configured, or written out, than the model's context has room for."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.types import Argument, Mapping, Request, Sequence, Unknown, Value
from claude_preflight.findings import Edit, Finding, Fix, Role, Severity, Span
from claude_preflight.knowledge.models import ModelId
from claude_preflight.knowledge.parameter_names import limits_input
from claude_preflight.regex import regex
from claude_preflight.rules.fixes.set_argument import set_argument
from claude_preflight.rules.judged import role_of
from claude_preflight.rules.rule import Context, Rule
from claude_preflight.text.source_text import SourceText

CODE = "input-tokens"
_PROMPTS = ("messages", "system")
# A prompt that is shorter, in bytes, has fewer words than any model's context has tokens.
_SHORT = 16_000
_QUOTES = ('"', "'", "`")
_WORD = regex(r"[^\W_]\S*")

HELP = """\
Input that is longer than the model's context is answered with 400 (`prompt is too long`). Two
things show that before a request is sent: a number that a program is configured with, such as
`max_input_tokens` or `contextLength`, that is above the context of the model beside it; and a
prompt that is written out.

How many tokens a text has only the API knows. What is counted is a lower bound: the words between
white space, of which each has one token at least. Sources that disagree on a context are all heard,
and the largest number counts.

```json
{"model": "claude-haiku-4-5", "max_input_tokens": 1000000}
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Compare what each request may send with the context of its model."""
    for request in context.asked.requests:
        role, model = role_of(context, request), context.model_of(request)
        if role is None or model is None:
            continue
        if context.has_ended(model):
            continue
        room = max((each.value for each in context.registry.context_window(model)), default=None)
        if room is not None:
            yield from _configured(context, request, model, role, room)
            yield from _written(context, request, model, role, room)


def _configured(
    context: Context, request: Request, model: ModelId, role: Role, room: int
) -> Iterator[Finding]:
    for argument in request.arguments:
        asked = argument.literal
        if limits_input(argument.key) and isinstance(asked, int) and asked > room:
            message = (
                f"Lower `{argument.key}` to {room:,}: the context of `{model.text}` is no larger, "
                f"so that input of {asked:,} tokens fails with 400."
            )
            edits: tuple[Edit, ...] = (set_argument(context.text, argument, room),)
            fix = Fix(f"Lower {argument.key} to {room:,}", edits)
            yield _at(context, request, argument, role, message, fix)


def _written(
    context: Context, request: Request, model: ModelId, role: Role, room: int
) -> Iterator[Finding]:
    prompts = [each for each in request.arguments if each.name in _PROMPTS]
    texts = [place for each in prompts for place in _texts(each.value)]
    if sum(place.end - place.start for place in texts) < _SHORT:
        return
    words = sum(_words(context.text, place) for place in texts)
    if words > room:
        message = (
            f"Shorten the prompt: it has {words:,} words, each of one token at least, and the "
            f"context of `{model.text}` is {room:,}, so the request fails with 400."
        )
        yield _at(context, request, prompts[0], role, message)


def _texts(value: Value) -> Iterator[Span]:
    """Where the texts in a value may be written out; those of a known one are short."""
    if isinstance(value, Mapping):
        for entry in value.entries:
            yield from _texts(entry.value)
    elif isinstance(value, Sequence):
        for item in value.items:
            yield from _texts(item)
    elif isinstance(value, Unknown):
        yield value.origin or value.span


def _words(text: SourceText, place: Span) -> int:
    """The words of a text: what has a letter or a number, which no quote and no operator has."""
    source = text.slice(place)
    is_text = source.startswith(_QUOTES) and "${" not in source
    return len(_WORD.findall(source)) if is_text else 0


def _at(
    context: Context, request: Request, argument: Argument, role: Role, message: str, *fixes: Fix
) -> Finding:
    span = argument.value.span
    severity = context.severity(CODE, Severity.WARNING, role)
    text = context.text.slice(span).partition("\n")[0]
    why = context.reason_of(request, role)
    return Finding(CODE, message, span, severity, text[:80], role, fixes, reason=why)


RULE = Rule(
    code=CODE,
    name="More input than the context has room for",
    http="400",
    summary="A configured number of input tokens, or a prompt, is above the model's context.",
    help=HELP,
    check=check,
)
