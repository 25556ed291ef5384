"""A list with commas whose name says that one may choose from it."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first

KINDS = HOLDERS | {CaptureKind.BINDING}
OFFER = regex(r"available|supported|allowed|options$|choices$")
"""Names of what one may choose from."""


def decide(candidate: Candidate, capture: Capture) -> Decision | None:
    """A listing, if the id is in such a list; an array tells by itself."""
    literal = first(candidate.captures, CaptureKind.LITERAL)
    data = candidate.readers.text.data
    if candidate.in_url or literal is None or data.find(b",", *literal.span) < 0:
        return None
    name = candidate.key_of(capture)
    if OFFER.search(name):
        return Decision(Role.LISTING, Reason.OFFERED, name)
    return None
