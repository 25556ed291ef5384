"""Bindings: the places where names are bound, and their scopes; classes and their members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from claude_preflight.facts.part import Part
from claude_preflight.facts.types import FarBinding, LookedUp
from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, Pair, first
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import SHELL
from claude_preflight.text.words import MOST_PLACES, Words

NAME = regex(rb"[A-Za-z_$@][\w$]*")
# `self.model`, `Config::MODEL`, `this?.model`, `Model.OPUS.value`
MEMBER = regex(
    rb"(?P<owner>[$@]?\w+)(?:\??\.|->|::)\$?(?P<name>[A-Za-z_]\w*)(?:\.(?:value|rawValue))?"
)
# What follows a name whose member is meant, as `config` in `config.limit`: that binds nothing.
_HAS_MEMBER = regex(rb"\.[A-Za-z_]")
# What follows one that is a value, or called, and stands behind an equals sign.
_ENDS_VALUE = regex(rb"[ \t]*(?:[,;)\]}(\r\n]|\Z)")
_SPACES = 20
THIS = frozenset((b"self", b"this", b"cls", b"static", b"Self", b"$this"))


class Binding(NamedTuple):
    """A place that binds a name: in which scope, to what value if to one, or to an outer name.

    `owner` is the class around, of which the name may be a member.
    """

    place: Span
    scope: Capture | None
    value: Span | None
    is_outer: bool
    owner: Capture | None = None

    def declares(self, reference: Span) -> bool:
        """Whether the name belongs to a scope around a place."""
        within = self.scope is None or self.scope.span.contains(reference.start)
        return within and not self.is_outer


class Search(NamedTuple):
    """Where to look for a name: in a part of the text or in all of it, maybe as a member."""

    name: bytes
    within: Span | None
    is_member: bool = False


class Bindings:
    """The bindings of names in one document.

    Names that are `searched` matter to what is read wherever they stand.
    """

    def __init__(self, document: Document, part: Part | None = None) -> None:
        """Prepare for a document, or a part of it; a name is looked up when it is first met."""
        self._text = document.text
        self._syntax = document.syntax
        self._is_shell = document.language is SHELL
        self._words = Words(document.text.data)
        self._part = part
        self._looked_up: dict[bytes, LookedUp] = {}
        self.searched: set[bytes] = set()
        self._known: dict[bytes, list[Binding]] = {}
        self._owned: dict[bytes, dict[Span | None, list[Binding]]] = {}
        self._innermost: dict[tuple[bytes, Span], list[Binding]] = {}
        self._classes: dict[Span, bytes] = {}
        self._bound: dict[Capture, list[Pair]] = {}
        self._searches: dict[Capture, list[Search]] = {}

    def agreed(self, bindings: Iterable[Binding]) -> Span | None:
        """The value of bindings that all bind the same."""
        first, *others = [binding.value for binding in bindings] or [None]
        if first is None:
            return None
        source = self._source(first)
        return first if all(o and self._source(o) == source for o in others) else None

    def _source(self, span: Span) -> bytes:
        return self._text.data[span.start : span.end]

    def innermost(self, name: bytes, reference: Span) -> list[Binding]:
        """What binds a name in the innermost scope that does."""
        known = (name, reference)
        if known not in self._innermost:
            self._innermost[known] = self._find_innermost(name, reference)
        return self._innermost[known]

    def _find_innermost(self, name: bytes, reference: Span) -> list[Binding]:
        bindings = self._bindings_for(name, reference)
        depths = [_depth(binding) for binding in bindings if binding.declares(reference)]
        innermost = max(depths, default=None)
        return [each for each in bindings if each.is_outer or _depth(each) == innermost]

    def _bindings_for(self, name: bytes, reference: Span) -> list[Binding]:
        """What binds a name at a place: in the part that is read, and for all of the text."""
        part = self._part
        if part and part.span.encloses(reference) and self._is_known(name, part):
            known = self._looked_up[name] = part.known[name]
            far = [Binding(place, None, value, is_outer) for place, value, is_outer in known.far]
            own = self._read_bindings(name, part.span)
            counted = (each for each in own if known.last is None or each.place <= known.last)
            return sorted([*far, *counted], key=lambda each: each.place)
        bindings = self._bindings_of(name)
        if name not in self._looked_up:
            far = [each for each in bindings if each.is_outer or each.scope is None]
            last = next(islice(self._places(name), MOST_PLACES - 1, None), None)
            told = tuple(FarBinding(each.place, each.value, each.is_outer) for each in far)
            self._looked_up[name] = LookedUp(name, told, last)
        return bindings

    def _is_known(self, name: bytes, part: Part) -> bool:
        """Whether the bindings of a name that hold in a part are known, and still count."""
        known = part.known.get(name)
        if known is None:
            return False
        return known.last is not None or self._text.data.count(name) < MOST_PLACES

    @property
    def looked_up(self) -> tuple[LookedUp, ...]:
        """The names whose bindings matter to what is read."""
        return tuple(self._looked_up[name] for name in sorted(self._looked_up))

    def members(
        self, owner: bytes, name: bytes, source: bytes, reference: Span
    ) -> Iterator[Binding]:
        """What binds a member of the class that an expression names, or is in."""
        if owner not in THIS:
            self.searched |= {name, b"$" + name}
        own = self.of_class(source, reference)
        # A function sets a member of its own parameter, which may be any object elsewhere.
        if owner in THIS or any(binding.declares(reference) for binding in own):
            yield from own
        around = first(self._syntax.path(reference), CaptureKind.CLASS)
        # Where a member is declared, its name may have a sign that it loses elsewhere.
        for bindings in (self._by_owner(name), self._by_owner(b"$" + name)):
            here = bindings.get(around.span if around else None, [])
            of_owner = [here] if owner in THIS else bindings.values()
            for binding in (each for found in of_owner for each in found):
                if not binding.owner or not _is_member(binding.scope, binding.owner):
                    continue
                if owner in THIS or owner == self._name_of(binding.owner):
                    yield binding

    def members_of(self, owner: Capture, names: Iterable[str]) -> list[Pair]:
        """The members of a class that have one of some names, as its body binds them."""
        found: dict[Span, Pair] = {}
        for place in (p for name in names for p in self._places(name.encode(), owner.span)):
            captures = self._syntax.path(place)
            binding = first(captures, CaptureKind.BINDING)
            if binding and _is_same(first(captures, CaptureKind.SCOPE), owner):
                found.update((pair.key, pair) for pair in self.bound(binding) if pair.key == place)
        return [pair for _, pair in sorted(found.items())]

    def of_class(self, source: bytes, reference: Span) -> list[Binding]:
        """What binds an expression, as it is written, in the class around."""
        around = first(self._syntax.path(reference), CaptureKind.CLASS)
        if around is None:
            self.searched.add(source)
        return self._by_owner(source).get(around.span if around else None, [])

    def _by_owner(self, name: bytes) -> dict[Span | None, list[Binding]]:
        """What binds a name, by the class around."""
        if name not in self._owned:
            owned: dict[Span | None, list[Binding]] = {}
            for each in self._bindings_of(name):
                owned.setdefault(each.owner.span if each.owner else None, []).append(each)
            self._owned[name] = owned
        return self._owned[name]

    def _name_of(self, owner: Capture) -> bytes:
        if owner.span not in self._classes:
            pairs = self._syntax.pairs(owner, CaptureKind.CLASS)
            key = next((pair.key for pair in pairs if pair.span == owner.span), owner.span)
            self._classes[owner.span] = self._source(key)
        return self._classes[owner.span]

    def bound(self, binding: Capture) -> list[Pair]:
        """The names that a binding binds, and their values."""
        if binding not in self._bound:
            self._bound[binding] = self._syntax.pairs(binding, CaptureKind.BINDING)
        return self._bound[binding]

    def users(self, binding: Capture) -> Iterator[Span]:
        """Where the names that a binding binds stand in the text, as a name or as a member."""
        return (place for search in self.searches(binding) for place in self.places(search))

    def places(self, search: Search) -> Iterator[Span]:
        """The first places that a search finds."""
        if search.within is None:
            self.searched.add(search.name)
        return self._places(search.name, search.within, member=search.is_member)

    def searches(self, binding: Capture) -> list[Search]:
        """How the places of the names that a binding binds are found."""
        if binding not in self._searches:
            self._searches[binding] = list(self._searches_of(binding))
        return self._searches[binding]

    def _searches_of(self, binding: Capture) -> Iterator[Search]:
        for bound in self.bound(binding):
            name = self._source(bound.key)
            captures = self._syntax.path(bound.key)
            scope, owner = first(captures, CaptureKind.SCOPE), first(captures, CaptureKind.CLASS)
            if _is_member(scope, owner):
                yield Search(name.removeprefix(b"$"), None, is_member=True)
            is_outer = name.startswith(b"@") or first(captures, CaptureKind.BINDING_OUTER)
            is_local = NAME.fullmatch(name) and not is_outer
            within = scope.span if scope and is_local else None
            yield Search(name, within)
            if self._is_shell:
                yield Search(b"$" + name, within)

    def _places(
        self, name: bytes, within: Span | None = None, *, member: bool = False
    ) -> Iterator[Span]:
        whole = Span(0, len(self._text.data))
        return self._words.places(name, within or whole, member=member)

    def reach_beyond(self, name: bytes, part: Span) -> bool:
        """Whether a name is bound in a part of the text for what is outside of it, too."""
        return any(
            each.is_outer or each.scope is None or not part.encloses(each.scope.span)
            for each in self._read_bindings(name, part)
        )

    def _bindings_of(self, name: bytes) -> list[Binding]:
        if name not in self._known:
            self._known[name] = list(self._read_bindings(name))
        return self._known[name]

    def _read_bindings(self, name: bytes, within: Span | None = None) -> Iterator[Binding]:
        """What each place that binds a name binds it to."""
        for place in self._places(name, within):
            if _binds_nothing(self._text.data, place):
                continue
            captures = self._syntax.path(place)
            kinds = {capture.kind for capture in captures}
            key = first(captures, CaptureKind.DEFINITION)
            if key and not self._is_owner(place, key) and not _is_argument(place, captures):
                scope, owner = (
                    first(captures, CaptureKind.SCOPE),
                    first(captures, CaptureKind.CLASS),
                )
                bindings = (capture for capture in captures if capture.kind is CaptureKind.BINDING)
                pairs = (p for capture in bindings for p in self.bound(capture))
                values = (pair.value for pair in pairs if pair.key == place)
                value = next(filter(None, values), None)
                yield Binding(place, scope, value, CaptureKind.BINDING_OUTER in kinds, owner)

    def _is_owner(self, place: Span, key: Capture) -> bool:
        """Whether a name only says whose member is bound, as `config` in `config.limit = 9`."""
        match = MEMBER.fullmatch(self._text.data, key.span.start, key.span.end)
        return match is not None and Span(*match.span("owner")) == place


def _binds_nothing(data: bytes, place: Span) -> bool:
    """Whether the bytes around a name show that it is read there: the tree need not be asked."""
    if _HAS_MEMBER.match(data, place.end):
        return True  # at most it says whose member is bound
    before = data[max(place.start - _SPACES, 0) : place.start].rstrip(b" \t")
    return before.endswith(b"=") and _ENDS_VALUE.match(data, place.end) is not None


def _is_argument(place: Span, captures: Iterable[Capture]) -> bool:
    """Whether a name is that of an argument, which looks like an assignment in some languages."""
    return any(
        capture.kind is CaptureKind.ARGUMENT_KEY and capture.span == place for capture in captures
    )


def _depth(binding: Binding) -> int:
    """Of scopes that enclose one place, the innermost starts last."""
    return -1 if binding.scope is None else binding.scope.span.start


def _is_member(scope: Capture | None, owner: Capture | None) -> bool:
    """Whether what is bound in a scope is a member of the class around."""
    return owner is not None and _is_same(scope, owner)


def _is_same(one: Capture | None, other: Capture | None) -> bool:
    return (one and one.span) == (other and other.span)
