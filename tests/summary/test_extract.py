"""What is handed to other programs: who is in it, and that a summary is its totals."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.departments import make_department
from support.filled import as_return, cells_at, fill_form, find
from xlreport import Form, InputError, Returns, Roster, consolidate, read_return, write_summary
from xlreport.reading.one_return import Return
from xlreport.returns.received import check_and_settle
from xlreport.summary._extract import extract, lines


def county(items: list[Return], roster: Roster | None = None) -> Returns:
    return check_and_settle(items, roster=roster, period=None, before=None, prefer={})


def clean(form: Form, code: str, seed: int, name: str = "") -> Return:
    """Give a return without a finding: a county's offices make no 规章."""
    keys = [key for key in form.index if key[:2] == ("proactive", "regulations")]
    inputs = fill_form(form, seed, fixed={form.index[key]: 0 for key in keys})
    return as_return(form, inputs, code=code, name=name, year=2026)


def test_departments_that_cannot_be_added_up_are_left_out_and_counted(form_2021: Form) -> None:
    wrong = as_return(
        form_2021,
        cells_at(form_2021, {"requests.received.natural_person": 1}),
        code="D02",
        year=2026,
    )
    codes = ("D01", "D02", "D03", "V01")
    departments = [make_department(code, counted=code != "V01") for code in codes]
    items = [clean(form_2021, "D01", 1), wrong, clean(form_2021, "V01", 2)]
    content = extract(county(items, Roster("", tuple(departments))))
    assert [
        ("D01", "D01局", "accepted", True, 2026),
        ("V01", "V01局", "accepted", False, 2026),
    ] == [(e.code, e.department, e.status, e.counted, e.period.year) for e in content.entries]
    assert "2 个单位的数据，另有 2 个单位未报送、被退回或有冲突，不在其中" == content.scope
    assert ["D01.xlsx", "V01.xlsx"] == [source.file for source in content.sources]


def test_there_is_a_line_for_each_cell_missing_ones_as_well(form_2021: Form) -> None:
    inputs = cells_at(form_2021, {})
    blank = find(form_2021, "proactive.fees.fees_amount")
    del inputs[blank]
    content = extract(county([as_return(form_2021, inputs, year=2026)]))
    found = list(lines(content))
    assert list(form_2021.cells) == [line.cell for line in found]
    assert [blank] == [line.cell.index for line in found if line.value is None]
    headings = {table.key: table.heading for table in form_2021.tables}
    assert [headings[line.cell.table] for line in found] == [line.table_label for line in found]


def test_a_name_that_would_be_a_formula_is_made_harmless(form_2021: Form) -> None:
    content = extract(county([clean(form_2021, "@A", 1, "=1+1")]))
    assert [("'@A", "'=1+1")] == [(e.code, e.department) for e in content.entries]


def test_nothing_to_export_is_refused(form_2021: Form) -> None:
    wrong = cells_at(form_2021, {"requests.received.natural_person": 1})
    for returns in (county([]), county([as_return(form_2021, wrong, year=2026)])):
        with pytest.raises(InputError, match="没有一份可以导出的报送件"):
            extract(returns)


def test_a_summary_is_its_totals_and_so_is_its_workbook(form_2021: Form, tmp_path: Path) -> None:
    items = [clean(form_2021, code, seed) for seed, code in enumerate(("D01", "D02"))]
    summary = consolidate(county(items), name="某县", code="X", verify=False)
    content = extract(summary)
    (entry,) = content.entries
    assert ("X", "某县", "", True, 2026) == (
        entry.code,
        entry.department,
        entry.status,
        entry.counted,
        entry.period.year,
    )
    both = zip(items[0].values, items[1].values, strict=True)
    assert [(a or 0) + (b or 0) for a, b in both] == list(entry.values)
    assert ["D01.xlsx", "D02.xlsx"] == [source.file for source in content.sources]
    back = extract(read_return(write_summary(summary, tmp_path / "汇总.xlsx"))).entries[0]
    assert ("X", "某县", entry.values) == (back.code, back.department, back.values)


def test_a_summary_without_a_code_has_its_name_for_one(form_2021: Form) -> None:
    summary = consolidate(county([clean(form_2021, "D01", 1)]), name="某县", verify=False)
    assert "某县" == extract(summary).entries[0].code
