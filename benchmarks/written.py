"""What reading takes by who wrote the files, each way in a process of its own.

`written.py WAY PATH...` reads the first path to load what is loaded once, then the others a single
time, as an office does: what is known again of a file is known from other files. Printed are the
milliseconds of processor time for each.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from figures import Written

_OURS = "templates of this library, filled in"
MIXED = "all five, mixed"

# ---- the ways ----------------------------------------------------------------------------------


def ours(paths: Sequence[Path]) -> list[float]:
    """Read and check; then let the second reader verify what is added up."""
    from xlreport import consolidate, read_returns

    consolidate(read_returns(paths[0]), name="某县")
    start = time.process_time()
    returns = read_returns(paths[1:])
    middle = time.process_time()
    consolidate(returns, name="某县")
    end = time.process_time()
    assert len(returns.usable) == len(paths) - 1
    return [middle - start, end - middle]


def pandas(paths: Sequence[Path]) -> list[float]:
    """Read all sheets by openpyxl, then by calamine."""
    from other_ways import read_excel

    files = [path.read_bytes() for path in paths]
    taken = []
    read_excel(files[:1], "openpyxl")
    read_excel(files[:1], "calamine")
    for engine in ("openpyxl", "calamine"):
        start = time.process_time()
        read_excel(files[1:], engine)
        taken.append(time.process_time() - start)
    return taken


def expat(paths: Sequence[Path]) -> list[float]:
    """Inflate and parse the parts that hold cells, labels and formats."""
    from other_ways import bare_expat, parts_needed

    files = [path.read_bytes() for path in paths]
    parts = [parts_needed(data) for data in files]
    start = time.process_time()
    for data, names in zip(files[1:], parts[1:], strict=True):
        bare_expat([data], names)
    return [time.process_time() - start]


WAYS: dict[str, Callable[[Sequence[Path]], list[float]]] = {
    "ours": ours,
    "pandas": pandas,
    "expat": expat,
}

# ---- the files ---------------------------------------------------------------------------------


def run_written(count: int, sample: int, rounds: int) -> tuple[Written, ...]:
    """Measure the returns that the benchmarks fill in, those of each writer, and all mixed."""
    from as_they_come import WRITERS, come
    from made import write_filled

    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "returns"
        write_filled(made, count + 1)
        first, *own = sorted(made.iterdir())
        came = {writer: come(writer)[:count] for writer in WRITERS}
        mixed = [path for paths in zip(*came.values(), strict=True) for path in paths]
        kinds = {_OURS: own, **came, MIXED: mixed}
        return tuple(
            measure(writer, [first, *paths], sample, rounds) for writer, paths in kinds.items()
        )


def run_summary(counties: int, departments: int, sample: int, rounds: int) -> Written:
    """Measure the summaries of counties, as the next level reads them."""
    from made import write_filled
    from offices import YEAR, department, roster

    from xlreport import consolidate, read_returns, write_summary

    with tempfile.TemporaryDirectory() as name:
        below = Path(name) / "below"
        write_filled(below, departments)
        returns = read_returns(below, roster=roster(departments), year=YEAR)
        summary = consolidate(returns, name="某县", verify=False)
        paths = []
        for who in (department(number, "C") for number in range(counties + 1)):
            paths.append(Path(name) / f"{who.code}.xlsx")
            write_summary(replace(summary, name=who.name, code=who.code), paths[-1])
        return measure(f"a county's summary of {departments} departments", paths, sample, rounds)


def measure(writer: str, paths: Sequence[Path], sample: int, rounds: int) -> Written:
    """Measure every way in turn, the slow ones over a sample; keep the best of all rounds."""
    first, *others = paths
    step = max(1, len(others) // sample)
    step += step % 3 == 0 and step > 1  # files differ by threes in how they are filled in
    some = others[::step]
    read, verify, by_openpyxl, by_calamine, bare = (
        min(times)
        for times in zip(
            *(
                [
                    *_taken("ours", [first, *others]),
                    *_taken("pandas", [first, *some]),
                    *_taken("expat", [first, *some]),
                ]
                for _ in range(rounds)
            ),
            strict=True,
        )
    )
    return Written(writer, read, verify, by_openpyxl, by_calamine, bare)


def _taken(way: str, paths: Sequence[Path]) -> list[float]:
    """Run one way in a process of its own; give milliseconds a file."""
    command = [sys.executable, "-W", "ignore", __file__, way, *map(str, paths)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds: list[float] = json.loads(done.stdout)
    return [each * 1000 / (len(paths) - 1) for each in seconds]


if __name__ == "__main__":
    print(json.dumps(WAYS[sys.argv[1]]([*map(Path, sys.argv[2:])])))
