"""Requests: the calls, objects and mappings that set parameters, found from a place inside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS, Arguments
from claude_preflight.facts.bindings import Bindings, Search
from claude_preflight.facts.calls import Calls
from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.facts.roles.recordings import is_answer
from claude_preflight.facts.types import Argument, Call, Mapping, Request, Scalar, Unknown
from claude_preflight.facts.value_trees import ValueTrees
from claude_preflight.facts.values import LONGEST_CHAIN, Values
from claude_preflight.findings import Span
from claude_preflight.knowledge.clients import libraries
from claude_preflight.knowledge.parameter_names import api_name, is_holder, names_of_parameters
from claude_preflight.knowledge.parameters import ParameterRules
from claude_preflight.syntax.captures import Capture, CaptureKind, Pair, first
from claude_preflight.syntax.document import Document
from claude_preflight.text.model_words import is_model_key, plain_key

# So many mappings of parameters stand in each other: a body, and the configuration in it.
_DEEPEST = 3

# So many uses of a name are looked at for what sends it.
_MOST_PLACES = 20

# The names of an id in a mapping that describes a model.
_DESCRIPTIONS = frozenset(("id", "name", "value"))
# What stands around an argument that is no part of anything else.
_OPENS, _CLOSES = re.compile(rb"[(,]\s*\Z"), re.compile(rb"\s*[,)]")
_REACH = 200

_CLAUDE = re.compile(r"claude-", re.IGNORECASE)


class Requests:
    """The requests of one document, noted from the ids that they use and read at the end."""

    def __init__(
        self,
        document: Document,
        bindings: Bindings,
        values: Values,
        arguments: Arguments,
        trees: ValueTrees,
    ) -> None:
        """Prepare for a document, its bindings, values and arguments."""
        self._trees = trees
        self._calls = Calls(document, values)
        self._data = document.text.data
        self._syntax = document.syntax
        self._bindings = bindings
        self._values = values
        self._arguments = arguments
        self._noted: dict[Span, Capture] = {}
        self._followed: dict[Span, int] = {}
        self._searched: dict[Search, list[Capture]] = {}
        self._users: dict[Span, Capture | None] = {}
        self._classes: dict[Span, Capture] = {}
        self._first: dict[Span, Span] = {}
        self._entries: dict[Search, list[tuple[Pair, Span]]] = {}
        self._searches: dict[Span, list[Search]] = {}
        self._passed: dict[Span, bool] = {}

    def note_around(self, candidate: Candidate, captures: Iterable[Capture]) -> None:
        """Note the requests that an id gives the model, of what is around it."""
        inner: Capture | None = None
        for capture in captures:
            if capture.kind in HOLDERS:
                self._note_holder(candidate, capture)
                self._note_described(candidate, capture, inner)
                inner = capture
            elif capture.kind is CaptureKind.BINDING:
                self._note_users(capture, candidate.word)
                self._note_class(capture, candidate)
            elif capture.kind is CaptureKind.ENTRY:
                self._note_entry(capture, candidate.word)

    def _note_holder(self, candidate: Candidate, holder: Capture) -> None:
        """Note a call, object or mapping that has an id for its model; who uses it by its name."""
        entry = candidate.entry(holder)
        if entry is None:
            self._note_first(holder, candidate.word)
        if entry is None or not entry.sets_model or is_answer(entry.keys_beside):
            return
        if entry.stands_under_id:
            return
        self._note(holder)
        around = candidate.captures[candidate.captures.index(holder) :]
        binding = first(around, CaptureKind.BINDING)
        pairs = self._bindings.bound(binding) if binding else []
        if binding and any(pair.value == holder.span for pair in pairs):
            self._follow(binding)
        elif binding and not is_model_key(entry.key):
            self._note_users(binding, candidate.word)

    def _note_described(self, candidate: Candidate, holder: Capture, inner: Capture | None) -> None:
        """Note what has its model in a mapping: `model: {name: id, mode: chat}`.

        The parameters may stand beside that mapping, or in it.
        """
        outside, inside = candidate.entry(holder), candidate.entry(inner) if inner else None
        if outside is None or inside is None or inner is None or inside.pair.value is None:
            return
        if is_model_key(outside.key) and inside.gives and inside.key in _DESCRIPTIONS:
            for each in filter(self._sets_parameters, (holder, inner)):
                self._first[each.span] = inside.pair.value
                self._noted[each.span] = each

    def _note_first(self, holder: Capture, word: Span) -> bool:
        """Note a call whose first argument is a model, without a name, beside named parameters."""
        if holder.kind is not CaptureKind.CALL or not self._sets_parameters(holder):
            return False
        element = next(iter(self._syntax.elements(holder)), None)
        if element is None or not element.encloses(word):
            return False
        value = self._values.scalar(element)
        if not isinstance(value, Scalar) or word not in (value.origin, element):
            return False
        self._first[holder.span] = element
        self._noted[holder.span] = holder
        return True

    def _sets_parameters(self, holder: Capture) -> bool:
        names = (self._arguments.key(pair) for pair in self._arguments.pairs(holder))
        return any(
            is_holder(name) or api_name(name) in ParameterRules.load().roots for name in names
        )

    def _note_entry(self, entry: Capture, word: Span) -> None:
        """Note the mapping that is given its model by key: `body["model"] = "id"`."""
        for pair in self._syntax.pairs(entry, CaptureKind.ENTRY):
            is_given = pair.value is not None and pair.value.encloses(word)
            if is_given and is_model_key(self._arguments.key(pair)):
                for owner in self._syntax.captured(entry, CaptureKind.ENTRY_OWNER):
                    if mapping := self._values.container(owner):
                        self._noted[mapping.span] = mapping

    def _note_class(self, binding: Capture, candidate: Candidate) -> None:
        """Note a class whose fields are parameters, one of them the model with its default."""
        around = self._syntax.path(binding.span)
        owner, scope = first(around, CaptureKind.CLASS), first(around, CaptureKind.SCOPE)
        if owner is None or scope is None or owner.span != scope.span:
            return
        for pair in self._bindings.bound(binding):
            names_model = is_model_key(self._arguments.key(pair))
            if names_model and self._arguments.gives(pair, candidate.word):
                self._classes[owner.span] = owner

    def _note(self, capture: Capture) -> bool:
        """Note a call, object or mapping as a request, if one of its keys is the model's."""
        if self._arguments.spreads(capture) or any(
            map(is_model_key, self._arguments.keys(capture))
        ):
            self._noted[capture.span] = capture
        return capture.span in self._noted

    def _note_users(self, binding: Capture, literal: Span) -> None:
        """Note the requests whose model a name gives, of a literal or of a mapping that has it."""
        for pair in self._bindings.bound(binding):
            if self._arguments.gives(pair, literal) or self._maps_to(pair, literal):
                self._follow(binding)

    def _maps_to(self, pair: Pair, literal: Span) -> bool:
        mapping = self._values.container(pair.value) if pair.value else None
        inner = self._arguments.around(mapping, literal) if mapping else None
        return inner is not None and self._arguments.gives(inner, literal)

    def _follow(self, binding: Capture) -> None:
        """Note the requests whose model is given by the name that a binding binds.

        Another name may be bound to this one, and give the model in its place.
        """
        followed = [binding]
        # The value of a longer chain is not looked up.
        for left in range(LONGEST_CHAIN, 0, -1):
            further: list[Capture] = []
            for each in followed:
                if self._followed.get(each.span, 0) < left:
                    self._followed[each.span] = left
                    for search in self._bindings.searches(each):
                        further += self._users_of(search)
            followed = further

    def _users_of(self, search: Search) -> list[Capture]:
        """Note the requests that a name gives the model; the names that are bound to that name."""
        if search not in self._searched:
            places = self._bindings.places(search)
            self._searched[search] = list(filter(None, map(self._user, places)))
        return self._searched[search]

    def _user(self, place: Span) -> Capture | None:
        """Note the request that a name at a place gives the model; the name that is bound to it."""
        if place not in self._users:
            self._users[place] = self._note_user(place)
        return self._users[place]

    def _note_user(self, place: Span) -> Capture | None:
        captures = self._syntax.path(place)
        # The innermost may be a conversion, such as a call on the name.
        for capture in captures:
            if capture.kind is CaptureKind.ENTRY:
                self._note_entry(capture, place)
            if capture.kind in HOLDERS and self._note_first(capture, place):
                break
            is_request = capture.kind in HOLDERS and self._is_given(capture, place)
            if (is_request and self._note(capture)) or capture.kind is CaptureKind.SCOPE:
                break
        binding = first(captures, CaptureKind.BINDING)
        pairs = self._bindings.bound(binding) if binding else []
        values = (p.value for p in pairs if p.value and p.value.encloses(place))
        return binding if any(map(self._values.is_reference, values)) else None

    def _is_given(self, request: Capture, place: Span) -> bool:
        """Whether a name at a place is the value of an argument, or a mapping of arguments."""
        if self._arguments.around(request, place):
            return True
        spreads = self._arguments.spreads(request)
        at = bisect_right(spreads, place.start, key=lambda spread: spread.start) - 1
        return at >= 0 and spreads[at].encloses(place)

    def read(self) -> Iterator[Request]:
        """The noted requests for Claude models, in the order of the text, names resolved.

        A mapping that is only spread in a request belongs to that one.
        """
        noted = self._noted
        spread = {
            mapping.span
            for holder in noted.values()
            for mapping in self._mappings(holder)
            if not self._is_passed(mapping)
        }
        for span in sorted((noted.keys() - spread) | self._classes.keys()):
            request = self._class(span) if span in self._classes else self._request(noted[span])
            model = request.model.scalar if request.model else None
            if request.is_class and len(request.arguments) == 1:
                continue  # the model is a setting, which is used elsewhere
            if model and (model.is_constant or _CLAUDE.search(str(model.literal))):
                yield request

    def _request(self, holder: Capture) -> Request:
        pairs = [
            *self._arguments.pairs(holder),
            *self._spread(holder),
            *self._set_later(holder),
        ]
        arguments = [self._argument(pair) for pair in pairs]
        if model := self._first.get(holder.span):
            arguments.insert(0, Argument("model", "model", model, self._trees.at(model)))
        nested = (inner for each in arguments for inner in self._nested(each))
        call = self._calls.around(holder.span) or self._sent_by(holder)
        return Request(holder.span, (*arguments, *nested), call=call)

    def _sent_by(self, holder: Capture) -> Call | None:
        """The call of a library that is given, by its name, what a holder sets up."""
        for search in self._searches_of(holder):
            for place in islice(self._bindings.places(search), _MOST_PLACES):
                call = self._calls.around(place) if self._is_element(place) else None
                if call and any(each.sends(call.callee) for each in libraries().values()):
                    return call
        return None

    def _class(self, span: Span) -> Request:
        """The fields of a class that are parameters, as a request."""
        pairs = self._bindings.members_of(self._classes[span], names_of_parameters())
        return Request(span, tuple(map(self._argument, pairs)), is_class=True)

    def _set_later(self, holder: Capture) -> Iterator[Pair]:
        """What a mapping with a name is given by key after it was made."""
        for search in self._searches_of(holder):
            if search not in self._entries:
                self._entries[search] = list(self._entries_at(search))
            for entry, owner in self._entries[search]:
                mapping = self._values.container(owner)
                if mapping and mapping.span == holder.span:
                    yield entry

    def _entries_at(self, search: Search) -> Iterator[tuple[Pair, Span]]:
        """What is set by key in what has a name, each with the place of the name."""
        for place in self._bindings.places(search):
            entry = first(self._syntax.path(place), CaptureKind.ENTRY)
            owners = self._syntax.captured(entry, CaptureKind.ENTRY_OWNER) if entry else []
            if entry and place in owners:
                for pair in self._syntax.pairs(entry, CaptureKind.ENTRY):
                    yield pair, place

    def _searches_of(self, holder: Capture) -> list[Search]:
        """How the places of the name are found that a mapping is bound to."""
        if holder.span not in self._searches:
            self._searches[holder.span] = list(self._find_searches(holder))
        return self._searches[holder.span]

    def _find_searches(self, holder: Capture) -> Iterator[Search]:
        binding = first(self._syntax.path(holder.span), CaptureKind.BINDING)
        pairs = self._bindings.bound(binding) if binding else []
        values = (self._values.container(pair.value) for pair in pairs if pair.value)
        is_chain = holder.kind is CaptureKind.CHAIN and any(p.value == holder.span for p in pairs)
        if binding and (is_chain or any(each and each.span == holder.span for each in values)):
            yield from self._bindings.searches(binding)

    def _is_passed(self, mapping: Capture) -> bool:
        """Whether a mapping with a name is also given to a call as it is, not only spread."""
        if mapping.span not in self._passed:
            searches = self._searches_of(mapping)
            places = (place for each in searches for place in self._bindings.places(each))
            self._passed[mapping.span] = any(map(self._is_element, places))
        return self._passed[mapping.span]

    def _is_element(self, place: Span) -> bool:
        """Whether a name stands as it is among the arguments of a call."""
        before = self._data[max(place.start - _REACH, 0) : place.start]
        return bool(_OPENS.search(before) and _CLOSES.match(self._data, place.end))

    def _spread(self, capture: Capture) -> Iterator[Pair]:
        """The pairs of the mappings that a request takes over."""
        for mapping in self._mappings(capture):
            yield from self._arguments.pairs(mapping)
            yield from self._set_later(mapping)

    def _mappings(self, capture: Capture) -> list[Capture]:
        return list(filter(None, map(self._values.container, self._arguments.spreads(capture))))

    def _nested(self, argument: Argument, depth: int = _DEEPEST) -> Iterator[Argument]:
        """The parameters in a mapping of parameters inside a request, such as its body."""
        if not depth or not isinstance(argument.value, Mapping) or not is_holder(argument.key):
            return
        for entry in argument.value.entries:
            yield entry
            yield from self._nested(entry, depth - 1)

    def _argument(self, pair: Pair) -> Argument:
        """A parameter; what no rule reads is not followed through names."""
        key = self._arguments.key(pair)
        if is_model_key(key) or is_holder(key) or api_name(key) in ParameterRules.load().roots:
            argument = self._trees.argument(pair)
            is_text = is_holder(key) and not isinstance(argument.value, Mapping)
            inner = self._trees.json(pair.value) if is_text and pair.value else None
            return argument._replace(value=inner) if inner else argument
        value = self._values.literal(pair.value) if pair.value else Unknown(pair.key)
        return Argument(key, plain_key(key), pair.span, value)
