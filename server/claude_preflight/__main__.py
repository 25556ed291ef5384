"""`python -m claude_preflight` is `claude-preflight`."""

from __future__ import annotations

from claude_preflight.cli.main import program

if __name__ == "__main__":
    program()
