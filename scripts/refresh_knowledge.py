"""Ask the registries what is said of the models today, and compare it with our data.

The newest release of each source is downloaded and read as text; none of its code runs. The report
goes to standard output, progress to standard error. With `--apply`, what the order of sources
decides is put into the data. If one source cannot be read, nothing is written and the exit code
is 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from claude_preflight.workspace.files import write_atomic
from refresh.agreement import agreement, unknown_ids, unknown_platforms
from refresh.archives import Archive
from refresh.changes import Change, Reading
from refresh.compare import settle
from refresh.knowledge import Knowledge
from refresh.registries import kept, newest
from refresh.report import Report
from refresh.rows import SourceError
from refresh.sources import SOURCES, Source
from refresh.verdicts import changed, watched
from set_up import ROOT

KNOWLEDGE = ROOT / "server" / "claude_preflight" / "knowledge"
CONFIRM_EVERY = timedelta(days=7)
"""Data that is right is said to be read anew after so long: users are told of data that is old."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, report and, if asked to, apply."""
    options = parse_options(arguments)
    try:
        with tempfile.TemporaryDirectory() as temporary:
            folder: Path = options.downloads or Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            readings = read_all(folder, offline=options.offline)
        report, files = compare(readings, options.knowledge, options.today)
    except SourceError as error:
        print(f"error: {error}\nNothing was written.", file=sys.stderr)
        return 1
    if options.apply:
        for name, text in files.items():
            path = options.knowledge / name
            write_atomic(str(path), text.encode(), path.read_bytes())
    if options.report:
        options.report.write_text(report.text(), encoding="utf-8", newline="\n")
    else:
        print(report.text(), end="")
    return 0


def parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="Compare our data with the newest packages.")
    parser.add_argument("--apply", action="store_true", help="write what the order decides")
    parser.add_argument("--report", type=Path, metavar="FILE", help="where the report goes")
    parser.add_argument("--downloads", type=Path, metavar="DIR", help="keep the packages here")
    parser.add_argument(
        "--offline", action="store_true", help="ask no registry, read what --downloads has"
    )
    parser.add_argument(
        "--knowledge", type=Path, metavar="DIR", default=KNOWLEDGE, help="other data than ours"
    )
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="YYYY-MM-DD", default=date.today()
    )
    options = parser.parse_args(arguments)
    if options.offline and not options.downloads:
        parser.error("--offline needs --downloads")
    return options


def read_all(folder: Path, *, offline: bool) -> list[Reading]:
    """Every source in its newest release.

    Raises:
        SourceError: some cannot be read; the text says which and why.
    """
    readings, problems = [], []
    for source in SOURCES:
        try:
            reading = read(source, folder, offline=offline)
            readings.append(reading)
            title = source.title(reading.version)
            print(f"{title}: {len(reading.rows)} rows", file=sys.stderr, flush=True)
        except SourceError as error:
            problems.append(f"{source.package} cannot be read: {error}")
    if problems:
        raise SourceError("\nerror: ".join(problems))
    return readings


def read(source: Source, folder: Path, *, offline: bool) -> Reading:
    """A source in its newest release. SourceError if it cannot be read or has too few rows."""
    find = kept if offline else newest
    release = find(source.registry, source.package, folder)
    with closing(Archive(release.path)) as archive:
        rows = tuple(source.read(archive))
    counts = Counter(row.field for row in rows)
    for field, floor in source.floors.items():
        if counts[field] < floor:
            raise SourceError(f"it has {counts[field]} rows of {field}, fewer than {floor}")
    return Reading(source, release.version, release.day, rows)


def compare(readings: list[Reading], folder: Path, today: date) -> tuple[Report, dict[str, str]]:
    """The report, and the data files as they would be.

    Raises:
        SourceError: the data cannot be read, or the product could not use what it would become.
    """
    before = Knowledge.load(folder)
    after = before.copy()
    changes = settle(after, readings, today)
    decided = [change for change in changes if change.decided is not None]
    if decided or today - date.fromisoformat(after.content["as_of"]) >= CONFIRM_EVERY:
        after.read_on(today)
    files = after.texts()
    ids = [*watched(), *ids_of(after, decided)]
    report = Report(
        today.isoformat(),
        tuple(readings),
        tuple(changed(before.texts(), files, ids, today)),
        tuple(changes),
        tuple(unknown_ids(after, readings)),
        tuple(unknown_platforms(before, readings)),
        agreement(before, readings),
        agreement(after, readings),
    )
    return report, files


def ids_of(knowledge: Knowledge, changes: list[Change]) -> list[str]:
    """The ids of the models that were changed, on all platforms."""
    models = dict.fromkeys(each.model for each in changes if each.model in knowledge.models)
    return [
        text
        for model in models
        for texts in ([model], *knowledge.models[model]["platforms"].values())
        for text in texts
    ]


if __name__ == "__main__":
    sys.exit(main())
