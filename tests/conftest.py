"""What all tests share: the option for files of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--corpus",
        type=Path,
        metavar="FOLDER",
        help="check the fixes of the files in this folder too (tests/test_exact_fixes.py)",
    )
