"""Read each file made to do harm in a process of its own, and say what that costs.

Printed is a Markdown table: seconds of the processor for the reading alone, and the megabytes by
which the peak of memory rises. With `--before FOLDER` each file is read by the sources in that
folder (the `src` of an earlier checkout) as well, right before, so that two versions stand side by
side. A process ends after a minute of its processor, or at 6 GB. The tests bound the same files,
whatever the machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from measure import peak

SECONDS, BYTES = 60, 6 << 30


def as_return(path: Path) -> str:
    """Read a file as a return; give the codes of what is said of it."""
    from xlreport.formats.sources import find_sources
    from xlreport.reading.reader import read_source

    (source,) = find_sources([path])
    item = read_source(source)
    return ", ".join(dict.fromkeys(each.code for each in item.findings)) or "read"


def as_flood(path: Path) -> str:
    """Read a file as a workbook that may be packed tighter than a return; give what comes of it."""
    from xlreport.formats.container import Limits, Unreadable
    from xlreport.formats.xlsx import read_package

    try:
        read_package(path.read_bytes(), Limits(ratio=2000))
    except Unreadable as problem:
        return problem.code
    return "read"


def as_office(path: Path) -> str:
    """Read a file of an office by the reader of its ending; give what comes of it."""
    from xlreport.base.errors import XlreportError
    from xlreport.form.load import load_form
    from xlreport.office.report_text import read_report_text
    from xlreport.office.roster_file import read_roster
    from xlreport.office.theme import load_theme

    try:
        if path.suffix in (".csv", ".xlsx"):
            read_roster(path)
        elif path.suffix == ".toml":
            load_theme(path)
        else:
            read_report_text(path, load_form("ogi-2021"))
    except XlreportError:
        return "refused"
    return "read"


WAYS: dict[str, Callable[[Path], str]] = {
    "return": as_return,
    "flood": as_flood,
    "office": as_office,
}


def files() -> Iterator[tuple[str, str, str, bytes]]:
    """Yield way, name, ending and content of every file."""
    from support.costly_files import RETURNS  # not in the processes measured
    from support.costly_office import OFFICE
    from support.hostile_files import FLOODS, flood, right, workbooks

    yield "return", "a right return", ".xlsx", right()
    for name, hostile in workbooks().items():
        yield "return", name, ".xlsx", hostile.data
    for name, (make, _) in RETURNS.items():
        yield "return", name, ".xlsx", make()
    for name, make_office in OFFICE.items():
        data = make_office()
        content = data if isinstance(data, bytes) else data.encode()
        yield "office", f"an office's {name}", Path(name).suffix, content
    for kind in FLOODS:
        yield "flood", f"a flood of blanks: {kind}", ".xlsx", flood(kind)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, help="the src folder of an earlier checkout")
    before = parser.parse_args().before
    versions = [*([before] if before else []), Path(__file__).resolve().parents[1] / "src"]
    heads = ("said", "seconds of processor", "memory, MB")
    columns = [
        f"{when}{head}" for when in (("before: ", "now: ")[-len(versions) :]) for head in heads
    ]
    print(f"| file | {' | '.join(columns)} |")
    print(f"|---|{'---|---:|---:|' * len(versions)}")
    with tempfile.TemporaryDirectory() as folder:
        for way, name, ending, data in files():
            path = Path(folder) / f"a{ending}"
            path.write_bytes(data)
            cells = [measured(version, way, path) for version in versions]
            print(f"| {name} | {' | '.join(cells)} |", flush=True)


def measured(version: Path, way: str, path: Path) -> str:
    """Read a file in a process that imports `version`; give its three cells of the table."""
    command = [sys.executable, __file__, "--read", way, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(version)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    return done.stdout.strip() or f"ended by {-done.returncode} | {SECONDS} | "


def read(way: str, path: Path) -> None:
    """Read one file here; print what is said of it, the seconds and the rise of the peak."""
    import xlreport.office.roster_file
    import xlreport.reading.reader  # noqa: F401 - loading them is no work of the file

    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    least, start = peak(), time.process_time()
    try:
        said = WAYS[way](path)
    except (MemoryError, RecursionError) as error:
        said = f"ended by {type(error).__name__}"
    print(f"{said} | {time.process_time() - start:.2f} | {peak() - least}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
