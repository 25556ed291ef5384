"""Each diagnostic leads to the page of its rule, at an anchor that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import SERVER, capabilities

from claude_preflight.rules import RULES

ROOT = Path(__file__).parent.parent.parent
HOME = "https://github.com/claude-preflight/claude-preflight/blob/main/"
TODAY = ("--today", "2026-11-22")
EXAMPLE = re.compile(r"^```(?P<language>\w+)\n(?P<code>.*)^```\n\Z", re.MULTILINE | re.DOTALL)
# Of these the name of the file tells what they are.
FILES = {"requirements": "requirements.txt"}
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(page: Path) -> list[str]:
    """The anchors that GitHub makes of the headings of a page."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]


@pytest.mark.asyncio(loop_scope="session")
async def test_the_link_of_a_diagnostic_leads_to_an_anchor_that_exists(
    start_editor: StartEditor,
) -> None:
    editor = await start_editor(capabilities(pull=True), command=(*SERVER, *TODAY))
    met = set()
    for number, rule in enumerate(RULES.values()):
        example = EXAMPLE.search(rule.help)
        assert example
        language = example["language"]
        uri = f"file:///nowhere/rules/{number}/{FILES.get(language, 'example')}"
        editor.open(example["code"], uri, language)
        for shown in await editor.pull(uri):
            assert shown.code_description
            target, _, anchor = shown.code_description.href.partition("#")
            page = ROOT / target.removeprefix(HOME)
            assert page.name == f"{shown.code}.md"
            assert anchor in anchors(page)
            met.add(shown.code)
    assert met == set(RULES)


def test_the_list_of_rules_links_each_page() -> None:
    docs = ROOT / "docs"
    linked = re.findall(r"\]\((rules/[^)]+)\)", (docs / "rules.md").read_text(encoding="utf-8"))
    assert sorted(linked) == sorted(f"rules/{code}.md" for code in RULES)
    assert {page.stem for page in (docs / "rules").glob("*.md")} == set(RULES)
