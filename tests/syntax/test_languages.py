"""The table of languages: which file is which, and that each query can be made and let go of."""

from __future__ import annotations

import subprocess
import sys

import pytest

from claude_preflight.syntax.languages import LANGUAGES, language_for, language_named

FILES = {
    "app.py": "python",
    "APP.PY": "python",
    "Dockerfile": "dockerfile",
    "Dockerfile.dev": "dockerfile",
    "api.Dockerfile": "dockerfile",
    ".env": "dotenv",
    ".env.local": "dotenv",
    "prod.env": "dotenv",
    "config.yaml.j2": "yaml",
    "plugin.xml.bak": "xml",
    "settings.json.example": "json",
    ".env.example": "dotenv",
    "src/App.vue": "html",
    ".claude/agents/reviewer.md": "markdown",
    "analysis.ipynb": "notebook",
    "main.zig": "text",
    "LICENSE": "text",
}
NAMED = {
    "py": "python",
    "python3": "python",
    "{.json}": "json",
    "ts": "typescript",
    "text/javascript": "javascript",
    "console": "shell",
    "config.yml": "yaml",
    "cat": None,
    "module": None,
    "": None,
}
# In a process of its own: a query that the binding cannot free takes the process with it.
LET_GO = """
import gc, sys
from claude_preflight.syntax.languages import LANGUAGES, query
for language in LANGUAGES:
    if language.grammar and not language.cells:
        for _ in range(2):
            query(language)
            query.cache_clear()
            gc.collect()
"""


@pytest.mark.parametrize(("path", "language"), FILES.items())
def test_the_name_of_a_file_tells_its_language(path: str, language: str) -> None:
    assert language_for(path).id == language


@pytest.mark.parametrize(("name", "language"), NAMED.items())
def test_a_word_may_name_a_language(name: str, language: str | None) -> None:
    found = language_named(name)
    assert (found.id if found else None) == language


def test_the_language_id_of_an_editor_counts_for_more_than_the_name() -> None:
    assert language_for("a.txt", "python").id == "python"
    assert language_for("a.py", "plaintext").id == "python"
    assert language_for("a.py", "never-heard-of").id == "python"


def test_every_name_and_alias_means_one_language() -> None:
    for kind in ("names", "aliases"):
        listed = [name.lower() for language in LANGUAGES for name in getattr(language, kind)]
        assert len(listed) == len(set(listed))


def test_every_query_can_be_made_and_let_go_of() -> None:
    done = subprocess.run([sys.executable, "-c", LET_GO], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
