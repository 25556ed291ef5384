"""The shapes of lines: what the look of one line says about an id in it, in any language.

Lines are bytes, places are offsets in them. The shapes are those of languages that are read
line by line, such as Elixir, PowerShell, R and Dart, and of all others where they are broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import CaptureKind
from claude_preflight.text.model_words import MODEL, TABLE_SIZE, names_a_model
from claude_preflight.text.words import word_around

_BLOCK_REACH = 10_000
_LONGEST_EDGE = 100

_QUOTES = (b'\\"', b'"', b"'", b"`")
_MARKS = b"\"'`\\"


class _Shape(NamedTuple):
    """What is dear to look for in a long line, and signs: where it is, one of them is, too."""

    pattern: re.Pattern[bytes]
    signs: tuple[bytes, ...] = (b"",)

    def may_be_in(self, line: bytes) -> bool:
        return any(sign in line for sign in self.signs)

    def is_in(self, line: bytes, in_lower_case: bytes | None = None) -> bool:
        """Whether it is in a line; the signs of some shapes are in lower case."""
        told = line if in_lower_case is None else in_lower_case
        return self.may_be_in(told) and self.pattern.search(line) is not None


# Comments. `--` may also begin the option of a command, and `//` ask for a default.
_COMMENT = regex(
    rb"\s*(?:#(?!define\b|\([^\n]*%)|//|--(?![\w-]+(?:=|\s+)[\"']?[\w./:@-]*claude-)|;|/\*|\*(?![\w(])|<!--"
    rb'|<#|\(\*|!\s|%(?!\w)|"""|REM\b)'
)
_COMMENTS = (
    # Behind code of a Lisp, which has no `=`.
    _Shape(regex(rb"[^;={}]*?[\s)];+\s"), (b";",)),
    _Shape(regex(rb".*?\s(?:#|//(?!\s*[\"'])|--)\s"), (b"#", b"//", b"--")),
    # An event of a recorded stream.
    _Shape(regex(rb".*?\bdata: ?\{\s*\\?\"(?:type|id)\b"), (b"data:",)),
)
# What only an answer has, which names the model that once gave it.
_ANSWER = _Shape(regex(rb"\b(?:stop|finish)_?[rR]eason\b"), (b"eason",))
# Comments and documentation of several lines; what opens one stands first on its line.
_BLOCK = regex(
    rb"^[ \t]*(?P<opens>/\*|<!--|--\[=*\[|<#|\{-|=(?:begin|pod)\b|@\w*doc\s+(?:~[sS])?\"{3})"
    rb"|\*/|-->|\]=*\]|#>|-\}|^=(?:end|cut)\b|^[ \t]*(?P<quotes>\"{3})",
    re.MULTILINE,
)


# Literals without quotes: what a name is set to, an item, an option of a command, a default.
_NAME = (
    rb"\s*(?:[-*+?]\s+)*"
    rb"(?:(?:export|set|local|my|our|const|final|var|let|val|def|static|ENV|ARG)\s+)?"
    rb"[\"'\\]{0,4}(?:\[[\"'\\]{0,4})?[$@]?(?<![\w.:-])(?P<name>[\w.:-]*\w)[\"'\\]{0,4}\]?\s*(?:[?:+]?=|:)\s*"
)
_SET_BEFORE = regex(_NAME + rb"[\"'`\\]*$")
_GIVEN_BEFORE = regex(rb"[(,{\s~]:?(?P<name>[\w.-]+)(?:\s*(?:=|:)\s*|\s+)[\"'`\\]+$")
_VALUES = (
    _Shape(
        regex(
            rb"(?<![\w-])(?:--?[\w-]*[Mm]odel[\w-]*(?:=|\s+)|-m\s+|\w*(?:MODEL|model)=)[\"']?"
            rb"(?P<value>[\w./:@-]+)(?![\w$%*{(\[<+#=./:@-])"
        ),
        (b"odel", b"MODEL", b"-m"),
    ),
    _Shape(
        regex(
            rb"(?<![\w./@*}-])(?P<value>[$#%]\{(?:[^\s{}]|\$\{[^\s{}]*\})*\})(?![\w./@*{$-]|:\w)"
        ),
        (b"${", b"#{", b"%{"),
    ),
    _Shape(regex(rb"^" + _NAME + rb"(?P<value>[^\s#,;\"'`]+)[\"']?\s*(?:[#,;].*)?$")),
    _Shape(regex(rb"^\s*(?:setx?|setenv|ENV)\s+(?:-\w+\s+)*\w+\s+(?P<value>[^\s#;\"']+)\s*$")),
    _Shape(
        regex(rb"^\s*(?:[-*+?]\s+)*\[?(?P<value>[^\s,;\[\]]+(?:\[\w+\])?)\]?\s*(?:,\s*)?[;\\]?\s*$")
    ),
    _Shape(regex(rb"^\s*(?P<value>[\w./@-]+(?::\d+)?)\s*(?:=|:\s)")),
    # Symbols and keywords of Lisps; those without a date may be names of one's own, but where a
    # model is set.
    _Shape(
        regex(
            rb"(?<=[\s(])(?:'\(?|:|\(quote\s+)(?P<value>claude-[\w.-]*(?:20\d{6}|latest))"
            rb"(?=[)\]}]|\s*(?:;.*)?$|\s+:)(?![^;]*')"
        ),
        (b"'claude", b"(claude", b":claude", b"quote"),
    ),
    _Shape(
        regex(rb"(?<![\w-])[\w-]*model\s+'(?P<value>claude-[\w.-]*\w)(?=[)\s]|$)"),
        (b"'claude",),
    ),
)
# Lists without quotes: `a, b, c`, also behind a name, and `~w(a b c)`.
_NAMED_LIST = regex(
    rb"(?<!\s)"
    + _NAME
    + rb"[\"']?(?P<items>[\w./:@-]+(?:\s*,\s*[\w./:@-]+)+)[\"']?\s*(?:[#;].*)?\\?\s*$"
)
_LIST = regex(rb"^\s*(?P<items>[\w./:@-]+(?:\s*,\s*[\w./:@-]+)+)\s*,?\s*\\?\s*$")
_LIST_OF_WORDS = _Shape(
    regex(rb"(?:~w|%w|\bqw)\s?[(\[{<|/](?P<items>[^)\]}>|/]*)"), (b"~w", b"%w", b"qw")
)
_ITEM = regex(rb"[^\s,]+")
_SECTION = regex(rb"\s*\[[^\[\]]+\]\s*$")
_CELL = regex(rb"(?:^|(?<=[,;\t|]))(?P<value>\"[^\"]*\"|[^,;\t|\"\r\n]*)(?=$|[,;\t|\r\n])")

# What stands before or behind a literal.
_COMPARED_BEFORE = _Shape(
    regex(
        rb"(?:[=!]==?|~=|\b(?i:case|when|eq|ne|is|equals|equalsIgnoreCase)|-Be|-BeExactly)\s*\(?\s*$"
        rb"|\b(?:eq|ne)\s+(?:\([^()]*\)|[^\s\"'()]+)\s+$"
        # A member of a list; the arm of a function.
        rb"|^(?!.*\bfor(?:each)?\b).*(?:\b[iI][nN]|%in%)\s*[@c]?[\[({][^\])}]*$"
        rb"|\bdefp?\s+[\w?!]+\(\s*$"
        # An assertion, about the literal or about what stands before it.
        rb"|\b(?:assert|expect)[\w.]*\s*\(\s*(?:(?:[^\"'`()\[]|\([^()]*\)|\[+[^\[\]]*\])*,\s*)?$"
        rb"|\((?:is|are|should(?:-not)?)\s+\(.*$"
    ),
    # In lower case.
    tuple(b"== != ~= case when eq ne is -be in def assert expect (are (should".split()),
)
# What an assertion on the line gives to a function: `assert wide?("id")`. One that binds what the
# function answers, or gives it something to say, may be about a request.
_GIVEN_IN_ASSERTION = _Shape(
    regex(
        rb"^\s*(?:[\w.]+\.)?@?(?:assert|refute|expect|should|test|check)\w*(?:\s+|!?\()"
        rb"(?:[^=]|[=!<>~]=)*[\w?!]\(\s*$"
    ),
    (b"assert", b"refute", b"expect", b"should", b"test", b"check"),
)
_ANSWERED_AFTER = regex(rb"(?i)\w*['\"`)\s,]*.*\b(?:messages|prompt|max_?tokens)\b")
# A condition by itself, as Spock has them: `wide("id") == true`.
_CONDITION_BEFORE = regex(rb"^\s*!?(?:\w+\.)*\w+\(\s*$")
_CONDITION_AFTER = regex(rb"\)+(?:\.\w+(?:\(\))?)*\s*[=!]=[^=]")
# Where a single sign of equality asks.
_ASKED_BEFORE = regex(
    rb"\b(?:[iI][fF]|[eE][lL][sS][eE]?[iI][fF]|WHERE|WHEN|AND|OR|ON|NOT|test)\s+[^\s=]+\s*=\s*$"
    rb"|\[\s+\S+\s+=\s*$"
)
_COMPARED_AFTER = regex(rb"\s*(?:[=!]==?|~=|\.equals|->)")
_CLAUSE_AFTER = regex(rb"\s*\{")
_KEY_AFTER = regex(rb"\s*\]?\s*(?:(?<!\s):(?!:)|:(?![:\w])|=>|=(?!=)|to\b)|\s+\{:\w")
# A variable is a setting, however many it holds, unless its name says that one may choose.
_VARIABLE = regex(
    rb"\s*(?:export\s+)?(?!\w*(?:AVAILABLE|SUPPORTED|ALLOWED|OPTIONS|CHOICES))[A-Z][A-Z\d_]*="
)
_ENTRY_BEFORE = regex(rb"[\"'`](?P<key>[\w./:@~\[\]-]+)[\"'`]\s*(?:=>|:|,)")
_ALTERNATIVE_BEFORE = regex(rb"\?\s*$")
_ALLOWED_BEFORE = regex(rb"\bValidateSet\([^)]*$")
_TESTED_BEFORE = _Shape(
    regex(
        rb"(?:starts?_?with|ends?_?with|prefix|suffix|contain(?!er)|includ|match|like|reg_?exp?(?:::new)?"
        rb"|regexp\.|index_?of|\bindex|split|replace(?!ment)|grep|g?sub\b(?!\s*\{)|[.:]find\b|\bstr_)"
        rb"[\w?!]*\s*\(?\s*(?:-\w+\s+)*(?:[\w.()\[\]$>:-]+\s*,\s*)?(?:[\[{][^\]}]*)?$"
        rb"|[=!]=?~\s*(?:~?[a-z]{0,2}[/{|(!])?\^?$",
        re.IGNORECASE,
    ),
    # In lower case.
    tuple(
        b"with prefix suffix contain includ match like reg index split replace grep sub find str_"
        b" =~ !~".split()
    ),
)
_LONGEST_OPENING = 4
_REGEX_OPENS = regex(rb"(?:~r|\bqr|\bm)[/{|(!]\^?$", re.IGNORECASE)
_CONCATENATED_BEFORE = regex(
    rb"\S\s*\+\s*$|\s(?:\.\.|<>)\s$|\w\.\.$|(?:[$@][\w>\[\]'{}-]+|[\"')\]])\s*\.\s*$"
)
_CONCATENATES = (b"+", b".", b">")
_JOINED_BEFORE = _Shape(
    regex(rb"\b(?:paste0?|str_c|(?i:concat))\s*\([^()]*$"), (b"paste", b"str_c", b"concat")
)
_CONCATENATED_AFTER = regex(rb"\s*(?:\+|\.\.(?!\.)|\.[$\"'])|\s(?:\.|<>)\s")


def is_comment(line: bytes, offset: int) -> bool:
    """Whether a comment begins before an offset."""
    comment = _COMMENT.match(line)
    for shape in _COMMENTS:
        if comment is None and shape.may_be_in(line):
            comment = shape.pattern.match(line)
    return comment is not None and comment.end() <= offset


def is_answer(line: bytes) -> bool:
    """Whether a line is of a recorded answer."""
    return _ANSWER.is_in(line)


class Blocks:
    """The comments of several lines in a text, of which each part is read once, from the front."""

    def __init__(self, data: bytes) -> None:
        """Prepare for a text."""
        self._data = data
        self._read = 0
        self._edge: re.Match[bytes] | None = None
        self._counted = 0
        self._quotes = 0

    def around(self, offset: int) -> int | None:
        """Where the comment begins that an offset lies in, if that is not too far before it."""
        reach = max(offset - _BLOCK_REACH, 0)
        if offset < self._read:  # further to the front than before
            self._read, self._edge = 0, None
            self._counted = self._quotes = 0
        start = max(self._read - _LONGEST_EDGE, self._edge.end() if self._edge else 0, reach)
        for edge in _BLOCK.finditer(self._data, start, offset):
            self._edge = edge
        self._read = offset
        last = self._edge if self._edge and self._edge.start() >= reach else None
        if last is None:
            return None
        if last["opens"]:
            return last.start("opens")
        return last.start("quotes") if last["quotes"] and self._is_in_text(last, offset) else None

    def _is_in_text(self, edge: re.Match[bytes], offset: int) -> bool:
        """Whether three quotes that begin a line open a text, as in Julia, and none close it."""
        start = edge.start("quotes")
        self._quotes += self._data.count(b'"""', self._counted, start)
        self._counted = start
        return self._quotes % 2 == 0 and self._data.count(b'"""', start, offset) == 1


def literal_at(line: bytes, at: Span) -> Span | None:
    """The quoted word, without its quotes, or the bare value that a place lies in."""
    word = word_around(line, at, len(line))
    for quote in _QUOTES:
        if line.endswith(quote, 0, word.start) and line.startswith(quote, word.end):
            return word
    for item in _list_around(line, at):
        if item.start <= at.start < item.end:
            return item
    for pattern in (shape.pattern for shape in _VALUES if shape.may_be_in(line)):
        for match in pattern.finditer(line):
            if match.start("value") <= at.start and at.end <= match.end("value"):
                return Span(*match.span("value"))
    return None


def cell_at(line: bytes, at: Span) -> Span | None:
    """The cell of a row that a place lies in, without its quotes."""
    for cell in _CELL.finditer(line):
        if cell.start("value") <= at.start and at.end <= cell.end("value"):
            quotes = line.startswith(b'"', cell.start("value"))
            return Span(cell.start("value") + quotes, cell.end("value") - quotes)
    return None


def is_tested(line: bytes, offset: int) -> bool:
    """Whether something is tested for what begins at an offset."""
    return _is_tested(line[:offset], line[:offset].lower())


def _is_tested(before: bytes, in_lower_case: bytes) -> bool:
    if _TESTED_BEFORE.is_in(before, in_lower_case):
        return True
    return _REGEX_OPENS.search(before, max(len(before) - _LONGEST_OPENING, 0)) is not None


def kinds_of(line: bytes, literal: Span) -> Iterator[CaptureKind]:
    """What stands before and behind a literal says what it is for."""
    before, after = line[: literal.start].rstrip(_MARKS), line[literal.end :].lstrip(_MARKS)
    in_lower_case = before.lower()
    if _is_concatenated(before, in_lower_case) or _CONCATENATED_AFTER.match(after):
        yield CaptureKind.INTERPOLATED
    elif _is_tested(before, in_lower_case):
        yield CaptureKind.PATTERN
    elif _is_compared(before, in_lower_case, after):
        yield CaptureKind.COMPARISON
    elif _is_given_in_assertion(before, in_lower_case, after):
        yield CaptureKind.ASSERTION
    elif _is_listed(line, literal, before, after):
        yield CaptureKind.ENUMERATION


def is_set(line: bytes, literal: Span) -> bool:
    """Whether a literal is what a model is set to, by its name, whatever stands on other lines."""
    before = line[: literal.start]
    named = _SET_BEFORE.match(before)
    if named is None and before[-1:] in _MARKS:
        named = _GIVEN_BEFORE.search(before)
    return named is not None and names_a_model(named["name"].decode())


def _is_concatenated(before: bytes, in_lower_case: bytes) -> bool:
    """Whether something is joined to what comes behind it."""
    if before.rstrip().endswith(_CONCATENATES) and _CONCATENATED_BEFORE.search(before):
        return True
    return _JOINED_BEFORE.is_in(before, in_lower_case)


def _is_compared(before: bytes, in_lower_case: bytes, after: bytes) -> bool:
    """Whether a literal is compared with something, or the head of a clause."""
    if _COMPARED_AFTER.match(after):
        return True
    if _COMPARED_BEFORE.is_in(before, in_lower_case):
        return True
    if before.rstrip().endswith(b"=") and _ASKED_BEFORE.search(before):
        return True
    return not before.strip() and _CLAUSE_AFTER.match(after) is not None


def _is_given_in_assertion(before: bytes, in_lower_case: bytes, after: bytes) -> bool:
    """Whether a literal is given to what an assertion on its line is about."""
    if not before.rstrip().endswith(b"("):
        return False
    if _CONDITION_AFTER.match(after) and _CONDITION_BEFORE.match(before):
        return True
    is_given = _GIVEN_IN_ASSERTION.is_in(before, in_lower_case)
    return is_given and _ANSWERED_AFTER.match(after) is None


def _is_listed(line: bytes, literal: Span, before: bytes, after: bytes) -> bool:
    """Whether a literal is a key, one of many, a section or what a parameter may be."""
    text = line[literal.start : literal.end]
    if any(entry["key"] == text for entry in _ENTRY_BEFORE.finditer(before)):
        return True  # under its own id
    if _KEY_AFTER.match(after) and not _ALTERNATIVE_BEFORE.search(before):
        return True
    if _SECTION.match(line) or _ALLOWED_BEFORE.search(before):
        return True
    if len(MODEL.findall(line)) < TABLE_SIZE or _VARIABLE.match(line):
        return False  # a list that is long enough is dear to look for
    items = _list_around(line, literal)
    models = (item for item in items if MODEL.search(line, item.start, item.end))
    return len(list(islice(models, TABLE_SIZE))) == TABLE_SIZE


def _list_around(line: bytes, at: Span) -> Iterator[Span]:
    """The items of the list without quotes that a place lies in."""
    for shape in _lists_in(line):
        match = shape.search(line)
        if match and match.start("items") <= at.start and at.end <= match.end("items"):
            yield from (Span(*each.span()) for each in _ITEM.finditer(line, *match.span("items")))
            return


def _lists_in(line: bytes) -> Iterator[re.Pattern[bytes]]:
    """The shapes of lists that a line may have, by the signs in it: some are dear to look for."""
    if b"," in line:
        if b"=" in line or b":" in line:
            yield _NAMED_LIST
        yield _LIST
    if _LIST_OF_WORDS.may_be_in(line):
        yield _LIST_OF_WORDS.pattern
