"""Tests: documents in which much that looks like a request is never sent to the API."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from claude_preflight.facts.types import Call
from claude_preflight.knowledge.clients import Library
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.rules.rule import Context


def is_test(context: Context) -> bool:
    """Whether a document is a test."""
    return any(map(Places.load().test, _words(context)))


def has_stand_in(context: Context) -> bool:
    """Whether something answers in place of the API in a document, as tests have it."""
    return any(map(Places.load().stand_in, _words(context)))


def _words(context: Context) -> tuple[AbstractSet[str], ...]:
    return context.facts.surroundings.words, *context.around.words


def is_only_made(context: Context, call: Call | None, library: Library | None) -> bool:
    """Whether a test makes an object with the parameters, which it need not send.

    It is made by a class of a library, or by a builder whose result nothing is called with.
    """
    if library is None or not is_test(context):
        return False
    return call is None or library.makes(call.callee)
