"""Run a county, a large city and a province: returns, summary, templates, and memory of each.

Each size runs in a process of its own, over workbooks made before: `sizes.py COUNT FOLDER`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from figures import Run

from xlreport import consolidate, load_form, read_returns, write_summary, write_templates

T = TypeVar("T")

SIZES = (60, 1_000, 6_000)
WORKERS = 2
PROVINCE = 6_000


def run_size(count: int, folder: Path) -> Run:
    """Read and check the returns in a folder, consolidate them, write the summary and templates."""
    # Not in the worker processes, which import this file again as they do a light command.
    from measure import peak
    from offices import FORM, YEAR, roster

    form, own = load_form(FORM), roster(count)
    target = folder / "summary.xlsx"
    workers = WORKERS if count >= PROVINCE else 1
    returns, read, read_busy = timed(
        lambda: read_returns(folder / "returns", roster=own, year=YEAR, workers=workers)
    )
    read_peak = peak()
    _, verify, verify_busy = timed(lambda: consolidate(returns, name="某地", workers=workers))
    summary, add, _ = timed(lambda: consolidate(returns, name="某地", verify=False))
    _, write, _ = timed(lambda: write_summary(summary, target))
    summary_peak = peak()
    assert not any(finding.severity == "error" for finding in returns.found)
    _, templates, _ = timed(
        lambda: write_templates(form, own, year=YEAR, folder=folder / "blank", workers=workers)
    )
    return Run(
        count=count,
        workers=workers,
        read=read,
        read_busy=read_busy,
        verify=verify,
        verify_busy=verify_busy,
        add=add,
        write=write,
        size=target.stat().st_size // 1000,
        read_peak=read_peak,
        summary_peak=summary_peak,
        templates=templates,
    )


def timed(call: Callable[[], T]) -> tuple[T, float, float]:
    """Call; give the result, the seconds on the clock and those of all processors."""
    busy, start = sum(os.times()[:4]), time.perf_counter()
    result = call()
    return result, time.perf_counter() - start, sum(os.times()[:4]) - busy


def run_sizes(sizes: Sequence[int]) -> tuple[Run, ...]:
    """Run every size over workbooks made for it."""
    from made import write_filled  # not in the processes that are measured

    runs = []
    for count in sizes:
        with tempfile.TemporaryDirectory() as name:
            write_filled(Path(name) / "returns", count)
            command = [sys.executable, __file__, str(count), name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            runs.append(Run(**json.loads(done.stdout)))
    return tuple(runs)


if __name__ == "__main__":
    print(json.dumps(asdict(run_size(int(sys.argv[1]), Path(sys.argv[2])))))
