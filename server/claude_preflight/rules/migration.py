"""Move a mention, and the requests that use it, to another model in one fix."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from claude_preflight.findings import Edit, Fix, Role, Span
from claude_preflight.knowledge.models import ModelId, Replacement
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.rules.limits import allowed_output, clamp, output_argument
from claude_preflight.rules.rule import Context
from claude_preflight.source.facts import Argument, Mention, Request
from claude_preflight.source.text import SourceText

_TYPE = re.compile(r"""\btype["']?\s*[:=]\s*["']?(?P<type>\w+)""")
_COMMA_AFTER = re.compile(rb"[ \t]*,[ \t]*")
_REST_OF_LINE = re.compile(rb"[ \t]*,?[ \t]*(?:(?:#|//)[^\r\n]*)?(?:\r\n?|\n|\Z)")


@dataclass
class _Plan:
    """What a migration changes besides the id, and whether that is all that must change."""

    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    complete: bool = True

    def title(self, text: str) -> str:
        """What the fix is called: a plain replacement, or a migration and what belongs to it."""
        if not self.notes:
            return f"Replace with {text}"
        return f"Migrate this request to {text} ({', '.join(dict.fromkeys(self.notes))})"

    def leave(self, what: str) -> None:
        """Note what a person has to do."""
        self.notes.append(what)
        self.complete = False


def migration(context: Context, mention: Mention, replacement: Replacement) -> Fix | None:
    """The fix that replaces an id in its own spelling, or None where none can be written.

    It is safe where the id is in use and the requests that use it work afterwards: their output
    limit is lowered to the new model's and parameters that it refuses are dropped.
    """
    if replacement.text is None or replacement.text == mention.text:
        return None
    plan = _Plan([Edit(mention.span, replacement.text)])
    new = context.registry.find(replacement.text)
    if new is not None:
        for request in context.facts.users(mention):
            _adapt(context, request, new, plan)
    edits = tuple(sorted(dict.fromkeys(plan.edits)))
    safe = mention.role is Role.USE and plan.complete
    return Fix(plan.title(replacement.text), edits, safe)


def _adapt(context: Context, request: Request, new: ModelId, plan: _Plan) -> None:
    """Plan what a request needs so that the new model accepts it."""
    limit = output_argument(request)
    allowed = allowed_output(context, new)
    value = limit.value.literal if limit else None
    if limit and allowed and isinstance(value, int) and value > allowed.highest.value:
        plan.notes.append(f"lowers {limit.key} to {allowed.strictest.value:,}")
        plan.edits.append(clamp(context.text, limit, allowed.strictest.value))
        plan.complete = plan.complete and limit.value.is_direct
    for argument in request.arguments:
        _drop_refused(context.text, argument, new.model, plan)


def _drop_refused(text: SourceText, argument: Argument, model: str, plan: _Plan) -> None:
    refusal = _refusal(text, argument, model)
    if refusal is None:
        return
    removed = _removal(text, argument.span) if refusal.remedy.kind == "remove" else None
    if removed is None:
        plan.leave(f"then change {argument.key}: {refusal.remedy.text}")
    else:
        plan.notes.append(f"drops {argument.key}")
        plan.edits.append(Edit(removed, ""))


def _refusal(text: SourceText, argument: Argument, model: str) -> ParameterRule | None:
    """Why a model would refuse an argument: for being there, or for the `type` inside it."""
    rules = ParameterRules.load()
    inner = _TYPE.search(text.slice(argument.value.span))
    if inner:
        return rules.refused(model, f"{argument.key}.type", inner["type"])
    return rules.refused(model, argument.key, argument.value.literal)


def _removal(text: SourceText, span: Span) -> Span | None:
    """The span to delete so that a list of arguments stays one; None if that cannot be told."""
    data = text.data
    line = text.line_span(text.line_at(span.start))
    alone = not data[line.start : span.start].strip()
    comma = _COMMA_AFTER.match(data, span.end)
    if alone and (rest := _REST_OF_LINE.match(data, span.end)):
        if comma or not _comma_before(data, span.start):
            return Span(line.start, rest.end())
    elif comma:
        return Span(span.start, comma.end())
    before = _comma_before(data, span.start)
    return Span(before, span.end) if before else None


def _comma_before(data: bytes, offset: int) -> int:
    """The offset of a comma with only white space between it and an offset; 0 if there is none."""
    head = data[:offset].rstrip()
    return len(head) - 1 if head.endswith(b",") else 0
