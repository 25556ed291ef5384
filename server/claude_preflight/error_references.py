"""Which error of the Claude API the text at the cursor refers to.

Lexical and on demand: it reads a few lines around the cursor and, where a name may be another
vendor's, the imports. It would rather say nothing than explain an error that is not meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from claude_preflight.findings import Span
from claude_preflight.knowledge.errors import ErrorCatalog, ErrorEntry
from claude_preflight.source.sdk_imports import (
    Origin,
    is_anthropic_module,
    mentions_anthropic,
    mentions_other_sdk,
    origin,
)
from claude_preflight.source.text import SourceText

# The parts of long lines that are looked at, in bytes on each side of the cursor.
_LINE_REACH = 1_000
# The lines around the cursor that may say what a number or a string is about.
_LINES_ABOVE, _LINES_BELOW = 12, 4
# How far from a number its subject may stand, in bytes.
_SUBJECT_REACH = 200
# How many exceptions of one line are looked at for a message.
_MOST_MESSAGES = 4
# A message this long is taken for one of the API's even where nothing around it is an error.
_TELLING_LENGTH = 24

_NAME = re.compile(r"\*?[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)*")
_QUOTED = re.compile(r"(?<=[\"'`])[a-z][a-z_]+(?=\\?[\"'`])")
_MESSAGE = re.compile(
    r"\\?[\"']message\\?[\"']\s*:\s*(?P<quote>\\?[\"'])(?P<text>(?:(?!(?P=quote))(?:\\.|.))*)"
)
_CLASS_IN_LOG = re.compile(r"(?<![\w.$])([\w.$]+):\s+(?=\S)")
_ERROR_BODY = re.compile(r"[\"']type\\?[\"']\s*:\s*\\?[\"']error\\?[\"']")
_SPEAKS_OF_TYPES = re.compile(r"\b(?:type|error|err)\b", re.IGNORECASE)
_SPEAKS_OF_ERROR_CODES = re.compile(r"error_?code", re.IGNORECASE)
# Types that no other vendor is known to use.
_TELLING_TYPES = frozenset(
    {"overloaded_error", "memory_path_conflict_error", "memory_precondition_failed_error"}
)
# Builtins of Python that the TypeScript SDK names a class after.
_BUILTINS = frozenset({"NotImplementedError"})

_NUMBER = re.compile(r"(?<![\w.$#-])[45]\d\d(?![\w%-]|\.\d)")
_OPERAND = r"(?P<operand>\$?\{?[\w$]+(?:(?:\?\.|!\.|\.|->|::)[\w$]+)*(?:\(\))?\}?)"
_EQUALS = r"(?:[=!]==?|-eq|-ne)"
_BEFORE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_OPERAND}[\"']?\s*{_EQUALS}\s*[\"']?$",
        r"(?P<operand>\$\{?\w+\}?)[\"']?\s*=\s*[\"']?$",
        rf"{_OPERAND}\s+(?:not\s+)?in\s*[(\[{{][\d\s,]*$",
        rf"{_OPERAND}\s*(?::[^=]*)?=\s*(?:new\s+Set\(|frozenset\(|set\()?[(\[{{][\d\s,]*$",
    )
)
_AFTER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*{_EQUALS}\s*{_OPERAND}",
        rf"[\d\s,]*\]\.(?:includes|indexOf)\(\s*{_OPERAND}",
    )
)
_LOGGED_STATUS = re.compile(
    r"(?:\berror code: |\bHTTP/\d(?:\.\d)?\"? |\bstatus(?:[ _]code)?:? |[\w]Error: "
    r"|[\"']status(?:_?code)?\\?[\"']\s*:\s*)$",
    re.IGNORECASE,
)
_CASE = re.compile(r"^\s*(?:case|when)\s+[\d\s,|]*$")
_SWITCH = re.compile(r"\b(?:switch|match|when)\b(.*)")
_SPEAKS_OF_STATUS = re.compile(
    r"status|http|\berr(?:or)?\b|exception|response|(?<![a-z])code(?![a-z])", re.IGNORECASE
)
_STATUS_NAME = re.compile(
    r"status|http|^_*(?:error_?|response_?|resp_?|res_?)?code(?:\(\))?$", re.IGNORECASE
)
_EXCEPTION_NAME = re.compile(r"^(?:e|ex|exc|cause|\w*err(?:or)?|\w*exception)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ErrorReference:
    """A place that refers to an error: its bytes, and the codes of the entries in the catalog.

    `error_code` is a value of `error.details.error_code`, where the place names one.
    """

    span: Span
    codes: tuple[str, ...]
    error_code: str | None = None


def error_reference_at(text: SourceText, offset: int) -> ErrorReference | None:
    """What the text at a byte offset refers to; None if it is no error of the Claude API.

    It may be an exception class, the type or the code of an error, an HTTP status that something is
    compared with, or a message.
    """
    place = _Place(text, offset)
    for read in (_class_name, _error_type, _error_code, _status, _body_message, _message):
        reference = read(place)
        if reference:
            return reference
    return None


@dataclass(frozen=True)
class _Place:
    """The surroundings of the cursor. `line` is cut where it is long; `at` is the cursor in it.

    Texts are decoded as Latin-1, so that an index is a byte offset.
    """

    text: SourceText
    offset: int

    @cached_property
    def span(self) -> Span:
        return self.text.line_around(Span(self.offset, self.offset), _LINE_REACH)

    @cached_property
    def line(self) -> str:
        return self._read(self.span.start, self.span.end)

    @property
    def at(self) -> int:
        return self.offset - self.span.start

    @cached_property
    def above(self) -> str:
        number = self.text.line_at(self.offset)
        start = self.text.line_span(max(number - _LINES_ABOVE, 0)).start
        return self._read(max(start, self.offset - 2 * _LINE_REACH), self.span.start)

    @cached_property
    def below(self) -> str:
        number = self.text.line_at(self.offset)
        end = self.text.line_span(min(number + _LINES_BELOW, self.text.line_count - 1)).end
        return self._read(self.span.end, min(end, self.offset + 2 * _LINE_REACH))

    @property
    def near(self) -> str:
        return self.above + self.line + self.below

    @cached_property
    def mentions_anthropic(self) -> bool:
        return mentions_anthropic(self.text.data)

    @cached_property
    def only_others(self) -> bool:
        """Whether the file speaks of another vendor's SDK, and never of Anthropic."""
        return not self.mentions_anthropic and mentions_other_sdk(self.text.data)

    @cached_property
    def in_error_body(self) -> bool:
        return _ERROR_BODY.search(self.near) is not None

    def token(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match of a pattern in the line that the cursor is in, or at the end of."""
        matches = pattern.finditer(self.line)
        return next((each for each in matches if each.start() <= self.at <= each.end()), None)

    def reference(
        self, match: re.Match[str], entries: Iterable[ErrorEntry], group: str | int = 0
    ) -> ErrorReference | None:
        """A reference of what a pattern has matched; None without entries."""
        return self.reference_to(match.start(group), match.end(group), entries)

    def reference_to(
        self, start: int, end: int, entries: Iterable[ErrorEntry]
    ) -> ErrorReference | None:
        """A reference of a part of the line; None without entries."""
        codes = tuple(entry.code for entry in entries)
        span = Span(self.span.start + start, self.span.start + end)
        return ErrorReference(span, codes) if codes else None

    def _read(self, start: int, end: int) -> str:
        return self.text.data[start:end].decode("latin-1")


def _class_name(place: _Place) -> ErrorReference | None:
    match = place.token(_NAME)
    name = _known_class(place, match[0]) if match else None
    if match is None or name is None:
        return None
    catalog = ErrorCatalog.load()
    if code := catalog.error_code(name):
        span = Span(place.span.start + match.start(), place.span.start + match.end())
        return ErrorReference(span, (code.entry,), code.error_code)
    return place.reference(match, _told_by(place.line) or catalog.by_class(name))


def _known_class(place: _Place, written: str) -> str | None:
    """The name of a class of Anthropic's SDKs, if that is what is written."""
    classes = ErrorCatalog.load().class_names
    whole = written.lstrip("*").replace("::", ".")
    qualifier, _, name = whole.rpartition(".")
    if qualifier:
        if whole in classes:
            return whole
        return name if name in classes and _is_sdk(place, qualifier) else None
    return _known_bare_class(place, name, classes)


def _is_sdk(place: _Place, qualifier: str) -> bool:
    if is_anthropic_module(qualifier):
        return True
    return origin(place.text.data, qualifier.partition(".")[0])[0] is Origin.ANTHROPIC


def _known_bare_class(place: _Place, name: str, classes: frozenset[str]) -> str | None:
    # Most words under a cursor end here; the imports are read for what may be a class.
    if name not in classes and not (name[:1].isupper() and place.mentions_anthropic):
        return None
    where, original = origin(place.text.data, name)
    if where is Origin.ANTHROPIC:
        return original if original in classes else None
    if where is Origin.OTHER or name not in classes or name in _BUILTINS:
        return None
    return name if place.mentions_anthropic else None


def _error_type(place: _Place) -> ErrorReference | None:
    match = place.token(_QUOTED)
    if match is None or match[0] not in ErrorCatalog.load().error_types:
        return None
    if not _is_api_type(place, match):
        return None
    told = _told_by(place.line + place.below) if place.in_error_body else ()
    return place.reference(match, told or ErrorCatalog.load().by_type(match[0]))


def _is_api_type(place: _Place, match: re.Match[str]) -> bool:
    if place.mentions_anthropic or place.in_error_body or match[0] in _TELLING_TYPES:
        return True
    around = place.line[: match.start()] + place.line[match.end() :]
    return not place.only_others and _SPEAKS_OF_TYPES.search(around) is not None


def _error_code(place: _Place) -> ErrorReference | None:
    match = place.token(_QUOTED)
    code = ErrorCatalog.load().error_code(match[0]) if match else None
    if match is None or code is None:
        return None
    if not (place.mentions_anthropic or _SPEAKS_OF_ERROR_CODES.search(place.near)):
        return None
    span = Span(place.span.start + match.start(), place.span.start + match.end())
    return ErrorReference(span, (code.entry,), code.error_code)


def _status(place: _Place) -> ErrorReference | None:
    match = place.token(_NUMBER)
    if match is None or not _is_api_status(place, match):
        return None
    entries = _told_by(place.line) or ErrorCatalog.load().by_status(int(match[0]))
    return place.reference(match, entries)


def _is_api_status(place: _Place, match: re.Match[str]) -> bool:
    subject = _subject(place, match)
    if subject is None:
        return False
    if place.mentions_anthropic or place.in_error_body or match[0] == "529":
        return True
    # The SDKs put the status on the exception itself; a response may be anybody's.
    return _EXCEPTION_NAME.match(subject) is not None and not place.only_others


def _subject(place: _Place, match: re.Match[str]) -> str | None:
    """Whose status the number is, as far as the line says; None if it is no status."""
    before = place.line[: match.start()][-_SUBJECT_REACH:]
    after = place.line[match.end() :][:_SUBJECT_REACH]
    if _CASE.match(before):
        return _switched_on(place)
    found = [pattern.search(before) for pattern in _BEFORE]
    found += [pattern.match(after) for pattern in _AFTER]
    operand = next((each["operand"] for each in found if each), None)
    if operand is None:
        return "" if _LOGGED_STATUS.search(before) else None
    return _owner(operand)


def _switched_on(place: _Place) -> str | None:
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


def _body_message(place: _Place) -> ErrorReference | None:
    match = place.token(_MESSAGE)
    if match is None or not match.start("text") <= place.at:
        return None
    types = [each for each in _QUOTED.findall(place.near) if each in _types()]
    if not types:
        return None
    catalog = ErrorCatalog.load()
    entries = catalog.by_message(_unescaped(match["text"])) or catalog.by_type(types[-1])
    return place.reference(match, entries, "text")


def _message(place: _Place) -> ErrorReference | None:
    for name, text, start in islice(_logged(place.line), _MOST_MESSAGES):
        if start <= place.at <= start + len(text) and _known_class(place, name):
            entries = ErrorCatalog.load().by_message(text)
            if entries:
                return place.reference_to(start, start + len(text), entries)
    if not place.mentions_anthropic:
        return None
    entries, start, end = ErrorCatalog.load().message_at(place.line, place.at, _TELLING_LENGTH)
    return place.reference_to(start, end, entries)


def _told_by(text: str) -> tuple[ErrorEntry, ...]:
    """The entries of the first known message that a text gives, as a body or behind a class."""
    catalog = ErrorCatalog.load()
    messages = [_unescaped(match["text"]) for match in _MESSAGE.finditer(text)]
    messages += [message for _, message, _ in islice(_logged(text), _MOST_MESSAGES)]
    return next(filter(None, map(catalog.by_message, messages)), ())


def _logged(line: str) -> Iterator[tuple[str, str, int]]:
    """The exceptions of a log line: name of the class, the text behind it, where that starts."""
    classes = ErrorCatalog.load().class_names
    for match in _CLASS_IN_LOG.finditer(line):
        if match[1].rpartition(".")[2] in classes:
            text = line[match.end() :].partition("\n")[0]
            yield match[1], text.rstrip(" \t\r\"'`"), match.end()


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _types() -> frozenset[str]:
    return ErrorCatalog.load().error_types
