"""What is set in a mapping or an object after it was made: by key, by property, by a setter."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.arguments import Arguments
from claude_preflight.facts.bindings import Bindings, Search
from claude_preflight.facts.values import Values
from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import WITH_ARGUMENTS, Capture, CaptureKind, Pair, first
from claude_preflight.syntax.document import Document

# The name that a chain of calls begins with: `options` of `options.temperature(0.5)`.
_RECEIVER = regex(rb"[$@]?[A-Za-z_]\w*(?=\s*(?:\??\.|->))")
# `options.update(temperature=0.5)`, `Object.assign(options, {temperature: 0.5})`
_UPDATE = regex(rb"\.(?:update|merge!|putAll)(?P<open>\()\s*")
_ASSIGN = regex(rb"\bObject\.assign\(\s*\Z")
_NEXT = regex(rb"\s*(?P<open>,)\s*")
_REACH = 40


class _Set(NamedTuple):
    """A name and a value that are set in what the name at a place stands for."""

    pair: Pair
    owner: Span


class Later:
    """Finds what is set later in one document; what several requests share is looked at once."""

    def __init__(
        self, document: Document, bindings: Bindings, values: Values, arguments: Arguments
    ) -> None:
        """Prepare for a document, its bindings, values and arguments."""
        self._data = document.text.data
        self._syntax = document.syntax
        self._bindings = bindings
        self._values = values
        self._arguments = arguments
        self._set: dict[Search, list[_Set]] = {}
        self._searches: dict[Span, list[Search]] = {}

    def pairs(self, holder: Capture) -> Iterator[Pair]:
        """What a mapping, object or chain with a name is given after it was made, or before."""
        for each in self._set_of(holder):
            if self._stands_for(each.owner, holder) and not holder.span.encloses(each.pair.span):
                yield each.pair

    def _set_of(self, holder: Capture) -> Iterator[_Set]:
        for search in self.searches(holder):
            if search not in self._set:
                self._set[search] = list(self._set_at(search))
            yield from self._set[search]

    def _stands_for(self, owner: Span, holder: Capture) -> bool:
        """Whether a name stands for what a holder is, or is called on."""
        receiver = self.receiver(holder)
        if receiver is not None:
            return self._identity(owner) == self._identity(receiver)
        made = self.made(owner)
        return made is not None and made.span == holder.span

    def _identity(self, name: Span) -> object:
        """What is the same for all names of one thing."""
        origin = self._values.written_out(name)
        if origin != name:
            return origin
        source = self._data[name.start : name.end]
        return source, tuple(self._bindings.innermost(source, name))

    def base(self, chain: Capture) -> Capture | None:
        """The chain or mapping that the name stands for on which a chain of calls begins."""
        receiver = self.receiver(chain)
        return self.made(receiver) if receiver else None

    def made(self, span: Span) -> Capture | None:
        """The mapping, call or chain that is written out at a span, or that a name stands for."""
        origin = self._values.written_out(span)
        found = self._values.container(origin) or self._arguments.constructed(origin)
        chains = (c for c in self._syntax.path(origin) if c.kind is CaptureKind.CHAIN)
        return found or next((chain for chain in chains if chain.span == origin), None)

    def is_of_another(self, holder: Capture) -> bool:
        """Whether something is set in what a function is given, or what is not known otherwise.

        A chain of calls may begin on such a name as well, but that is most often a fresh builder.
        """
        if holder.kind is not CaptureKind.ENTRY:
            return False
        owner = self.receiver(holder)
        return owner is not None and self._values.written_out(owner) == owner

    def receiver(self, holder: Capture) -> Span | None:
        """The name that something is set in, or on which a chain begins, if it is bound."""
        if holder.kind is CaptureKind.ENTRY:
            return next(iter(self._syntax.captured(holder, CaptureKind.ENTRY_OWNER)), None)
        if holder.kind is not CaptureKind.CHAIN:
            return None
        match = _RECEIVER.match(self._data, holder.span.start, holder.span.end)
        name = Span(*match.span()) if match else None
        return name if match and name and self._bindings.innermost(match[0], name) else None

    def searches(self, holder: Capture) -> list[Search]:
        """How the places of the name are found that a mapping, object or chain is bound to."""
        if holder.span not in self._searches:
            self._searches[holder.span] = list(dict.fromkeys(self._find_searches(holder)))
        return self._searches[holder.span]

    def _find_searches(self, holder: Capture) -> Iterator[Search]:
        if receiver := self.receiver(holder):
            name = self._data[receiver.start : receiver.end]
            scopes = [
                each.scope.span if each.scope and not each.is_outer else None
                for each in self._bindings.innermost(name, receiver)
            ]
            yield from (Search(name, scope) for scope in scopes or [None])
        binding = first(self._syntax.path(holder.span), CaptureKind.BINDING)
        pairs = self._bindings.bound(binding) if binding else []
        made = (self.made(pair.value) for pair in pairs if pair.value)
        if binding and any(each and each.span == holder.span for each in made):
            yield from self._bindings.searches(binding)

    def _set_at(self, search: Search) -> Iterator[_Set]:
        """What is set in what has a name, each with the place of the name."""
        for place in self._bindings.places(search):
            captures = self._syntax.path(place)
            entry = first(captures, CaptureKind.ENTRY)
            owners = self._syntax.captured(entry, CaptureKind.ENTRY_OWNER) if entry else []
            if entry and place in owners:
                for pair in self._syntax.pairs(entry, CaptureKind.ENTRY):
                    yield _Set(pair, place)
            for chain in captures:
                if chain.kind is CaptureKind.CHAIN and chain.span.start == place.start:
                    for pair in self._arguments.pairs(chain):
                        yield _Set(pair, place)
            yield from (_Set(pair, place) for pair in self._updated(place))

    def _updated(self, owner: Span) -> Iterator[Pair]:
        """What a name is given by a call: as named arguments of it, or in a mapping."""
        is_first = _ASSIGN.search(self._data, max(owner.start - _REACH, 0), owner.start)
        match = (_NEXT if is_first else _UPDATE).match(self._data, owner.end)
        if match is None:
            return
        for capture in self._syntax.path(Span(match.end(), match.end() + 1)):
            if capture.kind in WITH_ARGUMENTS and match.start("open") <= capture.span.start:
                yield from self._arguments.pairs(capture)
