"""Expectations: what a test compares with an id elsewhere; a fix there would part the two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import PurePath

from claude_preflight.facts.abilities import asserts_ability, names_version, tells_of_model
from claude_preflight.facts.answers import Answers
from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.bindings import Bindings, Search
from claude_preflight.facts.blocks import block_by_lines
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.test_paths import has_word, is_in_recorded_folder
from claude_preflight.facts.told_apart import ToldApart
from claude_preflight.facts.triggers import Trigger
from claude_preflight.facts.types import Mention
from claude_preflight.findings import Role, Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first, inside_scope
from claude_preflight.syntax.document import Document
from claude_preflight.text.model_words import models_in
from claude_preflight.text.words import word_around

EXPECTING = frozenset((CaptureKind.COMPARISON, CaptureKind.PATTERN, CaptureKind.ASSERTION))
"""What asks whether something is an id, or has it in it."""

_MODEL = regex(rb"(?i:claude)[\w.-]*")
_SEPARATOR = regex(rb"[^A-Za-z0-9]")
# What all ids begin with says nothing of one.
_FAMILIES = b"claude"
# The name of a function where it is written out: others ask for its value by that.
_FUNCTION = regex(
    rb"(?:func\s?\([^()\n]{0,80}\)\s?)?[^\n({;=]{0,80}?\b(?P<name>\w{1,80})\s?\("
    rb"|def\s(?P<ruby>[\w.]{1,80})"
)
# Languages of data, such as that of settings and of tests.
_DATA = frozenset(("json", "jsonc", "yaml", "toml", "xml", "ini", "dotenv", "csv"))
_OF_TESTS = regex(
    r"_*(?:tests?|specs?|test[-_]?(?:data|files|resources|configs?)|fixtures?|mocks?|snapshots?"
    r"|cassettes)_*",
    re.IGNORECASE,
)
# The code that tests share, by its name or its folder.
_SHARED = regex(
    r"conftest|fixtures?|mocks?"
    r"|(?:tests?|specs?|mocks?)[-_.]?(?:data|utils?|helpers?|fixtures?|factory|factories|support|setup)",
    re.IGNORECASE,
)
_SHARED_FOLDER = regex(
    r"_*(?:fixtures?|mocks?|cassettes|snapshots|test[-_]?(?:data|utils?|helpers?|fixtures?))_*",
    re.IGNORECASE,
)
# What a database was told, it has, and its migrations are not run again.
_SQL = "sql"
_MIGRATIONS = regex("migrat(?:e|ions?)|alembic", re.IGNORECASE)
# One of these is in each path that a pattern is about, but for that of data.
_SHARED_WORDS = (
    "migrat", "alembic", "test", "spec", "fixture", "mock", "cassette", "snapshot",
)  # fmt: skip
# The data of tests in whatever folder, and where is kept what was done.
_FIXTURES = regex(r"_*(?:test[-_]?data|fixtures?)_*", re.IGNORECASE)
_PAST = regex(r"_*(?:archived?s?|done|completed|finished|history|historical)_*", re.IGNORECASE)
# So many folders around a file say what it is for.
_FOLDERS = 2
_NAMELESS = frozenset((b"func", b"function", b"fun", b"fn", b"def", b"async", b"lambda"))
# What is run before the tests of a file, or stands for what they import: what is handed to a call,
# and a function by its name or by what is written on it.
_SETS_UP = regex(
    rb"(?:\b(?:vi|jest|mock)\.(?:hoisted|mock|doMock|unstable_mockModule|module)"
    rb"|\b(?:before(?:Each|All)?|setup))\s*\((?:[^(){};]|\([^()]*\))*\Z"
)
_SET_UP = regex(
    rb"[^\n({;=]{0,80}?\b(?:set_?up(?:_?class)?|before_?(?:each|all))\s?\("
    rb"|(?:[@\[]\w+\]?\s+){0,4}(?:@Before|\[(?:OneTime)?SetUp\]|\[TestInitialize\])",
    re.IGNORECASE,
)
# What tells one release of a version from another, however a platform joins it.
_RELEASE = regex(rb"[-@](?:20\d{6}(?:-v\d+(?::\d+)?)?|latest)\Z")
# How long an id is at most, and how many expectations of one id, and places of a name, count.
_LONGEST = 200
_MOST = 50
_REACH = 200
# What stands before the name that a table is asked by: `PRICES[`, `prices.get(`.
_INDEX = regex(rb"[\w)\]]\[\s*\Z|\.(?:get|fetch|at|getOrDefault)\(\s*\Z")
# A type lists what a value may be: another one does not compile.
_TYPED = Reason.ENUMERATION.value
_IN_TEXT = Reason.LONGER.value
_MOST_CALLS = 2


class Place(NamedTuple):
    """Where an id stands, and the block around it; None outside of all.

    One that `is_part` is a text that something is asked to have in it.
    """

    span: Span
    scope: Span | None
    is_part: bool = False

    def is_in(self, block: Span | None) -> bool:
        """Whether it stands in a block, in whatever depth; outside of all if that is None."""
        return self.scope is None if block is None else block.encloses(self.span)


class Expectations:
    """The ids that one document compares, tests for or asserts, and which uses depend on them."""

    def __init__(self, document: Document, bindings: Bindings) -> None:
        """Prepare for a document and its bindings."""
        self._data = document.text.data
        self._is_data = document.language.id in _DATA
        self._syntax = document.syntax
        self._bindings = bindings
        self._is_shared_by_tests = _is_shared_by_tests(document)
        self._expected: dict[bytes, list[Place]] = defaultdict(list)
        self._alike: dict[bytes, list[Place]] = defaultdict(list)
        self._left: dict[Span | None, list[bytes]] = defaultdict(list)
        self._keys: dict[Span, list[Span]] = defaultdict(list)
        self._uses: dict[Span, list[Capture]] = {}
        self._injected: dict[Span, list[Capture]] = {}
        self._samples: dict[bytes, list[Capture]] = defaultdict(list)
        self._typed: set[bytes] = set()
        self._tables: set[bytes] = set()
        self._told_apart = ToldApart(document)
        self._answers = Answers(document, bindings)

    @property
    def names(self) -> frozenset[bytes]:
        """What is expected, by which uses elsewhere hang together with it."""
        keys = (self._id(key) for each in self._keys.values() for key in each)
        return (
            frozenset((*self._expected, *self._alike, *keys, *self._typed, *self._tables))
            | {*self._samples, *self._sample_names()}
            | self._told_apart.names
        )

    def note(self, trigger: Trigger, captures: list[Capture], mention: Mention | None) -> None:
        """Note what stands at a trigger: an expectation, or a use that may depend on one."""
        if mention is not None and mention.role is Role.USE:
            self._uses[mention.span] = captures
            self._told_apart.note(mention.span, _scope(captures))
            return
        if mention is not None and mention.reason == _TYPED and len(self._typed) < _MOST:
            self._typed.add(self._id(mention.span))
        is_left = mention is None or self._is_listed_in_test(mention)
        scope = _scope(captures)
        is_around = scope is not None or self._is_text_of_test(mention)
        if is_left and is_around and len(self._left[scope]) < _MOST:
            self._left[scope].append(self._id(word_around(self._data, trigger.span, _LONGEST)))
        self._note_sample(mention, captures)
        is_compared = mention is not None and mention.role is Role.COMPARISON
        if mention is not None and mention.is_key and len(self._tables) < _MOST:
            self._tables.add(self._id(mention.span))
        if mention is not None and mention.is_key and (scope := _scope(captures)):
            keys = self._keys[scope]
            if len(keys) < _MOST:
                keys.append(mention.span)
        if is_compared or any(each.kind in EXPECTING for each in inside_scope(captures)):
            word = word_around(self._data, trigger.span, _LONGEST)
            place = Place(trigger.span, _scope(captures), is_part=not is_compared)
            self._expect(self._id(word), place)

    def _expect(self, model_id: bytes, place: Place) -> None:
        """Note where an id is expected; a test may ask for the version of another release."""
        released = _RELEASE.sub(b"", model_id)
        ways = [self._expected[model_id]]
        if self._told_apart.is_test and released != model_id:
            ways.append(self._alike[released])
        for places in ways:
            if len(places) < _MOST:
                places.append(place)

    def _note_sample(self, mention: Mention | None, captures: list[Capture]) -> None:
        """Note what has an id of a list that a test has for several of its functions."""
        binding = first(captures, CaptureKind.BINDING)
        if mention is None or binding is None or _scope(captures) is not None:
            return
        if mention.role is Role.LISTING and self._told_apart.is_test:
            samples = self._samples[self._id(mention.span)]
            if len(samples) < _MOST:
                samples.append(binding)

    def _sample_names(self) -> Iterator[bytes]:
        """The names of such lists, which a function may use."""
        for binding in chain.from_iterable(self._samples.values()):
            yield from (self._data[slice(*each.key)] for each in self._bindings.bound(binding))

    def _is_of_sample(self, model_id: bytes, scope: Span | None) -> bool:
        """Whether a function of a test uses a list that has the id, and stays as it is."""
        users = (
            place
            for binding in self._samples.get(model_id, ())
            for place in islice(self._bindings.users(binding), _MOST)
        )
        return scope is not None and any(map(scope.encloses, users))

    def _is_listed_in_test(self, mention: Mention) -> bool:
        """Whether a test lists an id, or has it in a text, which no fix changes.

        What it does with it stays as well.
        """
        is_left = mention.role is Role.LISTING or mention.reason == _IN_TEXT
        return self._told_apart.is_test and is_left

    def _is_text_of_test(self, mention: Mention | None) -> bool:
        """Whether an id is in a text that a test has, as what it expects may be."""
        return self._told_apart.is_test and mention is not None and mention.reason == _IN_TEXT

    def _id(self, word: Span) -> bytes:
        return _id_in(self._data, word)

    def block_of(self, mention: Mention) -> Span | None:
        """Where the function or the class begins that a use stands in; None outside of all."""
        scope = _scope(self._uses.get(mention.span, ()))
        return Span(scope.start, scope.start) if scope else None

    def hold(self, mention: Mention) -> bool:
        """Whether the block that a use stands in, or one that its value flows to, expects its id.

        A block is a function or a class, or the text outside of all. A function may also have the
        id in a longer word, such as the name of a file, which is no id and would stay as it is.
        What expects something of the data that tests share is in other files.
        """
        captures = self._uses.get(mention.span)
        if not captures:
            return False
        place, model_id = Place(mention.span, _scope(captures)), self._id(mention.span)
        if (
            self._is_shared_by_tests
            or self._told_apart.is_labelled(mention.span, captures)
            or self._told_apart.is_looked_up(self._given(captures))
            or self._stays_behind(model_id, captures)
            or self._is_of_sample(model_id, place.scope)
            or self._is_looked_up(model_id, place.scope, captures)
            or self._is_index(model_id, captures)
            or self._told_apart.are_told_apart(mention.span, place.scope)
            or model_id in self._typed
            or self._is_about_version(mention.span, captures)
            or self._told_apart.is_repeated(mention.span, model_id)
            or self._told_apart.is_case(mention.span)
            or self._is_answered(mention.span, captures)
        ):
            return True
        return self._is_expected(place, model_id, captures)

    def note_injection(self, span: Span, captures: list[Capture]) -> None:
        """Note where another document begins, such as JSON in a string."""
        self._injected[span] = captures

    def hold_within(self, span: Span, data: bytes) -> bool:
        """Whether an id in the text of a document inside is expected outside of it."""
        captures = self._injected.get(span, [])
        place = Place(span, _scope(captures))
        words = (word_around(data, each, _LONGEST) for each in models_in(data, Span(0, len(data))))
        ids = {_id_in(data, word) for word in islice(words, _MOST)} if captures else set()
        return any(self._is_expected(place, each, captures) for each in ids)

    def _is_expected(self, place: Place, model_id: bytes, captures: list[Capture]) -> bool:
        expected = list(islice(self._expecting(model_id), _MOST))
        if not expected:
            return False
        if self._is_for_all(place, expected) or self._sets_up(captures):
            return True
        if any(each.is_in(place.scope) or place.is_in(each.scope) for each in expected):
            return True
        if any(call.encloses(each.span) for call in _calls(captures) for each in expected):
            return True
        reached = islice(self._reached(captures), _MOST)
        return any(each.is_in(scope) for scope in reached for each in expected)

    def _is_for_all(self, place: Place, expected: list[Place]) -> bool:
        """Whether all of a test's file has a use or an expectation, or its tests ask for a default.

        By which ways a value gets from there to a test is not followed: it may be spread, or be
        what a type has by itself.
        """
        if self._told_apart.is_test:
            return place.scope is None or any(each.scope is None for each in expected)
        tests = self._told_apart.tests_from
        return place.span.end <= tests and any(each.span.start > tests for each in expected)

    def _is_answered(self, word: Span, captures: list[Capture]) -> bool:
        """Whether a test asserts of what a function makes of an id what depends on its model."""
        if not self._told_apart.may_have_tests:
            return False
        model_id, scope = self._data[slice(*word)], _scope(captures)
        block = scope.start if scope else 0
        asserted = [*islice(self._answers.asserted(captures), _MOST)]
        if not asserted or word.start < self._told_apart.tests_from:
            return False
        return any(tells_of_model(self._data, each, model_id, block) for each in asserted)

    def _sets_up(self, captures: list[Capture]) -> bool:
        """Whether a function around a place sets up what all tests of its file are about."""
        scopes = (each.span for each in captures if each.kind is CaptureKind.SCOPE)
        return self._told_apart.is_test and any(
            _SETS_UP.search(self._data, max(start - _REACH, 0), start)
            or _SET_UP.match(self._data, start, end)
            for start, end in scopes
        )

    def _is_about_version(self, word: Span, captures: list[Capture]) -> bool:
        """Whether the test that an id is in is about its version, or what only some can do."""
        if not self._told_apart.is_test:
            return False
        blocks = [each.span for each in captures if each.kind is CaptureKind.SCOPE]
        block = block_by_lines(self._data, word)
        if block and not any(block.encloses(each) for each in blocks[:1]):
            blocks.insert(0, block)
        if names_version(self._data, self._data[slice(*word)], blocks):
            return True
        return bool(blocks) and asserts_ability(self._data, word, blocks[0])

    def _expecting(self, model_id: bytes) -> Iterator[Place]:
        """Where an id is expected, or in a test another release, or a part that it begins with."""
        yield from self._expected.get(model_id, ())
        if not self._told_apart.is_test:
            return
        yield from self._alike.get(_RELEASE.sub(b"", model_id), ())
        for separator in _SEPARATOR.finditer(model_id, len(_FAMILIES) + 1):
            parts = self._expected.get(model_id[: separator.start()], ())
            yield from (each for each in parts if each.is_part)

    def _stays_behind(self, model_id: bytes, captures: list[Capture]) -> bool:
        """Whether a function has a longer word that an id is a part of.

        What a test has in a text of its own may stand around its functions as well.
        """
        scopes = [each.span for each in captures if each.kind is CaptureKind.SCOPE]
        around = (*scopes, None) if self._told_apart.is_test else scopes[:1]
        words = (word for scope in around for word in self._left.get(scope, ()))
        return any(word.startswith(model_id) for word in words)

    def _is_looked_up(self, model_id: bytes, scope: Span | None, captures: list[Capture]) -> bool:
        """Whether a function has a table with the key that an id is: what it may be found by.

        In one record with it the key is no more than what may be chosen. What a test does is
        looked up in the tables of all of its file, and so is what a file of settings sets.
        """
        keys = (
            (key for key in self._keys.get(scope, ()) if self._id(key) == model_id) if scope else ()
        )
        wholes = [each.span for each in inside_scope(captures) if each.kind in HOLDERS]
        if any(not any(whole.encloses(key) for whole in wholes) for key in keys):
            return True
        return (self._told_apart.is_test or self._is_data) and model_id in self._tables

    def _is_index(self, model_id: bytes, captures: list[Capture]) -> bool:
        """Whether the name of an id is what a table is asked by, and one has the id for a key."""
        if model_id not in self._tables:
            return False
        users = (
            place
            for binding in islice(_bindings(captures), 1)
            for place in islice(self._bindings.users(binding), _MOST)
        )
        return any(
            _INDEX.search(self._data, max(place.start - _REACH, 0), place.start) for place in users
        )

    def _reached(self, captures: list[Capture]) -> Iterator[Span | None]:
        """The blocks that use a name which the value at some captures flows to."""
        for binding in _bindings(captures):
            for bound in self._bindings.bound(binding):
                if bound.value and bound.value.encloses(captures[0].span):
                    places = self._bindings.users(binding)
                    yield from (self._scope_of(each) for each in places if each != bound.key)
        if name := self._function(first(captures, CaptureKind.SCOPE)):
            yield from map(self._scope_of, self._bindings.places(Search(name, None)))

    def _given(self, captures: list[Capture]) -> Iterator[Span]:
        """The places of a name that stands for the literal at some captures, and for no more."""
        literal = first(captures, CaptureKind.LITERAL)
        for binding in islice(_bindings(captures), 1):
            if any(
                literal and each.value == literal.span for each in self._bindings.bound(binding)
            ):
                yield from islice(self._bindings.users(binding), _MOST)

    def _function(self, scope: Capture | None) -> bytes | None:
        """The name of the function that a scope is."""
        match = _FUNCTION.match(self._data, *scope.span) if scope else None
        name = match and (match["name"] or match["ruby"])
        return name if name and name not in _NAMELESS else None

    def _scope_of(self, place: Span) -> Span | None:
        return _scope(self._syntax.path(place))


def _id_in(data: bytes, word: Span) -> bytes:
    """An id without what a platform or a route puts before it."""
    match = _MODEL.search(data, *word)
    return match[0].rstrip(b".-") if match else data[word.start : word.end]


def _is_shared_by_tests(document: Document) -> bool:
    """Whether what expects something of a document stands in other files, or all of it is over."""
    if document.language.id == _SQL or is_in_recorded_folder(document.path):
        return True
    is_data = document.language.id in _DATA
    if document.path is None or not (is_data or has_word(document.path, _SHARED_WORDS)):
        return False
    path = PurePath(document.path)
    if any(map(_MIGRATIONS.fullmatch, path.parts[:-1])):
        return True
    folders = path.parts[:-1][-_FOLDERS:]
    if is_data:
        if any(map(_FIXTURES.fullmatch, path.parts[:-1])):
            return True
        return any(_OF_TESTS.fullmatch(each) or _PAST.fullmatch(each) for each in folders)
    is_shared = _SHARED.fullmatch(path.name.partition(".")[0]) is not None
    return is_shared or any(map(_SHARED_FOLDER.fullmatch, folders))


def _scope(captures: Iterable[Capture]) -> Span | None:
    scope = first(captures, CaptureKind.SCOPE)
    return scope.span if scope else None


def _calls(captures: Iterable[Capture]) -> Iterator[Span]:
    """The innermost calls around a place: a function that is given to one compares for it."""
    found = (each.span for each in inside_scope(captures) if each.kind is CaptureKind.CALL)
    return islice(found, _MOST_CALLS)


def _bindings(captures: Iterable[Capture]) -> Iterator[Capture]:
    """What binds a name to a value that an id is in: in its block, or to that function itself."""
    scopes = 0
    for capture in captures:
        scopes += capture.kind is CaptureKind.SCOPE
        if scopes > 1:
            return
        if capture.kind is CaptureKind.BINDING:
            yield capture
