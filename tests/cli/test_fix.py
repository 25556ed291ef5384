from __future__ import annotations

import errno
import os
import signal
import stat
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_preflight.cli.main import cli

Run = Callable[..., Any]

TODAY = ("--today", "2026-11-22")
RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
FIXED = 'MODEL = "claude-opus-4-8"\n'
CHANGED = "app.py:1:10: claude-3-opus-20240229 -> claude-opus-4-8 [retired-model]"
REQUEST = """\
import anthropic

anthropic.Anthropic().messages.create(model="{}", max_tokens=1024, messages=[])
"""
UNKNOWN = REQUEST.format("claude-sonet-4-6")
PROSE = "# claude-3-opus-20240229 was good\n"


def test_a_safe_fix(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    result = run("fix", *TODAY)
    assert (folder / "app.py").read_text() == FIXED
    assert result.code == 0
    assert result.lines == [CHANGED, "Applied 1 fix in 1 file.", "Nothing to report in 1 file."]


def test_as_a_program(run_program: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED + PROSE)
    result = run_program("fix", "app.py", *TODAY)
    assert (folder / "app.py").read_text() == FIXED + PROSE
    assert result.code == 0
    assert result.lines[0] == CHANGED
    assert result.lines[1].startswith("app.py:2:3: hint: ")


def test_what_remains_counts_from_a_level(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(PROSE)
    assert run("fix", *TODAY).code == 0
    assert run("fix", "--fail-on", "hint", *TODAY).code == 1
    assert run("fix", "--fail-on", "hint", "--severity", "warning", *TODAY).code == 1
    assert run("fix", "--fail-on", "hint", "--exit-zero", *TODAY).code == 0
    (folder / "app.py").write_text(UNKNOWN)
    assert run("fix", *TODAY).code == 1
    assert run("fix", "--fail-on", "error", *TODAY).code == 0
    assert run("fix", "--fail-on", "never", *TODAY).code == 0
    (folder / "app.py").write_text('MODEL = "claude-sonnet-4-5-20250929"\n')
    assert run("fix", "--today", "2026-10-01").code == 0
    assert run("fix", "--today", "2026-11-01").code == 1
    assert run("fix", "--today", "2026-11-01", "--fail-on-retiring", "7").code == 0


def test_unsafe_fixes_want_to_be_asked_for(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(UNKNOWN)
    result = run("fix", *TODAY)
    assert (folder / "app.py").read_text() == UNKNOWN
    assert "`claude-preflight fix --unsafe` changes 1 of them." in result.lines
    assert run("fix", "--unsafe", *TODAY).code == 0
    assert (folder / "app.py").read_text() == REQUEST.format("claude-sonnet-4-6")


def test_nothing_to_fix_writes_nothing(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(PROSE)
    os.utime(folder / "app.py", (1, 1))
    run("fix", *TODAY)
    assert (folder / "app.py").stat().st_mtime == 1


def test_a_diff_writes_nothing(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text("# first\n" + RETIRED)
    result = run("fix", "--diff", *TODAY)
    assert (folder / "app.py").read_text() == "# first\n" + RETIRED
    assert result.code == 1
    assert result.text == (
        f"--- a/app.py\n+++ b/app.py\n@@ -1,2 +1,2 @@\n # first\n-{RETIRED}+{FIXED}"
    )
    assert result.errors == "Would apply 1 fix in 1 file.\n"
    assert run("fix", "--diff", "--exit-zero", *TODAY).code == 0
    assert run("fix", "--diff", "--fail-on", "never", *TODAY).code == 1


def test_a_diff_of_nothing(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(PROSE)
    result = run("fix", "--diff", *TODAY)
    assert (result.code, result.output) == (0, b"")


@pytest.mark.parametrize(
    "data",
    [
        RETIRED.encode(),
        RETIRED.encode().rstrip(),
        b"#\r\n" + RETIRED.replace("\n", "\r\n").encode() + b"#\r\n",
        b"\xef\xbb\xbf" + RETIRED.encode(),
        b"# \xff\xfe\n" + RETIRED.encode(),
    ],
    ids=["plain", "no last line end", "crlf", "mark", "invalid utf-8"],
)
def test_git_applies_a_diff(run: Run, folder: Path, data: bytes) -> None:
    (folder / "sub").mkdir()
    file = folder / "sub" / "app.py"
    file.write_bytes(data)
    patch = run("fix", "--diff", *TODAY).output
    subprocess.run(["git", "apply", "-"], input=patch, check=True, cwd=folder)
    by_git = file.read_bytes()
    file.write_bytes(data)
    run("fix", *TODAY)
    assert file.read_bytes() == by_git != data


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be there")
@pytest.mark.parametrize("tool", [("git", "apply", "-"), ("patch", "-p1")])
@pytest.mark.parametrize(
    "name",
    ["a\nb.py", 'a"b.py', "a\\b.py", "a\tb.py", "a b.py", "\x1b[31m.py", "模型 é.py", b"\xff.py"],
)
def test_a_diff_names_any_file(
    run: Run, folder: Path, name: str | bytes, tool: tuple[str, ...]
) -> None:
    (folder / "sub").mkdir()
    file = folder / "sub" / os.fsdecode(name)
    file.write_text(RETIRED)
    patch = run("fix", "--diff", *TODAY).output
    subprocess.run(tool, input=patch, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    assert file.read_text() == FIXED
    assert [each.name for each in (folder / "sub").iterdir()] == [file.name]


def test_keys_in_a_diff_are_masked(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(f"KEY = 'sk-ant-oat01-SECRET'\n{RETIRED}")
    result = run("fix", "--diff", *TODAY)
    assert result.text.endswith(f"\n KEY = 'sk-ant-************'\n-{RETIRED}+{FIXED}")
    assert result.errors.startswith("note: Keys are masked in the diff, so it cannot be applied")
    assert "SECRET" not in result.text + result.errors
    run("fix", *TODAY)
    assert (folder / "app.py").read_text() == f"KEY = 'sk-ant-oat01-SECRET'\n{FIXED}"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_diff_of_another_encoding_says_so(run: Run, folder: Path, encoding: str) -> None:
    (folder / "app.py").write_text(RETIRED, encoding)
    result = run("fix", "--diff", *TODAY)
    assert ("cannot be applied as a patch" in result.errors) == (encoding != "utf-8-sig")


def test_standard_input_goes_to_standard_output(run_program: Run) -> None:
    source = (RETIRED + PROSE).replace("\n", "\r\n")
    result = run_program("fix", "-", "--stdin-filename", "app.py", *TODAY, stdin=source.encode())
    assert result.output == (FIXED + PROSE).replace("\n", "\r\n").encode()
    assert result.code == 0
    assert result.errors.startswith(f"{CHANGED}\napp.py:2:3: hint: ")


@pytest.mark.parametrize("data", [b"", b"print(1)", b"\xef\xbb\xbf# \xff\r"])
def test_standard_input_without_findings(run: Run, data: bytes) -> None:
    result = run("fix", "-", *TODAY, stdin=data)
    assert (result.code, result.output) == (0, data)


def test_a_diff_of_standard_input(run: Run) -> None:
    arguments = ("fix", "-", "--diff", "--stdin-filename", "app.py", *TODAY)
    result = run(*arguments, stdin=RETIRED.encode())
    assert result.code == 1
    assert result.text.endswith(f"-{RETIRED}+{FIXED}")


@pytest.mark.skipif(sys.platform == "win32", reason="needs the mode bits of POSIX")
def test_mode_bits_stay(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    (folder / "app.py").chmod(0o751)
    run("fix", *TODAY)
    assert (folder / "app.py").read_text() == FIXED
    assert stat.S_IMODE((folder / "app.py").stat().st_mode) == 0o751


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_stays_a_link(run: Run, folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "real" / "app.py").write_text(RETIRED)
    (folder / "link.py").symlink_to("real/app.py")
    run("fix", "link.py", *TODAY)
    assert (folder / "link.py").is_symlink()
    assert (folder / "real" / "app.py").read_text() == FIXED


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_file_under_two_names_is_fixed_once(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED + PROSE)
    (folder / "link.py").symlink_to("app.py")
    result = run("fix", "link.py", "app.py", *TODAY)
    assert (folder / "app.py").read_text() == FIXED + PROSE
    assert result.errors == ""
    assert "Applied 1 fix in 1 file." in result.lines


@pytest.mark.skipif(sys.platform != "linux", reason="Python knows them there only")
def test_extended_attributes_stay(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    os.setxattr(folder / "app.py", "user.origin", b"here")
    run("fix", *TODAY)
    assert (folder / "app.py").read_text() == FIXED
    assert os.getxattr(folder / "app.py", "user.origin") == b"here"


def access_list(of_user: int) -> bytes:
    """An access list as Linux keeps it: what a user 12345 may do, beside what the mode says."""
    nobody = 0xFFFFFFFF
    entries = [
        (1, 6, nobody),
        (2, of_user, 12345),
        (4, 4, nobody),
        (16, 7, nobody),
        (32, 0, nobody),
    ]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they are no attributes")
@pytest.mark.parametrize("own", [None, access_list(6)], ids=["none", "own"])
def test_an_access_list_stays(run: Run, folder: Path, own: bytes | None) -> None:
    name, file = "system.posix_acl_access", folder / "app.py"
    file.write_text(RETIRED)
    file.chmod(0o640)
    if own:
        os.setxattr(file, name, own)
    before = file.stat().st_mode
    os.setxattr(folder, "system.posix_acl_default", access_list(7))  # what a new file would get
    run("fix", *TODAY)
    assert file.read_text() == FIXED
    assert (os.getxattr(file, name) if name in os.listxattr(file) else None) == own
    assert file.stat().st_mode == before


@pytest.mark.skipif(sys.platform != "linux", reason="Python knows them there only")
def test_an_attribute_that_would_change(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    (folder / "app.py").write_text(RETIRED)
    os.setxattr(folder / "app.py", "user.origin", b"here")
    monkeypatch.setattr(os, "setxattr", fail)
    assert_refused(run, folder, "its attribute user.origin would change")


def test_a_file_with_another_name(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    (folder / "app.txt").hardlink_to(folder / "app.py")
    assert_refused(run, folder, "it has 2 names (hard links), and only one would change")
    assert (folder / "app.txt").read_text() == RETIRED


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such owner there")
def test_a_file_of_somebody_else(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    (folder / "app.py").write_text(RETIRED)
    monkeypatch.setattr(os, "chown", fail)
    assert_refused(run, folder, "its owner or group would change")


def assert_refused(run: Run, folder: Path, reason: str) -> None:
    """`fix` says why it does not write a file, and leaves nothing behind."""
    before = sorted(folder.iterdir())
    result = run("fix", "app.py", *TODAY)
    assert (result.code, result.errors) == (2, f"error: app.py cannot be written: {reason}.\n")
    assert (folder / "app.py").read_text() == RETIRED
    assert sorted(folder.iterdir()) == before


def test_the_longest_name_there_is(run: Run, folder: Path) -> None:
    file = folder / f"{'模' * 83}.py"
    file.write_text(RETIRED)
    assert run("fix", *TODAY).code == 0
    assert file.read_text() == FIXED


def test_a_read_only_file(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    (folder / "app.py").chmod(0o444)
    result = run("fix", *TODAY)
    assert result.code == 2
    assert result.errors == "error: app.py cannot be written: it is read-only.\n"
    assert (folder / "app.py").read_text() == RETIRED


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (folder / "app.py").write_text(RETIRED)
    (folder / "other.py").write_text(PROSE)
    monkeypatch.setattr(os, call, fail)
    result = run("fix", *TODAY)
    assert result.code == 2
    assert result.errors == "error: app.py cannot be written: no space left on device.\n"
    assert (folder / "app.py").read_text() == RETIRED
    assert sorted(each.name for each in folder.iterdir()) == ["app.py", "other.py"]
    assert "other.py:1:3: hint:" in result.text


def test_a_file_that_another_program_changes(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save_elsewhere(_: int) -> None:
        (folder / "app.py").write_text("# theirs\n")

    (folder / "app.py").write_text(RETIRED)
    monkeypatch.setattr(os, "fsync", save_elsewhere)
    result = run("fix", *TODAY)
    assert result.code == 2
    assert "it was changed by another program in the meantime; run again." in result.errors
    assert (folder / "app.py").read_text() == "# theirs\n"
    assert [each.name for each in folder.iterdir()] == ["app.py"]


def test_a_file_that_vanishes(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "app.py").write_text(RETIRED)
    monkeypatch.setattr(os, "fsync", lambda _: (folder / "app.py").unlink())
    result = run("fix", *TODAY)
    assert result.code == 2
    assert result.errors == "error: app.py cannot be written: no such file or directory.\n"
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_what_a_kill_leaves_behind_is_never_read(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(RETIRED)
    program = """
import os, signal
from claude_preflight.cli.main import main
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
main()
"""
    killed = subprocess.run([sys.executable, "-c", program, "fix", *TODAY])
    assert killed.returncode == -signal.SIGKILL
    assert (folder / "app.py").read_text() == RETIRED
    assert len(list(folder.iterdir())) == 2
    result = run("fix", *TODAY)
    assert result.lines == [CHANGED, "Applied 1 fix in 1 file.", "Nothing to report in 1 file."]


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])
WORDS = st.text(st.characters(blacklist_characters="\r\n\0", blacklist_categories=[]), max_size=12)


def encoded(text: str, encoding: str) -> bytes:
    """A text as a file, with a mark where the encoding needs one."""
    if encoding == "utf-8-sig":
        return b"\xef\xbb\xbf" + text.encode("utf-8", "surrogatepass")
    mark = "" if encoding == "utf-8" else "\ufeff"
    return (mark + text).encode(encoding, "surrogatepass")


@settings(max_examples=60)
@given(
    words=st.lists(WORDS, min_size=2, max_size=4),
    ends=st.lists(LINE_ENDS, min_size=4, max_size=4),
    encoding=st.sampled_from(ENCODINGS),
    rest=st.sampled_from([b"", b"\xff", b"\x80\xfe\xff"]),
)
def test_only_the_spans_of_the_edits_change(
    words: list[str], ends: list[str], encoding: str, rest: bytes
) -> None:
    comments = [f"# {word}{end}" for word, end in zip(words, ends, strict=False)]

    def file(model: str) -> bytes:
        text = f"{comments[0]}MODEL={model}{ends[3]}{''.join(comments[1:])}#"
        # Bytes that fill no character of the encoding are left at the end.
        return encoded(text, encoding) + (rest[:1] if "-16" in encoding else rest)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ".env"
        path.write_bytes(file("claude-3-opus-20240229"))
        result = CliRunner().invoke(cli, ["fix", str(path), *TODAY])
        assert result.exit_code == 0, result.output
        assert path.read_bytes() == file("claude-opus-4-8")
