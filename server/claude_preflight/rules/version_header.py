"""version-header: a request without the header of the API's version, or with one that is none."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.types import Header, HttpRequest
from claude_preflight.findings import Edit, Finding, Fix, Severity, Span
from claude_preflight.knowledge.http_api import HttpApi
from claude_preflight.regex import regex
from claude_preflight.rules.rule import Context, Rule
from claude_preflight.rules.unsent import has_stand_in, is_test

CODE = "version-header"
_NAME = "anthropic-version"
_DATE = regex(r"\d{4}-\d\d-\d\d")
# From the beginning of a header in a command or a mapping to its name.
_OPENING = regex(rb"(?:(?:-H|--header)(?:=|\s{1,4})?)?[\"']?\Z")
_MAPPED = regex(rb"(?P<quote>[\"'`]?)(?P<joint>\s{0,4}(?::|=>|,)\s{0,4})")
_REACH = 20

HELP = """\
Each request names the version of the API that it is written for, in the `anthropic-version` header;
without it the API answers 400. The SDKs send it by themselves, raw requests have to. A date that is
no version, such as that of a model, is answered with 400 as well.

A wrong one is reported in a file that names the host of the API or sends a key, a missing one where
all headers of a request to `api.anthropic.com` are written out.

```python
headers = {"x-api-key": key, "anthropic-version": "2024-10-22"}  # 400: there is no such version
headers = {"x-api-key": key, "anthropic-version": "2023-06-01"}
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at the headers of each request."""
    are_sent = bool(context.asked.http) and _are_sent(context)
    for request in context.asked.http:
        header = request.header(_NAME)
        # What a test sets beside no key is a header that it asks for again.
        if header and are_sent and (_is_sent(request) or not is_test(context)):
            yield from _invented(context, header)
        elif header is None and _needs_version(request) and not _is_answered(context):
            yield _missing(context, request)


def _are_sent(context: Context) -> bool:
    """Whether one of the requests is sent."""
    if "are sent" not in context.shared:
        context.shared["are sent"] = any(map(_is_sent, context.facts.http))
    are_sent: bool = context.shared["are sent"]
    return are_sent


def _is_answered(context: Context) -> bool:
    """Whether something answers the requests of a test in the place of the API."""
    return is_test(context) and has_stand_in(context)


def _is_sent(request: HttpRequest) -> bool:
    """Whether a request goes somewhere, or has a key: a test of headers has neither."""
    keys = (HttpApi.load().key_header, "authorization")
    return request.url is not None or any(map(request.header, keys))


def _invented(context: Context, header: Header) -> Iterator[Finding]:
    written = context.text.slice(header.value)
    api = HttpApi.load()
    if not header.is_literal or not _DATE.fullmatch(written) or not api.is_invented(written):
        return
    right = api.recommended_version
    yield Finding(
        CODE,
        f"Send `{right}`: there is no version `{written}` of the API, so it answers 400.",
        header.value,
        context.severity(CODE, Severity.ERROR),
        written,
        None,
        (Fix(f"Set {_NAME} to {right}", (Edit(header.value, right),), safe=True),),
    )


def _needs_version(request: HttpRequest) -> bool:
    """Whether a request goes to an endpoint of the API with a key, and all of it can be seen."""
    api, url = HttpApi.load(), request.url
    if url is None or url.is_open or not request.is_complete:
        return False
    if not url.path.startswith(f"{api.root}/") or not api.asks_version(url.path[len(api.root) :]):
        return False
    return request.header(api.key_header) is not None or request.header("authorization") is not None


def _missing(context: Context, request: HttpRequest) -> Finding:
    url = request.url
    span = url.span if url else request.span
    right = HttpApi.load().recommended_version
    fix = _add(context, request.headers[0], right) if request.headers else None
    return Finding(
        CODE,
        f"Add `{_NAME}: {right}`: without that header the API answers 400.",
        span,
        context.severity(CODE, Severity.WARNING),
        context.text.slice(span),
        None,
        (fix,) if fix else (),
    )


def _add(context: Context, beside: Header, version: str) -> Fix | None:
    """Write the header before another one, as that one is written."""
    data = context.text.data
    window = data[max(beside.span.start - _REACH, 0) : beside.span.start]
    opening = _OPENING.search(window)
    if opening is None:
        return None
    start = beside.span.start - len(opening[0])
    head = opening[0].decode()
    quote = head[-1:] if head[-1:] in ("'", '"') else ""
    name_end = beside.span.start + len(beside.name)
    if data.startswith(b":", name_end) and "-" in head.rstrip("\"'"):
        text = f"{head}{_NAME}: {version}{quote} "
    elif quote and (joint := _MAPPED.match(data, name_end)) and joint["quote"] == quote.encode():
        text = f"{head}{_NAME}{quote}{joint['joint'].decode()}{quote}{version}{quote}, "
    else:
        return None
    return Fix(f"Add {_NAME}: {version}", (Edit(Span(start, start), text),), safe=True)


RULE = Rule(
    code=CODE,
    name="Version header missing or wrong",
    http="400",
    summary="A raw request lacks the `anthropic-version` header, or names no version of the API.",
    help=HELP,
    check=check,
)
