"""The schema of a list: types, kinds, required columns, and values that occur once."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa
import pytest

from support.purchases import purchases_form
from xlreport.checks.frames import OWNER
from xlreport.checks.list_frames import list_frame
from xlreport.checks.schema import table_schema
from xlreport.form.open_list import Lines, join_lines

FORM = purchases_form()
SCHEMA = table_schema(FORM, "purchases")
ENTRIES = (
    ("2026-001", "空调", 739680, 12500000, 0, 1, 3),
    ("2026-002", "物业", None, 7000000, 2, None, None),
)
OWN = Lines("二", (1, 2, 3, 4, 5, 6, 7), rows=(4, 5), entries=ENTRIES)


def frame() -> pd.DataFrame:
    lines = join_lines([("D01", "教育局", OWN), ("D02", "民政局", OWN)])
    made: pd.DataFrame = list_frame(FORM.lists[0], lines)
    return made


def test_lines_of_departments_are_counted_each_from_1() -> None:
    departments = [("D01", "教育局"), ("D02", "民政局")]
    assert [(*who, line) for who in departments for line in (1, 2)] == [*frame().index]
    assert frame().equals(SCHEMA.validate(frame()))
    one = frame().droplevel([*OWNER]).iloc[:2]
    assert one.equals(SCHEMA.validate(one))


def test_a_list_without_lines_has_the_same_types() -> None:
    empty = list_frame(FORM.lists[0], join_lines([]))
    assert (0, [*frame().dtypes]) == (len(empty), [*empty.dtypes])
    assert empty.equals(SCHEMA.validate(empty))


def test_a_line_of_a_county_has_the_names_of_county_and_department() -> None:
    county = join_lines([("D01", "教育局", OWN)])
    city = join_lines([("C1", "盐池县", county), ("C2", "同心县", OWN)])
    assert (
        ("C1", "盐池县 › 教育局"),
        ("C1", "盐池县 › 教育局"),
        ("C2", "同心县"),
        ("C2", "同心县"),
    ) == city.owners


WRONG: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "KIND": lambda it: it.assign(code=pd.array(["1", "2026-002"] * 2, dtype="string")),
    "not_nullable": lambda it: it.assign(name=pd.array([None, "x"] * 2, dtype="string")),
    "UNIQUE": lambda it: it.assign(code=pd.array(["2026-001"] * 4, dtype="string")),
    "INDEX": lambda it: it.reset_index(drop=True),
    "column_in_schema": lambda it: it.assign(more=1),
}


@pytest.mark.parametrize("check", WRONG)
def test_a_frame_that_no_return_could_give_is_refused(check: str) -> None:
    with pytest.raises(pa.errors.SchemaErrors) as error:
        SCHEMA.validate(WRONG[check](frame()), lazy=True)
    checks = {str(each).partition(":")[0] for each in error.value.failure_cases["check"]}
    assert check in checks


def test_amounts_and_counts_are_not_below_0() -> None:
    lower = frame().assign(amount=pd.array([-1.0, 1, 1, 1], dtype="Float64"))
    with pytest.raises(pa.errors.SchemaError, match="KIND"):
        SCHEMA.validate(lower)
