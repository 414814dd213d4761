"""Every kind of cell through a county: typed, read, added up, and read again next year."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.answers import answered, answers_form
from support.departments import make_department
from support.filled import find
from xlreport import Roster, consolidate, read_returns, write_summary
from xlreport.form.sums import add_rows
from xlreport.outgoing._typed import typed_in
from xlreport.outgoing.template import build_template
from xlreport.returns.returns import Returns

FORM = answers_form()
CODES = ("D01", "D02", "D03")
ROSTER = Roster("名录.csv", tuple(map(make_department, CODES)))
FIGURES = {"people.this.duty": 1, "site.satisfied.value": 5556}


def read_county(folder: Path, year: int, last_year: Path | None = None) -> Returns:
    """Type three departments' returns into templates, and read them."""
    folder.mkdir()
    for number, code in enumerate(CODES, year):
        item = answered(code, number, FIGURES)
        typed = {c.index: typed_in(item, c.index, c.measure) for c in FORM.inputs}
        data = build_template(FORM, year=year, department=make_department(code), values=typed)
        (folder / f"{code}.xlsx").write_bytes(data)
    return read_returns(folder, roster=ROSTER, forms=[FORM], last_year=last_year)


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Returns:
    return read_county(tmp_path_factory.mktemp("县") / "收回", 2026)


def test_what_was_typed_is_read_without_a_finding(returns: Returns) -> None:
    assert () == returns.found
    expected = [answered(code, number, FIGURES) for number, code in enumerate(CODES, 2026)]
    read = [filing.used.item for filing in returns.usable if filing.used]
    assert [(i.values, i.words) for i in expected] == [(i.values, i.words) for i in read]


def test_three_yes_are_three_departments_and_no_percentage_is_added_up(
    returns: Returns, tmp_path: Path
) -> None:
    county = consolidate(returns, name="某县")  # read by two readers
    path = write_summary(county, tmp_path / "汇总.xlsx")
    assert "是 3、否 0" == county.said[find(FORM, "people.this.duty")]
    assert county.values[find(FORM, "site.satisfied.value")] is None
    assert [] == [f for f in read_returns(path, forms=[FORM]).found if f.severity != "info"]
    table = county["people"]
    assert table["duty"].isna().all()


def test_last_year_is_read_from_such_a_summary(returns: Returns, tmp_path: Path) -> None:
    last = write_summary(consolidate(returns, name="某县", code="X"), tmp_path / "上年.xlsx")
    this = read_county(tmp_path / "本年", 2027, last)
    assert not [finding for finding in this.found if finding.severity != "info"]
    assert this.before is not None
    assert this.before.last is not None
    rows = this.before.last.rows
    items = [filing.used.item for filing in returns.usable if filing.used]
    assert [list(item.values) for item in items] == [list(rows[code]) for code in CODES]
    assert list(add_rows(FORM, [item.values for item in items])) == list(rows["X"])
