"""The vendor's SDK for TypeScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refresh import javascript
from refresh.archives import Archive
from refresh.rows import DEPRECATED, ID, RETIRES, Row, SourceError, day

_RELEASE = re.compile(r"##+ \[?\d[\w.-]*.*\((\d{4}-\d\d-\d\d)\)")
_NOTE = re.compile(r"\bmark (Claude [\w .]+?) as deprecated(?: \(end-of-life ([^)]+)\))?")


def read(archive: Archive) -> Iterator[Row]:
    """The ends that it warns of, the models of its type, the announcements in its changelog."""
    yield from _ends(archive)
    yield from _models(archive)
    yield from _announcements(archive.one(r"^[^/]+/CHANGELOG\.md$"))


def _ends(archive: Archive) -> Iterator[Row]:
    for file in archive.find(r"\.js$"):
        text = archive.text(file)
        if "DEPRECATED_MODELS" not in text:
            continue
        table = javascript.assigned(javascript.parse(text), "DEPRECATED_MODELS")
        if table is not None:
            found = javascript.value(table)
            assert isinstance(found, dict)
            for model, end in found.items():
                yield Row(model, RETIRES, day(str(end)))
            return
    raise SourceError("no file assigns DEPRECATED_MODELS")


def _models(archive: Archive) -> Iterator[Row]:
    for file in archive.find(r"\.d\.ts$"):
        text = archive.text(file)
        found = re.search(r"\bexport type Model\s*=([^;]*);", text)
        if found:
            for model in re.findall(r"'(claude-[^']+)'", found[1]):
                yield Row(model, ID, model)
            return
    raise SourceError("no file has the type Model")


def _announcements(changelog: str) -> Iterator[Row]:
    """An announcement came with the release that it stands under."""
    released = None
    for line in changelog.splitlines():
        head = _RELEASE.match(line)
        released = head[1] if head else released
        note = _NOTE.search(line)
        if note and released:
            yield Row(note[1], DEPRECATED, day(released))
            if note[2]:
                yield Row(note[1], RETIRES, day(note[2]))
