"""The error reference: all that is known of all errors, on one page with a table of contents."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.explanations.errors import (
    anchor,
    cited,
    example,
    explain_error,
    heading,
    quick_reference,
)
from claude_preflight.explanations.markdown import bullets, code, paragraphs, table, titled
from claude_preflight.knowledge.errors import ErrorCatalog

TITLE = "# Errors of the Claude API"
_CODE_COLUMNS = ["`error_code`", "HTTP", "class in Python and TypeScript", "meaning"]


def error_page(language_id: str = "python", note: str = "") -> str:
    """The whole page, with code in a language or the one nearest to it; a note follows the title.

    The section of an error begins at its `anchor`.
    """
    # Each page has a heading of the third level: here they are the sections of one document.
    sections = (page.removeprefix("#") for page in _pages(language_id))
    contents = titled("Contents", bullets(_contents()))
    return "\n\n".join([paragraphs(TITLE, note, contents), *sections]) + "\n"


def _contents() -> Iterator[str]:
    for entry in ErrorCatalog.load().entries:
        yield f"[{heading(entry)}](#{anchor(entry)})"
    yield "[Which error it is](#which-error-it-is)"
    yield "[Values of error.details.error_code](#values-of-errordetailserror_code)"


def _pages(language_id: str) -> Iterator[str]:
    catalog = ErrorCatalog.load()
    yield quick_reference()
    for entry in catalog.entries:
        yield explain_error(entry, language_id)
    yield paragraphs(
        "### Which error it is",
        "What an answer says of itself, for errors that share a status:",
        example(catalog.inspection, language_id),
    )
    rows = [
        [code(each.error_code), str(each.status), code(each.class_name), each.meaning]
        for each in catalog.error_codes
    ]
    sources = (source for each in catalog.error_codes for source in each.sources)
    yield paragraphs(
        "### Values of error.details.error_code", table(_CODE_COLUMNS, rows), cited(sources)
    )
