"""Keys: the name that a value is given right before it, as settings of any kind write it."""

from __future__ import annotations

import re

from claude_preflight.regex import regex
from claude_preflight.text.model_words import names_a_model

# So far back a name may begin, in bytes.
_REACH = 160
_NAME = rb"[A-Za-z_][\w.-]*"
_QUOTED = rb"[\"'][^\"'\n]{0,80}[\"']"
# How a value is given a name, with signs one of which is there: what has none is not looked for.
_JOINTS = (
    # `${NAME:-`
    ((b"{",), rb"\{(?P<expanded>%b)(?::[-=]?)" % _NAME),
    # `--name `, `"--name", "`
    ((b"-",), rb"(?:^|[\s\"'`=:\[(,])--?(?P<flag>%b)(?:=|[ \t]+|[\"']\s*,\s*)" % _NAME),
    # `ENV NAME `
    ((b"ENV",), rb"^[ \t]*ENV[ \t]+(?P<variable>%b)[ \t]+" % _NAME),
    # `NAME: "`, `NAME=`, `["NAME"] = "`, `NAME: str = "`
    (
        (b"=", b":"),
        rb"(?P<name>%b)[\"'`]?\s?\]?\)?[ \t]*(?::=|\?\?=|\|\|=|\?=|=>|=|:"
        rb"|:[ \t]*[\w.\[\]<>&|?' ]{1,40}=)[ \t]*" % _NAME,
    ),
    # `getenv("NAME", "`
    ((b",",), rb"\([ \t]*[\"'`](?P<read>%b)[\"'`][ \t]*,[ \t]*" % _NAME),
    # `env.NAME ?? "`, `getenv("NAME") or "`, `var("NAME").unwrap_or("`
    (
        (b"?", b"|", b"or", b"Or"),
        rb"(?P<instead>%b)[\"'`]?\]?\)?[ \t]*"
        rb"(?:\?\?|\|\||\?:|\bor\b|\.(?:unwrap_or(?:_else)?|orElse|getOrElse)\("
        rb"(?:[ \t]*\|_?\|)?)[ \t]*" % _NAME,
    ),
    # `NAME: z.string().default("`
    (
        (b").",),
        rb"(?P<declared>%b)[\"']?[ \t]*[:=][ \t]*\w+(?:\.\w+)*"
        rb"(?:\([^()\n]{0,60}\)\.\w+){1,4}\([ \t]*" % _NAME,
    ),
    # `option("--NAME <id>", "help", "`
    (
        (b"--",),
        rb"[\"'][^\"'\n]{0,30}--(?P<option>%b)(?:[ =]?[<\[][\w.-]{1,40}[>\]])?[\"']"
        rb"[ \t]*,[ \t]*(?:%b[ \t]*,[ \t]*)?" % (_NAME, _QUOTED),
    ),
)
_BEFORE = tuple(
    (signs, regex(joint + rb"(?:&?\w{0,30}[\"'`]?)?\Z", re.MULTILINE)) for signs, joint in _JOINTS
)
# These are names of settings only where the name says so.
_LOOSE = frozenset(("read", "instead", "declared", "option"))
# An entry of a list that sets a variable: `{name: NAME, value: `, also over two lines.
_ENTRY = regex(
    rb"\bname[\"']?[ \t]*[:=][ \t]*[\"']?(?P<key>" + _NAME + rb")[\"']?[ \t]*,?\s{0,40}"
    rb"[\"']?value[\"']?[ \t]*[:=][ \t]*[\"']?\Z"
)


def key_before(data: bytes, start: int) -> str:
    """The name that is right before a value which begins at a place; "" without one."""
    before = data[max(start - _REACH, 0) : start]
    if b"name" in before and (entry := _ENTRY.search(before)):
        return entry["key"].decode()
    line = before[before.rfind(b"\n") + 1 :]
    match = _joint(line)
    if match is None:
        return ""
    key = match[match.lastgroup or 0].decode()
    # What is read is a setting by its name only; any text may be the first argument of a call.
    return key if match.lastgroup not in _LOOSE or names_a_model(key) else ""


def _joint(line: bytes) -> re.Match[bytes] | None:
    """What gives a name to a value behind a line: of several, the one that begins first."""
    patterns = (pattern for signs, pattern in _BEFORE if any(sign in line for sign in signs))
    found = filter(None, (pattern.search(line) for pattern in patterns))
    return min(found, key=re.Match.start, default=None)
