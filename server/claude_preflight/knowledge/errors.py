"""The errors of the Claude API and its SDKs: what they mean, and what to do.

The facts are in `errors.json`, each with its sources. `ErrorCatalog.load()` reads them once, when
first asked.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from claude_preflight.knowledge import data
from claude_preflight.knowledge.error_messages import MessageIndex, MessagePattern
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

# What stands between a class and its package or namespace.
_NAMESPACE = regex(r"\.|::|\\")
_AWS = "aws"


class Source(NamedTuple):
    """Where a fact comes from.

    `date` is None for a source without one. `cited` names the source in a few words with its date.
    """

    slug: str
    label: str
    title: str
    date: str | None
    cited: str


class Statement(NamedTuple):
    """A sentence, or a piece of text, and who says so; `short` is what fits on a line of it."""

    text: str
    sources: tuple[Source, ...]
    short: str | None = None

    @property
    def brief(self) -> str:
        """The text for a place with little room."""
        return self.short or self.text


class ErrorClass(NamedTuple):
    """A class that an SDK raises for an error.

    A `shared` class is raised for several errors alike and so does not lead to this one.
    """

    sdk: str
    name: str
    shared: bool
    note: str | None
    sources: tuple[Source, ...]


class Retried(NamedTuple):
    """Whether the SDKs retry by themselves; None if it depends on the status."""

    value: bool | None
    note: str | None
    sources: tuple[Source, ...]


class LogLine(NamedTuple):
    """An error as a program prints it."""

    language: str
    text: str
    sources: tuple[Source, ...]


class Message(NamedTuple):
    """A message of an error, as a pattern."""

    pattern: MessagePattern
    sources: tuple[Source, ...]


class Table(NamedTuple):
    """A table of a source, cell by cell."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Source, ...]


class Disagreement(NamedTuple):
    """A question to which the sources give different answers."""

    topic: str
    values: tuple[Statement, ...]


class ErrorCode(NamedTuple):
    """A value of `error.details.error_code`, and the entry that its status leads to."""

    error_code: str
    status: int
    class_name: str
    meaning: str
    area: str
    entry: str
    sources: tuple[Source, ...]


class RetryPolicy(NamedTuple):
    """How the SDKs retry; delays in seconds."""

    max_retries: int
    statuses: tuple[str, ...]
    initial_delay: float
    max_delay: float
    sources: tuple[Source, ...]


class ErrorEntry(NamedTuple):
    """One error: how it looks, why it happens, what to do.

    `code` names the entry ("429", "400-parameters", "TIMEOUT"). `status` is None where there is no
    HTTP status or, with a `status_range`, where there are many. `bodies` are JSON texts. `fixes`
    are in the order to try them. `examples` holds code by language: python, typescript, curl.
    """

    code: str
    title: str
    status: int | None
    status_range: tuple[int, int] | None
    error_type: Statement | None
    also_types: tuple[Statement, ...]
    classes: tuple[ErrorClass, ...]
    retried: Retried
    bodies: tuple[Statement, ...]
    log_lines: tuple[LogLine, ...]
    causes: tuple[Statement, ...]
    fixes: tuple[Statement, ...]
    messages: tuple[Message, ...]
    tables: tuple[Table, ...]
    notes: tuple[Statement, ...]
    disagreements: tuple[Disagreement, ...]
    examples: Mapping[str, str]

    @property
    def types(self) -> tuple[str, ...]:
        """The values of `error.type` that the entry answers to."""
        return tuple(each.text for each in (self.error_type, *self.also_types) if each)

    def classes_in(self, sdk: str) -> tuple[ErrorClass, ...]:
        """The classes of an SDK: python, typescript, java, go, ruby, csharp, php or aws."""
        return tuple(each for each in self.classes if each.sdk == sdk)

    def class_names(self, sdk: str) -> tuple[str, ...]:
        """The names of the classes of an SDK."""
        return tuple(each.name for each in self.classes_in(sdk))

    def sources(self) -> tuple[Source, ...]:
        """All sources of the entry, each once, in the order of their appearance."""
        return tuple(dict.fromkeys(self._every_source()))

    def _every_source(self) -> Iterator[Source]:
        statements = [*self.bodies, *self.causes, *self.fixes, *self.also_types, *self.notes]
        if self.error_type:
            statements.append(self.error_type)
        for disagreement in self.disagreements:
            statements.extend(disagreement.values)
        for statement in statements:
            yield from statement.sources
        yield from self.retried.sources
        others: list[LogLine | ErrorClass | Message | Table]
        others = [*self.log_lines, *self.classes, *self.messages, *self.tables]
        for fact in others:
            yield from fact.sources


@dataclass(frozen=True)
class ErrorCatalog:
    """All errors, with the ways to find one. The lookups answer with entries in catalog order."""

    entries: tuple[ErrorEntry, ...]
    error_codes: tuple[ErrorCode, ...]
    quick_reference: Table
    retry_policy: RetryPolicy
    body_shape: Statement
    inspection: Mapping[str, str]
    """Code that shows which error it is, by language."""

    @staticmethod
    def load() -> ErrorCatalog:
        """The catalog of the package; read once."""
        return _load()

    def get(self, code: str) -> ErrorEntry | None:
        """The entry of a code such as "429" or "timeout"; upper and lower case are the same."""
        return self._by_code.get(code.lower())

    def by_status(self, status: int) -> tuple[ErrorEntry, ...]:
        """The entries of an HTTP status, else the one of its range; none below 400."""
        exact = tuple(entry for entry in self.entries if entry.status == status)
        return exact or tuple(
            entry
            for entry in self.entries
            if entry.status_range and entry.status_range[0] <= status <= entry.status_range[1]
        )

    def by_type(self, error_type: str) -> tuple[ErrorEntry, ...]:
        """The entries of a value of `error.type`, such as "overloaded_error"."""
        return tuple(entry for entry in self.entries if error_type in entry.types)

    def by_class(self, name: str) -> tuple[ErrorEntry, ...]:
        """The entries of an exception class, with or without its package, module or namespace."""
        name = name.lstrip("*\\")
        found = self._by_class.get(name) or self._by_class.get(_NAMESPACE.split(name)[-1])
        if found:
            return found
        code = self.error_code(name)
        return self.entries_of([code.entry]) if code else ()

    def by_message(self, message: str) -> tuple[ErrorEntry, ...]:
        """The entries that know a whole message; only those of the most specific pattern."""
        return self.entries_of(self.messages.whole(message))

    def error_code(self, name: str) -> ErrorCode | None:
        """The error code of a value of `error.details.error_code`, or of its class."""
        return self._by_error_code.get(name.rpartition(".")[2])

    def entries_of(self, codes: Iterable[str]) -> tuple[ErrorEntry, ...]:
        """The entries of codes, in their order; unknown codes are left out."""
        return tuple(entry for code in codes if (entry := self.get(code)))

    @cached_property
    def class_names(self) -> frozenset[str]:
        """The class names that tell an error of the Claude API, without package or module.

        Those of AWS are left out: other services of it raise them too.
        """
        own = (each.name.lstrip("*") for each in self._classes if each.sdk != _AWS)
        return frozenset({*own, *(code.class_name for code in self.error_codes)})

    @cached_property
    def error_types(self) -> frozenset[str]:
        """All values of `error.type` that `by_type` knows."""
        return frozenset(each for entry in self.entries for each in entry.types)

    @cached_property
    def messages(self) -> MessageIndex[str]:
        """The messages of all entries, with the codes of the entries."""
        return MessageIndex(
            (message.pattern, entry.code) for entry in self.entries for message in entry.messages
        )

    @property
    def _classes(self) -> Iterator[ErrorClass]:
        return (each for entry in self.entries for each in entry.classes if not each.shared)

    @cached_property
    def _by_code(self) -> Mapping[str, ErrorEntry]:
        return {entry.code.lower(): entry for entry in self.entries}

    @cached_property
    def _by_class(self) -> Mapping[str, tuple[ErrorEntry, ...]]:
        found: dict[str, dict[str, ErrorEntry]] = defaultdict(dict)
        for entry in self.entries:
            for each in entry.classes:
                if not each.shared:
                    found[each.name.lstrip("*")][entry.code] = entry
        return {name: tuple(entries.values()) for name, entries in found.items()}

    @cached_property
    def _by_error_code(self) -> Mapping[str, ErrorCode]:
        by_value = {each.error_code: each for each in self.error_codes}
        return by_value | {each.class_name: each for each in self.error_codes}


@cache
def _load() -> ErrorCatalog:
    return _Reader(data.load("errors.json")).catalog()


class _Reader:
    """Turns the data of `errors.json`, in the shape of its schema, into the catalog."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._content = content
        self._sources = {
            slug: Source(slug, **each, cited=data.cited(each, content["as_of"]))
            for slug, each in content["sources"].items()
        }
        self._examples = {
            name: {language: "\n".join(lines) for language, lines in by_language.items()}
            for name, by_language in content["examples"].items()
        }

    def catalog(self) -> ErrorCatalog:
        shape, policy = self._content["body_shape"], self._content["retry_policy"]
        return ErrorCatalog(
            entries=tuple(map(self._entry, self._content["entries"])),
            error_codes=tuple(self._error_codes(self._content["error_codes"])),
            quick_reference=self._table(self._content["quick_reference"]),
            retry_policy=RetryPolicy(
                max_retries=policy["max_retries"],
                statuses=tuple(policy["statuses"]),
                initial_delay=policy["initial_delay_seconds"],
                max_delay=policy["max_delay_seconds"],
                sources=self._of(policy),
            ),
            body_shape=self._body(shape),
            inspection=self._examples["inspect"],
        )

    def _entry(self, raw: Mapping[str, Any]) -> ErrorEntry:
        error_type = raw["error_type"]
        status_range = raw.get("status_range")
        return ErrorEntry(
            code=raw["code"],
            title=raw["title"],
            status=raw["status"],
            status_range=(status_range[0], status_range[1]) if status_range else None,
            error_type=self._value(error_type) if error_type else None,
            also_types=tuple(map(self._value, raw.get("also_types", ()))),
            classes=tuple(map(self._class, raw["classes"])),
            retried=self._retried(raw["retried"]),
            bodies=tuple(map(self._body, raw["bodies"])),
            log_lines=tuple(
                LogLine(each["language"], each["text"], self._of(each)) for each in raw["shown"]
            ),
            causes=tuple(map(self._statement, raw["causes"])),
            fixes=tuple(map(self._statement, raw["fixes"])),
            messages=tuple(map(self._message, raw["messages"])),
            tables=tuple(map(self._table, raw["tables"])),
            notes=tuple(map(self._statement, raw["notes"])),
            disagreements=tuple(
                Disagreement(each["topic"], tuple(map(self._value, each["values"])))
                for each in raw["disagreements"]
            ),
            examples=self._examples[raw["example"]],
        )

    def _error_codes(self, raw: Mapping[str, Any]) -> Iterator[ErrorCode]:
        for each in raw["values"]:
            # Three of the entries for 400 are about one cause; the fourth is about all others.
            entry = "400-other" if each["status"] == 400 else str(each["status"])
            yield ErrorCode(
                error_code=each["error_code"],
                status=each["status"],
                class_name=each["class"],
                meaning=each["meaning"],
                area=each["area"],
                entry=entry,
                sources=self._of(raw),
            )

    def _of(self, raw: Mapping[str, Any]) -> tuple[Source, ...]:
        return tuple(self._sources[slug] for slug in raw["sources"])

    def _statement(self, raw: Mapping[str, Any]) -> Statement:
        return Statement(raw["text"], self._of(raw), raw.get("short"))

    def _value(self, raw: Mapping[str, Any]) -> Statement:
        return Statement(raw["value"], self._of(raw))

    def _body(self, raw: Mapping[str, Any]) -> Statement:
        return Statement(json.dumps(raw["body"], indent=2, ensure_ascii=False), self._of(raw))

    def _message(self, raw: Mapping[str, Any]) -> Message:
        prefix, common = raw.get("prefix", False), raw.get("common", False)
        return Message(MessagePattern(raw["text"], prefix, common), self._of(raw))

    def _retried(self, raw: Mapping[str, Any]) -> Retried:
        return Retried(raw["value"], raw.get("note"), self._of(raw))

    def _class(self, raw: Mapping[str, Any]) -> ErrorClass:
        shared = raw.get("shared", False)
        return ErrorClass(raw["sdk"], raw["name"], shared, raw.get("note"), self._of(raw))

    def _table(self, raw: Mapping[str, Any]) -> Table:
        rows = tuple(tuple(row) for row in raw["rows"])
        return Table(raw["title"], tuple(raw["columns"]), rows, self._of(raw))
