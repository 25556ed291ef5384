"""The options of `fix` that name groups of fixes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from claude_preflight.cli.options import parsed_days
from claude_preflight.findings import Role

_ROLES = tuple(role.value for role in Role if role is not Role.PATTERN)


def _parsed_roles(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> frozenset[Role]:
    """Roles as an option gives them, with commas. Raises click.BadParameter."""
    names = [name.strip().lower() for name in (value or "").split(",") if name.strip()]
    for name in names:
        if name not in _ROLES:
            raise click.BadParameter(f"{name!r} is no role; the roles are {', '.join(_ROLES)}.")
    return frozenset(map(Role, names))


_options = [
    click.option(
        "--retiring-within",
        metavar="DAYS",
        callback=parsed_days,
        help="Move models in use that retire in the next DAYS too, such as 90d.",
    ),
    click.option(
        "--roles",
        metavar="ROLE,...",
        callback=_parsed_roles,
        help="Rename ids with these roles too: listing, comparison, prose, example. Keys and "
        "prices of tables and what tells of the past stay.",
    ),
    click.option(
        "--unsafe",
        is_flag=True,
        help="Apply fixes that want a second look too, where a finding has no safe one. Models "
        "that are still to retire stay without --retiring-within.",
    ),
]


def group_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that name groups of fixes, which the command takes as `groups`."""

    @wraps(command)
    def with_groups(
        *args: Any,
        retiring_within: int | None,
        roles: frozenset[Role],
        unsafe: bool,
        **options: Any,
    ) -> None:
        # A late import: `--help` needs no rules.
        from claude_preflight.analysis.fix_groups import FixGroups

        command(*args, groups=FixGroups(retiring_within, roles, unsafe), **options)

    for option in reversed(_options):
        with_groups = option(with_groups)
    return with_groups
