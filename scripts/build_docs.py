"""Write what is generated from the code; `--check` only says whether it is up to date.

The documentation comes from what `claude-preflight explain` shows, so that the two cannot differ.
Where settings name rules, the schema and the extension list those that there are.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from claude_preflight.explanations import error_page, explain_rule
from claude_preflight.explanations.migration import migration_page
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.rules import RULES, Rule
from claude_preflight.syntax.languages import LANGUAGES, Language
from set_up import ROOT

TODAY = "2026-11-22"
SAMPLE = ("check", "client.ts", "gateway.yaml", "ModelPicker.tsx", "--today", TODAY)
RULE_PAGES = ROOT / "docs" / "rules"
# Around a part of a page that is written here.
BEGIN = "<!-- {name}: written by scripts/build_docs.py -->\n"
END = "<!-- end of {name} -->\n"
# In the schema of the settings, what stands around the list of rules.
RULES_OF_SCHEMA = re.compile(r'("rule": \{[^}]*"enum": )\[[^]]*\]')

RULES_HEAD = """\
# Rules

Written by `scripts/build_docs.py` from the rules' own help texts, as `claude-preflight explain` is.

| rule | finds | prevents |
|---|---|---|
"""
ERRORS_NOTE = (
    "Written by `scripts/build_docs.py` from what `claude-preflight explain STATUS` shows; hovers "
    "show the causes and the fixes."
)
MIGRATION_HEAD = """\
# Moves to another model

Written by `scripts/build_docs.py` from the facts about models and parameters and their sources.

"Migrate this request" replaces the id, lowers `max_tokens` to the new model's limit, and changes
what the new model refuses and the old one did not. These are the pairs of models that have ended,
or will, with what the vendor's migration guides and the other sources ask for, and what the move
does about it:

- *drops it*: unasked, as `fix` does;
- *writes it anew, when asked*: as a quick fix, or with `fix --unsafe`: the answer may be another;
- *leaves it to you*: the name of the quick fix ends with what is left to do.

What a request depends on, and nobody sees in it, is left to you as well. Three things that guides
speak of are in no table, because no source of ours states them as facts: how many tokens a text has
by another tokenizer, whether thinking is shown, and how to word prompts.

"""


def main() -> int:
    """Write what has changed; with `--check` write nothing and fail if something would change."""
    wanted = pages()
    stale = [path for path, text in wanted.items() if not path.exists() or read(path) != text]
    gone = sorted({*RULE_PAGES.glob("*.md")} - wanted.keys())
    if "--check" in sys.argv[1:]:
        for path in [*stale, *gone]:
            print(f"{path.relative_to(ROOT)} is out of date: run scripts/build_docs.py")
        return 1 if stale or gone else 0
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8", newline="\n")
        print(f"wrote {path.relative_to(ROOT)}")
    for path in gone:
        path.unlink()
        print(f"removed {path.relative_to(ROOT)}")
    return 0


def migration() -> str:
    """What the page about moves says of each pair of models."""
    registry = ModelRegistry.load({}, {}, None)
    return migration_page(registry, date.fromisoformat(TODAY))


def pages() -> dict[Path, str]:
    """The whole text of each file that is generated or has a generated part."""
    examples, languages = ROOT / "examples" / "README.md", ROOT / "docs" / "languages.md"
    schema = ROOT / "schemas" / "settings.schema.json"
    manifest = ROOT / "client-vscode" / "package.json"
    return {
        ROOT / "docs" / "rules.md": RULES_HEAD + "".join(map(row, RULES.values())),
        **{RULE_PAGES / f"{rule.code}.md": rule_page(rule) for rule in RULES.values()},
        ROOT / "docs" / "errors.md": error_page(note=ERRORS_NOTE),
        ROOT / "docs" / "migration.md": MIGRATION_HEAD + migration(),
        languages: with_part(read(languages), "languages", language_table()),
        examples: with_part(read(examples), "sample", sample()),
        schema: RULES_OF_SCHEMA.sub(rf"\g<1>{json.dumps(sorted(RULES))}", read(schema)),
        manifest: with_rules(read(manifest)),
        ROOT / "claude-plugin" / ".lsp.json": plugin_server(),
    }


def row(rule: Rule) -> str:
    """The row of a rule in the table of all."""
    return f"| [`{rule.code}`](rules/{rule.code}.md) | {rule.summary} | {rule.http} |\n"


def rule_page(rule: Rule) -> str:
    """The page of a rule; its heading is the code alone, which diagnostics link to."""
    _, _, text = explain_rule(rule).partition("\n\n")
    return f"# {rule.code}\n\n**{rule.name}.** {text}"


def sample() -> str:
    """What the command prints for some of the examples."""
    command = str(Path(sys.executable).with_name("claude-preflight"))
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [command, *SAMPLE],
        cwd=ROOT / "examples",
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stderr
    lines = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
    return f"```console\n$ claude-preflight {' '.join(SAMPLE)}\n{lines}\n```\n"


def language_table() -> str:
    """The languages and the names of their files."""
    rows = [
        f"| {language.id} | {', '.join(map(pattern, language.names))} | {reading(language)} |"
        f" {comment(language)} |"
        for language in LANGUAGES
        if language.names
    ]
    return "\n".join(["| language | files | read | comment |", "|---|---|---|---|", *rows, ""])


def pattern(name: str) -> str:
    """The name, the ending or the beginning of a file, as people write it."""
    return f"`{name}*`" if name.endswith(".") else f"`{'*' if name[0] == '.' else ''}{name}`"


def reading(language: Language) -> str:
    """How a language is read."""
    return "by its syntax" if language.grammar else "line by line"


def comment(language: Language) -> str:
    """How a language writes the comments that ignore a rule."""
    return f"`{language.comment.of('...')}`" if language.comment else "none"


def plugin_server() -> str:
    """How the plugin for Claude Code starts the language server, and for which files."""
    endings = {
        name: language.id
        for language in LANGUAGES
        for name in language.names
        if name.startswith(".") and "." not in name[1:] and not language.prose
    }
    server = {
        "command": "claude-preflight",
        "args": ["server"],
        "extensionToLanguage": dict(sorted(endings.items())),
    }
    return json.dumps({"claude-preflight": server}, indent=2) + "\n"


def with_rules(manifest: str) -> str:
    """The extension's package.json, with the rules that its settings may name."""
    content = json.loads(manifest)
    settings = content["contributes"]["configuration"]["properties"]
    codes = sorted(RULES)
    settings["claude-preflight.ignore"]["items"]["enum"] = codes
    settings["claude-preflight.severity"]["propertyNames"]["enum"] = codes
    settings["claude-preflight.ignore-in"]["additionalProperties"]["items"]["enum"] = codes
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def with_part(text: str, name: str, part: str) -> str:
    """A page with another text in the place of one of its parts."""
    begin, end = BEGIN.format(name=name), END.format(name=name)
    head, _, rest = text.partition(begin)
    _, _, tail = rest.partition(end)
    return f"{head}{begin}{part}{end}{tail}"


def read(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
