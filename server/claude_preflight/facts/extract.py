"""From a document to its facts. Bytes first, then the syntax around each trigger."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

from claude_preflight import manifests
from claude_preflight.facts.arguments import Arguments
from claude_preflight.facts.bindings import Bindings
from claude_preflight.facts.calls import Calls
from claude_preflight.facts.clients import Clients
from claude_preflight.facts.expectations import Expectations
from claude_preflight.facts.http import Http
from claude_preflight.facts.mentions import Mentions
from claude_preflight.facts.part import Part
from claude_preflight.facts.requests import Requests
from claude_preflight.facts.roles import Roles, answer, catalogue, versioned
from claude_preflight.facts.roles.name import is_name
from claude_preflight.facts.suppressions import suppression_at
from claude_preflight.facts.triggers import (
    Trigger,
    TriggerKind,
    holds_trigger,
    may_matter,
    may_pin,
    triggers_in,
)
from claude_preflight.facts.types import ApiKey, Client, Facts, Mention, Request, Suppression
from claude_preflight.facts.value_trees import ValueTrees
from claude_preflight.facts.values import Values
from claude_preflight.findings import Role, Span
from claude_preflight.knowledge.sdks import packages
from claude_preflight.pins import Pin
from claude_preflight.records import NamedTuple
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.captures import Capture
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.injections import NOTHING, Injection, Injections, Known
from claude_preflight.syntax.parsing import UnparsableError


class Seen(NamedTuple):
    """What stands at a trigger: what is captured around it, and what it is, if anything."""

    trigger: Trigger
    captures: list[Capture]
    injection: Injection | None = None
    mention: Mention | None = None
    client: Client | None = None
    api_key: ApiKey | None = None
    suppression: Suppression | None = None


class Reader:
    """Reads a document, which is parsed, or of which only the lines tell."""

    def __init__(self, document: Document, part: Part, known: Known = NOTHING) -> None:
        """Prepare for a part of a document, of which injections may be known."""
        self._document = document
        self._data = document.text.data
        self._part = part
        self.bindings = Bindings(document, part)
        self._is_by_line = document.is_by_line
        values = Values(document, self.bindings)
        self._arguments = Arguments(document, values)
        trees = ValueTrees(document, self.bindings, values, self._arguments)
        self.calls = Calls(document, values, part.told.aliases)
        self.requests = Requests(
            document, self.bindings, values, self._arguments, trees, self.calls
        )
        self.roles = Roles(document, self.bindings, self._arguments, part.span)
        self.http = Http(document, self.bindings, values, self._arguments, self.roles)
        self._clients = Clients(document, part, trees, self._arguments)
        self.injections = Injections(document, known)
        self._mentions = Mentions(
            document, self.roles, self.requests, self.bindings, self._arguments
        )
        self._expectations = Expectations(document, self.bindings)

    @property
    def names(self) -> frozenset[bytes]:
        """The names that matter to the facts wherever they stand."""
        names = self._arguments.tables.asked | self.roles.own_names.asked
        names |= self._expectations.names | self.roles.containers.asked
        return frozenset(names | self.bindings.searched)

    def seen(self) -> Iterator[Seen]:
        """What stands at each trigger in the part."""
        span, told = self._part.span, self._part.told
        at = span.start
        for trigger in triggers_in(self._data, span, told):
            if trigger.span.start < at:
                continue  # in what is injected, or in a word that is read
            captures = self._mentions.captures(trigger)
            seen = Seen(trigger, captures, self._injection(trigger, captures))
            if seen.injection is None:
                seen = self._read(seen)
            yield seen
            read = seen.injection or seen.mention
            at = max(at, read.span.end) if read else at

    def _read(self, seen: Seen) -> Seen:
        """What a trigger is that stands in no other document."""
        trigger, captures = seen.trigger, seen.captures
        if trigger.kind is TriggerKind.CLIENT:
            return seen._replace(client=self._clients.at(trigger.span))
        if trigger.kind is TriggerKind.API_KEY:
            return seen._replace(api_key=self.http.api_key(trigger.span, captures))
        if trigger.kind is TriggerKind.SUPPRESSION:
            found = suppression_at(self._document, trigger.span.start, captures)
            return seen._replace(suppression=found)
        if trigger.kind is TriggerKind.URL:
            self.http.note_url(trigger.span, captures)
        elif trigger.kind is TriggerKind.HEADER:
            self.http.note_header(trigger.span, captures)
        else:
            mention = self._mentions.at(trigger, captures)
            self._expectations.note(trigger, captures, mention)
            return seen._replace(mention=mention)
        return seen

    def settled(self, mention: Mention) -> Mention:
        """A mention, now that all of the text is read.

        It asks first where its id is expected, and where only the lines tell what it does.
        """
        asks = mention.ask_first or self._is_by_line or self._expectations.hold(mention)
        block = self._expectations.block_of(mention)
        return mention._replace(ask_first=asks, block=block) if asks or block else mention

    def settled_injection(self, injection: Injection) -> Injection:
        """An injection, now that all of the text is read."""
        asks = self._expectations.hold_within(injection.span, injection.document.text.data)
        return injection._replace(asks_first=True) if asks else injection

    def _injection(self, trigger: Trigger, captures: list[Capture]) -> Injection | None:
        found = self.injections.at(trigger.span, captures)
        if found is None:
            return None
        recordings = self.roles.recordings
        recorded = (recordings.are_around, recordings.is_from_tool, recordings.is_of_run)
        is_recorded = any(is_one(captures) for is_one in recorded)
        is_told = is_recorded or self.roles.is_expected(trigger.span, captures)
        self._expectations.note_injection(found.span, captures)
        return found._replace(role=Role.PROSE) if is_told else found


def extract(document: Document, known: Known = NOTHING) -> Generator[None, None, Facts]:
    """The facts of a document, read in steps of about a millisecond."""
    pins = _pins(document)
    part = Part.whole(document.text.data, document.language.id)
    is_notebook = document.shown_cells is not None
    if not is_notebook and not holds_trigger(document.text.data, part.span, part.told):
        return Facts(pins=pins)
    document, notes = yield from readable(document)
    if (cells := document.cells()) is not None:
        injections = Injections(document, known)
        inside = tuple(injections.in_cells(cells, may_matter))
        return Facts(injections=inside, notes=tuple(injections.notes))
    facts = yield from _read(Reader(document, part, known))
    return replace(facts, notes=(*notes, *facts.notes), surroundings=part.told, pins=pins)


def _pins(document: Document) -> tuple[Pin, ...]:
    """What a manifest that people write says of the packages that matter."""
    data, path = document.text.data, document.path
    if path is None or document.depth or not may_pin(data, path):
        return ()
    return manifests.read(path, data, packages())


def extract_part(document: Document, part: Part, known: Known = NOTHING) -> Facts:
    """The facts of a part of a document, as far as they are said in it."""
    return run_to_end(_read(Reader(document, part, known)))


def readable(document: Document) -> Generator[None, None, tuple[Document, list[str]]]:
    """A document with its tree, or by its lines, with notes of why it is so."""
    reasons = []
    if document.is_too_large:
        reasons.append(f"is larger than {document.language.largest >> 20} MB")
    try:
        yield from document.syntax.parse()
    except UnparsableError as error:
        reasons.append(str(error))
        document = document.by_line()
    if document.language.cells and document.cells() is None:
        document = document.by_line()
    return document, [f"{reason}, so it was read line by line" for reason in reasons]


def _is_sent(request: Request) -> bool:
    """Whether something is asked of a model, and it is not only described."""
    return not catalogue.describes({argument.name for argument in request.arguments})


def _read(reader: Reader) -> Generator[None, None, Facts]:
    mentions: dict[Span, Mention] = {}
    injections: list[Injection] = []
    clients: list[Client] = []
    api_keys: list[ApiKey] = []
    suppressions: list[Suppression] = []
    for seen in reader.seen():
        if seen.injection is not None:
            injections.append(seen.injection)
        elif seen.mention is not None:
            mentions[seen.mention.span] = seen.mention
        elif seen.client is not None:
            clients.append(seen.client)
        elif seen.api_key is not None:
            api_keys.append(seen.api_key)
        elif seen.suppression is not None:
            suppressions.append(seen.suppression)
        yield
    requests = []
    for request in reader.requests.read():
        requests.append(request)
        yield
    sent = {request.model.origin for request in requests if request.model and _is_sent(request)}
    answered = {each.model.origin for each in requests if each.model and answer.is_of(each)}
    known = (answer.seen_with(mentions[span], answered) for span in sorted(mentions))
    listed = [reader.settled(versioned.seen_with(each, sent)) for each in known]
    return Facts(
        mentions=tuple(mention for mention in listed if not is_name(mention, sent)),
        requests=tuple(requests),
        clients=tuple(clients),
        http=tuple(sorted(reader.http.requests(), key=lambda request: request.span)),
        api_keys=tuple(api_keys),
        suppressions=tuple(suppressions),
        injections=tuple(map(reader.settled_injection, injections)),
        names=reader.names,
        looked_up=reader.bindings.looked_up,
        notes=tuple(reader.injections.notes),
    )
