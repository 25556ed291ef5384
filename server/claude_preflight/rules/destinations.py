"""Destinations: the platform that an id is sent to, as far as a document tells."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from claude_preflight.facts.types import Call, Mention, Request
from claude_preflight.knowledge.aliases import unaliased
from claude_preflight.knowledge.clients import Library, libraries
from claude_preflight.knowledge.model_ids import API, ModelId
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.rules.rule import Context
from claude_preflight.rules.unsent import has_stand_in, is_only_made, is_test

BEDROCK, VERTEX, OPENAI = "bedrock", "vertex", "openai"

_HOST = "api.anthropic.com"
_VENDORS_URL = "anthropic"
_LITELLM = "litellm"
# What is told elsewhere what to call: `Anthropic(**options)`, `new Anthropic(options)`.
_OPAQUE = regex(rb"\s*\(\s*(?:\*\*|\.\.\.|[A-Za-z_$][\w.$]*\s*\)|\{[^{}]{0,400}\.\.\.)")
# What is called with an id as its first argument.
_PROVIDER = regex(rb"(?<![\w$.])(?P<name>\w+)\(\s{0,40}(?:model_name=)?[\"'`]\Z")
# Of what else it may be given only settings leave the platform as it is.
_ONLY = regex(rb"[\"'`]\s*(?:\)|,\s*[){])")
_REACH = 120
_BODY = regex(rb"\b(?:json|data|body|content)[\"']?(?:=|\s*(?:=>|:)\s*)(?:[\w.]{1,40}\(\s*)?\Z")
_MOCK = regex(rb"(?i:mock|fake|stub|dummy)")
# A parameter by which a class of a library is handed the client that it calls.
_HANDED = frozenset(("provider", "client", "createclient", "anthropicclient", "asyncclient"))
# All of an expression that makes a client, with the links of a chain.
_MADE = regex(rb"[^;]{0,800}?(?:;|\n\s*\n|\Z)")
# What writes a body, or takes one along with the URL that it is sent to.
_WRITERS = regex(
    r"(?:dumps|stringify|json_encode|generate|encode|to_json|serialize|marshal|json|body|send"
    r"|post|fetch|request)\w*!?\Z",
    re.IGNORECASE,
)


class Told(str, Enum):
    """What tells where an id is sent, by the verb of a sentence about it."""

    CLIENT = "calls"
    SWITCH = "switches on"
    URL = "is"


class Destination(NamedTuple):
    """A platform, what tells that an id goes there, and what that is called.

    One that is certain is told by the place itself: nothing elsewhere may change it. Behind a
    `route` stands what is sent.
    """

    platform: str
    told: Told
    name: str
    is_certain: bool = True
    route: str = ""


def destination_of(context: Context, mention: Mention, model_id: ModelId) -> Destination | None:
    """Where an id is sent; None if that cannot be told, or if it goes to several platforms."""
    found = None if mention.in_url else _destination(context, mention, model_id)
    # What all of the text tells is asked last, as that takes longest.
    return None if found and has_stand_in(context) else found


def _destination(context: Context, mention: Mention, model_id: ModelId) -> Destination | None:
    if found := _by_provider(context, mention):
        return None if is_test(context) else found
    requests = context.facts.users(mention)
    if requests:
        found = _one([_of_request(context, request, model_id) for request in requests])
        return found or _by_switch(context, mention)
    return _by_switch(context, mention) or _by_host(context, mention)


def is_redirected(context: Context, request: Request | None = None) -> bool:
    """Whether a base URL that is not the vendor's stands beside a request, or anywhere."""
    if request is not None and _has_base_url(request):
        return True
    client = context.facts.client_of(request) if request else None
    if client is not None:
        option = client.option("base_url")
        return option is not None and _HOST not in str(option.literal)
    return bool(context.facts.surroundings.redirects)


def _one(found: list[Destination | None]) -> Destination | None:
    known = [each for each in found if each]
    if len({each.platform for each in known}) != 1:
        return None
    return known[0] if len(known) == len(found) else _unsure(known[0])


def is_given_to_provider(context: Context, mention: Mention) -> bool:
    """Whether a function of a library makes a model of an id: `anthropic("id")`."""
    return _by_provider(context, mention) is not None


def _unsure(found: Destination) -> Destination:
    return found._replace(is_certain=False)


def _of_request(context: Context, request: Request, model_id: ModelId) -> Destination | None:
    if _has_base_url(request):
        return None
    library = context.library_of(request)
    if library and request.call and (found := _by_client(context, request, library)):
        # Nobody gives OpenAI an id of another platform: then the environment names a gateway.
        is_others = model_id.platform != API or model_id.spelling.route
        return None if found.platform == OPENAI and is_others else found
    return _by_route(context, library, model_id) or _by_url(context, request)


def _by_client(context: Context, request: Request, library: Library) -> Destination | None:
    """Where the client goes that is called, by what makes it or by its library."""
    call = request.call
    if call is None or _is_mocked(context, request) or is_only_made(context, call, library):
        return None
    if library.platform == OPENAI:
        return _by_openai(context, request, library)
    if library.platform:
        return Destination(library.platform, Told.CLIENT, library.name)
    made = _made_by(call, library)
    platform = library.platform_of(made) if made else None
    client = context.facts.client_of(request)
    if client is not None:
        platform = client.platform
        if client.option("base_url") and is_redirected(context, request):
            return None
    if call.client is not None:
        platform = _with_backend(context, call, library, platform)
        if _OPAQUE.match(context.text.data, call.client.end) and platform == API:
            return None
    if platform == API and (_is_vendor_redirected(context) or _is_handed(request)):
        return None
    if platform is None:
        return None
    return Destination(platform, Told.CLIENT, f"`{made}`" if made else library.name)


def _is_mocked(context: Context, request: Request) -> bool:
    """Whether a class of a library is handed what a test answers with."""
    handed = (each.span for each in request.arguments if each.name in _HANDED)
    return any(_MOCK.search(context.text.data, *span) for span in handed)


def _is_body(context: Context, request: Request) -> bool:
    """Whether a mapping is named as what is sent: `json={...}`."""
    start = request.span.start
    return _BODY.search(context.text.data, max(start - _REACH, 0), start) is not None


def _is_handed(request: Request) -> bool:
    return any(argument.name in _HANDED for argument in request.arguments)


def _made_by(call: Call, library: Library) -> str:
    """The constructor behind a call, which may be what is called; "" if none is known."""
    if call.constructor:
        return call.constructor
    heads = (name for name in library.constructors if _begins(call.callee, name))
    return max(heads, key=len, default="")


def _begins(callee: str, name: str) -> bool:
    """Whether a call is one of a constructor, or one on what that has just made."""
    return f".{name}.".find("..") < 0 and f".{name}." in f".{callee}."


def _with_backend(
    context: Context, call: Call, library: Library, platform: str | None
) -> str | None:
    """The platform of a client, which may have been told another one."""
    if not library.backends or call.client is None:
        return platform
    made = _MADE.match(context.text.data, call.client.end)
    text = made[0] if made else b""
    return next((on for word, on in library.backends.items() if word.encode() in text), platform)


def _is_vendor_redirected(context: Context) -> bool:
    redirects = context.facts.surroundings.redirects
    return any(_VENDORS_URL in each for each in redirects)


def _by_openai(context: Context, request: Request, library: Library) -> Destination | None:
    """OpenAI, for a client that nothing sends elsewhere; the environment still may."""
    call, told = request.call, context.facts.surroundings
    if call is None or call.client is None or not library.platform_of(call.constructor):
        return None
    if context.facts.client_of(request) and is_redirected(context, request):
        return None
    is_opaque = _OPAQUE.match(context.text.data, call.client.end)
    if is_opaque or told.redirects or context.gateways or told.is_http:
        return None
    return Destination(OPENAI, Told.CLIENT, f"`{call.constructor}`", is_certain=False)


def _has_base_url(request: Request) -> bool:
    return any(argument.name in _base_urls() for argument in request.arguments)


@cache
def _base_urls() -> frozenset[str]:
    return frozenset(("baseurl", "apibase", "endpoint", "apiurl", "basepath", "endpointurl"))


def _by_route(context: Context, library: Library | None, model_id: ModelId) -> Destination | None:
    """Where LiteLLM hands on what stands behind its route."""
    is_litellm = library is not None and library.id.startswith(_LITELLM)
    is_config = library is None and context.language == "yaml" and context.gateways == (API,)
    route = model_id.spelling.route
    if not (is_litellm or is_config) or model_id.platform not in (API, BEDROCK):
        return None
    if route not in ("anthropic/", "bedrock/") or context.facts.surroundings.redirects:
        return None
    return Destination(model_id.platform, Told.CLIENT, "LiteLLM", route=route)


def _by_url(context: Context, request: Request) -> Destination | None:
    """The Claude API, for a body that is written out near its URL."""
    callee = request.call.callee if request.call else ""
    if callee and not _WRITERS.search(callee):
        return None
    if not callee and is_test(context) and not _is_body(context, request):
        return None
    if request.argument("anthropicversion") or not request.argument("messages"):
        return None
    if not (context.around.sent_to or context.facts.path_near(request.span)):
        return None
    is_other = _other_platforms(context) or context.facts.surroundings.redirects
    return None if is_other else Destination(API, Told.URL, _HOST)


def _is_test(context: Context) -> bool:
    """Whether a document is a test: what a function is given there need not be sent."""
    return Places.load().test(context.facts.surroundings.words)


def _other_platforms(context: Context) -> frozenset[str]:
    return Places.load().platforms(context.facts.surroundings.words)


def _by_provider(context: Context, mention: Mention) -> Destination | None:
    """The platform of a function that makes a model of the id: `bedrock("id")`."""
    start = mention.span.start
    before = _PROVIDER.search(context.text.data[max(start - _REACH, 0) : start])
    is_only = _ONLY.match(context.text.data, mention.span.end)
    written = before["name"].decode() if before and is_only else ""
    if not written or context.facts.surroundings.redirects:
        return None
    name = unaliased(written, context.facts.surroundings.aliases)
    for each in context.facts.surroundings.libraries:
        library = libraries()[each]
        if name in library.providers and context.language in library.languages:
            return Destination(library.providers[name], Told.CLIENT, f"`{written}`")
    return None


def _by_switch(context: Context, mention: Mention) -> Destination | None:
    """The platform that a variable beside an id makes Claude Code call."""
    if not _is_read_by_claude_code(mention) or context.facts.surroundings.redirects:
        return None
    if is_test(context):
        return None
    switches = context.facts.surroundings.switches
    alone = next(iter(switches)) if len(switches) == 1 else ""
    platform = (
        alone if mention.switch is None and not _has_both(context, mention) else mention.switch
    )
    if not platform:
        return None
    variable = next(v for v, p in Places.load().switches.items() if p == platform)
    return Destination(platform, Told.SWITCH, f"`{variable.upper()}`")


def _is_read_by_claude_code(mention: Mention) -> bool:
    is_setting = mention.key == "model" and bool(mention.switch)
    return is_setting or mention.key.endswith(tuple(Places.load().model_variables))


def _has_both(context: Context, mention: Mention) -> bool:
    """Whether the same variable is set again: then a script decides between platforms."""
    return context.facts.times_set(mention.key) > 1


def _by_host(context: Context, mention: Mention) -> Destination | None:
    """The Claude API, for a setting in a script that speaks of no other platform."""
    facts = context.facts
    if not facts.asks_api or not _is_setting(mention) or is_test(context):
        return None
    is_only = not facts.surroundings.may_use_library and not _other_platforms(context)
    if not is_only or facts.surroundings.redirects:
        return None
    return Destination(API, Told.URL, _HOST, is_certain=False)


def _is_setting(mention: Mention) -> bool:
    return mention.key.endswith(("model", "modelid", "modelname"))
