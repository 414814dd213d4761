"""Title and narrative as reports print them."""

from __future__ import annotations

import pytest

from xlreport.form.form import Form
from xlreport.reading._published_texts import read_narrative, read_title
from xlreport.reading.sign_off import without_sign_off

NAMED = {"department": "盐池县退役军人事务局", "period": "2020"}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["盐池县退役军人事务局 2020 年 政府信息公开工作年度报告"], NAMED),
        (["盐池县退役军人事务局2020年度政府信息公开年度报告"], NAMED),
        (["盐池县退役军人事务局", "2020年政府信息公开工作年度报告"], NAMED),
        (["盐池县退役军人事务局2020年", "政府信息公开工作年度报告"], NAMED),
        (["首页>公开>盐池县退役军人事务局2020年政府信息公开工作年度报告"], {}),
        (["本报告为盐池县退役军人事务局2020年政府信息公开工作年度报告，共六部分。"], {}),
        (["2020年政府信息公开工作年度报告"], {"period": "2020"}),
        (["发布时间：2021-01-20", "2020年政府信息公开工作年度报告"], {"period": "2020"}),
        (
            ["甲局2020年政府信息公开工作年度报告", "乙局2020年政府信息公开工作年度报告"],
            {"period": "2020"},
        ),
        ([], {}),
    ],
)
def test_name_and_year_are_read_from_the_title_alone(
    lines: list[str], said: dict[str, str], form_2021: Form
) -> None:
    assert said == read_title(form_2021, lines)


def test_each_part_is_what_stands_below_its_heading(form_2021: Form) -> None:
    lines = [
        "题目",
        "制作本报告。",
        "一、总体情况",
        "（一）甲",
        "乙",
        "二、主动公开政府信息情况",
        "表",
    ]
    lines += [
        "五、存在的主要问题及整改措施",
        "丙",
        "六、其他需要报告的事项",
        "无",
        "【打印】",
        "丁",
    ]
    assert {
        "opening": "制作本报告。",
        "overview": "（一）甲\n乙",
        "problems": "丙",
        "other": "无",
    } == read_narrative(form_2021, lines)


def test_a_table_of_contents_and_headings_that_word_numbers_are_no_hindrance(
    form_2021: Form,
) -> None:
    lines = [
        "目录",
        "一、总体情况",
        "六、其他需要报告的事项",
        "总体情况",
        "甲",
        "其他需要报告的事项",
        "乙",
    ]
    assert {"overview": "甲", "other": "乙"} == read_narrative(form_2021, lines)


def test_without_a_heading_there_is_no_narrative(form_2021: Form) -> None:
    assert {} == read_narrative(form_2021, ["甲", "乙"])


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["无。", "盐池县 民政局", "2021 年 1 月 5 日"], ["无。"]),
        (["无。", "盐池县民政局"], ["无。"]),
        (["无。", "盐池县民政局", "　　年　　月　　日"], ["无。"]),
        (["无。", "2021年1月5日"], ["无。", "2021年1月5日"]),
        (["盐池县民政局", "无。"], ["盐池县民政局", "无。"]),
        (["2021年1月5日"], ["2021年1月5日"]),
        ([], []),
    ],
)
def test_office_and_date_at_the_end_of_a_report_are_no_text(
    lines: list[str], kept: list[str]
) -> None:
    assert kept == without_sign_off(lines, "盐池县民政局")
    assert lines == without_sign_off(lines, "")
