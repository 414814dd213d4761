"""Any duties and any figures: from templates to a summary, sums and counts stay right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.departments import make_department
from support.enforcement import filled_file, load_enforcement
from xlreport import Roster, consolidate, read_returns, write_summary
from xlreport.form.duties import cells_without
from xlreport.form.form import Form
from xlreport.reading.one_return import Return

DUTIES = ("detention", "coercion")
Lacking = frozenset[str]
few = settings(max_examples=8, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return load_enforcement(tmp_path_factory.mktemp("form"))


@given(data=st.data())
@few
def test_sums_and_counts_are_those_of_who_has_the_duty(
    form: Form, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("county")
    count = data.draw(st.integers(1, 3))
    roster, sent = [], []
    for number in range(count):
        code = f"D{number}"
        lacking = data.draw(st.frozensets(st.sampled_from(DUTIES)))
        by_roster = data.draw(st.booleans())
        figures = _figures(form, lacking, data.draw(st.lists(st.integers(0, 9), min_size=13)))
        locked, said = (lacking, ()) if by_roster else ((), lacking)
        content = filled_file(form, code, figures, no_duties=locked, declared=said)
        (folder / f"{code}.xlsx").write_bytes(content)
        listed = tuple(lacking) if by_roster else ()
        roster.append(replace(make_department(code), no_duties=listed))
        sent.append((lacking, figures))
    returns = read_returns(folder, roster=Roster("名录.csv", tuple(roster)), forms=[form])
    assert {"accepted", "accepted with warnings"} >= {*returns.status["status"]}
    county = consolidate(returns, name="某县")
    for duty in DUTIES:
        assert county.having[duty] == sum(duty not in lacking for lacking, _ in sent)
    for cell in form.inputs:
        name = f"{cell.table}.{cell.row}.{cell.column}"
        there = [f[name] * 10**cell.measure.scale for _, f in sent if name in f]
        assert (sum(there) if there else None) == county.values[cell.index]
    back = read_returns(write_summary(county, folder / "汇总.xlsx"), forms=[form]).items[0]
    assert isinstance(back, Return)
    assert county.values == back.values
    assert county.no_duties == back.no_duties


def _figures(form: Form, lacking: Lacking, numbers: list[int]) -> Mapping[str, int]:
    """Give every input that a department has a number."""
    without = cells_without(form, lacking)
    return {
        f"{cell.table}.{cell.row}.{cell.column}": numbers[cell.index % len(numbers)]
        for cell in form.inputs
        if cell.index not in without
    }
