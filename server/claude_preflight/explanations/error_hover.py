"""The hover on an error, on one screen: why it happens, and what to do, in the order to try.

What an error looks like, examples, and where sources disagree stand in the error reference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claude_preflight.explanations.error_references import ErrorReference
from claude_preflight.explanations.errors import (
    SDK_NAMES,
    anchor,
    heading,
    reason,
    shared_heading,
)
from claude_preflight.explanations.links import links
from claude_preflight.explanations.markdown import (
    bullets,
    code,
    line,
    lines,
    numbered,
    paragraphs,
)
from claude_preflight.knowledge.errors import ErrorCatalog, ErrorCode, ErrorEntry
from claude_preflight.knowledge.source_links import link_of

# The address of a section of the error reference, by its anchor.
Address = Callable[[str], str]

# How many causes and fixes together a screen holds.
_MOST = 6
_RETRIED = {
    True: "the SDKs try again by themselves",
    False: "the SDKs do not try again",
    None: "the SDKs try some of them again",
}
_SDK_OF = {
    **dict.fromkeys(
        ("javascript", "javascriptreact", "svelte", "typescriptreact", "vue"), "typescript"
    ),
    "kotlin": "java",
    "scala": "java",
}


def error_hover(reference: ErrorReference, language_id: str, address: Address) -> str:
    """What a place in a file refers to; `address` opens the error reference."""
    catalog = ErrorCatalog.load()
    error_code = catalog.error_code(reference.error_code) if reference.error_code else None
    entries = catalog.entries_of(reference.codes)
    if error_code:
        return _of_code(error_code, address)
    if len(entries) > 1:
        return _of_several(entries, language_id, address)
    return _of_entry(entries[0], language_id, address)


def _of_entry(entry: ErrorEntry, language_id: str, address: Address) -> str:
    fixes = [each.brief for each in entry.fixes]
    causes = [each.brief for each in entry.causes][: max(1, _MOST - len(fixes))]
    return paragraphs(
        lines(
            line(f"**{heading(entry)}**", _types(entry), _classes(entry, language_id)),
            "**Causes**",
        ),
        bullets(causes),
        _fix(entry),
        numbered(fixes),
        _footer(entry, address),
    )


def _of_several(entries: Sequence[ErrorEntry], language_id: str, address: Address) -> str:
    """Errors that share a status, a type or a class: of each the first cause and the first fix."""
    each_one = (
        f"**{entry.title.rpartition(' — ')[2]}**: {entry.causes[0].brief} → {entry.fixes[0].brief}"
        for entry in entries
    )
    classes = {_classes(entry, language_id) for entry in entries}
    return paragraphs(
        line(
            f"**{shared_heading(entries)}**",
            classes.pop() if len(classes) == 1 else "",
            "which one it is, the message says",
        ),
        bullets(each_one),
        _footer(entries[0], address),
    )


def _of_code(error_code: ErrorCode, address: Address) -> str:
    (entry,) = ErrorCatalog.load().entries_of([error_code.entry])
    name = code(error_code.error_code)
    return paragraphs(
        line(
            f"**{error_code.status} {reason(entry)}** — {name}",
            _types(entry),
            code(error_code.class_name),
        ),
        error_code.meaning,
        _fix(entry),
        numbered(each.brief for each in entry.fixes),
        _footer(entry, address),
    )


def _types(entry: ErrorEntry) -> str:
    return line(*(code(each) for each in entry.types))


def _fix(entry: ErrorEntry) -> str:
    return line("**Fix**", _RETRIED[entry.retried.value])


def _classes(entry: ErrorEntry, language_id: str) -> str:
    """The classes in the SDK of a language; those of Python where there is none."""
    sdk = _SDK_OF.get(language_id, language_id)
    names = entry.class_names(sdk if sdk in SDK_NAMES else "python")
    return ", ".join(map(code, names))


def _footer(entry: ErrorEntry, address: Address) -> str:
    """The way to all that is known, and the sources that can be opened."""
    sources = ((each.cited, link_of(each.title)) for each in entry.sources())
    return line(f"[Open in the error reference]({address(anchor(entry))})", links(sources))
