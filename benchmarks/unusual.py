"""Plant slips in counties, and see whether the list of unusual figures names them first.

Print a Markdown table. A county's figures are those of published reports and of the demonstration;
the year before is made of them with the changes that published reports show (see `CHANGES`).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from support.filled import all_values
from support.real_reports import load_reports, map_cells
from xlreport import load_form
from xlreport.checks.arrays import stack_rows
from xlreport.checks.unusual import Known, Oddity, find_oddities, is_compared
from xlreport.commands._demo_figures import demo_departments, demo_values
from xlreport.form.measure import Kind
from xlreport.form.typed_values import read_typed

SEED = 2026
COUNTIES = 40
DEPARTMENTS = 40
FORM = load_form("ogi-2021")
FIRST = 10

Row = list[int]

# What published reports say of the year before and of their own: items of table two in the edition
# of 2019, and applications carried over and forward. Those that are 0 in both are left out. No
# report of an office in two years is at hand.
PAIRS = (
    *(
        (6, 2),
        (2, 2),
        (421, 1844),
        (18, 70),
        (22, 23),
        (1168, 1341),
        (2, 0),
        (1, 1),
        (1, 1),
        (1, 1),
    ),
    *((25, 26), (4, 4), (339, 462), (8, 13), (117, 117), (90, 90), (4, 8), (18, 72), (91, 118)),
    *((3, 3), (36, 31)),
)
CHANGES = tuple(math.log((this + 0.5) / (last + 0.5)) for last, this in PAIRS)


@dataclass(frozen=True)
class Slip:
    """A figure that was typed wrong, and the kind of slip."""

    kind: str
    number: int
    cells: tuple[int, ...]


@dataclass(frozen=True)
class County:
    """The figures of a county's departments in two years, and the slips in this year's."""

    this: list[Row]
    last: list[Row]
    slips: tuple[Slip, ...]


# ---- counties ----------------------------------------------------------------------------------


def published() -> list[Row]:
    """Return the figures of the published reports in the edition of 2021, a missing cell as 0."""
    rows = []
    for report in load_reports().values():
        if report.form is FORM:
            texts = map_cells(report).texts
            typed = {
                cell.index: read_typed(texts.get(cell.index, ""), cell.measure.stated()).value or 0
                for cell in FORM.inputs
            }
            rows.append([value or 0 for value in all_values(FORM, typed)])
    return rows


def departments(random: Random) -> list[Row]:
    """Return the figures of departments: published ones, and those of the demonstration."""
    scales = {cell.index: 10**cell.measure.scale for cell in FORM.inputs}
    real = [row for row in published() if sum(row) < 10**9]  # not those of a whole city
    rows = [random.choice(real) for _ in range(DEPARTMENTS // 3)]
    for who in random.choices(demo_departments(), k=DEPARTMENTS - len(rows)):
        typed = demo_values(FORM, who)
        size = math.exp(random.gauss(0, 0.7))  # counties are larger and smaller
        inputs = {i: round(float(str(v)) * scales[i] * size) for i, v in typed.items()}
        rows.append([value or 0 for value in all_values(FORM, inputs)])
    return [[*row] for row in rows]


def year_before(random: Random, row: Sequence[int]) -> Row:
    """Return figures of which `row` would be the year after, changed as published figures did."""
    last = []
    for cell, value in zip(FORM.cells, row, strict=True):
        unit = 10**cell.measure.scale
        changed = value / unit / math.exp(random.choice(CHANGES))
        noise = (
            1 if cell.measure.kind is Kind.MONEY else random.gauss(1, 1 / math.sqrt(changed + 1))
        )
        last.append(max(0, round(changed * max(noise, 0) * unit)))
    return last


# ---- slips -------------------------------------------------------------------------------------

Change = Callable[[Random, Row], tuple[int, ...]]
_COUNTS = [c.index for c in FORM.inputs if c.measure.kind is Kind.COUNT]
_MONEY = [c.index for c in FORM.inputs if c.measure.kind is Kind.MONEY]


def decimal_point(random: Random, row: Row) -> tuple[int, ...]:
    """Write a figure ten times too large or too small."""
    able = [i for i in (*_COUNTS, *_MONEY) if row[i] >= 10 * 10 ** FORM.cells[i].measure.scale]
    if not able:
        return ()
    index = random.choice(able)
    row[index] = row[index] * 10 if random.random() < 0.5 else row[index] // 10
    return (index,)


def yuan_for_wan(random: Random, row: Row) -> tuple[int, ...]:
    """Write an amount in 元 where 万元 is asked for."""
    able = [i for i in _MONEY if row[i] >= 10**4]
    index = random.choice(able) if able else -1
    if able:
        row[index] = row[index] * 10_000
    return (index,) if able else ()


def digit_doubled(random: Random, row: Row) -> tuple[int, ...]:
    """Type a digit twice."""
    able = [i for i in _COUNTS if row[i] >= 10]
    if not able:
        return ()
    index = random.choice(able)
    text = str(row[index])
    at = random.randrange(len(text))
    row[index] = int(text[: at + 1] + text[at:])
    return (index,)


def row_shifted(random: Random, row: Row) -> tuple[int, ...]:
    """Write two figures of a column into each other's rows."""
    below = [
        (one.index, two.index)
        for one, two in zip(FORM.inputs, FORM.inputs[1:], strict=False)
        if (one.table, one.column) == (two.table, two.column) and one.row != two.row
        if max(row[one.index], row[two.index]) >= 10 and row[one.index] != row[two.index]
    ]
    if not below:
        return ()
    one, two = random.choice(below)
    row[one], row[two] = row[two], row[one]
    return one, two


SLIPS: Mapping[str, Change] = {
    "decimal point": decimal_point,
    "元 for 万元": yuan_for_wan,
    "digit doubled": digit_doubled,
    "row shifted": row_shifted,
}


def make_county(random: Random) -> County:
    """Make a county with a slip of each kind, each in another department where it is possible."""
    this = departments(random)
    last = [year_before(random, row) for row in this]
    slips = []
    free = random.sample(range(len(this)), len(this))
    for kind, change in SLIPS.items():
        for number in free:
            cells = change(random, this[number])
            if cells:
                free.remove(number)
                slips.append(Slip(kind, number, cells))
                break
    return County(this, last, tuple(slips))


# ---- scores ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Score:
    """Of slips of a kind: how many there were, were listed, and stood among the first ten."""

    planted: int
    listed: int
    first: int


def look(county: County, *, last: bool) -> list[Oddity]:
    """List the unusual figures of a county, with or without its last year."""
    this, before = (
        Known(*stack_rows(rows, len(FORM.cells))) for rows in (county.this, county.last)
    )
    return find_oddities(FORM, this, [before] if last else [], ["部门"] * len(county.this))


def rank_of(slip: Slip, found: Sequence[Oddity]) -> int | None:
    """Return where a slip stands in the list, from 1; None where it is not."""
    ranks = (n for n, o in enumerate(found, 1) if o.number == slip.number and o.cell in slip.cells)
    return next(ranks, None)


def measure(counties: Sequence[County], *, last: bool) -> tuple[dict[str, Score], float, float]:
    """Return the scores by kind, and how many false ones a list has: in its first ten, in all."""
    scores = dict.fromkeys(SLIPS, Score(0, 0, 0))
    first_false = false = 0
    for county in counties:
        found = look(county, last=last)
        right = {(slip.number, cell) for slip in county.slips for cell in slip.cells}
        wrong = [(each.number, each.cell) not in right for each in found]
        first_false, false = first_false + sum(wrong[:FIRST]), false + sum(wrong)
        for slip in county.slips:
            rank, old = rank_of(slip, found), scores[slip.kind]
            scores[slip.kind] = Score(
                old.planted + 1,
                old.listed + (rank is not None),
                old.first + ((rank or 99) <= FIRST),
            )
    return scores, first_false / len(counties), false / len(counties)


def table(seed: int = SEED, counties: int = COUNTIES) -> Iterator[str]:
    """Yield the lines of a Markdown table: by kind of slip and by what is known."""
    random = Random(seed)  # noqa: S311 - slips of an experiment
    made = [make_county(random) for _ in range(counties)]
    yield "| slip | known | planted | in the list | among the first ten |"
    yield "|---|---|---:|---:|---:|"
    notes = []
    for last, word in ((True, "last year"), (False, "this year alone")):
        scores, first_false, false = measure(made, last=last)
        for kind, each in scores.items():
            shares = f"{each.listed / each.planted:.0%} | {each.first / each.planted:.0%}"
            yield f"| {kind} | {word} | {each.planted} | {shares} |"
        notes.append(f"{word}: {first_false:.1f} false among the first ten, {false:.1f} in all")
    cells = sum(is_compared(cell.measure) for cell in FORM.inputs) * DEPARTMENTS
    yield ""
    yield f"A list, of {cells} figures of {DEPARTMENTS} departments: {'; '.join(notes)}."


def main() -> None:
    print("\n".join(table(int(sys.argv[1]) if len(sys.argv) > 1 else SEED)))


if __name__ == "__main__":
    main()
