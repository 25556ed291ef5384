"""A name that is given an id for another one that it had, or for an older version of an app.

Such a branch is a map of names in code: it says what became of one, and not what is asked for.
"""

from __future__ import annotations

import re

from claude_preflight.facts.roles.branch import conditions
from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.regex import regex

_SET = regex(rb"(?<![\w.$])(?P<name>[\w.$>\-\[\]\"']{1,80}?)[ \t]*:?=[ \t]*[\"'`]\Z")
_REACH = 120
# What asks a name for an id, behind that name.
_IS_ID = rb"[\])]?\s*(?:={2,3}|\.equals\(|\beq\b)\s*[\"'`][^\"'`\n]{0,60}claude"
_IS_OLDER = regex(
    rb"\b(?:if|unless|when)\b[^\n]{0,120}?version[\w\])\"']{0,20}\s*<=?\s*\d", re.IGNORECASE
)


def is_rewritten(candidate: Candidate) -> bool:
    """Whether the branch of an assignment asks for the former value, or for an older version."""
    data, word = candidate.readers.text.data, candidate.word
    found = _SET.search(data, max(word.start - _REACH, 0), word.start)
    if found is None:
        return False
    asked = re.compile(rb"(?<![\w.$])" + re.escape(found["name"]) + _IS_ID)
    return any(
        asked.search(condition) or _IS_OLDER.search(condition)
        for condition in conditions(candidate)
    )
