"""claude-preflight.checkWorkspace: a command that checks all files of the workspace anew."""

from __future__ import annotations

from claude_preflight.lsp.connection import Connection

NAME = "claude-preflight.checkWorkspace"


async def check_workspace(ls: Connection) -> None:
    """Check all files, however many they are, and say how much was found."""
    if not ls.settings.folders:
        ls.say("No folder is open, so there is no workspace to check.")
        return
    ls.scan.check_all(is_bounded=False)
    await ls.scan.at_rest()
    files, findings = _counted(ls)
    total = f"{ls.scan.progress.total:,} files"
    if findings:
        found = f"{findings:,} {'problem' if findings == 1 else 'problems'}"
        ls.say(f"{found} in {files:,} of {total}. The list of problems has them.")
    else:
        ls.say(f"No problems in {total}.")


def _counted(ls: Connection) -> tuple[int, int]:
    """How many files have findings, and how many those are; open ones count as they are shown."""
    known = (ls.session.known(each.uri) for each in ls.session.snapshots)
    open_ones = [len(each.findings) for each in known if each and each.findings]
    paths = ls.session.paths
    closed = [len(r.items) for r in ls.scan.reports.values() if r.path not in paths]
    return len(open_ones) + len(closed), sum(open_ones) + sum(closed)
