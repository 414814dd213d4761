"""A form that consists of a list and a text alone goes the whole way."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from support.command_line import run
from support.purchases import LIST_ALONE
from xlreport.form.load import load_form
from xlreport.layout.list_grid import FIRST_COLUMN, first_row

TEXT = '[[text]]\nkey = "account"\nheading = "三、说明"\nsay = "说明本年采购情况。"\n'
ROSTER = "单位代码,单位名称,单位类别,排序,层级\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the form, two rosters, and templates filled in by two departments."""
    place = tmp_path_factory.mktemp("office")
    (place / "form.toml").write_text(LIST_ALONE + TEXT, encoding="utf-8")
    (place / "r.csv").write_text(
        f"{ROSTER}A1,甲局,部门,1,县\nA2,乙局,部门,2,县\n", encoding="utf-8"
    )
    (place / "c.csv").write_text(f"{ROSTER}C1,某县,县,1,县\n", encoding="utf-8")
    sent = place / "sent"
    written = run(
        *("template", place / "form.toml", "--year", 2026),
        *("--roster", place / "r.csv", "--out", sent),
    )
    assert 0 == written.exit_code
    top = first_row(load_form(place / "form.toml").lists[0]) + 1
    for number, path in enumerate(sorted(sent.iterdir()), 1):
        book = openpyxl.load_workbook(path)
        for line in range(number):
            for column, value in enumerate((None, f"项目{line}", None, 7.5, "货物")):
                book["二"].cell(top + line, FIRST_COLUMN + 1 + column, value)
        book.save(path)
    return place


def on(office: Path, command: str, *args: object) -> str:
    """Run a command with the form; return all that it says, which must be no refusal."""
    result = run(command, *args, "--form", office / "form.toml")
    assert 0 == result.exit_code, result.output
    return result.output


def test_the_template_counts_lines_and_declares_no_table_nil(office: Path) -> None:
    book = openpyxl.load_workbook(sorted((office / "sent").iterdir())[0])
    said = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert 2 == sum("&SUMPRODUCT(" in text and text.endswith('&" 条"') for text in said)
    assert not any("选择“零报送”" in text or "零报送声明" in text for text in said)


def test_lists_alone_are_consolidated_exported_and_added_up_at_the_next_level(office: Path) -> None:
    summary, city = office / "up" / "s.xlsx", office / "city.xlsx"
    summary.parent.mkdir()
    assert "通过 2" in on(office, "check", office / "sent", "--roster", office / "r.csv")
    names = ("--name", "某县", "--out", summary)
    on(office, "consolidate", office / "sent", "--roster", office / "r.csv", *names)
    names = ("--name", "某市", "--out", city)
    on(office, "consolidate", summary.parent, "--roster", office / "c.csv", *names)
    on(office, "export", city, "--out", office / "d.csv")
    lines = (office / "d.purchases.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert ["甲局", "乙局", "乙局"] == [line.split(",")[1].split(" › ")[-1] for line in lines]
    report = office / "r.html"
    assert "三、说明" in on(office, "report", summary, "--out", report)
    assert "三、说明" in report.read_text(encoding="utf-8")
    last = ("--last-year", summary, "--out", office / "next")
    year = ("--year", 2027, "--roster", office / "r.csv")
    on(office, "template", office / "form.toml", *year, *last)
