"""endpoint: a request goes to a path that the API does not have."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from claude_preflight.facts.types import Client, Url
from claude_preflight.findings import Edit, Finding, Fix, Severity, Span
from claude_preflight.knowledge.clients import libraries
from claude_preflight.knowledge.http_api import HttpApi
from claude_preflight.rules.rule import Context, Rule

CODE = "endpoint"
# The variables by which the vendor's SDKs and Claude Code are told a base URL.
_VARIABLE = b"ANTHROPIC_BASE_URL"
_REACH = 60

HELP = """\
All endpoints are below `https://api.anthropic.com/v1`. A URL without `/v1`, or with two of them,
is answered with 404. The vendor's SDKs add `/v1` to the base URL by themselves, so a base URL that
ends with it makes two; the AI SDK expects it there.

`/v1/chat/completions` is OpenAI's format: the reference article calls it a mistake, the vendor
serves it for OpenAI's SDKs. That is a warning that names both, and information where an OpenAI
client uses it. `/v1/complete`, of the Text Completions API, serves no model of today.

```python
httpx.post("https://api.anthropic.com/messages", headers=headers, json=body)  # 404
httpx.post("https://api.anthropic.com/v1/messages", headers=headers, json=body)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at each URL of the API that is asked for, and at the base URLs of clients."""
    for request in context.asked.http:
        if request.url is None:
            continue
        if client := _told(context, request.url):
            yield from _base(context, request.url, client)
        else:
            yield from _path(context, request.url)


def _told(context: Context, url: Url) -> Client | None:
    """The client that is told a URL for its base URL."""
    if "bases" not in context.shared:
        context.shared["bases"] = sorted(dict(_bases(context)).items())
    bases: list[tuple[Span, Client]] = context.shared["bases"]
    at = bisect_right(bases, url.span.start, key=lambda each: each[0].start) - 1
    if at < 0:
        return None
    place, client = bases[at]
    return client if place.encloses(url.span) else None


def _bases(context: Context) -> Iterator[tuple[Span, Client]]:
    """Where the base URLs of clients are written out."""
    for client in context.facts.clients:
        option = client.option("base_url")
        if option and option.origin:
            yield option.origin, client


def _base(context: Context, url: Url, client: Client) -> Iterator[Finding]:
    """A base URL with a root that the library adds itself, or without one that it expects."""
    api, library = HttpApi.load(), libraries()[client.library]
    path = url.path.rstrip("/")
    if client.platform == "openai" and path == api.root:
        yield _compatible(context, url, Severity.INFORMATION)
    elif library.base_path == api.root and path == api.root:
        yield _doubled(context, url, f"{library.name} adds `{api.root}` by itself")
    elif library.base_path == "" and not path and not url.is_open:
        yield _rootless(context, url, len(url.text.rstrip("/")), f" that {library.name} asks for")


def _path(context: Context, url: Url) -> Iterator[Finding]:
    api, path = HttpApi.load(), url.path
    if _sets_variable(context, url):
        if path.rstrip("/") == api.root and not url.is_open:
            yield _doubled(context, url, f"what reads this variable adds `{api.root}` by itself")
        return
    rest = path.removeprefix(api.root)
    if rest.startswith(f"{api.root}/") or rest == api.root:
        yield _doubled(context, url, f"`{api.root}` stands there twice")
    elif rest == path and (api.is_endpoint(path) or path.startswith(api.compatible_path)):
        yield _rootless(context, url, len(url.text) - len(path), "")
    elif rest.rstrip("/") == api.compatible_path:
        yield _compatible(context, url, Severity.WARNING)
    elif rest.rstrip("/") == api.ended_path:
        yield _finding(
            context,
            url,
            Severity.WARNING,
            f"Ask for `{api.root}{api.ended_instead}`: `{path}` serves no model of today.",
            None,
        )


def _sets_variable(context: Context, url: Url) -> bool:
    """Whether the variable of the environment is set that the vendor's programs read."""
    start = url.span.start
    return url.key == _VARIABLE.decode().replace("_", "").lower() and (
        context.text.data.find(_VARIABLE, max(start - _REACH, 0), start) >= 0
    )


def _doubled(context: Context, url: Url, why: str) -> Finding:
    """A root too many; one is taken away."""
    root = HttpApi.load().root
    start = url.span.start + url.text.index(root)
    fix = Fix(f"Remove {root}", (Edit(Span(start, start + len(root)), ""),), safe=True)
    message = f"Remove `{root}` from the URL: {why}, so requests are answered with 404."
    return _finding(context, url, Severity.ERROR, message, fix)


def _rootless(context: Context, url: Url, at: int, what: str) -> Finding:
    """A URL that lacks the root, which is to stand at an offset in it."""
    root = HttpApi.load().root
    start = url.span.start + at
    fix = Fix(f"Add {root}", (Edit(Span(start, start), root),), safe=True)
    message = f"Add `{root}` to the URL: without it there is no endpoint{what}, so it answers 404."
    return _finding(context, url, Severity.ERROR, message, fix)


def _compatible(context: Context, url: Url, severity: Severity) -> Finding:
    """The endpoint of another vendor's format."""
    api = HttpApi.load()
    refused, served = api.compatible_refused, api.compatible_served
    message = (
        f"Use `{api.root}/messages`: sources disagree on `{api.root}{api.compatible_path}`, "
        f"{refused.answer} ({refused.source}) or served for {served.answer} ({served.source})."
    )
    return _finding(context, url, severity, message, None)


def _finding(
    context: Context, url: Url, severity: Severity, message: str, fix: Fix | None
) -> Finding:
    loud = context.severity(CODE, severity) if severity is Severity.ERROR else severity
    return Finding(CODE, message, url.span, loud, url.text, None, (fix,) if fix else ())


RULE = Rule(
    code=CODE,
    name="Endpoint that does not exist",
    http="404",
    summary="A request goes to a path that the API does not have.",
    help=HELP,
    check=check,
)
