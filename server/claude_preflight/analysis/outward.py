"""What is found in an injection, as something found in the document around it."""

from __future__ import annotations

from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Edit, Finding, Role, Severity, Span
from claude_preflight.syntax.injections import Injection


def outward(injection: Injection, finding: Finding) -> Finding:
    """A finding inside as one of the outer document, and its edits as edits there.

    Where the injection is an example or a recording it is quieter, and nothing is fixed unasked.
    """
    source_map, role = injection.source_map, injection.role
    fixes = tuple(
        fix._replace(
            edits=tuple(outward_edit(injection, edit) for edit in fix.edits),
            safe=fix.safe and role is None and not injection.asks_first,
            works=fix.works or fix.safe,
        )
        for fix in finding.fixes
        if all(source_map.is_whole(edit.span) for edit in fix.edits)
    )
    span = _placed(injection, source_map.outward(finding.span))
    related = tuple(
        each._replace(span=_placed(injection, source_map.outward(each.span)))
        for each in finding.related
    )
    found = finding._replace(span=span, fixes=fixes, related=related)
    return _quieter(found, role) if role else found


def outward_span(injection: Injection, span: Span) -> Span:
    """A place inside as one of the outer document."""
    return _placed(injection, injection.source_map.outward(span))


def inward_span(injection: Injection, span: Span) -> Span:
    """A place in the outer document as one inside, moved to the nearest if it is not."""
    start = injection.span.start
    relative = Span(max(span.start - start, 0), max(span.end - start, 0))
    return injection.source_map.inward(relative)


def outward_edit(injection: Injection, edit: Edit) -> Edit:
    """An edit inside as one of the outer document."""
    source_map = injection.source_map
    find = source_map.outward if edit.text else source_map.removal
    return Edit(_placed(injection, find(edit.span)), injection.write(edit.text))


def _placed(injection: Injection, span: Span) -> Span:
    start = injection.span.start
    return Span(start + span.start, start + span.end)


def _quieter(finding: Finding, role: Role) -> Finding:
    """A finding in what has a role; one that is in an example of its own is quiet enough."""
    if role is Role.PROSE:
        reason = Reason.RECORDING.value
        hold = "it is in a recording"
        return finding._replace(role=role, severity=Severity.HINT, reason=reason, hold=hold)
    if finding.role is Role.USE:
        finding = finding._replace(role=role, reason=Reason.CODE_BLOCK.value)
    elif finding.role is Role.EXAMPLE:
        return finding._replace(reason=finding.reason or Reason.CODE_BLOCK.value)
    return finding._replace(severity=finding.severity.quieter)
