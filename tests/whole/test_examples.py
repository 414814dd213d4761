"""The example forms go the whole way: template, clerk, reader, county, next level, report."""

from __future__ import annotations

from pathlib import Path

import pytest

import xlreport as xr
from support.examples import EXAMPLES_FILLED, Example, load_example, read_example
from support.filled import find
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.formats.sources import Source
from xlreport.reading.one_return import Return
from xlreport.reading.published import read_published_source
from xlreport.returns.returns import Returns


@pytest.fixture(scope="module", params=EXAMPLES_FILLED, ids=lambda example: example.form)
def example(request: pytest.FixtureRequest) -> Example:
    chosen: Example = request.param
    return chosen


@pytest.fixture(scope="module")
def form(example: Example) -> Form:
    return load_example(example)


@pytest.fixture(scope="module")
def returns(example: Example, tmp_path_factory: pytest.TempPathFactory) -> Returns:
    return read_example(example, tmp_path_factory.mktemp("收回"))


def test_what_clerks_typed_is_right(returns: Returns) -> None:
    assert [] == [f.full_message for f in returns.found if f.severity in ("error", "warning")]
    assert ["D01局", "D02局"] == [filing.department.name for filing in returns.usable]


def test_the_county_has_the_sums_and_the_next_level_reads_them(
    example: Example, form: Form, returns: Returns, tmp_path: Path
) -> None:
    county = xr.consolidate(returns, name="盐池县", code="640323")
    assert example.sums == {name: county.values[find(form, name)] for name in example.sums}
    xr.write_summary(county, tmp_path / "汇总.xlsx")
    (back,) = xr.read_returns(tmp_path / "汇总.xlsx", forms=[form]).items
    assert isinstance(back, Return)
    assert county.values == back.values


def test_the_report_says_the_same(form: Form, returns: Returns, tmp_path: Path) -> None:
    county = xr.consolidate(returns, name="盐池县", code="640323")
    for name in ("报告.docx", "报告.html"):
        xr.write_report(county, tmp_path / name)
        back = read_published_source(Source(tmp_path / name), Library((form,)))
        assert isinstance(back, Return)
        numbers = [i for i in range(len(form.cells)) if form.cells[i].measure.is_number]
        assert [county.values[i] for i in numbers] == [back.values[i] for i in numbers]
