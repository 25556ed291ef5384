"""Pages about errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from claude_preflight.explanations.error_references import ErrorReference
from claude_preflight.explanations.markdown import (
    bullets,
    code,
    fence,
    line,
    numbered,
    paragraphs,
    table,
    titled,
)
from claude_preflight.knowledge.errors import (
    Disagreement,
    ErrorCatalog,
    ErrorClass,
    ErrorCode,
    ErrorEntry,
    Source,
    Statement,
    Table,
)

SDK_NAMES = {
    "python": "Python",
    "typescript": "TypeScript",
    "java": "Java",
    "go": "Go",
    "ruby": "Ruby",
    "csharp": "C#",
    "php": "PHP",
    "aws": "AWS",
}
# The language of the examples that is nearest to the language of a file; Python for all others.
_NEAREST = {
    **dict.fromkeys(
        ("javascript", "javascriptreact", "jsx", "svelte", "tsx", "typescript", "typescriptreact"),
        "typescript",
    ),
    **dict.fromkeys(("bash", "dotenv", "sh", "shell", "shellscript", "zsh"), "curl"),
    "vue": "typescript",
}
# What the article calls errors without a status; our other codes only tell entries apart.
_NAMES_OF_ARTICLE = frozenset({"TIMEOUT", "STREAM"})
_FENCES = {"python": "python", "typescript": "typescript", "curl": "shell"}


def explain_error(entry: ErrorEntry, language_id: str = "python") -> str:
    """The page of an error, with code in the language of a file or the nearest one to it."""
    return paragraphs(
        f"### {heading(entry)}",
        _facts(entry),
        _classes(entry, language_id),
        _appearance(entry),
        titled("Causes", bullets(each.text for each in entry.causes)),
        titled("Fix", numbered(each.text for each in entry.fixes)),
        *(titled(each.title, _table(each)) for each in entry.tables),
        example(entry.examples, language_id),
        titled("Good to know", bullets(each.text for each in entry.notes)),
        titled("Sources disagree", bullets(map(_disagreement, entry.disagreements))),
        cited(entry.sources()),
    )


def explain_errors(entries: Sequence[ErrorEntry], language_id: str = "python") -> str:
    """The page of one error or, shorter, of several that share a status, a type or a class."""
    if len(entries) == 1:
        return explain_error(entries[0], language_id)
    sources = (source for entry in entries for source in entry.sources())
    return paragraphs(
        f"### {shared_heading(entries)}",
        "Which one it is, the message says.",
        *(_short(entry) for entry in entries),
        _shared_classes(entries, language_id),
        example(ErrorCatalog.load().inspection, language_id),
        cited(sources),
    )


def explain_error_code(error_code: ErrorCode, language_id: str = "python") -> str:
    """The page of a value of `error.details.error_code`."""
    catalog = ErrorCatalog.load()
    (entry,) = catalog.entries_of([error_code.entry])
    shape = json.loads(_shape(entry))
    shape["error"]["details"] = {"error_code": error_code.error_code}
    parents = " / ".join(code(name) for name in entry.class_names("python")[:1])
    return paragraphs(
        f"### {error_code.status} {reason(entry)} — {code(error_code.error_code)}",
        error_code.meaning,
        _facts(entry),
        f"Python and TypeScript {code(error_code.class_name)}, a {parents}",
        fence("json", json.dumps(shape, indent=2, ensure_ascii=False)),
        example(catalog.inspection, language_id),
        cited(error_code.sources),
    )


def explain_reference(reference: ErrorReference, language_id: str = "python") -> str:
    """The page of what a place in a file refers to."""
    catalog = ErrorCatalog.load()
    error_code = catalog.error_code(reference.error_code) if reference.error_code else None
    if error_code:
        return explain_error_code(error_code, language_id)
    return explain_errors(catalog.entries_of(reference.codes), language_id)


def quick_reference() -> str:
    """The table of all errors of the article, and a list of the rest."""
    catalog = ErrorCatalog.load()
    known = {row[0] for row in catalog.quick_reference.rows}
    others = [entry for entry in catalog.entries if str(entry.status) not in known]
    return paragraphs(
        f"### {catalog.quick_reference.title}",
        _table(catalog.quick_reference),
        titled("Also known", bullets(f"{code(each.code)} {each.title}" for each in others)),
        cited(catalog.quick_reference.sources),
    )


def anchor(entry: ErrorEntry) -> str:
    """Where the section of an error begins, as GitHub and VS Code name its heading."""
    kept = re.sub(r"[^\w\s-]", "", heading(entry).lower())
    return re.sub(r"\s", "-", kept)


def heading(entry: ErrorEntry) -> str:
    """The status, where there is one, and the title."""
    if entry.status:
        return f"{entry.status} {entry.title}"
    return f"{entry.code} {entry.title}" if entry.code in _NAMES_OF_ARTICLE else entry.title


def shared_heading(entries: Sequence[ErrorEntry]) -> str:
    """What several errors have in common: their statuses."""
    names = (f"{each.status} {reason(each)}" if each.status else each.title for each in entries)
    return " or ".join(dict.fromkeys(names))


def reason(entry: ErrorEntry) -> str:
    """The first part of the title: the reason phrase of the status."""
    return entry.title.partition(" — ")[0]


def _facts(entry: ErrorEntry) -> str:
    return line(*(code(each) for each in entry.types), _retried(entry))


def _retried(entry: ErrorEntry) -> str:
    times = ErrorCatalog.load().retry_policy.max_retries
    texts = {
        True: f"retried by the SDKs, {times} times by default",
        False: "not retried by the SDKs",
        None: "retried by the SDKs or not",
    }
    text = texts[entry.retried.value]
    return f"{text}: {entry.retried.note}" if entry.retried.note else text


def _classes(entry: ErrorEntry, language_id: str) -> str:
    sdks = dict.fromkeys(["python", "typescript", *({language_id} & SDK_NAMES.keys()), "aws"])
    return line(*(_classes_of(entry, sdk) for sdk in sdks))


def _shared_classes(entries: Sequence[ErrorEntry], language_id: str) -> str:
    """The classes of several errors, if all have the same."""
    found = {_classes(entry, language_id) for entry in entries}
    return found.pop() if len(found) == 1 else ""


def _classes_of(entry: ErrorEntry, sdk: str) -> str:
    names = ", ".join(_class(each) for each in entry.classes_in(sdk))
    return f"{SDK_NAMES[sdk]} {names}" if names else ""


def _class(each: ErrorClass) -> str:
    return f"{code(each.name)} ({each.note})" if each.note else code(each.name)


def _appearance(entry: ErrorEntry) -> str:
    if entry.log_lines:
        return fence("text", "\n".join(each.text for each in entry.log_lines))
    if entry.bodies:
        return "\n\n".join(fence("json", each.text) for each in entry.bodies)
    return fence("json", _shape(entry)) if entry.types else ""


def _shape(entry: ErrorEntry) -> str:
    """The body of an error whose message is not known."""
    shape = json.loads(ErrorCatalog.load().body_shape.text)
    shape["error"]["type"] = next(iter(entry.types), "…")
    return json.dumps(shape, indent=2, ensure_ascii=False)


def _short(entry: ErrorEntry) -> str:
    """An error in a title, a message and two short lists."""
    title = entry.title.rpartition(" — ")[2]
    body = json.loads(entry.bodies[0].text)["error"]["message"] if entry.bodies else ""
    shown = body or "".join(each.text for each in entry.log_lines[:1])
    return paragraphs(
        f"**{title}**" + (f" — {code(shown)}" if shown else ""),
        entry.causes[0].text,
        numbered(each.text for each in entry.fixes),
    )


def example(examples: Mapping[str, str], language_id: str) -> str:
    """The code in the language that is nearest to that of a file."""
    language = _NEAREST.get(language_id, "python")
    if language not in examples:
        language = "python"
    return fence(_FENCES[language], examples[language])


def _table(each: Table) -> str:
    return table(each.columns, each.rows)


def _disagreement(each: Disagreement) -> str:
    return f"{each.topic}: " + "; ".join(map(_stated, each.values))


def _stated(value: Statement) -> str:
    return f"{value.text} ({' and '.join(_names(value.sources))})"


def cited(sources: Iterable[Source]) -> str:
    """All sources, each once."""
    return f"*Sources: {'; '.join(_names(sources))}*"


def _names(sources: Iterable[Source]) -> list[str]:
    return list(dict.fromkeys(source.cited for source in sources))
