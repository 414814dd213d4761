"""All narratives in one Word file: part by part, with who wrote nothing and who wrote alike."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest

from support.copied import COPIED
from support.county import ROSTER
from support.filled import as_return, cells_at
from xlreport import Form, InputError, OutputError, Returns, write_narratives
from xlreport.report.narratives import Collected, Entry, collect_narratives
from xlreport.returns.received import check_and_settle

ONE, TWO, THREE, FOUR = [department.name for department in ROSTER.departments]


@pytest.fixture
def returns(form_2021: Form) -> Returns:
    """Give the returns of three of four departments: two wrote the same, one almost nothing."""
    texts = {
        "D01": {"overview": COPIED, "problems": "甲。\n乙。", "other": "无。"},
        "D02": {"overview": COPIED, "other": "无。"},
        "D03": {"other": " "},
    }
    items = [
        replace(as_return(form_2021, cells_at(form_2021, {}), code=code, year=2026), texts=each)
        for code, each in texts.items()
    ]
    return check_and_settle(items, roster=ROSTER, period=None, before=None, prefer={})


def test_narratives_are_collected_part_by_part(returns: Returns) -> None:
    same = "100%与“{}”的同一部分相同"
    assert (
        Collected(
            "一、总体情况",
            (
                Entry((ONE,), (COPIED,), (same.format(TWO),)),
                Entry((TWO,), (COPIED,), (same.format(ONE),)),
            ),
            (THREE,),
        ),
        Collected("五、存在的主要问题及改进情况", (Entry((ONE,), ("甲。", "乙。")),), (TWO, THREE)),
        Collected("六、其他需要报告的事项", (Entry((ONE, TWO), ("无。",)),), (THREE,)),
    ) == collect_narratives(returns)


def test_the_word_file_has_all_of_it_and_names_those_who_lack(
    returns: Returns, tmp_path: Path
) -> None:
    path = tmp_path / "汇编.docx"
    write_narratives(returns, path)
    title, *lines = [each.text for each in docx.Document(str(path)).paragraphs]
    assert "2026年政府信息公开工作年度报告\n各单位文字汇编" == title
    mark = f"【100%与“{TWO}”的同一部分相同】"
    assert [f"【本稿没有 1 个单位：{FOUR}】", "一、总体情况", ONE, mark, COPIED] == lines[:5]
    other = ["六、其他需要报告的事项", f"{ONE}、{TWO}", "无。", f"没有文字的 1 个单位：{THREE}"]
    assert other == lines[-4:]


def test_a_name_that_cannot_be_or_is_taken_is_refused(returns: Returns, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"请用 \.docx 结尾"):
        write_narratives(returns, tmp_path / "汇编.html")
    path = tmp_path / "汇编.docx"
    path.write_bytes(b"")
    with pytest.raises(OutputError, match="已经存在"):
        write_narratives(returns, path)
