"""A narrative part is published under its heading, whatever that is, and read back from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import MADE_UP_FORM, load_made_up
from support.to_publish import returns_to_publish, text_of
from xlreport import load_form, read_report_text, write_report
from xlreport.form.form import Form
from xlreport.outgoing.imported import read_published
from xlreport.report.report import make_report

HEADINGS = [
    "三、说明",
    "十一、说明",
    "二十三、说明",
    "说明",
    "其他需要说明的事项",
    "第一部分　概况",
    "（一）说明",
    "1. 说明",
    "1、说明",
    "V.A. Remarks",
    "附件2 说明",
    "附：说明",
    "备注：",
    "结束语",
    "<说明> & “其他”",
]


@pytest.fixture(params=HEADINGS)
def heading(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def form(heading: str, tmp_path: Path) -> Form:
    return load_made_up(tmp_path, ('"三、说明"', f"'{heading}'"))


@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_a_heading_is_published_and_read_back(
    form: Form, heading: str, ending: str, tmp_path: Path
) -> None:
    text = "全年工作平稳，没有其他需要说明的情况。"
    returns = returns_to_publish(form, texts={"remarks": text})
    path = write_report(returns, tmp_path / f"a{ending}", verify=False)
    assert f"{heading}{text}" in text_of(path).replace("\n", "")
    (item,) = read_published(path, forms=[form]).items
    assert text == getattr(item, "texts", {}).get("remarks")


def test_a_heading_is_known_in_a_text_file(form: Form, heading: str, tmp_path: Path) -> None:
    path = tmp_path / "文字.txt"
    path.write_text(f"{heading}\n全年工作平稳。\n四、结束语\n完。\n", encoding="utf-8")
    assert {"remarks": "全年工作平稳。", "closing": "完。"} == read_report_text(path, form)


def moved_to_front(text: str) -> str:
    """Move the first `[[text]]` of a form file before its first table."""
    start = text.index("[[text]]")
    end = text.index("[[text]]", start + 1)
    first = text.index("[[table]]")
    return text[:first] + text[start:end] + text[first:start] + text[end:]


def load_with_front(folder: Path, *changes: tuple[str, str]) -> Form:
    text = MADE_UP_FORM
    for old, new in changes:
        text = text.replace(old, new)
    path = folder / "made-up.toml"
    path.write_text(moved_to_front(text), encoding="utf-8")
    return load_form(path)


@pytest.mark.parametrize("heading", ["结束语", "第一部分　概况", "附：结束语", "引言"])
def test_a_part_with_a_standing_sentence_keeps_its_heading(heading: str, tmp_path: Path) -> None:
    standing = f'heading = "{heading}"\nstanding = "如下。"'
    form = load_with_front(tmp_path, ('heading = "三、说明"', standing))
    assert ("", heading) == (form.opening, form.sections[0].heading)
    path = write_report(returns_to_publish(form), tmp_path / "a.html", verify=False)
    assert heading in text_of(path)


@pytest.mark.parametrize("said", ['"开头语"', '"引言"\nprinted = false'])
def test_an_opening_has_no_printed_heading(said: str, tmp_path: Path, form_2021: Form) -> None:
    form = load_with_front(tmp_path, ('"三、说明"', said))
    assert ("remarks", "opening") == (form.opening, form_2021.opening)
    returns = returns_to_publish(form, texts={"remarks": "根据通知，报告如下。"})
    path = write_report(returns, tmp_path / "a.html", verify=False)
    assert not {"开头语", "引言"} & set(text_of(path).split("\n"))
    (item,) = read_published(path, forms=[form]).items
    assert "根据通知，报告如下。" == getattr(item, "texts", {}).get("remarks")


def test_the_heading_of_an_opening_is_printed_where_the_form_file_says_so(tmp_path: Path) -> None:
    form = load_made_up(tmp_path, ('"三、说明"', '"开头语"\nprinted = true'))
    assert "" == form.opening


def test_parts_follow_each_other_as_in_the_form_file(tmp_path: Path) -> None:
    form = load_with_front(tmp_path, ("四、结束语", "一、结束语"))
    expected = ["三、说明", "一、借阅情况", "二、经费和人员", "一、结束语"]
    assert expected == [section.heading for section in form.sections]
    sections = make_report(returns_to_publish(form)).sections
    assert expected == [section.heading for section in sections]
