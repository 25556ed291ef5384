"""What is handed to a call that registers models is on a list, as in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.roles.records import IDENTITIES, is_sent
from claude_preflight.findings import Role, Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.text.brackets import open_brackets
from claude_preflight.text.model_words import Version, plain_key

KINDS = frozenset((CaptureKind.LITERAL, CaptureKind.BINDING))
_REGISTER = (b"register", b"add", b"define", b"declare")
_VERBS = (*_REGISTER, b"put", b"insert")
_PUT = (b"put", b"set", b"insert", b"register")
_FILLING = (b".push", b".append", b".set")
_OFFER = (b"available", b"supported", b"allowed")
_WHOSE = rb"(?:_?(?:available|supported|custom|known|chat|claude|anthropic|llm))?"
# What is known of a model, and registered with its name.
_OF_MODEL = rb"(?:_?(?:infos?|names?|cards?|specs?|entry|meta(?:data)?|adapter|aliase?s?))?"
# `registerModel(`, `add_model(`, `register_model_info(`, `define_models!(`, also without a bracket.
_OF_MODELS = regex(
    rb"(?<![a-z])(?:%b)%b_?models?%b[!?]?\s*(?:\Z|(?=[ \t{]))"
    % (b"|".join(_REGISTER), _WHOSE, _OF_MODEL),
    re.IGNORECASE,
)
# `models.put(`, `modelRegistry.set(`; what is only added may be asked, one after another.
_MODELS = rb"(?<![a-z])models?(?:_?(?:registry|catalog(?:ue)?|list|map|table|infos?|specs?))?"
_INTO_MODELS = regex(
    rb"%b\s*(?:\.|->|::)\s*(?:put|set|insert|register)[!?]?\s*\Z" % _MODELS, re.IGNORECASE
)
# A record, such as a template, that is found by the name it is registered with; one of a model.
_OF_RECORD = regex(
    rb"(?:(?<![a-z])register(?:_?\w{1,30})?|%b\s*(?:\.|->|::)\s*(?:add|push|append))[!?]?\s*\Z"
    % _MODELS,
    re.IGNORECASE,
)
_OF_ANYTHING = regex(rb"(?<![a-z])register(?:_?all)?[!?]?\s*\Z", re.IGNORECASE)
# `getAvailableModels(`: what may be chosen of some.
_OFFERS = regex(
    rb"(?:get|list|filter|pick|show)_?(?:%b)\w{0,20}models?\s*\Z" % b"|".join(_OFFER), re.IGNORECASE
)
# What fills a menu.
_FILLS = regex(rb"\.\s*(?:add_?(?:item|element|option)s?|append_?option)\s*\Z", re.IGNORECASE)
# What a model is made by, and not an agent that has one.
_MAKES_MODEL = regex(
    rb"(?:claude|anthropic|model|llm)\w*(?:(?:\.|::)(?:new|of|create|from))?[!?]?\s*\Z",
    re.IGNORECASE,
)
_BREAKS = [bytes([byte]) for byte in b"\n;(){}"]
_CALLEE = regex(rb"[\w!?]")
# A call that puts something where it is found by its name, and that name.
_PUTS = regex(rb"(?<![a-z])(?:%b)_?\w{0,30}[!?]?\s*\Z" % b"|".join(_VERBS), re.IGNORECASE)
_NAME = regex(rb"\(\s*(?:\w+\s*[=:]\s*)?\w?[\"'`]?(?P<name>[\w./:$@-]{1,80})[\"'`]?\s*,")
_BRACKET = regex(rb"[()]")
# What is in the body of a function that is handed to a call is none of its arguments.
_BODY = regex(rb"=>|->|;|\bfunc(?:tion)?\b|\blambda\b|\bdo\b")
_BEFORE = 1_000
_LONGEST_CALLEE = 60
_MOST_CALLS = 3
_MOST_USERS = 10


def decide(candidate: Candidate, capture: Capture) -> Decision | None:
    """A listing, if a call around the id registers models, or offers them, by its name.

    A name that stands for the id may be all that such calls are given.
    """
    if capture.kind is CaptureKind.BINDING:
        is_put = candidate.is_bound(capture) and _is_only_put(candidate, capture)
        return Decision(Role.LISTING, Reason.REGISTERED) if is_put else None
    before = _before(candidate, capture.span)
    if not any(map(before.lower().__contains__, (*_VERBS, *_FILLING, *_OFFER))):
        return None  # most ids
    if any(_OFFERS.search(callee) or _FILLS.search(callee) for callee, _ in _callees(before)):
        return Decision(Role.LISTING, Reason.OPTION)
    is_of_models, is_registered = _is_told(before)
    is_use = not is_registered or _is_use(candidate, is_of_models=is_of_models)
    if is_use and not (_is_put_by_version(candidate, before) or _is_of_record(candidate, before)):
        return None
    return Decision(Role.LISTING, Reason.REGISTERED)


def _before(candidate: Candidate, place: Span) -> bytes:
    return candidate.readers.text.data[max(place.start - _BEFORE, 0) : place.start]


def _is_only_put(candidate: Candidate, binding: Capture) -> bool:
    """Whether all that is done with a name is to put what it stands for among models."""
    bindings = candidate.readers.bindings
    keys = {pair.key for pair in bindings.bound(binding)}
    users = islice((each for each in bindings.users(binding) if each not in keys), _MOST_USERS)
    put = (_is_among_models(_before(candidate, each)) for each in users)
    return next(put, False) and all(put)


def _is_among_models(before: bytes) -> bool:
    """Whether a call around the end of some text puts something among models."""
    if not any(map(before.lower().__contains__, _PUT)):
        return False
    return any(_INTO_MODELS.search(callee) for callee, _ in _callees(before))


def _is_of_record(candidate: Candidate, before: bytes) -> bool:
    """Whether the id is the name that a record is registered with, to be found by it."""
    holder = next((each for each in candidate.captures if each.kind in HOLDERS), None)
    entry = candidate.entry(holder) if holder else None
    if entry is None or not entry.gives or entry.key not in IDENTITIES:
        return False
    return any(_OF_RECORD.search(callee) for callee, _ in _callees(before))


def _is_put_by_version(candidate: Candidate, before: bytes) -> bool:
    """Whether a call around the end of some text puts the id where its version names it."""
    version = Version.of(candidate.readers.text.slice(candidate.word))
    for callee, bracket in _callees(before) if version else ():
        name = _NAME.match(before, bracket)
        if version and name and _PUTS.search(callee):
            return version.is_named_by(plain_key(name["name"].decode()))
    return False


def _is_told(before: bytes) -> tuple[bool, bool]:
    """Whether a call around the end of some text registers models, or anything at all."""
    line = before[max(map(before.rfind, _BREAKS)) + 1 :]
    if _OF_MODELS.search(line):
        return True, True
    makes_model = True
    for callee, _ in _callees(before):
        if _OF_MODELS.search(callee) or _INTO_MODELS.search(callee):
            return True, True
        if makes_model and _OF_ANYTHING.search(callee):
            return False, True
        makes_model = makes_model and _MAKES_MODEL.search(callee) is not None
    return False, False


def _callees(before: bytes) -> Iterator[tuple[bytes, int]]:
    """What stands before the brackets that are open at the end of some text, the last first.

    With each, the offset of its bracket.
    """
    found, end = 0, len(before)  # what is behind has no body
    for bracket in open_brackets(before, _BRACKET):
        if _BODY.search(before, bracket.end(), end) or found == _MOST_CALLS:
            return
        end = bracket.end()
        callee = before[max(bracket.start() - _LONGEST_CALLEE, 0) : bracket.start()]
        if _CALLEE.match(callee, len(callee.rstrip()) - 1):
            found += 1
            yield callee, bracket.start()


def _is_use(candidate: Candidate, *, is_of_models: bool) -> bool:
    """Whether the id is a setting of what is registered, such as an agent."""
    holders = (capture for capture in candidate.captures if capture.kind in HOLDERS)
    entry = next(filter(None, map(candidate.entry, holders)), None)
    if entry is None:
        return False
    return is_sent(entry.keys_beside) or (entry.sets_model and not is_of_models)
