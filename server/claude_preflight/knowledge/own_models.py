"""The models of a user's settings, laid over those that this package knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from claude_preflight.knowledge.model_facts import SETTINGS

_TEXTS = ("name", "family", "generation", "id_kind", "access", "variant_of")
_TEXTS_BESIDE_A_VALUE = frozenset({"id", "note", "successor"})
_STATUSES = ("active", "deprecated", "retired")
_DAYS = ("released_on", "deprecated_on", "retired_on", "retires_on", "retires_not_before")
# No count and no price is larger, and a number that is can not be calculated with.
_MOST = 10**12
_IDS = ("replacement", "suggested_upgrade")
_COUNTS = ("context_window", "max_output_tokens", "max_output_tokens_batch_beta")


def with_own(
    known: Mapping[str, Mapping[str, Any]],
    own: Mapping[str, Mapping[str, Any]],
    source: str = SETTINGS,
) -> dict[str, Mapping[str, Any]]:
    """The known models with the facts of the own ones in place of theirs, fact by fact.

    A fact of an own model is as in `models.json` or just its value, an alias just its text. Its
    source is the given one, before those that it names itself.
    ValueError, with a message for people, for a fact that is unknown or not of the right kind.
    """
    facts = {fact for model in known.values() for fact in model}
    merged = dict(known)
    for model_id, given in own.items():
        merged[model_id] = {
            **known.get(model_id, {}),
            **dict(_facts(model_id, given, facts, source)),
        }
    return merged


def check_platforms(place: str, entries: Any, platforms: Mapping[str, object]) -> None:
    """Check that what a fact says of platforms is said of known ones. ValueError as above."""
    listed = entries if isinstance(entries, list) else ()
    named = [each.get("platform") for each in listed if isinstance(each, Mapping)]
    if place.endswith(".platforms") and isinstance(entries, Mapping):
        named += entries
    for platform in named:
        if isinstance(platform, str) and platform not in platforms:
            known = ", ".join(sorted(platforms))
            raise ValueError(f"{place}: there is no platform {platform!r}; known are {known}")


def _facts(
    model_id: str, given: Mapping[str, Any], facts: set[str], source: str
) -> Iterator[tuple[str, Any]]:
    for fact, value in given.items():
        key = f"models.{model_id}.{fact}"
        if fact not in facts:
            raise ValueError(f"{key}: there is no such fact; known are {', '.join(sorted(facts))}")
        if fact in _TEXTS:
            yield fact, _text(key, value)
        elif fact == "aliases":
            yield fact, [_alias(key, alias, source) for alias in _list(key, value)]
        elif fact == "platforms":
            yield fact, _platforms(key, value)
        elif fact.startswith("platform_"):
            yield fact, [_platform_entry(key, entry, source) for entry in _list(key, value)]
        else:
            entries = value if isinstance(value, list) else [{"value": value}]
            yield fact, [_entry(key, fact, entry, source) for entry in entries]


def _entry(key: str, fact: str, entry: Any, source: str) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping) or "value" not in entry:
        raise ValueError(f"{key}: {entry!r} has no value")
    value = entry["value"]
    _check_texts(key, entry)
    if fact in _DAYS and value is not None:
        _check_day(key, value)
    if fact in _IDS:
        _text(key, value)
    if fact in _COUNTS and (type(value) is not int or not 1 <= value <= _MOST):
        raise ValueError(f"{key}: {value!r} is no number of tokens")
    if fact.startswith("price_") and fact.endswith("_mtok"):
        _check_price(key, value)
    return _sourced(entry, source)


def _platform_entry(key: str, entry: Any, source: str) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping) or not {"platform", "value"} <= entry.keys():
        raise ValueError(f"{key}: {entry!r} has no platform or no value")
    for text in (entry["platform"], *_list(f"{key}.ids", entry.get("ids", []))):
        _text(key, text)
    for region in _list(f"{key}.regions", entry.get("regions", [])):
        _text(f"{key}.regions", region)
    _check_texts(key, entry)
    if key.endswith("dates"):
        _check_day(key, entry["value"])
    elif entry["value"] not in _STATUSES:
        raise ValueError(f"{key}: {entry['value']!r} is not one of {', '.join(_STATUSES)}")
    return {"ids": [], **_sourced(entry, source)}


def _check_texts(key: str, entry: Mapping[str, Any]) -> None:
    for name in _TEXTS_BESIDE_A_VALUE & entry.keys():
        _text(f"{key}.{name}", entry[name])


def _sourced(entry: Mapping[str, Any], source: str) -> Mapping[str, Any]:
    """An entry with the user's file as its first source; settings are the only source."""
    named = entry.get("sources", []) if source != SETTINGS else []
    return {**entry, "sources": [source, *named]}


def _alias(key: str, alias: Any, source: str) -> Mapping[str, Any]:
    text = alias.get("id") if isinstance(alias, Mapping) else alias
    return {"id": _text(key, text), "kind": "own", "sources": [source]}


def _platforms(key: str, value: Any) -> Mapping[str, list[str]]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{key}: {value!r} is no table of platforms and their ids")
    return {
        platform: [_text(f"{key}.{platform}", each) for each in _list(f"{key}.{platform}", ids)]
        for platform, ids in value.items()
    }


def _list(key: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{key}: {value!r} is no list")
    return value


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key}: {value!r} is no text")
    return value


def _check_day(key: str, value: Any) -> None:
    try:
        if not isinstance(value, (str, date)):
            raise ValueError
        date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{key}: {value!r} is no day; write YYYY-MM-DD") from None


def _check_price(key: str, value: Any) -> None:
    # A comparison with NaN is false.
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _MOST:
        raise ValueError(f"{key}: {value!r} is no price in US dollars")
