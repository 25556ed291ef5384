"""HTTP statuses: numbers that something is compared with, that are set, or that are logged."""

from __future__ import annotations

import re

from claude_preflight.explanations.error_references.surroundings import ErrorReference, Surroundings
from claude_preflight.knowledge.errors import ErrorCatalog
from claude_preflight.regex import regex

# How far from a number its subject may stand, in bytes.
_SUBJECT_REACH = 200

_NUMBER = regex(r"(?<![\w.$#-])[45]\d\d(?![\w%-]|\.\d)")
_OPERAND = r"(?P<operand>\$?\{?[\w$]+(?:(?:\?\.|!\.|\.|->|::)[\w$]+)*(?:\(\))?\}?)"
_EQUALS = r"(?:[=!]==?|-eq|-ne)"
_BEFORE = tuple(
    regex(pattern)
    for pattern in (
        rf"{_OPERAND}[\"']?\s*{_EQUALS}\s*[\"']?$",
        r"(?P<operand>\$\{?\w+\}?)[\"']?\s*=\s*[\"']?$",
        rf"{_OPERAND}\s+(?:not\s+)?in\s*[(\[{{][\d\s,]*$",
        rf"{_OPERAND}\s*(?::[^=]*)?=\s*(?:new\s+Set\(|frozenset\(|set\()?[(\[{{][\d\s,]*$",
        # An argument or a property, and the method of an answer that sets its status.
        (
            r"(?P<operand>(?:\b\w{0,40}(?:[sS]tatus|STATUS)(?:_?[cC]ode|_CODE)?|\bcode))[\"']?"
            r"\s{0,9}[:=]\s{0,9}$"
        ),
        r"\.(?P<operand>(?:send)?[sS]tatus(?:_?[cC]ode)?)\(\s{0,9}$",
    )
)
_AFTER = tuple(
    regex(pattern)
    for pattern in (
        rf"\s*{_EQUALS}\s*{_OPERAND}",
        rf"[\d\s,]*\]\.(?:includes|indexOf)\(\s*{_OPERAND}",
    )
)
# The names of statuses, as they stand behind one, and what else ends a number in a log.
_REASON = (
    r"bad request|unauthori[sz]ed|payment required|forbidden|not found|request time-?out|conflict"
    r"|gone|precondition failed|(?:content|payload|request entity) too large|unprocessable"
    r"|too many (?:requests|tokens)|rate.?limit|client closed|internal server|not implemented"
    r"|bad gateway|service unavailable|gateway time-?out|overloaded|(?:client|server) error"
    r"|status code"
)
_ENDS_A_STATUS = regex(
    rf"\s*(?:\Z|[\]\[(){{}}\"'\\,;:<|]|\.\s|\.\Z|- |b['\"]|(?:{_REASON})\b)", re.IGNORECASE
)
_REASON_FOLLOWS = regex(rf"[\s:,(-]{{1,4}}({_REASON})\b", re.IGNORECASE)
_STANDS_FIRST = regex(r"(?:\A|[^\w\s])\s*\Z")
_IS_SPOKEN_OF = regex(
    r"\s(?:error(?!s)|response(?!s)|from (?:the )?(?:anthropic|claude|api))\b", re.IGNORECASE
)
_BODY_FOLLOWS = regex(r"[\s:,()\[\]-]{0,5}b?[\"'\\]*\{")
# Always a status, whatever comes behind it.
_CERTAIN = regex(
    r"(?:\berror code: |\bHTTP/\d(?:\.\d)?[\"\\]* |\bAPI error[: (\[]{1,3}"
    r"|\bstatus_?code[\"'\\]*\s{0,3}[:=]\s{0,3})$",
    re.IGNORECASE,
)
_LOGGED = regex(
    r"(?:\bHTTP(?: error| status| code)?[: ]{1,2}\(?"
    r"|\bstatus(?:[ _]?code)?(?: of| does not indicate success)?[:= ]{1,3}"
    r"|\b\w*(?:Error|Exception)\d?[:=]? [\[(]?|\b(?:error|response|status) [\[(]?(?:code[ :]{1,2})?"
    r"|[\"']status(?:_?code)?\\*[\"']\s{0,3}:\s{0,3})$",
    re.IGNORECASE,
)
# Only where it is the API that is spoken of.
_ANSWERED = regex(
    r"\b(?:returned|failed with|responded with|answered with|answered|got|received|gave)"
    r"(?: an?)?(?: HTTP)?(?: status)?(?: code)?(?: error)?[: ]{1,2}\(?$",
    re.IGNORECASE,
)
_CASE = regex(r"^\s*(?:case|when)\s+[\d\s,|]*$")
_SWITCH = regex(r"\b(?:switch|match|when)\b(.*)")
_SPEAKS_OF_STATUS = regex(
    r"status|http|\berr(?:or)?\b|exception|response|(?<![a-z])code(?![a-z])", re.IGNORECASE
)
_STATUS_NAME = regex(
    r"status|http|^_*(?:error_?|response_?|resp_?|res_?)?code(?:\(\))?$", re.IGNORECASE
)
_EXCEPTION_NAME = regex(r"^(?:e|ex|exc|cause|\w*err(?:or)?|\w*exception)$", re.IGNORECASE)
# A collection of numbers, with comments in it; what stands in it besides, and numbers that are
# hardly anything but statuses.
_COMMENT = regex(r"(?:#|//)[^\n]*")
_COLLECTION_START = regex(r"[(\[{][\d\s,]*\Z")
_COLLECTION_END = regex(r"[\d\s,]*[)\]}]")
_TELLING = frozenset({"408", "409", "413", "422", "429", "502", "503", "504", "529"})


def status(place: Surroundings) -> ErrorReference | None:
    """An HTTP status."""
    match = place.token(_NUMBER)
    if match is None or not _is_api_status(place, match):
        return None
    return place.reference(match, ErrorCatalog.load().by_status(int(match[0])))


def is_logged(place: Surroundings) -> bool:
    """Whether the number at a place is a status as programs print it."""
    match = place.token(_NUMBER)
    return match is not None and _is_logged(place, *_around(place, match))


def _around(place: Surroundings, match: re.Match[str]) -> tuple[str, str]:
    before = place.line[: match.start()][-_SUBJECT_REACH:]
    return before, place.line[match.end() :][:_SUBJECT_REACH]


def _is_api_status(place: Surroundings, match: re.Match[str]) -> bool:
    before, after = _around(place, match)
    subject = _subject(place, before, after)
    if place.pasted and not _ENDS_A_STATUS.match(after):
        subject = None
    if subject is None:
        if not (_is_logged(place, before, after) or _is_in_collection(place, match)):
            return False
        subject = ""
    if place.mentions_anthropic or place.in_error_body or match[0] == "529":
        return True
    if place.only_others:
        return False
    # The SDKs put the status on the exception itself; a response may be anybody's.
    return place.pasted or _EXCEPTION_NAME.match(subject) is not None


def _is_logged(place: Surroundings, before: str, after: str) -> bool:
    if _CERTAIN.search(before):
        return True
    if place.in_error_body and _BODY_FOLLOWS.match(after):
        return True
    if place.mentions_anthropic and _IS_SPOKEN_OF.match(after):
        return True
    if not _ENDS_A_STATUS.match(after):
        return False
    if _LOGGED.search(before):
        return True
    if place.mentions_anthropic and _ANSWERED.search(before):
        return True
    reason = _REASON_FOLLOWS.match(after) if place.pasted else None
    return reason is not None and (reason[1].istitle() or bool(_STANDS_FIRST.search(before)))


def _is_in_collection(place: Surroundings, match: re.Match[str]) -> bool:
    """Whether a number stands among numbers that are all statuses, one of them hardly else."""
    before = _COMMENT.sub("", place.above + place.line[: match.start()])
    after = _COMMENT.sub("", place.line[match.end() :] + place.below)
    start, end = _COLLECTION_START.search(before[-_SUBJECT_REACH:]), _COLLECTION_END.match(after)
    if start is None or end is None:
        return False
    numbers = re.findall(r"\d+", f"{start[0]}{match[0]}{end[0]}")
    is_status = all(len(each) == 3 and each[0] in "45" for each in numbers)
    return is_status and len(numbers) > 1 and not _TELLING.isdisjoint(numbers)


def _subject(place: Surroundings, before: str, after: str) -> str | None:
    """Whose status the number is, as far as the line says; None if it is no status."""
    if _CASE.match(before):
        return _switched_on(place)
    found = [pattern.search(before) for pattern in _BEFORE]
    found += [pattern.match(after) for pattern in _AFTER]
    operand = next((each["operand"] for each in found if each), None)
    return None if operand is None else _owner(operand)


def _switched_on(place: Surroundings) -> str | None:
    switches = filter(None, map(_SWITCH.search, reversed(place.above.splitlines())))
    switch = next(switches, None)
    if not _SPEAKS_OF_STATUS.search(switch[1] if switch else place.near):
        return None
    operand = re.search(_OPERAND, switch[1]) if switch else None
    return (_owner(operand["operand"]) if operand else None) or ""


def _owner(operand: str) -> str | None:
    """The object that a name of a status belongs to, "" for none; None if it names no status."""
    parts = re.split(r"\?\.|!\.|\.|->|::", operand.strip("${}"))
    if not _STATUS_NAME.search(parts[-1]):
        return None
    return parts[0] if len(parts) == 2 else ""
