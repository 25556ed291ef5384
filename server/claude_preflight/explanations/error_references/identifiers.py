"""Names of errors: exception classes, types, and codes of `error.details`."""

from __future__ import annotations

import re

from claude_preflight.explanations.error_references.sdk_imports import (
    Origin,
    is_anthropic_module,
    origin,
)
from claude_preflight.explanations.error_references.surroundings import (
    START_OF_WORD,
    ErrorReference,
    Surroundings,
)
from claude_preflight.knowledge.errors import ErrorCatalog
from claude_preflight.regex import regex

_NAME = regex(
    rf"{START_OF_WORD}\*?[A-Za-z_$][\w$]*(?:(?:\.|::|\\{{1,2}}(?=[A-Z]))[A-Za-z_$][\w$]*)*"
)
_SEPARATOR = regex(r"::|\\+")
_WORD = regex(r"(?<![\w.-])[a-z]+(?:_[a-z]+)+(?![\w.(-])")
_QUOTES = "\"'`\\"
_SPEAKS_OF_TYPES = regex(r"\b(?:type|error|err)\b", re.IGNORECASE)
_SPEAKS_OF_ERROR_CODES = regex(r"error_?code", re.IGNORECASE)
# Types that no other vendor is known to use.
_TELLING_TYPES = frozenset(
    {"overloaded_error", "memory_path_conflict_error", "memory_precondition_failed_error"}
)
# Builtins of Python that the TypeScript SDK names a class after.
_BUILTINS = frozenset({"NotImplementedError"})
# Libraries that name their classes as the SDKs do, and wrap those.
_WRAPPERS = frozenset({"litellm", "langchain", "langchain_anthropic", "langchain_core"})


def class_name(place: Surroundings) -> ErrorReference | None:
    """An exception class of an SDK."""
    match = place.token(_NAME)
    name = known_class(place, match[0]) if match else None
    if match is None or name is None:
        return None
    catalog = ErrorCatalog.load()
    if code := catalog.error_code(name):
        entries = catalog.entries_of([code.entry])
        return place.reference_to(match.start(), match.end(), entries, code.error_code)
    return place.reference(match, catalog.by_class(name))


def known_class(place: Surroundings, written: str) -> str | None:
    """The name of a class of Anthropic's SDKs, if that is what is written."""
    classes = ErrorCatalog.load().class_names
    whole = _SEPARATOR.sub(".", written.lstrip("*"))
    qualifier, _, name = whole.rpartition(".")
    if place.pasted and name not in classes:
        # Bundlers number the classes that they rename.
        name = name.strip("_").rstrip("0123456789")
    if qualifier:
        if whole in classes:
            return whole
        return name if name in classes and _is_sdk(place, qualifier) else None
    return _known_bare_class(place, name, classes)


def _is_sdk(place: Surroundings, qualifier: str) -> bool:
    if is_anthropic_module(qualifier):
        return True
    package = qualifier.partition(".")[0]
    if place.pasted:
        return place.mentions_anthropic and package in _WRAPPERS
    return origin(place.text.data, package)[0] is Origin.ANTHROPIC


def _known_bare_class(place: Surroundings, name: str, classes: frozenset[str]) -> str | None:
    # Most words under a cursor end here; the imports are read for what may be a class.
    if name not in classes and not (name[:1].isupper() and place.mentions_anthropic):
        return None
    if place.pasted:
        return None if name in _BUILTINS or name not in classes or place.only_others else name
    where, original = origin(place.text.data, name)
    if where is Origin.ANTHROPIC:
        return original if original in classes else None
    if where is Origin.OTHER or name not in classes or name in _BUILTINS:
        return None
    return name if place.mentions_anthropic else None


def error_type(place: Surroundings) -> ErrorReference | None:
    """A value of `error.type`: in quotes or, in a pasted text, bare."""
    match = place.token(_WORD)
    if match is None or match[0] not in ErrorCatalog.load().error_types:
        return None
    if not (place.pasted or _is_quoted(place, match)) or not _is_api_type(place, match):
        return None
    return place.reference(match, ErrorCatalog.load().by_type(match[0]))


def _is_quoted(place: Surroundings, match: re.Match[str]) -> bool:
    before, after = place.line[: match.start()][-1:], place.line[match.end() :][:1]
    return bool(before and after) and before in _QUOTES and after in _QUOTES


def _is_api_type(place: Surroundings, match: re.Match[str]) -> bool:
    if place.mentions_anthropic or place.in_error_body or match[0] in _TELLING_TYPES:
        return True
    around = place.line[: match.start()] + place.line[match.end() :]
    if place.only_others:
        return False
    return place.pasted or _SPEAKS_OF_TYPES.search(around) is not None


def error_code(place: Surroundings) -> ErrorReference | None:
    """A value of `error.details.error_code`."""
    match = place.token(_WORD)
    code = ErrorCatalog.load().error_code(match[0]) if match else None
    if match is None or code is None or not _is_quoted(place, match):
        return None
    if not (place.mentions_anthropic or _SPEAKS_OF_ERROR_CODES.search(place.near)):
        return None
    entries = ErrorCatalog.load().entries_of([code.entry])
    return place.reference_to(match.start(), match.end(), entries, code.error_code)
