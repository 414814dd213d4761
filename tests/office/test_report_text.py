"""The county's narrative is read from a text file by its headings, or refused with the line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import few
from support.made_up_form import load_made_up
from xlreport import Form, InputError, load_form, read_report_text

WHOLE = """一、总体情况

　　全年主动公开信息 12 条。
    　规范办理申请。

五、存在的主要问题及改进情况
（一）问题。公开不够及时。
（二）改进。加强培训。
六、其他需要报告的事项
无。
"""
READ = {
    "overview": "全年主动公开信息 12 条。\n规范办理申请。",
    "problems": "（一）问题。公开不够及时。\n（二）改进。加强培训。",
    "other": "无。",
}


def write(folder: Path, text: str, encoding: str = "utf-8", name: str = "文字.txt") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_part_is_what_stands_below_its_heading(
    tmp_path: Path, form_2021: Form, encoding: str, end: str
) -> None:
    path = write(tmp_path, WHOLE.replace("\n", end), encoding)
    assert READ == read_report_text(path, form_2021)


@pytest.mark.parametrize(
    "heading",
    [
        "五、存在问题及改进情况",
        "五、存在的主要问题及整改措施",
        "五、存在的主要问题及改进情况：",
        " 五 、存在的主要问题及改进情况",
    ],
)
def test_a_known_spelling_of_a_heading_is_the_heading(
    tmp_path: Path, form_2021: Form, heading: str
) -> None:
    path = write(tmp_path, f"{heading}\n公开不够及时。")
    assert {"problems": "公开不够及时。"} == read_report_text(path, form_2021)


def test_the_opening_has_a_heading_of_its_own_in_the_file(tmp_path: Path, form_2021: Form) -> None:
    path = write(tmp_path, "开头语\n现公布本年度报告。")
    assert {"opening": "现公布本年度报告。"} == read_report_text(path, form_2021)


def test_a_part_without_text_is_left_out(tmp_path: Path, form_2021: Form) -> None:
    path = write(tmp_path, "一、总体情况\n\n六、其他需要报告的事项\n无。\n")
    assert {"other": "无。"} == read_report_text(path, form_2021)


def test_a_paragraph_that_begins_with_a_numeral_is_a_paragraph(
    tmp_path: Path, form_2021: Form
) -> None:
    line = "一、加强学习。全体人员学习条例。"
    path = write(tmp_path, f"五、存在的主要问题及改进情况\n{line}\n")
    assert {"problems": line} == read_report_text(path, form_2021)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n盐池县年度报告\n一、总体情况\n好。", "第 2 行：第一个标题前面有文字"),
        ("一、总体情况\n好。\n五、工作打算\n好。", "第 3 行：报表中没有标题“五、工作打算”"),
        ("一、总体情况\n好。\n一、总体情况\n好。", "第 3 行：标题“一、总体情况”出现了两次"),
        ("一、总体情况\n二、主动公开政府信息情况\n", "第 2 行：“二、主动公开政府信息情况”是表格"),
        ("", "没有可用的文字"),
        ("一、总体情况\n\n", "没有可用的文字"),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_line(
    tmp_path: Path, form_2021: Form, text: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_report_text(write(tmp_path, text), form_2021)
    assert str(caught.value).startswith("文字.txt")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"PK\x03\x04\x00\x00", "文字.txt", "不是纯文本"),
        (b"\xff\xfe\x00", "文字.txt", "不是纯文本"),
        (b"\xff\xff\xff", "文字.txt", "不是纯文本"),
        (b"a" * (2 * 2**20 + 1), "文字.txt", "超过 2 MB"),
        (b"", "文字.docx", "须为 .txt"),
        (None, "文字.txt", "无法读取"),
    ],
    ids=["zip", "half", "bytes", "large", "docx", "missing"],
)
def test_a_file_that_is_no_text_is_refused_by_name(
    tmp_path: Path, form_2021: Form, data: bytes | None, name: str, said: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=said) as caught:
        read_report_text(path, form_2021)
    assert str(caught.value).startswith(name)


@few
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("text") / "文字.txt"
    path.write_bytes("一、总体情况\n".encode() + data)
    form = load_form("ogi-2021")
    with suppress(InputError):
        found = read_report_text(path, form)
        assert {*found} <= {text.key for text in form.texts}
        assert all(text.strip() for text in found.values())


def test_a_heading_is_missed_only_where_the_form_numbers_its_parts_so(tmp_path: Path) -> None:
    form = load_made_up(
        tmp_path, ("三、说明", "第一部分　说明"), ("四、结束语", "第二部分　结束语")
    )
    path = tmp_path / "文字.txt"
    path.write_text("第一部分　说明\n一、总的情况\n平稳。\n", encoding="utf-8")
    assert {"remarks": "一、总的情况\n平稳。"} == read_report_text(path, form)
    path.write_text("第一部分　说明\n平稳。\n第三部分　展望\n", encoding="utf-8")
    with pytest.raises(InputError, match="第 3 行：报表中没有标题“第三部分　展望”"):
        read_report_text(path, form)
