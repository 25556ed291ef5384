"""All figures in one table, but for those of whole trees, which `scan.py` prints.

python benchmarks/bench.py               print the table
python benchmarks/bench.py --keep 1.2.0  and keep its figures as those of a release
"""

from __future__ import annotations

import argparse
from itertools import chain

import cli_startup
import lsp_latency
import query_compile
import workspace_scan
from _figures import keep, print_table


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Print all figures beside their targets.")
    parser.add_argument("--keep", metavar="VERSION", help="keep the figures as those of a release")
    version = parser.parse_args().keep
    measured = print_table(
        chain(
            cli_startup.figures(),
            query_compile.figures(),
            lsp_latency.figures(),
            workspace_scan.figures(),
        )
    )
    if version:
        keep(measured, version)


if __name__ == "__main__":
    main()
