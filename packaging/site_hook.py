"""What the site has beside `docs/`: the README as its first page, the changelog, links to files."""

from __future__ import annotations

import posixpath
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

# mkdocs runs this file alone.
sys.path.append(str(Path(__file__).parent))
from absolute_links import github_address, with_links

ROOT = Path(__file__).resolve().parent.parent
_REF = "main"
# Page of the site -> file at the root of the project.
_AT_ROOT = {"index.md": "README.md", "changelog.md": "CHANGELOG.md"}


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are no files in `docs/`."""
    for page, source in _AT_ROOT.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Let links lead to pages of the site or, to what is none, to the repository."""
    name = page.file.src_uri
    folder = "" if name in _AT_ROOT else posixpath.join("docs", posixpath.dirname(name))

    def target(link: str, picture: bool) -> str:
        path, mark, anchor = link.partition("#")
        file = posixpath.normpath(posixpath.join(folder, path))
        for at_page, source in _AT_ROOT.items():
            if file == source:
                return f"{_up(name)}{at_page}{mark}{anchor}"
        if file.startswith("docs/"):
            return f"{_up(name)}{file.removeprefix('docs/')}{mark}{anchor}"
        return github_address(file, _REF, picture=picture) + mark + anchor

    return with_links(markdown, target)


def _up(name: str) -> str:
    """From a page to the root of the site."""
    return "../" * name.count("/")
