"""Rows, cells and merges count where spreadsheet programs look for them, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.odd_workbooks import MAIN, SHEET, workbook, worksheet
from support.office import save_as
from support.three_readers import differences
from xlreport.base.address import Area
from xlreport.formats import _sheet
from xlreport.formats.container import Unreadable
from xlreport.formats.xlsx import read_package

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
ONE = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
ROW = '<row r="2"><c r="A2"><v>7</v></c></row>'
DATA = f"<sheetData>{ONE}</sheetData>"
FORMATS = (
    '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"/>'
    "</conditionalFormatting>"
)
FOREIGN = '<n:x xmlns:n="urn:n">'
MARGINS = '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>'
MERGES = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'


def sheet(content: str) -> bytes:
    """Give a workbook of one sheet whose element `worksheet` holds `content`."""
    return workbook("", {SHEET: f'<worksheet xmlns="{MAIN}">{content}</worksheet>'})


def choice(content: str, fallback: str = "") -> str:
    return (
        f'<mc:AlternateContent {MC}><mc:Choice xmlns:n="urn:new" Requires="n">{content}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


# What no program writes, and each program reads in its own way.
MISPLACED = {
    "rows behind the data": DATA + ROW,
    "rows behind the data and a blank": f"{DATA}\n  {ROW}",
    "rows behind the margins": DATA + MARGINS + ROW,
    "rows before the data": ROW + DATA,
    "rows instead of the data": ROW,
    "rows behind empty data": f"<sheetData/>{ONE}{MARGINS}",
    "rows in an extension": f'{DATA}<extLst><ext uri="x">{ROW}</ext></extLst>',
    "rows in a choice": f"<sheetData>{ONE}{choice(ROW)}</sheetData>",
    "rows in a fallback": f"<sheetData>{ONE}{choice('', ROW)}</sheetData>",
    "data in a choice": choice(DATA),
    "rows in a foreign element": f'<sheetData>{ONE}<n:x xmlns:n="urn:n">{ROW}</n:x></sheetData>',
    "a foreign element around the data": f'<n:x xmlns:n="urn:n">{DATA}</n:x>',
    "two data": DATA + f"<sheetData>{ROW}</sheetData>",
    "two data, one behind the formats": f"{DATA}{FORMATS}<sheetData>{ROW}</sheetData>",
    "a row in a row": f'<sheetData><row r="1"><n:x xmlns:n="urn:n"/>{ROW}</row></sheetData>',
    "a cell behind the margins": f'{DATA}{MARGINS}<c r="C1"><v>9</v></c>',
    "a cell in a foreign element": '<sheetData><row r="1">'
    f'{FOREIGN}<c r="A1"><v>1</v></c></n:x></row></sheetData>',
    "a value in a foreign element": '<sheetData><row r="1"><c r="A1">'
    f"{FOREIGN}<v>1</v></n:x></c></row></sheetData>",
    "a comment that looks like the end": f"{DATA}{ROW}<!--</sheetData>-->{MARGINS}",
    "a text that looks like the end": f"{DATA}{ROW}<headerFooter><oddHeader>sheetData></oddHeader>"
    "</headerFooter>",
    "merges in a choice": DATA + choice(MERGES),
}


@pytest.mark.parametrize("name", MISPLACED)
def test_what_stands_where_no_program_looks_is_damage(name: str) -> None:
    with pytest.raises(Unreadable, match="FILE-DAMAGED"):
        read_package(sheet(MISPLACED[name]))


# What is unusual and all the same to every program: cells and merges as LibreOffice shows them.
UNUSUAL = {
    "nothing behind the data": DATA,
    "blanks around everything": f"\n{DATA}\n  \n",
    "merges behind the formats": DATA + FORMATS + MERGES,
    "merges behind validations": f'{DATA}<dataValidations count="0"/>{MERGES}',
    "merges behind the margins": DATA + MARGINS + MERGES,
    "merges before the data": MERGES + DATA,
    "a comment": f"{DATA}<!-- sheetData -->{MERGES}",
    "an instruction": f"{DATA}<?mso sheetData?>{MERGES}",
    "an extension": f'{DATA}{MERGES}<extLst><ext uri="x"><n:row xmlns:n="urn:n"/></ext></extLst>',
    "an extension of a cell": '<sheetData><row r="1"><c r="A1"><v>1</v><extLst/></c><c r="B1">'
    f"<v>2</v></c></row></sheetData>{MERGES}",
    "a choice behind the data": DATA + MERGES + MARGINS + choice("<controls/>"),
    "a foreign element before the data": f'<n:x xmlns:n="urn:n"/>{DATA}{MERGES}',
    "a foreign element behind the data": f'{DATA}<n:x xmlns:n="urn:n"/>{MERGES}',
    "a foreign element among the rows": f"<sheetData>{FOREIGN}</n:x>{ONE}</sheetData>{MERGES}",
    "much before the merges": f"{DATA}{FORMATS * 900}{MERGES}",
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_is_read_as_programs_show_it(name: str) -> None:
    data = sheet(UNUSUAL[name])
    (read,) = read_package(data).sheets
    assert {(0, 0): "1", (0, 1): "2"} == {at: cell.text for at, cell in read.cells.items()}
    assert ((Area(0, 0, 0, 1),) if MERGES in UNUSUAL[name] else ()) == read.merges
    assert [] == differences(data, read_package(data))


@pytest.mark.libreoffice
def test_libreoffice_shows_the_same_of_what_is_unusual(tmp_path: Path) -> None:
    for number, name in enumerate(UNUSUAL):
        (tmp_path / f"{number}.xlsx").write_bytes(sheet(UNUSUAL[name]))
    save_as(sorted(tmp_path.glob("*.xlsx")), "xlsx", tmp_path / "out")
    for number, name in enumerate(UNUSUAL):
        (again,) = read_package((tmp_path / "out" / f"{number}.xlsx").read_bytes()).sheets
        (read,) = read_package(sheet(UNUSUAL[name])).sheets
        assert read.merges == again.merges, name
        assert "1" == again.cells[0, 0].text, name


@pytest.mark.parametrize(
    "content",
    [
        worksheet(ONE, before='<dimension ref="A1"/>'),
        f'<worksheet xmlns="{MAIN}"><sheetPr/><sheetViews><sheetView><pane/><selection/>'
        f"</sheetView></sheetViews><sheetFormatPr/><cols><col/></cols>{DATA}<sheetProtection/>"
        f"{MERGES}{FORMATS}</worksheet>",
        f'<worksheet xmlns="{MAIN}">{DATA}\n\t{MARGINS}<extLst/></worksheet>',
    ],
)
def test_the_order_that_programs_write_is_parsed_once(
    content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[object] = []
    monkeypatch.setattr(_sheet, "check_nesting", lambda *given: checked.append(given))
    read_package(workbook("", {SHEET: content}))
    assert [] == checked
