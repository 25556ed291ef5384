"""Added comments: where a comment can be added to a document so that all else stays what it is.

Where there is a tree, the document is parsed with the comment, and the tokens around are compared:
the statement around it alone where that tells as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claude_preflight.findings import Edit, Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import is_comment
from claude_preflight.syntax.descent import Descent
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.parsing import UnparsableError
from claude_preflight.syntax.tree import TreeSyntax
from claude_preflight.text.source_text import Change, SourceText

if TYPE_CHECKING:
    import tree_sitter

_LONGEST_LINE = 1_000
# What has to stand on the first lines of a file, before any comment of ours.
_FIRST = regex(
    rb"\xef\xbb\xbf|#!|<\?|<!doctype|%YAML|(?:#|//)\s*(?:-\*-|swift-tools-version)"
    rb"|#\s*(?:syntax|escape|check)\s*=|#.*coding\s*[:=]|#\s*frozen_string_literal",
    re.IGNORECASE,
)
_MOST_FIRST = 5
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_QUOTED = regex(rb"[\"'`]")
# Text for people in Markdown, which may hold a comment; in a table or a fence there is none.
_MARKDOWN_TEXT = ("inline", "html_block")
# In these a grammar may take comments that the language has not.
_TAGS = ("start_tag", "self_closing_tag", "end_tag")
_FOLDED = b">"
# Of a statement that goes on in the next line, where a comment would end it.
_CONTINUATION = b"\\"


class _Token(NamedTuple):
    """A leaf of a tree, by the name of its kind."""

    kind: str
    start: int
    end: int


def comments_about(document: Document, offset: int, text: str) -> Iterator[Edit]:
    """The edits that may add a comment about a place: behind its line, or on the line above."""
    style = document.language.comment
    line = document.text.line_span(document.text.line_at(offset))
    if style is None or line.end - line.start > _LONGEST_LINE:
        return
    content = document.text.data[line.start : line.end]
    if style.behind and not content.rstrip().endswith(_CONTINUATION):
        end = line.start + len(content.rstrip())
        yield from _possible(document, end, f"  {style.of(text)}")
    above = document.text.data[: line.start].rstrip(b"\r\n")
    if style.above and not above.endswith(_CONTINUATION):
        indent = content[: len(content) - len(content.lstrip())].decode("utf-8", "replace")
        written = f"{indent}{style.of(text)}{_line_end(document.text)}"
        yield from _possible(document, line.start, written)


def comment_about_all(document: Document, text: str) -> Edit | None:
    """The edit that adds a comment about a document: at its top, else at its end."""
    style, source = document.language.comment, document.text
    if style is None:
        return None
    comment, line_end = style.of(text), _line_end(source)
    top = _top(source)
    line = source.line_span(source.line_at(top))
    blank = line_end if source.data[top : line.end].strip() else ""
    end = len(source.data)
    before = "" if source.data[-1:] in (b"\n", b"\r", b"") else line_end
    places = [(top, f"{comment}{line_end}{blank}"), (end, f"{before}{comment}{line_end}")]
    found = (edit for at, written in places for edit in _possible(document, at, written))
    return next(found, None)


def takes(document: Document, edit: Edit) -> bool:
    """Whether what is added to a document stays inside of one token of it, as in a code fence."""
    trees = _trees(document, edit)
    if trees is None:
        return False
    old, new = trees
    around = _token_at(old, edit.span.start)
    is_folded = document.text.data[around.start : around.start + 1] == _FOLDED if around else False
    return not is_folded and _same(document.text, old, new, edit)


def _possible(document: Document, at: int, written: str) -> Iterator[Edit]:
    """The edit that adds a comment at an offset, if all else stays what it is."""
    edit = Edit(Span(at, at), written)
    if document.language.grammar is None:
        if _is_free(document.text, edit):
            yield edit
        return
    trees = _trees(document, edit)
    if trees is None:
        return
    old, new = trees
    if _is_read_as_comment(document, new, edit) and _same(document.text, old, new, edit):
        yield edit


def _trees(document: Document, edit: Edit) -> tuple[tree_sitter.Node, tree_sitter.Node] | None:
    """The roots of trees of the text around an edit, before and after it; None without a tree."""
    before, change = document.syntax, Change(edit.span, edit.text.encode())
    if isinstance(before, TreeSyntax):
        old = before.around(Change(edit.span, b""), document.text)
        new = before.around(change, document.text.edited(change)) if old else None
        if old and new:
            return old, new
    after = document.edited(change).syntax
    if not isinstance(before, TreeSyntax) or not isinstance(after, TreeSyntax):
        return None
    try:
        return before.root, after.root
    except UnparsableError:
        return None


def _is_read_as_comment(document: Document, root: tree_sitter.Node, edit: Edit) -> bool:
    at = edit.span.start + len(edit.text.encode()) - len(edit.text.lstrip().encode())
    node = root.descendant_for_byte_range(at, at + 1)
    while node is not None and not is_comment(node):
        if document.language.prose and node.type in _MARKDOWN_TEXT:
            before = document.text.data[node.start_byte : edit.span.start]
            return before.count(b"`") % 2 == 0  # else it may be a part of code
        node = node.parent
    around = node.parent if node is not None else None
    return node is not None and not (around is not None and around.type in _TAGS)


def _same(text: SourceText, old: tree_sitter.Node, new: tree_sitter.Node, edit: Edit) -> bool:
    """Whether the tokens around an edit are the same after it, but for comments."""
    at, length = edit.span.start, len(edit.text.encode())
    line = text.line_at(at)
    start = max(text.line_span(max(line - 1, 0)).start, at - _LONGEST_LINE)
    end = min(text.line_span(line + 1).end, at + _LONGEST_LINE)

    def before(offset: int) -> int:
        return offset if offset <= at else max(offset - length, at)

    added = Span(at, at + length)
    expected = list(_tokens(old, Span(start, end)))
    found = [
        _Token(token.kind, before(token.start), before(token.end))
        for token in _tokens(new, Span(start, end + length))
        if not added.encloses(Span(token.start, token.end))
    ]
    return old.has_error == new.has_error and expected == found


def _tokens(node: tree_sitter.Node, span: Span) -> Iterator[_Token]:
    """The leaves of a tree that a span touches, but for comments."""
    if is_comment(node):
        return
    if node.child_count == 0 or node.type in _MARKDOWN_TEXT:
        yield _Token(node.type, node.start_byte, node.end_byte)
        return
    for child in Descent().children_in(node, span):
        yield from _tokens(child, span)


def _token_at(root: tree_sitter.Node, offset: int) -> _Token | None:
    node = root.descendant_for_byte_range(offset, offset)
    return _Token(node.type, node.start_byte, node.end_byte) if node is not None else None


def _is_free(text: SourceText, edit: Edit) -> bool:
    """Whether a comment may stand at a place of a text that is read line by line."""
    at = edit.span.start
    line = text.line_span(text.line_at(at))
    is_continued = text.data[at : at + 1] in (b" ", b"\t")
    return at > line.start or not (is_continued or _is_quoted(text.data[:at]))


def _is_quoted(above: bytes) -> bool:
    """Whether a value in quotes goes on behind some lines."""
    lines = [line for line in above.splitlines() if not line.lstrip().startswith((b"#", b";"))]
    quotes = _QUOTED.findall(b"\n".join(lines))
    return any(quotes.count(quote) % 2 for quote in set(quotes))


def _top(text: SourceText) -> int:
    """Where the first line begins that need not stand where it does."""
    for number in range(min(_MOST_FIRST, text.line_count)):
        line = text.line_span(number)
        if not _FIRST.match(text.data, line.start, line.end):
            return line.start
        if text.data.startswith(_BYTE_ORDER_MARK, line.start) and not _FIRST.match(
            text.data, line.start + len(_BYTE_ORDER_MARK), line.end
        ):
            return line.start + len(_BYTE_ORDER_MARK)
    return len(text.data)


def _line_end(text: SourceText) -> str:
    """How the first line of a text ends."""
    end = text.data.find(b"\n")
    return "\r\n" if end > 0 and text.data[end - 1 : end] == b"\r" else "\n"
