"""`report`: one page of what ends, from files or from what `check` wrote about many of them."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.cli.conftest import Run

TODAY = ("--today", "2026-11-22")
OPUS = 'MODEL = "claude-opus-4-20250514"\n'
SONNET = 'MODEL = "claude-sonnet-4-5-20250929"\n'
VOID = {"meta", "link", "br", "line", "circle", "rect"}


class Page(HTMLParser):
    """The elements of a page, its text, and whether all that is open is closed again."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        words = " ".join(" ".join(self.words).split())
        return re.sub(" (?=[,.])", "", words)

    def having(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute))]


@pytest.fixture
def page(run: Run, folder: Path) -> Callable[..., Page]:
    def page(*arguments: str, code: int = 0) -> Page:
        result = run("report", "--html", "out/report.html", *arguments, *TODAY)
        assert result.code == code, result.errors
        return Page((folder / "out/report.html").read_text(encoding="utf-8"))

    return page


def test_what_ends_when_where_and_what_replaces_it(page: Callable[..., Page], folder: Path) -> None:
    (folder / "app.py").write_text(OPUS)
    (folder / "later.py").write_text(SONNET)
    text = page().text
    assert "1 place names a retired model 1 names one that will retire" in text
    assert "claude-opus-4-20250514 Claude API retired 2026-06-15" in text
    assert "claude-sonnet-4-5-20250929 Claude API retires 2026-11-30, in 8 days" in text
    assert "claude-opus-4-8 $15.00 → $5.00 $75.00 → $25.00" in text
    assert "app.py:1 use claude-opus-4-20250514 Replace with claude-opus-4-8" in text
    assert "For 1,000,000 tokens of input and 1,000,000 of output with each model" in text


def test_the_page_stands_alone_and_needs_no_script(page: Callable[..., Page], folder: Path) -> None:
    (folder / "app.py").write_text(OPUS + SONNET)
    found = page()
    assert found.open == []
    names = {tag for tag, _ in found.tags}
    assert not names & {"script", "link", "img", "iframe", "object"}
    assert not found.having("src")
    for link in found.having("href"):
        assert link.startswith(("#", "https://"))
    (policy,) = [attrs for tag, attrs in found.tags if attrs.get("http-equiv")]
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    # Every link in the page leads to something in it.
    ids = found.having("id")
    assert len(set(ids)) == len(ids)
    assert {link[1:] for link in found.having("href") if link[0] == "#"} <= set(ids)


def test_the_time_line_has_the_ends_in_their_order(page: Callable[..., Page], folder: Path) -> None:
    (folder / "app.py").write_text(SONNET + OPUS + 'OLD = "claude-2.1"\n')
    ends = [float(value.removesuffix("%")) for value in page().having("cx")]
    assert len(ends) == 3
    assert ends == sorted(ends)
    assert ends[0] > 0
    assert ends[-1] < 100


def test_the_savings_of_a_volume(page: Callable[..., Page], folder: Path) -> None:
    (folder / "app.py").write_text(OPUS)
    text = page("--input-tokens", "50000000", "--output-tokens", "2000000").text
    assert "claude-opus-4-20250514 → claude-opus-4-8 $600.00 saved (67%)" in text
    assert "now $900.00 then $300.00" in text


USAGE = """model,workspace,input_tokens,output_tokens
claude-opus-4-20250514,a,100_000_000,1000000
claude-opus-4-0,b,20000000,0
claude-3-haiku-20240307,a,1000000,1000000
claude-opus-4-8,a,5,5
gpt-4o,a,1,1
"""


def test_the_savings_of_a_table_of_usage(page: Callable[..., Page], folder: Path) -> None:
    (folder / "usage.csv").write_text(USAGE)
    text = page("--usage", "usage.csv").text
    # 120 million in and one out cost 1,875 and will cost 625; Haiku is dearer by 4.50.
    assert "$1,250.00 saved (67%) 120,000,000 in, 1,000,000 out" in text
    assert "\N{MINUS SIGN}$4.50 saved (\N{MINUS SIGN}300%)" in text
    assert "in US dollars: $1,245.50 in all." in text
    assert "Not known, so not counted: gpt-4o." in text


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("model,input\na,1\n", "no column input_tokens, output_tokens"),
        ("model,input_tokens,output_tokens\na,-1,2\n", "no whole number under input_tokens"),
        ("model,input_tokens,output_tokens\na,1\n", "no whole number under output_tokens"),
        ("model,input_tokens,output_tokens\n,1,2\n", "names no model in line 2"),
        ('model,input_tokens,output_tokens\n"a,1,2\n', "is no CSV"),
        ("", "no column"),
    ],
)
def test_a_table_that_cannot_be_used(run: Run, folder: Path, table: str, told: str) -> None:
    (folder / "usage.csv").write_text(table)
    result = run("report", "--html", "report.html", "--usage", "usage.csv")
    assert result.code == 2
    assert told in result.errors
    assert not (folder / "report.html").exists()


def test_owners_come_from_codeowners(page: Callable[..., Page], folder: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    (folder / "CODEOWNERS").write_text("*.py @org/python # the rest\n/infra/ @org/ops @org/sre\n")
    (folder / "infra").mkdir()
    (folder / "app.py").write_text(OPUS)
    (folder / "infra" / "job.py").write_text(OPUS)
    (folder / "job.ts").write_text("const model = 'claude-opus-4-20250514';\n")
    text = page().text
    assert "Replace with claude-opus-4-8 @org/ops, @org/sre" in text
    tail = text.split("Owner, as CODEOWNERS says Retired Will retire ")[1]
    assert tail.startswith("nobody 1 0 @org/ops 1 0 @org/python 1 0 @org/sre 1 0 ")


def test_what_people_wrote_is_only_text(page: Callable[..., Page], folder: Path) -> None:
    name = "<img src=x onerror=alert(1)>.py"
    (folder / name).write_text(OPUS)
    key = "sk-ant-api03-" + "A" * 40
    (folder / f"{key}.py").write_text(OPUS)
    found = page()
    assert name in found.text
    assert key not in found.text
    assert "img" not in {tag for tag, _ in found.tags}


def test_nothing_to_tell(page: Callable[..., Page], folder: Path) -> None:
    (folder / "app.py").write_text('MODEL = "claude-opus-4-8"\n')
    found = page()
    assert "Nothing that was read names a model that is retired or will be." in found.text
    assert found.having("cx") == []


def test_as_markdown(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(OPUS)
    (folder / "CODEOWNERS").write_text("* @me\n")
    (folder / ".git").mkdir()
    result = run("report", "--markdown", "-", *TODAY)
    assert result.code == 0
    assert "# Claude models that end\n" in result.text
    row = (
        "| `claude-opus-4-20250514` | Claude API | retired 2026-06-15 | 1 | 0 | `claude-opus-4-8` |"
    )
    assert f"{row} \\$15.00 → \\$5.00 | \\$75.00 → \\$25.00 |\n" in result.text
    place = "| `app.py:1` | use | `claude-opus-4-20250514` | Replace with claude-opus-4-8 | @me |"
    assert place in result.text
    assert "\n## Sources\n\n- `claude-opus-4-20250514`: " in result.text


def shard(run: Run, repository: str, text: str) -> bytes:
    """What `check` writes about a repository."""
    root = Path(repository)
    (root / ".git").mkdir(parents=True)
    (root / "app.py").write_text(text)
    result = run("check", repository, "--format", "jsonl", *TODAY)
    assert result.code == 1
    return result.output


def test_shards_become_one_report_whose_counts_add_up(
    run: Run, page: Callable[..., Page], folder: Path
) -> None:
    one = shard(run, "one", OPUS + SONNET)
    two = shard(run, "two", OPUS + 'client.messages.create(model="claude-sonet-4-6")\n')
    (folder / "one.jsonl").write_bytes(one)
    (folder / "both.jsonl").write_bytes(one + two)
    found = page("--from", "one.jsonl", "--from", "both.jsonl").text
    assert "3 places name a retired model 2 name one that will retire 1 other finding," in found
    assert "one 2 2 0 0 two 1 0 1 0" in found


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda data: data[:-20], "ends in the middle of line 2"),
        (lambda data: data.split(b"\n", 1)[1], "does not begin with the line about the run"),
        (lambda _: b"", "is empty"),
        (lambda data: data + b"{]\n", "has no JSON in line 3"),
        (lambda data: data + b"[1]\n", "has no object in line 3"),
        (lambda data: data + b'{"rule": "x"}\n', "has no `path` in line 3"),
        (lambda data: data + b'{"a": 1}\n', "has neither a finding nor a problem in line 3"),
        (lambda data: data + b'"\xff"\n', "is not UTF-8 text"),
        (
            lambda data: data.replace(b'_version": 1,', b'_version": 9,', 1),
            "is of another tool, or",
        ),
    ],
)
def test_a_broken_shard_is_named_and_counts_for_nothing(
    run: Run, folder: Path, spoil: Callable[[bytes], bytes], told: str
) -> None:
    good = shard(run, "one", OPUS)
    (folder / "good.jsonl").write_bytes(good)
    (folder / "bad.jsonl").write_bytes(spoil(good))
    shards = ("--from", "bad.jsonl", "--from", "good.jsonl", "--from", "none.jsonl")
    result = run("report", "--html", "report.html", "--markdown", "report.md", *shards, *TODAY)
    assert result.code == 2
    text = Page((folder / "report.html").read_text(encoding="utf-8")).text
    assert "1 place names a retired model" in text
    for said in (result.errors, text):
        assert f"bad.jsonl {told}" in said
        assert "none.jsonl" in said
    assert "bad.jsonl" in (folder / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--html", "a", "--markdown", "a"),
        ("--html", ""),
        ("--html", "a", "--from", "b", "src"),
        ("--html", "a", "-"),
        ("--html", "a", "--usage", "u.csv", "--input-tokens", "3"),
        ("--html", "a", "--usage", "missing.csv"),
        ("--html", "a", "--input-tokens", "-3"),
    ],
)
def test_options_that_do_not_go_together(
    run: Run, folder: Path, arguments: tuple[str, ...]
) -> None:
    result = run("report", *arguments)
    assert result.code == 2
    assert "Error: " in result.errors or "error: " in result.errors
    assert list(folder.iterdir()) == []


def test_a_report_that_was_there_is_replaced_as_a_whole(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(OPUS)
    (folder / "report.html").write_text("before")
    assert run("report", "--html", "report.html", *TODAY).code == 0
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert {each.name for each in folder.iterdir()} == {"app.py", "report.html"}


def test_a_report_that_cannot_be_written(run: Run, folder: Path) -> None:
    (folder / "file").write_text("")
    result = run("report", "--html", "file/report.html", *TODAY)
    assert result.code == 2
    assert "file/report.html cannot be written" in result.errors


def test_a_file_that_cannot_be_read_is_named(page: Callable[..., Page]) -> None:
    found = page("missing.py", code=2)
    assert re.search(r"Not checked .*missing\.py", found.text)


def test_a_constant_of_an_sdk_counts_for_its_model(page: Callable[..., Page], folder: Path) -> None:
    (folder / "main.go").write_text(
        'package main\n\nimport "github.com/anthropics/anthropic-sdk-go"\n\n'
        "var model = anthropic.ModelClaudeSonnet4_20250514\n"
    )
    text = page().text
    assert "claude-sonnet-4-20250514 Claude API retired 2026-06-15" in text
    assert "main.go:5 use ModelClaudeSonnet4_20250514" in text


def test_jsonl_tells_owners(run: Run, folder: Path) -> None:
    (folder / ".github").mkdir()
    (folder / ".github" / "CODEOWNERS").write_text("* @all\n")
    (folder / ".git").mkdir()
    (folder / "app.py").write_text(OPUS)
    _, finding = run("check", "--format", "jsonl", *TODAY).lines
    assert json.loads(finding)["owners"] == ["@all"]


def test_each_repository_has_its_own_counts_and_owners(
    page: Callable[..., Page], folder: Path
) -> None:
    for name in ("one", "two"):
        (folder / name / ".git").mkdir(parents=True)
        (folder / name / "CODEOWNERS").write_text(f"* @{name}\n")
        (folder / name / "app.py").write_text(OPUS)
    (folder / "alone.py").write_text(OPUS)
    text = page().text
    assert "one app.py:1 use claude-opus-4-20250514 Replace with claude-opus-4-8 @one" in text
    assert "without a name 1 0 0 0 one 1 0 0 0 two 1 0 0 0" in text


def test_the_settings_of_the_folder_count(page: Callable[..., Page], folder: Path) -> None:
    (folder / "app").mkdir()
    (folder / "app" / "app.py").write_text(OPUS)
    (folder / "app" / "claude-preflight.toml").write_text(
        '[replacements]\n"claude-opus-4-20250514" = "claude-sonnet-4-6"\n'
    )
    assert "$15.00 → $3.00" in page("app").text
