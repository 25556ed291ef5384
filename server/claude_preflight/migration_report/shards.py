"""What `check --format jsonl` wrote, read again: one file a repository, or several after another.

`schemas/findings.schema.json` says what is in a line. A shard is read as a whole or not at all, so
that nothing of one that was cut short counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from claude_preflight.migration_report.places import Checked, Place

_TOOL = "claude-preflight"
_SCHEMA_VERSION = 1
_ENVELOPE = {"tool_version": str, "facts_date": str, "today": str}
_FINDING = {"path": str, "line": int, "rule": str, "severity": str, "text": str, "message": str}


class ShardError(ValueError):
    """A shard that cannot be read. The message is the end of a sentence and names the line."""


def read_shard(data: bytes) -> list[Checked]:
    """The runs in a shard. Raises ShardError."""
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise ShardError("is not UTF-8 text") from None
    if data and not data.endswith(b"\n"):
        raise ShardError(f"ends in the middle of line {len(lines)}")
    runs: list[Checked] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record = _object(line, number)
        if "tool" in record:
            runs.append(_begun(record, number))
        elif runs:
            add_record(runs[-1], record, f"line {number}")
        else:
            raise ShardError("does not begin with the line about the run")
    if not runs:
        raise ShardError("is empty")
    return runs


def add_record(run: Checked, record: Mapping[str, Any], where: str) -> None:
    """Add what a line says to a run; a note says nothing here. Raises ShardError."""
    if "problem" in record:
        run.problems.append(str(record["problem"]))
    elif "rule" in record:
        run.places.append(_place(run.name, record, where))
    elif "note" not in record:
        raise ShardError(f"has neither a finding nor a problem in {where}")


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise ShardError(f"has no JSON in line {number}") from None
    if not isinstance(record, dict):
        raise ShardError(f"has no object in line {number}")
    return record


def _begun(record: Mapping[str, Any], number: int) -> Checked:
    if record["tool"] != _TOOL or record.get("schema_version") != _SCHEMA_VERSION:
        raise ShardError(f"is of another tool, or of another version of the format (line {number})")
    _check(record, _ENVELOPE, f"line {number}")
    return Checked(
        name=_text(record.get("repository")),
        commit=_text(record.get("commit")),
        facts=record["facts_date"],
        today=record["today"],
    )


def _place(repository: str, record: Mapping[str, Any], where: str) -> Place:
    _check(record, _FINDING, where)
    cell = record.get("cell")
    return Place(
        repository=repository,
        path=record["path"],
        cell=cell + 1 if isinstance(cell, int) else None,
        line=record["line"],
        rule=record["rule"],
        severity=record["severity"],
        role=_text(record.get("role")),
        text=record["text"],
        message=record["message"],
        advice=next(_titles(record.get("fixes")), ""),
        owners=tuple(each for each in _list(record.get("owners")) if isinstance(each, str)),
    )


def _titles(fixes: object) -> Iterator[str]:
    return (_text(each.get("title")) for each in _list(fixes) if isinstance(each, dict))


def _check(record: Mapping[str, Any], fields: Mapping[str, type], where: str) -> None:
    for name, kind in fields.items():
        if not isinstance(record.get(name), kind):
            raise ShardError(f"has no `{name}` in {where}")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
