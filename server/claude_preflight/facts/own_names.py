"""Own names: what a file calls the models that it sets up, and asks for by that name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.text.model_words import models_in
from claude_preflight.text.words import indent_of, word_around

# What names are made of here; a colon ends a key.
_CHARACTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./@-"
# How long names are, and how far before one its line begins, at most.
_REACH = 100
# What sets up the model that a name stands for.
_MODEL = rb"(?:model|model_?(?:id|name)|target)[\"']?[ \t]*[:=]>?[ \t]*[\"']?(?P<model>[\w./:@-]+)"
PROXY = b"litellm_params"
"""Where this is in a text, `model_name` is a name of its own."""

# What the proxy answers has this beside the name.
_ANSWERED = regex(rb"[\"']\s{0,80},\s{0,80}[\"']model_info\b")
_NAMES = b"model_name"
_PROXIED = regex(rb"\bmodel_name[\"']?[ \t]*[:=][ \t]*[\"']?\Z")
# `[name]` of a configuration, which may be the last part of a path.
_SECTION = regex(rb"[ \t]*\[(?:[\w-]+\.)*[\"']?\Z")
_OF_SECTION = regex(rb"[\"']?\][ \t]*\r?\n(?:(?![ \t]*\[)[^\n]{0,200}\n){0,20}?[ \t]*" + _MODEL)
# `name: {model: id}`, and `name:` with `model: id` indented below it.
_OF_MAPPING = regex(
    rb"[\"']?[ \t]*(?::|=>|=)[ \t]*\{[^{}]{0,400}?(?<=[\s\"',{])" + _MODEL, re.DOTALL
)
# What stands behind such a name, and its quote; or only blanks do, as far as is looked.
_SETS_UP = (b"", b":", b"=", b"]")
_INDENTED = regex(rb"(?P<indent>[ \t]*)[\"']?\Z")
_BELOW = regex(rb"[\"']?:[ \t]*\r?\n(?P<lines>(?:[ \t]+[^\n]{0,200}(?:\n|\Z)){1,20})")
_SETS = regex(rb"(?P<indent>[ \t]+)" + _MODEL)
# A record that is known by a name, and says itself what it asks: `{id: name, provider_model: id}`.
_KNOWN = regex(rb"[\"']?(?<![\w-])(?:id|name|alias|key|slug)[\"']?[ \t]*[:=]>?[ \t]*[\"']?\Z")
_ASKS = regex(
    rb"[\"'][^{}]{0,400}?(?<=[\s\"',{])(?:provider|upstream|backend|target|api|real|actual|remote)"
    rb"_?model(?:_?(?:id|name))?[\"']?[ \t]*[:=]>?[ \t]*[\"']?(?P<model>[\w./:@-]+)",
    re.IGNORECASE,
)
# A map of aliases, in braces or indented: `model_group_alias: {name: other}`.
_ALIASES = regex(
    rb"(?P<group>group_)?(?i:alias(?:es)?)[\"']?[ \t]*[:=][ \t]*"
    rb"(?:\{(?P<inside>[^{}]{0,4000})\}|\r?\n(?P<below>(?:[ \t]+[^\n]{0,200}(?:\n|\Z)){1,100}))"
)
# In code, aliases may be those of the API as well.
_OF_API = regex(rb"20\d{6}|-latest")
_KEY = regex(rb"[\"']?[ \t]*(?:=>|:(?=[\s\"']))")
_ALIAS = (b"lias", b"LIAS")
_ALIAS_WORDS = regex(rb"alias|Alias|ALIAS")
_GROUP = b"group_"
_ALL = b"claude"
# What is called by the name of all: `claude-2` may be the second of that.
_FIRST = regex(rb"[\"'`]claude[\"'`]")
_SHORT = regex(rb"claude-[1-9]")
# Things that are numbered begin so; of models the text would name another one, too.
_ONE = regex(rb"[\"'`]claude-1[\"'`]")
_OF_MODELS = regex(rb"claude-(?:v\d|\d[.-]|instant|opus|sonnet|haiku)")
_SIGNS = (PROXY, *_ALIAS, b"target", b"model", b"[")


# How far what gives a name is from it, and a map of aliases from the last one in it, at most.
_SET_UP, _ALIASED = 4_500, 21_000


class OwnNames:
    """The names that one text gives models of its own."""

    def __init__(self, data: bytes, part: Span) -> None:
        """Prepare for a part of a text, which is read when a name is first looked for."""
        self._data = data
        self._part = part

    @cached_property
    def all(self) -> frozenset[bytes]:
        """Those that the part may have to do with, as they are written."""
        return frozenset(self._data[slice(*name)] for name in self._found())

    @property
    def asked(self) -> frozenset[bytes]:
        """The names, and the words by which they came about."""
        short = frozenset((_ALL,)) if "_has_first" in self.__dict__ else frozenset()
        return short.union(self.all, _SIGNS) if self.all else short

    def may_be_second(self, word: Span) -> bool:
        """Whether a word is `claude-2` and the like where the text calls something `claude`."""
        is_short = _SHORT.fullmatch(self._data, *word) is not None
        return is_short and (self._has_first or self._are_numbered)

    @cached_property
    def _has_first(self) -> bool:
        return _FIRST.search(self._data) is not None

    @cached_property
    def _are_numbered(self) -> bool:
        return _ONE.search(self._data) is not None and _OF_MODELS.search(self._data) is None

    def _found(self) -> Iterator[Span]:
        start, end = self._part
        for name in self._names(Span(max(start - _SET_UP, 0), end)):
            if self._is_proxied(name) or self._is_set_up(name) or self._is_known_by(name):
                yield name
        around = max(start - _ALIASED, 0), end + _ALIASED
        if not any(self._data.find(word, *around) >= 0 for word in _ALIAS):
            return
        for aliases in self._maps_of_aliases(Span(*around)):
            inside = "inside" if aliases["inside"] is not None else "below"
            for name in self._names(Span(*aliases.span(inside))):
                is_own = aliases["group"] or not self._is_of_api(name)
                if is_own and _KEY.match(self._data, name.end):
                    yield name

    def _maps_of_aliases(self, part: Span) -> Iterator[re.Match[bytes]]:
        """The maps of aliases in a part of the text, found by a word that their key ends with."""
        read = part.start
        for word in _ALIAS_WORDS.finditer(self._data, *part):
            start = word.start() - len(_GROUP)
            if not self._data.startswith(_GROUP, start):
                start = word.start()
            found = _ALIASES.match(self._data, start, part.end) if start >= read else None
            if found:
                read = found.end()
                yield found

    def _names(self, part: Span) -> Iterator[Span]:
        """What may be the name of a model in a part of the text."""
        for place in models_in(self._data, part):
            yield word_around(self._data, place, _REACH, _CHARACTERS)

    def _is_of_api(self, name: Span) -> bool:
        return _OF_API.search(self._data, *name) is not None

    def _before(self, name: Span, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """How the line of a name begins, if a pattern is what stands before it."""
        line = self._data.rfind(b"\n", max(name.start - _REACH, 0), name.start) + 1
        start = line or max(name.start - _REACH, 0)
        if pattern in (_PROXIED, _KNOWN):
            return pattern.search(self._data, start, name.start)
        return pattern.match(self._data, start, name.start)

    def _is_proxied(self, name: Span) -> bool:
        is_named = self._data.find(_NAMES, max(name.start - _REACH, 0), name.start) >= 0
        if not is_named or self._before(name, _PROXIED) is None:
            return False
        return self._has_proxy or _ANSWERED.match(self._data, name.end) is not None

    @cached_property
    def _has_proxy(self) -> bool:
        return PROXY in self._data

    def _is_set_up(self, name: Span) -> bool:
        """Whether a section or a mapping under a name sets another model."""
        behind = self._data[name.end : name.end + _REACH].lstrip(b"\"' \t")[:1]
        if behind not in _SETS_UP:
            return False
        found = _OF_MAPPING.match(self._data, name.end)
        if found and self._is_of_api(name):
            found = None
        if found is None and (section := _OF_SECTION.match(self._data, name.end)):
            found = section if self._before(name, _SECTION) else None
        if found is None:
            found = self._set_below(name)
        return found is not None and not found["model"].endswith(self._data[slice(*name)])

    def _is_known_by(self, name: Span) -> bool:
        """Whether a name is what a record is known by that asks for another model."""
        behind = self._data[name.end : name.end + _REACH].lstrip(b"\"' \t")[:1]
        if behind != b"," or self._is_of_api(name) or self._before(name, _KNOWN) is None:
            return False
        asked = _ASKS.match(self._data, name.end)
        return asked is not None and not asked["model"].endswith(self._data[slice(*name)])

    def _set_below(self, name: Span) -> re.Match[bytes] | None:
        """The model that the lines below a name set, which are indented further than it is."""
        below = _BELOW.match(self._data, name.end)
        before = self._before(name, _INDENTED) if below else None
        if before is None or below is None:
            return None
        for line in below["lines"].splitlines():
            if indent_of(line) <= len(before["indent"]):
                return None
            if found := _SETS.match(line):
                return found
        return None
