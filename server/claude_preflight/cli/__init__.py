"""The command line: one module per command, one module per report format."""

from __future__ import annotations

import gc

COLLECT_EVERY = (50_000, 10, 10)
"""How often cycles of objects are looked for, as `gc.set_threshold` takes it.

To read a file takes many small objects and makes few cycles. With Python's own figures half of the
time for a large file goes into looking.
"""

# At once: what is imported from here on stays, so that to look through it is in vain.
gc.set_threshold(*COLLECT_EVERY)
