"""Everything that is found in folders, with each fix, as JSON Lines in the order of the paths.

To prove that a change changes no finding, run it before and after, and compare:

    .venv/bin/python scripts/dump_findings.py FOLDER... > before.jsonl

It uses what the package offers to everybody, so one copy of it reads with two versions.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from claude_preflight import Document, Settings, analyze
from claude_preflight.findings import Finding

TODAY = date(2026, 8, 1)
MOST_BYTES = 4 << 20


def files(folders: list[Path]) -> Iterator[Path]:
    """The files in folders that are not too large, in order."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= MOST_BYTES:
                yield path


def lines(path: Path) -> Iterator[str]:
    """What is found in a file."""
    document = Document.of(path.read_bytes(), str(path))
    for finding in analyze(document, Settings(), TODAY):
        yield json.dumps({"path": str(path), **record(finding)})


def record(finding: Finding) -> dict[str, object]:
    """All that a finding says; places are offsets."""
    return {
        "rule": finding.rule,
        "message": finding.message,
        "place": [finding.span.start, finding.span.end],
        "severity": finding.severity.label,
        "text": finding.text,
        "role": finding.role.value if finding.role else None,
        "reason": finding.reason,
        "hold": finding.hold,
        "days_left": finding.days_left,
        "fixes": [
            {
                "title": fix.title,
                "safe": fix.safe,
                "works": fix.works,
                "setting": str(fix.setting),
                "edits": [[edit.span.start, edit.span.end, edit.text] for edit in fix.edits],
            }
            for fix in finding.fixes
        ],
    }


def main() -> None:
    """Print what is found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    for path in files(parser.parse_args().folders):
        for line in lines(path):
            print(line)


if __name__ == "__main__":
    main()
