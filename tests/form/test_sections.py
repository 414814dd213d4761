"""Tables and texts stand in the order of the form file, each under a heading of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import load_made_up
from xlreport import Form, FormError, load_form
from xlreport.form.sheet_names import OWN_SHEETS

THIRD = 'heading = "三、说明"'
SECOND = 'heading       = "二、经费和人员"'
OPENING = (
    " 第116行，[[text]] remarks：不印标题的文字部分只能写在全文最前面；请移到最前面，"
    "或写 printed = true，印出标题。"
)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (
            (THIRD, 'heading = "一、 借阅情况"'),
            " 第118行，[[text]] remarks → heading：标题“一、 借阅情况”与前面的相同，"
            "公开报告中分不清是哪一部分；请改写。",
        ),
        ((THIRD, 'heading = "开头语"'), OPENING),
        ((THIRD, f"{THIRD}\nprinted = false"), OPENING),
        (
            (THIRD, 'heading = " "'),
            " 第118行，[[text]] remarks → heading：标题不能空白，须写成一行，最多200个字；请改写。",
        ),
        (
            (SECOND, f'{SECOND}\nsheet = "检查"'),
            " 第59行，[[table]] funds → sheet：“检查”不能作表页名；须有1至31个字，"
            "不含 []:*?/\\ 和控制符，首尾不是空格和 '，也不能是 History、"
            f"{'、'.join(OWN_SHEETS)}。",
        ),
    ],
)
def test_what_is_wrong_with_a_heading_is_told_with_its_line(
    changed: tuple[str, str], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(FormError) as error:
        load_made_up(tmp_path, changed)
    assert f"made-up.toml{reason}" == str(error.value)


def test_an_annex_follows_its_form(form_2021: Form) -> None:
    form = load_form("ogi-2021", annex="ogi-supplement")
    assert (*[each.key for each in form_2021.sections], "supplement") == tuple(
        each.key for each in form.sections
    )


def test_sections_are_the_tables_and_texts_in_the_order_of_the_file(form_2021: Form) -> None:
    expected = ["opening", "overview", "proactive", "requests", "remedies", "problems", "other"]
    assert expected == [section.key for section in form_2021.sections]
    assert len(form_2021.tables) + len(form_2021.texts) == len(form_2021.sections)
    assert form_2021.tables[0] is form_2021.sections[2]
