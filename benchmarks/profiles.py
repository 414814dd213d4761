"""Say where the time goes, function by function: the profiles of docs/scale.md.

A profiler slows Python's own functions more than those in C, so shares are of use and times not.
"""

from __future__ import annotations

import cProfile
import pstats
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

import national

from xlreport import consolidate, load_form, read_returns, write_summary
from xlreport._demo_figures import demo_values
from xlreport._reader import read_source
from xlreport._sources import find_sources
from xlreport._template import build_template, write_templates

Functions = dict[tuple[str, int, str], tuple[int, int, float, float, object]]
"""File, line, name: calls but for recursion, calls, own time, with callees, callers."""

SHOWN = 8
CHECKED = 1_000


def profile(title: str, job: Callable[[], object], count: int) -> None:
    """Print the functions with the most time of their own, after one run to warm up."""
    job()
    profiler = cProfile.Profile()
    profiler.runcall(job)
    functions = cast("Functions", vars(pstats.Stats(profiler))["stats"])
    total = sum(own for _, _, own, _, _ in functions.values())
    rows = sorted(functions.items(), key=lambda item: -item[1][2])[:SHOWN]
    lines = [
        (
            f"{own / total:.0%}",
            f"{whole / total:.0%}",
            f"{calls / count:,.1f}",
            f"`{Path(file).stem}.{name}`" if line else f"`{re.sub(' at 0x.*', '>', name)}`",
        )
        for (file, line, name), (_, calls, own, whole, _) in rows
    ]
    print(f"**{title}** ({count:,})\n")
    print(national.table(("own", "with callees", "calls for each", "function"), lines), flush=True)


def main() -> None:
    """Profile each step over one county's real workbooks, and checking over more."""
    form, own = load_form(national.FORM), national.roster(national.DEPARTMENTS)
    many = national.roster(CHECKED)
    items = list(national.made_up(many.departments, 1))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "returns"
        folder.mkdir()
        for who in own.departments:
            values = demo_values(form, who)
            data = build_template(form, year=national.YEAR, department=who, values=values)
            (folder / f"{who.code}.xlsx").write_bytes(data)
        sources = find_sources([folder])
        returns = read_returns(folder, roster=own, year=national.YEAR)
        summary = consolidate(returns, name="某县", verify=False)
        target = Path(name) / "summary.xlsx"
        count = national.DEPARTMENTS
        blank = Path(name) / "templates"
        profile("Reading", lambda: [read_source(source, ()) for source in sources], count)
        profile("Checking and settling", lambda: national.settle(items, many), CHECKED)
        profile("The same of one county", lambda: national.settle(returns.items, own), count)
        profile("The second reader", lambda: consolidate(returns, name="某县"), count)
        profile(
            "Templates", lambda: write_templates(form, own, year=national.YEAR, folder=blank), count
        )
        profile("The summary workbook", lambda: write_summary(summary, target), count)


if __name__ == "__main__":
    main()
