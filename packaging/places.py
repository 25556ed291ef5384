"""Where things are in the project."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "vsix"
LOCKS = ROOT / "packaging" / "locks"

# What both folders use is in `scripts/`; this module is imported before it.
sys.path.append(str(ROOT / "scripts"))
