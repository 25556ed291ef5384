from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claude_preflight.source.document import Document

Run = Callable[..., Any]

TODAY = ("--today", "2026-11-22")
RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
CLEAN = 'MODEL = "claude-opus-4-8"\n'


def found(result: Any) -> list[dict[str, Any]]:
    """The findings in the output of `--format jsonl`."""
    return [json.loads(line) for line in result.lines]


def test_a_clean_file(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(CLEAN)
    result = run("check", "app.py", *TODAY)
    assert (result.code, result.text, result.errors) == (0, "Nothing to report in 1 file.\n", "")


def test_findings_as_a_program(run_program: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    result = run_program("check", *TODAY)
    assert result.code == 1
    assert result.lines[0].startswith("app.py:1:10: error: ")
    assert result.lines[0].endswith(" [retired-model]")
    assert "Found 1 finding in 1 file: 1 error." in result.lines
    assert result.errors == ""


def test_the_current_folder_is_the_default(run: Run, folder: Path) -> None:
    (folder / "src").mkdir()
    (folder / "src" / "app.py").write_text(RETIRED)
    assert found(run("check", "--format", "jsonl", *TODAY))[0]["path"] == str(Path("src/app.py"))


def test_paths_are_shown_as_they_were_given(run: Run, folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "app.py").write_text(RETIRED)
    (folder / "b.py").write_text(RETIRED)
    absolute = str(folder / "b.py")
    findings = found(run("check", "a", absolute, "./a/app.py", "--format", "jsonl", *TODAY))
    assert [finding["path"] for finding in findings] == [str(Path("a/app.py")), absolute]


def test_the_day_decides(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    assert run("check", "--today", "2026-11-22").code == 1
    assert run("check", "--today", "2024-03-01").code == 0


def test_a_day_that_is_none(run: Run) -> None:
    result = run("check", "--today", "tomorrow")
    assert result.code == 2
    assert "'tomorrow' is not a date; write it as 2026-08-05." in result.errors


def test_severity_is_the_least_that_counts(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text("# claude-3-opus-20240229\n")
    assert [finding["severity"] for finding in found(run("check", "--format=jsonl", *TODAY))] == [
        "hint"
    ]
    result = run("check", "--severity", "information", *TODAY)
    assert (result.code, result.text) == (0, "Nothing to report in 1 file.\n")


@pytest.mark.parametrize("name", ["app.py", None])
def test_standard_input(run_program: Run, name: str | None) -> None:
    options = ["--stdin-filename", name] if name else []
    result = run_program("check", "-", *options, *TODAY, stdin=RETIRED.encode())
    assert result.code == 1
    assert result.lines[0].startswith(f"{name or '<stdin>'}:1:10: error: ")


def test_the_settings_of_standard_input(run: Run, folder: Path) -> None:
    (folder / "src").mkdir()
    (folder / "src" / "claude-preflight.toml").write_text('ignore = ["retired-model"]\n')
    retired = RETIRED.encode()
    assert run("check", "-", "--stdin-filename", "src/a.py", *TODAY, stdin=retired).code == 0
    assert run("check", "-", "--stdin-filename", "a.py", *TODAY, stdin=retired).code == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("-", "app.py"), "cannot be mixed"),
        (("app.py", "--stdin-filename", "b.py"), "give '-' as the only path"),
        (("--format", "xml"), "'xml' is not one of"),
        (("--severity", "loud"), "'loud' is not one of"),
        (("--nonsense",), "No such option"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    result = run("check", *arguments)
    assert result.code == 2
    assert reason in result.errors
    assert result.output == b""


def test_a_missing_path_does_not_stop_the_others(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    result = run("check", "gone.py", "app.py", "gone", "--format", "jsonl", *TODAY)
    assert result.code == 2
    assert len(found(result)) == 1
    assert result.errors.splitlines() == [
        "error: gone.py cannot be read: no such file or directory.",
        "error: gone cannot be read: no such file or directory.",
    ]


def test_a_message_does_not_command_the_terminal(run: Run) -> None:
    assert run("check", "a\x1b[2J\n.py").errors == (
        "error: a␛[2J␊.py cannot be read: no such file or directory.\n"
    )


def test_a_binary_file_is_passed_over_unless_it_is_named(run: Run, folder: Path) -> None:
    (folder / "data.bin").write_bytes(b"\0\1claude-3-opus-20240229")
    assert run("check", *TODAY).code == 0
    result = run("check", "data.bin", *TODAY)
    assert result.code == 2
    assert result.errors == "error: data.bin is a binary file; only text can be checked.\n"


def test_binary_standard_input(run: Run) -> None:
    result = run("check", "-", stdin=b"\0\1\2")
    assert result.code == 2
    assert result.errors == "error: <stdin> is binary data; only text can be checked.\n"


def test_a_file_that_may_not_be_read(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    (folder / "app.py").chmod(0)
    if os.access("app.py", os.R_OK):
        pytest.skip("this user may read everything")
    for path in ("app.py", "."):
        result = run("check", path, *TODAY)
        assert result.code == 2
        assert result.errors == "error: app.py cannot be read: permission denied.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_every_encoding_with_a_mark(run: Run, folder: Path, encoding: str) -> None:
    mark = "" if encoding.startswith("utf-8") else "\ufeff"
    (folder / "app.py").write_bytes(f"{mark}# 模型\r\n{RETIRED}".encode(encoding))
    (finding,) = found(run("check", "--format", "jsonl", *TODAY))
    assert (finding["line"], finding["column"]) == (2, 9)


def test_a_mark_is_not_a_column(run: Run, folder: Path) -> None:
    (folder / "app.py").write_bytes(RETIRED.encode("utf-8-sig"))
    (finding,) = found(run("check", "--format", "jsonl", *TODAY))
    assert (finding["line"], finding["column"]) == (1, 9)


def test_a_mark_that_the_rest_belies(run: Run, folder: Path) -> None:
    (folder / "app.py").write_bytes(b"\xff\xfe\0\0" + b"\xff\xff\xff\xff")
    result = run("check", "app.py")
    assert result.code == 2
    assert "app.py begins with the mark of an encoding that the rest is not in" in result.errors


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"# \xff\xfe\x80\n" + RETIRED.encode(), 2),
        (b"#\r\n#\r\n" + RETIRED.encode(), 3),
        (b"#\r#\r" + RETIRED.encode(), 3),
        ("# \f \u2028 \u0085\n".encode() + RETIRED.encode(), 2),
        (b"", None),
        (b"\n\n\r", None),
        (b"\xef\xbb\xbf", None),
    ],
    ids=["invalid utf-8", "crlf", "lone cr", "no line ends", "empty", "blank", "only a mark"],
)
def test_lines_of_odd_files(run: Run, folder: Path, data: bytes, line: int | None) -> None:
    (folder / "app.txt").write_bytes(data)
    result = run("check", "app.txt", "--format", "jsonl", *TODAY)
    assert [finding["line"] for finding in found(result)] == ([line] if line else [])
    assert result.code == (1 if line else 0)


def test_a_line_of_ten_megabytes(run: Run, folder: Path) -> None:
    filler = "x, " * 1_700_000
    (folder / "app.min.js").write_text(f'{filler}m = "claude-3-opus-20240229", {filler}')
    result = run("check", *TODAY)
    assert result.code == 1
    assert max(map(len, result.lines)) < 400


def test_bad_settings_are_one_message(run: Run, folder: Path) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "app.py").write_text(RETIRED)
    (folder / "claude-preflight.toml").write_text("limits = 3\n")
    result = run("check", "--format", "jsonl", *TODAY)
    assert result.code == 2
    assert len(found(result)) == 2
    (line,) = result.errors.splitlines()
    assert line.startswith("error: ")
    assert "claude-preflight.toml" in line
    assert line.endswith("The default settings are used instead.")


def test_settings_of_the_nearest_folder(run: Run, folder: Path) -> None:
    (folder / "quiet").mkdir()
    (folder / "quiet" / "claude-preflight.toml").write_text('ignore = ["retired-model"]\n')
    (folder / "quiet" / "app.py").write_text(RETIRED)
    (folder / "app.py").write_text(RETIRED)
    findings = found(run("check", "--format", "jsonl", *TODAY))
    assert [finding["path"] for finding in findings] == ["app.py"]
    assert run("check", "quiet/app.py", *TODAY).code == 0


def test_patterns_in_settings_start_at_their_folder(run: Run, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text('[ignore-in]\n"/src/old/" = ["retired-model"]\n')
    (folder / "src" / "old").mkdir(parents=True)
    (folder / "src" / "old" / "app.py").write_text(RETIRED)
    os.chdir(folder / "src")
    assert run("check", "old", *TODAY).code == 0


def test_what_settings_exclude_is_read_if_it_is_named(run: Run, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text('exclude = ["legacy/"]\n')
    (folder / "legacy").mkdir()
    (folder / "legacy" / "app.py").write_text(RETIRED)
    assert run("check", *TODAY).code == 0
    assert run("check", "--no-ignore", *TODAY).code == 0
    assert run("check", "legacy/app.py", *TODAY).code == 1


def test_no_ignore(run: Run, folder: Path) -> None:
    (folder / ".gitignore").write_text("app.py\n")
    (folder / "app.py").write_text(RETIRED)
    assert run("check", *TODAY).code == 0
    assert run("check", "--no-ignore", *TODAY).code == 1


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
def test_workers_find_the_same_in_the_same_order(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(300):
        (folder / f"{number:03}.py").write_text(RETIRED if number % 7 else CLEAN)
    (folder / "bad.py").write_bytes(b"\xff\xfe\0\0\xff\xff\xff\xff")
    monkeypatch.setattr("claude_preflight.scan._most_workers", lambda: 0)
    alone = run("check", "--format", "jsonl", *TODAY)
    monkeypatch.setattr("claude_preflight.scan._most_workers", lambda: 3)
    monkeypatch.setattr("claude_preflight.workers._ALONE", 0)
    together = run("check", "--format", "jsonl", *TODAY)
    assert together == alone
    assert together.code == 2
    assert len(found(together)) == 258


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
def test_a_system_without_a_process_to_spare(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    (folder / "app.py").write_text(RETIRED)
    monkeypatch.setattr(os, "fork", fail)
    result = run("check", *TODAY)
    assert result.code == 2
    what = "resource temporarily unavailable"
    assert result.errors == f"error: app.py or files after it were not checked: {what}.\n"


@pytest.mark.parametrize("text", [RETIRED, "# claude-opus-4-8\n"])
def test_a_bound_that_was_met_is_a_note(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (folder / "app.py").write_text(text)
    before = run("check", "--format", "jsonl", *TODAY)
    note = "is nested too deep, so it was read line by line"
    monkeypatch.setattr(Document, "notes", property(lambda _: (note,)))
    after = run("check", "--format", "jsonl", *TODAY)
    assert after.code == before.code
    assert after.errors == f"note: app.py {note}.\n"
    assert found(after) == [{"path": "app.py", "note": f"app.py {note}."}, *found(before)]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break in another way there")
def test_a_reader_that_stops_reading(folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED * 2000)
    command = [sys.executable, "-m", "claude_preflight", "check", "app.py", *TODAY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline().startswith(b"app.py:1:10: error: ")
        program.stdout.close()
        assert b"Traceback" not in program.stderr.read()
