"""What stands beside the figures is named: comments, text boxes, lines typed on any sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from openpyxl.comments import Comment

from support.edited import codes, part_of, read, resaved, with_parts
from support.odd_workbooks import relation, relations
from xlreport.base.finding import Severity
from xlreport.form.sheet_names import CHECKS_SHEET, INSTRUCTIONS_SHEET, ISSUES_SHEET
from xlreport.formats.sources import Source
from xlreport.outgoing._annotated import build_annotated
from xlreport.outgoing._letter import Answer
from xlreport.settlement.status import DepartmentStatus

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xlreport import Department, Finding

BESIDE: Final = {"COMMENT-BESIDE", "CORRECTION-BESIDE", "CONTENT-BEYOND"}
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
THREADED: Final = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def said(data: bytes) -> list[Finding]:
    return [finding for finding in read(data).findings if finding.code in BESIDE]


def commented(data: bytes, text: str, sheet: str = "三", address: str = "D6") -> bytes:
    """Add a comment as openpyxl writes it."""

    def change(book: object) -> None:
        book[sheet][address].comment = Comment(text, "李四")  # type: ignore[index]

    return resaved(data, change)


CORRECTIONS: Final = (
    *("应为12", "此数应为十二件", "改为 7", "更正：自然人3", "本行作废", "数字有误，见附件"),
    *("以此为准", "漏报1件", "实际为１２", "多报了", "填错了"),
)
REMARKS: Final = (
    *(
        "已核对",
        "请领导审阅",
        "同去年",
        "来自台账",
        "办公室张某",
        "信息公开科",
        "好",
        "√",
        "见附件",
    ),
)


@pytest.mark.parametrize("text", [*CORRECTIONS, "12", "3件"])
def test_a_comment_that_reads_as_a_correction_is_a_warning(returned: bytes, text: str) -> None:
    (found,) = said(commented(returned, text))
    assert ("CORRECTION-BESIDE", Severity.WARNING, "三", "D6", text) == (
        found.code,
        found.severity,
        found.sheet,
        found.cell,
        found.seen,
    )
    assert "表三 D6有批注：" in found.message


@pytest.mark.parametrize("text", REMARKS)
def test_any_other_comment_is_a_notice(returned: bytes, text: str) -> None:
    (found,) = said(commented(returned, text))
    assert ("COMMENT-BESIDE", Severity.INFO, text) == (found.code, found.severity, found.seen)


@pytest.mark.parametrize("sheet", ["封面", "二", "四", "文字部分", "检查", "填报说明"])
def test_a_comment_is_found_on_every_sheet_of_the_form(returned: bytes, sheet: str) -> None:
    found = said(commented(returned, "应为12", sheet, "A1"))
    assert [("CORRECTION-BESIDE", sheet, "A1")] == [(f.code, f.sheet, f.cell) for f in found]


def test_many_comments_are_named_each_up_to_a_bound(returned: bytes) -> None:
    def change(book: object) -> None:
        for number in range(30):
            book["三"].cell(number + 1, 12).comment = Comment(f"应为{number}", "李四")  # type: ignore[index]

    found = said(resaved(returned, change))
    assert (20, 11) == (len(found), len(found[-1].cells))


# ---- parts that office programs write ------------------------------------------------------------


def with_part(data: bytes, kind: str, name: str, content: str, namespace: str = "") -> bytes:
    """Give the sheet 三 a part of this kind."""
    sheet = part_of(data, "三")
    folder, _, own = sheet.rpartition("/")
    entry = relation("rX", kind, f"/{name}")
    if namespace:
        entry = entry.replace(entry.split('Type="')[1].split('"')[0], namespace)
    return with_parts(
        data, {f"{folder}/_rels/{own}.rels": relations(entry).encode(), name: content.encode()}
    )


def drawing(*anchors: str) -> str:
    return (
        f'<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="{MAIN}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"{''.join(anchors)}</xdr:wsDr>"
    )


def anchor(*paragraphs: str, row: int = 5, column: int = 3, kind: str = "twoCellAnchor") -> str:
    start = (
        f"<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>9</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>7</xdr:rowOff></xdr:from>"
        "<xdr:to><xdr:col>9</xdr:col><xdr:row>19</xdr:row></xdr:to>"
    )
    texts = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    return f"<xdr:{kind}>{start}<xdr:sp><xdr:txBody>{texts}</xdr:txBody></xdr:sp></xdr:{kind}>"


VML: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    "<v:shape><v:textbox><div><font>{text}</font></div></v:textbox>"
    '<x:ClientData ObjectType="{kind}">'
    "<x:Anchor>3, 15, 5, 2, 6, 31, 9, 4</x:Anchor></x:ClientData></v:shape></xml>"
)


@pytest.mark.parametrize(
    ("kind", "name", "content", "texts"),
    [
        ("drawing", "xl/drawings/drawing1.xml", drawing(anchor("应为12")), ["应为12"]),
        ("drawing", "xl/drawings/drawing1.xml", drawing(anchor("更正", "12")), ["更正 12"]),
        (
            "drawing",
            "xl/drawings/drawing1.xml",
            drawing(anchor("应为12"), anchor("应为13", kind="oneCellAnchor")),
            ["应为12", "应为13"],
        ),
        (
            "drawing",
            "xl/drawings/drawing1.xml",
            drawing(
                "<mc:AlternateContent><mc:Choice>"
                f"{anchor('应为12')}</mc:Choice><mc:Fallback>{anchor('应为12')}</mc:Fallback>"
                "</mc:AlternateContent>"
            ),
            ["应为12"],
        ),
        ("drawing", "xl/drawings/drawing1.xml", drawing(anchor("", " ")), []),
        (
            "vmlDrawing",
            "xl/drawings/vmlDrawing1.vml",
            VML.format(text="应为12", kind="Text"),
            ["应为12"],
        ),
        ("vmlDrawing", "xl/drawings/vmlDrawing1.vml", VML.format(text="应为12", kind="Note"), []),
        ("vmlDrawing", "xl/drawings/vmlDrawing1.vml", "<xml><br></xml>", []),
    ],
)
def test_text_boxes_and_shapes_are_read_as_they_are_drawn(
    returned: bytes, kind: str, name: str, content: str, texts: list[str]
) -> None:
    found = said(with_part(returned, kind, name, content))
    assert texts == [finding.seen for finding in found]
    assert {("三", "D6")} >= {(finding.sheet, finding.cell) for finding in found}
    assert all("有文本框：" in finding.message for finding in found)


def test_a_threaded_comment_is_named_once_by_its_own_text(returned: bytes) -> None:
    threaded = (
        f'<ThreadedComments xmlns="{THREADED}"><threadedComment ref="D6" personId="{{1}}" '
        'id="{2}"><text>应为12</text></threadedComment></ThreadedComments>'
    )
    plain = (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors>'
        '<author>tc={2}</author></authors><commentList><comment ref="D6" authorId="0"><text>'
        "<t>[线程批注] 你的 Excel 版本可读取此线程批注。 批注: 应为12</t></text></comment>"
        "</commentList></comments>"
    )
    sheet = part_of(returned, "三")
    folder, _, own = sheet.rpartition("/")
    links = relations(
        relation("rA", "comments", "/xl/comments1.xml"),
        relation("rB", "threadedComment", "/xl/threadedComments/threadedComment1.xml"),
    )
    parts = {
        f"{folder}/_rels/{own}.rels": links.encode(),
        "xl/comments1.xml": plain.encode(),
        "xl/threadedComments/threadedComment1.xml": threaded.encode(),
    }
    assert ["应为12"] == [finding.seen for finding in said(with_parts(returned, parts))]


# ---- lines typed on the sheets -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "address"),
    [
        (INSTRUCTIONS_SHEET, "A300"),
        (INSTRUCTIONS_SHEET, "F3"),
        (CHECKS_SHEET, "A300"),
        (CHECKS_SHEET, "L3"),
        (CHECKS_SHEET, "AB7"),
        ("三", "M6"),
        ("三", "A80"),
        ("二", "H2"),
        ("封面", "H3"),
        ("文字部分", "D4"),
    ],
)
@pytest.mark.parametrize(
    ("text", "code"), [("表三 D6应为12", "CORRECTION-BESIDE"), ("填表人：张三", "CONTENT-BEYOND")]
)
def test_a_line_typed_on_any_sheet_is_named(
    returned: bytes, sheet: str, address: str, text: str, code: str
) -> None:
    def change(book: object) -> None:
        book[sheet][address] = text  # type: ignore[index]

    found = said(resaved(returned, change))
    assert [(code, sheet, address, text)] == [(f.code, f.sheet, f.cell, f.seen) for f in found]


@pytest.mark.libreoffice
def test_as_it_was_sent_out_and_saved_again_nothing_is_said(
    returned: bytes, convert: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "a.xlsx").write_bytes(returned)
    by_libreoffice = convert(tmp_path / "a.xlsx", "xlsx").read_bytes()
    assert [[], [], []] == [said(returned), said(resaved(returned)), said(by_libreoffice)]


@pytest.mark.libreoffice
def test_the_comments_of_an_annotated_copy_are_our_own(
    returned: bytes,
    department: Department,
    convert: Callable[..., Path],
    tmp_path: Path,
) -> None:
    def wrong(book: object) -> None:
        book["三"]["D6"] = "若干"  # type: ignore[index]

    path = tmp_path / "a.xlsx"
    path.write_bytes(resaved(returned, wrong))
    item = replace(read(path.read_bytes()), source=Source(path))
    copy = build_annotated(item, department, item.findings, Answer(DepartmentStatus.RETURNED))
    (tmp_path / "copy.xlsx").write_bytes(copy)
    by_libreoffice = convert(tmp_path / "copy.xlsx", "xlsx").read_bytes()
    assert b"comments" in copy
    assert [[], [], []] == [said(copy), said(resaved(copy)), said(by_libreoffice)]

    def answered(book: object) -> None:
        book[ISSUES_SHEET]["H4"] = "已改为12"  # type: ignore[index]

    assert ["CORRECTION-BESIDE"] == codes(tuple(said(resaved(copy, answered))))


@pytest.mark.parametrize("text", ["错误：应为12", "警告：此数有误", "提示：应为12", "需要补填：12"])
def test_a_comment_of_a_clerk_may_begin_as_those_of_our_copies_do(
    returned: bytes, text: str
) -> None:
    assert ["CORRECTION-BESIDE"] == codes(tuple(said(commented(returned, text))))


def test_lines_of_another_version_below_ours_are_no_foreign_text(returned: bytes) -> None:
    def change(book: object) -> None:
        sheet = book[INSTRUCTIONS_SHEET]  # type: ignore[index]
        for row in range(sheet.max_row + 1, sheet.max_row + 4):
            for column in range(1, 4):
                sheet.cell(row, column).value = "数字有误，请改为常规格式"

    assert [] == said(resaved(returned, change))


def test_a_correction_directly_below_the_instructions_is_named(returned: bytes) -> None:
    def change(book: object) -> None:
        sheet = book[INSTRUCTIONS_SHEET]  # type: ignore[index]
        sheet.cell(sheet.max_row + 1, 1).value = "表三 D6应为12"

    assert ["CORRECTION-BESIDE"] == [finding.code for finding in said(resaved(returned, change))]
