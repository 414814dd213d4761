"""Read each workbook made to do harm in a process of its own, and say what that costs.

Printed is a Markdown table: seconds of the processor for the reading alone, and the peak of memory
of the whole process. The tests bound calls and bytes for the same files, whatever the machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from measure import peak


def as_return(path: Path) -> str:
    """Read a file as a return; give the codes of what is said of it."""
    from xlreport.formats.sources import find_sources
    from xlreport.reading.reader import read_source

    (source,) = find_sources([path])
    item = read_source(source)
    return ", ".join(each.code for each in item.findings) or "read"


def as_flood(path: Path) -> str:
    """Read a file as a workbook that may be packed tighter than a return; give what comes of it."""
    from xlreport.formats.container import Limits, Unreadable
    from xlreport.formats.xlsx import read_package

    try:
        read_package(path.read_bytes(), Limits(ratio=2000))
    except Unreadable as problem:
        return problem.code
    return "read"


WAYS: dict[str, Callable[[Path], str]] = {"return": as_return, "flood": as_flood}


def files() -> Iterator[tuple[str, str, bytes]]:
    """Yield way, name and content of every file."""
    from support.hostile_files import (  # not in the processes measured
        FLOODS,
        flood,
        right,
        workbooks,
    )

    yield "return", "a right return", right()
    for name, hostile in workbooks().items():
        yield "return", name, hostile.data
    for kind in FLOODS:
        yield "flood", f"a flood of blanks: {kind}", flood(kind)


def main() -> None:
    print("| file | said | seconds of processor | peak of memory, MB |")
    print("|---|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        for way, name, data in files():
            path.write_bytes(data)
            command = [sys.executable, __file__, way, str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            print(f"| {name} | {done.stdout.strip()} |", flush=True)


def measure(way: str, path: Path) -> None:
    """Read one file here; print what is said of it, the seconds and the peak."""
    import xlreport.reading.reader  # noqa: F401 - loading it is no work of the file

    start = time.process_time()
    said = WAYS[way](path)
    print(f"{said} | {time.process_time() - start:.2f} | {peak()}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
