"""What holds for every rule, and that a new one is a module and nothing else."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from lsprotocol import types
from tests.lsp.editor import Editor, capabilities
from tests.rules.snippets import findings

from claude_preflight.rules import RULES, Rule

ROOT = Path(__file__).parent.parent.parent
RULE_MODULES = ROOT / "server" / "claude_preflight" / "rules"
TODAY = date(2026, 11, 22)
FENCE = re.compile(r"^```(?P<language>\w+)\n(?P<code>.*)^```\n\Z", re.MULTILINE | re.DOTALL)
ENDINGS = {"python": "py", "requirements": "requirements.txt"}

# All that a new rule is.
NEW_MODULE = '''
"""spring-model: a request to a model that came out in spring."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.findings import Finding, Fix, Role, Severity
from claude_preflight.rules.fixes.remove_argument import remove_argument
from claude_preflight.rules.fixes.set_argument import set_argument
from claude_preflight.rules.rule import Context, Rule


def check(context: Context) -> Iterator[Finding]:
    for request in context.facts.requests:
        model, limit = request.model, request.argument("maxtokens")
        if model and limit and model.literal == "claude-opus-4-7":
            drop = remove_argument(context.text, limit)
            fixes = (
                Fix("Ask for little", (set_argument(context.text, limit, 5),)),
                Fix("Ask for nothing", (drop,) if drop else ()),
            )
            yield Finding(
                "spring-model", "It is autumn.", model.span, Severity.HINT, "", Role.USE, fixes
            )


RULE = Rule(
    code="spring-model",
    name="Model of spring",
    http="451",
    summary="The model is out of season.",
    help="Wait for spring.\\n",
    check=check,
    is_of_deprecated=True,
)
'''
SNIPPET = 'client.messages.create(model="claude-opus-4-7", max_tokens=10)\n'


def test_each_rule_has_the_name_of_its_module() -> None:
    names = [path.stem for path in RULE_MODULES.glob("*.py") if path.stem != "__init__"]
    modules = {name: import_module(f"claude_preflight.rules.{name}") for name in names}
    codes = {name: module.RULE.code for name, module in modules.items() if hasattr(module, "RULE")}

    assert codes == {code.replace("-", "_"): code for code in RULES}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_example_of_a_rule_is_one(rule: Rule) -> None:
    example = FENCE.search(rule.help)
    assert example, "a help text ends with an example"
    language, code = example["language"], example["code"]
    found = findings(code, f"a.{ENDINGS.get(language, language)}", TODAY)

    first_line = len(code.partition("\n")[0].encode())
    assert [each.rule for each in found] == [rule.code]
    assert found[0].span.end <= first_line


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that has one module more, with everything generated anew."""
    project = tmp_path_factory.mktemp("project")
    for name in ("claude-plugin", "docs", "examples", "schemas", "scripts", "server"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, project / name, ignore=ignored)
    (project / "client-vscode").mkdir()
    for name in ("README.md", "client-vscode/package.json"):
        shutil.copyfile(ROOT / name, project / name)
    module = project / RULE_MODULES.relative_to(ROOT) / "spring_model.py"
    module.write_text(NEW_MODULE, encoding="utf-8")

    stale = run(project, "scripts/build_docs.py", "--check", code=1)
    assert re.findall(r"^(\S+) is out of date", stale, re.MULTILINE) == [
        str(Path("docs", "rules.md")),
        str(Path("docs", "rules", "spring-model.md")),
        str(Path("schemas", "settings.schema.json")),
        str(Path("client-vscode", "package.json")),
    ]
    run(project, "scripts/build_docs.py")
    return project


def environment(project: Path) -> dict[str, str]:
    """One in which the code of a copy is imported, not ours."""
    return {**os.environ, "PYTHONPATH": str(project / "server"), "PYTHONUTF8": "1"}


def run(project: Path, *arguments: str, code: int = 0) -> str:
    """What a Python prints that runs in a copy of the project."""
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=project, env=environment(project), capture_output=True, encoding="utf-8"
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_the_commands_know_a_new_rule(extended: Path) -> None:
    (extended / "a.py").write_text(SNIPPET)
    check = ("-m", "claude_preflight", "check", "a.py", "--format=jsonl")
    _, finding = map(json.loads, run(extended, *check).splitlines())
    assert (finding["rule"], finding["message"]) == ("spring-model", "It is autumn.")
    texts = [[edit["text"] for edit in fix["edits"]] for fix in finding["fixes"]]
    assert texts == [["5"], [""]]

    page = run(extended, "-m", "claude_preflight", "explain", "spring-model")
    assert "Wait for spring." in page

    (extended / "claude-preflight.toml").write_text('ignore = ["spring-model"]\n')
    assert len(run(extended, *check).splitlines()) == 1  # only the line about the run
    (extended / "claude-preflight.toml").unlink()


async def test_an_editor_shows_a_new_rule(extended: Path) -> None:
    editor = await Editor.start(capabilities(pull=True), env=environment(extended))
    uri = editor.open(SNIPPET)
    (shown,) = await editor.pull(uri)
    assert shown.code == "spring-model"
    assert list(shown.tags or ()) == [types.DiagnosticTag.Deprecated]
    hover = await editor.hover(uri, 0, SNIPPET.index("model=") + 1)
    assert hover
    assert "The model is out of season." in str(hover.contents)
    await editor.stop()


def test_what_is_generated_lists_a_new_rule(extended: Path) -> None:
    codes = sorted([*RULES, "spring-model"])
    schema = json.loads((extended / "schemas" / "settings.schema.json").read_text("utf-8"))
    assert schema["$defs"]["rule"]["enum"] == codes

    manifest = json.loads((extended / "client-vscode" / "package.json").read_text("utf-8"))
    settings = manifest["contributes"]["configuration"]["properties"]
    assert settings["claude-preflight.ignore"]["items"]["enum"] == codes
    assert settings["claude-preflight.severity"]["propertyNames"]["enum"] == codes
    by_pattern = settings["claude-preflight.ignore-in"]["additionalProperties"]
    assert by_pattern["items"]["enum"] == codes

    index = (extended / "docs" / "rules.md").read_text("utf-8")
    assert "[`spring-model`](rules/spring-model.md) | The model is out of season. | 451" in index
    page = (extended / "docs" / "rules" / "spring-model.md").read_text("utf-8")
    assert page.startswith("# spring-model\n\n**Model of spring.** The model is out of season.")


def test_the_page_of_a_rule_that_is_gone_goes_too(extended: Path) -> None:
    page = extended / "docs" / "rules" / "autumn-model.md"
    page.write_text("# autumn-model\n")

    stale = run(extended, "scripts/build_docs.py", "--check", code=1)
    assert stale.startswith(f"{page.relative_to(extended)} is out of date")
    run(extended, "scripts/build_docs.py")
    assert not page.exists()
