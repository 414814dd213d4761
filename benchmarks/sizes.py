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
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from measure import Target, bar, peak, table
from national import FORM, YEAR, roster

from xlreport import consolidate, load_form, read_returns, write_summary, write_templates

SIZES = (60, 1_000, 6_000)
WORKERS = 2
PROVINCE = SIZES[-1]


@dataclass(frozen=True, slots=True)
class Run:
    """Is what so many departments cost, in seconds; `*_peak` in MB, of the leading process.

    `read_busy` is processor time of all processes, which says what a quiet machine would take.
    """

    count: int
    read: float
    read_busy: float
    add: float
    write: float
    size: int
    read_peak: int
    summary_peak: int
    templates: float


def run_size(count: int, folder: Path) -> Run:
    """Read and check the returns in a folder, consolidate them, write the summary and templates."""
    form, own = load_form(FORM), roster(count)
    target = folder / "summary.xlsx"
    busy = sum(os.times()[:4])
    marks = [time.perf_counter()]
    workers = WORKERS if count >= PROVINCE else 1
    returns = read_returns(folder / "returns", roster=own, year=YEAR, workers=workers)
    marks.append(time.perf_counter())
    read_busy = sum(os.times()[:4]) - busy
    read_peak = peak()
    summary = consolidate(returns, name="某地", verify=False)
    marks.append(time.perf_counter())
    write_summary(summary, target)
    marks.append(time.perf_counter())
    summary_peak = peak()
    assert not any(finding.severity == "error" for finding in returns.found)
    write_templates(form, own, year=YEAR, folder=folder / "blank", workers=workers)
    marks.append(time.perf_counter())
    read, add, write, templates = (after - before for before, after in pairwise(marks))
    size = target.stat().st_size // 1000
    return Run(count, read, read_busy, add, write, size, read_peak, summary_peak, templates)


def run_sizes() -> list[Run]:
    """Run every size over workbooks made for it."""
    from made import write_filled  # not in the processes that are measured

    runs = []
    for count in SIZES:
        with tempfile.TemporaryDirectory() as name:
            write_filled(Path(name) / "returns", count)
            command = [sys.executable, __file__, str(count), name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            runs.append(Run(**json.loads(done.stdout)))
    return runs


def size_table(runs: Sequence[Run]) -> str:
    """Show the runs: seconds and the peak of memory for each size."""
    most = max(run.read_busy / run.count for run in runs)
    rows = [
        (
            f"{run.count:,}",
            f"{run.read:.1f}",
            f"{run.read_busy:.1f}",
            f"{run.add:.2f}",
            f"{run.write:.2f}",
            f"{run.size:,}",
            f"{run.templates:.1f}",
            run.read_peak,
            run.summary_peak,
            f"{run.read_busy / run.count * 1000:.1f}",
            bar(run.read_busy / run.count / most),
        )
        for run in runs
    ]
    heads = (
        *(
            "departments",
            "read and check, s",
            "of processors, s",
            "add up, s",
            "write summary, s",
            "summary, kB",
        ),
        *("templates, s", "peak when read, MB", "peak in the end, MB", "ms of processors each", ""),
    )
    note = (
        f"Wall clock; the {PROVINCE:,} are read and their templates built by {WORKERS} processes,"
        " the others by one. Without the second reader."
    )
    return f"## A county, a city, a province\n\n{note}\n\n{table(heads, rows)}"


def size_targets(runs: Sequence[Run]) -> list[Target]:
    """Hold the province to what was promised."""
    run = runs[-1]
    summary = run.add + run.write
    return [
        Target(
            f"{run.count:,} returns checked in at most 15 s on two cores",
            f"{run.read:.1f} s, {run.read_busy:.1f} s of processors",
            run.read <= 15,
        ),
        Target(
            f"{run.count:,} templates in at most 60 s on two cores",
            f"{run.templates:.1f} s",
            run.templates <= 60,
        ),
        Target(
            f"the summary of {run.count:,} departments in at most 15 s",
            f"{summary:.1f} s",
            summary <= 15,
        ),
        Target(
            "and 400 MB, the returns included",
            f"{run.summary_peak} MB",
            run.summary_peak <= 400,
        ),
    ]


if __name__ == "__main__":
    print(json.dumps(asdict(run_size(int(sys.argv[1]), Path(sys.argv[2])))))
