"""Run the country in small: what each level reads and sends, what it costs, how much memory.

Returns are made in memory, as reading gives them; a county's workbooks, one after another, go
through the real reader and writer. Printed are the tables of docs/scale.md. Times are processor
time of one core, so that a busy machine does not count.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from filled import as_return
from xlreport import Form, consolidate, load_form, read_returns, write_summary
from xlreport._demo_figures import demo_values
from xlreport._partial import Partial, Totals, consolidate_part, finish_parts, merge_parts
from xlreport._return import Return
from xlreport._returns import Returns, check_and_settle
from xlreport._roster import Department, Roster
from xlreport._sources import Source
from xlreport._summary import Summary
from xlreport._template import build_template

FORM = "ogi-2021"
YEAR = 2026
PROVINCES = 31
COUNTIES = 92  # of a province; with 84 departments each 239,568 returns are asked for
DEPARTMENTS = 84
BASES = 100
SIZES = (60, 600, 6_000, 60_000)
EXACT = 2_000
LIBRARIES = ("numpy", "pandas", "pandera", "openpyxl", "xlsxwriter")


# ---- returns made in memory --------------------------------------------------------------------


def department(number: int, prefix: str = "D") -> Department:
    code = f"{prefix}{number:05}"
    return Department(code, f"第{number}{prefix}局", "部门", number, "县", True, "", (), ())  # noqa: FBT003


def roster(count: int, prefix: str = "D") -> Roster:
    return Roster("名录.csv", tuple(department(number, prefix) for number in range(count)))


@cache
def bases() -> Sequence[Return]:
    """Give returns of every kind: most are right, some have an error, some are nil."""
    form = load_form(FORM)
    found = []
    for number in range(BASES):
        typed = demo_values(form, department(number, "B"))
        scales = {cell.index: 10**cell.measure.scale for cell in form.inputs}
        inputs = {index: round(float(str(v)) * scales[index]) for index, v in typed.items()}
        nil = frozenset[str]()
        if number % 30 == 0:
            inputs[form.index["requests", "received", "natural_person"]] += 1
        elif number % 30 == 1:
            inputs, nil = dict.fromkeys(inputs, 0), frozenset(t.key for t in form.tables)
        found.append(as_return(form, inputs, year=YEAR, nil=nil))
    return found


def made_up(departments: Iterable[Department], seed: int) -> Iterator[Return]:
    """Make the returns of departments, each its own copy; one in fifty has sent nothing."""
    random = Random(seed)  # noqa: S311 - made-up figures
    for who in departments:
        if random.randrange(50):
            base = random.choice(bases())
            # Copies, as reading gives them: what is shared would not count as memory.
            yield replace(
                base,
                source=Source(Path(f"{who.code}.xlsx")),
                code=who.code,
                department=who.name,
                judged=(*base.judged,),
                values=(*base.values,),
                seen=dict(base.seen),
            )


def settle(items: Sequence[Return], own: Roster | None) -> Returns:
    return check_and_settle(items, roster=own, year=YEAR, before=None, prefer={})


# ---- flat from 60 to 60,000 --------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """Is what so many returns in one frame cost: milliseconds a return, and the peak of memory."""

    returns: int
    check: float
    consolidate: float
    memory: int


def cost(count: int) -> Cost:
    own = roster(count)
    settle(list(made_up(own.departments[:20], 0)), own)  # warm: schemas, layout
    rounds = max(1, 600 // count)  # a short time is measured often enough to mean something
    items = list(made_up(own.departments, 1))
    start = time.process_time()
    for _ in range(rounds):
        returns = settle(items, own)
    middle = time.process_time()
    for _ in range(rounds):
        consolidate(returns, name="某省", verify=False)
    end = time.process_time()
    each = 1000 / rounds / count
    return Cost(count, (middle - start) * each, (end - middle) * each, peak())


def peak() -> int:
    """Give the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


# ---- the country -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Country:
    """Is a run over so many provinces: times in seconds, memory in MB, the two ways compared."""

    provinces: int
    departments: int
    sent: int
    counties_time: float
    above_time: float
    merge_time: float
    part_size: int
    whole_size: int
    memory: int
    same: bool
    scope: str


def country(provinces: int) -> Country:
    """Consolidate level by level and, beside it, in parts; both must come to the same."""
    form = load_form(FORM)
    bases()
    times = {"counties": 0.0, "above": 0.0, "merge": 0.0}
    whole: Partial | None = None
    upper, sent, size = [], 0, 0
    for place in range(provinces):
        counties, parts = [], []
        for number in range(COUNTIES):
            own = roster(DEPARTMENTS)
            items = list(made_up(own.departments, place * COUNTIES + number))
            sent += len(items)
            start = time.process_time()
            returns = settle(items, own)
            summary = consolidate(returns, name="某县", verify=False)
            times["counties"] += time.process_time() - start
            counties.append(as_summary(summary, department(number, "C")))
            area = f"{place}-{number}"
            parts.append(consolidate_part(returns, form=form, area=area, verify=False))
        start = time.process_time()
        above = consolidate(settle(counties, roster(COUNTIES, "C")), name="某省", verify=False)
        times["above"] += time.process_time() - start
        upper.append(as_summary(above, department(place, "P")))
        size = max(len(pickle.dumps(part)) for part in parts)
        start = time.process_time()
        whole = merge_parts([*([whole] if whole else []), merge_parts(parts)])
        times["merge"] += time.process_time() - start
    start = time.process_time()
    top = consolidate(settle(upper, roster(provinces, "P")), name="全国", verify=False)
    times["above"] += time.process_time() - start
    assert whole is not None
    totals = finish_parts(whole, form, name="全国")
    return Country(
        provinces,
        provinces * COUNTIES * DEPARTMENTS,
        sent,
        times["counties"],
        times["above"],
        times["merge"],
        size,
        len(pickle.dumps(whole)),
        peak(),
        top.values == totals.values,
        totals.scope,
    )


def as_summary(summary: Summary, who: Department) -> Return:
    """Give a summary as the return that the next level reads."""
    there = {c.index: summary.values[c.index] for c in summary.form.inputs}
    inputs = {index: value for index, value in there.items() if value is not None}
    return as_return(summary.form, inputs, code=who.code, name=who.name, year=YEAR)


# ---- exactly the same --------------------------------------------------------------------------


def in_parts(
    items: Sequence[Return], own: Roster, form: Form, batches: int
) -> tuple[Summary, Totals]:
    """Consolidate the same returns in one frame, and in batches of every so-manieth return."""
    whole = consolidate(settle(items, own), name="某省", verify=False)
    parts = (
        consolidate_part(settle(items[first::batches], own), form=form, verify=False)
        for first in range(batches)
    )
    return whole, finish_parts(merge_parts(parts), form, name="某省")


def exact(count: int) -> bool:
    own = roster(count)
    whole, totals = in_parts(list(made_up(own.departments, 7)), own, load_form(FORM), 9)
    return whole.values == totals.values and whole.scope == totals.scope


# ---- real workbooks ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Level:
    """Is what one level does with so many real workbooks: seconds and bytes."""

    files: int
    bytes: int
    read: float
    verify: float
    write: float
    sent: int


def real_levels() -> list[Level]:
    """Consolidate a county's real workbooks, and the summaries of a province's counties."""
    form = load_form(FORM)
    with tempfile.TemporaryDirectory() as name:
        below, above = Path(name) / "below", Path(name) / "above"
        below.mkdir()
        above.mkdir()
        for who in roster(DEPARTMENTS).departments:
            values = demo_values(form, who)
            data = build_template(form, year=YEAR, department=who, values=values)
            (below / f"{who.code}.xlsx").write_bytes(data)
        county, summary = real_level(below, roster(DEPARTMENTS), above / "C00000.xlsx")
        for who in roster(COUNTIES, "C").departments:
            write_summary(
                replace(summary, name=who.name, code=who.code), above / f"{who.code}.xlsx"
            )
        province, _ = real_level(above, roster(COUNTIES, "C"), Path(name) / "province.xlsx")
    return [county, province]


def real_level(folder: Path, own: Roster, target: Path) -> tuple[Level, Summary]:
    sizes = [path.stat().st_size for path in folder.iterdir()]
    marks = [time.process_time()]
    returns = read_returns(folder, roster=own, year=YEAR)
    marks.append(time.process_time())
    summary = consolidate(returns, name="某县", code="C00000")
    marks.append(time.process_time())
    write_summary(summary, target)
    marks.append(time.process_time())
    read, verify, write = (after - before for before, after in pairwise(marks))
    return Level(len(sizes), sum(sizes), read, verify, write, target.stat().st_size), summary


# ---- the tables --------------------------------------------------------------------------------


def alone(job: Any, argument: int) -> Any:
    """Run a job in a process of its own, so that its peak of memory is its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(job, argument).result()


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---:"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def cost_table() -> str:
    costs = [alone(cost, size) for size in SIZES]
    heads = (
        *("returns", "check and settle, ms each", "÷ 60", "consolidate, ms each", "÷ 60"),
        "peak, MB",
    )
    rows = [
        (
            f"{c.returns:,}",
            f"{c.check:.3f}",
            f"{c.check / costs[0].check:.2f}",
            f"{c.consolidate:.3f}",
            f"{c.consolidate / costs[0].consolidate:.2f}",
            c.memory,
        )
        for c in costs
    ]
    return table(heads, rows)


def country_table() -> str:
    heads = (
        *("provinces", "departments", "returns", "counties, s", "provinces and top, s"),
        *("merging parts, s", "a county's part, kB", "the whole part, kB", "peak, MB"),
        "same totals",
    )
    runs = [alone(country, number) for number in (1, 8, PROVINCES)]
    rows = [
        (
            run.provinces,
            f"{run.departments:,}",
            f"{run.sent:,}",
            f"{run.counties_time:.1f}",
            f"{run.above_time:.2f}",
            f"{run.merge_time:.2f}",
            f"{run.part_size / 1000:.1f}",
            f"{run.whole_size / 1000:,.0f}",
            run.memory,
            "yes" if run.same else "NO",
        )
        for run in runs
    ]
    return f"{table(heads, rows)}\n{runs[-1].scope}\n"


def level_tables() -> str:
    levels = real_levels()
    return f"{level_table(levels)}\n{hours_table(*levels)}"


def hours_table(county: Level, province: Level) -> str:
    """Reckon the country from what its workbooks were measured to cost, level by level."""
    heads = "level", "offices", "reads, each", "MB in, each", "kB out, each", "s, each", "h, all"
    rows, hours = [], 0.0
    for name, offices, reads, level in (
        ("county", PROVINCES * COUNTIES, DEPARTMENTS, county),
        ("province", PROVINCES, COUNTIES, province),
        ("country", 1, PROVINCES, province),  # reads workbooks of the same kind and size
    ):
        each = reads * (level.read + level.verify) / level.files + level.write
        size = reads * level.bytes / level.files
        hours += offices * each / 3600
        rows.append(
            (
                *(name, f"{offices:,}", reads, f"{size / 1e6:.1f}", f"{level.sent / 1000:.0f}"),
                *(f"{each:.1f}", f"{offices * each / 3600:.2f}"),
            )
        )
    cores = ", ".join(f"{hours / count * 60:.0f} min on {count}" for count in (1, 4, 16, 64))
    return f"{table(heads, rows)}\nAll of it, by cores: {cores}.\n"


def level_table(levels: Sequence[Level]) -> str:
    heads = (
        *("level", "workbooks", "each, kB", "read and check, ms each"),
        *("second reader, ms each", "write the summary, s", "summary, kB"),
    )
    rows = [
        (
            name,
            level.files,
            f"{level.bytes / level.files / 1000:.0f}",
            f"{level.read / level.files * 1000:.1f}",
            f"{level.verify / level.files * 1000:.1f}",
            f"{level.write:.2f}",
            f"{level.sent / 1000:.0f}",
        )
        for name, level in zip(("county", "province"), levels, strict=True)
    ]
    return table(heads, rows)


def main() -> None:
    """Measure everything and print the tables."""
    for part in (cost_table, country_table, level_tables):
        print(part(), flush=True)
    same = "yes" if exact(EXACT) else "NO"
    print(f"{EXACT:,} returns in parts exactly as in one frame: {same}\n")
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    machine = f"{platform.system()}, {os.cpu_count()} cores"
    print(f"Python {platform.python_version()}, {machine}; {libraries}.")


if __name__ == "__main__":
    main()
