"""Newer facts about models, in a file of the user, laid over those that this package knows.

The file is JSON and has the keys of `models.json`: `as_of`, the day of its facts, `sources`, and
`models`. A fact in it takes the place of the packaged one and is as in `models.json`, or just its
value. `replacements` maps ids to ids. How ids are built (`platforms`, `routes` ...) stays as it is
packaged, so that a newer `models.json` can be laid over as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePath
from typing import Any

from claude_preflight.knowledge import data
from claude_preflight.knowledge.model_facts import KNOWLEDGE
from claude_preflight.knowledge.own_models import check_platforms, with_own
from claude_preflight.records import NamedTuple
from claude_preflight.settings import KnowledgeFile

_KEYS = frozenset({"$schema", "as_of", "sources", "models", "replacements"})
# After how many days facts are old.
_OLD = 30
# How much of a value a message repeats, in characters.
_SHOWN = 60


class LaidOver(NamedTuple):
    """The content of `models.json` with a file laid over it, and the file's replacements."""

    content: Mapping[str, Any]
    replacements: Mapping[str, str]


def laid_over(packaged: Mapping[str, Any], file: KnowledgeFile) -> LaidOver:
    """Lay a file over the packaged data. ValueError, with a message that says where, if it is bad.

    Each fact that the file changes names it as its first source.
    """
    given = _parsed(file.text)
    for key in given.keys() - _KEYS - packaged.keys():
        raise ValueError(f"{key}: there is no such key; known are {', '.join(sorted(_KEYS))}")
    as_of = _day(given)
    sources = {**_sources(given, file), **_same(packaged["sources"], given)}
    sources[KNOWLEDGE] = {"label": f"knowledge file {_name(file)}", "date": as_of.isoformat()}
    own = {
        model_id: dict(_announced(model_id, facts, packaged, as_of))
        for model_id, facts in _table(given, "models").items()
    }
    for model_id, facts in own.items():
        for fact, entries in facts.items():
            _check_entries(f"models.{model_id}.{fact}", entries, _kinds(packaged, fact), sources)
            check_platforms(f"models.{model_id}.{fact}", entries, packaged["platforms"])
    models = with_own(packaged["models"], own, KNOWLEDGE)
    replacements = {
        model_id: facts["replacement"][0]["value"]
        for model_id, facts in models.items()
        if "replacement" in own.get(model_id, {}) and facts["replacement"]
    }
    return LaidOver(
        {**packaged, "sources": sources, "models": models},
        {**replacements, **_replacements(given)},
    )


def newest_day(files: Iterable[KnowledgeFile | None]) -> date:
    """The day of the newest facts: those of files, read without an error, or the packaged ones."""
    days = [_day(_parsed(file.text)) for file in dict.fromkeys(files) if file]
    return max([data.newest_day(), *days])


def age_note(files: Iterable[KnowledgeFile | None], today: date) -> str | None:
    """A sentence about facts that are old on a day, with the newest of them; None if they are not.

    The files are laid over the packaged data, and were read without an error.
    """
    newest = newest_day(files)
    age = (today - newest).days
    if age <= _OLD:
        return None
    return (
        f"What is known of the models is of {newest}, {age} days before {today}: update "
        "claude-preflight, or lay newer facts over it with --knowledge or the setting `knowledge`."
    )


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        given = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"{place}: is not valid JSON: {error.msg}") from None
    except RecursionError:
        raise ValueError("is nested too deep") from None
    if not isinstance(given, Mapping):
        raise ValueError("is no JSON object")
    return given


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")


def _day(given: Mapping[str, Any]) -> date:
    value = given.get("as_of")
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        said = "is missing" if value is None else f"{_shown(value)} is no day"
        raise ValueError(f"as_of: {said}; write the day of the facts as YYYY-MM-DD") from None


def _sources(given: Mapping[str, Any], file: KnowledgeFile) -> dict[str, Mapping[str, Any]]:
    """The sources that the file brings with it; their labels name the file."""
    found: dict[str, Mapping[str, Any]] = {}
    for slug, source in _table(given, "sources").items():
        label = source.get("label") if isinstance(source, Mapping) else None
        day = source.get("date") if isinstance(source, Mapping) else None
        if not isinstance(label, str) or not (day is None or isinstance(day, str)):
            raise ValueError(
                f"sources.{slug}: {_shown(source)} has no label, or a date that is none"
            )
        found[slug] = {"label": f"{label} in {_name(file)}", "date": day or given["as_of"]}
    return found


def _same(packaged: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The packaged sources, without those of which the file says something else."""
    own = given.get("sources", {})
    return {slug: source for slug, source in packaged.items() if own.get(slug, source) == source}


def _announced(
    model_id: str, facts: Any, packaged: Mapping[str, Any], as_of: date
) -> Iterator[tuple[str, Any]]:
    """The facts of a model; an end that the file names was announced by the day of the file."""
    if not isinstance(facts, Mapping):
        raise ValueError(f"models.{model_id}: {_shown(facts)} is no object of facts")
    known = packaged["models"].get(model_id, {})
    yield from ((fact, value) for fact, value in facts.items() if value != known.get(fact))
    if "retires_on" in facts and "deprecated_on" not in {**known, **facts}:
        yield "deprecated_on", as_of.isoformat()


def _kinds(packaged: Mapping[str, Any], fact: str) -> set[type]:
    """The types of the values that the packaged data has for a fact; whole numbers are numbers."""
    entries = (model.get(fact, ()) for model in packaged["models"].values())
    values = (entry["value"] for each in entries for entry in each if "value" in entry)
    kinds = {type(value) for value in values}
    return kinds | {int, float} if kinds & {int, float} else kinds


def _check_entries(
    place: str, entries: Any, kinds: set[type], sources: Mapping[str, object]
) -> None:
    """Check that values are of the right kind, and that their sources are known."""
    for entry in entries if isinstance(entries, list) else [{"value": entries}]:
        if not isinstance(entry, Mapping):
            continue
        if kinds and "value" in entry and type(entry["value"]) not in kinds:
            raise ValueError(f"{place}: {_shown(entry['value'])} is not of the right kind")
        named = entry.get("sources", [])
        if not isinstance(named, list):
            raise ValueError(f"{place}: {_shown(named)} is no list of sources")
        for slug in named:
            if not isinstance(slug, str) or slug not in sources:
                raise ValueError(f"{place}: there is no source {_shown(slug)} under `sources`")


def _replacements(given: Mapping[str, Any]) -> dict[str, str]:
    found = _table(given, "replacements")
    for old, new in found.items():
        if not isinstance(new, str) or not new:
            raise ValueError(f"replacements.{old}: {_shown(new)} is no model id")
    return dict(found)


def _table(given: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = given.get(key, {})
    if not isinstance(value, Mapping):
        raise ValueError(f"{key}: {_shown(value)} is no object")
    return value


def _name(file: KnowledgeFile) -> str:
    return PurePath(file.path).name


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
