"""What is found elsewhere than expected, or is something else, fails and is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.facts.cases import Case, mismatch, read

PAGE = """\
# Python

## `app.py`

### Two on a line

```python
old = 1
ask(first, second)  <-- use, listing
```

### Nothing

````markdown
```
````
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "python.md"
    file.write_text(PAGE, encoding="utf-8")
    return file


@pytest.fixture
def case(page: Path) -> Case:
    return next(read(page))


def test_what_is_expected_is_no_part_of_a_snippet(page: Path) -> None:
    first, second = read(page)

    assert (first.path, first.title) == ("app.py", "Two on a line")
    assert first.snippet == "old = 1\nask(first, second)\n"
    assert first.expected == {1: ["use", "listing"]}
    assert (second.snippet, second.expected) == ("```\n", {})
    assert PAGE.splitlines()[first.line - 1] == "old = 1"


def test_what_is_expected_may_be_found(case: Case) -> None:
    assert mismatch(case, [(1, "use"), (1, "listing")]) == ""


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([(1, "listing"), (1, "use")], "listing, use"),
        ([(1, "use")], "use"),
        ([(1, "use"), (1, "listing"), (1, "listing")], "use, listing, listing"),
        ([], "nothing"),
    ],
    ids=["swapped", "missing", "one too many", "nothing"],
)
def test_what_differs_is_told_with_its_place(
    case: Case, found: list[tuple[int, str]], words: str
) -> None:
    assert mismatch(case, found).splitlines() == [
        "app.py: Two on a line",
        f"{case.file}:9: expected use, listing, found {words}",
        "    ask(first, second)",
    ]


def test_what_is_found_on_another_line_is_told_with_both_lines(case: Case) -> None:
    told = mismatch(case, [(0, "use"), (0, "listing")])

    assert f"{case.file}:8: expected nothing, found use, listing\n" in told
    assert f"{case.file}:9: expected use, listing, found nothing\n" in told


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  <-- use", " <-- use", "an arrow that says nothing"),
        ("  <-- use, listing", "  <-- ", "an arrow that says nothing"),
        ("### Nothing", "### Two on a line", "a title that another case has"),
        ("### Nothing", "", "a snippet without a file or a title"),
        ("## `app.py`", "", "a snippet without a file or a title"),
    ],
)
def test_a_page_with_a_slip_is_refused(page: Path, old: str, new: str, message: str) -> None:
    page.write_text(PAGE.replace(old, new), encoding="utf-8")

    with pytest.raises(ValueError, match=message):
        list(read(page))
