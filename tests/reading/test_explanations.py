"""What a clerk writes beside the lines of 检查 is read back, whoever saved it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xlreport as xr
from support.departments import make_department
from support.edited import codes, part_of, read, read_any, resaved, typed, with_parts
from support.filled import as_return, as_typed, cells_at, few, find
from support.office import Job, work
from support.older_templates import made_older
from support.settled import returns_in
from xlreport.base.finding import Finding, make_finding
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.sheet_names import CHECKS_SHEET, STAMP_SHEET
from xlreport.formats import _sheet
from xlreport.formats.any_format import read_workbook
from xlreport.formats.cell import RawSheet
from xlreport.layout.check_line import CheckLine, check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.outgoing.template import build_template
from xlreport.reading.explanations import explained
from xlreport.reading.fields import read_fields

if TYPE_CHECKING:
    from openpyxl import Workbook

    from xlreport import Returns
    from xlreport.writing.content import Value

FORM = load_form("ogi-2021")
DEPARTMENT = make_department("D05", "盐池县退役军人事务局")
ROSTER = xr.Roster("名录", (DEPARTMENT,))
SAID = "两件文件于年底制发，“现行有效”下月更新；<已核实> =1+1"


def line_of(rule: str, place: str, form: Form = FORM) -> CheckLine:
    """Find a line of 检查 by its rule and the end of its place."""
    (line,) = [
        line for line in check_lines(form) if line.id == rule and line.location.endswith(place)
    ]
    return line


VALID = line_of("T2-VALID", "行政规范性文件")  # a warning
BALANCE = line_of("T3-ID", "自然人（列）")  # an error
FIGURES: dict[int, Value] = as_typed(
    FORM,
    cells_at(
        FORM, {"proactive.normative_documents.made": 2, "requests.received.natural_person": 1}
    ),
)


def explain(line: CheckLine) -> Field:
    return Field(FieldKind.EXPLANATION, line.number)


def a_return(*lines: CheckLine, text: str = SAID) -> bytes:
    """Write a return in which T2-VALID warns and T3-ID fails, with explanations."""
    fields = {explain(line): text for line in lines}
    return build_template(FORM, year=2026, department=DEPARTMENT, values=FIGURES, fields=fields)


def checked(data: bytes, folder: Path) -> Returns:
    path = folder / "D05.xlsx"
    path.write_bytes(data)
    return xr.read_returns(path, roster=ROSTER)


def answers(returns: Returns) -> dict[str, str]:
    """Give the explanations of the findings by their rules."""
    return {finding.rule: finding.answer for finding in returns.found if finding.answer}


# ---- reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["ogi-2019", "ogi-2021"])
def test_the_explanation_of_every_line_is_read(edition: str) -> None:
    form = load_form(edition)
    fields = {explain(line): f"说明{line.number}" for line in check_lines(form)}
    last = [0] * len(form.cells)
    data = build_template(
        form, year=form.first_year, department=DEPARTMENT, fields=fields, last=last
    )
    expected = {line.name: f"说明{line.number}" for line in check_lines(form)}
    assert expected == read(data).explanations


def test_a_standard_explanation_is_chosen_from_a_list_and_any_other_may_be_typed() -> None:
    book = openpyxl.load_workbook(BytesIO(a_return()))
    at = lay_form(FORM).fields[explain(VALID)].address
    (rule,) = [r for r in book[CHECKS_SHEET].data_validations.dataValidation if at in r.sqref]
    assert ("list", False) == (rule.type, bool(rule.showErrorMessage))
    ((sheet, area),) = book.defined_names[rule.formula1].destinations
    (choices,) = book[sheet][area.replace("$", "")]
    assert [*FORM.explanations.values()] == [cell.value for cell in choices]


@pytest.mark.parametrize(
    ("text", "code"), [("业务量据实增减：集中清理", "volume"), ("两件文件", "")]
)
def test_a_standard_explanation_is_read_as_code(tmp_path: Path, text: str, code: str) -> None:
    returns = checked(a_return(VALID, text=text), tmp_path)
    (found,) = [finding for finding in returns.found if finding.answer]
    assert (text, code) == (found.answer, found.answer_code)
    assert {code} == set(returns.findings.loc[returns.findings["answer"] == text, "answer_code"])


def test_a_return_without_explanations_has_none_and_its_sheet_is_not_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[str] = []

    really = _sheet.read_sheet

    def spy(container: Any, part: str, unread: RawSheet, *others: Any) -> RawSheet:
        parsed.append(unread.name)
        return really(container, part, unread, *others)

    monkeypatch.setattr("xlreport.formats.xlsx.read_sheet", spy)
    assert ({}, 0) == (read(a_return()).explanations, parsed.count(CHECKS_SHEET))
    explanations = read(a_return(VALID)).explanations
    assert ({VALID.name: SAID}, 1) == (explanations, parsed.count(CHECKS_SHEET))


def test_an_explanation_typed_by_openpyxl_is_read() -> None:
    data = typed(a_return(), FORM, {explain(VALID): f"\n {SAID} ", explain(BALANCE): 12})
    assert {VALID.name: SAID, BALANCE.name: "12"} == read(data).explanations


def test_blanks_are_no_explanation_and_a_broken_formula_is_none() -> None:
    data = typed(a_return(), FORM, {explain(VALID): " 　\n", explain(BALANCE): "#REF!"})
    item = read(data)
    assert ({}, False) == (item.explanations, "EXPLANATION-IGNORED" in codes(item.findings))


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
@few
def test_any_explanation_is_read_as_it_was_typed(text: str) -> None:
    expected = {VALID.name: text.strip()} if text.strip() else {}
    assert expected == read(a_return(VALID, text=text)).explanations


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda xml: xml.replace(b'<c r="J', b'<c  r="J'),
        lambda xml: xml.replace(b'<c r="', b"<c r='").replace(b'" s="', b"' s=\""),
        lambda xml: xml.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
        lambda xml: xml + b" " * (1 << 20),
    ],
    ids=["blanks", "quotes", "utf-16", "large"],
)
def test_however_the_sheet_is_written_its_explanations_are_read(rewrite: object) -> None:
    data = a_return(VALID)
    assert callable(rewrite)
    odd = with_parts(data, {part_of(data, CHECKS_SHEET): rewrite})
    assert {VALID.name: SAID} == read(odd).explanations


def test_a_sheet_that_is_gone_explains_nothing() -> None:
    data = resaved(a_return(VALID), lambda book: book.remove(book[CHECKS_SHEET]))
    assert {} == read(data).explanations


def test_a_damaged_sheet_with_explanations_makes_the_file_one_that_cannot_be_read() -> None:
    data = a_return(VALID)
    odd = with_parts(
        data, {part_of(data, CHECKS_SHEET): lambda xml: xml[: xml.index(b"</sheetData>")]}
    )
    assert ["FILE-DAMAGED"] == codes(read_any(odd).findings)


# ---- lines that are not ours -------------------------------------------------------------------


@pytest.mark.parametrize("column", [1, 2, 3])
def test_beside_a_line_that_was_changed_an_explanation_is_ignored_with_a_notice(
    column: int,
) -> None:
    place = lay_form(FORM).fields[explain(VALID)]

    def change(book: Workbook) -> None:
        book[place.sheet].cell(place.row + 1, column).value = "别的"

    item = read(resaved(a_return(VALID, BALANCE), change))
    (notice,) = [f for f in item.findings if f.code == "EXPLANATION-IGNORED"]
    assert {BALANCE.name: SAID} == item.explanations
    assert (xr.Severity.INFO, "检查", place.address, VALID.location, SAID) == (
        *(notice.severity, notice.sheet, notice.cell, notice.path, notice.seen),
    )


def test_in_a_workbook_without_a_stamp_an_explanation_is_ignored_with_a_notice() -> None:
    def unstamp(book: Workbook) -> None:
        book.remove(book[STAMP_SHEET])
        stamp = lay_form(FORM).fields[Field(FieldKind.STAMP)]
        book[stamp.sheet].cell(stamp.row + 1, stamp.column + 1).value = None

    other = {"docProps/custom.xml": lambda xml: xml.replace(b'"xlreport"', b'"other"')}
    item = read(with_parts(resaved(a_return(VALID, BALANCE), unstamp), other))
    (notice,) = [f for f in item.findings if f.code == "EXPLANATION-IGNORED"]
    assert ({}, None, 2) == (item.explanations, item.stamp, len(notice.cells))


def test_a_label_saved_in_other_widths_is_still_ours() -> None:
    place = lay_form(FORM).fields[explain(VALID)]

    def change(book: Workbook) -> None:
        cell = book[place.sheet].cell(place.row + 1, 2)
        cell.value = f" {str(cell.value).replace('（', '(').replace('）', ')')}"

    assert {VALID.name: SAID} == read(resaved(a_return(VALID), change)).explanations


# ---- what they are about -----------------------------------------------------------------------


def test_a_warning_carries_the_explanation_and_stays_a_warning(tmp_path: Path) -> None:
    plain = checked(a_return(), tmp_path)
    returns = checked(a_return(VALID), tmp_path)
    assert {"T2-VALID": SAID} == answers(returns)
    (finding,) = [finding for finding in returns.found if finding.answer]
    assert xr.Severity.WARNING is finding.severity
    assert finding.full_message == f"{finding.message}（单位核实说明：{SAID}）"
    assert plain.found == tuple(replace(found, answer="") for found in returns.found)


def test_a_return_whose_warnings_are_all_explained_is_not_sent_back_again(tmp_path: Path) -> None:
    figures = as_typed(FORM, cells_at(FORM, {"proactive.normative_documents.made": 2}))
    copies = []
    for fields in ({}, {explain(VALID): SAID}):
        data = build_template(FORM, year=2026, department=DEPARTMENT, values=figures, fields=fields)
        copies.append(len(xr.annotate(checked(data, tmp_path), tmp_path / "退回")))
    assert [1, 0] == copies


def test_an_error_stays_an_error_beside_its_explanation(tmp_path: Path) -> None:
    plain = checked(a_return(), tmp_path)
    returns = checked(a_return(BALANCE), tmp_path)
    assert {"T3-ID": SAID} == answers(returns)
    assert plain.found == tuple(replace(found, answer="") for found in returns.found)
    assert ["returned for correction"] == list(returns.status["status"])


def test_an_explanation_is_about_its_own_line_alone(tmp_path: Path) -> None:
    other = line_of("T2-VALID", "规章")
    column = line_of("T3-ID", "商业企业（列）")
    assert {} == answers(checked(a_return(other, column), tmp_path))


def test_beside_a_total_it_is_about_the_parts_that_have_none_of_their_own(tmp_path: Path) -> None:
    total = line_of("T3-ID", "总计（列）")
    assert {"T3-ID": SAID} == answers(checked(a_return(total), tmp_path))
    fields = {explain(total): "合计", explain(BALANCE): "自然人"}
    data = build_template(FORM, year=2026, department=DEPARTMENT, values=FIGURES, fields=fields)
    assert {"T3-ID": "自然人"} == answers(checked(data, tmp_path))


def test_a_finding_without_a_rule_or_a_line_carries_none() -> None:
    said = {line.name: SAID for line in check_lines(FORM)}
    item = replace(as_return(FORM, cells_at(FORM, {})), explanations=said)
    cell = item.reference(find(FORM, "proactive.regulations.in_force"))
    for finding in (
        make_finding("BLANK", cell, table="二"),
        replace(make_finding("LEVEL", cell, level="县"), rule="T2-REG"),
        Finding("RULE", xr.Severity.ERROR, rule="T2-VALID"),
    ):
        assert finding == explained(item, finding)


def test_a_number_below_zero_carries_the_explanation_of_its_table(tmp_path: Path) -> None:
    line = line_of("INT", "二")
    values = {**FIGURES, find(FORM, "proactive.licences.decisions"): -1}
    data = build_template(
        FORM, year=2026, department=DEPARTMENT, values=values, fields={explain(line): SAID}
    )
    assert {"INT": SAID} == answers(checked(data, tmp_path))


def test_of_two_files_with_equal_figures_the_one_with_explanations_is_used(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.xlsx").write_bytes(a_return())
    (tmp_path / "b.xlsx").write_bytes(a_return(VALID))
    returns = xr.read_returns(tmp_path, roster=ROSTER)
    assert ["duplicate", "used"] == [file.status.value for file in returns.settlement.files]


# ---- round trips -------------------------------------------------------------------------------


def test_a_copy_that_is_sent_back_carries_and_shows_the_explanations(tmp_path: Path) -> None:
    returns = checked(a_return(VALID, BALANCE), tmp_path)
    (path,) = xr.annotate(returns, tmp_path / "退回")
    again = xr.read_returns(path, roster=ROSTER)
    assert {VALID.name: SAID, BALANCE.name: SAID} == returns_in(again)[0].explanations
    assert answers(returns) == answers(again)
    issues = openpyxl.load_workbook(path).worksheets[0]
    shown = [str(cell.value) for row in issues.iter_rows() for cell in row]
    assert 2 == sum(SAID in text for text in shown)


def test_what_is_explained_about_last_year_survives_being_sent_back(tmp_path: Path) -> None:
    carry = line_of("Y-CARRY", "自然人（列）")
    (tmp_path / "2025").mkdir()
    zeros: dict[int, Value] = {cell.index: 0 for cell in FORM.inputs}
    last: list[int | None] = [0] * len(FORM.cells)
    before = build_template(FORM, year=2025, department=DEPARTMENT, values=zeros)
    (tmp_path / "2025" / "D05.xlsx").write_bytes(before)
    figures = {"requests.carried_over.natural_person": 1, "requests.granted.natural_person": 1}
    figures["proactive.normative_documents.made"] = 2  # what it is sent back for
    values = as_typed(FORM, cells_at(FORM, figures))
    fields = {explain(carry): SAID}
    data = build_template(
        FORM, year=2026, department=DEPARTMENT, values=values, fields=fields, last=last
    )
    path = tmp_path / "D05.xlsx"
    path.write_bytes(data)
    for _ in range(2):
        returns = xr.read_returns(path, roster=ROSTER, last_year=tmp_path / "2025")
        assert {"Y-CARRY": SAID} == answers(returns)
        (path,) = xr.annotate(returns, tmp_path / "退回")


@pytest.mark.libreoffice
def test_an_explanation_typed_and_saved_in_libreoffice_is_read(tmp_path: Path) -> None:
    source, target, blank = (tmp_path / f"{name}.xlsx" for name in ("发放", "D05", "空白"))
    source.write_bytes(a_return())
    place = lay_form(FORM).fields[explain(VALID)]
    work([Job(source, types=[(place, "年底制发，已核实")], save=target), Job(source, save=blank)])
    returns = xr.read_returns(target, roster=ROSTER)
    assert {"T2-VALID": "年底制发，已核实"} == answers(returns)
    assert {} == read(blank.read_bytes()).explanations


def test_a_return_in_an_older_template_is_read_as_one_of_today() -> None:
    said = {Field(FieldKind.CONTACT): "张三", Field(FieldKind.PHONE): "0953"}
    said |= {explain(line): f"说明{line.number}" for line in check_lines(FORM)}
    signed = {Field(FieldKind.SIGNED_ON, number): f"1月{number}日" for number in (1, 2, 3, 4)}
    data = build_template(
        FORM,
        year=2026,
        department=DEPARTMENT,
        values=FIGURES,
        nil=frozenset({"remedies"}),
        fields=said | signed,
        last=[1] * len(FORM.cells),
    )
    older, today = made_older(FORM, data), read(data)
    again = read(older)
    assert 57 == len(again.explanations)
    lost: dict[str, Any] = {"sha256": "", "findings": (), "seen": {}, "modified": ""}
    assert replace(today, **lost) == replace(again, **lost)
    assert set(codes(today.findings)) == set(codes(again.findings))
    fields = read_fields(lay_form(FORM), read_workbook(older).sheets)
    assert signed == {each: text for each, text in fields.items() if each in signed}
