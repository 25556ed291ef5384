"""Text that is safe to show: nothing in it commands a terminal or tells a key.

What people wrote (names of files, settings, code) comes into reports, messages and logs. All of it
goes through `printable` where it is shown as text, through `masked` where it is shown as JSON.
"""

from __future__ import annotations

import re
import unicodedata

from claude_preflight.regex import regex

# Every key and token of Anthropic's begins so: API keys, admin keys, OAuth and session tokens. It
# may be written with escapes, and in pieces that are joined: `"sk-ant-" + "api03-..."`.
_ESCAPE = rb"(?:%|\\{1,4}(?:x|u00))"
_DASH = rb"(?:-|%b2D)" % _ESCAPE
_SECRET = rb"(?:[A-Z0-9_-]|%b[0-9A-F]{2})" % _ESCAPE
_JOINT = rb"\\{0,4}[\"'`][ \t+.&]{0,20}\\{0,4}[\"'`]"
_KEY = regex(
    rb"(sk%b(?:%b)?ant%b)((?:%b{0,30}%b){0,3}%b+)"
    % (_DASH, _JOINT, _DASH, _SECRET, _JOINT, _SECRET),
    re.IGNORECASE,
)
# How the terminal's control characters are shown.
_PICTURES = {**{chr(code): chr(0x2400 + code) for code in range(32)}, "\x7f": "\u2421"}
# Formatting characters too: some turn the direction of the text around.
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def printable(text: str) -> str:
    """The text on one line, with keys masked and nothing in it that a terminal would obey."""
    text = masked(text)
    # Most of what is shown is harmless as a whole; a look at each character takes far longer.
    return text if text.isprintable() else "".join(map(visible, text))


def visible(char: str) -> str:
    """A character as a terminal may show it: a picture of a control, U+FFFD for a hidden one."""
    if char in _PICTURES:
        return _PICTURES[char]
    return "\ufffd" if unicodedata.category(char) in _HIDDEN else char


def masked(text: str) -> str:
    """The text with the secret part of API keys replaced by as many stars."""
    if "ant" not in text.lower():
        return text
    return masked_bytes(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")


def masked_bytes(data: bytes) -> bytes:
    """The same for the bytes of a text."""
    if b"ant" not in data.lower():
        return data
    return _KEY.sub(lambda match: match[1] + b"*" * len(match[2]), data)
