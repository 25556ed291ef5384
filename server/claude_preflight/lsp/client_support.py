"""What the client can do, read once from its capabilities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability

from claude_preflight.text.source_text import PositionEncoding


@dataclass(frozen=True, slots=True)
class ClientSupport:
    """The capabilities that change what the server does; the defaults are a bare client's."""

    encoding: PositionEncoding = "utf-16"
    pull_diagnostics: bool = False
    refresh_diagnostics: bool = False
    diagnostic_tags: bool = False
    diagnostic_links: bool = False
    related_information: bool = False
    markdown_hover: bool = False
    resolve_edits: bool = False
    document_changes: bool = False
    create_files: bool = False
    delete_files: bool = False
    show_documents: bool = False
    ask_configuration: bool = False
    watch_configuration: bool = False
    watch_files: bool = False
    work_done_progress: bool = False
    refresh_hints: bool = False
    link_tooltips: bool = False
    completion_tags: bool = False
    markdown_completion: bool = False
    change_annotations: bool = False
    apply_edits: bool = False
    commands: frozenset[str] = frozenset()

    @property
    def hears_corrections(self) -> bool:
        """Whether it can be told that diagnostics are others than they were said to be."""
        return self.refresh_diagnostics or not self.pull_diagnostics

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> ClientSupport:
        """Read the capabilities of an `initialize` request."""

        def has(path: str, default: Any = None) -> Any:
            return get_capability(capabilities, path, default)

        pull = has("text_document.diagnostic") is not None
        published = "diagnostic" if pull else "publish_diagnostics"
        resolvable = has("text_document.code_action.resolve_support.properties", ())
        formats = has("text_document.hover.content_format", ())
        changes = bool(has("workspace.workspace_edit.document_changes"))
        operations = has("workspace.workspace_edit.resource_operations", ())
        return cls(
            encoding=_encoding(has("general.position_encodings", ())),
            pull_diagnostics=pull,
            refresh_diagnostics=bool(has("workspace.diagnostics.refresh_support")),
            diagnostic_tags=_supports(capabilities, published, "tag_support"),
            diagnostic_links=_supports(capabilities, published, "code_description_support"),
            related_information=_supports(capabilities, published, "related_information"),
            markdown_hover=_prefers_markdown(formats),
            resolve_edits="edit" in resolvable
            and bool(has("text_document.code_action.data_support")),
            document_changes=changes,
            create_files=changes and types.ResourceOperationKind.Create in operations,
            delete_files=changes and types.ResourceOperationKind.Delete in operations,
            show_documents=bool(has("window.show_document.support")),
            ask_configuration=bool(has("workspace.configuration")),
            watch_configuration=bool(
                has("workspace.did_change_configuration.dynamic_registration")
            ),
            completion_tags=has("text_document.completion.completion_item.tag_support") is not None,
            markdown_completion=_prefers_markdown(
                has("text_document.completion.completion_item.documentation_format", ())
            ),
            link_tooltips=bool(has("text_document.document_link.tooltip_support")),
            refresh_hints=bool(has("workspace.inlay_hint.refresh_support")),
            work_done_progress=bool(has("window.work_done_progress")),
            change_annotations=changes
            and has("workspace.workspace_edit.change_annotation_support") is not None,
            apply_edits=bool(has("workspace.apply_edit")),
            watch_files=bool(has("workspace.did_change_watched_files.dynamic_registration")),
            commands=frozenset(_commands(capabilities.experimental)),
        )


def _supports(capabilities: types.ClientCapabilities, published: str, name: str) -> bool:
    """Whether diagnostics may carry something; many pull clients say so for pushed ones only."""
    places = {published, "publish_diagnostics"}
    return any(get_capability(capabilities, f"text_document.{at}.{name}", None) for at in places)


def _commands(experimental: Any) -> Iterator[str]:
    """The commands of the client that Markdown may link to.

    As with other servers they are `{"commands": {"commands": [...]}}`, which the protocol leaves
    open.
    """
    for name in ("commands", "commands"):
        is_mapping = isinstance(experimental, Mapping)
        experimental = experimental.get(name) if is_mapping else getattr(experimental, name, None)
    if isinstance(experimental, (list, tuple)):
        yield from (each for each in experimental if isinstance(each, str))


def _prefers_markdown(formats: Any) -> bool:
    """Whether Markdown is the first of the formats that we have; their order is the preference."""
    known = [each for each in formats or () if each in tuple(types.MarkupKind)]
    return known[:1] == [types.MarkupKind.Markdown]


def _encoding(offered: Any) -> PositionEncoding:
    """UTF-8 where the client offers it, since the texts are UTF-8 and nothing is converted then."""
    for encoding in ("utf-8", "utf-32"):
        if encoding in offered:
            return encoding
    return "utf-16"
