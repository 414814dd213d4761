"""What is no TOML is told with its line, and what seems to be the cause."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.made_up_form import MADE_UP_FORM, load_made_up
from xlreport.base.errors import FormError
from xlreport.form.load import load_form

TITLE = 'title  = "图书馆年度报表"'
WRONG = "写法不对；请核对引号、括号、等号是否成对齐全，同一个字段是否写了两次。"
TWICE = "同一个字段或表写了两次；请删去一个，或用 [[ ]] 另起一项。"
UNQUOTED = "等号右边的文字没有加引号；请加上英文（半角）的引号。"
OPEN = "从这里起的 ''' 没有写结尾；请在最后一行下面另起一行写 '''。"


def full_width(sign: str) -> str:
    return f"用了中文（全角）的“{sign}”；请改为英文（半角）的引号、等号、逗号或括号。"


@pytest.mark.parametrize(
    ("old", "new", "place", "cause"),
    [
        pytest.param("from   = 2020", "from   =", r"第4行，第\d+个字符", WRONG, id="no value"),
        pytest.param("from   =", "from = 1\nfrom =", r"第5行，第\d+个字符", TWICE, id="twice"),
        pytest.param(
            '[[table.part]]\nband    = "捐赠"',
            "[[table.part]",
            r"第87行，第\d+个字符",
            WRONG,
            id="a bracket",
        ),
        pytest.param(MADE_UP_FORM, "id =", "第1行", WRONG, id="the end too soon"),
        pytest.param(
            TITLE, "title  = “图书馆”", r"第2行，第\d+个字符", full_width("“"), id="Chinese quotes"
        ),
        pytest.param(
            TITLE, 'title ＝ "x"', r"第2行，第\d+个字符", full_width("＝"), id="wide equals"
        ),
        pytest.param(TITLE, "title = 图书馆", r"第2行，第\d+个字符", UNQUOTED, id="no quotes"),
        pytest.param(
            TITLE,
            'title = "C:\\表"',
            r"第2行，第\d+个字符",
            r"双引号中的反斜杠 \ 有特别的意思；请改用单引号，或写两个反斜杠。",
            id="a backslash",
        ),
        pytest.param(
            "total     合计\n'''", "total     合计", "第12行", OPEN, id="an outline left open"
        ),
        pytest.param(
            "gift_value  金额\n'''", "gift_value  金额", "第89行", OPEN, id="another left open"
        ),
    ],
)
def test_bad_toml_is_told_with_its_line_and_the_likely_cause(
    tmp_path: Path, old: str, new: str, place: str, cause: str
) -> None:
    with pytest.raises(FormError, match=rf"^made-up\.toml {place}：{re.escape(cause)}$") as error:
        load_made_up(tmp_path, (old, new))
    assert error.value.faults[0].line > 0


@pytest.mark.parametrize("value", ["[" * 5000, "1" * 5000, f"1\n{'a.' * 5000}a = 1"])
def test_what_the_toml_reader_cannot_take_is_a_form_error(tmp_path: Path, value: str) -> None:
    with pytest.raises(
        FormError, match=r"^made-up\.toml：数字太长、括号套得太多，或名称中的点太多"
    ):
        load_made_up(tmp_path, ("from   = 2020", f"from   = {value}"))


def test_a_file_that_is_not_utf_8_is_told_to_be_saved_so(tmp_path: Path) -> None:
    path = tmp_path / "made-up.toml"
    path.write_bytes(MADE_UP_FORM.encode("gbk"))
    with pytest.raises(FormError) as error:
        load_form(path)
    assert "made-up.toml 第2行：文件不是 UTF-8 编码；请另存为 UTF-8 编码。" == str(error.value)
