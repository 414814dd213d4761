"""Measure the library side by side with what one would use instead, in one run: `make bench`."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import costs
import sizes
from figures import Bench, Group, load_figures
from made import filled
from measure import Job, children, command_line, compare, keep, this_machine
from memory import memory_group
from offices import FORM, YEAR, department, roster, settle
from other_ways import (
    bare_expat,
    calamine_alone,
    inflate,
    openpyxl_alone,
    parts_needed,
    plain_openpyxl,
    plain_xlsxwriter,
    read_excel,
    table_sheets,
    validate_singly,
)
from targets import EXPAT, PANDAS
from written import run_summary, run_written

from commands import run_commands, run_processes
from xlreport import load_form
from xlreport.formats.sources import Source
from xlreport.outgoing.master import CODE, NAME, imprint, make_master
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return, Unread, located_return
from xlreport.reading.reader import read_bytes


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much is measured; `sample` are the files that the slower ways read in a round."""

    batch: int = 600
    sample: int = 20
    each: int = 60
    counties: int = 12
    departments: int = 84
    checked: int = 1_000
    single: int = 50
    rounds: int = 15
    memory: int = 60
    sizes: tuple[int, ...] = sizes.SIZES
    costs: tuple[int, ...] = costs.SIZES


SHORT = Numbers(20, 3, 5, 2, 5, 20, 5, 1, 5, (6, 20, 40), (6, 20))


def read_many(files: Sequence[bytes]) -> list[Unread | Return]:
    """Read files one after another, as a worker does."""
    return [
        located_return(read_bytes(Source(Path(f"{number}.xlsx")), data))
        for number, data in enumerate(files)
    ]


def named(
    key: str,
    title: str,
    jobs: Sequence[Job],
    *,
    ours: int,
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> Group:
    """Measure jobs in turn; the first are ours."""
    taken = compare(jobs, rounds=rounds, clock=clock)
    return Group(key, title, "ms", tuple(job.name for job in jobs), taken, ours)


def reading(numbers: Numbers) -> Group:
    """Read, type, locate and check returns in a batch; the others give bare cells, or nothing."""
    files = list(filled(numbers.batch))
    some = files[: numbers.sample]
    own = roster(numbers.batch)
    sheets = table_sheets(load_form(FORM))
    parts = parts_needed(files[0])
    calls = {
        "of this, reading": lambda: read_many(some),
        PANDAS: lambda: read_excel(some, "openpyxl"),
        "pandas.read_excel, openpyxl, the sheets of the tables alone": lambda: read_excel(
            some, "openpyxl", sheets
        ),
        "pandas.read_excel, calamine": lambda: read_excel(some, "calamine"),
        "openpyxl alone": lambda: openpyxl_alone(some),
        "calamine alone": lambda: calamine_alone(some),
        EXPAT: lambda: bare_expat(some, parts),
        "inflating them alone": lambda: inflate(some, parts),
    }
    jobs = [
        Job(
            f"read, located, typed and checked, in a batch of {numbers.batch}",
            lambda: settle(read_many(files), own),
            numbers.batch,
        ),
        *(Job(name, call, numbers.sample) for name, call in calls.items()),
    ]
    return named("reading", "Reading a return", jobs, ours=2, rounds=min(7, numbers.rounds))


def validating(numbers: Numbers) -> Group:
    """Check and settle returns at once; on the other side pandera alone, called for each."""
    items = read_many(list(filled(numbers.checked)))
    own = roster(numbers.checked)
    jobs = [
        Job(
            f"rules, named checks, pandera and settling, {numbers.checked:,} at once",
            lambda: settle(items, own),
            numbers.checked,
        ),
        Job(
            "pandera called for each by itself",
            validate_singly(items[: numbers.single]),
            numbers.single,
        ),
    ]
    title = "Validating a return that was read"
    return named("validating", title, jobs, ours=1, rounds=min(5, numbers.rounds))


def building(numbers: Numbers) -> Group:
    """Build templates; on the other side bare values and validations."""
    form, who = load_form(FORM), department(1)
    data = build_template(form, year=YEAR, department=who)
    nobody = replace(who, code=CODE, name=NAME)
    master = make_master(build_template(form, year=YEAR, department=nobody))
    jobs = [
        Job("from the second department on", lambda: imprint(master, who)),
        Job("of the first department", lambda: build_template(form, year=YEAR, department=who)),
        Job("plain XlsxWriter: values and validations", plain_xlsxwriter(data)),
        Job("plain openpyxl: values and validations", plain_openpyxl(data)),
    ]
    return named("building", "Building a template", jobs, ours=2, rounds=numbers.rounds)


def starting(numbers: Numbers) -> Group:
    """Start the command line, and Python with and without a library."""
    commands = {
        "`xlreport --help`": ("-m", "xlreport", "--help"),
        '`python -c "import xlreport"`': ("-c", "import xlreport"),
        '`python -c "import pandas"`': ("-c", "import pandas"),
        "`python -c pass`": ("-c", "pass"),
    }
    jobs = [Job(title, partial(python, args)) for title, args in commands.items()]
    rounds = min(9, numbers.rounds)
    return named("starting", "Starting", jobs, ours=2, rounds=rounds, clock=children)


def python(args: Sequence[str]) -> None:
    subprocess.run([sys.executable, *args], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Measure everything, keep it, and write what is drawn from it."""
    given = command_line(__doc__, two_versions=True)
    numbers = SHORT if given.folder else Numbers()
    few = min(3, numbers.rounds)
    machine = this_machine()
    groups = (
        reading(numbers),
        run_processes(numbers.each, min(2, numbers.rounds)),
        validating(numbers),
        building(numbers),
        starting(numbers),
        memory_group(numbers.memory),
    )
    found = Bench(
        machine,
        groups,
        run_written(numbers.each, numbers.sample, few),
        run_summary(numbers.counties, numbers.departments, numbers.sample, few),
        run_commands(numbers.each, min(5, numbers.rounds), given.before),
        sizes.run_sizes(numbers.sizes),
        costs.run_costs(numbers.costs),
    )
    keep(replace(load_figures(), bench=found), given.folder)


if __name__ == "__main__":
    main()
