"""The URL of a request names its model; one that a test answers or expects asks for nothing."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.expected import is_expected
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role, Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.text.source_text import SourceText

_VALUES = HOLDERS | {CaptureKind.LITERAL}
KINDS = _VALUES | {CaptureKind.PATTERN, CaptureKind.ARGUMENT_KEY, CaptureKind.BINDING}
# What answers in place of a platform, and what asks whether something was asked for.
_STUB = regex(
    rb"\b\w*?(?i:mock|stub|fake|nock|expect|assert|verify|should|intercept)\w*"
    rb"|\b(?:responses|rsps|httpretty|respx|gock|pook|register_uri|RegisterResponder|givenThat"
    rb"|url(?:Path)?(?:EqualTo|Matching)|requestTo|onPost|HandleFunc|require\.\w+)\b"
    rb"|\b(?:app|router|mux)\.\w+\("
)
# Some name their stubs as others name requests, but only those have a handler.
_ALIKE = regex(rb"\b(?:http|rest)\.(?:get|post|put|all)\(\s*\Z")
_HANDLER = regex(rb"\s*,\s*(?:async\b\s*)?(?:function\b|\([^()]*\)\s*=>|\w+\s*=>)")
# A line that goes on with the one above it: a link of a chain, one more argument.
_LINK = regex(rb"[ \t]*(?:[?!]?\.|->|::|\))")
_ARGUMENTS = regex(rb"[(,][ \t]*\r?\n?\Z")
_MOST_LINES = 8
_REACH = 400


def decide(candidate: Candidate, capture: Capture) -> Decision | None:
    """A comparison, if the URL is the key, the pattern or the argument of a stub, or expected."""
    if not candidate.in_url:
        return None
    if capture.kind is CaptureKind.PATTERN:
        return Decision(Role.COMPARISON, Reason.URL_TESTED)
    if capture.kind is CaptureKind.ARGUMENT_KEY:
        return Decision(Role.COMPARISON, Reason.URL_KEY)
    name = candidate.key_of(capture)
    if is_expected(name):
        return Decision(Role.COMPARISON, Reason.EXPECTED, name)
    if capture.kind in _VALUES and _is_stub(candidate.readers.text, capture.span):
        return Decision(Role.COMPARISON, Reason.URL_STUBBED)
    return None


def _is_stub(text: SourceText, value: Span) -> bool:
    """Whether what a value is given to, on its lines, is what a test calls."""
    line = text.line_at(value.start)
    for _ in range(_MOST_LINES):
        if line == 0 or not _goes_on(text, line):
            break
        line -= 1
    start = max(text.line_span(line).start, value.start - _REACH)
    called = text.data[start : value.start]
    if _STUB.search(called):
        return True
    is_handled = _HANDLER.match(text.data, value.end, value.end + _REACH)
    return bool(is_handled and _ALIKE.search(called))


def _goes_on(text: SourceText, line: int) -> bool:
    """Whether a line goes on with the one above it."""
    above = text.line_span(line - 1)
    if _ARGUMENTS.search(text.data, max(above.start, above.end - _REACH), above.end):
        return True
    return _LINK.match(text.data, text.line_span(line).start) is not None
