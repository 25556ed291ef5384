"""From a document to its facts. Bytes first, then the syntax around each trigger."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from claude_preflight.facts.arguments import Arguments
from claude_preflight.facts.bindings import Bindings
from claude_preflight.facts.mentions import Mentions
from claude_preflight.facts.requests import Requests
from claude_preflight.facts.roles import Roles
from claude_preflight.facts.roles.name import is_name
from claude_preflight.facts.triggers import holds_trigger, may_matter, triggers_in
from claude_preflight.facts.types import Facts, Mention
from claude_preflight.facts.values import Values
from claude_preflight.findings import Role, Span
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.injections import NOTHING, Injection, Injections, Known
from claude_preflight.syntax.parsing import UnparsableError


def extract(document: Document, known: Known = NOTHING) -> Generator[None, None, Facts]:
    """The facts of a document, read in steps of about a millisecond."""
    whole = Span(0, len(document.text.data))
    if document.shown_cells is None and not holds_trigger(document.text.data, whole):
        return Facts()
    notes: list[str] = []
    if document.is_too_large:
        notes.append(f"is larger than {document.language.largest >> 20} MB")
    try:
        yield from document.syntax.parse()
    except UnparsableError as error:
        notes.append(str(error))
        document = document.by_line()
    if (cells := document.cells()) is not None:
        injections = Injections(document, known)
        inside = tuple(injections.in_cells(cells, may_matter))
        return Facts(injections=inside, notes=tuple(injections.notes))
    if document.language.cells:
        document = document.by_line()
    facts = yield from _read(document, whole, known)
    by_line = (f"{why}, so it was read line by line" for why in notes)
    return replace(facts, notes=(*by_line, *facts.notes))


def extract_part(document: Document, span: Span, known: Known = NOTHING) -> Facts:
    """The facts of a part of a document, as far as they are said in it."""
    return run_to_end(_read(document, span, known))


def _read(document: Document, span: Span, known: Known) -> Generator[None, None, Facts]:
    bindings = Bindings(document)
    values = Values(document, bindings)
    arguments = Arguments(document, values)
    requests = Requests(document, bindings, values, arguments)
    roles = Roles(document, bindings, arguments)
    mentions = Mentions(document, roles, requests)
    injections = Injections(document, known)
    found: dict[Span, Mention] = {}
    inside: list[Injection] = []
    at = span.start
    for trigger in triggers_in(document.text.data, span.start, span.end):
        if trigger.span.start < at:
            continue  # in what is injected, or in a word that is read
        captures = mentions.captures(trigger)
        inner = injections.at(trigger.span, captures)
        if inner is not None:
            is_recorded = roles.recordings.are_around(captures)
            inside.append(replace(inner, role=Role.PROSE) if is_recorded else inner)
            at = inner.span.end
        elif mention := mentions.at(trigger, captures):
            found[mention.span] = mention
            at = max(at, mention.span.end)
        yield
    read = []
    for request in requests.read():
        read.append(request)
        yield
    sent = {request.model.value.origin for request in read if request.model}
    listed = tuple(found[span] for span in sorted(found) if not is_name(found[span], sent))
    return Facts(listed, tuple(read), tuple(inside), bindings.asked, tuple(injections.notes))
