"""What is wrong with a settings file, as a diagnostic in it."""

from __future__ import annotations

import re
from pathlib import Path

from lsprotocol import types

from claude_preflight.findings import Span
from claude_preflight.lsp.conversions import SOURCE, range_of
from claude_preflight.lsp.workspace_settings import WrongFile
from claude_preflight.regex import regex
from claude_preflight.safe_text import printable
from claude_preflight.text.source_text import PositionEncoding, SourceText

CODE = "settings"
# Where the parser says that a text is no TOML.
_PLACE = regex(r"\(at line (\d+), column (\d+)\)")
_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_KEYS = rf"(?P<keys>{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*)"
_TABLE = regex(rf"\s*\[\[?\s*{_KEYS}\s*\]")
_PAIR = regex(rf"\s*{_KEYS}\s*=")


def diagnostic_of(path: Path, wrong: WrongFile, encoding: PositionEncoding) -> types.Diagnostic:
    """The diagnostic of a settings file that cannot be used, on the line that is to blame."""
    said = wrong.message.removeprefix(str(path)).removeprefix(":").strip()
    used = "those that were last good" if wrong.is_replaced else "the defaults"
    text = SourceText.of(wrong.text)
    return types.Diagnostic(
        range=range_of(text, _span(text, wrong), encoding),
        message=printable(
            f"{said}. Until this is mended, {used} are used instead of these settings."
        ),
        severity=types.DiagnosticSeverity.Error,
        code=CODE,
        source=SOURCE,
    )


def _span(text: SourceText, wrong: WrongFile) -> Span:
    lines = wrong.text.split("\n")
    if place := _PLACE.search(wrong.message):
        number = int(place[1]) - 1
    elif wrong.message.endswith("(at end of document)"):
        number = len(wrong.text.rstrip().split("\n")) - 1
    elif wrong.keys or wrong.table:
        number = _line_of(lines, (*wrong.table, *wrong.keys))
    else:
        number = 0
    before = sum(len(line) + 1 for line in lines[:number])
    line = lines[number] if number < len(lines) else ""
    start = before + len(line) - len(line.lstrip())
    return Span(*(len(wrong.text[:at].encode()) for at in (start, before + len(line.rstrip()))))


def _line_of(lines: list[str], keys: tuple[str, ...]) -> int:
    """The first of the lines that name most of the keys, as tables or as keys in them."""
    best, most = 0, 0
    table: tuple[str, ...] = ()
    for number, line in enumerate(lines):
        if heading := _TABLE.match(line):
            named = table = _keys(heading)
        elif pair := _PAIR.match(line):
            named = table + _keys(pair)
        else:
            continue
        common = min(len(named), len(keys))
        if named[:common] == keys[:common] and common > most:
            best, most = number, common
    return best


def _keys(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(key.strip("\"'") for key in re.findall(_KEY, match["keys"]))
