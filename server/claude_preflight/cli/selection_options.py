"""The options by which users choose files, rules and settings, the same for all commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import click

from claude_preflight.cli.options import any_file, knowledge_option, near, option
from claude_preflight.cli.selection import Selection
from claude_preflight.settings import KnowledgeFile, Settings
from claude_preflight.workspace.choice import Choice


def _rules(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    """Rules as options give them, with commas. Raises click.BadParameter."""
    if not values:
        return frozenset()
    from claude_preflight.rules import RULES  # late: a run that finds no trigger needs no rules

    codes = frozenset(code.strip() for value in values for code in value.split(",") if code.strip())
    for code in sorted(codes - RULES.keys()):
        raise click.BadParameter(_no_rule(code, list(RULES)))
    if not codes:
        raise click.BadParameter("name a rule; `claude-preflight rules` lists them.")
    return codes


def _completed_rules(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from claude_preflight.rules import RULES  # late, as above

    return [code for code in RULES if code.startswith(incomplete)]


def _no_rule(code: str, known: list[str]) -> str:
    meant = near(code, known)
    hint = f"did you mean {meant!r}?" if meant else "`claude-preflight rules` lists them."
    return f"{code!r} is no rule; {hint}"


def _patterns(
    _ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Patterns of files as options give them. Raises click.BadParameter."""
    if not all(values):
        raise click.BadParameter("a pattern is empty.")
    return values


def _settings(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Settings | None:
    """The settings of a file, None without the option. Raises SettingsError."""
    if value is None:
        return None
    from claude_preflight.workspace.settings_files import settings_for_all  # late: few name one

    return settings_for_all(Path(value), Path.cwd())


_options = [
    click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=any_file),
    click.option(
        "--files-from",
        metavar="FILE",
        shell_complete=any_file,
        help="Read the paths from a file, or from standard input with -: one a line, or with NUL "
        "between them. What is not there is passed over; an empty list checks nothing.",
    ),
    option(
        "--since",
        metavar="REF",
        help="Only what has changed since the work left REF, such as origin/main: changed lines "
        "and what these break, committed or not, tracked or not yet. Runs git.",
    ),
    option(
        "--include",
        metavar="PATTERN",
        multiple=True,
        callback=_patterns,
        help="Only files that match, as in .gitignore, such as '*.py'. Repeatable.",
    ),
    option(
        "--exclude",
        metavar="PATTERN",
        multiple=True,
        callback=_patterns,
        help="No files that match, beside those that the setting `exclude` leaves out. Repeatable.",
    ),
    option(
        "--force-exclude",
        is_flag=True,
        help="Leave out what is named too, where settings or .gitignore do: for hooks, which name "
        "files.",
    ),
    option(
        "--no-ignore",
        is_flag=True,
        help="Read what .gitignore leaves out too, installed packages included.",
    ),
    option(
        "--only",
        metavar="RULE,...",
        multiple=True,
        callback=_rules,
        shell_complete=_completed_rules,
        help="Only these rules, also those that the setting `ignore` switches off. Repeatable.",
    ),
    option(
        "--ignore",
        metavar="RULE,...",
        multiple=True,
        callback=_rules,
        shell_complete=_completed_rules,
        help="Not these rules, beside those that the settings switch off. Repeatable.",
    ),
    option(
        "--config",
        metavar="FILE",
        callback=_settings,
        shell_complete=any_file,
        help="The settings file of all files, instead of the nearest one of each.",
    ),
    option("--isolated", is_flag=True, help="Read no settings file."),
    knowledge_option,
    click.option(
        "--stdin-filename",
        metavar="PATH",
        help="The name of what comes on standard input: it decides the language and the settings.",
    ),
    click.option("--show-files", is_flag=True, help="Print the files that would be read, and end."),
    click.option(
        "--show-settings", is_flag=True, help="Print the settings that would count, and end."
    ),
]


def selection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that choose what is looked at, which the command takes as `selection`."""

    @wraps(command)
    def with_selection(
        *args: Any,
        paths: tuple[str, ...],
        files_from: str | None,
        since: str | None,
        include: tuple[str, ...],
        exclude: tuple[str, ...],
        force_exclude: bool,
        no_ignore: bool,
        only: frozenset[str],
        ignore: frozenset[str],
        config: Settings | None,
        isolated: bool,
        knowledge: KnowledgeFile | None,
        stdin_filename: str | None,
        show_files: bool,
        show_settings: bool,
        **options: Any,
    ) -> None:
        for problem in _problems(paths, files_from, since, stdin_filename):
            raise click.UsageError(problem)
        if config and isolated:
            raise click.UsageError("--isolated reads no settings, --config names some; give one.")
        choice = Choice(
            ignore_files=not no_ignore,
            force_exclude=force_exclude or since is not None,
            include=include,
            exclude=exclude,
            settings=Settings() if isolated else config,
            only=only,
            ignore=ignore,
            knowledge=knowledge,
        )
        selection = _selected(paths, files_from, since, stdin_filename, choice)
        if show_files or show_settings:
            from claude_preflight.cli.shown import show  # late: few ask for it

            show(selection, files=show_files, settings=show_settings)
        else:
            command(*args, selection=selection, **options)

    for each in reversed(_options):
        with_selection = each(with_selection)
    return with_selection


def _problems(
    paths: tuple[str, ...], files_from: str | None, since: str | None, stdin_filename: str | None
) -> Iterator[str]:
    """What is wrong with what is named, as sentences."""
    if "-" in paths and len(paths) > 1:
        yield "'-' stands for standard input and cannot be mixed with paths; name one or other."
    if "" in paths:
        yield "A path is empty; name a file or a folder, this one is '.'."
    if stdin_filename and paths != ("-",):
        yield "--stdin-filename names what comes on standard input; give '-' as the only path."
    if files_from is not None and paths:
        yield "--files-from lists the paths; name no other ones."
    if since is not None and (files_from is not None or paths == ("-",)):
        yield "--since asks git for the files; leave out --files-from and '-'."


def _selected(
    paths: tuple[str, ...],
    files_from: str | None,
    since: str | None,
    stdin_filename: str | None,
    choice: Choice,
) -> Selection:
    named = paths or (".",)
    # Late imports: most runs name neither.
    if files_from is not None:
        from claude_preflight.cli.listed import listed

        return Selection(listed(files_from), None, choice, listed=True)
    if since is not None:
        from claude_preflight.cli.since import Since

        changed = Since.of(since, named)
        return Selection(changed.files, None, choice, named, listed=True, since=changed)
    return Selection(named, stdin_filename, choice, named)
