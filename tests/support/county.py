"""A county: its roster, the returns of its departments as files, and what they add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from support.departments import make_department, number_departments
from support.edited import filled_template
from support.filled import Inputs, as_return, as_typed, cells_at, fill_form, find
from support.settled import settled
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.office.roster import Department, Roster
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.returns.returns import Returns
from xlreport.summary.summary import Summary, consolidate
from xlreport.writing.content import Value

FORM = load_form("ogi-2021")
ROSTER = number_departments(4)
D01, D02, D03, D04 = ROSTER.departments


def write(
    folder: Path,
    department: Department,
    values: Mapping[int, Value],
    *,
    form: Form = FORM,
    year: int = 2026,
    revision: int = 1,
    name: str = "",
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name or f"{department.code}.xlsx")
    typed = tuple((index, value, type(value)) for index, value in values.items())
    path.write_bytes(_built(form, department, year, revision, typed))
    return path


@lru_cache(maxsize=256)
def _built(
    form: Form,
    department: Department,
    year: int,
    revision: int,
    typed: tuple[tuple[int, Value, type], ...],
) -> bytes:
    """Build a return once; 1, 1.0 and True are one key without their types."""
    values = {index: value for index, value, _ in typed}
    return build_template(form, year=year, department=department, revision=revision, values=values)


def fill_all(folder: Path, departments: Sequence[Department], form: Form = FORM) -> Path:
    """Write a right return of each department, each with figures of its own."""
    for number, department in enumerate(departments):
        data = filled_template(form, department, number)
        (folder / f"{department.code}.xlsx").write_bytes(data)
    return folder


def filling(seed: int, form: Form = FORM) -> Inputs:
    """Fill a county's return: consistent, and without regulations of its own."""
    return fill_form(form, seed, fixed={c.index: 0 for c in form.inputs if c.row == "regulations"})


def consistent(seed: int, form: Form = FORM) -> dict[int, Value]:
    return as_typed(form, filling(seed, form))


def wrong(seed: int) -> dict[int, Value]:
    values = filling(seed)
    values[find(FORM, "requests.received.natural_person")] += 1
    return as_typed(FORM, values)


# ---- across years -------------------------------------------------------------------------------


def carried(forward: int, over: int, form: Form = FORM) -> dict[int, Value]:
    """Give a return that carries so many requests over from last year and forward to the next."""
    figures = {
        "requests.received.research": forward,
        "requests.carried_forward.research": forward,
        "requests.carried_over.research": over,
        "requests.granted.research": over,
    }
    return as_typed(form, cells_at(form, figures))


def county(items: list[Return], roster: Roster | None = None, *, strict: bool = False) -> Summary:
    """Consolidate returns that have no file, and so no second opinion."""
    return consolidate(settled(items, roster), name="某县", verify=False, strict=strict)


def broken(seed: int) -> Inputs:
    inputs = filling(seed)
    inputs[find(FORM, "requests.received.natural_person")] += 1
    return inputs


def mixed_county(contact: str) -> Returns:
    """Settle a county: D01 is right, D02 wrong, D03 sent two, the last two nothing."""
    departments = [make_department(f"D0{number}") for number in range(1, 6)]
    departments[3] = replace(departments[3], contact=contact)
    return settled(
        [
            as_return(FORM, filling(1), code="D01"),
            as_return(FORM, broken(2), code="D02"),
            as_return(FORM, filling(3), code="D03", file="a.xlsx"),
            as_return(FORM, filling(4), code="D03", file="b.xlsx"),
        ],
        Roster("", tuple(departments)),
    )


ALL = Roster(
    "名录.csv",
    (*number_departments(5).departments, make_department("V01", "垂管局", counted=False)),
)
