"""Formulas in inputs: what they are computed to, what they depend on, and what is not computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
import xlsxwriter

from support.office import Job, work
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.formats.workbook import Package
from xlreport.formats.xlsx import read_package
from xlreport.layout.layout import Position
from xlreport.reading._recalculation import Recalculated, Recalculation

if TYPE_CHECKING:
    from pathlib import Path

# 账 is a ledger: a heading, applicants, numbers of pages, a number as text, a formula.
LEDGER: Final = (
    ("类别", "页数"),
    ("自然人", 3),
    ("法人", 4.5),
    ("自然人", "7"),
    ("自然人", "=B2*2"),
    ("其他", 0),
)
FORMULAS: Final = (
    *("1+2*3", "-2^2", "2^3^2", "2-3-4", "12/4*3", "10%*50", "(1+2)*3", "--3", "+4", "1e2+.5"),
    *("SUM(账!B2:B6)", "SUM(账!$B:$B)", "SUM(账!2:3)", "SUM(账!B2,账!B4,5)", "SUM(1,TRUE)"),
    *("SUM()", "账!B2+账!B4", "'账'!B3*2", "账!B9", "合计", "SUM(合计,1)", "PRODUCT(账!B2:B3)"),
    *("COUNT(账!B1:B6)", "COUNTA(账!A1:A6)", 'COUNTIF(账!A:A,"自然人")', 'COUNTIF(账!B:B,">=4")'),
    *("COUNTIF(账!B:B,3)", "AVERAGE(账!B2:B5)", "MAX(账!B2:B6,-1)"),
    *("MIN(账!B2:B6)", "MAX(账!C1:C9)", "ABS(-3)", "INT(-2.5)", "MOD(-7,3)", "SIGN(-2)"),
    *("ROUND(2.5,0)", "ROUND(-1.005,2)", "ROUND(1234,-2)", "ROUNDUP(2.1,0)", "ROUNDDOWN(2.9,0)"),
    *("TRUNC(-2.9)", "IF(账!B2>2,1,2)", "IF(账!B2>9,1)", 'IF(账!A2="自然人",5,6)', "IF(1,3,1/0)"),
    *("1/0", "IFERROR(1/0,5)", '1+"a"', '"3"+1', '"2"&"7"', "账!A2&账!B2", '"a"="A"', "1=1"),
    *('1<"a"', "AND(1,账!B2>2)", "OR(0,1>2)", "NOT(1)", "N(账!A2)", 'VALUE("12")', 'LEN("abc")'),
    *('CONCATENATE("a",1)', "0.1+0.2", "1/3*3", "TRUE", "MIN(3,IF(账!B3>4,2,9))", "100*(1-0.9)"),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Write the ledger and, on the sheet 式, the formulas; the results are left to LibreOffice."""
    path = tmp_path / "账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("账")
        for row, (name, pages) in enumerate(LEDGER):
            sheet.write_string(row, 0, name)
            if isinstance(pages, str) and not pages.startswith("="):
                sheet.write_string(row, 1, pages)
            else:
                sheet.write(row, 1, pages)
        book.define_name("合计", "=账!$B$5")
        sheet = book.add_worksheet("式")
        for row, formula in enumerate(FORMULAS):
            sheet.write_formula(row, 0, f"={formula}")
    return path


@pytest.mark.libreoffice
def test_formulas_are_computed_as_libreoffice_computes_them(ledger: Path) -> None:
    (answer,) = work([Job(ledger, show=["式"])])
    package = read_package(ledger.read_bytes())
    sheet = package.sheets[1]
    recalculation = Recalculation(package)
    ours = {f: recalculation.compute(sheet, (row, 0)).value for row, f in enumerate(FORMULAS)}
    theirs = {
        f: _as_text(answer.at(Position("式", row, 0)), ours[f]) for row, f in enumerate(FORMULAS)
    }
    assert theirs == ours


def _as_text(value: object, ours: str | None) -> object:
    """Write a value of LibreOffice, which tells no kind of error, and of truth only the number."""
    if value is None:
        return ours if ours and ours.startswith("#") else None
    if isinstance(value, float):
        if ours in ("TRUE", "FALSE"):
            return {1.0: "TRUE", 0.0: "FALSE"}.get(value)
        return f"{value:.15g}"
    return value


def computed(formula: str, **sheets: RawSheet) -> Recalculated:
    """Compute a formula in A1 of a sheet 三, beside other sheets."""
    own = RawSheet("三", "visible", protected=False, cells=cells(A1=formula), merges=(), outside=0)
    package = Package((own, *sheets.values()), {}, {}, "", "", macros=False, links=0)
    return Recalculation(package).compute(own, (0, 0))


def cells(**contents: str) -> dict[tuple[int, int], RawCell]:
    """Give cells by their addresses: numbers, or formulas with a saved 0."""
    found = {}
    for address, text in contents.items():
        coordinate = int(address[1:]) - 1, ord(address[0]) - ord("A")
        is_number = text.isdecimal()
        found[coordinate] = RawCell(
            "number", text if is_number else "0", None if is_number else text, ""
        )
    return found


def sheet_of(name: str, state: str = "visible", **more: object) -> RawSheet:
    contents = cells(A1="5", A2="6", B1="A1*2")
    return RawSheet(name, state, protected=False, cells=contents, merges=(), outside=0, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("formula", "dependence"),
    [
        ("TODAY()", "day"),
        ("IF(TODAY()>0,1,2)", "day"),
        ("YEAR(NOW())", "day"),
        ("RAND()*9", "chance"),
        ("RANDBETWEEN(1,9)", "chance"),
        ("INT(RAND())+1", "chance"),
        ("[1]台账!A1", "file"),
        ("'[台账.xlsx]表'!B2+1", "file"),
        ("SUM([2]三!D6:D9)", "file"),
        ("VLOOKUP(1,[1]三!A:B,2,0)", "file"),
        ("藏!A1", "hidden"),
        ("SUM(藏!A:A)", "hidden"),
        ("藏!B1+1", "hidden"),
        ("行!A2", "hidden"),
        ("SUM(行!A1:A2)", "hidden"),
        ("列!B1", "hidden"),
        ("SUBTOTAL(109,列!A1:A2)", "hidden"),
    ],
)
def test_what_a_result_depends_on_is_named(formula: str, dependence: str) -> None:
    found = computed(
        formula,
        hidden=sheet_of("藏", "veryHidden"),
        row=sheet_of("行", hidden_rows=frozenset({1})),
        column=sheet_of("列", hidden_columns=frozenset({1})),
    )
    assert {dependence} == found.dependences


@pytest.mark.parametrize("formula", ["行!A1", "列!A1*2", "列!C1", "SUM(列!A1:A2)"])
def test_cells_beside_hidden_ones_are_not_hidden(formula: str) -> None:
    found = computed(
        formula,
        row=sheet_of("行", hidden_rows=frozenset({1})),
        column=sheet_of("列", hidden_columns=frozenset({1})),
    )
    assert (frozenset(), "") == (found.dependences, found.why_not)


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("VLOOKUP(1,A2:B3,2,0)", "公式中有 VLOOKUP"),
        ('INDIRECT("A2")', "公式中有 INDIRECT"),
        ("A1+1", "公式循环引用"),
        ("SUM(A1:A3)", "公式循环引用"),
        ("(1+2", "公式的写法没有认出来"),
        ("1 2", "公式的写法没有认出来"),
        ("1+", "公式的写法没有认出来"),
        ("{1,2}", "公式的写法没有认出来"),
        ("SUM(1;2)", "公式的写法没有认出来"),
        ("无!A1", "公式的引用没有认出来"),
        ("未定义", "公式的引用没有认出来"),
        ("A2:B3+1", "公式在应为一个单元格的地方引用了区域"),
        ('"1,024"+1', "公式把文字当作数字计算"),
        ('COUNTIF(B1:B3,"自*")', "公式按通配符或空白统计"),
        ('COUNTIF(B1:B3,"<>2")', "公式按通配符或空白统计"),
        ("ROUND(1,99)", "公式的小数位数过多"),
        ("ABS(1,2)", "公式的写法没有认出来"),
        ("空!A1", "公式引用了没有读取的表页"),
        ("1+" * 1000 + "1", "公式过长"),
        ("1+" * 101 + "1", "公式过长"),
        ("(" * 41 + "1" + ")" * 41, "公式嵌套过深"),
    ],
)
def test_what_is_not_computed_is_said_to_be_so(formula: str, why: str) -> None:
    empty = RawSheet("空", "visible", protected=False, cells={}, merges=(), outside=0)
    assert (None, why) == (
        computed(formula, empty=empty).value,
        computed(formula, empty=empty).why_not,
    )


def test_what_a_cell_depends_on_is_known_of_all_formulas_that_use_it() -> None:
    contents = cells(A1="C1+1", A2="C1+2", A3="A2", C1="TODAY()", A4="4+1")
    sheet = RawSheet("三", "visible", protected=False, cells=contents, merges=(), outside=0)
    recalculation = Recalculation(Package((sheet,), {}, {}, "", "", macros=False, links=0))
    found = [recalculation.compute(sheet, (row, 0)).dependences for row in range(4)]
    assert [{"day"}, {"day"}, {"day"}, set()] == [set(each) for each in found]


@pytest.mark.parametrize(
    ("formula", "value"),
    [("SUM(A2:A9)", "5"), ("A2*2", "10"), ("SUM(A:A)", None), ("A6000", None), ("SUM(2:2)", None)],
)
def test_an_area_beyond_what_was_read_is_not_computed(formula: str, value: str | None) -> None:
    contents = cells(B1=formula, A2="5")
    sheet = RawSheet("三", "visible", protected=False, cells=contents, merges=(), outside=3)
    package = Package((sheet,), {}, {}, "", "", macros=False, links=0)
    found = Recalculation(package).compute(sheet, (0, 1))
    assert (value, "" if value else "公式引用的区域过大") == (found.value, found.why_not)


def test_a_formula_that_others_share_is_moved_to_their_cells() -> None:
    contents = cells(A1="5", B1="A1*2", A2="6", B2="0") | {(1, 1): RawCell("number", "0", "", "")}
    sheet = RawSheet(
        "三",
        "visible",
        protected=False,
        cells=contents,
        merges=(),
        outside=0,
        shared_formulas={(1, 1): (0, 1)},
    )
    package = Package((sheet,), {}, {}, "", "", macros=False, links=0)
    assert "12" == Recalculation(package).compute(sheet, (1, 1)).value


@pytest.mark.parametrize(
    "formula",
    ["+".join(["1"] * 90), "SUM(" * 30 + "A2:A5000" + ")" * 30, "&".join(['"x"'] * 99)],
)
def test_the_work_on_all_formulas_of_a_return_is_bounded(formula: str) -> None:
    contents = {(row, 0): RawCell("number", "1", formula, "") for row in range(300)}
    contents |= {(row, 0): RawCell("number", "1", None, "") for row in range(300, 5000)}
    sheet = RawSheet("三", "visible", protected=False, cells=contents, merges=(), outside=0)
    package = Package((sheet,), {}, {}, "", "", macros=False, links=0)
    recalculation = Recalculation(package)
    reasons = [recalculation.compute(sheet, (row, 0)).why_not for row in range(300)]
    assert "公式过多，或者引用的单元格过多" == reasons[-1]
