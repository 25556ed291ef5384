"""Where a source can be read, as far as its title tells."""

from __future__ import annotations

from claude_preflight.regex import regex

_DOCS = "https://platform.claude.com/docs/en/"
# Each pattern with the address that its groups make.
_ADDRESSES = (
    (regex(r"(?P<page>github\.com/[\w.-]+/[\w.-]+/(?:issues|pull)/\d+)"), "https://{page}"),
    (regex(r".*\b(?P<page>platform\.claude\.com/docs/[\w/.-]*\w)"), "https://{page}"),
    (regex(r"docs:(?P<page>[\w-]+(?:/[\w.-]+)+)"), _DOCS + "{page}"),
    (
        regex(r"(?P<name>@[\w-]+/[\w.-]+)@(?P<version>\d[\w.]*)"),
        "https://www.npmjs.com/package/{name}/v/{version}",
    ),
    (
        regex(r"(?P<name>[\w.-]+)==(?P<version>\d[\w.]*)"),
        "https://pypi.org/project/{name}/{version}/",
    ),
    (
        regex(r"(?P<name>anthropic-sdk-\w+)@(?P<commit>[0-9a-f]{7,40})\b"),
        "https://github.com/anthropics/{name}/tree/{commit}",
    ),
)


def link_of(title: str) -> str:
    """The address of a source by its title, "" if that names no place that anybody can open."""
    for pattern, address in _ADDRESSES:
        if match := pattern.match(title):
            return address.format(**match.groupdict())
    return ""
