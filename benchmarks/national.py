"""Run the country in small: what each level reads and sends, what it costs, how much memory.

Returns are made in memory, as reading gives them; a county's workbooks, one after another, go
through the real reader and writer. Times are processor time of one core, so that a busy machine
does not count. `make national` keeps the figures and writes the tables of docs/scale.md.
"""

from __future__ import annotations

import pickle
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from figures import Country, Level, National, load_figures
from made import write_filled
from measure import alone, command_line, keep, peak, this_machine
from offices import FORM, YEAR, department, roster, settle

from support.filled import as_return
from xlreport import Form, consolidate, load_form, read_returns, write_summary
from xlreport.commands._demo_figures import demo_values
from xlreport.formats.sources import Source
from xlreport.office.roster import Department, Roster
from xlreport.reading.one_return import Return
from xlreport.reading.seen import as_seen
from xlreport.summary.partial import Partial, Totals, consolidate_part, finish_parts, merge_parts
from xlreport.summary.summary import Summary

BASES = 100


# ---- returns made in memory --------------------------------------------------------------------


@cache
def bases() -> Sequence[Return]:
    """Return returns of every kind: most are right, some have an error, some are nil."""
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
            judged = (*base.judged,)
            yield replace(
                base,
                source=Source(Path(f"{who.code}.xlsx")),
                code=who.code,
                department=who.name,
                judged=judged,
                values=judged if base.values == base.judged else (*base.values,),
                seen=as_seen(dict(base.seen), len(judged)),
            )


# ---- the country -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shape:
    """How the country is divided: provinces, counties of each, departments of a county."""

    provinces: int = 31
    counties: int = 92
    departments: int = 84


def country(shape: Shape) -> Country:
    """Consolidate level by level and, beside it, in parts; both must come to the same."""
    bases()
    times = {"counties": 0.0, "above": 0.0, "merge": 0.0}
    whole: Partial | None = None
    upper, sent, size = [], 0, 0
    for place in range(shape.provinces):
        counties, parts = run_counties(shape, place, times)
        sent += sum(sum(part.files.values()) for part in parts)
        size = max(size, *(len(pickle.dumps(part)) for part in parts))
        with timed(times, "above"):
            own = settle(counties, roster(shape.counties, "C"))
            above = consolidate(own, name="某省", verify=False)
        upper.append(as_summary(above, department(place, "P")))
        with timed(times, "merge"):
            whole = merge_parts([*([whole] if whole else []), merge_parts(parts)])
    with timed(times, "above"):
        own = settle(upper, roster(shape.provinces, "P"))
        top = consolidate(own, name="全国", verify=False)
    assert whole is not None
    totals = finish_parts(whole, load_form(FORM), name="全国")
    return Country(
        shape.provinces,
        shape.provinces * shape.counties * shape.departments,
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


def run_counties(
    shape: Shape, place: int, times: dict[str, float]
) -> tuple[list[Return], list[Partial]]:
    """Return the summaries of a province's counties as it reads them, and their parts."""
    summaries, parts = [], []
    for number in range(shape.counties):
        own = roster(shape.departments)
        items = list(made_up(own.departments, place * shape.counties + number))
        with timed(times, "counties"):
            returns = settle(items, own)
            summary = consolidate(returns, name="某县", verify=False)
        summaries.append(as_summary(summary, department(number, "C")))
        area = f"{place}-{number}"
        form = load_form(FORM)
        parts.append(consolidate_part(returns, form=form, area=area, verify=False))
    return summaries, parts


@contextmanager
def timed(times: dict[str, float], name: str) -> Iterator[None]:
    """Add the processor time of what is done within."""
    start = time.process_time()
    yield
    times[name] += time.process_time() - start


def as_summary(summary: Summary, who: Department) -> Return:
    """Return a summary as the return that the next level reads."""
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


# ---- real workbooks ----------------------------------------------------------------------------


def real_levels(shape: Shape) -> tuple[Level, ...]:
    """Consolidate a county's real workbooks, and the summaries of a province's counties."""
    own, counties = roster(shape.departments), roster(shape.counties, "C")
    with tempfile.TemporaryDirectory() as name:
        below, above = Path(name) / "below", Path(name) / "above"
        write_filled(below, shape.departments)
        above.mkdir()
        county, summary = real_level(below, own, above / "C00000.xlsx")
        for who in counties.departments:
            write_summary(
                replace(summary, name=who.name, code=who.code), above / f"{who.code}.xlsx"
            )
        province, _ = real_level(above, counties, Path(name) / "province.xlsx")
    return county, province


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


# ---- all of it ---------------------------------------------------------------------------------


def main() -> None:
    """Measure everything, keep it, and write what is drawn from it."""
    folder = command_line(__doc__).folder
    shape = Shape(2, 3, 5) if folder else Shape()
    sizes = (1, 2) if folder else (1, 8, shape.provinces)
    found = National(
        this_machine(),
        shape.counties,
        shape.departments,
        tuple(alone(country, replace(shape, provinces=size)) for size in sizes),
        real_levels(shape),
    )
    keep(replace(load_figures(), national=found), folder)


if __name__ == "__main__":
    main()
