"""A report is written only where every label and number reads back as it should."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county import county
from support.filled import FORM_NAMES, as_return, cells_at, few, fill_form, find
from support.made_up_form import load_made_up
from support.settled import returns_in, settled, with_item
from support.to_publish import NAME, returns_to_publish, shown, text_of, with_values
from xlreport import (
    Form,
    InputError,
    OutputError,
    VerificationError,
    load_form,
    read_report_text,
    write_report,
)
from xlreport.form.measure import LARGEST_VALUE
from xlreport.office.theme import Theme, default_theme
from xlreport.report import file as report_file
from xlreport.report._page import build_page
from xlreport.report._word import build_word
from xlreport.report.report import Report, make_report

ENDINGS = [".html", ".docx"]
BUILD: dict[str, Callable[[Report, Theme], bytes]] = {".html": build_page, ".docx": build_word}

endings = pytest.mark.parametrize("ending", ENDINGS)


def verify(report: Report, data: bytes, ending: str) -> str:
    """Return the message about a file that differs from the report."""
    with pytest.raises(VerificationError) as caught:
        report_file.verify_report(report, data, ending)
    return str(caught.value)


# ---- what is written ---------------------------------------------------------------------------


@endings
@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_report_of_a_return_is_written_into_a_new_folder(
    tmp_path: Path, name: str, ending: str
) -> None:
    form = load_form(name)
    path = tmp_path / "公开" / f"报告{ending}"
    assert path == write_report(returns_to_publish(form), path, verify=False)
    assert f"{NAME}{form.first_year + 1}年{form.title}" in text_of(path)
    assert [path] == list(path.parent.iterdir())


@endings
def test_a_made_up_form_is_written_like_an_official_one(tmp_path: Path, ending: str) -> None:
    path = write_report(
        returns_to_publish(load_made_up(tmp_path)), tmp_path / f"报告{ending}", verify=False
    )
    assert f"{NAME}2021年图书馆年度报表" in text_of(path)


@endings
def test_the_report_of_a_summary_is_the_county_s(
    tmp_path: Path, form_2021: Form, ending: str
) -> None:
    summary = county([as_return(form_2021, fill_form(form_2021, 1), year=2026)])
    path = write_report(summary, tmp_path / f"报告{ending}", texts={"other": "没有收取费用。"})
    found = text_of(path)
    assert (True, True) == (
        "某县2026年政府信息公开工作年度报告" in found,
        "没有收取费用。" in found,
    )


@endings
def test_texts_that_are_given_come_before_those_of_the_return(
    tmp_path: Path, form_2021: Form, ending: str
) -> None:
    returns = returns_to_publish(form_2021, texts={"problems": "旧的问题。", "other": "无。"})
    text = tmp_path / "文字.txt"
    text.write_text("五、存在的主要问题及改进情况\n新的问题。", encoding="utf-8")
    texts = read_report_text(text, form_2021)
    found = text_of(write_report(returns, tmp_path / f"报告{ending}", texts=texts, verify=False))
    assert (True, True, False) == tuple(s in found for s in ("新的问题。", "无。", "旧的问题。"))


def test_a_theme_file_is_seen_in_the_page(tmp_path: Path, form_2021: Form) -> None:
    theme = tmp_path / "主题.toml"
    theme.write_text('[colours]\nink = "#010203"\n', encoding="utf-8")
    path = write_report(
        returns_to_publish(form_2021), tmp_path / "报告.html", theme=theme, verify=False
    )
    assert "color: #010203;" in path.read_text(encoding="utf-8")


@endings
def test_a_report_takes_the_place_of_an_older_one(
    tmp_path: Path, form_2021: Form, ending: str
) -> None:
    path = tmp_path / f"报告{ending}"
    path.write_bytes(b"old")
    write_report(returns_to_publish(form_2021), path, verify=False)
    assert f"{NAME}2022年政府信息公开工作年度报告" in text_of(path)


# ---- the proof ---------------------------------------------------------------------------------


@few
@given(
    name=st.sampled_from(FORM_NAMES),
    ending=st.sampled_from(ENDINGS),
    seed=st.integers(0, 2**32),
    largest=st.sampled_from([1, 9, 4000, LARGEST_VALUE // 1000]),
    missing=st.booleans(),
)
def test_every_figure_of_any_filling_reads_back(
    name: str, ending: str, seed: int, largest: int, missing: bool
) -> None:
    report = make_report(returns_to_publish(load_form(name)))
    random = Random(seed)
    values = [
        None if missing and random.random() < 0.2 else random.randint(0, largest)
        for _ in report.values
    ]
    report = with_values(report, tuple(values))
    report_file.verify_report(report, BUILD[ending](report, default_theme()), ending)


@endings
def test_a_sum_too_large_for_a_return_is_published(form_2021: Form, ending: str) -> None:
    report = make_report(returns_to_publish(form_2021))
    report = with_values(report, (*report.values[:-1], LARGEST_VALUE + 1))
    data = BUILD[ending](report, default_theme())
    report_file.verify_report(report, data, ending)
    other = with_values(report, (*report.values[:-1], LARGEST_VALUE + 2))
    assert "应为“1000000000002”，读回的是“1000000000001”" in verify(other, data, ending)


@endings
@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_one_figure_that_differs_is_found_wherever_it_stands(name: str, ending: str) -> None:
    form = load_form(name)
    report = make_report(returns_to_publish(form))
    data = BUILD[ending](report, default_theme())
    for index in range(0, len(form.cells), 23):
        value = report.values[index]
        for wrong in (None, (value or 0) + 10 ** form.cells[index].measure.scale):
            values = (*report.values[:index], wrong, *report.values[index + 1 :])
            said = verify(with_values(report, values), data, ending)
            assert f"“{form.table(form.cells[index].table).heading}”" in said
            assert f"读回的是“{shown(report, index)}”" in said


def test_a_blank_where_a_zero_should_be_is_a_difference(form_2021: Form) -> None:
    report = make_report(returns_to_publish(form_2021, inputs=cells_at(form_2021, {})))
    data = build_page(report, default_theme())
    assert "应为“0”，读回的是“”" in verify(report, data.replace(b">0</td>", b"></td>", 1), ".html")


@pytest.mark.parametrize(
    "words",
    ["无", "三件", "—", "/", "不适用", "0", "没有数据", "N/A", "TRUE", "2026-1-5", "12%", "#REF!"],
)
def test_a_missing_figure_printed_as_words_is_a_difference(form_2021: Form, words: str) -> None:
    report = make_report(returns_to_publish(form_2021, inputs=cells_at(form_2021, {})))
    report = with_values(report, (None, *report.values[1:]))
    page = build_page(report, default_theme()).decode()
    assert "></td>" in page
    data = page.replace("></td>", f">{words}</td>", 1).encode()
    assert f"应为“”，读回的是“{words}”" in verify(report, data, ".html")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "行政强制</th>",
            "行政许可</th>",
            "“二、主动公开政府信息情况”第 11 行第 1 列应为“行政强制”",
        ),
        ("行政强制</th>", "</th>", "应为“行政强制”，读回的是“”"),
        (
            "</table>",
            "</table><table><tr><td>0</td><td>1</td></tr></table>",
            "应有 3 张表，读回的是 4 张",
        ),
        ("<table", "<div", "应有 3 张表"),
        (
            "<thead>",
            "<thead><tr><th>申请人情况</th></tr>",
            "“三、收到和处理政府信息公开申请情况”第 1 行",
        ),
    ],
)
def test_a_label_or_table_that_is_lost_or_moved_is_a_difference(
    form_2021: Form, old: str, new: str, said: str
) -> None:
    report = make_report(returns_to_publish(form_2021))
    page = build_page(report, default_theme()).decode()
    assert old in page
    assert said in verify(report, page.replace(old, new, 1).encode(), ".html")


@endings
def test_a_file_that_cannot_be_read_back_is_a_difference(form_2021: Form, ending: str) -> None:
    report = make_report(returns_to_publish(form_2021))
    assert "没有写入文件" in verify(report, b"%PDF-1.7", ending)


@endings
def test_nothing_is_written_where_a_figure_reads_otherwise(
    tmp_path: Path, form_2021: Form, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def build(report: Report, theme: Theme) -> bytes:
        index = find(form_2021, "requests.received.research")
        values = (*report.values[:index], 12345, *report.values[index + 1 :])
        return BUILD[ending](with_values(report, values), theme)

    monkeypatch.setattr(report_file, "build_page", build)
    monkeypatch.setattr(report_file, "build_word", build)
    path = tmp_path / f"报告{ending}"
    path.write_bytes(b"old")
    with pytest.raises(VerificationError, match="读回的是“12345”。没有写入文件"):
        write_report(returns_to_publish(form_2021), path, verify=False)
    assert b"old" == path.read_bytes()


# ---- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["报告.pdf", "报告.doc", "报告", "报告.xlsx"])
def test_another_ending_is_refused(tmp_path: Path, form_2021: Form, name: str) -> None:
    with pytest.raises(InputError, match=r"请用 \.docx 或 \.html 结尾"):
        write_report(returns_to_publish(form_2021), tmp_path / name, verify=False)


@pytest.mark.parametrize(
    ("ending", "library"),
    [(".html", "jinja2"), (".html", "lxml"), (".docx", "docx"), (".docx", "lxml")],
)
def test_a_library_that_is_not_installed_is_named_with_what_to_type(
    monkeypatch: pytest.MonkeyPatch, ending: str, library: str
) -> None:
    monkeypatch.setattr(
        "xlreport.base.ending.find_spec", lambda name: None if name == library else name
    )
    with pytest.raises(InputError) as caught:
        report_file.report_ending(f"报告{ending}")
    assert f'还要安装 {library}，请运行 pip install "xlreport[report]"。' in str(caught.value)


def test_an_ending_in_capitals_is_that_ending() -> None:
    assert [".html", ".docx"] == [report_file.report_ending(n) for n in ("A.HTML", "A.Docx")]


def test_only_one_return_without_errors_can_be_published(tmp_path: Path, form_2021: Form) -> None:
    inputs = cells_at(form_2021, {"requests.received.research": 1})
    wrong = settled([as_return(form_2021, inputs)])
    two = settled([as_return(form_2021, fill_form(form_2021, n), code=f"D0{n}") for n in (1, 2)])
    right = returns_to_publish(form_2021)
    (item,) = returns_in(right)
    nameless = with_item(right, replace(item, department=""))
    yearless = with_item(right, replace(item, period=None))
    for returns, said in (
        (wrong, "D01.xlsx 有 1 处错误"),
        (two, "这里有 2 份"),
        (nameless, "没有写明单位名称"),
        (yearless, "没有写明报告年度"),
    ):
        with pytest.raises(InputError, match=said):
            write_report(returns, tmp_path / "报告.html", verify=False)
    assert [] == list(tmp_path.iterdir())


def test_a_text_of_which_the_form_knows_nothing_is_refused(tmp_path: Path, form_2021: Form) -> None:
    with pytest.raises(InputError, match="报告（2021年版）没有名为 summary 的文字部分"):
        write_report(
            returns_to_publish(form_2021),
            tmp_path / "报告.html",
            texts={"summary": "好"},
            verify=False,
        )


def test_a_file_that_cannot_be_written_is_an_output_error(tmp_path: Path, form_2021: Form) -> None:
    (tmp_path / "报告.html").mkdir()
    with pytest.raises(OutputError, match=r"报告\.html 无法写入"):
        write_report(returns_to_publish(form_2021), tmp_path / "报告.html", verify=False)


def test_of_many_returns_that_of_one_department_is_reported(
    tmp_path: Path, form_2021: Form
) -> None:
    fixed = {cell.index: 0 for cell in form_2021.inputs if cell.row == "regulations"}
    inputs = [fill_form(form_2021, seed, fixed=fixed) for seed in (1, 2)]
    items = [as_return(form_2021, each, code=f"D0{n}") for n, each in enumerate(inputs, 1)]
    returns = settled(items)
    with pytest.raises(InputError, match="这里有 2 份"):
        write_report(returns, tmp_path / "报告.html", verify=False)
    path = write_report(returns.only("D02"), tmp_path / "报告.html", verify=False)
    assert (True, False) == ("D02局" in text_of(path), "D01局" in text_of(path))
