"""What the product says of a fixed list of ids, in two states of its data.

The real command is run on a file that uses each id, once with a copy of the package for each state.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commands import environment
from refresh.rows import SourceError

_PACKAGE = Path(__file__).parents[2] / "server" / "claude_preflight"
_IDS = Path(__file__).with_name("watched_ids.txt")
_FILE = "ids.py"
_CALL = 'client.messages.create(model="{id}", max_tokens=1, messages=[])\n'
_NOTHING = "nothing"
_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of an id before and after."""

    id: str
    before: str
    after: str


def watched() -> list[str]:
    """The fixed list of ids, as people write them."""
    lines = _IDS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def changed(
    before: Mapping[str, str], after: Mapping[str, str], ids: Iterable[str], today: date
) -> list[Verdict]:
    """The ids of which the product says something else with other data.

    The states are texts by the names of the files. SourceError if the product cannot use one.
    """
    if before == after:
        return []
    known = list(dict.fromkeys(ids))
    said = [_said(state, known, today) for state in (before, after)]
    verdicts = (Verdict(each, said[0][each], said[1][each]) for each in known)
    return [verdict for verdict in verdicts if verdict.before != verdict.after]


def _said(state: Mapping[str, str], ids: list[str], today: date) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / _PACKAGE.name
        shutil.copytree(_PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
        for name, text in state.items():
            (package / "knowledge" / name).write_text(text, encoding="utf-8", newline="\n")
        code = "".join(_CALL.format(id=each) for each in ids)
        (Path(folder) / _FILE).write_text(code, encoding="utf-8")
        command = [sys.executable, "-m", _PACKAGE.name, "check", _FILE, "--format", "json"]
        done = subprocess.run(
            [*command, "--today", today.isoformat()],
            cwd=folder,
            env=environment(without="PYTHONPATH", PYTHONPATH=folder),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=_SECONDS,
        )
    try:
        findings = json.loads(done.stdout)
    except ValueError:
        raise SourceError(f"the product cannot use the data: {done.stderr[-500:]}") from None
    said: dict[str, list[str]] = {each: [] for each in ids}
    for finding in findings:
        said[ids[finding["line"] - 1]].append(_in_words(finding))
    return {each: " ".join(words) or _NOTHING for each, words in said.items()}


def _in_words(finding: Mapping[str, str]) -> str:
    return f"{finding['severity']}: {finding['message']}"
