"""Read the same returns with two versions of the library in turn, and say the ratio.

`python benchmarks/versions.py --before FOLDER`, where FOLDER is the `src` of an earlier checkout.
Sixty filled returns of an official form are read and checked, each time in a process of its own
that alternates between both versions; within a process the best of several passes counts. Printed
are the processor time a return of each version and their ratio, the best of all and the median of
the pairs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from made import write_filled

RETURNS, PASSES = 60, 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, required=True, help="the src of an earlier checkout")
    parser.add_argument("--pairs", type=int, default=7, help="how often both are measured")
    arguments = parser.parse_args()
    now = Path(__file__).resolve().parents[1] / "src"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "returns"
        write_filled(folder, RETURNS)
        pairs = [
            (measured(arguments.before, folder), measured(now, folder))
            for _ in range(arguments.pairs)
        ]
    best = [min(times) for times in zip(*pairs, strict=True)]
    print("| | before, ms | now, ms | ratio |")
    print("|---|---:|---:|---:|")
    print(f"| best | {best[0]:.2f} | {best[1]:.2f} | {best[1] / best[0]:.2f} |")
    print(f"| median of pairs | | | {median(now / before for before, now in pairs):.2f} |")


def measured(version: Path, folder: Path) -> float:
    """Read the folder in a process that imports `version`; give milliseconds for a return."""
    command = [sys.executable, __file__, "--read", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(version)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(done.stdout)


def read(folder: Path) -> None:
    """Read and check the folder several times; print the best time for a return."""
    from xlreport import read_returns

    times = []
    for _ in range(PASSES):
        start = time.process_time()
        read_returns(folder)
        times.append(time.process_time() - start)
    print(min(times) / RETURNS * 1000)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]))
    else:
        main()
