"""What is no TOML is told with its line, and what seems to be the cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import MADE_UP_FORM, load_made_up
from xlreport.base.errors import FormError
from xlreport.form.load import load_form


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        pytest.param("from   = 2020", "from   =", r"第4行第\d+个字符", id="a value left out"),
        pytest.param("from   =", "from = 1\nfrom =", r"第5行第\d+个字符", id="a field twice"),
        pytest.param(
            '[[table.part]]\nband    = "捐赠"',
            "[[table.part]",
            r"第87行第\d+个字符",
            id="a bracket",
        ),
        pytest.param(MADE_UP_FORM, "id =", "末尾", id="the end too soon"),
    ],
)
def test_bad_toml_is_told_with_its_line(tmp_path: Path, old: str, new: str, place: str) -> None:
    advice = "写法不对；请核对引号、括号、等号是否成对齐全，同一个字段是否写了两次。"
    with pytest.raises(FormError, match=rf"^made-up\.toml {place}：{advice}$"):
        load_made_up(tmp_path, (old, new))


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
