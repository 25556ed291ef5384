"""What all tests share: the options of the test of fixes, and no limit of time for hypothesis."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more of the machine than of the code.
settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--corpus",
        type=Path,
        metavar="FOLDER",
        help="check the fixes of the files in this folder too (tests/test_exact_fixes.py)",
    )
    parser.addoption(
        "--all-places",
        action="store_true",
        help="check the fixes of all cases in all ways, not in a sample of them",
    )
