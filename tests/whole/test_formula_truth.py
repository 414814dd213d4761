"""Every formula has its true value: opened without recalculation, the numbers are right."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import openpyxl
import pytest

from support.office import Job, work
from support.workbooks import NAMES, every_workbook
from xlreport.layout.layout import Position

pytestmark = pytest.mark.libreoffice


@cache
def formulas_of(name: str) -> dict[Position, object]:
    """Give the value that a workbook holds for each of its formulas."""
    data = every_workbook()[name]
    written, cached = (openpyxl.load_workbook(BytesIO(data), data_only=c) for c in (False, True))
    return {
        Position(sheet.title, row, column): cached[sheet.title].cell(row + 1, column + 1).value
        for sheet in written.worksheets
        for row, cells in enumerate(sheet.iter_rows())
        for column, cell in enumerate(cells)
        if cell.data_type == "f"
    }


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[Position, object]]:
    folder = tmp_path_factory.mktemp("books")
    jobs = []
    for number, data in enumerate(every_workbook().values()):
        path = folder / f"{number}.xlsx"
        path.write_bytes(data)
        jobs.append(Job(path, show="*"))
    answers = work(jobs)
    return {
        name: dict(answer.computed())
        for name, answer in zip(every_workbook(), answers, strict=True)
    }


@pytest.mark.parametrize("name", NAMES)
def test_what_a_workbook_says_without_recalculation_is_what_libreoffice_computes(
    recalculated: dict[str, dict[Position, object]], name: str
) -> None:
    written, computed = formulas_of(name), recalculated[name]
    assert set(written) == set(computed)
    wrong = {
        place: (value, computed[place])
        for place, value in written.items()
        if not same(value, computed[place])
    }
    assert {} == wrong


def same(written: object, computed: object) -> bool:
    """Compare as a person sees it: binary fractions may differ beyond what is shown."""
    if isinstance(written, int | float) and isinstance(computed, int | float):
        return round(written, 9) == round(computed, 9)
    return (written or "") == computed


def test_the_workbooks_hold_formulas_of_every_kind() -> None:
    counts = {name: len(formulas_of(name)) for name in every_workbook()}
    assert {"ogi-2021, findings", "ogi-2019, findings"} == {n for n, c in counts.items() if not c}
    assert counts["ogi-2021, last year"] > counts["ogi-2021, of a department"] > 200
