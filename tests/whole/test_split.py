"""Real figures split over departments and added up again, at every level of the country."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

import xlreport as xr
from support.departments import make_department
from support.filled import all_values, as_return, as_typed
from support.real_reports import load_reports, map_cells
from support.split import split_figures
from xlreport.form.form import Form
from xlreport.form.typed_values import read_typed
from xlreport.office.roster import Roster
from xlreport.outgoing.template import build_template
from xlreport.returns.received import check_and_settle
from xlreport.settlement.settlement import receive, settle
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import consolidate

TIMES, DEPARTMENTS = 50, 40  # of each report: 100 splits in all
REPORTS = ["suqian-2023", "shuyang-county-2025"]


def published(slug: str) -> tuple[Form, tuple[int | None, ...]]:
    """Read the printed figures of a report, number by number; totals as they are printed."""
    report = load_reports()[slug]
    texts = map_cells(report).texts
    form = report.form
    return form, tuple(read_typed(texts[c.index], c.measure.stated()).value for c in form.cells)


@pytest.mark.parametrize("slug", REPORTS)
def test_forty_departments_that_split_a_published_report_add_up_to_it_number_by_number(
    slug: str,
) -> None:
    form, printed = published(slug)
    codes = [f"D{number:02}" for number in range(DEPARTMENTS)]
    roster = Roster("", tuple(make_department(code, f"{code}局", level="市") for code in codes))
    counties = []
    for seed in range(TIMES):
        parts = split_figures(form, printed, DEPARTMENTS, seed)
        items = [as_return(form, part, code=code) for code, part in zip(codes, parts, strict=True)]
        Random(seed).shuffle(items)
        counties.append(items)
    # All of them are checked in one go, which is what the library is made for.
    everyone = [item for items in counties for item in items]
    checked = check_and_settle(everyone, roster=None, period=None, before=None, prefer={})
    assert set() == {finding.code for finding in checked.found} - {
        "CONFLICT",
        "CONFLICT-TOLD",
        "DUPLICATE",
    }
    for items in counties:
        files = [receive(item, roster, number) for number, item in enumerate(items)]
        settlement = settle(files, roster=roster, period=None, prefer={})
        returns = replace(checked, roster=roster, settlement=settlement)
        assert printed == consolidate(returns, name="某市", verify=False).values


def test_departments_counties_city_and_province_add_up_to_all_at_once(tmp_path: Path) -> None:
    form, printed = published("suqian-2023")
    parts = split_figures(form, printed, 8, 1)
    county_of = {f"D{number:02}": f"C{number // 2}" for number in range(8)}
    city_of = {f"C{number}": f"S{number // 2}" for number in range(4)}
    for (code, county), part in zip(county_of.items(), parts, strict=True):
        folder = tmp_path / county
        folder.mkdir(exist_ok=True)
        who = make_department(code, f"{code}局")
        data = build_template(form, year=2023, department=who, values=as_typed(form, part))
        (folder / f"{code}.xlsx").write_bytes(data)
    for below, level in ((city_of, "县"), ({"S0": "P", "S1": "P"}, "市")):
        for code, above in below.items():
            (tmp_path / above).mkdir(exist_ok=True)
            returns = xr.read_returns(tmp_path / code)
            summary = xr.consolidate(returns, name=f"{code}{level}", code=code)
            (tmp_path / above / f"{code}.xlsx").write_bytes(build_summary(summary))
    province = xr.consolidate(xr.read_returns(tmp_path / "P"), name="某省")
    assert () == province.returns.found
    assert printed == province.values
    at_once = xr.read_returns([tmp_path / f"C{number}" for number in range(4)])
    assert printed == xr.consolidate(at_once, name="某省").values


def test_the_split_departments_satisfy_every_rule_by_themselves() -> None:
    form, printed = published("suqian-2023")
    parts = split_figures(form, printed, 3, 7)
    assert [printed[cell.index] for cell in form.inputs] == [
        sum(part[cell.index] for part in parts) for cell in form.inputs
    ]
    assert all(None not in all_values(form, part) for part in parts)
