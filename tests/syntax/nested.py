"""Texts that nest in every way that a language knows, and a process that reads them all.

`python nested.py LANGUAGE` prints a line of JSON before each text, and one with what came of it: a
parser that crashes takes the process with it, and the last line says on what.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date

from claude_preflight.analysis.analyze import analyze_reading
from claude_preflight.analysis.reading import Reading
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

TODAY = date(2026, 8, 1)
ID = "claude-2.1"
USE = f'\nmodel = "{ID}"\n'
# What opens and, where it is closed at all, closes a level on the same line.
PAIRS = (
    *("( )", "[ ]", "{ }", "< >", "(( ))", "$( )", "${ }", '"${ }"', '"#{ }"', '"\\( )"', '"{ }"'),
    *('f"{ }"', '$"{ }"', 's"${ }"', '"%{if(a)} %{endif}"', "`${ }`", "'${ }'", "<a> </a>"),
    *("<div> </div>", "<!-- -->", "<![CDATA[ ]]>", "/* */", "(* *)", "--[[ ]]", "f( )", "f({a: })"),
    *('{"a": }', '{"model":"claude-2.1","a": }', "%w( )", "%q< >", '%Q{#{" "}}', "${a:- }"),
    *("[a]( )", "#[a( )]", "@a( )", "|x| ;", "a[ ]", "A<B, >"),
)
# The same with words, each on a line of its own or before the next one.
WORDS = (
    *("if_x_then end", "begin end", "do end", "while_x_do end", "if_x fi", "case_x_in_a) esac"),
    *("def_f end", "class_A end", "function_f() end", "function_f(){ }", "fn_f(){ }", "try_{ }"),
    *("select_( )", "case_when_a_then end", "block_{ }", "namespace_A{ }", "#if_X #endif"),
    *("if_(x)", "if_(x)_{}_else", "else_if_(x)_{}", "elif_x:", "switch_(a)_{_case_1: }"),
)
# What stands before a level, or goes on with it.
MARKS = (
    *("- ", "? ", ": ", "* ", "+ ", "1. ", "> ", ">", "# ", "| ", ".. ", "!", "-", "~", "&", "@"),
    *("not ", "await ", "new ", "a.", "a?.", "a::", "a->", "a.a()", "a ? ", "a ? b : ", "x => "),
    *("lambda x: ", "a<", "a = ", "a + ", "a && ", "a, ", "a | ", "(0)", "[0]", "$", "\\", "\0"),
    *("\ufeff", "\N{PILE OF POO}", "\t", "\r", "\f", "\n", "\\\n", "# a\n", "// a\n", "-- a\n"),
    *("```\n", "~~~\n", "<<A\n", "- a: ", "- ? ", "? - ", "- - "),
    *("---\n", "a: |\n ", "[", "{", "r#", "a\n", "| a\n", "{{", "{%"),
)
# What a line holds that is indented further than the one above.
LINES = (
    *("if x:", "a:", "- ", "- a: ", "? ", "? a", "* a", "1. a", "> a", "a", ".. note::", "::"),
    *("class A:", "begin", "def f", "match a:", "while x:", "<a>", "- - ", "a: |", "[", "/*", "'"),
)
_NESTED_HERE = (
    *("cat <<@\n$(", "<<@\n#{", "x = <<~@\n#{"),
    *("<<<@\n{$a[", "a = <<@\n${", "RUN <<@\n"),
)
_LONG_WORDS = (
    *("cat <<@", "x = <<~@", "<?php $a = <<<@", "RUN <<@"),
    *("<@>", 'R"@(', "$@$", "```@"),
)


def texts(depth: int) -> Iterator[tuple[str, str]]:
    """Texts, each with a name, that nest about that deep."""
    for pair in (*PAIRS, *WORDS):
        opens, closes = pair.replace("_", " ").split(" ", 1) if pair in PAIRS else _words(pair)
        yield pair, opens * depth + f'"{ID}"' + closes * depth + USE
        yield f"{pair} left open", opens * depth + USE
    for mark in MARKS:
        yield mark, mark * depth + ID + USE
    for line in LINES:
        for ends in ("\n", "\n\n"):
            lines = (" " * (level % 700) + line + ends for level in range(depth))
            yield f"indented {line!r} {ends!r}", "".join(lines) + " " * depth + ID + USE
    yield from _here_documents(depth)


def _words(pair: str) -> tuple[str, str]:
    opens, _, closes = pair.partition(" ")
    return opens.replace("_", " ") + "\n", f"\n{closes.replace('_', ' ')}\n" if closes else ""


def _here_documents(depth: int) -> Iterator[tuple[str, str]]:
    for start in _NESTED_HERE:
        words = [f"WORD{level}" for level in range(depth)]
        opens = "".join(start.replace("@", word) for word in words)
        yield start, opens + ID + "".join(f"\n{word}\n" for word in reversed(words)) + USE
    for length in (depth, 1018, 1019, 1020):
        for start in _LONG_WORDS:
            word = "A" * length
            yield f"{start} {length}", f"{start.replace('@', word)}\n{ID}\n{word}\n" + USE
    for mark in ("`", "#", '"', "'", "=", "~", ":"):
        fences = (mark * (depth + 3 - level) + "\n" for level in range(0, depth, 1 + depth // 60))
        yield f"fences {mark}", "".join(fences) + ID + USE


def main(language: str, *depths: str) -> None:
    """Read all texts and say what came of each."""
    for depth in map(int, depths):
        for name, text in texts(depth):
            print(json.dumps({"name": name, "depth": depth}), flush=True)
            document = Document.of(text, None, language)
            reading = Reading(document)
            found = [finding.text for finding in analyze_reading(reading, Settings(), TODAY)]
            print(json.dumps({"found": found, "notes": reading.notes}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
