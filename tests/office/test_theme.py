"""A theme is one small file: what it leaves out stays, what it gets wrong is told."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from xlreport.base.errors import InputError
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.office.theme import Theme, default_theme, load_theme
from xlreport.outgoing.template import build_template
from xlreport.outgoing.templates import write_template

COLOURS = {
    *("ink", "quiet", "line", "label", "band", "input", "total", "alarm"),
    *("prefilled", "no_duty", "bar_dark", "bar_middle", "bar_light"),
}


def load(folder: Path, text: str | bytes) -> Theme:
    path = folder / "主题.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_theme(path)


def test_the_library_s_own_theme_has_every_colour_and_the_fonts_of_every_office() -> None:
    theme = default_theme()
    assert COLOURS == {name for name, _ in theme.colours}
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for _, colour in theme.colours)
    assert ("宋体", "黑体", "", ()) == (
        theme.font("body"),
        theme.font("title"),
        theme.office,
        theme.limits,
    )


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert default_theme() == load(tmp_path, "")


def test_what_a_file_leaves_out_is_the_library_s_own(tmp_path: Path) -> None:
    text = 'office = "某县政务公开办"\n[fonts]\nbody = "仿宋"\n[colours]\ninput = "#ffffff"\n'
    theme = load(tmp_path, text)
    assert ("某县政务公开办", "仿宋", "黑体") == (
        theme.office,
        theme.font("body"),
        theme.font("title"),
    )
    assert "#ffffff" == theme.colour("input")
    others = COLOURS - {"input"}
    assert {n: default_theme().colour(n) for n in others} == {n: theme.colour(n) for n in others}


def test_the_fonts_of_the_report_are_named_apart_from_those_of_workbooks(tmp_path: Path) -> None:
    theme = load(tmp_path, '[report]\nbody = "方正仿宋_GBK"\n')
    assert ("方正仿宋_GBK", "方正小标宋简体", "宋体") == (
        theme.report_font("body"),
        theme.report_font("title"),
        theme.font("body"),
    )


def test_a_limit_is_for_the_text_it_names(tmp_path: Path) -> None:
    theme = load(tmp_path, "[limits]\noverview = 1000\n")
    assert (1000, None) == (theme.limit("overview"), theme.limit("other"))


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert "甲" == load(tmp_path, b"\xef\xbb\xbf" + 'office = "甲"'.encode()).office


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colour = "red"', "第1行，colour：没有“colour”这个字段"),
        ('[fonts]\nheading = "黑体"', "fonts → heading：没有“heading”这个字段"),
        ('[colours]\nred = "#FF0000"', "colours → red：没有“red”这个字段"),
        (
            '[colours]\nink = "black"',
            "第2行，colours → ink：颜色“ink”应写成 #RRGGBB，如 #DDEBF7，不能是“black”。",
        ),
        (
            '[colours]\nink = "#12345"',
            "第2行，colours → ink：颜色“ink”应写成 #RRGGBB，如 #DDEBF7，不能是“#12345”。",
        ),
        (
            '[colours]\nink = "#1234567"',
            "第2行，colours → ink：颜色“ink”应写成 #RRGGBB，如 #DDEBF7，不能是“#1234567”。",
        ),
        ("[colours]\nink = 0", "“ink”应是文字（加引号），不能是 0。"),
        ('[report]\nfoot = "黑体"', "report → foot：没有“foot”这个字段"),
        ("[report]\nbody = 16", "“body”应是文字（加引号），不能是 16。"),
        ('[report]\nbody = " "', "report → body：“body”不能是空的；请填写。"),
        ('[report]\nbody = "\\u0007"', "report → body：“body”应是字体名称，不能是 '\\x07'。"),
        ("office = 1", "“office”应是文字（加引号），不能是 1。"),
        ("[limits]\noverview = 0", "“overview”应是1到1000000的整数，不能是 0。"),
        ("[limits]\noverview = -5", "“overview”应是1到1000000的整数，不能是 -5。"),
        ("[limits]\noverview = true", "“overview”应是整数（不加引号），不能是 true。"),
        ('[limits]\noverview = "1000"', "“overview”应是整数（不加引号），不能是 '1000'。"),
        ("office = ", "主题.toml 第1行：写法不对"),
        ("office = '甲'\noffice = '乙'", "主题.toml 第2行：同一个字段或表写了两次"),
        (b"office = '\xff'", "主题.toml 第1行：文件不是 UTF-8 编码"),
    ],
)
def test_a_slip_in_a_theme_is_told_in_chinese_with_its_place(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(InputError) as error:
        load(tmp_path, text)
    assert str(error.value).startswith("主题文件不能使用：主题.toml")
    assert said in str(error.value)


def test_a_theme_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        load_theme(tmp_path / "没有.toml")
    assert str(error.value).startswith(
        "主题文件 没有.toml 无法读取（没有这个文件、文件夹或磁盘）；"
    )


def test_a_folder_is_no_theme(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="无法读取（"):
        load_theme(tmp_path)
    with pytest.raises(InputError, match=r"主题文件 \. 无法读取"):
        load_theme(".")


def test_a_bad_theme_leaves_no_template(tmp_path: Path, form_2021: Form) -> None:
    (tmp_path / "主题.toml").write_text("[colours]\nink = 'black'", encoding="utf-8")
    with pytest.raises(InputError):
        write_template(form_2021, tmp_path / "表.xlsx", theme=tmp_path / "主题.toml")
    assert ["主题.toml"] == [path.name for path in tmp_path.iterdir()]


def test_a_workbook_wears_its_theme(tmp_path: Path, form_2021: Form) -> None:
    text = 'office = "某办"\n[fonts]\nbody = "仿宋"\ntitle = "楷体"\n[colours]\ninput = "#ABCDEF"'
    layout = lay_form(form_2021)
    data = build_template(form_2021, theme=load(tmp_path, text))
    book = openpyxl.load_workbook(BytesIO(data))
    place = layout.positions[form_2021.inputs[0].index]
    cell = book[place.sheet][place.address]
    assert ("仿宋", "FFABCDEF") == (cell.font.name, cell.fill.fgColor.rgb)
    assert "楷体" == book[place.sheet]["A1"].font.name
    issued = layout.fields[Field(FieldKind.ISSUED)]
    expected = "（国办公开办函〔2021〕30号）　下发单位：某办"
    assert expected == book[issued.sheet][issued.address].value
