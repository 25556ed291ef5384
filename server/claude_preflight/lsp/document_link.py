"""textDocument/documentLink: from what is found to where its source can be read."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from claude_preflight.analysis.sources import Link, links_in
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.conversions import range_of

OPTIONS = types.DocumentLinkOptions(resolve_provider=False)


async def document_link(
    ls: Connection, params: types.DocumentLinkParams
) -> list[types.DocumentLink]:
    """The links of a document: one for each id and each limit that something is found about."""
    uri = params.text_document.uri
    analysis = await ls.session.analysis(uri)
    view = analysis.snapshot.view(uri) if analysis else None
    if analysis is None or view is None:
        return []
    found: Iterator[Link] = links_in(
        analysis.seen_in(view), analysis.snapshot.reading, analysis.settings, analysis.today
    )
    return [
        types.DocumentLink(
            range_of(view.text, view.inward(each.span), ls.support.encoding),
            each.address,
            each.source if ls.support.link_tooltips else None,
        )
        for each in found
    ]
