"""A report as an office published it goes through template, return and report, and is the same.

Its text belongs to the office that wrote it and is not copied into this repository: it is read
from the folder `shared` beside the checkout, and XLREPORT_REQUIRE_SHARED=1 makes its absence a
failure.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from support.departments import make_department
from support.edited import typed
from xlreport import Severity, load_form, read_returns, write_report
from xlreport.form.label import is_label
from xlreport.layout.field import Field, FieldKind
from xlreport.outgoing.template import build_template
from xlreport.reading.published import read_published_sheets
from xlreport.report.report import make_report

if TYPE_CHECKING:
    from xlreport import Form
    from xlreport.form.parts import Cell, Table
    from xlreport.formats.cell import RawSheet

ORIGINAL: Final = (
    Path(__file__).resolve().parents[3] / "shared" / "reference" / "000_d8ff52475c01dd20.txt"
)
OFFICE: Final = "盐池县退役军人事务局"
ORDER: Final = "一二三四五六"  # of the six parts
NUMBER: Final = re.compile(r"[+-]?[0-9]+")

pytestmark = pytest.mark.skipif(
    not ORIGINAL.exists() and not os.environ.get("XLREPORT_REQUIRE_SHARED"),
    reason="the published report is not beside this checkout",
)

Line = list[str]  # the filled cells of one row, from left to right


@dataclass(frozen=True, slots=True)
class Original:
    """The published report: title, first sentence, paragraphs and rows by heading."""

    title: str
    opening: str
    paragraphs: dict[str, list[str]]
    rows: dict[str, list[list[str]]]


@cache
def original() -> Original:
    """Read the original: page breaks rejoined, bold marks dropped, cells as they stand."""
    text = ORIGINAL.read_text(encoding="utf-8").replace("**", "")
    title, opening, *lines = [line for line in text.splitlines() if line.strip()]
    paragraphs: dict[str, list[str]] = {}
    rows: dict[str, list[list[str]]] = {}
    heading = ""
    for line in lines:
        if re.match(f"[{ORDER}]、[^\t]+$", line):
            heading = line.strip()
        elif "\t" in line or heading in rows:
            rows.setdefault(heading, []).append([squeezed(cell) for cell in line.split("\t")])
        else:
            paragraphs.setdefault(heading, []).append(line.strip())
    joined = {name: rejoined(parts) for name, parts in paragraphs.items()}
    return Original(squeezed(title), opening, joined, rows)


def squeezed(text: str) -> str:
    """Drop all blanks: the conversion of the original put many of them in."""
    return "".join(text.split())


def rejoined(parts: list[str]) -> list[str]:
    """Join what a page break cut in the middle of a sentence."""
    whole: list[str] = []
    for part in parts:
        if whole and not whole[-1].endswith("。"):
            whole[-1] += part
        else:
            whole.append(part)
    return whole


def lines_of(rows: list[list[str]]) -> list[Line]:
    """Give the filled cells of each row; a label that a page break cut is joined again."""
    lines: list[Line] = []
    for row in rows:
        cells = [cell for cell in row if cell]
        is_rest = len(cells) == 1 and not cells[0].startswith("第二十条")
        if is_rest and lines and numbers_of(lines[-1]):
            lines[-1][-len(numbers_of(lines[-1])) - 1] += cells[0]
        elif cells:
            lines.append(cells)
    return lines


def numbers_of(line: Line) -> list[str]:
    return [cell for cell in line if NUMBER.fullmatch(cell)]


def stacked(rows: list[list[str]]) -> list[Line]:
    """Give table four as two lines: its columns' labels, each read downward, and its figures."""
    *head, figures = [[*row, *[""] * (len(rows[-1]) - len(row))] for row in rows]
    groups = {"行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"}
    columns = [
        [cell for cell in column if cell and cell not in groups]
        for column in zip(*head, strict=True)
    ]
    # 总计 is not cut in two like its neighbours: it is printed on both lines.
    return [["".join(dict.fromkeys(column)) for column in columns], figures]


def grid_of(sheet: RawSheet) -> list[list[str]]:
    """Give the texts of a table that was read back, row by row."""
    height = 1 + max(row for row, _ in sheet.cells)
    width = 1 + max(column for _, column in sheet.cells)
    found = {place: squeezed(cell.text) for place, cell in sheet.cells.items()}
    return [[found.get((row, column), "") for column in range(width)] for row in range(height)]


def printed_inputs(form: Form) -> dict[int, str]:
    """Give what the original prints for every input, by cell index, found by its row's label."""
    texts: dict[int, str] = {}
    for table in form.tables:
        for line in lines_of(original().rows[table.heading]):
            numbers = numbers_of(line)
            if numbers:
                cells = cells_of_row(form, table, line[: -len(numbers)])
                # Rows with a third label lost their sixth figure as well; the sum of that column
                # is printed, and is 0, so each of them was 0.
                numbers += ["0"] * (len(cells) - len(numbers))
                pairs = zip(cells, numbers, strict=True)
                texts |= {cell.index: text for cell, text in pairs if not cell.total}
    return texts


def cells_of_row(form: Form, table: Table, labels: Line) -> list[Cell]:
    """Find the cells of the row with these labels, without the column 总计, which was lost."""
    (key,) = [
        key
        for part in table.parts
        for key, path in part.rows.paths().items()
        if not path or is_label(form, path[-1], labels[-1])
    ]
    return [cell for cell in table.cells if cell.row == key and cell.column != "total"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill in a template as a clerk would, with the figures and narratives of the original."""
    base = tmp_path_factory.mktemp("报送")
    form, who = load_form("ogi-2019"), make_department("D05", OFFICE)
    data = build_template(form, year=2020, department=who, values=printed_inputs(form))
    said = original().paragraphs
    entries = {
        Field(FieldKind.TEXT, text.key): "\n".join(said[text.heading])
        for text in form.texts
        if text.heading in said
    }
    (base / "报送表.xlsx").write_bytes(typed(data, form, entries))
    return base


def written(folder: Path, path: Path) -> list[RawSheet]:
    """Write the report of the one return there is and read the file: its tables, then its text."""
    write_report(read_returns(folder), path)
    return read_published_sheets(path.read_bytes(), path.suffix)


def test_nothing_is_wrong_with_the_return(folder: Path) -> None:
    found = read_returns(folder).found
    assert [] == [finding.code for finding in found if finding.severity is not Severity.INFO]


def test_the_figures_that_were_lost_are_known_to_be_zero(form_2019: Form) -> None:
    lines = lines_of(original().rows[form_2019.table("requests").heading])
    assert [["0"] * 6] == [numbers_of(line) for line in lines if line[0] == "(七)总计"]


def test_title_and_narratives_of_the_report_are_those_of_the_original(folder: Path) -> None:
    report = make_report(read_returns(folder))
    assert original().title == report.title
    texts = [section for section in report.sections if section.table is None]
    assert (original().opening,) == texts[0].paragraphs
    said = {section.heading: list(section.paragraphs) for section in texts[1:]}
    assert original().paragraphs == said


@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_the_file_says_word_for_word_what_the_original_says(
    folder: Path, ending: str, tmp_path: Path
) -> None:
    *_, text = written(folder, tmp_path / f"报告{ending}")
    expected = [original().title, original().opening]
    headings = {*original().paragraphs, *original().rows}
    for heading in sorted(headings, key=lambda name: ORDER.index(name[0])):
        expected += [heading, *original().paragraphs.get(heading, [])]
    lines = [squeezed(cell.text) for _, cell in sorted(text.cells.items())]
    # A page repeats the heading of a table as its caption; a Word file breaks the title.
    seen = [line for line, _ in groupby(lines)]
    if seen[0] != original().title:
        seen[:2] = ["".join(seen[:2])]
    assert [squeezed(line) for line in expected] == seen[: len(expected)]
    # Office and day end the file; the text of the original lacks them.
    assert original().title.startswith(seen[len(expected)])
    assert seen[len(expected) + 1 :] in ([], ["年月日"])


@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_every_table_cell_of_the_file_is_that_of_the_original(
    folder: Path, ending: str, tmp_path: Path, form_2019: Form
) -> None:
    *sheets, _ = written(folder, tmp_path / f"报告{ending}")
    for table, sheet in zip(form_2019.tables, sheets, strict=True):
        arrange = stacked if table.key == "remedies" else lines_of
        expected, seen = arrange(original().rows[table.heading]), arrange(grid_of(sheet))
        for old, new in zip(expected, seen, strict=True):
            pairs = zip(old, new, strict=False)
            assert [] == [pair for pair in pairs if not is_same(form_2019, *pair)]
            # What is more is the column 总计, and the figures that were lost with it.
            more = set(new[len(old) :])
            assert more <= ({"0", "总计"} if table.key == "requests" else set())


def is_same(form: Form, old: str, new: str) -> bool:
    """Tell whether two cells are alike: the same figure, or one label and its variant."""
    return old == new if NUMBER.fullmatch(new) else is_label(form, new, old)
