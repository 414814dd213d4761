"""Measure the library side by side with what one would use instead, in one run: `make bench`."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

from made import filled
from measure import Group, Job, Target, bar, compare, group_table, table, target_table
from memory import memory_group
from national import FORM, SIZES, YEAR, Cost, alone, cost, department, roster, settle
from other_ways import (
    bare_expat,
    calamine_alone,
    inflate,
    openpyxl_alone,
    parts_read,
    plain_openpyxl,
    plain_xlsxwriter,
    read_excel,
    table_sheets,
    validate_singly,
)
from sizes import run_sizes, size_table, size_targets

from xlreport import load_form
from xlreport._imprint import CODE, NAME, imprint, make_master
from xlreport._reader import read_bytes
from xlreport._return import Return, located_return
from xlreport._sources import Source
from xlreport._template import build_template

RESULTS = Path(__file__).parent / "RESULTS.md"
LIBRARIES = (*("xlsxwriter", "openpyxl", "pandas", "pandera", "python-calamine", "numpy", "click"),)
BATCH = 600
SAMPLE = 20  # files that the slower ways read in a round
CHECKED = 1_000
SINGLE = 50


def read_many(files: Sequence[bytes]) -> list[Return]:
    """Read files one after another, as a worker does."""
    return [
        located_return(read_bytes(Source(Path(f"{number}.xlsx")), data, ()))
        for number, data in enumerate(files)
    ]


def reading() -> Group:
    """Read, type, locate and check returns in a batch; the others give bare cells, or nothing."""
    files = list(filled(BATCH))
    some = files[:SAMPLE]
    own = roster(BATCH)
    sheets = table_sheets(load_form(FORM))
    parts = parts_read(files[0])
    return compare(
        "Reading a return",
        [
            Job(
                f"read, located, typed and checked, in a batch of {BATCH}",
                lambda: settle(read_many(files), own),
                BATCH,
            ),
            Job("of this, reading", lambda: read_many(some), SAMPLE),
            Job("pandas.read_excel, openpyxl", lambda: read_excel(some, "openpyxl"), SAMPLE),
            Job(
                "pandas.read_excel, openpyxl, the sheets of the tables alone",
                lambda: read_excel(some, "openpyxl", sheets),
                SAMPLE,
            ),
            Job("pandas.read_excel, calamine", lambda: read_excel(some, "calamine"), SAMPLE),
            Job("openpyxl alone", lambda: openpyxl_alone(some), SAMPLE),
            Job("calamine alone", lambda: calamine_alone(some), SAMPLE),
            Job(
                "inflating and bare expat of the parts that we parse",
                lambda: bare_expat(some, parts),
                SAMPLE,
            ),
            Job("inflating them alone", lambda: inflate(some, parts), SAMPLE),
        ],
        rounds=7,
    )


def reading_targets(group: Group) -> list[Target]:
    """Hold reading to what was promised."""
    pandas, bare = group.ratio(2), 1 / group.ratio(7)
    return [
        Target(
            "a return checked in a batch, at least 8 × faster than the loop of pandas.read_excel"
            " with openpyxl that checks nothing",
            f"{pandas:.1f} ×",
            pandas >= 8,
        ),
        Target(
            "and at most 4 × inflating and bare expat of the same parts",
            f"{bare:.1f} ×",
            bare <= 4,
        ),
    ]


def validating() -> Group:
    """Check and settle returns at once; on the other side pandera alone, called for each."""
    items = read_many(list(filled(CHECKED)))
    own = roster(CHECKED)
    return compare(
        "Validating a return that was read",
        [
            Job(
                f"rules, named checks, pandera and settling, {CHECKED:,} at once",
                lambda: settle(items, own),
                CHECKED,
            ),
            Job("pandera called for each by itself", validate_singly(items[:SINGLE]), SINGLE),
        ],
        rounds=5,
    )


def building() -> Group:
    """Build templates; on the other side bare values and validations."""
    form, who = load_form(FORM), department(1)
    data = build_template(form, year=YEAR, department=who)
    nobody = replace(who, code=CODE, name=NAME)
    master = make_master(build_template(form, year=YEAR, department=nobody))
    return compare(
        "Building a template",
        [
            Job("from the second department on", lambda: imprint(master, who)),
            Job("of the first department", lambda: build_template(form, year=YEAR, department=who)),
            Job("plain XlsxWriter: values and validations", plain_xlsxwriter(data)),
            Job("plain openpyxl: values and validations", plain_openpyxl(data)),
        ],
        rounds=15,
    )


def starting() -> Group:
    """Start the command line, and Python with and without a library."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "D00000.xlsx"
        path.write_bytes(next(iter(filled(1))))
        commands = {
            "`xlreport --help`": ("-m", "xlreport", "--help"),
            "`xlreport check` of one return": ("-m", "xlreport", "check", str(path)),
            '`python -c "import xlreport"`': ("-c", "import xlreport"),
            '`python -c "import pandas"`': ("-c", "import pandas"),
            "`python -c pass`": ("-c", "pass"),
        }
        jobs = [Job(title, partial(python, args)) for title, args in commands.items()]
        return compare("Starting", jobs, rounds=9, clock=time.perf_counter)


def python(args: Sequence[str]) -> None:
    subprocess.run([sys.executable, *args], check=True, stdout=subprocess.DEVNULL)


def starting_target(group: Group) -> Target:
    """Hold the start to what the design says."""
    return Target(
        "`xlreport --help` in at most 100 ms", f"{group.values[0]:.0f} ms", group.values[0] <= 100
    )


def cost_table(costs: Sequence[Cost]) -> str:
    """Show what a return costs among few and among many, those of memory alone."""
    most = max(each.check + each.consolidate for each in costs)
    rows = [
        (
            f"{each.returns:,}",
            f"{each.check:.2f}",
            f"{each.consolidate:.3f}",
            f"{each.memory:,}",
            bar((each.check + each.consolidate) / most),
        )
        for each in costs
    ]
    heads = "returns", "check and settle, ms each", "add up, ms each", "peak, MB", ""
    title = "One among many"
    return f"## {title}\n\nReturns made in memory, in one frame.\n\n{table(heads, rows)}"


def cost_target(costs: Sequence[Cost]) -> Target:
    """Hold the last to the first: a return costs no more among the most than the fewest."""
    first, *_, last = (each.check + each.consolidate for each in costs)
    return Target(
        f"the cost of a return is flat from {costs[0].returns} to {costs[-1].returns:,}"
        " (reading is one by one; this is the rest)",
        f"{first:.2f} ms, then {last:.2f} ms",
        last <= first * 1.1,
    )


def machine() -> str:
    """Say what was measured on, and how busy it was when the run began."""
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores, load "
        f"{load} (1, 5, 15 minutes) when the run began; {libraries}."
    )


def main() -> None:
    """Run everything, show the tables and write them to RESULTS.md."""
    about = machine()
    read, start = reading(), starting()
    groups = [read, validating(), building(), start, memory_group()]
    runs = run_sizes()
    costs = [alone(cost, size) for size in SIZES]
    targets = [
        *reading_targets(read),
        *size_targets(runs),
        cost_target(costs),
        starting_target(start),
    ]
    parts = [
        "# Results",
        "Written by `make bench`; what is measured is said in [README.md](README.md).",
        about,
        target_table(targets),
        *map(group_table, groups),
        size_table(runs),
        cost_table(costs),
    ]
    text = "\n\n".join(part.strip() for part in parts) + "\n"
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
