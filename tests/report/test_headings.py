"""A narrative part is published under its heading, whatever that is, and read back from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import load_made_up
from support.to_publish import returns_to_publish, text_of
from xlreport import read_report_text, write_report
from xlreport.form.form import Form
from xlreport.form.heading import heading_number
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
CLOSING = 'key      = "closing"\nheading  = "四、结束语"'


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


@pytest.mark.parametrize("heading", ["结束语", "五、结束语", "附：结束语"])
def test_a_standing_sentence_behind_other_parts_keeps_its_heading(
    heading: str, tmp_path: Path
) -> None:
    form = load_made_up(tmp_path, ("四、结束语", heading))
    sections = make_report(returns_to_publish(form)).sections
    assert [heading] == [section.heading for section in sections[-1:]]
    assert [False] * 4 == [section.is_opening for section in sections]


def test_an_opening_sentence_has_no_heading(tmp_path: Path, form_2021: Form) -> None:
    form = load_made_up(tmp_path, ('heading = "三、说明"', 'heading = "开头"\nstanding = "如下。"'))
    assert ("remarks", "opening") == (form.opening, form_2021.opening)
    path = write_report(returns_to_publish(form), tmp_path / "a.html", verify=False)
    assert "开头" not in text_of(path)


def test_parts_follow_each_other_by_number_and_else_by_the_form_file(tmp_path: Path) -> None:
    form = load_made_up(tmp_path, ('"三、说明"', '"概况"'), ("四、结束语", "十二、结束语"))
    headings = [section.heading for section in make_report(returns_to_publish(form)).sections]
    assert ["概况", "一、借阅情况", "二、经费和人员", "十二、结束语"] == headings


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        *(("一、a", 1), ("十、a", 10), ("十一、a", 11), ("二十、a", 20), ("九十九、a", 99)),
        *((text, 0) for text in ("说明", "、a", "一a", "（一）、a", "1、a", "一百、a", "")),
    ],
)
def test_a_heading_has_the_number_that_it_begins_with(heading: str, number: int) -> None:
    assert number == heading_number(heading)
