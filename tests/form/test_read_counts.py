"""A cell may be counted from a list; what cannot be counted is refused when the form is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from support.filled import find
from support.purchases import COUNTS, PURCHASES, counted_form, load_text
from xlreport.base.errors import FormError
from xlreport.base.finding import Severity
from xlreport.base.period import Period, PeriodKind
from xlreport.form.counted import Counted, count_lists, counted_values
from xlreport.form.counts import Count
from xlreport.form.open_list import Lines

SIGNED = tuple(date.toordinal() for date in (Period(2026).first, Period(2026).last))
LINES = Lines(
    "二",
    (1, 2, 3, 4, 5, 6, 7),
    rows=(4, 5, 6, 7),
    entries=(
        ("2026-001", "空调", SIGNED[0], 12500000, 0, 1, 3),
        ("2026-002", "物业", SIGNED[0] - 1, 7000000, 0, 0, 1),
        ("2026-003", "桌椅", SIGNED[1], None, 0, None, None),
        ("2026-004", "保安", None, 3000000, 2, None, None),
    ),
)


def count_each(counts: Sequence[Count], period: Period | None) -> list[Counted | None]:
    found = dict(count_lists(counts, {"purchases": LINES}, period))
    return [found[count] for count in counts]


def test_a_count_chooses_lines_by_values_and_by_days_of_the_period() -> None:
    form = counted_form()
    number, amount, services = form.counts
    assert [
        Counted(2, (0, 2)),
        Counted(12500000, (0, 2)),
        Counted(1, (3,)),
    ] == count_each((number, amount, services), Period(2026))
    assert [Counted(0, ())] == count_each([number], Period(2026, PeriodKind.QUARTER, 2))
    assert (True, False, Severity.WARNING) == (number.fill, services.fill, services.severity)


def test_without_a_period_only_what_needs_none_is_counted() -> None:
    form = counted_form()
    assert [None, None, Counted(1, (3,))] == count_each(form.counts, None)


def test_the_cells_that_lists_fill_are_computed_and_come_from_outside_the_table() -> None:
    form = counted_form()
    goods, amount = find(form, "overview.goods.number"), find(form, "overview.goods.amount")
    assert {goods: 2, amount: 12500000} == counted_values(form, {"purchases": LINES}, Period(2026))
    assert [goods, amount] == [cell.index for cell in form.totals]
    assert form.cells == form.given
    assert {} == counted_values(form, {}, Period(2026))


SLIPS = {
    ('list  = "purchases"', 'list  = "purchase"'): "“purchase”不是台账，是不是“purchases”",
    ('cell  = "overview.goods.number"', 'cell  = "overview.goods"'): "有2个单元格，只能是一个",
    ('cell  = "overview.goods.number"', 'cell  = "overview.wood.number"'): "没有这样的单元格",
    ('cell  = "overview.goods.number"', 'cell  = "overview.goods.amount"'): "不是可以相加的件数",
    ('where = { category = "货物" }', 'where = { category = "货" }'): "只能是 货物、工程、服务",
    ('where = { category = "货物" }', 'where = { urgent = "对" }'): "只能是 否、是",
    ('where = { category = "货物" }', 'where = { kind = "货物" }'): "“kind”不是本表的列",
    ('where = { category = "货物" }', 'where = { bidders = "3" }'): "“bidders”不是选项、是否或文字",
    ('dated = "signed"', 'dated = "name"'): "“name”不是日期",
    ('dated = "signed"', 'dated = "day"'): "“day”不是本表的列",
    ('sum   = "amount"', 'sum   = "category"'): "“category”不是可以相加的数",
    ('sum   = "amount"', 'sum   = "bidders"'): "单位是“万元”，“bidders”的是“家”",
    ('id    = "A-GOODS"', 'id    = "N-GOODS"'): "编号“N-GOODS”写了2次",
    ('cell     = "overview.services.number"', 'cell = "overview.goods.number"\nfill = true'): (
        "“N-SERVICES”的单元格已经由别的规则计算"
    ),
    ('id    = "A-GOODS"', 'id    = "A-GOODS"\nevery = "row"'): "没有“every”这个字段",
}


@pytest.mark.parametrize(("slip", "sentence"), SLIPS.items(), ids=str)
def test_what_cannot_be_counted_is_refused(
    slip: tuple[str, str], sentence: str, tmp_path: Path
) -> None:
    right, wrong = slip
    assert right in COUNTS
    with pytest.raises(FormError) as error:
        load_text(PURCHASES + COUNTS.replace(right, wrong, 1), tmp_path)
    assert sentence in str(error.value)
