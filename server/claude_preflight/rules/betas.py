"""Betas: the words by which a request asks for features that are not for everybody yet."""

from __future__ import annotations

import re

from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.rules.rule import Context

_BETA = regex(rb"\b[a-z][a-z0-9-]{2,40}-20\d\d-\d\d-\d\d\b")
# What each of them has is found much faster.
_DAY = regex(rb"-20\d\d-\d\d-")
# `AnthropicBeta.InterleavedThinking2025_05_14`, `AnthropicBeta::INTERLEAVED_THINKING_2025_05_14`
_CONSTANT = regex(
    rb"\b(?:AnthropicBeta)?(?P<name>[A-Z][A-Za-z0-9]{1,40}|[A-Z][A-Z0-9_]{1,40}_)"
    rb"(?P<day>20\d\d_\d\d_\d\d)\b"
)
_CONSTANT_DAY = regex(rb"20\d\d_\d\d_\d\d")
# Where a word begins in a name that has no blanks: `MCPClient`, `Context1m`.
_WORD = regex(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Z])(?=\d)")
# How far from a body its headers stand: options of the same command.
_BEFORE, _BEHIND = 2_000, 400


def betas_in(context: Context) -> list[str]:
    """The words of a document that may be betas, and those beside it in the command around it."""
    if "betas" not in context.shared:
        context.shared["betas"] = [*context.around.betas, *betas_of(context.text.data)]
    betas: list[str] = context.shared["betas"]
    return betas


def betas_near(data: bytes, body: Span) -> tuple[str, ...]:
    """The words that may be betas around a body that stands in a text."""
    return tuple(betas_of(data[max(body.start - _BEFORE, 0) : body.end + _BEHIND]))


def betas_of(data: bytes) -> list[str]:
    """What in a text may be a beta, as headers have it; constants of SDKs stand for some."""
    found = [match.decode() for match in _BETA.findall(data)] if _DAY.search(data) else []
    if _CONSTANT_DAY.search(data):
        found += map(_named_by, _CONSTANT.finditer(data))
    return found


def _named_by(constant: re.Match[bytes]) -> str:
    """The beta that a constant of an SDK stands for, by the way in which they are named."""
    name, day = constant["name"].decode(), constant["day"].decode().replace("_", "-")
    words = name.strip("_").replace("_", "-") if name.isupper() else _WORD.sub("-", name)
    return f"{words.lower()}-{day}"
