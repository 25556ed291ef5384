"""CODEOWNERS, as GitHub and GitLab read it."""

from __future__ import annotations

import pytest

from claude_preflight.cli.owners import Owners

TEXT = r"""
# A comment
* @all
*.js @js you@example.com
/build/logs/ @doctocat
docs/* @docs
apps/ @octocat
/apps/github
**/logs @logs
with\ space.py @space

[Database]
db.py @dba
^[Payments][2] @pay
pay.py
fees.py @fees
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("README.md", ["@all"]),
        ("src/a.js", ["@js", "you@example.com"]),
        ("build/logs/x.js", ["@logs"]),
        ("docs/start.md", ["@docs"]),
        ("docs/more/start.md", ["@all"]),
        ("x/apps/main.py", ["@octocat"]),
        ("apps/github/main.py", []),
        ("deep/logs/x.txt", ["@logs"]),
        ("with space.py", ["@space"]),
        ("db.py", ["@dba"]),
        ("pay.py", ["@pay"]),
        ("src/fees.py", ["@fees"]),
    ],
)
def test_the_last_pattern_that_matches_counts(path: str, owners: list[str]) -> None:
    assert list(Owners(TEXT).of(path)) == owners


def test_nobody_owns_anything_without_patterns() -> None:
    assert Owners("# nothing\n").of("a.py") == ()
