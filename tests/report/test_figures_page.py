"""The figures page shows the figures of the report; what does not read back is not written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from lxml import html

from support.filled import find
from support.to_publish import NAME, returns_to_publish, with_values
from xlreport import InputError, OutputError, VerificationError, load_form
from xlreport.office.theme import default_theme
from xlreport.report.drawing import drawings, main_figures
from xlreport.report.figures_page import build_figures, verify_figures, write_figures
from xlreport.report.report import Report, make_report

FORM = load_form("ogi-2021")
APPLICANTS = ("natural_person", "commercial", "research")


def report_with(**received: int) -> Report:
    """Make a report of so many applications by kind of applicant, all else being 0."""
    report = make_report(returns_to_publish(FORM, name=NAME))
    values = [0] * len(FORM.cells)
    for applicant, number in received.items():
        values[find(FORM, f"requests.received.{applicant}")] = number
    return with_values(report, values)


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ((0, 0, 0), "各项均为 0。"),
        ((2, 1, 0), "自然人最多，2 件，占各项合计的 66.7%。"),
        ((1234, 0, 0), "自然人最多，1,234 件，占各项合计的 100.0%。"),
        ((2, -1, 0), "自然人最多，2 件。"),
        ((2, 2, 1), "自然人、商业企业同为最多，各 2 件。"),
    ],
)
def test_a_chart_says_in_a_sentence_what_it_shows(numbers: tuple[int, ...], sentence: str) -> None:
    report = report_with(**dict(zip(APPLICANTS, numbers, strict=True)))
    assert sentence == drawings(report)[0].sentence


def test_more_than_three_that_are_equal_are_counted() -> None:
    report = report_with(**dict.fromkeys((*APPLICANTS, "legal_service"), 1))
    assert "4 项同为最多，各 1 件。" == drawings(report)[0].sentence


def test_the_longest_bar_is_the_largest_number_of_a_chart() -> None:
    (_, numbers), *_ = drawings(report_with(natural_person=4, commercial=1))[0].groups
    assert ["100.0", "25.0", "0"] == [str(number.width) for number in numbers[:3]]


def test_the_page_has_every_number_with_the_cells_that_it_is_of() -> None:
    report = make_report(returns_to_publish(FORM, name=NAME))
    data = build_figures(report, default_theme(), table="图 解.csv", full="年度报告.html")
    page = html.document_fromstring(data.decode("utf-8"))
    drawn = [n for chart in drawings(report) for _, numbers in chart.groups for n in numbers]
    expected = [number.text for number in (*main_figures(report), *drawn)]
    assert expected == ["".join(e.itertext()) for e in page.iterfind(".//*[@data-cells]")]
    links = [element.get("href") for element in page.iterfind(".//a")]
    assert ["年度报告.html", "%E5%9B%BE%20%E8%A7%A3.csv"] == links
    assert [] == page.findall(".//script")


def test_a_number_that_does_not_read_back_is_refused() -> None:
    report = report_with(natural_person=4)
    data = build_figures(report, default_theme(), table="图解.csv")
    verify_figures(report, data)
    with pytest.raises(VerificationError, match="应为“4”，读回的是“5”"):
        verify_figures(report, data.replace(b">4<", b">5<"))


def test_the_table_beside_the_page_has_every_cell(tmp_path: Path) -> None:
    returns = returns_to_publish(FORM, name=NAME)
    page, table = write_figures(returns, tmp_path / "图解.html", verify=False)
    assert ["图解.html", "图解.csv"] == [page.name, table.name]
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(FORM.cells) == len(rows)
    with pytest.raises(InputError, match=r"须以 \.html 结尾"):
        write_figures(returns, tmp_path / "图解.docx", verify=False)


def test_a_table_that_cannot_be_written_is_told_before_the_page_is_written(tmp_path: Path) -> None:
    (tmp_path / "图解.csv").mkdir()
    with pytest.raises(OutputError, match=r"^图解.csv 无法写入"):
        write_figures(returns_to_publish(FORM, name=NAME), tmp_path / "图解.html", verify=False)
    assert not (tmp_path / "图解.html").exists()
