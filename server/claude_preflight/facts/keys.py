"""Keys: the name that a value is given right before it, as settings of any kind write it."""

from __future__ import annotations

import re

from claude_preflight.text.model_words import names_a_model

# So far back a name may begin, in bytes.
_REACH = 160
_NAME = rb"(?P<key>[A-Za-z_][\w.-]*)"
# `NAME: "`, `NAME=`, `["NAME"] = "`, `NAME = os.getenv("NAME", "`, `${NAME:-`, `--name `, and
# `ENV NAME `.
_BEFORE = re.compile(
    rb"(?:"
    rb"\{" + _NAME + rb"(?::[-=]?)"
    rb"|(?:^|[\s\"'`=:\[(,])--?" + _NAME.replace(b"key", b"flag") + rb"(?:=|[ \t]+|[\"']\s*,\s*)"
    rb"|^[ \t]*ENV[ \t]+" + _NAME.replace(b"key", b"variable") + rb"[ \t]+"
    rb"|"
    + _NAME.replace(b"key", b"name")
    + rb"[\"'`]?\s?\]?\)?[ \t]*(?::=|\?\?=|\|\|=|\?=|=>|=|:)[ \t]*"
    rb"|\([ \t]*[\"'`]" + _NAME.replace(b"key", b"read") + rb"[\"'`][ \t]*,[ \t]*"
    rb")(?:&?\w{0,30}[\"'`]?)?\Z",
    re.MULTILINE,
)
# An entry of a list that sets a variable: `{name: NAME, value: `, also over two lines.
_ENTRY = re.compile(
    rb"\bname[\"']?[ \t]*[:=][ \t]*[\"']?" + _NAME + rb"[\"']?[ \t]*,?\s{0,40}"
    rb"[\"']?value[\"']?[ \t]*[:=][ \t]*[\"']?\Z"
)


def key_before(data: bytes, start: int) -> str:
    """The name that is right before a value which begins at a place; "" without one."""
    before = data[max(start - _REACH, 0) : start]
    if entry := _ENTRY.search(before):
        return entry["key"].decode()
    line = before[before.rfind(b"\n") + 1 :]
    match = _BEFORE.search(line)
    if match is None:
        return ""
    key = match[match.lastgroup or 0].decode()
    # What is read is a setting by its name only; any text may be the first argument of a call.
    return key if match.lastgroup != "read" or names_a_model(key) else ""
