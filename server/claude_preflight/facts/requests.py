"""Requests: the calls, objects and mappings that set parameters, found from a place inside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from claude_preflight.facts.arguments import HOLDERS, Arguments
from claude_preflight.facts.bindings import THIS, Bindings, Search
from claude_preflight.facts.bodies import Bodies
from claude_preflight.facts.calls import Calls
from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.facts.types import Argument, Call, Mapping, Request, Scalar, Unknown
from claude_preflight.facts.value_trees import ValueTrees
from claude_preflight.facts.values import LONGEST_CHAIN, Values
from claude_preflight.findings import Span
from claude_preflight.knowledge import request_paths
from claude_preflight.knowledge.clients import sends
from claude_preflight.knowledge.parameter_names import (
    api_name,
    foreign,
    is_holder,
    names_of_parameters,
)
from claude_preflight.knowledge.parameters import ParameterRules
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, Pair, first
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import SHELL
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import MODEL_KEYS, is_model_key, plain_key

# So many mappings of parameters stand in each other: a body, and the configuration in it.
_DEEPEST = 3

# So many entries of mappings that stand elsewhere the requests of a text take over, one more for so
# many bytes of it. A wide mapping that many requests take over would be read for each of them.
_TAKEN_OVER, _BYTES_EACH = 200, 30

# So many uses of a name are looked at for what sends it.
_MOST_PLACES = 20

# The names of an id in a mapping that describes a model.
_DESCRIPTIONS = frozenset(("id", "name", "value"))
# What stands around an argument that is no part of anything else.
_OPENS, _CLOSES = regex(rb"[(,]\s*\Z"), regex(rb"\s*[,)]")
_REACH = 200

# What a name may be put into that is sent then.
_TEXTS = frozenset((CaptureKind.INTERPOLATED, CaptureKind.INJECTION))
_COMMANDS = _TEXTS | {CaptureKind.CALL}
_MOST_TEXTS = 4
_MODEL_SET = regex(rb"""\b[mM]odel\w*\\?["']?\s*:""")
_SET = regex(rb"""\b(?P<name>[a-zA-Z_]{4,30})(?:\\?["']\s*:|:)""")

_CLAUDE = regex(r"claude-", re.IGNORECASE)


class Requests:
    """The requests of one document, noted from the ids that they use and read at the end."""

    def __init__(
        self,
        document: Document,
        bindings: Bindings,
        values: Values,
        arguments: Arguments,
        trees: ValueTrees,
        calls: Calls,
    ) -> None:
        """Prepare for a document, its bindings, values and arguments."""
        self._trees = trees
        self._calls = calls
        self._later = trees.later
        self._text = document.text
        self._data = document.text.data
        self._syntax = document.syntax
        self._is_shell = document.language is SHELL
        self._bindings = bindings
        self._values = values
        self._arguments = arguments
        self._bodies = Bodies(document, values, arguments, self._trees)
        self._sent: dict[tuple[Span, Span], Request] = {}
        self._noted: dict[Span, Capture] = {}
        self._followed: dict[Span, int] = {}
        self._searched: dict[Search, list[Capture]] = {}
        self._users: dict[Span, Capture | None] = {}
        self._classes: dict[Span, Capture] = {}
        self._first: dict[Span, Span] = {}
        self._passed: dict[Span, bool] = {}
        self._may_take_over = _TAKEN_OVER + len(self._data) // _BYTES_EACH
        self._setting: dict[Span, bool] = {}
        self._elements: dict[Span, Span | None] = {}

    def note_url(self, word: Span, captures: Iterable[Capture]) -> None:
        """Note the request to a URL that an id is a part of, if its body is known."""
        self._note_sent(word, captures)
        if binding := first(captures, CaptureKind.BINDING):
            for search in self._bindings.searches(binding):
                for place in self._bindings.places(search):
                    self._note_sent(word, self._syntax.path(place))

    def _note_sent(self, word: Span, captures: Iterable[Capture]) -> None:
        for capture in captures:
            if capture.kind is CaptureKind.SCOPE:
                break
            if capture.kind in HOLDERS and (body := self._bodies.of(capture)):
                text = request_paths.decoded(self._text.slice(word))
                model = Argument("model", "model", word, Scalar(word, text, word))
                nested = (inner for entry in body.entries for inner in self._nested(entry))
                arguments = (model, *body.entries, *nested)
                request = Request(capture.span, arguments, is_complete=body.is_complete)
                self._sent[word, body.origin] = request
                break

    def note_around(self, candidate: Candidate, captures: Iterable[Capture]) -> None:
        """Note the requests that an id gives the model, of what is around it."""
        inner: Capture | None = None
        for capture in captures:
            if capture.kind in HOLDERS:
                self._note_holder(candidate, capture)
                self._note_described(candidate, capture, inner)
                self._note_routed(candidate, capture)
                inner = capture
            elif capture.kind is CaptureKind.BINDING:
                self._note_users(capture, candidate.word)
                self._note_class(capture, candidate.word)
            elif capture.kind is CaptureKind.ENTRY:
                self._note_entry(capture, candidate.word)
        if self._is_shell:  # `MODEL="${MODEL:-id}"`, where the default is a scope of its own
            around = self._syntax.path(candidate.word)
            if binding := first(around, CaptureKind.BINDING):
                self._note_users(binding, candidate.word)

    def _note_holder(self, candidate: Candidate, holder: Capture) -> None:
        """Note a call, object or mapping that has an id for its model; who uses it by its name."""
        entry = candidate.entry(holder)
        if entry is None:
            self._note_first(holder, candidate.word)
        if entry is None or not entry.sets_model or entry.stands_under_id:
            return
        if candidate.readers.recordings.is_answer(holder):
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

    def _note_routed(self, candidate: Candidate, holder: Capture) -> None:
        """Note what has a model behind its route for an id: `id: anthropic:messages:id`."""
        entry = candidate.entry(holder)
        if entry is None or not entry.gives or entry.key != "id" or entry.pair.value is None:
            return
        whole = content(self._text, entry.pair.value)
        if b":" in self._data[whole.start : candidate.word.end] and self._sets_parameters(holder):
            self._first[holder.span] = entry.pair.value
            self._noted[holder.span] = holder

    def _note_first(self, holder: Capture, word: Span) -> bool:
        """Note a call whose first argument is a model, without a name, beside named parameters."""
        if holder.kind is not CaptureKind.CALL or not self._sets_parameters(holder):
            return False
        element = self._first_element(holder)
        if element is None or not element.encloses(word):
            return False
        value = self._values.scalar(element)
        if not isinstance(value, Scalar) or word not in (value.origin, element):
            return False
        self._first[holder.span] = element
        self._noted[holder.span] = holder
        return True

    def _sets_parameters(self, holder: Capture) -> bool:
        if holder.span not in self._setting:
            pairs = (*self._arguments.pairs(holder), *self._spread(holder))
            names = map(self._arguments.key, pairs)
            self._setting[holder.span] = self._arguments.are_few(holder) and any(
                is_holder(name) or api_name(name) in ParameterRules.load().roots for name in names
            )
        return self._setting[holder.span]

    def _first_element(self, holder: Capture) -> Span | None:
        if holder.span not in self._elements:
            self._elements[holder.span] = next(iter(self._syntax.elements(holder)), None)
        return self._elements[holder.span]

    def _note_entry(self, entry: Capture, word: Span) -> None:
        """Note what is given its model by key: `body["model"] = "id"`."""
        for pair in self._syntax.pairs(entry, CaptureKind.ENTRY):
            is_given = pair.value is not None and pair.value.encloses(word)
            if is_given and is_model_key(self._arguments.key(pair)):
                for owner in self._syntax.captured(entry, CaptureKind.ENTRY_OWNER):
                    holder = self._later.made(owner) or entry
                    if self._data[owner.start : owner.end] not in THIS:
                        self._noted[holder.span] = holder

    def _note_class(self, binding: Capture, word: Span) -> None:
        """Note a class whose fields are parameters, one of them the model with its default."""
        around = self._syntax.path(binding.span)
        owner, scope = first(around, CaptureKind.CLASS), first(around, CaptureKind.SCOPE)
        if owner is None or scope is None or owner.span != scope.span:
            return
        for pair in self._bindings.bound(binding):
            names_model = is_model_key(self._arguments.key(pair))
            if (
                names_model
                and pair.value
                and (self._arguments.gives(pair, word) or pair.value == word)
            ):
                self._classes[owner.span] = owner

    def _note(self, capture: Capture) -> bool:
        """Note a call, object or mapping as a request, if one of its keys is the model's."""
        if self._arguments.are_few(capture) and (
            self._arguments.spreads(capture)
            or any(map(is_model_key, self._arguments.keys(capture)))
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
        if not self._note_holders(place, captures):
            self._note_in_text(place, captures)
        binding = first(captures, CaptureKind.BINDING)
        if binding:
            self._note_class(binding, place)
        pairs = self._bindings.bound(binding) if binding else []
        values = (p.value for p in pairs if p.value and p.value.encloses(place))
        return binding if any(map(self._values.is_reference, values)) else None

    def _note_holders(self, place: Span, captures: list[Capture]) -> bool:
        """Note what is around a name that gives it the model; whether that is a request."""
        # The innermost may be a conversion, such as a call on the name.
        for capture in captures:
            if capture.kind is CaptureKind.SCOPE:
                break
            if capture.kind is CaptureKind.ENTRY:
                self._note_entry(capture, place)
            if capture.kind in HOLDERS and self._note_first(capture, place):
                return True
            if capture.kind in HOLDERS and self._is_given(capture, place) and self._note(capture):
                return True
        return False

    def _note_in_text(self, place: Span, captures: list[Capture]) -> None:
        """Note JSON in a text, or a command, that a name is put into as the model."""
        kinds = _COMMANDS if self._is_shell else _TEXTS
        texts = [m.span for m in captures if m.kind in kinds][:_MOST_TEXTS]
        model = self._values.scalar(place) if texts else None
        if not isinstance(model, Scalar):
            return
        for text in texts:
            if arguments := self._in_json(text, place, model):
                self._sent[place, text] = Request(text, arguments)
                return
        if _may_set_parameters(self._data[texts[-1].start : texts[-1].end]):
            named = Argument("model", "model", place, model)
            self._sent[place, texts[-1]] = Request(texts[-1], (named,), is_complete=False)

    def _in_json(self, text: Span, place: Span, model: Scalar) -> tuple[Argument, ...]:
        """What JSON in a text sets whose model is the name at a place; nothing if none is."""
        value = self._trees.json(text)
        entries = value.entries if isinstance(value, Mapping) else ()
        for entry in entries:
            if is_model_key(entry.key) and entry.value.span.encloses(place):
                named = Argument(entry.key, entry.name, entry.span, model)
                others = [each for each in entries if each is not entry]
                return (named, *others, *(inner for each in others for inner in self._nested(each)))
        return ()

    def _is_given(self, request: Capture, place: Span) -> bool:
        """Whether a name at a place is the value of an argument, or a mapping of arguments."""
        if self._arguments.around(request, place):
            return True
        spreads = self._arguments.spreads(request)
        at = bisect_right(spreads, place.start, key=lambda spread: spread.start) - 1
        return at >= 0 and spreads[at].encloses(place)

    def read(self) -> Iterator[Request]:
        """The noted requests for Claude models, in the order of the text, names resolved.

        Those that are sent to a URL with the model come first.

        A mapping that is only spread in a request belongs to that one.
        """
        yield from (request for _, request in sorted(self._sent.items()))
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
            is_entry = span in noted and noted[span].kind is CaptureKind.ENTRY
            if (request.is_class or is_entry) and len(request.arguments) == 1:
                continue  # the model is a setting, which is used elsewhere
            if model and (model.is_constant or _CLAUDE.search(str(model.literal))):
                yield request

    def _request(self, holder: Capture) -> Request:
        call = self._calls.around(holder.span)
        # Nothing is set in an answer.
        later = () if call and sends(call.callee) else self._later.pairs(holder)
        taken_over = chain(self._spread(holder), self._base(holder), later)
        pairs = [*self._arguments.pairs(holder), *self._affordable(taken_over)]
        arguments = [self._argument(pair) for pair in pairs]
        if model := self._first.get(holder.span):
            arguments.insert(0, Argument("model", "model", model, self._trees.at(model)))
        nested = (inner for each in arguments for inner in self._nested(each))
        is_complete = None not in self._arguments.taken_over(holder)
        is_complete = is_complete and not self._later.is_of_another(holder)
        call = call or self._sent_by(holder)
        return Request(holder.span, (*arguments, *nested), is_complete=is_complete, call=call)

    def _sent_by(self, holder: Capture) -> Call | None:
        """The call of a library that is given, by its name, what a holder sets up."""
        for search in self._later.searches(holder):
            for place in islice(self._bindings.places(search), _MOST_PLACES):
                call = self._calls.around(place) if self._is_element(place) else None
                if call and sends(call.callee):
                    return call
        return None

    def _affordable(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Pairs that stand elsewhere, as long as the requests of a text have not taken too many."""
        for pair in islice(pairs, self._may_take_over):
            self._may_take_over -= 1
            yield pair

    def _base(self, chain: Capture) -> Iterator[Pair]:
        """The pairs of what a chain of calls begins on, if that is made elsewhere."""
        if base := self._later.base(chain):
            yield from self._arguments.pairs(base)

    def _class(self, span: Span) -> Request:
        """The fields of a class that are parameters, as a request."""
        pairs = self._bindings.members_of(self._classes[span], names_of_parameters())
        return Request(span, tuple(map(self._argument, pairs)), is_class=True)

    def _is_passed(self, mapping: Capture) -> bool:
        """Whether a mapping with a name is also given to a call as it is, not only spread."""
        if mapping.span not in self._passed:
            searches = self._later.searches(mapping)
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
            yield from self._later.pairs(mapping)

    def _mappings(self, capture: Capture) -> list[Capture]:
        return list(filter(None, self._arguments.taken_over(capture)))

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
        is_read = is_model_key(key) or is_holder(key) or foreign(key) is not None
        if is_read or api_name(key) in ParameterRules.load().read:
            argument = self._trees.argument(pair)
            is_text = is_holder(key) and not isinstance(argument.value, Mapping)
            inner = self._trees.json(pair.value) if is_text and pair.value else None
            return argument._replace(value=inner) if inner else argument
        value = self._values.literal(pair.value) if pair.value else Unknown(pair.key)
        return Argument(key, plain_key(key), pair.span, value)


def _may_set_parameters(text: bytes) -> bool:
    """Whether a text has the name of a parameter in it, other than that of the model."""
    if not _MODEL_SET.search(text):
        return False
    words = {match["name"].decode() for match in _SET.finditer(text)}
    names = set(map(api_name, words)).difference(MODEL_KEYS)
    return bool(ParameterRules.load().roots & names)
