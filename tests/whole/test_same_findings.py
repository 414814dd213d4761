"""What is found depends neither on the program that saved the file, nor on the totals it saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from support.departments import make_department
from support.edited import read, resaved, typed, with_parts
from support.filled import all_values, as_typed, few, fill_form, fillings, find
from support.mutated import put_together, take_apart
from xlreport import read_returns
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import Kind
from xlreport.layout.layout import lay_form
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Value

EDITIONS = ["ogi-2021", "ogi-2019"]
WHO = make_department("D05")
_CACHED = re.compile(rb"(</f>)<v>[^<]*</v>")

Said = list[tuple[object, ...]]


def faulty(form: Form) -> dict[int, Value]:
    """Give a filling with a slip of nearly every kind."""
    values: dict[int, Value] = as_typed(form, fill_form(form, 3, largest=30))
    slips: dict[str, Value] = {
        "requests.received.natural_person": 4321,
        "requests.granted.commercial": "若干",
        "requests.state_secret.research": "1,024",
        "requests.carried_over.research": 2.5,
        "requests.received.total": 7,
        "remedies.cases.direct_upheld": -3,
        "remedies.cases.direct_pending": "/",
        "remedies.cases.appeal_total": 99,
        "proactive.regulations.made": "２",
        "proactive.fees.fees_amount": "251000元",
    }
    for name, value in slips.items():  # the editions differ in 收费
        if tuple(name.split(".")) in form.index:
            values[find(form, name)] = value
    del values[find(form, "requests.carried_forward.other_person")]
    return values


def said(data: bytes, folder: Path) -> Said:
    """Give what is found, each with its cells, but not the words for it."""
    (folder / "报送表.xlsx").write_bytes(data)
    return [
        (
            f.code,
            f.severity,
            f.rule,
            f.expected,
            f.difference,
            *((c.sheet, c.cell) for c in f.cells),
        )
        for f in read_returns(folder / "报送表.xlsx").found
    ]


def by_library(form: Form) -> bytes:
    return build_template(form, year=form.first_year, department=WHO, values=faulty(form))


def by_openpyxl(form: Form) -> bytes:
    blank = build_template(form, year=form.first_year, department=WHO)
    return typed(blank, form, faulty(form))


def without_cache(form: Form) -> bytes:
    return put_together(take_apart(by_library(form), cached=False))


def with_false_cache(form: Form) -> bytes:
    members = take_apart(by_library(form)).members
    sheets = [name for name in members if name.startswith("xl/worksheets/sheet")]
    false = {name: _CACHED.sub(rb"\1<v>77777</v>", members[name]) for name in sheets}
    return with_parts(by_library(form), false)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_slips_bring_about_findings_of_many_kinds(edition: str, tmp_path: Path) -> None:
    codes = {finding[0] for finding in said(by_library(load_form(edition)), tmp_path)}
    assert {"RULE", "UNREADABLE", "READ-AS", "FORM", "INT", "TOTAL-WRONG", "BLANK-ZERO"} <= codes


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("by", [by_openpyxl, without_cache])
def test_the_same_is_found_whatever_wrote_the_totals(
    edition: str, by: Callable[[Form], bytes], tmp_path: Path
) -> None:
    form = load_form(edition)
    assert said(by_library(form), tmp_path) == said(by(form), tmp_path)


@pytest.mark.parametrize("edition", EDITIONS)
def test_false_totals_in_the_file_add_a_notice_and_nothing_else(
    edition: str, tmp_path: Path
) -> None:
    form = load_form(edition)
    found = said(with_false_cache(form), tmp_path)
    stale = [each for each in found if each[0] == "TOTAL-STALE"]
    assert [("TOTAL-STALE", "info")] * 2 == [each[:2] for each in stale]
    assert said(by_library(form), tmp_path) == [each for each in found if each not in stale]


@given(st.data())
@few
def test_any_filling_is_read_as_it_was_written(data: st.DataObject) -> None:
    form = load_form(data.draw(st.sampled_from(EDITIONS)))
    inputs = data.draw(fillings(form, 10**6))
    values = as_typed(form, inputs)
    item = read(build_template(form, year=form.first_year, department=WHO, values=values))
    assert (tuple(all_values(form, inputs)), ()) == (item.values, item.findings)


def changed_everywhere(form: Form, pattern: bytes, new: bytes) -> bytes:
    """Change a pattern wherever it stands in the workbook, which must be somewhere."""
    members = take_apart(by_library(form)).members
    known = re.compile(pattern, re.DOTALL)
    changed = {name: known.sub(new, part) for name, part in members.items() if known.search(part)}
    assert changed
    return with_parts(by_library(form), changed)


# What gets lost or comes along where clerks copy and paste.
TRACES = {
    "all validations lost": (rb"<dataValidations.*?</dataValidations>", b""),
    "all conditional formats lost": (rb"<conditionalFormatting.*?</conditionalFormatting>", b""),
    "defined names lost": (rb"<definedNames>.*?</definedNames>", b""),
    "broken and hidden names": (
        rb"</definedNames>",
        b'<definedName name="_xlnm.X" hidden="1">#REF!$A$1</definedName></definedNames>',
    ),
    "merged cells lost": (rb"<mergeCells.*?</mergeCells>", b""),
    "colours lost": (rb"<fgColor[^>]*/>", b""),
    "a wrong dimension": (rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>'),
}


@pytest.mark.parametrize("trace", TRACES)
def test_what_pasting_does_to_a_workbook_changes_no_finding(trace: str, tmp_path: Path) -> None:
    form = load_form("ogi-2021")
    data = changed_everywhere(form, *TRACES[trace])
    assert said(by_library(form), tmp_path) == said(data, tmp_path)


# What shows every figure of the form: an amount has up to six decimals in 万元.
FORMATS = [
    *("General", "@", "0.000000", "0.00####", "#,##0.######", "#,##0.000000;[Red]-#,##0.000000"),
    *("#,##0.000000_);(#,##0.000000)", "0.0000000000E+00"),
    '_ "￥"* #,##0.000000_ ;_ "￥"* \\-#,##0.000000_ ;_ "￥"* "-"??????_ ;_ @_ ',
    "_ * #,##0.000000_ ;_ * \\-#,##0.000000_ ;_ * 0_ ;_ @_ ",
]


@pytest.mark.parametrize("code", FORMATS)
def test_a_number_format_that_shows_the_figures_changes_no_finding(
    code: str, tmp_path: Path
) -> None:
    form = load_form("ogi-2021")

    def change(book: Workbook) -> None:
        for cell, position in zip(form.cells, lay_form(form).positions, strict=True):
            if cell.measure.kind is Kind.MONEY or "￥" not in code:
                book[position.sheet][position.address].number_format = code

    assert said(by_library(form), tmp_path) == said(resaved(by_library(form), change), tmp_path)


@pytest.mark.parametrize("code", ["0", "#,##0", '0"件"', "0_ ", "[Blue]0", "000", "0;(0);-"])
def test_a_format_for_counts_changes_no_finding(code: str, tmp_path: Path) -> None:
    form = load_form("ogi-2021")

    def change(book: Workbook) -> None:
        for cell, position in zip(form.cells, lay_form(form).positions, strict=True):
            if cell.measure.kind is Kind.COUNT:
                book[position.sheet][position.address].number_format = code

    assert said(by_library(form), tmp_path) == said(resaved(by_library(form), change), tmp_path)


@pytest.mark.libreoffice
@pytest.mark.parametrize(("edition", "by"), [("ogi-2021", by_library), ("ogi-2019", without_cache)])
def test_the_same_is_found_after_libreoffice_has_saved_it(
    edition: str,
    by: Callable[[Form], bytes],
    convert: Callable[[Path, str], Path],
    tmp_path: Path,
) -> None:
    form = load_form(edition)
    path = tmp_path / "in.xlsx"
    path.write_bytes(by(form))
    saved = convert(path, "xlsx").read_bytes()
    assert said(by_library(form), tmp_path) == said(saved, tmp_path)
