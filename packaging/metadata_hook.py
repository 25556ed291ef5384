"""The README as PyPI shows it, which knows nothing of the files that it links to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

# The build backend runs this file alone.
sys.path.append(str(Path(__file__).parent))
from absolute_links import github_address, with_links


class Readme(MetadataHookInterface):
    """Gives the project its readme, with links to the files of this version's tag."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the readme."""
        tag = f"v{metadata['version']}"
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": with_links(
                text, lambda path, picture: github_address(path, tag, picture=picture)
            ),
        }
