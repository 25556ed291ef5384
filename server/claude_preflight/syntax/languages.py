"""The languages that are read, as a table: names -> grammar, query file, ways to comment.

Adding a language is one row here, one file in `queries/` and one fixture in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path, PurePath
from types import ModuleType
from typing import TYPE_CHECKING

from claude_preflight.records import NamedTuple
from claude_preflight.syntax.captures import CaptureKind
from claude_preflight.syntax.predicates import written_out

if TYPE_CHECKING:
    import tree_sitter


class Comment(NamedTuple):
    """How a comment is written that ends with its line, and where it may stand on its own.

    Not everywhere one may stand `behind` something on a line, or right `above` it.
    """

    opening: str
    closing: str = ""
    behind: bool = True
    above: bool = True

    def of(self, text: str) -> str:
        """A text as a comment."""
        return f"{self.opening} {text} {self.closing}".rstrip()


HASH = Comment("#")
HASH_ABOVE = Comment("#", behind=False)
SLASHES = Comment("//")
DASHES = Comment("--")
MARKUP = Comment("<!--", "-->")


class Language(NamedTuple):
    """One row of the table.

    `names` are file names, endings (which start with a dot) or beginnings (which end with one);
    `aliases` are the language ids of editors and what code fences call the language.
    `grammar` is `module:function` of a grammar wheel, or None where the text is read line by line;
    `queries` are the files in `queries/` that together make up its query, by default the one with
    the name of the language. `comment` is None where there is no comment that ends with its line.
    In `prose` a bare id is talk about a model, elsewhere it is a value. A file of `cells` is a
    notebook, one of `rows` a table, whose ids are listed there. `largest` is how many bytes are
    worth a parse; the lines of a larger file still tell the ids.

    Of a text that nests deeper than its parser can bear, only the lines are read. That is how many
    `brackets` may be open; at how many columns `blocks` may begin, which they do behind white space
    and behind `markers`; how many bytes the parser may have to keep of open `heredocs`; how many
    `assignments` of one statement may lack the beginning of their value; and how many elements may
    be in each other between their `tags`. None is for a parser that can bear any depth.

    Only one that is `incremental` comes to the same tree from an earlier one as from nothing. Where
    an error is not `local`, the scanner looks far behind it for the end of a string; in a broken
    text that goes for an edit with one of the `openers` of strings too, and with `far` in it for
    every text. Behind an `opening` the code begins, without which a part of it is none.
    """

    id: str
    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    grammar: str | None = None
    queries: tuple[str, ...] = ()
    comment: Comment | None = None
    prose: bool = False
    cells: bool = False
    rows: bool = False
    largest: int = 1 << 20
    brackets: int | None = 250
    blocks: int | None = None
    markers: str = ""
    heredocs: int | None = None
    assignments: int | None = None
    tags: int | None = None
    incremental: bool = True
    local: bool = True
    openers: str = ""
    far: str = ""
    opening: str = ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# More than 60 nodes are around what is so many calls deep, and of that the lines tell anyway. Of
# 18,000 files in these languages none has more than 30, and what nests takes their parsers
# several times as long as what people write. Elsewhere bundled code, or code that a preprocessor
# reads first, may have more.
_FEW_BRACKETS = 50

TEXT = Language("text", aliases=_words("plaintext"))
JSON = Language(
    "json",
    names=_words(".json .jsonl .ndjson .webmanifest"),
    aliases=_words("importmap jsonl ld+json"),
    grammar="tree_sitter_json:language",
    largest=1 << 23,
)
PYTHON = Language(
    "python",
    comment=HASH,
    names=_words(".py .pyi .pyw SConstruct wscript"),
    aliases=_words("ipython py3 pycon python3"),
    grammar="tree_sitter_python:language",
    blocks=200,
)
SHELL = Language(
    "shell",
    comment=HASH,
    names=_words(".sh .bash .zsh .ksh .bats .envrc .bashrc .zshrc .profile"),
    aliases=_words("bash console shell-session shellscript zsh"),
    grammar="tree_sitter_bash:language",
    brackets=_FEW_BRACKETS,
    local=False,
    far="<<",
)
TOML = Language(
    "toml",
    comment=HASH,
    names=_words(".toml Pipfile poetry.lock uv.lock"),
    grammar="tree_sitter_toml:language",
)
# Most of a large notebook is pictures, which are parsed fast; without a tree there are no cells.
NOTEBOOK = Language(
    "notebook",
    names=_words(".ipynb"),
    aliases=_words("jupyter"),
    grammar="tree_sitter_json:language",
    cells=True,
    largest=1 << 25,
)

LANGUAGES = (
    # Programs.
    PYTHON,
    Language(
        "javascript",
        comment=SLASHES,
        names=_words(".js .mjs .cjs .jsx"),
        aliases=_words("javascriptreact node"),
        grammar="tree_sitter_javascript:language",
        openers="`${}",
        queries=_words("ecmascript javascript jsx"),
    ),
    Language(
        "typescript",
        comment=SLASHES,
        names=_words(".ts .mts .cts"),
        grammar="tree_sitter_typescript:language_typescript",
        openers="`${}",
        queries=_words("ecmascript typescript"),
    ),
    Language(
        "tsx",
        comment=SLASHES,
        names=_words(".tsx"),
        aliases=_words("typescriptreact"),
        grammar="tree_sitter_typescript:language_tsx",
        openers="`${}",
        queries=_words("ecmascript typescript jsx"),
    ),
    Language(
        "go",
        comment=SLASHES,
        names=_words(".go"),
        aliases=_words("golang"),
        grammar="tree_sitter_go:language",
        brackets=_FEW_BRACKETS,
    ),
    Language(
        "java",
        comment=SLASHES,
        names=_words(".java"),
        grammar="tree_sitter_java:language",
        brackets=_FEW_BRACKETS,
        assignments=200,
        local=False,
    ),
    Language(
        "kotlin",
        comment=SLASHES,
        names=_words(".kt .kts"),
        aliases=_words("kt"),
        grammar="tree_sitter_kotlin:language",
        brackets=_FEW_BRACKETS,
        local=False,
    ),
    Language(
        "scala",
        comment=SLASHES,
        names=_words(".scala .sc .sbt"),
        grammar="tree_sitter_scala:language",
        brackets=_FEW_BRACKETS,
        local=False,
    ),
    Language(
        "csharp",
        comment=SLASHES,
        names=_words(".cs .csx"),
        aliases=_words("c#"),
        grammar="tree_sitter_c_sharp:language",
        brackets=_FEW_BRACKETS,
        assignments=200,
        local=False,
    ),
    Language(
        "swift",
        comment=SLASHES,
        names=_words(".swift"),
        grammar="tree_sitter_swift:language",
        local=False,
        brackets=_FEW_BRACKETS,
    ),
    Language(
        "rust",
        comment=SLASHES,
        names=_words(".rs"),
        grammar="tree_sitter_rust:language",
        brackets=_FEW_BRACKETS,
        local=False,
    ),
    # C is read as C++, which has all of its calls and literals.
    Language(
        "cpp",
        comment=SLASHES,
        names=_words(".cpp .cc .cxx .cppm .ixx .hpp .hh .hxx .inl .ipp .tpp .cu .cuh .ino .c .h"),
        aliases=_words("arduino c c++ cuda-cpp"),
        grammar="tree_sitter_cpp:language",
        assignments=200,
        local=False,
    ),
    Language(
        "php",
        comment=SLASHES,
        names=_words(".php .phtml .php3 .php4 .php5"),
        grammar="tree_sitter_php:language_php",
        brackets=_FEW_BRACKETS,
        local=False,
        opening="<?php",
    ),
    Language(
        "ruby",
        comment=HASH,
        names=_words(
            ".rb .rbi .rbw .rake .gemspec .podspec .ru .thor .jbuilder .irbrc Gemfile Rakefile"
            " Guardfile Fastfile Podfile Brewfile Vagrantfile"
        ),
        grammar="tree_sitter_ruby:language",
        local=False,
        brackets=60,  # its strings in strings share the memory with its here-documents
        heredocs=400,
    ),
    Language(
        "lua",
        comment=DASHES,
        names=_words(".lua .luau .rockspec"),
        grammar="tree_sitter_lua:language",
        brackets=_FEW_BRACKETS,
        local=False,
    ),
    SHELL,
    Language(
        "dockerfile",
        comment=HASH_ABOVE,
        names=_words(
            "Dockerfile Dockerfile. .dockerfile Containerfile Containerfile. .containerfile"
        ),
        aliases=_words("docker"),
        grammar="tree_sitter_containerfile:language",
    ),
    Language(
        "sql",
        comment=DASHES,
        names=_words(".sql .psql .ddl"),
        aliases=_words("mysql plsql postgres sqlite sqlite3"),
        grammar="tree_sitter_sql:language",
        brackets=_FEW_BRACKETS,
        local=False,
    ),
    # Configuration and data.
    JSON,
    Language(
        "jsonc",
        comment=SLASHES,
        names=_words(".jsonc .json5 .code-workspace tsconfig.json devcontainer.json"),
        grammar="tree_sitter_json:language",
        queries=_words("json"),
    ),
    Language(
        "yaml",
        comment=HASH,
        names=_words(".yaml .yml .clang-format"),
        aliases=_words("dockercompose github-actions-workflow helm jinja-yaml"),
        grammar="tree_sitter_yaml:language",
        largest=1 << 21,
        blocks=100,
        markers="-?:",
    ),
    TOML,
    Language(
        "hcl",
        comment=HASH,
        names=_words(".tf .tfvars .hcl .tofu .tofuvars .nomad"),
        aliases=_words("opentofu terraform terraform-vars"),
        grammar="tree_sitter_hcl:language",
        brackets=_FEW_BRACKETS,
    ),
    Language(
        "xml",
        comment=MARKUP,
        names=_words(
            ".xml .xsd .xsl .xslt .svg .plist .csproj .fsproj .vbproj .props .targets .config .resx"
            " .xaml .nuspec .pom .iml .wsdl .fxml"
        ),
        aliases=_words("msbuild xsl"),
        grammar="tree_sitter_xml:language_xml",
        tags=250,
        local=False,
    ),
    Language("dotenv", comment=HASH_ABOVE, names=_words(".env .env.")),
    Language(
        "ini",
        comment=HASH_ABOVE,
        names=_words(".ini .cfg .conf .properties .service .editorconfig"),
        aliases=_words("properties"),
    ),
    Language("csv", names=_words(".csv .tsv .psv"), aliases=_words("tsv"), rows=True),
    # Pages and text, with other languages inside.
    Language(
        "html",
        comment=MARKUP,
        names=_words(".html .htm .xhtml .vue .svelte"),
        aliases=_words(
            "angular django-html handlebars jinja-html svelte vue vue-html x-handlebars x-template"
        ),
        grammar="tree_sitter_html:language",
        tags=250,
    ),
    NOTEBOOK,
    Language(
        "markdown",
        comment=Comment("<!--", "-->", above=False),
        names=_words(
            ".md .mdx .markdown .mdc .qmd .rmd .prompt .prompty .cursorrules .windsurfrules"
            " .clinerules .roorules .goosehints llms.txt llms-full.txt"
        ),
        aliases=_words("chatagent instructions prompt quarto"),
        grammar="tree_sitter_markdown:language",
        prose=True,
        brackets=None,
    ),
    Language(
        "rst",
        comment=Comment("..", behind=False, above=False),
        names=_words(".rst .rest"),
        aliases=_words("restructuredtext"),
        grammar="tree_sitter_rst:language",
        prose=True,
        brackets=None,
        blocks=80,
        incremental=False,
    ),
    Language("org", comment=HASH_ABOVE, names=_words(".org"), prose=True),
    Language(
        "asciidoc",
        comment=Comment("//", behind=False),
        names=_words(".adoc .asciidoc .asc"),
        aliases=_words("adoc"),
        prose=True,
    ),
    Language(
        "requirements",
        comment=HASH,
        names=_words("requirements.txt requirements. constraints.txt constraints."),
        aliases=_words("pip-requirements"),
        prose=True,
    ),
    Language(
        "prose",
        names=_words(".txt .log .diff .patch .rd .ftl .po .pot"),
        aliases=_words("diff"),
        prose=True,
    ),
    TEXT,
)

_BY_NAME = {name.lower(): language for language in LANGUAGES for name in language.names}
_BY_ALIAS = {name: language for language in LANGUAGES for name in (language.id, *language.aliases)}
# What is added to the name of a file that another is made from, or that is kept of one:
# `config.yaml.j2`, `.env.example`, `plugin.xml.bak`.
_ADDED_ENDINGS = (
    ".backup",
    ".bak",
    ".ctmpl",
    ".dist",
    ".erb",
    ".example",
    ".gotmpl",
    ".in",
    ".j2",
    ".jinja",
    ".jinja2",
    ".mustache",
    ".old",
    ".orig",
    ".sample",
    ".template",
    ".tftpl",
    ".tmpl",
    ".tpl",
)


def language_for(path: str | None, editor_id: str | None = None) -> Language:
    """The language of a file: by the editor's language id if it is known, else by its name."""
    by_id = _BY_ALIAS.get(editor_id or "", TEXT)
    return _by_name(PurePath(path or "").name) or TEXT if by_id is TEXT else by_id


def language_named(name: str) -> Language | None:
    """The language that a fence, an attribute or a redirection names: `py`, `text/x-sh`, `a.yml`.

    Of several words the last one counts: `{code-block} py`. None for a name that says nothing.
    """
    last = name.rsplit(maxsplit=1)[-1] if name.strip() else ""
    word = last.strip("\"'{}.").lower().removeprefix("text/").removeprefix("application/")
    return _BY_ALIAS.get(word) or _BY_NAME.get(f".{word}") or _by_name(word)


def _by_name(name: str) -> Language | None:
    """By the whole name, by its ending or by its beginning."""
    path = PurePath(name.lower())
    if path.name in _BY_NAME:
        return _BY_NAME[path.name]
    if path.suffix in _ADDED_ENDINGS:
        return _by_name(path.stem)
    beginning = path.name[: path.name.find(".", 1) + 1]
    return _BY_NAME.get(path.suffix) or _BY_NAME.get(beginning)


@cache
def grammar(language: Language) -> tree_sitter.Language:
    """The grammar of a language, loaded when it is first needed."""
    import tree_sitter

    package, function = (language.grammar or "").split(":")
    return tree_sitter.Language(getattr(_binding(package), function)())


def _binding(package: str) -> ModuleType:
    """The compiled module in the package of a grammar.

    It is loaded by itself: to import the package takes 4 ms, for a way to read files in it.
    """
    whole = find_spec(package)
    spec = whole and PathFinder.find_spec(f"{package}._binding", whole.submodule_search_locations)
    if not spec or not spec.loader:
        return import_module(package)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def query(language: Language) -> tree_sitter.Query:
    """The query of a language, compiled when it is first needed."""
    import tree_sitter

    compiled: tree_sitter.Query = tree_sitter.Query(grammar(language), _source(language))
    return compiled


@cache
def captures_in(language: Language) -> frozenset[str]:
    """The names of all that the query of a language captures; none where only lines tell."""
    if language.grammar is None:
        return frozenset()
    compiled = query(language)
    return frozenset(map(compiled.capture_name, range(compiled.capture_count)))


@cache
def query_of_kinds(language: Language, kinds: frozenset[CaptureKind]) -> tree_sitter.Query:
    """The patterns of a query that capture one of some kinds: fewer, and so faster to run."""
    names = "|".join(re.escape(kind.value) for kind in kinds)
    capture = re.compile(rf"@(?:{names})(?![\w.])".encode())
    return _of_patterns(language, lambda _, pattern: capture.search(pattern) is not None)


@cache
def query_without(language: Language, words: frozenset[str]) -> tree_sitter.Query:
    """The patterns of a query but for those that need one of some words."""
    if not words:
        return query(language)
    return _of_patterns(language, lambda at, _: _needed(language, at) not in words)


@cache
def needed_words(language: Language) -> frozenset[str]:
    """The words without which some patterns of a language match nothing."""
    needed = (_needed(language, at) for at in range(query(language).pattern_count))
    return frozenset(filter(None, needed))


def _needed(language: Language, pattern: int) -> str:
    return query(language).pattern_settings(pattern).get("needs") or ""


def _of_patterns(language: Language, is_one: Callable[[int, bytes], bool]) -> tree_sitter.Query:
    import tree_sitter

    whole, source = query(language), _source(language).encode()
    patterns = (
        (at, source[whole.start_byte_for_pattern(at) : whole.end_byte_for_pattern(at)])
        for at in range(whole.pattern_count)
    )
    part = b"\n".join(pattern for at, pattern in patterns if is_one(at, pattern)).decode()
    compiled: tree_sitter.Query = tree_sitter.Query(grammar(language), part)
    return compiled


@cache
def _source(language: Language) -> str:
    """The text of the query of a language, read once: its parts are those of what is compiled."""
    folder = Path(__file__).with_name("queries")
    files = [folder / f"{name}.scm" for name in language.queries or (language.id,)]
    return written_out("\n".join(file.read_text(encoding="utf-8") for file in files))
