"""Measure jobs in turn, so that what they took can stand side by side.

The best of all rounds counts: it is nearest to what a quiet machine takes.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import platform
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from figures import ROOT, Figures, Machine, load_figures, save_figures

A = TypeVar("A")
R = TypeVar("R")

LIBRARIES = (*("xlsxwriter", "openpyxl", "pandas", "pandera", "python-calamine", "numpy", "click"),)


@dataclass(frozen=True, slots=True)
class Job:
    """One side of a comparison; `call` does it for `count` returns or files at once."""

    name: str
    call: Callable[[], object]
    count: int = 1


def compare(
    jobs: Sequence[Job], *, rounds: int, clock: Callable[[], float] = time.process_time
) -> tuple[float, ...]:
    """Run jobs in turn, round by round after one to warm up; give the best of each in ms.

    Processor time of this process, unless another clock is given.
    """
    taken: list[list[float]] = [[] for _ in jobs]
    gc.collect()
    gc.freeze()  # what is left from other comparisons is not walked through in this one
    for number in range(rounds + 1):
        for job, times in zip(jobs, taken, strict=True):
            start = clock()
            job.call()
            if number:
                times.append((clock() - start) * 1000 / job.count)
    return tuple(min(times) for times in taken)


def children() -> float:
    """Return the processor time of the processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak() -> int:
    """Return the most memory that this process has had, in MB, as Linux counts it."""
    # The counter of getrusage begins with what the process had that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def alone(job: Callable[[A], R], argument: A) -> R:
    """Run a job in a process of its own, so that its peak of memory is its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(job, argument).result()


def this_machine() -> Machine:
    """State what is measured on, and how busy it is now."""
    return Machine(
        python=platform.python_version(),
        system=platform.system(),
        cores=os.cpu_count() or 1,
        load=tuple(round(each, 2) for each in os.getloadavg()),
        libraries={name: version(name) for name in LIBRARIES},
    )


def keep(figures: Figures, folder: Path | None) -> None:
    """Write the figures, in which what was measured was put, and what is drawn from them.

    The figures are written first, so that a fault in drawing costs no measuring.
    """
    root = folder or ROOT
    save_figures(figures, root)
    from draw import draw  # heavy, and so not before all is measured

    draw(load_figures(root), root)  # with the digits that are kept, as `make plots` draws them


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says: the folder of a short run, the `src` of an earlier checkout."""

    folder: Path | None
    before: Path | None


def command_line(about: str | None, *, two_versions: bool = False) -> Given:
    """Read the command line of a program that measures one version, or an earlier one beside it."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "--short",
        type=Path,
        metavar="FOLDER",
        help="try the program with small numbers, and write into a folder",
    )
    parser.set_defaults(before=None)
    if two_versions:
        parser.add_argument(
            "--before",
            type=Path,
            metavar="SRC",
            help="the src of an earlier checkout, to be measured beside this one",
        )
    given = parser.parse_args()
    return Given(given.short, given.before and given.before.resolve())
