"""How languages write values, mappings, names and functions: no more than the requests need."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from textwrap import indent

Tree = dict[str, object]
"""Keys and values as a library takes them: JSON with `Name`, `Code` and `Wrapped` in it."""

INDENT = "    "


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands for a value."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A value as the source has it."""

    text: str


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A value in a call or after a word, as `anthropic.Float({value})`."""

    template: str
    value: object


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not known where the request is made; `kind` is its type in Python."""

    kind: type


@dataclass(frozen=True, slots=True)
class Shape:
    """How keys and values make one thing: `pair` has `{key}` and `{value}` in it."""

    pair: str
    start: str = ""
    end: str = ""
    separator: str = ","
    closing: str = ","
    """What stands behind the last pair where each has a line of its own."""

    def line(self, pairs: Iterable[str]) -> str:
        return f"{self.start}{f'{self.separator} '.join(pairs)}{self.end}"

    def lines(self, pairs: Iterable[str]) -> str:
        inner = f"{self.separator}\n".join(pairs)
        start, end = self.start.rstrip(), self.end.lstrip()
        return f"{start}\n{indent(inner, INDENT)}{self.closing}\n{end}"


@dataclass(frozen=True)
class Language:
    """A language by its parts; each is a template with words in braces.

    `frame` is a file with a function, `script` one without, where the language can do so. The words
    on lines of their own in them are `{head}` (imports), `{constants}` and `{body}`.
    """

    mapping: Shape
    frame: str
    binding: str
    constant: str
    script: str = ""
    sequence: tuple[str, str] = ("[", "]")
    words: Mapping[object, str] = field(
        default_factory=lambda: {True: "true", False: "false", None: "null"}
    )
    types: Mapping[type, str] = field(default_factory=dict)
    reference: str = "{name}"
    unknown: str = "value"
    assignment: str = ""
    spread: str = ""
    text: str = "'{value}'"
    """How a string with quotes in it is written; "" with escapes."""
    is_upper: bool = True

    def write(self, value: object) -> str:
        """A value on one line."""
        if isinstance(value, Name | Code):
            return value.text
        if isinstance(value, Unknown):
            return self.unknown
        if isinstance(value, Wrapped):
            return value.template.replace("{value}", self.write(value.value))
        if isinstance(value, dict):
            return self.mapping.line(self.pairs(self.mapping, value))
        if isinstance(value, list):
            return ", ".join(map(self.write, value)).join(self.sequence)
        if value is None or isinstance(value, bool):
            return self.words[value]
        return json.dumps(value)

    def pairs(self, shape: Shape, tree: Tree) -> list[str]:
        """The pairs of a mapping; one whose key is empty is written as its value alone."""
        return [
            filled(shape.pair, key=key, value=self.write(value)) if key else self.write(value)
            for key, value in tree.items()
        ]

    def bind(self, name: str, value: str) -> tuple[str, Name]:
        """The statement that binds a name in a function, and the name as it is used."""
        return filled(self.binding, name=name, value=value), self.name(name)

    def name(self, name: str) -> Name:
        return Name(filled(self.reference, name=name))

    def define(self, key: str, value: object) -> tuple[str, Name]:
        """The statement that defines a constant for a parameter, and the constant as it is used."""
        words = ["default", *(word.lower() for word in key.split("_"))]
        camel = words[0] + "".join(word.capitalize() for word in words[1:])
        name = "_".join(words).upper() if self.is_upper else camel
        type_name = self.types.get(type(value), "")
        return filled(self.constant, name=name, value=self.write(value), type=type_name), Name(name)

    def file(self, head: str, constants: list[str], body: str, unknown: Unknown | None) -> str:
        """A whole file; with something unknown it has a function whose parameter that is."""
        frame = self.frame if unknown or not self.script else self.script
        lines: list[str] = []
        for line in frame.splitlines():
            inner = {"{head}": head, "{constants}": "\n".join(constants), "{body}": body}.get(
                line.strip()
            )
            space = line[: len(line) - len(line.lstrip())]
            lines.append(line if inner is None else indent(inner, space))
        parameter = self.types.get(unknown.kind, "") if unknown else self.types.get(float, "")
        text = filled("\n".join(lines), type=parameter)
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def filled(template: str, **words: str) -> str:
    """A template with its words in braces replaced, and every other brace as it is."""
    for word, text in words.items():
        template = template.replace(f"{{{word}}}", text)
    return template
