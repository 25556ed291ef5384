"""Requests in HTTP that a program writes out: the URL that it asks for, and the headers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS, Arguments
from claude_preflight.facts.bindings import Bindings
from claude_preflight.facts.roles import Roles
from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.facts.types import ApiKey, Header, HttpRequest, Url
from claude_preflight.facts.values import Values
from claude_preflight.findings import Role, Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import SHELL
from claude_preflight.syntax.literals import content, is_one_word
from claude_preflight.text.model_words import plain_key

_URL = regex(rb"https?://[\w.:-]+(?:/[\w.~%:-]*)*")
# What a URL goes on with where the rest of it is not known.
_OPEN = regex(rb"[{$<%#]|[\"'`]\s*[+.]\s*[\w\"'`$]|[\"'`]\s*%")
# Between a header's name and its value: `"x-api-key": key`, `("x-api-key", key)`, `["a"] = key`,
# `{"name": "x-api-key", "value": key}`.
_JOINT = regex(
    rb"[\"'`]?\s{0,20}(?:\]\s{0,20}=(?!=)|=>|:(?!:)|=(?!=)"
    rb"|,\s{0,20}(?:[\"']?value[\"']?\s{0,20}[:=]>?|(?=[\"'`\w$@&])))[ \t]{0,20}"
)
_QUOTES = b"\"'`"
_PLAIN = regex(
    rb"[frbu$@]{0,2}(?P<quote>[\"'`])(?P<text>[^\"'`$#{}%<>\\\r\n]*)(?P=quote)"
    rb"(?:[ \t]+(?:#|//|--)[^\r\n]*)?"
)
_TOKEN = regex(
    rb"\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[^\"'`,;\r\n()\[\]{}]+|.",
    re.DOTALL,
)
_OPENING, _CLOSING = frozenset((b"(", b"[", b"{")), frozenset((b")", b"]", b"}"))
_SEPARATORS = frozenset((b",", b";", b"\n", b"\r"))
_SET = regex(rb"(?P<name>[A-Za-z][\w.-]*)[\"']?\s*[:=]\s*[\"']?\Z")
_BARE = regex(rb"[\w.-]+")
_DATE = regex(rb"\d{4}-\d\d-\d\d")
_LONGEST_VALUE = 300
_LONGEST_CALL = 4_000
_REACH = 40
_MOST_HOLDERS = 8
_MOST_USES = 8
_NAME = regex(rb"[A-Za-z_$][\w$]*")
_LARGEST_REGION = 20_000
_TALK = frozenset((CaptureKind.PROSE, CaptureKind.COMPARISON, CaptureKind.PATTERN))
_HEADERS = frozenset(("headers", "header", "httpheaders", "requestheaders"))
# Where a name without quotes is a key as it stands.
_BARE_KEYS = frozenset(("javascript", "typescript", "tsx", "yaml"))
_COMMAND = regex(rb"\b(?:curl|wget|https?|xh|curlie)\b")
# What may bring more headers than are written out in a command.
_MORE = regex(rb"\s(?:-K|--config|@)|-H\s*[\"']?[@$]|\$\{?\w*(?i:header|auth|args|opts)\w*")


class Http:
    """Reads the requests in HTTP of one document: noted part by part, put together at the end."""

    def __init__(
        self,
        document: Document,
        bindings: Bindings,
        values: Values,
        arguments: Arguments,
        roles: Roles,
    ) -> None:
        """Prepare for a document and what is known of it."""
        self._document = document
        self._text = document.text
        self._data = document.text.data
        self._syntax = document.syntax
        self._bindings = bindings
        self._values = values
        self._arguments = arguments
        self._roles = roles
        self._urls: list[tuple[Url, tuple[Span, ...]]] = []
        self._headers: list[Header] = []
        self._written: dict[Span, Capture] = {}

    def note_url(self, start: Span, captures: list[Capture]) -> None:
        """Note the URL that begins at a place, if a program asks for it."""
        match = _URL.match(self._data, start.start)
        if match is None:
            return
        end = start.start + len(match[0].rstrip(b".:"))
        span = Span(start.start, end)
        literal = first(captures, CaptureKind.LITERAL)
        if literal and not is_one_word(self._text, literal.span, span):
            return
        if literal is None and self._document.language is not SHELL:
            return
        if first(captures, CaptureKind.PROSE):
            return
        decided = self._roles.of(span, captures, in_url=True)
        if decided.decision.role is not Role.USE:
            return  # a test only expects it
        is_open = _OPEN.match(self._data, end) is not None or any(
            each.kind is CaptureKind.CONCATENATION for each in captures
        )
        key = self._key(span, decided.candidate)
        places = (span, *self._uses(span, captures))
        regions = [region for place in places for region in self._note_written(place)]
        regions += self._regions(span, captures)
        self._urls.append((Url(span, self._text.slice(span), key, is_open), tuple(regions)))

    def _uses(self, url: Span, captures: Iterable[Capture]) -> Iterator[Span]:
        """Where the name stands that a URL is bound to, and nothing else is."""
        binding = first(captures, CaptureKind.BINDING)
        pairs = self._bindings.bound(binding) if binding else []
        values = (content(self._text, pair.value) for pair in pairs if pair.value)
        if binding and url in values:
            yield from islice(self._bindings.users(binding), _MOST_USES)

    def note_header(self, name: Span, captures: list[Capture]) -> None:
        """Note the header of a name, if it is sent."""
        value = self._value(name)
        if value is None or self._is_talk(captures):
            return
        inner, is_literal = value
        region = self._regions(name, captures)[0]
        named = self._text.slice(name).lower()
        whole = Span(name.start, max(inner.end, name.end))
        self._headers.append(Header(whole, named, inner, is_literal, region))

    def api_key(self, span: Span, captures: list[Capture]) -> ApiKey | None:
        """A key that a program uses."""
        return None if self._is_talk(captures) else ApiKey(span)

    def _is_talk(self, captures: list[Capture]) -> bool:
        """Whether what is around a place only speaks of it: a text, a test, a recording."""
        is_told = any(capture.kind in _TALK for capture in captures)
        return is_told or self._roles.recordings.are_around(captures)

    def requests(self) -> Iterator[HttpRequest]:
        """What was noted, put together: headers with the URL that they are sent to."""
        taken: set[Span] = set()
        for url, regions in self._urls:
            request = self._request(url, regions)
            taken.update(header.span for header in request.headers)
            yield request
        left: dict[Span, list[Header]] = {}
        for header in self._headers:
            if header.span not in taken:
                left.setdefault(header.region, []).append(header)
        for region, headers in left.items():
            yield HttpRequest(region, None, tuple(headers), is_complete=False)

    def _request(self, url: Url, regions: tuple[Span, ...]) -> HttpRequest:
        for region in regions:
            written = self._written.get(region)
            within = [region, *([written.span] if written else [])]
            # In the order of the text, as they are noted.
            places = sorted({at for part in within for at in self._places_in(part)})
            headers = tuple(self._headers[at] for at in places)
            if headers or written:
                return HttpRequest(url.span, url, headers, self._is_complete(region, written))
        return HttpRequest(url.span, url, (), self._is_complete(regions[0], None))

    def _places_in(self, part: Span) -> Iterator[int]:
        """Which of the headers stand in a part of the text."""
        first = bisect_left(self._headers, part.start, key=lambda header: header.span.start)
        for at in range(first, len(self._headers)):
            if self._headers[at].span.start >= part.end:
                return
            if part.encloses(self._headers[at].span):
                yield at

    def _is_complete(self, region: Span, written: Capture | None) -> bool:
        """Whether no other headers are sent than those that are written out."""
        if self._document.language is SHELL:
            command = self._data[region.start : region.end]
            return _COMMAND.search(command) is not None and _MORE.search(command) is None
        if written is None or self._arguments.spreads(written):
            return False
        keys = (pair.key for pair in self._arguments.pairs(written))
        return all(map(self._is_written_out, keys))

    def _is_written_out(self, key: Span) -> bool:
        """Whether the name of a header is no name of a variable."""
        inner = content(self._text, key)
        is_quoted = inner != key or self._document.language.id in _BARE_KEYS
        return is_quoted and _BARE.fullmatch(self._data, inner.start, inner.end) is not None

    def _note_written(self, place: Span) -> Iterator[Span]:
        """Note where the headers stand that are given beside a URL, and give where all of it is."""
        for holder in self._syntax.path(place):
            if holder.kind is CaptureKind.SCOPE:
                break
            if holder.kind in HOLDERS and (found := self._headers_in(holder)):
                self._written.setdefault(holder.span, found)
                yield holder.span
        if call := self._call_around(place):
            for mapping in self._mappings(call):
                if found := self._headers_in(mapping):
                    self._written.setdefault(call, found)
                    yield call

    def _headers_in(self, mapping: Capture) -> Capture | None:
        """The mapping of headers among some arguments."""
        for pair in self._arguments.pairs(mapping):
            if pair.value and plain_key(self._arguments.key(pair)) in _HEADERS:
                return self._values.container(pair.value)
        return None

    def _call_around(self, place: Span) -> Span | None:
        """What a call has behind an argument, told by the brackets."""
        before = self._data[max(place.start - _REACH, 0) : place.start].rstrip(b"\"'` \t\r\n")
        if not before.endswith((b"(", b",")):
            return None
        start = place.end + (self._data[place.end : place.end + 1] in _QUOTES)
        return Span(start, self._end_of_call(start))

    def _end_of_call(self, start: int) -> int:
        end = start
        for match, depth in _nested(self._data, start, start + _LONGEST_CALL):
            if depth < 0:
                break
            end = match.end()
        return end

    def _mappings(self, call: Span) -> Iterator[Capture]:
        """The mappings among the arguments of a call, written out or with a name."""
        before = 0
        for match, depth in _nested(self._data, call.start, call.end):
            found = self._mapping_at(match) if before == 0 else None
            if found:
                yield found
            before = depth

    def _mapping_at(self, token: re.Match[bytes]) -> Capture | None:
        """The mapping that begins with a bracket, or that a name stands for."""
        if token[0] in (b"{", b"["):
            around = self._syntax.path(Span(*token.span()))
            starts = (each for each in around if each.span.start == token.start())
            return next((each for each in starts if each.kind is CaptureKind.MAPPING), None)
        if _NAME.fullmatch(name := token[0].strip()):
            start = self._data.index(name, token.start())
            return self._values.container(Span(start, start + len(name)))
        return None

    def _regions(self, span: Span, captures: Iterable[Capture]) -> tuple[Span, ...]:
        """What may be all of a request around a place, the smallest first."""
        if self._document.language is SHELL:
            return (self._command(span),)
        found: list[Span] = []
        for capture in captures:
            if capture.kind is CaptureKind.SCOPE:
                break
            is_small = capture.span.end - capture.span.start <= _LARGEST_REGION
            if capture.kind in HOLDERS and is_small and capture.span not in found:
                found.append(capture.span)
        return tuple(found[:_MOST_HOLDERS]) or (self._text.line_around(span, _LARGEST_REGION),)

    def _command(self, span: Span) -> Span:
        """The command at a place of a shell script: its line, with those that it goes on in."""
        start = self._text.line_span(self._text.line_at(span.start)).start
        while start and self._data.endswith((b"\\\n", b"\\\r\n"), max(start - 3, 0), start):
            start = self._text.line_span(self._text.line_at(start) - 1).start
            if span.start - start > _LARGEST_REGION:
                break
        end = self._text.line_span(self._text.line_at(span.end)).end
        while self._data.endswith(b"\\", start, end) and end < len(self._data):
            end = self._text.line_span(self._text.line_at(end) + 1).end
            if end - span.end > _LARGEST_REGION:
                break
        return Span(start, end)

    def _key(self, span: Span, candidate: Candidate) -> str:
        """The plain name that a URL is given, or stands under; "" without one."""
        for capture in candidate.captures:
            if capture.kind in HOLDERS or capture.kind is CaptureKind.BINDING:
                return candidate.key_of(capture)
        line = self._text.line_span(self._text.line_at(span.start))
        named = _SET.search(self._data[max(line.start, span.start - _REACH) : span.start])
        return plain_key(named["name"].decode()) if named else ""

    def _value(self, name: Span) -> tuple[Span, bool] | None:
        """Where the value of a header stands, and whether it is known; None if it has none."""
        data = self._data
        quote = data[name.start - 1 : name.start] if name.start else b""
        if quote and quote in _QUOTES and data.startswith(b":", name.end):
            return self._rest_of_literal(name.end + 1, quote)
        joint = _JOINT.match(data, name.end)
        if joint is None or not self._is_joined(name, joint[0]):
            return None
        start = joint.end()
        end = self._end_of_expression(start)
        if plain := _PLAIN.fullmatch(data, start, end):
            return Span(*plain.span("text")), True
        is_date = _DATE.fullmatch(data, start, end) is not None
        return (Span(start, end), is_date) if start < end else None

    def _is_joined(self, name: Span, joint: bytes) -> bool:
        """Whether what is behind a comma is the value of the name before it, not the next name."""
        if not joint.lstrip(b"\"'` ").startswith(b",") or b"value" in joint.lower():
            return True
        before = self._data[max(name.start - 20, 0) : name.start].rstrip(b"\"'`").rstrip()
        return before.endswith((b"(", b"{"))

    def _rest_of_literal(self, start: int, quote: bytes) -> tuple[Span, bool]:
        """The value in a literal that is all of a header: `"x-api-key: $KEY"`."""
        line = self._text.line_span(self._text.line_at(start)).end
        end = self._data.find(quote, start, min(start + _LONGEST_VALUE, line))
        end = line if end < 0 else end
        written = self._data[start:end]
        span = Span(start + len(written) - len(written.lstrip()), start + len(written.rstrip()))
        return span, not any(sign in written for sign in (b"$", b"{", b"%", b"<"))

    def _end_of_expression(self, start: int) -> int:
        """Where an expression ends: at a comma, the end of the line, or what closes around it."""
        end = start
        for match, depth in _nested(self._data, start, start + _LONGEST_VALUE):
            if depth < 0 or (depth == 0 and match[0] in _SEPARATORS):
                break
            end = match.end()
        return start + len(self._data[start:end].rstrip())


def _nested(data: bytes, start: int, end: int) -> Iterator[tuple[re.Match[bytes], int]]:
    """The tokens of a piece of code, each with how many brackets are open behind it."""
    depth = 0
    for match in _TOKEN.finditer(data, start, end):
        depth += (match[0] in _OPENING) - (match[0] in _CLOSING)
        yield match, depth
