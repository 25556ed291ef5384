"""retries: a client that gives up at the first answer of an overloaded API."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.types import Argument
from claude_preflight.findings import Finding, Fix, Severity
from claude_preflight.knowledge.clients import Library, libraries
from claude_preflight.rules.destinations import OPENAI
from claude_preflight.rules.fixes.set_argument import set_argument
from claude_preflight.rules.rule import Context, Rule
from claude_preflight.rules.unsent import is_test

CODE = "retries"
# What the SDKs do where nobody tells them otherwise.
_USUAL = 2

HELP = """\
The SDKs retry twice after 408, 409, 429, 5xx (529 among them) and lost connections, with a pause
that grows. With retries switched off, the first answer of an API that is overloaded ends the
request. Where your own code retries, that is right: ignore the rule there. A client with a base URL
or a transport of its own is left alone, and so are tests, which want to see that answer.

```python
client = anthropic.Anthropic(max_retries=0)  # the first 529 is raised
client = anthropic.Anthropic(max_retries=2)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at the retries of clients, and at those of single requests; tests may not want any."""
    for client in context.asked.clients:
        option = client.option("max_retries")
        # Who brings a transport or a host of their own looks after retries, or tests something.
        is_own = client.option("transport") or client.option("base_url")
        made_by = libraries()[client.library]
        is_asked = option and _is_zero(option) and not is_own and made_by.platform != OPENAI
        if option and is_asked and not is_test(context):
            yield _finding(context, option, made_by)
    for request in context.asked.requests:
        for argument in filter(_is_zero, request.arguments):
            library = context.library_of(request)
            is_asked = library and library.options.get(argument.key) == "max_retries"
            if library and is_asked and not is_test(context):
                yield _finding(context, argument, library)


def _is_zero(argument: Argument) -> bool:
    return argument.literal == 0 and argument.literal is not False


def _finding(context: Context, retries: Argument, library: Library) -> Finding:
    edit = set_argument(context.text, retries, _USUAL)
    return Finding(
        CODE,
        f"Let {library.name} retry: with `{retries.key}` 0 the first 429 or 529 ends the request.",
        retries.span,
        context.severity(CODE, Severity.INFORMATION),
        context.text.slice(retries.span),
        None,
        (Fix(f"Set {retries.key} to {_USUAL}", (edit,)),),
    )


RULE = Rule(
    code=CODE,
    name="Retries switched off",
    http="429 / 529",
    summary="A client is told not to retry, so the first answer of an overloaded API is final.",
    help=HELP,
    check=check,
)
