"""nonstreaming: a request asks for more output than an SDK waits for without a stream."""

from __future__ import annotations

import math
from collections.abc import Iterator

from claude_preflight.findings import Edit, Finding, Fix, Span
from claude_preflight.knowledge.clients import libraries
from claude_preflight.knowledge.parameters import ParameterRule
from claude_preflight.rules.judged import Judged, finding_of, judged, place_of, refusing
from claude_preflight.rules.request_parameters import Place
from claude_preflight.rules.rule import Context, Rule
from claude_preflight.rules.senders import CREATE, PARSE

CODE = "nonstreaming"
_LIMIT = "max_tokens"
# How the SDKs reckon how long an answer may take: so many tokens in an hour.
_TOKENS_PER_HOUR, _HOUR = 128_000, 3600

HELP = """\
The vendor's SDKs for Python, TypeScript, Go and Ruby reckon that 128,000 tokens of output take an
hour. Where `max_tokens` would take more than ten minutes, 21,334 or more, they raise an error
before anything is sent, unless the request is streamed or has a timeout, or its client has one.

A client that is made elsewhere may have a timeout, and arguments that are spread in may set one;
nothing is said then. Whether to stream or to wait is for you to decide, so no fix is safe.

```python
Anthropic().messages.create(model="claude-sonnet-4-6", max_tokens=64_000, messages=m)  # raises
Anthropic().messages.create(model="claude-sonnet-4-6", max_tokens=64_000, messages=m, stream=True)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Ask of each request that is not streamed how long its answer may take."""
    for each in judged(context):
        if each.sender.call in (CREATE, PARSE):
            for rule in refusing(each, CODE):
                yield _finding(context, each, rule)
                break


def _finding(context: Context, each: Judged, rule: ParameterRule) -> Finding:
    place = each.parameters.places(_LIMIT)[0]
    asked = place.literal if isinstance(place.literal, int) else 0
    sdk = libraries()[f"anthropic-{each.sender.library}"].name
    message = (
        f"Stream the answer, or set a timeout: {sdk} waits for {_most(rule):,} tokens at most "
        f"without either, and `{place.argument.key}` is {asked:,}."
    )
    fixes = tuple(_fixes(context, each, place, asked))
    return finding_of(context, CODE, each, place_of(each, place), message, fixes)


def _most(rule: ParameterRule) -> int:
    least = (each["value"] for each in rule.condition["conditions"] if "value" in each)
    return int(next(least)) - 1


def _fixes(context: Context, each: Judged, place: Place, asked: int) -> Iterator[Fix]:
    """The fix that lets the SDK wait as long as it reckons with."""
    seconds = math.ceil(_HOUR * asked / _TOKENS_PER_HOUR)
    end = place.argument.span.end
    if not each.request.span.encloses(place.argument.span):
        return
    if each.sender.library == "python":
        yield Fix(f"Wait for {seconds:,} seconds", (Edit(Span(end, end), f", timeout={seconds}"),))
    elif each.sender.library == "typescript":
        end = each.request.span.end
        if context.text.slice(Span(end - 1, end)) == "}":
            edit = Edit(Span(end, end), f", {{ timeout: {seconds * 1000} }}")
            yield Fix(f"Wait for {seconds:,} seconds", (edit,))


RULE = Rule(
    code=CODE,
    name="Long answer without a stream",
    http="SDK",
    summary="A request asks for more output than the SDK waits for without a stream or a timeout.",
    help=HELP,
    check=check,
)
