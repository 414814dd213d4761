"""The instructions leave nothing out: policy, meanings, mistakes, ways of writing."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.filled import FORM_NAMES
from support.made_up_form import load_made_up
from xlreport.base.path import say_path
from xlreport.form.blanks import POLICY
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.meanings import MEANINGS
from xlreport.form.measure import Kind
from xlreport.layout._instructions import INSTRUCTION_WIDTHS, instruction_blocks
from xlreport.layout.grid import Block, Role
from xlreport.layout.width import text_height


def rows_of(form: Form) -> list[tuple[str, ...]]:
    rows: dict[int, list[Block]] = {}
    for block in instruction_blocks(form)[0]:
        rows.setdefault(block.top, []).append(block)
    return [tuple(block.text for block in row) for row in rows.values()]


def section(form: Form, heading: str) -> list[tuple[str, ...]]:
    """Give the rows below a heading, up to the next one."""
    blocks = instruction_blocks(form)[0]
    headings = [block.text for block in blocks if block.role is Role.BAND]
    rows = rows_of(form)
    start = rows.index((heading,)) + 1
    later = headings[headings.index(heading) + 1 :]
    end = rows.index((later[0],)) if later else len(rows)
    return rows[start:end]


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_line_of_the_policy_on_blanks_is_there(name: str) -> None:
    assert list(POLICY) == section(load_form(name), "空白和零")


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement"])
def test_every_mistake_of_the_form_is_there(name: str) -> None:
    form = load_form(name)
    expected = [(f"{number}. {text}",) for number, text in enumerate(form.mistakes, 1)]
    assert expected == section(form, "常见错误")


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement"])
def test_every_meaning_of_the_form_stands_beside_its_indicator(name: str) -> None:
    form = load_form(name)
    found = section(form, "指标解释")
    assert [meaning.text for meaning in form.meanings] == [row[1] for row in found]
    for meaning, (indicator, _) in zip(form.meanings, found, strict=True):
        assert indicator
        assert indicator in say_path(form.cells[meaning.cells[0]].path)


def test_every_way_of_writing_that_is_reported_is_explained(tmp_path: Path) -> None:
    # This form has cells of every kind.
    form = load_made_up(tmp_path)
    assert {Kind.COUNT, Kind.CHANGE, Kind.MONEY} == {cell.measure.kind for cell in form.inputs}
    seen = {
        "only-spaces": "（空格）",
        "spaces": "（空格）0（空格）",
        "text-number": "12（文本格式）",
    }
    expected = [
        (seen.get(way.id, way.example), way.taken, way.sentence)
        for way in MEANINGS
        if way.severity and not way.kinds.isdisjoint({Kind.COUNT, Kind.CHANGE, Kind.MONEY})
    ]
    assert [("填写的", "读作", "说明"), *expected] == section(form, "数字怎样写")


def test_a_way_of_writing_that_a_form_has_no_cell_for_is_left_out(
    form_2021: Form, form_2019: Form
) -> None:
    ways = {way.id: way.sentence for way in MEANINGS}
    shown = {
        form.id: {row[-1] for row in section(form, "数字怎样写")} for form in (form_2021, form_2019)
    }
    # Only the edition of 2019 has amounts without a unit or in 元, and changes.
    for name in ("unit-unknown", "signed-word", "rounded"):
        assert ways[name] not in shown["ogi-2021"]
        assert ways[name] in shown["ogi-2019"]


@pytest.mark.parametrize("name", FORM_NAMES)
def test_every_colour_of_the_tables_is_in_the_legend_in_that_colour(name: str) -> None:
    blocks = instruction_blocks(load_form(name))[0]
    legend = {block.role for block in blocks if block.left == 0 and "色" in block.text}
    assert {Role.INPUT, Role.TOTAL, Role.ROW_LABEL, Role.ALARM} <= legend
    assert len(section(load_form(name), "颜色")) == 4


@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_steps_are_numbered_from_the_cover_to_the_checks(name: str) -> None:
    steps = [row[0] for row in section(load_form(name), "怎样填写")]
    assert [f"{number}." for number in range(1, len(steps) + 1)] == [step[:2] for step in steps]
    assert "封面" in steps[0]
    assert any("“检查”" in step for step in steps)


@pytest.mark.parametrize("name", FORM_NAMES)
def test_no_text_is_cut(name: str) -> None:
    blocks, heights = instruction_blocks(load_form(name))
    assert max(block.bottom for block in blocks) + 1 == len(heights)
    for block in blocks:
        if block.role is not Role.TITLE:
            width = sum(INSTRUCTION_WIDTHS[block.left : block.right + 1])
            assert heights[block.top] >= text_height(block.text, width, 10.0), block.text
    assert max(heights) <= 409


def test_a_form_without_guide_has_no_empty_headings(tmp_path: Path) -> None:
    form = load_made_up(
        tmp_path,
        ('[guide]\nmistakes = ["把总计填成合计。"]\n\n', ""),
        ('[guide.meaning]\n"loans.books" = "纸质图书"\n', ""),
    )
    texts = [row[0] for row in rows_of(form)]
    assert not {"常见错误", "指标解释"} & set(texts)


def test_a_register_says_what_nobody_fills_in_and_of_no_blank_table() -> None:
    form = load_form("ogi-register")
    texts = [row[0] for row in rows_of(form)]
    assert "3. 表页“三”“四”由台账自动计算，不用填写，也不要覆盖。" in texts
    assert not {"空白和零"} & set(texts)
    on_list = " ".join(text for (text,) in section(form, "怎样填台账"))
    assert "灰色的栏按表页“工作日”自动计算，不能填写。" in on_list
    assert "可以筛选" in on_list, "Excel sorts no lines in which a cell is locked"
    assert "排序" not in on_list


def test_a_register_tells_where_to_write_and_by_which_column_to_leave_out_blank_lines() -> None:
    form = load_form("ogi-register")
    assert "填在表页“登记簿”" in section(form, "怎样填写")[1][0]
    assert "“登记编号”一栏的筛选" in section(form, "怎样填台账")[0][0]
    legend = {row[0]: row[1] for row in section(form, "颜色")}
    assert legend["灰色"].endswith("；台账中自动计算的栏，不能填写")
    assert legend["红色、粗体、下划线"].endswith("；台账中的，见“办理状态”一栏")


def test_ways_of_writing_stand_below_the_kind_that_they_concern() -> None:
    rows = section(load_form("ogi-register"), "数字、日期、选项怎样写")
    groups = [row[0] for row in rows if len(row) == 1]
    assert ["数字", "日期", "选项", "文字"] == groups
    days = rows[rows.index(("日期",)) : rows.index(("选项",))]
    assert "2026年1月5日" in {row[0] for row in days}
