"""State where the time goes, function by function: the profiles of docs/scale.md.

A profiler slows Python's own functions more than those in C, so its shares are of use and its times
not; times are taken without it. `make profiles` keeps the figures and writes the tables; with
`--before SRC` an earlier version is profiled too, to stand beside.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path
from typing import cast

from as_they_come import WRITERS, come
from figures import Line, Profiles, Step, build, load_figures
from made import write_filled
from measure import Job, command_line, compare, keep, this_machine
from offices import FORM, YEAR, roster, settle

import xlreport
from xlreport import consolidate, load_form, read_returns, write_summary, write_templates
from xlreport.formats.sources import Source, find_sources
from xlreport.reading.reader import read_source

Functions = dict[tuple[str, int, str], tuple[int, int, float, float, object]]
"""File, line, name: calls but for recursion, calls, own time, with callees, callers."""

PRINT = "--print"
SHOWN = 5
ROUNDS = 3
CHECKED = 1_000
_LIBRARY = Path(xlreport.__file__).parent


def profile(title: str, job: Callable[[], object], count: int) -> Step:
    """Time a step, and name the functions with the most time of their own.

    It is run once to warm up, timed alone, and only then under the profiler.
    """
    (each,) = compare([Job(title, job, count)], rounds=ROUNDS)
    profiler = cProfile.Profile()
    profiler.runcall(job)
    functions = cast("Functions", vars(pstats.Stats(profiler))["stats"])
    total = sum(own for _, _, own, _, _ in functions.values())
    most = sorted(functions.items(), key=lambda item: -item[1][2])[:SHOWN]
    lines = tuple(
        Line(shown_name(file, name), own / total, whole / total, calls / count)
        for (file, _, name), (_, calls, own, whole, _) in most
    )
    return Step(title, count, each, lines)


def shown_name(file: str, name: str) -> str:
    """Name a function by its package and module, without a path; one in C by its type."""
    method = re.fullmatch(r"<method '(\w+)' of '([\w.]+)' objects>", name)
    if method:
        return f"{method[2]}.{method[1]}"
    if name.startswith("<built-in method "):
        return re.sub(
            r"^<built-in method (?:builtins\.)?|(?: of type object)?(?: at 0x\w+)?>$", "", name
        )
    path = Path(file)
    if path.is_relative_to(_LIBRARY):
        return ".".join((*path.relative_to(_LIBRARY).with_suffix("").parts, name))
    package = next(
        (after for before, after in pairwise(path.parts) if before == "site-packages"), ""
    )
    module = path.parent.name if path.stem == "__init__" else path.stem
    return f"{module}.{name}" if package in {"", module} else f"{package}, {module}.{name}"


def steps(*, short: bool) -> tuple[Step, ...]:
    """Profile each step over one county's real workbooks, and checking over more."""
    form, (count, checked) = load_form(FORM), (5, 20) if short else (84, CHECKED)
    own, many = roster(count), roster(checked)
    came = [Source(path) for writer in WRITERS for path in come(writer)[: count // len(WRITERS)]]
    with tempfile.TemporaryDirectory() as name:
        folder, target = Path(name) / "returns", Path(name) / "s.xlsx"
        write_filled(folder, count)
        write_filled(Path(name) / "many", checked)
        items = read_returns(Path(name) / "many", roster=many, year=YEAR).items
        sources = find_sources([folder])
        returns = read_returns(folder, roster=own, year=YEAR)
        summary = consolidate(returns, name="某县", verify=False)

        def read(files: Sequence[Source]) -> object:
            return [read_source(source) for source in files]

        def templates(year: int, last_year: Path | None = None) -> object:
            out = Path(name) / f"blank {year}"  # those of another year are not overwritten
            return write_templates(form, own, year=year, folder=out, last_year=last_year)

        return (
            profile("Reading a return", lambda: read(sources), count),
            profile("Reading a return as it comes", lambda: read(came), len(came)),
            profile(f"Checking {checked:,} returns", lambda: settle(items, many), checked),
            profile(f"Checking {count} returns", lambda: settle(returns.items, own), count),
            profile("The second reader", lambda: consolidate(returns, name="某县"), count),
            profile("Templates", lambda: templates(YEAR), count),
            profile(
                "Templates with last year's figures", lambda: templates(YEAR + 1, folder), count
            ),
            profile("The summary workbook", lambda: write_summary(summary, target), count),
            profile("Reading that summary", lambda: read([Source(target)]), 1),
        )


def steps_of(version: Path, *, short: bool) -> Profiles:
    """Profile an earlier version in a process that imports it."""
    command = [sys.executable, __file__, PRINT, *(["short"] if short else [])]
    environment = {**os.environ, "PYTHONPATH": str(version)}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    return build(Profiles, json.loads(done.stdout))


def main() -> None:
    """Profile every step, keep it, and write what is drawn from it."""
    given = command_line(__doc__, two_versions=True)
    short = given.folder is not None
    figures = replace(load_figures(), profiles=Profiles(this_machine(), steps(short=short)))
    if given.before:
        figures = replace(figures, before=steps_of(given.before, short=short))
    keep(figures, given.folder)


if __name__ == "__main__":
    if sys.argv[1:2] == [PRINT]:
        found = Profiles(this_machine(), steps(short=sys.argv[2:] == ["short"]))
        print(json.dumps(asdict(found)))
    else:
        main()
