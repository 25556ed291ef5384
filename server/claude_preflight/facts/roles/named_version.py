"""A use beside a name of its version, a label or the branch that it is in, which stays behind."""

from __future__ import annotations

from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.branch import conditions
from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.facts.roles.labelled import labels
from claude_preflight.regex import regex
from claude_preflight.text.model_words import Version, plain_key

# What is further out is called after more than one model.
_MOST_HOLDERS = 3
_HEADER = regex(rb"\[\[?[ \t]*(?:[\w-]+\.)*[\"']?(?P<name>[\w-]{1,80})[\"']?[ \t]*\]")
_BRANCH = regex(rb"\b(?:if|elif|elsif|elseif|case|when)\b|=>|->|\?")
# A text, or a regular expression.
_QUOTED = regex(rb"([\"'`/])\^?(?P<name>[\w.: -]{3,40})[*.\\$-]{0,4}\1")


def is_named(candidate: Candidate) -> bool:
    """Whether another id would belie what stands beside an id, or is written in another way."""
    text = candidate.readers.text.slice(candidate.word)
    name = text[max(text.lower().rfind("claude"), 0) :]
    if name != name.lower() and name.lower().startswith("claude-"):
        return True  # no id of the API, but a name that people read
    version = Version.of(text)
    return version is not None and (
        _is_labelled(candidate, version)
        or _is_below(candidate, version)
        or _is_in_branch(candidate, version)
    )


def _is_below(candidate: Candidate, version: Version) -> bool:
    """Whether an entry around an id, or the table of TOML that it is in, has the version's name."""
    holders = [each for each in candidate.captures if each.kind in HOLDERS][: _MOST_HOLDERS + 1]
    names = [candidate.key_of(each) for each in holders[1:]]
    data = candidate.readers.text.data
    start = candidate.word.start
    headers = (_HEADER.match(data, each.span.start, start) for each in holders[:1])
    names += [plain_key(each["name"].decode(errors="replace")) for each in headers if each]
    return any(map(version.is_named_by, names))


def _is_labelled(candidate: Candidate, version: Version) -> bool:
    """Whether a label names the version; the very same id is another use."""
    text = candidate.readers.text.slice(candidate.word)
    holders = (each for each in candidate.captures if each.kind in HOLDERS)
    return any(
        label != text and version.is_named_by(plain_key(label))
        for holder in islice(holders, _MOST_HOLDERS)
        for label in labels(candidate, holder)
    )


def _is_in_branch(candidate: Candidate, version: Version) -> bool:
    """Whether the condition on the same line, or right around, asks for a name of the version."""
    return any(_asks(line, version) for line in conditions(candidate))


def _asks(line: bytes, version: Version) -> bool:
    return _BRANCH.search(line) is not None and any(
        version.is_named_by(plain_key(quoted["name"].decode())) for quoted in _QUOTED.finditer(line)
    )
