"""invalid-parameter: a field that the API does not know, that is missing, or out of range."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.findings import Finding, Fix, Role
from claude_preflight.rules.fixes.offered import works_after
from claude_preflight.rules.fixes.remove_argument import remove_argument
from claude_preflight.rules.fixes.rename_argument import rename_argument
from claude_preflight.rules.fixes.repair import Repair
from claude_preflight.rules.foreign_fields import ForeignField
from claude_preflight.rules.judged import Judged, finding_of, judged
from claude_preflight.rules.parameter_findings import parameter_findings
from claude_preflight.rules.rule import Context, Rule

CODE = "invalid-parameter"

HELP = """\
The API answers 400 to a field that it does not know (`Extra inputs are not permitted`), to a
request without `max_tokens` or `messages` (`Field required`), to a value out of range, and to more
than four blocks with `cache_control`. That holds for every model.

Which names are wrong is a list: those of other vendors (`response_format`, `stop`) and of wrappers
(`maxOutputTokens`), where a request is written out or goes through an SDK that passes everything
on. A name that is not in it is none of our business: the API may be newer than the list. What is
missing is told only where all of a request can be seen.

```python
client.messages.create(model="claude-haiku-4-5", max_tokens=99, temperature=1.5, messages=m)  # 400
client.messages.create(model="claude-haiku-4-5", max_tokens=99, temperature=1, messages=m)
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Ask what is wrong with each request, whichever its model."""
    yield from parameter_findings(context, CODE)
    for each in judged(context):
        for field in each.foreign:
            yield _foreign(context, each, field)


def _foreign(context: Context, each: Judged, field: ForeignField) -> Finding:
    argument, known = field.argument, field.known
    what = f"`{argument.key}`"
    advice = f"Use `{known.instead}`, not {what}" if known.instead else f"Remove {what}"
    message = f"{advice}: that is a name of {known.of}, and the Messages API answers 400."
    fixes = tuple(_ways_out(context, each, field))
    return finding_of(context, CODE, each, argument.span, message, fixes)


def _ways_out(context: Context, each: Judged, field: ForeignField) -> Iterator[Fix]:
    argument, instead = field.argument, field.known.instead
    is_sure = each.is_certain and each.role is Role.USE and works_after(each, Repair())
    if field.is_renamed and not _is_set(each, field):
        rename = rename_argument(context.text, argument, instead)
        if rename:
            yield Fix(f"Rename {argument.key} to {instead}", (rename,), is_sure)
    removal = remove_argument(context.text, argument)
    if removal:
        is_sure = is_sure and field.known.has_no_effect
        yield Fix(f"Remove {argument.key}", (removal,), is_sure)


def _is_set(each: Judged, field: ForeignField) -> bool:
    """Whether the parameter that is meant is set as well."""
    return any(argument.key == field.known.instead for argument in each.request.arguments)


RULE = Rule(
    code=CODE,
    name="Parameter that no model takes",
    http="400",
    summary="A request has a field that the API does not know, lacks one, or sets it out of range.",
    help=HELP,
    check=check,
)
