"""A trace of how a document is read: what is seen around each trigger, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.extract import Reader, Seen, readable
from claude_preflight.facts.part import Part
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.triggers import may_matter
from claude_preflight.facts.types import Request
from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.injections import Injection, Injections
from claude_preflight.syntax.literals import whole_word


class Trace(NamedTuple):
    """What was seen at a trigger, and what it was taken for.

    `place` is in the outermost document, and `around` are the injections that it lies in, the
    outermost first; `document` is the innermost. `role` is None where no model is named. `requests`
    are those that send the id.
    """

    place: Span
    document: Document
    seen: Seen
    text: str
    role: str | None
    reason: str
    decider: str
    requests: tuple[Request, ...]
    around: tuple[Injection, ...] = ()


def trace(document: Document) -> Iterator[Trace]:
    """A trace of each trigger in a document and in those inside it, in the order of the text."""
    document, _ = run_to_end(readable(document))
    if (cells := document.cells()) is not None:
        for injection in Injections(document, {}).in_cells(cells, may_matter):
            yield from _inside(injection)
        return
    data = document.text.data
    reader = Reader(document, Part.whole(data, document.language.id))
    everything = list(reader.seen())
    requests = list(reader.requests.read())
    for seen in everything:
        if seen.injection is not None:
            yield from _inside(seen.injection)
        else:
            yield _trace(document, reader, seen, requests)


def _inside(injection: Injection) -> Iterator[Trace]:
    """The traces in an injection, with their places in the document around it."""
    start = injection.span.start
    for found in trace(injection.document):
        outer = injection.source_map.outward(found.place)
        place = Span(start + outer.start, start + outer.end)
        yield found._replace(place=place, around=(injection, *found.around))


def _trace(document: Document, reader: Reader, seen: Seen, requests: list[Request]) -> Trace:
    mention = seen.mention
    if mention is None:
        span = seen.trigger.span
        line = document.text.line_span(document.text.line_at(span.start))
        text = document.text.slice(Span(span.start, min(span.start + 40, line.end)))
        word = whole_word(document.text, span) or span
        decision = reader.roles.of(word, seen.captures).decision
        if decision.role is None:
            return Trace(span, document, seen, text, None, decision.why, decision.decider, ())
        reason = Reason.RUNS_ON.value
        return Trace(span, document, seen, text, None, reason, "mentions", ())
    place, role = mention.span, mention.role.value
    sent = tuple(each for each in requests if each.model and each.model.origin == place)
    return Trace(place, document, seen, mention.text, role, mention.reason, mention.decider, sent)
