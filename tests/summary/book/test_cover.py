"""The cover of a summary: the conclusions, and where each leads."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from support.county import ALL, FORM, broken, county, filling
from support.departments import make_department
from support.filled import as_return, find
from support.settled import settled
from xlreport.base.sign import Sign
from xlreport.desk.board import board
from xlreport.desk.tasks import Task
from xlreport.form.short_labels import figure_name
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.layout.summary import lay_summary
from xlreport.office.roster import Roster
from xlreport.summary.book._board import _leading, say_tasks
from xlreport.summary.book._cover import conclusions, plan_cover
from xlreport.summary.book._cover_figures import figure_of
from xlreport.summary.book._tiles import Tile, Tiles, _fitted, tiles_of
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import year_on_year


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


@cache
def workbook(summary: Summary, *, cached: bool) -> Workbook:
    return openpyxl.load_workbook(BytesIO(build_summary(summary)), data_only=cached)


def cover_of(summary: Summary, *, cached: bool) -> Worksheet:
    sheet = workbook(summary, cached=cached)["封面"]
    assert isinstance(sheet, Worksheet)
    return sheet


def texts(cover: Worksheet) -> list[str]:
    return [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value is not None]


def at(summary: Summary, field: Field) -> str:
    """Give the address of a field on the cover."""
    plan = plan_cover(
        summary.form, board(summary.returns, name=summary.name), year_on_year(summary)
    )
    return lay_summary(summary.form, plan).fields[field].address


def test_it_says_who_reported_who_did_not_and_what_was_found(summary: Summary) -> None:
    cover = cover_of(summary, cached=True)
    said = {field: cover[at(summary, field)].value for field in conclusions(summary)}
    alone = {field.kind: text for field, text in said.items() if not field.key}
    assert {
        FieldKind.SHARE: "2／5",
        FieldKind.SCOPE: "2／5 个单位（退回修改1个，数据冲突1个，未报送1个，另有1个不计入汇总）",
        FieldKind.PROOF: "共 200 项，差额不为 0 的 0 项",
    }.items() <= alone.items()
    assert str(alone[FieldKind.FINDINGS]).startswith("错误 3，")
    nil = [Field(FieldKind.NIL, table.key) for table in FORM.tables]
    assert [None] * 3 == [said[field] for field in nil]
    rows = {cover[at(summary, field)].row for field in (*nil, Field(FieldKind.STAMP))}
    assert rows == {row for row, look in cover.row_dimensions.items() if look.hidden}


def test_it_is_the_board_verdict_departments_and_what_remains(summary: Summary) -> None:
    said = texts(cover_of(summary, cached=True))
    assert "某县2021年政府信息公开工作年度报告　汇总表" == said[0]
    for text in ("× 还差 3 个单位", "D03局、D04局、D05局。", "报送情况（6 个单位，点击查看）"):
        assert text in said
    tiles = ["D01局 √", "D02局 √", "D03局 ×", "D04局 ×", "D05局 ×", "垂管局 –"]
    assert tiles == [text for text in said if text in tiles]
    assert (
        "√ 通过 3　　× 退回修改 1　　× 数据冲突 1　　× 未报送 1　　– 其中按名录不计入汇总 1" in said
    )
    tasks = said[said.index("还要做的（4）") + 1 :]
    assert ["×", "催报 1 个单位：D05局"] == tasks[:2]
    signers = ["填表人", "审核人（办公室主任）", "分管领导审核", "主要领导签发"]
    assert signers == [text for text in said if text in signers]
    printed = "打印：封面、二、三、四、图表、审核概要；其余 "
    assert next(text for text in said if text.startswith("打印：")).startswith(printed)


def test_a_tile_has_the_colours_of_its_sign_and_leads_to_its_department(summary: Summary) -> None:
    book = workbook(summary, cached=False)
    tile = next(c for row in book["封面"].iter_rows() for c in row if "D03局 ×" in str(c.value))
    colours = tile.font.color.rgb[2:], tile.fill.fgColor.rgb[2:]
    assert (Sign.OPEN.ink, Sign.OPEN.paper) == tuple(f"#{colour}" for colour in colours)
    link = re.fullmatch(r'=HYPERLINK\("#\'报送情况\'!A(\d+)","D03局 ×"\)', str(tile.value))
    assert link is not None
    row = [cell.value for cell in book["报送情况"][int(link[1])]]
    assert ("D03", "D03局") == tuple(row[:2])


def test_the_figures_are_live_references_to_the_official_tables(summary: Summary) -> None:
    written, cached = (cover_of(summary, cached=value) for value in (False, True))
    found = {
        str(cell.value).replace("$", ""): cached[cell.coordinate].value
        for row in written.iter_rows()
        for cell in row
    }
    for index in FORM.headline:
        place = lay_form(FORM).positions[index]
        assert summary.values[index] == found[f"='{place.sheet}'!{place.address}"]
    assert find(FORM, "requests.received.total") in FORM.headline
    names = [figure_name(FORM, index) for index in FORM.headline]
    assert ["本年新收政府信息公开申请数量", "未经复议直接起诉总计"] == [names[0], names[5]]
    said = texts(cached)
    assert names == [text for text in said if text in names]


def test_each_conclusion_leads_to_the_sheet_that_says_more(summary: Summary) -> None:
    cover = cover_of(summary, cached=False)

    def leads(kind: FieldKind) -> str:
        link = cover[at(summary, Field(kind))].hyperlink
        assert link is not None
        return str(link.location).partition("!")[0].strip("'")

    kinds = (FieldKind.SCOPE, FieldKind.FINDINGS, FieldKind.PROOF)
    assert ["报送情况", "审核问题", "核对"] == [leads(kind) for kind in kinds]


def test_a_form_that_names_no_figures_has_no_place_for_them(summary: Summary) -> None:
    plain = replace(summary, form=replace(FORM, headline=()))
    assert [] == [text for text in texts(cover_of(plain, cached=True)) if "主要数据" in text]


def test_the_day_it_was_made_stands_nowhere(summary: Summary) -> None:
    assert build_summary(summary) == build_summary(replace(summary))


def test_it_is_printed_on_one_page(summary: Summary) -> None:
    setup = cover_of(summary, cached=False).page_setup
    assert (9, 1, 1) == (setup.paperSize, setup.fitToWidth or 1, setup.fitToHeight or 1)


def test_a_missing_figure_is_shown_as_excel_shows_a_reference_to_a_blank(summary: Summary) -> None:
    nothing = replace(summary, values=(None,) * len(FORM.cells))
    assert 0 == figure_of(nothing, FORM.headline[0]).value


def test_nothing_to_do_is_said_and_much_is_shortened(summary: Summary) -> None:
    shown = board(summary.returns)
    many = replace(shown, lines=(), strays=())
    assert [(Sign.DONE, "没有要办的事。")] == say_tasks(replace(many, undecided=(), unusual=()))
    texts = [text for _, text in say_tasks(shown)]
    assert len(shown.tasks) == len(texts)
    long = [Task(Sign.OPEN, "办" * 99)] * 7
    many.__dict__["tasks"] = tuple(long)
    said = say_tasks(many)
    assert ("……另有 4 项，见“报送情况”。", 4) == (said[-1][1], len(said))
    assert "办" * 73 + "……" == said[0][1]


def test_a_cover_with_much_is_dense_on_one_page_and_goes_on_where_it_has_more() -> None:
    """Letters of 9.5 points are printed at 9 on a page of 758 points that is shrunk as much."""
    roster = Roster("", tuple(make_department(f"D{n:02}", f"盐池县第{n}管理局") for n in range(90)))
    item = as_return(FORM, filling(1), code="D00", name="盐池县第0管理局")

    def covers(headline: tuple[int, ...]) -> tuple[bool, Worksheet]:
        large = county([item], roster)
        large = replace(large, form=replace(FORM, headline=headline))
        plan = plan_cover(large.form, board(large.returns, name=large.name), ())
        return plan.dense, cover_of(large, cached=True)

    is_dense, cover = covers(FORM.headline + FORM.headline[4:] * 2)
    rows = [look for row, look in sorted(cover.row_dimensions.items()) if not look.hidden]
    assert sum(look.height or 20 for look in rows) <= 758 * 9.5 / 9
    assert (True, 1) == (is_dense, cover.page_setup.fitToHeight or 1)
    names = [figure_name(FORM, index) for index in FORM.headline[4:]]
    line = next(text for text in texts(cover) if text.startswith(names[0]))
    assert all(f"{name} " in line for name in names)
    more = covers(FORM.headline + FORM.headline[4:] * 60)[1]
    assert (0, 1) == (more.page_setup.fitToHeight, len(more.row_breaks.brk))


def test_there_is_a_tile_a_department_up_to_ninety_and_then_one_a_kind() -> None:
    def tiles(count: int, kinds: int = 4) -> Tiles:
        departments = [
            replace(make_department(f"D{n:03}", f"盐池县第{n}局"), kind=f"类{n % kinds}")
            for n in range(count)
        ]
        items = [as_return(FORM, filling(1), code="D000", name="盐池县第0局")]
        return tiles_of(board(settled(items, Roster("", tuple(departments)))))

    few, many, most = tiles(31), tiles(90), tiles(91)
    assert [6, 12, 6] == [few.across, many.across, most.across]
    assert [31, 90] == [sum(map(len, each.rows)) for each in (few, many)]
    assert ["第0局 √", "第1局 ×"] == [tile.text for tile in few.rows[0][:2]]
    kinds = ["类0 1／23 ×", "类1 0／23 ×", "类2 0／23 ×", "类3 0／22 ×"]
    assert kinds == [tile.text for tile in most.rows[0]]
    assert () == tiles(91, kinds=91).rows


def test_a_name_that_a_tile_has_no_room_for_is_shortened_before_its_sign() -> None:
    assert ("国家税务总局… ×", "公安局 √") == (
        _fitted(Tile("国家税务总局盐池县税务局", Sign.OPEN), 8, 2).text,
        _fitted(Tile("公安局", Sign.DONE), 8, 2).text,
    )


def test_a_link_holds_any_text() -> None:
    link = _leading('"' * 150 + "\u202e局", 7)
    assert f"{'”' * 150}局" == link.value
    assert f'HYPERLINK("#\'报送情况\'!A8","{link.value}")' == link.text
