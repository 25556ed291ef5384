"""Aliases: names that a text gives to what it takes from a library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice

from claude_preflight.knowledge.clients import Library, libraries, libraries_of
from claude_preflight.regex import regex

Aliases = Mapping[str, str]
"""Alias -> the name that the library has for the same, as `clients.json` writes it."""

NO_ALIASES: Aliases = {}

# How a statement gives names, by how its language imports. No statement is longer than what the
# reader of an edit looks at. `names` are pairs, `default` is what a module is called as a whole.
_STATEMENTS = {
    "python": r"from[ \t]+{module}(?:\.[\w.]{0,80})?[ \t]+import[ \t]+"
    r"(?P<names>\([^)]{0,140}\)|[^\r\n(]{0,140})",
    "node": r"(?:import|const|let|var)\s+(?:type\s+)?"
    r"(?:(?P<default>\w{1,60})(?=\s*[,=]|\s+from))?"
    r"""(?P<names>[^;'"`=]{0,140}?)(?:from|=\s*(?:await\s+)?(?:require|import)\s*\()"""
    r"""\s*["'`]{module}["'`]""",
    "go": r'(?P<default>\b\w{1,60})[ \t]+"{module}(?:/v\d+)?"',
    "jvm": r"import[ \t]+{module}(?:\.\w{1,60}){0,6}\."
    r"(?P<names>\w{1,60}[ \t]+as[ \t]+\w{1,60}|\{[^}]{0,140}\})",
    "csharp": r"using[ \t]+(?P<alias>\w{1,60})[ \t]*=[ \t]*(?:global::)?{module}"
    r"(?:\.\w{1,60}){0,4}?\.(?P<name>\w{1,60})[ \t]*;",
    "php": r"use[ \t]+\\?(?P<name>{module})[ \t]+as[ \t]+(?P<alias>\w{1,60})",
}
_PAIR = regex(r"(?P<name>\w+)\s*(?:\bas\b|=>|:)\s*(?P<alias>\w+)")
_DEFAULT = "default"
_NEVER = "(?!)"
# So far around a module or a name a statement is looked for, at so many of its first places.
_REACH = 200
_MOST_PLACES = 50
# `Claude = Anthropic::Client`, `const Claude = Anthropic;`
_ASSIGNED = (
    r"^(?:export[ \t]+)?(?:(?:const|let|var|val)[ \t]+)?(?P<alias>[A-Za-z_]\w{0,60})[ \t]*=[ \t]*"
    r"(?:\w{1,60}\.|::)?(?P<name>%s)[ \t]*;?[ \t]*\r?$"
)


def aliases_in(text: bytes, language: str, used: Iterable[str]) -> dict[str, str]:
    """The aliases of what the libraries have that a text uses, without those that are ambiguous."""
    found: dict[str, set[str]] = {}
    uses = frozenset(used)
    for library in libraries_of(language):
        if library.id in uses or not library.needs_import:
            for alias, name in _of(library, text):
                found.setdefault(alias, set()).add(name)
    return {alias: names.pop() for alias, names in found.items() if len(names) == 1}


def unaliased(name: str, aliases: Aliases) -> str:
    """A name by which a text calls something of a library, with the library's name for it."""
    if not aliases:
        return name
    head = re.match(r"[\w$]+", name)
    known = aliases.get(head[0]) if head else None
    return known + name[len(head[0]) :] if head and known else name


def _of(library: Library, text: bytes) -> Iterator[tuple[str, str]]:
    names, statement, assigned = _patterns(library.id)
    for match in _imports(library, statement, text):
        groups = {key: value.decode() for key, value in match.groupdict().items() if value}
        if "alias" in groups:
            yield groups["alias"], groups["name"]
        pairs = [(each["alias"], each["name"]) for each in _PAIR.finditer(groups.get("names", ""))]
        module = groups.get("module", "")
        if _DEFAULT in groups:
            pairs.append((groups[_DEFAULT], _DEFAULT))
        for alias, name in pairs:
            whole = library.default_names.get(module, "") if name == _DEFAULT else name
            if whole in names and whole != alias:
                yield alias, whole
    for match in _assignments(assigned, text, _sought(library.id)):
        yield match["alias"].decode(), match["name"].decode()


def _imports(
    library: Library, statement: re.Pattern[bytes], text: bytes
) -> Iterator[re.Match[bytes]]:
    """The statements that import something of a library."""
    for start, end in islice(library.lines_importing(text), _MOST_PLACES):
        yield from statement.finditer(
            text, max(start - _REACH, 0), min(end, start + _REACH) + _REACH
        )


def _assignments(
    assigned: re.Pattern[bytes], text: bytes, names: Iterable[str]
) -> Iterator[re.Match[bytes]]:
    """The first lines that give another name to one of some names."""
    for name in map(str.encode, names):
        at = text.find(name)
        for _ in range(_MOST_PLACES):
            if at < 0:
                break
            start = text.rfind(b"\n", max(at - _REACH, 0), at) + 1
            # What calls it gives it no name.
            calls = text.startswith(b"(", at + len(name))
            if not calls and (found := assigned.match(text, start, at + _REACH)):
                yield found
            at = text.find(name, at + len(name))


def _heads(library: Library) -> frozenset[str]:
    """What the names of the classes of a library, and of the makers of clients, begin with."""
    return frozenset(name.partition(".")[0] for name in library.constructors)


@cache
def _sought(library_id: str) -> tuple[str, ...]:
    """Those of them that no other one is a part of: where one of these is, so is one of those."""
    heads = _heads(libraries()[library_id])
    return tuple(one for one in heads if not any(each != one and each in one for each in heads))


@cache
def _patterns(library_id: str) -> tuple[frozenset[str], re.Pattern[bytes], re.Pattern[bytes]]:
    """The names of a library, and what gives other names to them."""
    library = libraries()[library_id]
    written = (*library.constructors, *library.providers, *library.types, *library.calls)
    names = frozenset(name.partition(".")[0] for name in written)
    modules = "|".join(map(re.escape, library.modules))
    statement = _STATEMENTS.get(library.imported_as, "").replace(
        "{module}", f"(?P<module>{modules})"
    )
    heads = "|".join(map(re.escape, sorted(_heads(library), key=len, reverse=True)))
    return (
        names,
        regex((statement or _NEVER).encode()),
        regex((_ASSIGNED % heads if heads else _NEVER).encode(), re.MULTILINE),
    )
