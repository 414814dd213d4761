"""Plant one slip in each of many consistent returns, and see whether the library points at it.

Print a Markdown table; tests/measuring/test_slip_planted.py holds the same figures to
their targets.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from support.departments import make_department
from support.filled import all_values, as_return, difference, fill_form
from support.real_reports import load_reports, map_cells
from xlreport import Form, load_form
from xlreport.base.finding import Severity
from xlreport.checks._slip import CellChange
from xlreport.checks._slip_finding import likeliest_slips
from xlreport.checks._slip_rank import neighbours
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import judge
from xlreport.commands._demo_figures import demo_values
from xlreport.form.measure import Kind, Values
from xlreport.form.typed_values import read_typed
from xlreport.reading.one_return import Return

SEED = 2026
RETURNS = 500
FILLED = 0.23  # of the cells of published reports that hold a number, those that are not 0
LARGEST = 30

Base = tuple[Form, Mapping[int, int]]


@dataclass(frozen=True)
class Planted:
    """A return with one slip: its kind, and what the cell held before."""

    kind: str
    item: Return
    last: Values | None
    right: CellChange


@dataclass(frozen=True)
class Score:
    """How many slips were planted, break an error rule, and where the right answer stood."""

    planted: int
    broken: int
    first: int
    among_three: int
    among_all: int


# ---- consistent returns ------------------------------------------------------------------------


@cache
def published() -> Sequence[Base]:
    """Return the figures of published reports with any application or case, as consistent returns.

    What a report does not keep counts as 0; results that it does not keep are 予以公开.
    """
    bases = []
    for report in load_reports().values():
        form, texts = report.form, map_cells(report).texts
        values = {
            cell.index: read_typed(texts.get(cell.index, ""), cell.measure.stated()).value or 0
            for cell in form.inputs
        }
        filled = all_values(form, values)
        for balance in form.balances:
            if balance.rule.id == "T3-ID" and not form.cells[balance.cells[0]].total:
                granted = form.index["requests", "granted", form.cells[balance.cells[0]].column]
                values[granted] += difference(balance, filled)
        if any(values[c.index] for c in form.inputs if c.table in {"requests", "remedies"}):
            bases.append((form, values))
    return bases


def demonstration(random: Random) -> Base:
    """Return figures as those of the demonstration, of one of many departments."""
    form = load_form("ogi-2021")
    typed = demo_values(form, make_department(f"{random.randrange(10**6)}"))
    scales = {cell.index: 10**cell.measure.scale for cell in form.inputs}
    return form, {index: round(float(str(v)) * scales[index]) for index, v in typed.items()}


def at_random(random: Random) -> Base:
    """Return a random consistent filling in which as many cells are 0 as in published reports."""
    form = load_form(random.choice(("ogi-2019", "ogi-2021")))
    flows = {"received", "carried_over", "granted", "carried_forward"}  # make up the difference
    able = [c for c in form.inputs if c.table != "proactive" and c.row not in flows]
    fixed = {cell.index: 0 for cell in able if random.random() > FILLED}
    return form, fill_form(form, random.randrange(2**32), largest=LARGEST, fixed=fixed)


BASES: Mapping[str, Callable[[Random], Base]] = {
    "published": lambda random: random.choice(published()),
    "demonstration": demonstration,
    "random": at_random,
}


# ---- slips -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A cell that may get a slip: its value, those beside it, whether it repeats last year's."""

    value: int
    beside: Sequence[int]
    is_input: bool
    is_carried: bool


def transposed(place: Place, _: Random) -> list[int | None]:
    text = str(place.value)
    swapped = (text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1))
    return [int(other) for other in swapped if other != text and other[0] != "0"]


def doubled_or_dropped(place: Place, _: Random) -> list[int | None]:
    text = str(place.value)
    doubled = [text[: i + 1] + text[i:] for i in range(len(text))]
    dropped = [text[:i] + text[i + 1 :] for i in range(len(text)) if len(text) > 1]
    return [int(o) for o in doubled + dropped if o[0] != "0"] if place.value > 0 else []


def one_off(place: Place, _: Random) -> list[int | None]:
    return [place.value - 1, place.value + 1] if place.value > 0 else []


def from_beside(place: Place, _: Random) -> list[int | None]:
    return [value for value in place.beside if value not in (0, place.value)]


def left_blank(place: Place, _: Random) -> list[int | None]:
    return [None] if place.is_input and place.value > 0 else []


def not_carried(place: Place, random: Random) -> list[int | None]:
    others = [0, random.randrange(1, 2 * place.value + 10)]
    return [o for o in others if o != place.value] if place.is_carried and place.value else []


def another_number(place: Place, random: Random) -> list[int | None]:
    other = random.randrange(2 * abs(place.value) + 20)
    return [other] if other != place.value else []


KINDS: Mapping[str, Callable[[Place, Random], list[int | None]]] = {
    "digits transposed": transposed,
    "digit doubled or dropped": doubled_or_dropped,
    "one too many or too few": one_off,
    "number of the cell beside": from_beside,
    "left blank": left_blank,
    "not carried over from last year": not_carried,
    "any other number": another_number,
}


def plant(base: Base, random: Random, *, totals_typed: bool) -> Planted:
    """Plant a slip of a random kind in a random cell; last year's figures are known of every other.

    With `totals_typed` all totals are typed, and a total may be the cell that is wrong.
    """
    form, inputs = base
    values = [value or 0 for value in all_values(form, inputs)]
    knows_last = random.random() < 0.5
    cells = form.cells if totals_typed else form.inputs
    places = {
        cell.index: Place(
            values[cell.index],
            [values[index] for index in sorted(neighbours(form)[cell.index])],
            not cell.total,
            knows_last and cell.row == "carried_over",
        )
        for cell in cells
        if cell.measure.kind is Kind.COUNT
    }
    kinds = random.sample(list(KINDS), len(KINDS))
    for kind in kinds:
        wrong = {index: found for index, p in places.items() if (found := KINDS[kind](p, random))}
        if wrong:
            index = random.choice(list(wrong))
            last = _last_year(form, values) if knows_last else None
            typed = random.choice(wrong[index])
            item = _with_slip(base, values, index, typed, totals_typed=totals_typed)
            return Planted(kind, item, last, CellChange(index, values[index]))
    raise AssertionError("a return without any cell")


def _with_slip(
    base: Base, values: Sequence[int], index: int, typed: int | None, *, totals_typed: bool
) -> Return:
    form, inputs = base
    totals = {i: values[i] for i in form.fills} if totals_typed else {}
    if index in totals:
        return as_return(form, inputs, typed=totals | {index: typed or 0})
    # A blank in a row that holds numbers is a 0 that nobody has typed.
    item = as_return(form, {**inputs, index: typed or 0}, typed=totals)
    if typed is None:
        item = replace(item, seen={i: text for i, text in item.seen.items() if i != index})
    return item


def _last_year(form: Form, values: Sequence[int]) -> list[int | None]:
    last: list[int | None] = [None] * len(form.cells)
    for cell in form.cells:
        if cell.row == "carried_over":
            last[form.index[cell.table, "carried_forward", cell.column]] = values[cell.index]
    return last


# ---- scores ------------------------------------------------------------------------------------


def score(planted: Sequence[Planted]) -> Score:
    """Look for every slip and count where its cell and value stand among the suggestions."""
    ranks = [_rank(each) for each in planted]
    return Score(
        len(ranks),
        sum(rank is not None for rank in ranks),
        sum(rank == 1 for rank in ranks),
        sum(rank is not None and 1 <= rank <= 3 for rank in ranks),
        sum(bool(rank) for rank in ranks),
    )


def _rank(planted: Planted) -> int | None:
    """Return the rank of the right answer, from 1; 0 if it is missing, None if no rule fails."""
    form = planted.item.form
    assert form is not None
    stack = make_arrays(form, [planted.item], [planted.last])
    verdicts = judge(form.balances, stack, stack.judged)
    errors = np.array([b.rule.severity is Severity.ERROR for b in form.balances])
    if not (verdicts.failed[0] & errors).any():
        return None
    likely = likeliest_slips(planted.item, stack, 0, (verdicts.left - verdicts.right)[0])
    found = [each.changes for each in likely]
    right = (planted.right,)
    return found.index(right) + 1 if right in found else 0


def plant_many(
    seed: int, *, totals_typed: bool, returns: int = RETURNS, sources: Sequence[str] = tuple(BASES)
) -> list[tuple[str, Planted]]:
    """Plant a slip in each of many returns, taken in turn from the sources."""
    random = Random(seed)  # noqa: S311 - slips of an experiment
    found = []
    for number in range(returns):
        source = sources[number % len(sources)]
        found.append((source, plant(BASES[source](random), random, totals_typed=totals_typed)))
    return found


# ---- the table ---------------------------------------------------------------------------------


def table(seed: int = SEED, returns: int = RETURNS) -> list[str]:
    """Return the lines of a Markdown table: by setting, where the right answer stood, by kind."""
    lines = [
        "| slip | totals | planted | break no error rule | found | first | among the first three |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for totals_typed, word in ((True, "typed"), (False, "formulas")):
        planted = plant_many(seed, totals_typed=totals_typed, returns=returns)
        lines.append(_line("**all**", word, [each for _, each in planted]))
        lines += [
            _line(kind, word, [each for _, each in planted if each.kind == kind]) for kind in KINDS
        ]
        lines += [
            _line(f"in {source} figures", word, [each for own, each in planted if own == source])
            for source in BASES
        ]
    return lines


def _line(name: str, totals: str, planted: Sequence[Planted]) -> str:
    result = score(planted)
    silent = 1 - result.broken / max(result.planted, 1)
    shares = (each / max(result.broken, 1) for each in _places(result))
    figures = " | ".join(f"{share:.1%}" for share in (silent, *shares))
    return f"| {name} | {totals} | {result.planted} | {figures} |"


def _places(result: Score) -> tuple[int, int, int]:
    return result.among_all, result.first, result.among_three


def main() -> None:
    print("\n".join(table(int(sys.argv[1]) if len(sys.argv) > 1 else SEED)))


if __name__ == "__main__":
    main()
