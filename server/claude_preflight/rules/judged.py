"""Judged requests: those that rules about parameters speak of, with all that is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from claude_preflight.facts.types import Argument, Request, Scalar
from claude_preflight.findings import Finding, Fix, Related, Role, Severity, Span
from claude_preflight.knowledge import conditions, sdks
from claude_preflight.knowledge.model_ids import API
from claude_preflight.knowledge.models import ModelId
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.rules.betas import betas_in
from claude_preflight.rules.foreign_fields import ForeignField, foreign_fields
from claude_preflight.rules.pinned_sdk import direct_arguments, known_api_version, known_version
from claude_preflight.rules.refusals import is_streamed
from claude_preflight.rules.request_parameters import Place, RequestParameters, own_arguments
from claude_preflight.rules.rule import Context
from claude_preflight.rules.senders import BATCH, STREAM, Sender, sender_of
from claude_preflight.rules.unsent import has_stand_in, is_only_made
from claude_preflight.text.source_text import SourceText

_QUOTES = 2
_BEDROCK, _MANTLE = "bedrock", "bedrock_mantle"
_INDENT = regex(rb"[ \t]*")
_CONDITION = regex(
    rb"[ \t]*(?:\}[ \t]*)?(?:if|elif|else|elsif|unless|case|when|for|while|switch|except|catch)\b"
)
_WHATEVER_IT_IS = "set"
_SPREADS = (b"**", b"...", b"{{", b"$(")
# Where a mapping is an argument: `post(url, {`, `json={`, `body: JSON.stringify({`.
_SENT_HERE = regex(
    rb"(?:[(,]|[({,]\s*[\"']?(?:json|data|body|content)[\"']?\s*(?:=>|[=:]))"
    rb"\s*(?:[\w.]+!?\(\s*|&)*\Z"
)
_BEFORE = 120
# A client that is made right where it is called, and told nothing.
_MADE_HERE = regex(
    r"(?:\w+\.)*(?:Async)?Anthropic(?:Bedrock|Vertex|Foundry)?(?:\.beta)?\.messages\."
)
_CONSTRUCTOR = 200
# What may bring a timeout to a client without that word.
_TELLS_MORE = regex(rb"\*\*|\.\.\.|http_?client|fetch|(?i:timeout|option)")
# No argument stands behind the parameters.
_ENDS_CALL = regex(rb"\)|\}\s*,?\s*\)")
# What conditions ask of a request besides its parameters.
_TOLD = (
    "model",
    "platform",
    "library",
    "version",
    "api_version",
    "call",
    "imports",
    "today",
    "is_complete",
)
_MOST_ALIKE = 4_096
_OFFENDED: dict[tuple[object, ...], tuple[ParameterRule, ...]] = {}
# A statement is no longer than this.
_LINES = 60


class Judged(NamedTuple):
    """A request in use, or in an example, for a model that is known and has not ended."""

    request: Request
    model: ModelId
    role: Role
    sender: Sender
    parameters: RequestParameters
    known: conditions.Request
    foreign: tuple[ForeignField, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether nothing but this model can be asked for: its id is written in the request."""
        model = self.request.model
        if not self.sender.is_certain or model is None:
            return False
        if not isinstance(model.value, Scalar) or not model.value.is_direct:
            return False
        value, origin = model.value.span, model.value.origin
        # Around the id there are quotes at most; a default would have a name before it.
        return origin is not None and value.end - value.start <= origin.end - origin.start + _QUOTES

    def known_with(self, parameters: conditions.Parameters) -> conditions.Request:
        """What is known of the request with other parameters."""
        return self.known._replace(parameters=parameters)


def judged(context: Context) -> Iterator[Judged]:
    """The requests of a document that are judged, in the order of the text.

    Each is worked out once, when the first rule gets there.
    """
    known, rest = context.own.setdefault("judged", ([], _judged(context)))
    at = 0
    while True:
        if at == len(known):
            known += islice(rest, 1)
        if at == len(known):
            return
        yield known[at]
        at += 1


def _judged(context: Context) -> Iterator[Judged]:
    for request in context.asked.requests:
        role, model = role_of(context, request), context.model_of(request)
        if role is None or model is None or request.is_class:
            continue
        if context.has_ended(model):
            continue  # retired-model moves the request, and what it sets with it
        if has_stand_in(context):
            return  # nothing of the document reaches the API
        sender = sender_of(context, request)
        if sender is None or _is_only_made(context, request, sender):
            continue
        yield judged_as(context, request, model, role, sender, betas_in(context))


def _is_only_made(context: Context, request: Request, sender: Sender) -> bool:
    # What is known to be sent by a method, or over HTTP, is sent.
    return not sender.call and is_only_made(context, request.call, context.library_of(request))


def judged_as(
    context: Context,
    request: Request,
    model: ModelId,
    role: Role,
    sender: Sender,
    betas: Iterable[str],
) -> Judged:
    """A request with all that is known of it, as one for a model."""
    foreign = tuple(foreign_fields(context, request, sender))
    parameters = _parameters(context, request, sender, betas, foreign)
    sdk = sdks.get(sender.library)
    known = conditions.Request(
        parameters,
        model=model.model,
        platform=_platform(context, request, model),
        library=sender.library,
        version=known_version(context, sdk) if sdk else "",
        api_version=known_api_version(context, sdk) if sdk else "",
        call=sender.call,
        today=context.today,
        is_complete=is_complete(context, request),
    )
    return Judged(request, model, role, sender, parameters, known, foreign)


def _platform(context: Context, request: Request, model: ModelId) -> str:
    """The platform that a request goes to; an id of the Claude API may be one of others as well."""
    made = request.call.constructor if request.call else ""
    library = context.library_of(request) if made and model.platform == API else None
    platform = (library.platform_of(made) if library else None) or model.platform
    words = context.facts.surroundings.words
    is_mantle = platform == _BEDROCK and Places.load().ask_messages_api(words)
    return _MANTLE if is_mantle else platform


def finding_of(
    context: Context,
    code: str,
    each: Judged,
    span: Span,
    message: str,
    fixes: tuple[Fix, ...],
    *,
    severity: Severity = Severity.ERROR,
    related: tuple[Related, ...] = (),
) -> Finding:
    """A finding of a rule in a judged request; it shows the first line of what is at its span."""
    loud = context.severity(code, severity, each.role)
    text = context.text.slice(span).partition("\n")[0]
    why = context.reason_of(each.request, each.role)
    return Finding(code, message, span, loud, text, each.role, fixes, related=related, reason=why)


def refusing(each: Judged, code: str) -> Iterator[ParameterRule]:
    """The rules found under a code by which a request is refused, as far as it reaches the API.

    Where a parameter is refused whatever it is, what is wrong inside of it makes no difference.
    """
    rules = [
        rule
        for rule in _found_as(code, each)
        if _reaches_the_api(each, rule) and not _is_held(each, rule)
    ]
    refused = _refused_whole(each) if rules else frozenset()
    return (rule for rule in rules if rule.subjects <= refused or not _is_inside(rule, refused))


def _found_as(code: str, each: Judged) -> tuple[ParameterRule, ...]:
    """The rules found under a code that a request offends, worked out once for all that are alike.

    At each keystroke most requests are what they were, only elsewhere.
    """
    known, parameters = each.known, each.known.parameters
    if not isinstance(parameters, RequestParameters):
        return tuple(ParameterRules.load().found_as(code, known))
    alike = (code, *(getattr(known, name) for name in _TOLD), parameters.signature)
    if alike not in _OFFENDED:
        if len(_OFFENDED) >= _MOST_ALIKE:
            _OFFENDED.clear()
        _OFFENDED[alike] = tuple(ParameterRules.load().found_as(code, known))
    return _OFFENDED[alike]


def _refused_whole(each: Judged) -> frozenset[str]:
    """The parameters that are refused whatever they are set to."""
    rules = ParameterRules.load().refusing(each.known)
    whole = (rule.subjects for rule in rules if rule.condition["kind"] == _WHATEVER_IT_IS)
    return frozenset(subject for subjects in whole for subject in subjects if len(subjects) == 1)


def _reaches_the_api(each: Judged, rule: ParameterRule) -> bool:
    passes = each.sender.passes
    subjects = (subject for subject in rule.subjects if each.known.sets(subject))
    return passes is None or {subject.split(".")[0] for subject in subjects} <= passes


def _is_held(each: Judged, rule: ParameterRule) -> bool:
    """Whether an SDK, which knows its own arguments, is handed a body that has what it refuses."""
    if rule.outcome.exception is None:
        return False
    direct = {api_name(argument.key) for argument in direct_arguments(each.request)}
    given = {api_name(argument.key) for argument in each.parameters.arguments}
    return any(subject in given and subject not in direct for subject in rule.subjects)


def _is_inside(rule: ParameterRule, refused: Iterable[str]) -> bool:
    """Whether a rule speaks of what is in a parameter that is refused whatever it is."""
    return any(
        subject == each or subject.startswith(f"{each}.")
        for subject in rule.subjects
        for each in refused
    )


def place_of(each: Judged, place: Place) -> Span:
    """Where a finding about a place stands: in the request, if a part of it is there."""
    span = each.request.span
    is_item = isinstance(place.value, Scalar) and place.value.span != place.argument.value.span
    if is_item and span.encloses(place.value.span):
        return place.value.span
    within = [argument.span for argument in place.way if span.encloses(argument.span)]
    return _without_blanks(each, within[-1] if within else place.argument.span)


def _without_blanks(each: Judged, span: Span) -> Span:
    """A span from its first sign on: a link of a chain takes the line break before it along."""
    written = each.parameters.text.data[span.start : span.end]
    return Span(span.end - len(written.lstrip()), span.end)


def role_of(context: Context, request: Request) -> Role | None:
    """What a request does: it is in use or an example; None if it is neither."""
    mention = context.facts.mention_of(request)
    if mention is None or context.around.role is Role.PROSE:
        return None
    if context.around.role is Role.EXAMPLE and mention.role is Role.USE:
        return Role.EXAMPLE
    if mention.role in (Role.USE, Role.EXAMPLE):
        return mention.role
    # A constant is listed where it is written, and in use where it is asked for.
    is_named = mention.role is Role.LISTING and request.model and not request.model.is_direct
    return Role.USE if is_named else None


def _parameters(
    context: Context,
    request: Request,
    sender: Sender,
    betas: Iterable[str],
    foreign: Iterable[ForeignField],
) -> RequestParameters:
    told: dict[str, list[object]] = {"headers.anthropic-beta": list(betas)}
    # What has another vendor's name is not missing.
    told.update({field.known.instead: [None] for field in foreign if field.is_renamed})
    if is_streamed(context.text, request.span) or sender.call == STREAM:
        told["stream"] = [True]
    if may_have_timeout(context, request):
        told["timeout"] = [None]
    arguments = tuple(
        argument
        for argument in own_arguments(request.arguments)
        if not _is_conditional(context, request, argument)
    )
    prefix = "requests.params" if sender.call == BATCH else ""
    return RequestParameters(context.text, arguments, prefix, told)


def may_have_timeout(context: Context, request: Request) -> bool:
    """Whether a request may have a timeout that is set beside its parameters, or by its client."""
    client, call, data = context.facts.client_of(request), request.call, context.text.data
    if call is None or _ENDS_CALL.match(data, request.span.end - 1) is None:
        return True
    if client is not None:
        told = data[client.span.start : client.span.end]
        return client.option("timeout") is not None or _TELLS_MORE.search(told) is not None
    if call.client is None:
        return _MADE_HERE.match(call.callee) is None
    told = data[call.client.end : call.client.end + _CONSTRUCTOR].partition(b")")[0]
    return _TELLS_MORE.search(told) is not None


def is_complete(context: Context, request: Request) -> bool:
    """Whether all that a request sets can be seen: it is written out right where it is sent."""
    data, span = context.text.data, request.span
    if any(spread in data[span.start : span.end] for spread in _SPREADS):
        return False
    if not all(span.encloses(argument.span) for argument in request.arguments):
        return False
    if context.around.sent_to:
        return not data[: span.start].strip() and not data[span.end :].strip()
    before = data[max(span.start - _BEFORE, 0) : span.start]
    return data.startswith(b"(", span.start) or _SENT_HERE.search(before) is not None


def _is_conditional(context: Context, request: Request, argument: Argument) -> bool:
    """Whether a parameter is set by a statement that may be left out, as the lines tell."""
    text = context.text
    if request.span.encloses(argument.span) or request.model is None:
        return False
    own = text.line_at(argument.span.start)
    line = text.line_span(own)
    if _CONDITION.match(text.data, line.start):
        return True
    least = _indent(text, own)
    first = text.line_at(min(request.span.start, request.model.span.start))
    for number in range(own - 1, max(first, own - _LINES), -1):
        indent = _indent(text, number)
        if indent is not None and least is not None and indent < least:
            if _CONDITION.match(text.data, text.line_span(number).start):
                return True
            least = indent
    return False


def _indent(text: SourceText, number: int) -> int | None:
    """How far a line is indented; None for an empty one."""
    line = text.line_span(number)
    match = _INDENT.match(text.data, line.start, line.end)
    end = match.end() if match else line.start
    return end - line.start if text.data[end : line.end].strip() else None
