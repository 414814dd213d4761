"""The departments and figures of the demonstration: a county of 31, the same every time.

Names and sizes stand in `demo.toml`. Every figure is invented, and every workbook says so.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from xlreport.form.form import Form
from xlreport.form.measure import Kind
from xlreport.office.roster import Department
from xlreport.writing.content import Value

_DATA: dict[str, Any] = tomllib.loads(
    files("xlreport.commands").joinpath("demo.toml").read_text(encoding="utf-8")
)
COUNTY: str = _DATA["county"]
YEAR: int = _DATA["year"]
MARK: str = _DATA["mark"]
FORM: str = _DATA["form"]
_SIZES = {line[0]: tuple(line[1:]) for group in _DATA["group"] for line in group["departments"]}
_SWING = 0.12  # the most by which a figure differs from that of a usual year, as a share


def demo_departments() -> list[Department]:
    """List the 22 departments, 8 townships and 1 street office in the roster's order."""
    departments: list[Department] = []
    for group in _DATA["group"]:
        for number, (name, *_) in enumerate(group["departments"], 1):
            departments.append(
                Department(
                    code=f"{group['letter']}{number:02}",
                    name=name,
                    kind=group["kind"],
                    order=len(departments) + 1,
                    level=group["level"],
                    counted=not name.startswith("国家"),  # it reports to the central government
                    contact="（演示）",
                    predecessors=(),
                    variants=(),
                )
            )
    return departments


def demo_values(form: Form, department: Department) -> dict[int, Value]:
    """Invent a figure for every input of a form, so that every relation of the form holds.

    A department that is not in the demonstration's county is of the size of one that is.
    """
    source = random.Random(f"{YEAR}{department.code}")  # noqa: S311 - figures of a demonstration
    usual = _SIZES.get(department.name) or source.choice(list(_SIZES.values()))
    applications, *others = (size * source.uniform(1 - _SWING, 1 + _SWING) for size in usual)
    values: dict[int, Value] = {cell.index: 0 for cell in form.inputs}
    counts = Counter(_counted_keys(form, round(applications), source))
    for cell in form.inputs:
        if cell.key in counts:
            values[cell.index] = counts[cell.key]
        elif cell.key in _DATA["cells"]:
            figure = others[_DATA["cells"].index(cell.key)]
            values[cell.index] = round(figure, 4 if cell.measure.kind is Kind.MONEY else None)
    return values


def _counted_keys(form: Form, applications: int, source: random.Random) -> Iterator[str]:
    """Yield the key of each cell in which an application counts, for one after the other.

    Each counts as new or as carried over, and in one result or as carried forward, all in the
    column of who applied; some lead to a case.
    """
    told = _DATA["applications"]
    table, who = told["table"], told["from"]
    rows = {cell.row for cell in form.inputs if cell.table == table}
    became = {row: share for row, share in told["became"].items() if row in rows}
    for _ in range(applications):
        (column,) = source.choices(list(who), list(who.values()))
        (result,) = source.choices(list(became), list(became.values()))
        waited = source.randrange(1000) < told["waited"]
        for row in (told["waiting"] if waited else told["received"], result):
            yield f"{table}.{row}.{column}"
        for key, share in _DATA["cases"].items():
            if source.randrange(1000) < share:
                yield key
