"""Move a mention, and the requests that use it, to another model in one fix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from claude_preflight.facts.types import Argument, Mention, Request
from claude_preflight.findings import Edit, Fix, Role, Span
from claude_preflight.knowledge.models import ModelId, Replacement
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.knowledge.sdk_constants import SdkConstant
from claude_preflight.rules.limits import allowed_output, clamp, output_argument
from claude_preflight.rules.refusals import refused_together, values_of
from claude_preflight.rules.rule import Context
from claude_preflight.text.model_words import bare_key
from claude_preflight.text.source_text import SourceText

_COMMA_AFTER = re.compile(rb"[ \t]*,[ \t]*")
_NOTHING = re.compile(rb"(?:[\s,]|(?:#|//)[^\r\n]*[\r\n])*")
# A call in a chain brings along what joins it to the one before.
_LINK = re.compile(rb"\s*(?:\??\.|->|::)")
_REST_OF_LINE = re.compile(rb"[ \t]*,?[ \t]*(?:(?:#|//)[^\r\n]*)?(?:\r\n?|\n|\Z)")


@dataclass
class _Plan:
    """What a migration changes besides the id, and whether that is all that must change."""

    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    complete: bool = True

    def title(self, text: str) -> str:
        """What the fix is called: a plain replacement, or a migration and what belongs to it."""
        notes = ", ".join(dict.fromkeys([*self.notes, *self.needs]))
        what = f"Migrate this request to {text}" if self.notes else f"Replace with {text}"
        return f"{what} ({notes})" if notes else what

    def leave(self, what: str) -> None:
        """Note what a person has to do."""
        self.notes.append(what)
        self.complete = False

    def leave_to_change(self, name: str, rule: ParameterRule) -> None:
        """Note, once for a rule, that a person has to change what it refuses."""
        if rule.id not in self.left:
            self.left.add(rule.id)
            self.leave(f"then change {name}: {rule.remedy.text}")


def migration(
    context: Context, mention: Mention, replacement: Replacement, constant: SdkConstant | None
) -> Fix | None:
    """The fix that replaces an id in its own spelling, or None where none can be written.

    It is safe where the id is in use and the requests that use it work afterwards: their output
    limit is lowered to the new model's and parameters that it refuses are dropped. A constant takes
    the place of one of the same SDK, but the version in use may not have it yet.
    """
    text = constant.name if constant else replacement.text
    if text is None or text == mention.text:
        return None
    plan = _Plan([Edit(mention.span, text)])
    new = context.registry.find(constant.model_id if constant else text)
    if new is not None:
        for request in context.facts.users(mention):
            _adapt(context, request, new, plan)
    if constant:
        plan.needs.append(f"needs {constant.needed_version}")
    edits = tuple(sorted(dict.fromkeys(plan.edits)))
    safe = mention.role is Role.USE and plan.complete and not plan.needs
    return Fix(plan.title(text), edits, safe)


def _adapt(context: Context, request: Request, new: ModelId, plan: _Plan) -> None:
    """Plan what a request needs so that the new model accepts it."""
    values = values_of(context.text, *request.arguments)
    limit = output_argument(request)
    allowed = allowed_output(context, new)
    value = limit.value.literal if limit else None
    if limit and allowed and isinstance(value, int) and value > allowed.highest.value:
        plan.notes.append(f"lowers {limit.key} to {allowed.strictest.value:,}")
        plan.edits.append(clamp(context.text, limit, allowed.strictest.value))
        plan.complete = plan.complete and limit.value.is_direct
        values["max_tokens"] = [allowed.strictest.value]
    dropped = set(_drop_refused(context.text, request, new.model, plan))
    kept = {name: found for name, found in values.items() if name.split(".")[0] not in dropped}
    for rule in refused_together(new, kept, context.today):
        plan.leave_to_change(" and ".join(rule.parameters), rule)


def _drop_refused(text: SourceText, request: Request, model: str, plan: _Plan) -> Iterator[str]:
    """Plan to drop what a model refuses; the API names of what will be dropped."""
    refused = []
    for argument in request.arguments:
        refusal = _refusal(text, argument, model)
        if refusal and refusal.remedy.kind == "remove":
            refused.append(argument)
        elif refusal:
            plan.leave_to_change(argument.key, refusal)
    for neighbours in _neighbours(text, refused):
        keys = [argument.key for argument in neighbours]
        removed = _removal(text, Span(neighbours[0].span.start, neighbours[-1].span.end))
        if removed is None:
            plan.leave(f"then remove {' and '.join(keys)}")
        else:
            plan.notes += [f"drops {key}" for key in keys]
            plan.edits.append(Edit(removed, ""))
        yield from map(ParameterRules.load().api_name, map(bare_key, keys))


def _refusal(text: SourceText, argument: Argument, model: str) -> ParameterRule | None:
    """Why a model would refuse an argument: for being there, or for the `type` inside it."""
    rules = ParameterRules.load()
    for name, values in values_of(text, argument).items():
        for value in values if name.endswith(".type") or "." not in name else ():
            rule = rules.refused(model, name, value)
            if rule is not None:
                return rule
    return None


def _neighbours(text: SourceText, arguments: list[Argument]) -> list[list[Argument]]:
    """Arguments in the order of the text, those together that nothing stands between."""
    groups: list[list[Argument]] = []
    for argument in sorted(arguments, key=lambda argument: argument.span):
        last = groups[-1][-1].span.end if groups else 0
        if groups and _NOTHING.fullmatch(text.data, last, argument.span.start):
            groups[-1].append(argument)
        else:
            groups.append([argument])
    return groups


def _removal(text: SourceText, span: Span) -> Span | None:
    """The span to delete so that a list or chain stays one; None if that cannot be told."""
    data = text.data
    if _LINK.match(data, span.start, span.end):
        return span
    line = text.line_span(text.line_at(span.start))
    alone = not data[line.start : span.start].strip()
    comma = _COMMA_AFTER.match(data, span.end)
    if alone and (rest := _REST_OF_LINE.match(data, span.end)):
        if _is_only_child(data, line.start, span.start, rest.end()):
            return None
        if comma or not _comma_before(data, span.start):
            return Span(line.start, rest.end())
    elif comma:
        return Span(span.start, comma.end())
    before = _comma_before(data, span.start)
    return Span(before, span.end) if before else None


def _is_only_child(data: bytes, line: int, start: int, end: int) -> bool:
    """Whether lines from `line` to `end` are all that stands indented under a `name:`."""
    return data[:line].rstrip().endswith(b":") and not data.startswith(data[line:start], end)


def _comma_before(data: bytes, offset: int) -> int:
    """The offset of a comma with only white space between it and an offset; 0 if there is none."""
    head = data[:offset].rstrip()
    return len(head) - 1 if head.endswith(b",") else 0
