"""The groups of `fix`, and the places that it leaves whatever it is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from tests.cli.conftest import Run

TODAY = ("--today", "2026-11-22")
OLD, NEW = "claude-3-opus-20240229", "claude-opus-4-8"
SOON, LATER = "claude-sonnet-4-5-20250929", "claude-sonnet-5-5"  # retires in 8 days
EVERYTHING = ("--unsafe", "--retiring-within", "90d", "--roles", "listing,comparison,prose,example")
LIST = f'MODELS = [\n    "{OLD}",\n    "claude-haiku-4-5",\n    "gpt-4o",\n]\n'
FENCE = f'Ask:\n\n```python\nask(model="{OLD}")\n```\n'


def cases(part: str) -> list[Any]:
    """The files of a part of `fix_cases.md`: the name and the text of each."""
    source = Path(__file__).with_name("fix_cases.md").read_text(encoding="utf-8")
    found: list[Any] = []
    heading = here = name = ""
    for token in MarkdownIt().parse(source):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "inline" and heading:
            here = token.content if heading == "h2" else here
            name, heading = token.content.strip("`"), ""
        elif token.type == "fence" and here == part:
            text = token.content.replace("OLD", OLD).replace("NEW", NEW)
            found.append(pytest.param(name, text, id=f"{name}-{len(found)}"))
    assert found
    return found


def fixed(run: Run, folder: Path, text: str, *options: str, name: str = "app.py") -> str:
    file = folder / name
    file.parent.mkdir(exist_ok=True, parents=True)
    file.write_text(text, encoding="utf-8")
    run("fix", name, *TODAY, *options)
    return file.read_text(encoding="utf-8")


def left(run: Run, name: str, *options: str) -> dict[str, str]:
    """Why what remains in a file was left, by what it is about."""
    lines = run("fix", name, "--format", "jsonl", *TODAY, *options).lines
    records = [json.loads(line) for line in lines]
    return {each["text"]: each["left"] for each in records if "left" in each}


def test_what_retires_in_time_is_moved(run: Run, folder: Path) -> None:
    text = f'MODEL = "{SOON}"\n'

    assert fixed(run, folder, text) == text
    assert left(run, "app.py") == {SOON: "`fix --retiring-within 8d` applies it"}
    assert fixed(run, folder, text, "--retiring-within", "7d") == text
    assert fixed(run, folder, text, "--retiring-within", "8") == text.replace(SOON, LATER)
    assert fixed(run, folder, text, "--retiring-within", "90d") == text.replace(SOON, LATER)


def test_unsafe_does_not_move_what_is_still_to_retire(run: Run, folder: Path) -> None:
    text = f'MODEL = "{SOON}"\nPICKED = ask(model="{SOON}")\n# {SOON}\n'

    assert fixed(run, folder, text, "--unsafe") == text
    assert SOON not in fixed(run, folder, text, "--unsafe", "--retiring-within", "30d")


def test_only_uses_move_without_their_role_being_named(run: Run, folder: Path) -> None:
    text = LIST.replace(OLD, SOON)

    assert fixed(run, folder, text, "--retiring-within", "90d") == text
    assert left(run, "app.py") == {SOON: "`fix --retiring-within 8d --roles listing` applies it"}
    options = ("--retiring-within", "90d", "--roles", "listing")
    assert fixed(run, folder, text, *options) == text.replace(SOON, LATER)


@pytest.mark.parametrize(
    ("role", "name", "text"),
    [
        pytest.param(role, *case.values, id=f"{role}-{case.id}")
        for role in ("listing", "example", "comparison", "prose")
        for case in cases(f"Renamed as {role}")
    ],
)
def test_a_role_is_renamed_where_it_is_named(
    run: Run, folder: Path, role: str, name: str, text: str
) -> None:
    others = {"listing", "comparison", "prose", "example"} - {role}
    assert fixed(run, folder, text, name=name) == text
    assert fixed(run, folder, text, "--roles", ",".join(others), name=name) == text
    assert left(run, name) == {OLD: f"`fix --roles {role}` applies it"}
    assert fixed(run, folder, text, "--roles", role, name=name) == text.replace(OLD, NEW)
    assert fixed(run, folder, text, "--unsafe", name=name) == text.replace(OLD, NEW)


def test_what_may_not_work_wants_to_be_asked_for_in_any_role(run: Run, folder: Path) -> None:
    text = FENCE.replace('")', '", thinking=chosen)').replace("ask(", "client.messages.create(")

    assert fixed(run, folder, text, "--roles", "example", name="a.md") == text
    assert left(run, "a.md")[OLD].startswith("its fix wants a second look; `fix --unsafe`")
    assert NEW in fixed(run, folder, text, "--unsafe", name="a.md")


@pytest.mark.parametrize("value", ["picker", "listing,picker", "pattern"])
def test_a_role_that_is_none(run: Run, folder: Path, value: str) -> None:
    (folder / "app.py").write_text(LIST)
    result = run("fix", "--roles", value, *TODAY)

    assert result.code == 2
    assert "the roles are use, listing, comparison, prose, example." in result.errors
    assert (folder / "app.py").read_text() == LIST


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *cases("Keys"),
        *cases("Prices"),
        *cases("Maps from one model to another"),
        *cases("What was"),
    ],
)
def test_a_place_is_left_whatever_is_asked(run: Run, folder: Path, name: str, text: str) -> None:
    assert fixed(run, folder, text, *EVERYTHING, name=name) == text
    why = left(run, name, *EVERYTHING)[OLD]
    assert why
    assert "fix --" not in why


@pytest.mark.parametrize(("name", "text"), cases("Twice"))
def test_nothing_comes_to_stand_twice(run: Run, folder: Path, name: str, text: str) -> None:
    assert fixed(run, folder, text, name=name) == text
    assert fixed(run, folder, text, *EVERYTHING, name=name) == text
    assert NEW in left(run, name, *EVERYTHING)[OLD]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", f'MODELS = ["{OLD}", "claude-2.1", "gpt-4o"]\n'),
        ("a.py", f'MODELS = ["claude-2.1", "{OLD}"]\n'),
        ("a.yaml", f"models:\n  - claude-2.1\n  - {OLD}\n  - gpt-4o\n"),
        ("a.rb", f"case m\nwhen '{OLD}', 'claude-2.1' then run\nend\n"),
    ],
)
def test_of_two_that_would_become_one_the_first_does(
    run: Run, folder: Path, name: str, text: str
) -> None:
    after = fixed(run, folder, text, *EVERYTHING, name=name)
    assert after.count(NEW) == 1
    assert (OLD in after) != ("claude-2.1" in after)


def test_what_works_as_it_did(run: Run, folder: Path) -> None:
    """Entries that differ otherwise, and names that are no keys, are fixed as before."""
    text = (
        "model_list:\n"
        f"  - model_name: a\n    litellm_params:\n      model: anthropic/{OLD}\n"
        f"  - model_name: b\n    litellm_params:\n      model: anthropic/{NEW}\n"
    )
    assert fixed(run, folder, text, name="a.yaml") == text.replace(OLD, NEW)
    text = f'ask(model="{NEW}")\nask(model="{OLD}", replaced=True)\n'
    assert fixed(run, folder, text) == text.replace(OLD, NEW)
    text = f'changelog = ask(model="{OLD}")\n'
    assert fixed(run, folder, text, name="changelog.py") == text.replace(OLD, NEW)


def test_a_model_to_move_to_goes_with_the_groups(run: Run, folder: Path) -> None:
    """Who names a model to move to wants those moved that retire; no days are asked of them."""
    text = f'MODEL = "{SOON}"\n' + LIST.replace(OLD, SOON)
    to = ("--to", "claude-opus-5-5")

    only_use = text.replace(SOON, "claude-opus-5-5", 1)
    assert fixed(run, folder, text, *to) == only_use
    assert fixed(run, folder, text, *to, "--roles", "listing") == (
        text.replace(SOON, "claude-opus-5-5")
    )
