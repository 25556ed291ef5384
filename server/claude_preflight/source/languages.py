"""The languages that are read, as a table: names -> grammar, query file, ways to comment.

Adding a language is one row here, one file in `queries/` and one fixture in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tree_sitter


@dataclass(frozen=True, slots=True)
class Language:
    """One row of the table.

    `grammar` is `module:function` of a grammar wheel, or None where the text is read line by line;
    `queries` are the files in `queries/` that together make up its query.
    `names` are file names or endings (which start with a dot), `editor_ids` the language ids of
    editors; `comment` starts a comment up to the end of the line. In `prose` a bare id is talk
    about a model, elsewhere it is a value.
    """

    id: str
    names: tuple[str, ...]
    editor_ids: tuple[str, ...]
    grammar: str | None = None
    queries: tuple[str, ...] = ()
    comment: str = "#"
    prose: bool = False


TEXT = Language("text", (), ("plaintext",))

LANGUAGES = (
    Language(
        "python",
        (".py", ".pyi", ".pyw", "SConstruct", "wscript"),
        ("python",),
        "tree_sitter_python:language",
        ("python",),
    ),
    Language(
        "javascript",
        (".js", ".mjs", ".cjs", ".jsx"),
        ("javascript", "javascriptreact"),
        "tree_sitter_javascript:language",
        ("ecmascript", "javascript", "jsx"),
        "//",
    ),
    Language(
        "typescript",
        (".ts", ".mts", ".cts"),
        ("typescript",),
        "tree_sitter_typescript:language_typescript",
        ("ecmascript", "typescript"),
        "//",
    ),
    Language(
        "tsx",
        (".tsx",),
        ("typescriptreact",),
        "tree_sitter_typescript:language_tsx",
        ("ecmascript", "typescript", "jsx"),
        "//",
    ),
    Language(
        "json",
        (".json", ".jsonl", ".ndjson", ".webmanifest"),
        ("json", "jsonl"),
        "tree_sitter_json:language",
        ("json",),
        "//",
    ),
    Language(
        "jsonc",
        (".jsonc", ".json5", ".code-workspace", "tsconfig.json", "devcontainer.json"),
        ("jsonc", "json5"),
        "tree_sitter_json:language",
        ("json",),
        "//",
    ),
    Language(
        "yaml",
        (".yaml", ".yml", ".clang-format"),
        ("yaml", "dockercompose", "github-actions-workflow"),
        "tree_sitter_yaml:language",
        ("yaml",),
    ),
    Language(
        "toml",
        (".toml", "Pipfile", "poetry.lock", "uv.lock"),
        ("toml",),
        "tree_sitter_toml:language",
        ("toml",),
    ),
    Language(
        "shell",
        (".sh", ".bash", ".zsh", ".ksh", ".bats", ".envrc", ".bashrc", ".zshrc", ".profile"),
        ("shellscript",),
        "tree_sitter_bash:language",
        ("shell",),
    ),
    Language("dotenv", (".env",), ("dotenv", "env", "properties")),
    Language("markdown", (".md", ".mdx", ".markdown"), ("markdown", "mdx"), comment="", prose=True),
    Language(
        "prose",
        (".txt", ".rst", ".adoc", ".log"),
        ("restructuredtext", "log"),
        comment="",
        prose=True,
    ),
    TEXT,
)

_BY_NAME = {name.lower(): language for language in LANGUAGES for name in language.names}
_BY_EDITOR_ID = {name: language for language in LANGUAGES for name in language.editor_ids}


def language_for(path: str | None, editor_id: str | None = None) -> Language:
    """The language of a file: by the editor's language id if it is known, else by its name."""
    if editor_id in _BY_EDITOR_ID and editor_id != "plaintext":
        return _BY_EDITOR_ID[editor_id]
    name = PurePath(path or "").name.lower()
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name == ".env" or name.startswith(".env.") or name.endswith(".env"):
        return _BY_NAME[".env"]
    return _BY_NAME.get(PurePath(name).suffix, TEXT)


@cache
def grammar(language: Language) -> tree_sitter.Language:
    """The grammar of a language, loaded when it is first needed."""
    import tree_sitter

    module, function = (language.grammar or "").split(":")
    return tree_sitter.Language(getattr(import_module(module), function)())


@cache
def query(language: Language) -> tree_sitter.Query:
    """The query of a language, compiled when it is first needed."""
    import tree_sitter

    folder = Path(__file__).with_name("queries")
    files = [folder / f"{name}.scm" for name in language.queries]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    compiled: tree_sitter.Query = tree_sitter.Query(grammar(language), source)
    return compiled
