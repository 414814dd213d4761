"""Whose the pasted tables are: read where it is said, and never out of the form's own labels."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from support.made_up_form import load_made_up
from xlreport import Form
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.layout.field import Field, FieldKind
from xlreport.reading.heading import read_heading

TITLE = "政府信息公开工作年度报告"
BUREAU = "盐池县民政局"


def sheet(*rows: tuple[str, ...] | str) -> RawSheet:
    """Make a sheet of rows of texts."""
    cells = {
        (number, column): RawCell("text", text, None, "")
        for number, row in enumerate(rows)
        for column, text in enumerate([row] if isinstance(row, str) else row)
        if text
    }
    return RawSheet("表", "visible", protected=False, cells=cells, merges=(), outside=0)


def department(form: Form, *rows: tuple[str, ...] | str) -> str:
    return read_heading(form, [sheet(*rows)]).get(Field(FieldKind.DEPARTMENT), "")


@pytest.mark.parametrize(
    "row",
    [
        "填报单位：盐池县民政局",
        "填报单位: 盐池县民政局",
        "填表单位：盐池县民政局",
        "报送单位：盐池县民政局",
        "填报单位（盖章）：盐池县民政局",
        "填报单位：盐池县民政局（盖章）",
        "填报单位：盐池县民政局（公章）",
        "单位：盐池县民政局",
        "单位名称：盐池县民政局",
        "单位（盖章）：盐池县民政局",
        "单 位：盐池县民政局",
        "填 报 单 位：盐池县民政局",
        "编制单位：盐池县民政局",
        "编报机关：盐池县民政局",
        "填报部门：盐池县民政局",
        "上报单位全称：盐池县民政局",
        "（填报单位：盐池县民政局）",
        "填报单位：盐池县民政局    填报日期：2027年1月5日",
        "填报单位：盐池县民政局填报时间：2027年1月5日",
        "填报单位：盐池县民政局　　单位：件",
        "填报单位：盐池县民政局；单位：万元",
        "填报单位：盐池县民政局单位：件",
        "表二　填报单位：盐池县民政局",
        "填报单位：盐池县民政局，联系人：张三",
        ("填报单位：", "盐池县民政局"),
        ("填报单位", "盐池县民政局"),
        ("填报单位：", "", "", "盐池县民政局", "填报日期："),
        ("单位（盖章）：", "盐池县民政局"),
        ("报送单位", "", "盐池县民政局"),
        f"盐池县民政局2026年{TITLE}",
        f"盐池县民政局 2026年度{TITLE}",
        f"盐池县民政局关于2026年{TITLE}",
        f"2026年盐池县民政局{TITLE}",
        f"盐池县民政局{TITLE}（2026年度）",
        "盐池县民政局2026年政府信息公开工作 年度报告",
    ],
)
def test_a_department_is_found_where_it_is_said(
    form_2021: Form, row: tuple[str, ...] | str
) -> None:
    rows = [row, "本年收费金额（单位：万元）", "单位：件", ("第二十条第（八）项", "", "")]
    assert BUREAU == department(form_2021, *rows)


@pytest.mark.parametrize(
    "row",
    [
        "本年收费金额（单位：万元）",
        "（单位：件）",
        "(单位:件、万元)",
        "单位：件",
        "单位：万元",
        "单位：件/次",
        "单位:人、件、万元",
        "单位：元、件次",
        "计量单位：件",
        "金额单位：万元",
        "数据单位：个",
        "主管单位：宁夏回族自治区民政厅",
        "填报单位：",
        "填报单位：______",
        "填报单位：（盖章）",
        "填报单位：2027",
        ("填报单位：", "填报日期：2027年1月5日"),
        ("填报单位：", "", "", "", "", "", "", "", "", "", "", "很远"),
        ("单位：", "件"),
        "单位负责人：张三",
        "（四）法人或其他组织",
        f"2026年{TITLE}",
        "单位" * 50,
        "填报单位：" * 20,
    ],
)
def test_what_names_no_department_is_not_taken_for_one(
    form_2021: Form, row: tuple[str, ...] | str
) -> None:
    assert "" == department(form_2021, row)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((f"民政局2026年{TITLE}", "填报单位：盐池县民政局"), BUREAU),
        ((f"盐池县2026年{TITLE}", "填报单位：盐池县民政局"), BUREAU),
        ((f"{BUREAU}2026年{TITLE}", "填报单位：盐池县民政局", "填报单位：盐池县民政局"), BUREAU),
        ((f"盐池县教育局2026年{TITLE}", "填报单位：盐池县民政局"), ""),
        (("填报单位：盐池县教育局", "填报单位：盐池县民政局"), ""),
    ],
)
def test_a_caption_goes_before_the_title_unless_they_contradict(
    form_2021: Form, rows: tuple[str, ...], expected: str
) -> None:
    assert expected == department(form_2021, *rows)


@pytest.mark.parametrize("text", ["填报单位：" * 24, f"2026年{TITLE}" * 7, "位" * 120, "单 " * 60])
def test_a_flood_of_headings_is_searched_no_further(form_2021: Form, text: str) -> None:
    flood = [sheet(*([(text,) * 10] * 2_000), "填报单位：盐池县民政局")]
    read_heading(form_2021, flood[:0])  # compiles the patterns
    before = process_time()
    assert Field(FieldKind.DEPARTMENT) not in read_heading(form_2021, flood)
    assert process_time() - before < 1


def test_a_label_of_the_form_is_no_heading(form_2021: Form, tmp_path: Path) -> None:
    form = load_made_up(tmp_path, ("gifts       件数", "gifts       报送单位：图书馆"))
    assert "" == department(form, "报送单位：图书馆")
    assert "图书馆" == department(form_2021, "报送单位：图书馆")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            ("盐池县退役军人事务局2020年政府信息公开工作年度报告",),
            {Field(FieldKind.DEPARTMENT): "盐池县退役军人事务局", Field(FieldKind.PERIOD): "2020"},
        ),
        (
            ("填报单位：大水坑镇", "2025年度政府信息公开工作年度报告"),
            {Field(FieldKind.DEPARTMENT): "大水坑镇", Field(FieldKind.PERIOD): "2025"},
        ),
        (("甲局2024年政府信息公开工作年度报告", "乙局2025年政府信息公开工作年度报告"), {}),
        (("一、总体情况", "2025年新收3件"), {}),
    ],
)
def test_a_heading_says_whose_the_pasted_tables_are(
    form_2021: Form, texts: tuple[str, ...], expected: dict[Field, str]
) -> None:
    assert expected == read_heading(form_2021, [sheet(*texts)])
