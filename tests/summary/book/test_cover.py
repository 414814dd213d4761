"""The cover of a summary: the conclusions, and where each leads."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from support.county import ALL, FORM, broken, county, filling
from support.filled import as_return, find
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.layout.summary import lay_summary
from xlreport.summary.book._cover import conclusions
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import Summary
from xlreport.writing.content import Formula

FIELDS = lay_summary(FORM).fields


@pytest.fixture(scope="module")
def summary() -> Summary:
    """Give a county with a department in every status, one not counted, and a stranger."""
    return county(
        [
            as_return(FORM, filling(1), code="D01"),
            as_return(FORM, filling(2), code="D02"),
            as_return(FORM, broken(3), code="D03"),
            as_return(FORM, filling(4), code="D04", file="a.xlsx"),
            as_return(FORM, filling(5), code="D04", file="b.xlsx"),
            as_return(FORM, filling(6), code="V01", name="垂管局"),
            as_return(FORM, filling(7), code="X01"),
        ],
        ALL,
    )


def cover_of(summary: Summary, *, cached: bool) -> Worksheet:
    book = openpyxl.load_workbook(BytesIO(build_summary(summary)), data_only=cached)
    sheet = book["封面"]
    assert isinstance(sheet, Worksheet)
    return sheet


def shown(summary: Summary, kind: FieldKind) -> Any:
    return cover_of(summary, cached=True)[FIELDS[Field(kind)].address].value


def test_it_says_who_reported_who_did_not_and_what_was_found(summary: Summary) -> None:
    cover = cover_of(summary, cached=True)
    said = {field: cover[FIELDS[field].address].value for field in conclusions(summary)}
    alone = {field.kind: text for field, text in said.items() if not field.key}
    assert {
        FieldKind.SHARE: "2／5",
        FieldKind.SCOPE: "2／5 个单位（退回修改1个，数据冲突1个，未报送1个，另有1个不计入汇总）",
        FieldKind.PROOF: "共 200 项，差额不为 0 的 0 项",
    }.items() <= alone.items()
    assert str(alone[FieldKind.FINDINGS]).startswith("错误 4，")
    assert [None] * 3 == [said[Field(FieldKind.NIL, table.key)] for table in FORM.tables]


def test_the_figures_are_live_references_to_the_official_tables(summary: Summary) -> None:
    written, cached = (cover_of(summary, cached=value) for value in (False, True))
    for index in FORM.headline:
        place = lay_form(FORM).positions[index]
        address = FIELDS[Field(FieldKind.HEADLINE, index)].address
        formula = str(written[address].value).replace("$", "")
        assert f"='{place.sheet}'!{place.address}" == formula
        assert summary.values[index] == cached[address].value
    assert find(FORM, "requests.received.total") in FORM.headline


def test_each_conclusion_leads_to_the_sheet_that_says_more(summary: Summary) -> None:
    cover = cover_of(summary, cached=False)

    def leads(kind: FieldKind) -> str:
        link = cover[FIELDS[Field(kind)].address].hyperlink
        assert link is not None
        return str(link.location).partition("!")[0].strip("'")

    kinds = (FieldKind.SCOPE, FieldKind.FINDINGS, FieldKind.PROOF)
    assert ["报送情况", "审核问题", "核对"] == [leads(kind) for kind in kinds]


def test_the_day_it_was_made_stands_nowhere(summary: Summary) -> None:
    assert build_summary(summary) == build_summary(replace(summary))


def test_it_is_printed_on_one_page(summary: Summary) -> None:
    setup = cover_of(summary, cached=False).page_setup
    assert (9, 1, 1) == (setup.paperSize, setup.fitToWidth or 1, setup.fitToHeight or 1)


def test_a_missing_figure_is_shown_as_excel_shows_a_reference_to_a_blank(summary: Summary) -> None:
    nothing = replace(summary, values=(None,) * len(FORM.cells))
    index = FORM.headline[0]
    formula = conclusions(nothing)[Field(FieldKind.HEADLINE, index)]
    assert isinstance(formula, Formula)
    assert 0 == formula.value
