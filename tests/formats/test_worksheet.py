from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.hostile_files import FLOODS, flood
from support.odd_workbooks import (
    MAIN,
    RELATIONS,
    SHEET,
    relation,
    relations,
    strings_part,
    workbook_part,
    worksheet,
)
from support.odd_workbooks import workbook as built
from support.work import PATIENCE
from xlreport.formats.cell import RawCell
from xlreport.formats.container import LIMITS, Limits, Unreadable
from xlreport.formats.xlsx import read_package

if TYPE_CHECKING:
    from collections.abc import Mapping


def cells_of(data: bytes) -> Mapping[tuple[int, int], RawCell]:
    return read_package(data).sheets[0].cells


def code_of(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        read_package(data, limits or LIMITS)
    return caught.value.code


def number(text: str) -> RawCell:
    return RawCell("number", text, None, "")


def text(value: str) -> RawCell:
    return RawCell("text", value, None, "")


def damaged(value: str) -> RawCell:
    return RawCell("error", f"损坏（{value}）", None, "")


def inline(content: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is>{content}</is></c></row>'


def test_a_number_is_kept_as_the_file_writes_it() -> None:
    rows = '<row r="2"><c r="B2"><v>1.50</v></c><c r="C2"><v>1E-3</v></c><c r="D2"/></row>'
    assert {(1, 1): number("1.50"), (1, 2): number("1E-3")} == cells_of(built(rows))


@pytest.mark.parametrize(
    "value",
    [
        "abc",
        "nan",
        "NaN",
        "INF",
        "inf",
        "1_000",
        "1,5",
        "12%",
        "#NUM!",
        "１２",
        "1e999",
        "0x10",
        "--1",
    ],
)
def test_a_number_that_is_none_damages_its_cell_alone(value: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>{value}</v></c><c r="B1"><v>2</v></c></row>'
    assert {(0, 0): damaged(value), (0, 1): number("2")} == cells_of(built(rows))


def test_every_type_of_cell_has_its_kind() -> None:
    rows = (
        '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c>'
        '<c r="C1" t="e"><v>#REF!</v></c><c r="D1" t="str"><f>A1&amp;""</f><v>x</v></c>'
        '<c r="E1" t="d"><v>2026-01-05</v></c><c r="F1" t="s"><v>0</v></c></row>'
    )
    expected = {
        (0, 0): RawCell("boolean", "TRUE", None, ""),
        (0, 1): RawCell("boolean", "FALSE", None, ""),
        (0, 2): RawCell("error", "#REF!", None, ""),
        (0, 3): RawCell("text", "x", 'A1&""', ""),
        (0, 4): RawCell("text", "2026-01-05", None, "date"),
        (0, 5): text("共享"),
    }
    strings = {"xl/sharedStrings.xml": strings_part("<t>共享</t>")}
    assert expected == cells_of(built(rows, strings))


@pytest.mark.parametrize(
    ("written", "value"), [("x", "1"), ("N", "1"), ("b", "2"), ("b", "yes"), ("", "7")]
)
def test_a_type_that_does_not_fit_its_value_damages_its_cell_alone(
    written: str, value: str
) -> None:
    rows = f'<row r="1"><c r="A1" t="{written}"><v>{value}</v></c><c r="B1"><v>2</v></c></row>'
    assert {(0, 0): damaged(value), (0, 1): number("2")} == cells_of(built(rows))


def test_a_formula_without_a_cached_value_is_kept_with_an_empty_text() -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"/><c r="C1"><f>2+2</f><v/></c></row>'
    rows += '<row r="2"><c r="A2" t="str"><f>"a"</f></c></row>'
    expected = {
        (0, 0): RawCell("number", "", "1+1", ""),
        (0, 2): RawCell("number", "", "2+2", ""),
        (1, 0): RawCell("text", "", '"a"', ""),
    }
    assert expected == cells_of(built(rows))


def test_the_child_of_a_shared_formula_has_an_empty_formula() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    expected = {(0, 0): RawCell("number", "2", "B1*2", ""), (1, 0): RawCell("number", "4", "", "")}
    assert expected == cells_of(built(rows))


@pytest.mark.parametrize("content", ["", "<t/>", "<r><t></t></r>"])
def test_an_empty_text_is_no_content(content: str) -> None:
    assert {} == cells_of(built(inline(content)))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<t>一&lt;二</t>", "一<二"),
        ("<r><t>一</t></r><r><rPr><b/></rPr><t> 二</t></r>", "一 二"),
        ('<t>政府</t><rPh sb="0" eb="1"><t>ZHENG</t></rPh><phoneticPr fontId="1"/>', "政府"),
        ("<t>a_x000D_b</t>", "a\rb"),
        ("<t>_x005F_x000D_</t>", "_x000D_"),
        ("<t>_xD800_ and _x12_</t>", "_xD800_ and _x12_"),
        ("<t><![CDATA[<a>]]><!-- no --> b</t>", "<a> b"),
        ("<t>=1+1</t>", "=1+1"),
        ("<t> x\n</t>", " x\n"),
    ],
)
def test_a_text_is_what_was_typed_inline_and_shared(content: str, expected: str) -> None:
    shared = built(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        {"xl/sharedStrings.xml": strings_part(content)},
    )
    assert {(0, 0): text(expected)} == cells_of(built(inline(content))) == cells_of(shared)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ("<r><rPr><strike/></rPr><t>12</t></r><r><t>15</t></r>", "struck"),
        ('<r><t>3</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>', "struck"),
        ('<r><t>3</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>1</t></r>', "struck"),
        ('<r><rPr><strike val="0"/></rPr><t>12</t></r>', ""),
        ('<r><rPr><strike val="false"/></rPr><t>12</t></r>', ""),
        ('<r><rPr><vertAlign val="baseline"/></rPr><t>12</t></r>', ""),
        ("<r><t>12</t></r><r><rPr><strike/></rPr><t> </t></r>", ""),
        ("<r><rPr><strike/></rPr></r><r><t>12</t></r>", ""),
        ("<t>12</t>", ""),
    ],
)
def test_a_text_with_struck_or_raised_runs_is_known_inline_and_shared(
    runs: str, expected: str
) -> None:
    shared = built(
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>',
        {"xl/sharedStrings.xml": strings_part("<t>甲</t>", runs)},
    )
    assert [expected] == [cell.shown for cell in cells_of(built(inline(runs))).values()]
    assert [expected, ""] == [cell.shown for cell in cells_of(shared).values()]


def test_a_text_beyond_the_limit_of_excel_keeps_its_first_characters() -> None:
    long = "字" * 40_000
    assert "字" * 32_767 == cells_of(built(inline(f"<t>{long}</t>")))[0, 0].text


@pytest.mark.parametrize("index", ["1", "-1", "99999999999", "x", "1.0"])
@pytest.mark.parametrize("strings", ["<t>a</t>", "<r><rPr><strike/></rPr><t>1</t></r>"])
def test_a_shared_string_out_of_range_is_damage_and_never_another_text(
    index: str, strings: str
) -> None:
    data = built(
        f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>',
        {"xl/sharedStrings.xml": strings_part(strings)},
    )
    assert {(0, 0): damaged(index)} == cells_of(data)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1" t="inlineStr"><v>0</v><is><t>119</t></is></c>', text("119")),
        ('<c r="A1" t="inlineStr"><is><t>119</t></is><v>0</v></c>', text("119")),
        ('<c r="A1" t="inlineStr"><v>7</v></c>', text("7")),
        ('<c r="A1" t="inlineStr"><v>7</v><is/></c>', None),
        ('<c r="A1" t="inlineStr"><f>B1</f><v>7</v><is><t>8</t></is></c>',
         RawCell("text", "8", "B1", "")),
        ('<c r="A1"><v>7</v><is><t>8</t></is></c>', number("7")),
        ('<c r="A1"><is><t>8</t></is><v>7</v></c>', number("7")),
        ('<c r="A1" t="str"><v>7</v><is><t>8</t></is></c>', text("7")),
        ('<c r="A1" t="s"><v>0</v><is><t>8</t></is></c>', text("共享")),
        ('<c r="A1" t="n"><is><t>8</t></is></c>', None),
    ],
)  # fmt: skip
def test_of_two_sources_in_a_cell_the_type_names_one(cell: str, expected: RawCell | None) -> None:
    data = built(
        f'<row r="1">{cell}<c r="C1"><v>3</v></c></row>',
        {"xl/sharedStrings.xml": strings_part("<t>共享</t>")},
    )
    own = {} if expected is None else {(0, 0): expected}
    assert own | {(0, 2): number("3")} == cells_of(data)


def test_a_cell_without_an_address_stands_right_of_the_one_before() -> None:
    rows = (
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="5"><c r="C5"><v>4</v></c><c><v>5</v></c></row>'
        '<row><c><v>6</v></c></row><row><c r="B9"/><c><v>7</v></c></row>'
    )
    expected = {(0, 0): "1", (0, 2): "3", (4, 2): "4", (4, 3): "5", (5, 0): "6", (8, 2): "7"}
    assert expected == {place: cell.text for place, cell in cells_of(built(rows)).items()}


@pytest.mark.parametrize("reference", ["A2", "a1", "1", "A", "A0", "$A$1", "AAAA1", "A1B", "A11"])
def test_an_address_that_contradicts_its_row_or_is_none_is_damage(reference: str) -> None:
    data = built(f'<row r="1"><c r="{reference}"><v>1</v></c></row>')
    assert code_of(data) == "FILE-DAMAGED"


@pytest.mark.parametrize("rows", ["<c><v>1</v></c>", '<row r="1"><v>1</v></row>', "<v>1</v>"])
def test_a_value_that_stands_nowhere_is_damage(rows: str) -> None:
    assert code_of(built(rows)) == "FILE-DAMAGED"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("<v>1</v>", "<v>2</v>", damaged("1、2")),
        ("<v>1</v>", "<v>1</v>", number("1")),
        ("<v>1</v>", "<v>1.0</v>", damaged("1、1.0")),
        ("<v>1</v>", "", number("1")),
        ("", "<v>2</v>", number("2")),
        ("<v>1</v><v>2</v>", "", damaged("1、2")),
    ],
)
def test_two_values_for_one_cell_damage_it_unless_they_are_equal(
    first: str, second: str, expected: RawCell
) -> None:
    rows = f'<row r="1"><c r="A1">{first}</c><c r="A1">{second}</c><c r="B1"><v>3</v></c></row>'
    assert {(0, 0): expected, (0, 1): number("3")} == cells_of(built(rows))


def test_prefixes_and_the_strict_namespace_are_read_alike() -> None:
    rows = '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    strict = {
        name: part.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, part in {
            SHEET: sheet,
            "xl/workbook.xml": workbook_part('<sheet name="表" sheetId="1" r:id="r1"/>'),
            "_rels/.rels": relations(relation("r1", "officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": relations(relation("r1", "worksheet", f"/{SHEET}")),
        }.items()
    }
    assert {(0, 0): number("7")} == cells_of(built("", {SHEET: sheet}))
    assert {(0, 0): number("7")} == cells_of(built("", strict))


def test_a_wrong_dimension_is_ignored() -> None:
    rows = '<row r="3"><c r="C3"><v>7</v></c></row>'
    sheet = worksheet(rows, before='<dimension ref="A1"/>')
    assert {(2, 2): number("7")} == cells_of(built("", {SHEET: sheet}))


def test_merges_and_protection_are_read() -> None:
    after = '<sheetProtection sheet="1"/><mergeCells><mergeCell ref="B2:D5"/></mergeCells>'
    sheet = read_package(built("", {SHEET: worksheet("", after)})).sheets[0]
    assert (True, ((1, 1, 4, 3),)) == (sheet.protected, sheet.merges)


def test_unreadable_styles_show_nothing_special() -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>1</v></c></row>'
    assert {(0, 0): number("1")} == cells_of(built(rows, {"xl/styles.xml": "<styleSheet"}))


def test_cells_beyond_the_bounds_are_counted_and_not_kept() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="IW1"><v>2</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>3</v></c><c r="A1048576" s="1"/></row>'
    )
    sheet = read_package(built(rows)).sheets[0]
    assert ({(0, 0): number("1")}, 2) == (sheet.cells, sheet.outside)


def test_more_cells_than_are_kept_are_hostile() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    assert code_of(built(rows), Limits(cells=1)) == "FILE-HOSTILE"


def test_too_many_shared_strings_are_hostile() -> None:
    data = built("", {"xl/sharedStrings.xml": strings_part("<t>a</t>", "<t>bc</t>")})
    assert code_of(data, Limits(strings=1)) == "FILE-HOSTILE"
    assert code_of(data, Limits(strings_text=2)) == "FILE-HOSTILE"


READ_FLOOD = f"""
import sys
from pathlib import Path
sys.path[1:1] = {[str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "benchmarks")]!r}
from measure import peak
from support.work import counted
from xlreport.formats.container import Limits
from xlreport.formats.container import Unreadable
from xlreport.formats.xlsx import read_package
data = Path(sys.argv[1]).read_bytes()
def read():
    try:
        return read_package(data, Limits(ratio=2000)).sheets[0].cells[0, 0].text
    except Unreadable:
        return "Unreadable"
answer, work = counted(read)
print(answer, work.calls, work.inflated, peak())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
@pytest.mark.parametrize(
    ("kind", "expected"),
    [("rows", "1"), ("cells", "1"), ("columns", "Unreadable"), ("deep", "Unreadable")],
)
def test_a_flood_of_blanks_costs_bounded_work_and_memory(
    kind: str, expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "flood.xlsx"
    path.write_bytes(flood(kind))
    run = [sys.executable, "-c", READ_FLOOD, str(path)]
    answer, *counted = subprocess.check_output(run, text=True, timeout=PATIENCE).split()
    assert expected == answer
    calls, inflated, megabytes = map(int, counted)
    assert calls < FLOODS[kind].calls
    assert inflated < FLOODS[kind].inflated
    assert megabytes < 300
