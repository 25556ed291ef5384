"""Read messages of clients that are not quite what the protocol wants, where the meaning is clear.

A document whose version or language is missing is still a document; losing it would show findings
of a text that is no longer there. What has no clear meaning raises an error of any type.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from cattrs import Converter
from lsprotocol import types
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    default_converter,
)

_LARGEST = 2**31 - 1
# The same as the type with that name in lsprotocol, whose parts are only named there.
_CHANGE = types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument


def make_converter() -> Converter:
    """The converter of pygls with our own readings."""
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]

    def change(values: Any, _: type) -> types.TextDocumentContentChangeEvent:
        """A change; the deprecated length of its range says nothing new and may be anything."""
        text = _text(values["text"])
        if values.get("range") is None:
            return types.TextDocumentContentChangeWholeDocument(text)
        where = converter.structure(values["range"], types.Range)
        return types.TextDocumentContentChangePartial(where, text)

    hooks = {
        types.Position: _position,
        types.TextDocumentIdentifier: _document,
        types.VersionedTextDocumentIdentifier: _versioned,
        types.VersionedNotebookDocumentIdentifier: _versioned,
        types.TextDocumentItem: _item,
        types.CancelParams: _cancelled,
        _CHANGE: change,
        JsonRPCRequestMessage: _as_it_is,
        JsonRPCNotification: _as_it_is,
    }
    for kind, hook in hooks.items():
        converter.register_structure_hook(kind, hook)
    for kind in vars(types).values():
        if isinstance(kind, type) and issubclass(kind, Enum):
            converter.register_structure_hook(kind, _named)
    return converter


def _named(value: Any, kind: type[Enum]) -> Any:
    """A name of the protocol, or one that a newer protocol has: it is not asked for by us."""
    return value if value not in kind._value2member_map_ else kind(value)


def _position(values: Any, _: type) -> types.Position:
    """A position; numbers below zero or above the largest one are moved to the nearest allowed."""
    line, character = (_number(values[key]) for key in ("line", "character"))
    return types.Position(line, character)


def _document(values: Any, _: type) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(_text(values["uri"]))


def _versioned(values: Any, kind: Any) -> Any:
    """A document or notebook with its version."""
    return kind(version=_version(values), uri=_text(values["uri"]))


def _item(values: Any, _: type) -> types.TextDocumentItem:
    """A document; where no language is named, its file name tells it."""
    language = values.get("languageId")
    return types.TextDocumentItem(
        uri=_text(values["uri"]),
        language_id=language if isinstance(language, str) else "",
        version=_version(values),
        text=_text(values["text"]),
    )


def _cancelled(values: Any, _: type) -> types.CancelParams:
    """The request to stop; only a text or an integer names one."""
    named = values["id"]
    return types.CancelParams(named if type(named) is int else _text(named))


def _as_it_is(values: Any, kind: Any) -> Any:
    """A message that only we know, with the values in it as JSON has them."""
    return kind(**{"params": None, **values})


def _version(values: Any) -> int:
    """The version, 0 where it is none: the text still counts."""
    version = values.get("version")
    is_version = isinstance(version, int) and abs(version) <= _LARGEST
    return version if is_version else 0


def _number(value: Any) -> int:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise TypeError("a number is wanted")
    return min(max(int(value), 0), _LARGEST)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value
