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

from claude_preflight.analysis.reading import Reading

Run = Callable[..., Any]

TODAY = ("--today", "2026-11-22")
RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
CLEAN = 'MODEL = "claude-opus-4-8"\n'
UNKNOWN = 'client.messages.create(model="claude-sonet-4-6", max_tokens=10, messages=[])\n'


def found(result: Any) -> list[dict[str, Any]]:
    """The findings, problems and notes in the output of `--format jsonl`."""
    return [json.loads(line) for line in result.lines[1:]]


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


def test_severity_is_the_least_that_is_shown(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text("# claude-3-opus-20240229\n")
    assert [finding["severity"] for finding in found(run("check", "--format=jsonl", *TODAY))] == [
        "hint"
    ]
    result = run("check", "--severity", "information", *TODAY)
    assert (result.code, result.text) == (0, "Nothing to report in 1 file.\n")


def test_severity_says_nothing_about_the_exit_code(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(UNKNOWN)
    assert run("check", "--severity", "hint", *TODAY).code == 1
    result = run("check", "--severity", "error", *TODAY)
    assert (result.code, result.text) == (1, "Nothing to report in 1 file.\n")
    assert result.errors == "note: --severity hides 1 of the findings that fail.\n"
    result = run("check", "--severity", "error", "--fail-on", "error", *TODAY)
    assert (result.code, result.errors) == (0, "")


# A finding of each level, on this day.
LEVELS = {
    "error": RETIRED,
    "warning": UNKNOWN,
    "information": 'MODELS = ["claude-3-opus-20240229", "claude-opus-4-8", "claude-sonnet-4-6"]\n',
    "hint": "# claude-3-opus-20240229\n",
}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("fail_on", [*LEVELS, "never", None])
def test_the_level_that_fails(run: Run, folder: Path, level: str, fail_on: str | None) -> None:
    (folder / "app.py").write_text(LEVELS[level])
    options = ["--fail-on", fail_on] if fail_on else []
    levels = [*LEVELS]
    fails = fail_on != "never" and levels.index(level) <= levels.index(fail_on or "warning")
    for format_name in ("text", "json", "jsonl"):
        result = run("check", "--format", format_name, *options, *TODAY)
        assert result.code == fails
        assert level in result.text  # it is shown all the same
        assert run("check", "--exit-zero", *options, *TODAY).code == 0


def test_exit_zero_leaves_what_went_wrong(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    assert run("check", "--exit-zero", *TODAY).code == 0
    assert run("check", "gone", "app.py", "--exit-zero", *TODAY).code == 2
    assert run("check", "--exit-zero", "--nonsense").code == 2
    (folder / "claude-preflight.toml").write_text("limits = 3\n")
    assert run("check", "--exit-zero", *TODAY).code == 2


# `claude-sonnet-4-5-20250929` ends on 2026-11-30.
RETIRING = 'MODEL = "claude-sonnet-4-5-20250929"\n'


@pytest.mark.parametrize(
    ("options", "day", "code"),
    [
        ([], "2026-10-30", 0),
        ([], "2026-10-31", 1),
        ([], "2026-11-29", 1),
        (["--fail-on-retiring", "0"], "2026-11-29", 0),
        (["--fail-on-retiring", "8d"], "2026-11-22", 1),
        (["--fail-on-retiring", "7"], "2026-11-22", 0),
        (["--fail-on-retiring", "90"], "2026-10-01", 1),
        (["--fail-on", "hint"], "2026-10-01", 0),
        (["--fail-on", "error"], "2026-11-22", 0),
        (["--fail-on", "never"], "2026-11-22", 0),
        (["--fail-on-retiring", "0"], "2026-11-30", 1),
    ],
)
def test_a_model_that_will_be_retired_fails_in_its_last_days(
    run: Run, folder: Path, options: list[str], day: str, code: int
) -> None:
    (folder / "app.py").write_text(RETIRING)
    result = run("check", "--format", "jsonl", "--today", day, *options)
    (finding,) = found(result)
    assert finding["severity"] == ("warning" if day < "2026-11-30" else "error")
    assert result.code == code


def test_the_severity_of_the_settings_does_not_bring_the_end_nearer(run: Run, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text('[severity]\nretiring-model = "error"\n')
    (folder / "app.py").write_text(RETIRING)
    assert run("check", "--today", "2026-10-01").code == 0
    assert run("check", "--today", "2026-11-01").code == 1
    assert run("check", "--today", "2026-11-01", "--fail-on", "error").code == 1


def test_an_end_without_a_day_does_not_fail(run: Run, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text(
        '[models.claude-house-1]\nname = "House"\ndeprecated_on = "2026-01-01"\n'
        'status = "deprecated"\n'
    )
    (folder / "app.py").write_text('MODEL = "claude-house-1"\n')
    result = run("check", "app.py", "--fail-on-retiring", "99999", "--fail-on", "hint", *TODAY)
    assert "[retiring-model]" in result.text
    assert result.code == 0


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
        (("--severity", "never"), "'never' is not one of"),
        (("--fail-on", "loud"), "'loud' is not one of"),
        (("--fail-on-retiring", "-1"), "is not a number of days"),
        (("--fail-on-retiring", "soon"), "is not a number of days"),
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
    problems = [
        f"{name} cannot be read: no such file or directory." for name in ("gone.py", "gone")
    ]
    assert result.errors.splitlines() == [f"error: {problem}" for problem in problems]
    *told, finding = found(result)
    assert told == [
        {"path": "gone.py", "problem": problems[0]},
        {"path": "gone", "problem": problems[1]},
    ]
    assert finding["path"] == "app.py"
    assert run("check", "gone", "gone.py").lines == [
        "Failed: gone, gone.py.",
        "Nothing to report in 0 files.",
    ]


def test_a_message_does_not_command_the_terminal(run: Run) -> None:
    assert run("check", "a\x1b[2J\n.py", *TODAY).errors == (
        "error: a␛[2J␊.py cannot be read: no such file or directory.\n"
    )


def test_a_binary_file_is_passed_over_unless_it_is_named(run: Run, folder: Path) -> None:
    (folder / "data.bin").write_bytes(b"\0\1claude-3-opus-20240229")
    assert run("check", *TODAY).code == 0
    result = run("check", "data.bin", *TODAY)
    assert result.code == 2
    assert result.errors == "error: data.bin is a binary file; only text can be checked.\n"


def test_binary_standard_input(run: Run) -> None:
    result = run("check", "-", *TODAY, stdin=b"\0\1\2")
    assert result.code == 2
    assert result.errors == "error: <stdin> is binary data; only text can be checked.\n"


def test_a_file_that_may_not_be_read(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    (folder / "app.py").chmod(0)
    if os.access("app.py", os.R_OK):
        pytest.skip("this user may read everything")
    said = "app.py cannot be read: permission denied."
    result = run("check", "app.py", *TODAY)
    assert (result.code, result.errors) == (2, f"error: {said}\n")
    result = run("check", *TODAY)
    assert (result.code, result.errors) == (0, f"note: {said}\n")


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
    result = run("check", "app.txt", "--format", "jsonl", "--fail-on", "hint", *TODAY)
    assert [finding["line"] for finding in found(result)] == ([line] if line else [])
    assert result.code == (1 if line else 0)


def test_a_line_of_ten_megabytes(run: Run, folder: Path) -> None:
    filler = "x, " * 1_700_000
    (folder / "app.min.js").write_text(f'{filler}m = "claude-3-opus-20240229", {filler}')
    result = run("check", *TODAY)
    assert result.code == 1
    assert max(map(len, result.lines)) < 400


@pytest.mark.parametrize("name", ["claude-preflight.toml", "pyproject.toml"])
@pytest.mark.parametrize("place", [".", "b", "b/c"])
@pytest.mark.parametrize("command", ["check", "fix"])
def test_bad_settings_stop_the_command(
    run: Run, folder: Path, name: str, place: str, command: str
) -> None:
    (folder / "b" / "c").mkdir(parents=True)
    for each in ("app.py", "b/app.py", "b/c/app.py", "z.py"):
        (folder / each).write_text(RETIRED)
    bad = folder / place / name
    table = "[tool.claude-preflight]\n" if name == "pyproject.toml" else ""
    for text, said in (
        ('exclude = ["vendor/"]\nlimit = "vendor"\n', 'unknown setting "limit". Did you mean '),
        ("limits = 3\n", "limits: 3 is not allowed; use "),
        ("ignore = [\n\n'a' 'b']\n", f"(at line {3 + bool(table)}, column 5)"),
        ("a = " + "[" * 100_000 + "\n", "is nested deeper than 32 levels"),
    ):
        bad.write_text(table + text)
        for paths in ([], ["app.py", "b/c", "z.py"] if place == "b/c" else ["b/c/app.py"]):
            result = run(command, *paths, *TODAY)
            assert (result.code, result.output) == (2, b"")
            (line,) = result.errors.splitlines()
            assert line.startswith(f"error: {bad.resolve()}")
            assert said in line
    for each in ("app.py", "b/app.py", "b/c/app.py", "z.py"):
        assert (folder / each).read_text() == RETIRED


def test_bad_settings_of_standard_input(run: Run, folder: Path) -> None:
    (folder / "src").mkdir()
    (folder / "src" / "claude-preflight.toml").write_text("limits = 3\n")
    for command in ("check", "fix"):
        result = run(command, "-", "--stdin-filename", "src/a.py", stdin=RETIRED.encode())
        assert (result.code, result.output) == (2, b"")
        assert len(result.errors.splitlines()) == 1
        assert run(command, "-", "--stdin-filename", "a.py", stdin=CLEAN.encode()).code == 0


def test_bad_settings_that_no_walk_meets(run: Run, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text('exclude = ["vendor/"]\n')
    (folder / "vendor").mkdir()
    (folder / "vendor" / "claude-preflight.toml").write_text("limits = 3\n")
    assert run("check", *TODAY).code == 0


def test_a_key_of_bad_settings_does_not_command_the_terminal(run: Run, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text('"\\u001b[2J" = 1\n')
    for command in ("check", "models"):
        assert "\x1b" not in run(command).errors


def test_a_file_that_is_too_large(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(CLEAN)
    with (folder / "big.txt").open("wb") as file:
        file.write(RETIRED.encode() * 1000)
        file.truncate(3 << 30)
    said = (
        "big.txt is too large to check: it has more than 32 MiB; split it, or leave it out with "
        "the setting `exclude`."
    )
    for command in ("check", "fix"):
        result = run(command, *TODAY)
        assert (result.code, result.errors) == (0, f"note: {said}\n")
        result = run(command, "big.txt", "app.py", *TODAY)
        assert (result.code, result.errors) == (2, f"error: {said}\n")
    assert found(run("check", "--format", "jsonl", *TODAY)) == [{"path": "big.txt", "note": said}]
    assert found(run("check", "big.txt", "--format", "jsonl", *TODAY)) == [
        {"path": "big.txt", "problem": said}
    ]


def test_standard_input_that_is_too_large(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claude_preflight.workspace.files.LARGEST", 100)
    monkeypatch.setattr("claude_preflight.cli.inputs.LARGEST", 100)
    for command in ("check", "fix"):
        result = run(command, "-", stdin=RETIRED.encode() * 100)
        assert result.code == 2
        assert result.errors.splitlines()[-1].startswith("error: <stdin> is too large to check")
        assert b"claude-3" not in result.output


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("command", ["check", "fix"])
def test_what_is_no_file(run_program: Run, folder: Path, command: str) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "device").symlink_to("/dev/zero")
    assert run_program(command, *TODAY).code == 0
    result = run_program(command, "pipe", "device", *TODAY)
    assert result.code == 2
    how = "send its text to standard input and give - as the path"
    assert result.errors.splitlines()[-2:] == [
        f"error: pipe cannot be read: it is a pipe, not a file; {how}.",
        f"error: device cannot be read: it is a device, not a file; {how}.",
    ]


def test_names_that_are_not_text(run_program: Run, folder: Path) -> None:
    name = os.fsdecode(b"a\xff\xe4.py")
    try:
        (folder / name).write_text(RETIRED)
    except OSError:
        pytest.skip("this file system has names in Unicode only")
    (folder / ".gitignore").write_bytes(b"b\xff*\n")
    (folder / os.fsdecode(b"b\xff.py")).write_text(RETIRED)
    result = run_program("check", "--format", "jsonl", *TODAY)
    assert [finding["path"] for finding in found(result)] == [name]
    assert run_program("check", name, *TODAY).code == 1
    assert run_program("fix", *TODAY).code == 0
    assert (folder / name).read_text() == CLEAN


def test_ignore_patterns_without_end(run_program: Run, folder: Path) -> None:
    pattern = "*a" * 50 + "b"
    (folder / ("a" * 200 + ".py")).write_text(RETIRED)
    (folder / ".gitignore").write_text(f"{pattern}\n**/{pattern}\n" + f"{pattern}/**/" * 9 + "x\n")
    (folder / "claude-preflight.toml").write_text(
        f"exclude = ['{pattern}', '/{pattern}/**/{pattern}']\n"
        f"[ignore-in]\n'{pattern}' = ['retired-model']\n'**/{pattern}/' = ['retired-model']\n"
    )
    result = run_program("check", *TODAY)
    assert (result.code, result.errors) == (1, "")


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
    monkeypatch.setattr("claude_preflight.workspace.scan._most_workers", lambda: 0)
    alone = run("check", "--format", "jsonl", *TODAY)
    monkeypatch.setattr("claude_preflight.workspace.scan._most_workers", lambda: 3)
    monkeypatch.setattr("claude_preflight.workspace.workers._ALONE", 0)
    together = run("check", "--format", "jsonl", *TODAY)
    assert together == alone
    assert together.code == 1
    assert together.errors.startswith("note: bad.py begins with the mark of an encoding ")
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
    monkeypatch.setattr(Reading, "notes", property(lambda _: (note,)))
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
