"""What the project says of itself is so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tree_sitter

from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.rules import RULES
from claude_preflight.syntax.languages import grammar, language_for

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")]
LANGUAGES = (
    "python javascript typescript tsx go java json yaml toml hcl shell dotenv html markdown"
    " notebook text"
)


@pytest.fixture(scope="module")
def findings() -> list[dict[str, str]]:
    """What the command line finds in the examples on one fixed day."""
    command = [sys.executable, "-m", "claude_preflight", "check", "examples"]
    options = ["--format", "jsonl", "--today", "2026-11-22"]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 1, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()[1:]]


def test_the_examples_show_every_rule(findings: list[dict[str, str]]) -> None:
    assert {finding["rule"] for finding in findings} == set(RULES)


def test_the_examples_show_every_role(findings: list[dict[str, str]]) -> None:
    # An id in a pattern is never reported.
    reported = {role.value for role in Role} - {Role.PATTERN.value}
    assert {finding["role"] for finding in findings if finding["role"]} == reported


def test_the_examples_show_many_languages(findings: list[dict[str, str]]) -> None:
    languages = {language_for(finding["path"]).id for finding in findings}
    assert languages >= set(LANGUAGES.split())


def test_the_readme_names_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"^make (\w+)", readme, re.MULTILINE)

    assert named == ["try", "test"]
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_first_minute_is_one_screen_for_each_door() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "demo.py")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    screens = re.split(r"\n(?=(?:\d\. |What to type)[^\n]*\u2500)", done.stdout)[1:]
    heads = [screen.partition(" \u2500")[0] for screen in screens]
    assert [head.partition(",")[0] for head in heads] == [
        "1. claude-preflight check",
        "2. claude-preflight fix --diff",
        "3. The hover on claude-opus-4-20250514 in an editor",
        "4. claude-preflight explain",
        "What to type next",
    ]
    for screen in screens:
        lines = screen.splitlines()
        assert len(lines) <= 32, screen
        assert max(map(len, lines)) <= 80, screen
    for line in screens[-1].splitlines():
        if line.startswith("claude-preflight "):
            name = line.split()[1]
            assert (ROOT / "server" / "claude_preflight" / "cli" / f"{name}.py").is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_generated_documentation_is_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "build_docs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_form_for_a_wrong_finding_asks_for_the_role_and_its_reason() -> None:
    text = (ROOT / ".github/ISSUE_TEMPLATE/wrong-finding.yml").read_bytes()
    parser = tree_sitter.Parser(grammar(language_for("a.yml")))
    assert not parser.parse(text).root_node.has_error
    form = text.decode()
    for role in Role:
        if role is not Role.PATTERN:
            assert form.count(f"- {role.value} ({role.phrase})\n") == 2
    for field in ("role", "reason", "expected", "code", "debug"):
        assert f"    id: {field}\n" in form
    assert Reason.OPTION.value in form
