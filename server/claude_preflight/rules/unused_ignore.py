"""unused-ignore: a comment that ignores nothing, or a rule that there is not."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from claude_preflight.facts.types import RuleName, Suppression
from claude_preflight.findings import Edit, Finding, Fix, Severity, Span
from claude_preflight.records import NamedTuple
from claude_preflight.rules.rule import Rule
from claude_preflight.settings import Settings
from claude_preflight.text.source_text import SourceText

CODE = "unused-ignore"
_LONGEST_NAME = 60
_BLANK = b" \t"

HELP = """\
A comment `claude-preflight: ignore[rule]` silences a rule on its line, or on the next one if the
comment has a line of its own; `ignore-file[rule]` silences it in the file. A comment that silences
nothing would hide what goes wrong later, so remove it. A name that no rule has silences nothing.

Nothing is said of comments in examples, and of those in files that could only be read line by line.

```python
MODEL = "claude-opus-4-8"  # claude-preflight: ignore[retired-model]
MODEL = "claude-opus-4-8"
```
"""


class Heeded(NamedTuple):
    """A suppression of a text, and the rules of which it has suppressed a finding."""

    suppression: Suppression
    codes: Collection[str]


class _Wrong(NamedTuple):
    """A place in a suppression, what is wrong there, and the ways out."""

    span: Span
    message: str
    fixes: tuple[Fix, ...]


def unused(
    text: SourceText, heeded: Heeded, settings: Settings, known: Collection[str]
) -> Iterator[Finding]:
    """What is wrong with a suppression; the rules that there are are `known`."""
    severity = settings.severity.get(CODE, Severity.WARNING)
    of = _of_names(text, heeded, known) if heeded.suppression.rules else _of_all(text, heeded)
    for span, message, fixes in of:
        yield Finding(CODE, message, span, severity, text.slice(span), fixes=fixes)


def _of_all(text: SourceText, heeded: Heeded) -> Iterator[_Wrong]:
    """What is wrong with a suppression that names no rule."""
    suppression, edit = heeded.suppression, _removal(text, heeded.suppression)
    if suppression.rules is not None:
        fix = Fix("Remove the comment", (edit,))
        yield _Wrong(suppression.span, "Name a rule: this comment ignores none.", (fix,))
    elif not heeded.codes:
        fix = Fix("Remove the comment", (edit,), safe=True)
        message = f"Remove this comment: there is nothing to ignore {_where(suppression)}."
        yield _Wrong(suppression.span, message, (fix,))


def _of_names(text: SourceText, heeded: Heeded, known: Collection[str]) -> Iterator[_Wrong]:
    """What is wrong with the rules that a suppression names."""
    suppression = heeded.suppression
    rules = suppression.rules or ()
    stale = [
        name
        for name in rules
        if name.code in known and name.code != CODE and name.code not in heeded.codes
    ]
    for name in rules:
        if name.code not in known:
            yield _misspelt(text, suppression, name, known)
        elif name in stale:
            is_all = len(stale) == len(rules)
            edit = _removal(text, suppression) if is_all else _without(rules, name, stale)
            fix = Fix(f"Remove `{name.code}`", (edit,), safe=True)
            message = f"Remove `{name.code}`: it finds nothing {_where(suppression)}."
            yield _Wrong(name.span, message, (fix,))


def _where(suppression: Suppression) -> str:
    return "in this file" if suppression.is_for_file else "here"


def _misspelt(
    text: SourceText, suppression: Suppression, name: RuleName, known: Collection[str]
) -> _Wrong:
    """What is wrong with the name of a rule that there is not."""
    # Imported here: only mistakes need it.
    import difflib

    rules = suppression.rules or ()
    edit = _removal(text, suppression) if len(rules) == 1 else _without(rules, name, [name])
    remove = Fix(f"Remove `{name.code[:_LONGEST_NAME]}`", (edit,))
    likely = name.code[:_LONGEST_NAME].lower().replace("_", "-").replace(" ", "-")
    near = difflib.get_close_matches(likely, known, n=1)
    if not near:
        return _Wrong(name.span, "Remove this name: there is no such rule.", (remove,))
    write = Fix(f"Write `{near[0]}`", (Edit(name.span, near[0]),))
    message = f"Write `{near[0]}`: there is no rule of this name."
    return _Wrong(name.span, message, (write, remove))


def _without(rules: tuple[RuleName, ...], name: RuleName, gone: Collection[RuleName]) -> Edit:
    """The removal of a name from a list in which others stay, with what separates it from these."""
    at = rules.index(name)
    if any(each not in gone for each in rules[:at]):
        return Edit(Span(rules[at - 1].span.end, name.span.end), "")
    return Edit(Span(name.span.start, rules[at + 1].span.start), "")


def _removal(text: SourceText, suppression: Suppression) -> Edit:
    """The removal of a suppression, with its comment and its line where these hold nothing else."""
    data, (start, end) = text.data, suppression.span
    comment = suppression.comment
    around = data[comment.start : start] + data[end : comment.end]
    if any(chr(byte).isalnum() or byte > 0x7F for byte in around):
        while end < comment.end and data[end] in _BLANK:
            end += 1
        return Edit(Span(start, end), "")
    start, end = comment
    line = text.line_span(text.line_at(start))
    last = text.line_span(text.line_at(max(end - 1, start)))
    end = min(end, last.end)
    if not data[line.start : start].strip() and not data[end : last.end].strip():
        return _of_lines(text, line, last)
    while start > line.start and data[start - 1] in _BLANK:
        start -= 1
    return Edit(Span(start, end), "")


def _of_lines(text: SourceText, first: Span, last: Span) -> Edit:
    """The removal of whole lines, with the line end behind them or, at the end, before them."""
    following = text.line_at(last.start) + 1
    if following < text.line_count:
        return Edit(Span(first.start, text.line_span(following).start), "")
    return Edit(Span(first.start, last.end), "")


RULE = Rule(
    code=CODE,
    name="Unused ignore",
    http="",
    summary="A comment ignores a rule that finds nothing there, or a rule that there is not.",
    help=HELP,
)
