"""`--show-files` and `--show-settings`: what a command would read, and by which settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from claude_preflight.cli.inputs import Inputs
from claude_preflight.cli.output import write_text
from claude_preflight.cli.reports.summary import count
from claude_preflight.cli.selection import Selection
from claude_preflight.settings import Settings
from claude_preflight.workspace.walk import Target


def show(selection: Selection, *, files: bool, settings: bool) -> None:
    """Print the files, the settings with the files that they count for, or both; and exit."""
    inputs = Inputs(selection)
    targets = inputs.targets
    if settings:
        write_text(_settings(targets).encode("utf-8", "surrogateescape"))
    if files:
        paths = (os.fsencode(target.path) for target in targets)
        write_text(b"".join(path + b"\n" for path in paths))
    sys.stdout.flush()
    sys.exit(inputs.exit_code_of_names())


def _settings(targets: Sequence[Target]) -> str:
    known: list[tuple[Settings, int]] = []
    for target in targets:
        at = next((at for at, (each, _) in enumerate(known) if each is target.settings), None)
        if at is None:
            known.append((target.settings, 1))
        else:
            known[at] = (target.settings, known[at][1] + 1)
    return "\n".join(_told(settings, files) for settings, files in known or [(Settings(), 0)])


def _told(settings: Settings, files: int) -> str:
    """Settings as a settings file has them, under a line that says whose they are."""
    import tomlkit  # late: it is slow to load

    values = {
        "limits": settings.limits,
        "ignore": sorted(settings.ignore),
        "exclude": settings.exclude,
        "knowledge": settings.knowledge.path if settings.knowledge else None,
        "severity": {rule: level.label for rule, level in settings.severity.items()},
        "replacements": settings.replacements,
        "ignore-in": {pattern: sorted(rules) for pattern, rules in settings.ignore_in.items()},
        "models": settings.models,
    }
    origin = settings.file or "no settings file"
    text = tomlkit.dumps({key: value for key, value in values.items() if value is not None})
    return f"# {origin}: {count(files, 'file')}\n{text}"
