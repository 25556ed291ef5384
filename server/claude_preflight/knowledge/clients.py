"""The libraries by which programs call the Claude API, and how each writes what it is told.

They are in `clients.json`, each with its sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from claude_preflight.knowledge import data
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

# How a file of a language says that it uses a module.
_IMPORTS = {
    "python": r"^[ \t]*(?:from[ \t]+{module}[ \t.]"
    r"|import[ \t]+(?:[\w., \t]*,[ \t]*)?{module}(?=[ \t.,\r\n]|\Z))",
    "node": r"""["'`]{module}(?:/[^"'`\n]*)?["'`]""",
    "go": r'"{module}(?:/[^"\n]*)?"',
    "jvm": r"^[ \t]*import[ \t]+(?:static[ \t]+)?{module}\.",
    "csharp": r"^[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+|\w+[ \t]*=[ \t]*)?"
    r"{module}(?:\.(?!SDK\b)[\w.]+)?[ \t]*;",
    "config": r"""^[ \t]*(?:-[ \t]+)?["']?{module}["']?[ \t]*[:=]""",
    "ruby": r"""^[ \t]*require[ \t(]+["']{module}["'/]""",
    "php": r"(?:^[ \t]*use[ \t]+\\?{module}(?![\w\\])|\bnew[ \t]+\\?{module}\b)",
}
# What is in each line that does so, in some languages.
_STATEMENT_WORDS = {"python": b"import", "jvm": b"import", "csharp": b"using", "ruby": b"require"}
# What a module stands behind in these, by which it is looked for.
_QUOTES = {"node": ('"', "'", "`"), "go": ('"',)}


class Library(NamedTuple):
    """A library. `clients.schema.json` says what each field means.

    `platform` is where all of its calls go, if that is one; those of a client go where
    `constructors` says, or one of the `backends` among its arguments. `options` are names of
    options by how the library writes them, and `providers` functions that are given an id first.
    `default_names` are what a module as a whole is called among the other names. One of the
    `import_signs` of a module is in each line that imports it.
    """

    id: str
    name: str
    languages: tuple[str, ...]
    modules: tuple[str, ...]
    imports: re.Pattern[bytes]
    import_signs: Mapping[bytes, tuple[bytes, ...]]
    needs_import: bool
    is_vendors: bool
    platform: str | None
    imported_as: str
    default_names: Mapping[str, str]
    constructors: Mapping[str, str | None]
    backends: Mapping[str, str | None]
    providers: Mapping[str, str]
    calls: tuple[str, ...]
    types: tuple[str, ...]
    options: Mapping[str, str]
    timeout_unit: str | None
    base_path: str | None
    drops: frozenset[str]
    passes: frozenset[str]
    passes_by: tuple[str, ...]
    drops_with: str | None

    def is_imported(self, text: bytes) -> bool:
        """Whether a text says that it uses this library."""
        return next(self.lines_importing(text), None) is not None

    def lines_importing(self, text: bytes) -> Iterator[tuple[int, int]]:
        """The starts and ends of the lines in which a text imports a module of this library."""
        found = [signs for module, signs in self.import_signs.items() if module in text]
        lines = (line for sign in chain.from_iterable(found) for line in _lines_with(sign, text))
        return (line for line in lines if self.imports.search(text, *line))

    def makes(self, callee: str) -> bool:
        """Whether what is called so makes a client of this library, which may be a request too."""
        names = (*self.constructors, *self.types)
        return any(callee == name or callee.endswith(f".{name}") for name in names)

    def platform_of(self, made: str) -> str | None:
        """The platform that a client calls which is made by a name; None if that is not known."""
        names = [n for n in self.constructors if made == n or made.endswith((f".{n}", f"::{n}"))]
        return self.constructors[max(names, key=len)] if names else None

    def sends(self, callee: str) -> bool:
        """Whether what is called so, such as `client.messages.create`, sends a request by it."""
        return any(callee == call or callee.endswith(f".{call}") for call in self.calls)


@cache
def libraries() -> Mapping[str, Library]:
    """All libraries by their ids."""
    rows = data.load("clients.json")["libraries"]
    return {slug: _library(slug, row) for slug, row in rows.items()}


@lru_cache(maxsize=1024)
def sends(callee: str) -> bool:
    """Whether what is called so sends a request by one of the libraries."""
    return any(library.sends(callee) for library in libraries().values())


@cache
def libraries_of(language: str) -> tuple[Library, ...]:
    """The libraries that programs in a language may use."""
    return tuple(each for each in libraries().values() if language in each.languages)


def imported(text: bytes, language: str) -> Iterator[str]:
    """The ids of the libraries that a text in a language says it uses."""
    statements: dict[bytes, bytes] = {b"": text}
    for library in libraries_of(language):
        word = _STATEMENT_WORDS.get(library.imported_as, b"")
        if word not in statements:
            statements[word] = b"\n".join(text[slice(*line)] for line in _lines_with(word, text))
        if library.is_imported(statements[word]):
            yield library.id


def _lines_with(word: bytes, text: bytes) -> Iterator[tuple[int, int]]:
    """The starts and ends of the lines that have a word."""
    at = text.find(word)
    while at >= 0:
        start, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
        end = end if end >= 0 else len(text)
        yield start, end
        at = text.find(word, end)


def _library(slug: str, row: Mapping[str, Any]) -> Library:
    modules = tuple(row["modules"])
    pattern = _IMPORTS[row["import"]].replace(
        "{module}", f"(?:{'|'.join(map(re.escape, modules))})"
    )
    options = row.get("options", {}).items()
    return Library(
        id=slug,
        name=row["name"],
        languages=tuple(row["languages"]),
        modules=modules,
        imports=regex(pattern.encode(), re.MULTILINE),
        import_signs={module.encode(): _signs(module, row["import"]) for module in modules},
        needs_import=row.get("needs_import", True),
        is_vendors=row.get("is_vendors", False),
        platform=row.get("platform"),
        imported_as=row["import"],
        default_names=row.get("default_names", {}),
        constructors=row.get("constructors", {}),
        backends=row.get("backends", {}),
        providers=row.get("providers", {}),
        calls=tuple(row.get("calls", ())),
        types=tuple(row.get("types", ())),
        options={written: name for name, spellings in options for written in spellings},
        timeout_unit=row.get("timeout_unit"),
        base_path=row.get("base_path"),
        drops=frozenset(row.get("drops", ())),
        passes=frozenset(row.get("passes", ())),
        passes_by=tuple(row.get("passes_by", ())),
        drops_with=row.get("drops_with"),
    )


def _signs(module: str, style: str) -> tuple[bytes, ...]:
    """What is in a line that imports a module."""
    return tuple(f"{quote}{module}".encode() for quote in _QUOTES.get(style, ("",)))
