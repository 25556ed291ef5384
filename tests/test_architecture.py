"""What a run of the command line may load. The direction of imports is checked by import-linter."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
EXAMPLE = EXAMPLES / "client.ts"

RUN = """
import json, sys
sys.argv = ["claude-preflight", *sys.argv[1:]]
from claude_preflight.cli.main import main
try:
    main()
except SystemExit as end:
    code = end.code
print(json.dumps({"code": code, "modules": sorted(sys.modules)}), file=sys.stderr)
"""


def loaded_by(*arguments: str) -> set[str]:
    """The top-level modules that are loaded after a run of the command line."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, encoding="utf-8", check=True
    )
    end = json.loads(done.stderr.splitlines()[-1])
    assert end["code"] in (0, 1, None), done.stderr
    return {name.partition(".")[0] for name in end["modules"]}


@pytest.mark.parametrize(
    "arguments",
    [("check", str(EXAMPLE)), ("check", "--format", "json", str(EXAMPLE)), ("explain", "529")],
    ids=" ".join,
)
def test_the_command_line_does_not_load_the_language_server(arguments: tuple[str, ...]) -> None:
    assert not loaded_by(*arguments) & {"asyncio", "jsonschema", "lsprotocol", "pygls"}


def test_the_parser_is_loaded_only_for_files_with_hits(tmp_path: Path) -> None:
    clean = tmp_path / "clean.py"
    clean.write_text("print('hello')\n", encoding="utf-8")

    assert not loaded_by("check", str(clean)) & {"tree_sitter", "tree_sitter_python"}
    # Of a file alone, only the worker that analyses it loads what that takes.
    assert "tree_sitter" not in loaded_by("check", str(EXAMPLE))
    assert "tree_sitter" in loaded_by("check", str(EXAMPLE), str(EXAMPLES / "answers.py"))
