"""auth-header: a key and the header that it is sent in do not go together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.facts.types import Argument, Client, Header, HttpRequest
from claude_preflight.findings import Edit, Finding, Fix, Severity, Span
from claude_preflight.knowledge.clients import libraries
from claude_preflight.knowledge.http_api import HttpApi
from claude_preflight.regex import regex
from claude_preflight.rules.fixes.rename_argument import rename_argument
from claude_preflight.rules.rule import Context, Rule

CODE = "auth-header"
# Where a value is more than a name, this is what it says that it is.
_API_KEY = regex(r"sk-ant-api|(?:anthropic|claude)[\w.]*?[_-]?(?:api)?[_-]?key", re.IGNORECASE)
_ANY_KEY = regex(r"(?<![a-z])(?:api)?_?key(?![a-z])|apikey|sk-ant-api", re.IGNORECASE)
_TOKEN = regex(r"oauth|token|sk-ant-oat|session|jwt", re.IGNORECASE)
_BEARER = regex(r"bearer\s+", re.IGNORECASE)
# The scheme, with the literal around it that is joined to the key: `"Bearer " + key`.
_JOINED = regex(r"""(?P<quote>["'`]?)bearer\s+(?:(?P=quote)\s*[+.]\s*)?""", re.IGNORECASE)
_SCHEME = regex(r"bearer|basic|digest|aws4", re.IGNORECASE)
_BETA = "anthropic-beta"
_OAUTH = regex(r"oauth", re.IGNORECASE)

HELP = """\
The key of the Claude API goes into the `x-api-key` header. Sent as `Authorization: Bearer`, the
reference article says, it is answered with 401; the SDKs that send API version 2026-10-21 send it
so. That is a warning which names both, and nothing is changed unasked. A key in `Authorization`
without `Bearer`, or `Bearer` in `x-api-key`, is right for nobody: that is an error.

OAuth tokens do go out as `Authorization: Bearer`, and requests to other hosts are not looked at.

```python
headers = {"Authorization": f"Bearer {ANTHROPIC_API_KEY}", "anthropic-version": "2023-06-01"}
headers = {"x-api-key": ANTHROPIC_API_KEY, "anthropic-version": "2023-06-01"}
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at the headers of requests, and at tokens of clients that are keys."""
    for request in context.asked.http:
        if header := request.header("authorization"):
            yield from _authorization(context, request, header)
        if header := request.header(HttpApi.load().key_header):
            yield from _key(context, header)
    for client in context.asked.clients:
        token = client.option("auth_token")
        if token and _API_KEY.search(context.text.slice(token.value.span)):
            fix = _as_key(context, client, token)
            yield _contested(context, token.value.span, f"`{token.key}`", fix)


def _authorization(context: Context, request: HttpRequest, header: Header) -> Iterator[Finding]:
    """A key in the header that is for tokens."""
    written = context.text.slice(header.value)
    if not _sends_key(context, request, written):
        return
    if _SCHEME.search(written):
        if _BEARER.search(written):
            yield _contested(context, header.value, "`Authorization: Bearer`", None)
        return
    api = HttpApi.load()
    name = Span(header.span.start, header.span.start + len(header.name))
    yield _finding(
        context,
        header.value,
        Severity.ERROR,
        f"Send the key in `{api.key_header}`: in `Authorization` without a scheme it is answered "
        "with 401.",
        Fix(f"Send it as {api.key_header}", (Edit(name, api.key_header),), safe=True),
    )


def _sends_key(context: Context, request: HttpRequest, written: str) -> bool:
    """Whether a value is a key of the Claude API, which is what it is sent to."""
    if _TOKEN.search(written):
        return False
    beta = request.header(_BETA)
    if beta and _OAUTH.search(context.text.slice(beta.value)):
        return False
    if request.url:
        return bool(_ANY_KEY.search(written))
    is_claudes = request.header("anthropic-version") is not None
    is_sent_there = is_claudes or context.facts.asks_for_url
    return is_sent_there and bool(_API_KEY.search(written))


def _key(context: Context, header: Header) -> Iterator[Finding]:
    """The scheme of another header before a key."""
    written = context.text.slice(header.value)
    match = _JOINED.search(written)
    if match is None:
        return
    is_joined = match[0].rstrip().endswith(("+", "."))
    start = header.value.start + len(
        written[: match.start() + (not is_joined and len(match["quote"]))].encode()
    )
    scheme = Span(start, header.value.start + len(written[: match.end()].encode()))
    yield _finding(
        context,
        header.value,
        Severity.ERROR,
        f"Leave out `Bearer`: `{header.name}` takes the key alone, so this is answered with 401.",
        Fix("Leave out Bearer", (Edit(scheme, ""),), safe=True),
    )


def _contested(context: Context, span: Span, place: str, fix: Fix | None) -> Finding:
    api = HttpApi.load()
    message = (
        f"Send the key as `{api.key_header}`: sources disagree on {place} with a key, "
        f"{api.bearer_refused.answer} ({api.bearer_refused.source}) or right "
        f"{api.bearer_served.answer} ({api.bearer_served.source})."
    )
    return _finding(context, span, Severity.WARNING, message, fix)


def _as_key(context: Context, client: Client, token: Argument) -> Fix | None:
    """Hand a client its key by the name that its library has for keys."""
    options = libraries()[client.library].options.items()
    name = next((written for written, option in options if option == "api_key"), None)
    edit = rename_argument(context.text, token, name) if name else None
    return Fix(f"Pass it as {name}", (edit,)) if edit else None


def _finding(
    context: Context, span: Span, severity: Severity, message: str, fix: Fix | None
) -> Finding:
    loud = context.severity(CODE, severity) if severity is Severity.ERROR else severity
    fixes = (fix,) if fix else ()
    return Finding(CODE, message, span, loud, context.text.slice(span), None, fixes)


RULE = Rule(
    code=CODE,
    name="Key in the wrong header",
    http="401",
    summary="A key and the header that it is sent in do not go together.",
    help=HELP,
    check=check,
)
