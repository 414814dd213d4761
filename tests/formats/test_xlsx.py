from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from support.odd_workbooks import (
    MAIN,
    SHEET,
    packed,
    parts,
    relation,
    relations,
    workbook_part,
    worksheet,
)
from support.odd_workbooks import workbook as built
from xlreport.formats.container import LIMITS, Limits, Unreadable
from xlreport.formats.xlsx import read_package

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS = '<row r="1"><c r="A1"><v>7</v></c><c r="B1" t="inlineStr"><is><t>字</t></is></c></row>'
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def problem_of(data: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_package(data, limits or LIMITS)
    return caught.value


def ole(stream: str) -> bytes:
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + b"\0" * 64
    return OLE.ljust(512, b"\0") + entry


def archive_of(*names: str) -> bytes:
    return packed(dict.fromkeys(names, b"<a/>"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FILE-EMPTY"),
        (b"\0" * 5000, "FILE-EMPTY"),
        (ole("EncryptedPackage"), "FILE-ENCRYPTED"),
        (ole("Workbook"), "FILE-OLD"),
        (ole("Book"), "FILE-OLD"),
        (ole("WordDocument"), "FILE-OLE"),
        ((OLE + b" " + "Workbook".encode("utf-16-le")).ljust(512, b"\0"), "FILE-OLE"),
        (OLE.ljust(511, b"\0"), "FILE-TRUNCATED"),
        (archive_of("mimetype", "content.xml"), "FILE-ODS"),
        (archive_of("[Content_Types].xml", "word/document.xml"), "FILE-WORD"),
        (archive_of("xl/workbook.bin"), "FILE-XLSB"),
        (archive_of("a.txt"), "FILE-ZIP"),
        (packed({}), "FILE-ZIP"),
        (b"%PDF-1.7\n", "FILE-PDF"),
        (b"\x89PNG\r\n\x1a\n", "FILE-IMAGE"),
        (b"\n<!DOCTYPE html><html></html>", "FILE-HTML"),
        ("\ufeff<table><tr><td>字</td></tr></table>".encode("utf-16"), "FILE-HTML"),
        (b'<?xml version="1.0"?><html xmlns="x"/>', "FILE-HTML"),
        ("单位,数量\n".encode("gb18030"), "FILE-TEXT"),
        ("单位,数量\n".encode(), "FILE-TEXT"),
        (("字" * 40_000).encode(), "FILE-TEXT"),
        ("单位,数量\n".encode("utf-16"), "FILE-TEXT"),
        (b"\x00\x01\x02\xff", "FILE-UNKNOWN"),
        (built(ROWS)[:-100], "FILE-TRUNCATED"),
        (b"PK\x03\x04", "FILE-TRUNCATED"),
    ],
)
def test_a_file_that_is_no_workbook_has_a_code_of_its_own(data: bytes, code: str) -> None:
    assert code == problem_of(data).code


def test_a_file_larger_than_the_limit_is_refused_before_it_is_looked_at() -> None:
    problem = problem_of(b"x" * (2 << 20), Limits(file=1 << 20))
    assert ("FILE-LARGE", {"limit": "1 MB", "size": "2 MB"}) == (problem.code, problem.facts)


def test_an_archive_with_a_password_is_encrypted() -> None:
    data = bytearray(built(ROWS))
    found = data.find(b"PK\x01\x02")
    while found >= 0:
        data[found + 8] |= 1
        found = data.find(b"PK\x01\x02", found + 4)
    assert problem_of(bytes(data)).code == "FILE-ENCRYPTED"


def test_the_workbook_of_a_program_is_read_with_all_that_is_said_of_it() -> None:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet("表").protect()
    book.add_worksheet("隐藏").hide()
    book.add_worksheet("很隐藏").very_hidden()
    book.add_chartsheet("图")
    book.define_name("合计", "=表!$A$1")
    book.define_name("表!本表", "=表!$A$2")
    book.set_custom_property("xlreport", " 甲;1 ")
    book.set_custom_property("数", 7)
    book.close()
    package = read_package(target.getvalue())
    seen = [(sheet.name, sheet.state, sheet.protected) for sheet in package.sheets]
    expected = [("表", "visible", True), ("隐藏", "hidden", False), ("很隐藏", "veryHidden", False)]
    assert expected == seen
    assert {"合计": "表!$A$1", "本表": "表!$A$2"} == package.names
    assert {"xlreport": "甲;1", "数": "7"} == package.properties
    assert package.application == "Microsoft Excel"
    assert package.modified.startswith("20")
    assert (False, 0) == (package.macros, package.links)


def test_macros_and_links_are_seen_and_not_followed() -> None:
    data = built(
        ROWS,
        {
            "xl/workbook.xml": workbook_part('<sheet name="表" sheetId="1" r:id="r1"/>'),
            WORKBOOK_RELATIONS: relations(
                relation("r1", "worksheet", "worksheets/sheet1.xml"),
                relation("r2", "externalLink", "externalLinks/externalLink1.xml"),
                relation("r3", "vbaProject", "vbaProject.bin"),
            ),
            "xl/vbaProject.bin": b"\0",
        },
    )
    package = read_package(data)
    assert (True, 1) == (package.macros, package.links)


def test_the_parts_for_fuzzing_are_a_valid_workbook() -> None:
    package = read_package(packed(PARTS))
    assert ({"a": "b"}, 4) == (package.properties, len(package.sheets[0].cells))


def test_a_workbook_can_do_without_the_optional_parts() -> None:
    data = built(ROWS, {"xl/styles.xml": None, "xl/sharedStrings.xml": None})
    package = read_package(data)
    assert ["7", "字"] == [cell.text for cell in package.sheets[0].cells.values()]
    assert ("", "", {}) == (package.application, package.modified, package.properties)


def test_a_shared_string_without_the_part_of_the_strings_is_damage() -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    problem = problem_of(built(rows, {"xl/sharedStrings.xml": None}))
    assert ("FILE-DAMAGED", {"part": SHEET, "cell": "A1"}) == (problem.code, problem.facts)


def test_broken_properties_say_nothing() -> None:
    package_relations = relations(
        relation("r1", "officeDocument", "xl/workbook.xml"),
        relation("r2", "extended-properties", "docProps/app.xml"),
    )
    data = built(ROWS, {"_rels/.rels": package_relations, "docProps/app.xml": "<Properties>"})
    assert read_package(data).application == ""


def test_two_sheets_of_one_name_are_both_read() -> None:
    sheets = '<sheet name="表" sheetId="1" r:id="r1"/><sheet name="表" sheetId="2" r:id="r1"/>'
    package = read_package(built(ROWS, {"xl/workbook.xml": workbook_part(sheets)}))
    assert [("表", 2), ("表", 2)] == [(sheet.name, len(sheet.cells)) for sheet in package.sheets]


@pytest.mark.parametrize(
    "target",
    [
        "/xl/worksheets/sheet1.xml",
        "./worksheets/../worksheets/sheet1.xml",
        "worksheets\\SHEET1.XML",
    ],
)
def test_a_target_is_found_however_it_is_spelled(target: str) -> None:
    data = built(ROWS, {WORKBOOK_RELATIONS: relations(relation("r1", "worksheet", target))})
    assert 2 == len(read_package(data).sheets[0].cells)


@pytest.mark.parametrize(
    ("target", "more"),
    [
        ("../../../../etc/passwd", ""),
        ("/etc/passwd", ""),
        ("file:///etc/passwd", ""),
        ("", ""),
        ("worksheets/sheet1.xml", 'TargetMode="External"'),
        ("http://localhost/sheet1.xml", 'TargetMode="External"'),
    ],
)
def test_a_target_outside_the_package_leads_nowhere(target: str, more: str) -> None:
    data = built(ROWS, {WORKBOOK_RELATIONS: relations(relation("r1", "worksheet", target, more))})
    assert problem_of(data).code == "FILE-DAMAGED"


@pytest.mark.parametrize("missing", [SHEET, WORKBOOK_RELATIONS])
def test_a_missing_part_is_damage(missing: str) -> None:
    assert problem_of(built(ROWS, {missing: None})).code == "FILE-DAMAGED"


def test_a_main_part_that_is_no_workbook_makes_no_workbook() -> None:
    assert problem_of(built(ROWS, {"xl/workbook.xml": "<presentation/>"})).code == "FILE-ZIP"


@pytest.mark.parametrize(
    "sheet",
    [
        worksheet(ROWS)[:-5],
        "",
        worksheet("&nbsp;"),
        '<?xml version="1.0" encoding="gb2312"?><a/>',
        '<?xml version="1.0" encoding="no-such"?><a/>',
        '<?xml version="1.0" encoding="rot13"?><a/>',
        worksheet('<row r="0"/>'),
        worksheet('<row r="１"/>'),
        worksheet("", '<mergeCells><mergeCell ref="A1:"/><mergeCell/></mergeCells>'),
    ],
)
def test_xml_that_is_none_is_damage_and_names_the_part(sheet: str) -> None:
    problem = problem_of(built("", {SHEET: sheet}))
    assert ("FILE-DAMAGED", SHEET) == (problem.code, problem.facts["part"])


def test_utf_16_is_read() -> None:
    sheet = f'<?xml version="1.0" encoding="utf-16"?>{worksheet(ROWS)}'.encode("utf-16")
    assert 2 == len(read_package(built("", {SHEET: sheet})).sheets[0].cells)


DOCTYPES = [
    '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]>',
    '<!DOCTYPE a SYSTEM "http://localhost/a.dtd">',
    '<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd">%b;]>',
    "<!DOCTYPE a>",
]


@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize(
    "part", [SHEET, "xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_is_refused_in_every_part(doctype: str, part: str, encoding: str) -> None:
    original = parts(ROWS)[part].decode()
    changed = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{original}'.encode(encoding)
    problem = problem_of(built(ROWS, {part: changed}))
    assert ("FILE-HOSTILE", "含有文档类型声明（DTD）") == (problem.code, problem.facts["reason"])


def test_a_bomb_is_refused_by_what_the_directory_says() -> None:
    assert problem_of(built("", {SHEET: b" " * (4 << 20)})).facts == {"reason": "压缩比超过 250 倍"}
    data = built("", {"a.xml": b"<a/>" * 1000})
    assert problem_of(data, Limits(part=3000)).code == "FILE-HOSTILE"
    assert problem_of(data, Limits(all_parts=4500)).code == "FILE-HOSTILE"


def test_a_header_that_lies_about_the_size_is_damage() -> None:
    content = worksheet(" " * 50_000).encode()
    data = built("", {SHEET: content})
    true, lie = struct.pack("<L", len(content)), struct.pack("<L", 1000)
    assert true in data
    assert problem_of(data.replace(true, lie)).code == "FILE-DAMAGED"


def test_a_wrong_check_sum_is_damage() -> None:
    content = worksheet(ROWS).encode()
    true = struct.pack("<L", zlib.crc32(content))
    assert problem_of(built(ROWS).replace(true, b"\1\2\3\4")).code == "FILE-DAMAGED"


@pytest.mark.parametrize("behind", ["conditionalFormatting", "dataValidations"])
def test_behind_the_cells_a_sheet_is_not_parsed_but_its_check_sum_is_taken(behind: str) -> None:
    # Far more than one piece of a member: the last piece is inflated as well.
    rest = f"<{behind}>" + "<no end>" * 30_000
    content = worksheet(ROWS, rest).encode()
    data = built("", {SHEET: content})
    assert read_package(built(ROWS)).sheets == read_package(data).sheets
    true = struct.pack("<L", zlib.crc32(content))
    assert problem_of(data.replace(true, b"\1\2\3\4")).code == "FILE-DAMAGED"


def with_member(data: bytes, name: str, content: str, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Add a member even where there is one of that name."""
    target = BytesIO(data)
    with pytest.MonkeyPatch.context() as patch, zipfile.ZipFile(target, "a", packing) as archive:
        patch.setattr("warnings.warn", lambda *_, **__: None)
        archive.writestr(name, content)
    return target.getvalue()


SAME_NAMES: Final = (SHEET, SHEET.upper(), f"/{SHEET}", SHEET.replace("/", "\\"))


@pytest.mark.parametrize("name", SAME_NAMES)
def test_members_of_one_name_and_different_content_are_hostile(name: str) -> None:
    assert problem_of(with_member(built(ROWS), name, worksheet(""))).code == "FILE-HOSTILE"
    same_size = worksheet(ROWS).replace("<v>7</v>", "<v>9</v>")
    assert problem_of(with_member(built(ROWS), name, same_size)).code == "FILE-HOSTILE"


@pytest.mark.parametrize("name", SAME_NAMES)
def test_members_of_one_name_and_the_same_content_are_one(name: str) -> None:
    data = with_member(built(ROWS), name, worksheet(ROWS))
    assert read_package(built(ROWS)).sheets == read_package(data).sheets


def test_a_part_that_is_not_read_may_be_there_twice() -> None:
    settings = "xl/printerSettings/printerSettings1.bin"
    data = with_member(with_member(built(ROWS), settings, "A4" * 50), settings, "A4" * 50)
    assert read_package(built(ROWS)).sheets == read_package(data).sheets


PICTURES: Final = ("bmp", "dib", "emf", "gif", "jpeg", "jpg", "png", "tif", "tiff", "wmf", "BMP")


@pytest.mark.parametrize("ending", PICTURES)
def test_a_picture_may_be_packed_a_thousandfold(ending: str) -> None:
    white = "\xff" * (80 << 20 if ending == "bmp" else 2 << 20)
    data = with_member(built(ROWS), f"xl/media/image1.{ending}", white)
    assert read_package(built(ROWS)).sheets == read_package(data).sheets


@pytest.mark.parametrize("ending", PICTURES)
def test_a_picture_is_never_inflated(ending: str) -> None:
    leads = relations(relation("r1", "worksheet", f"media/sheet.{ending}"))
    data = built(
        "", {"xl/_rels/workbook.xml.rels": leads, f"xl/media/sheet.{ending}": worksheet(ROWS)}
    )
    problem = problem_of(data)
    assert ("FILE-HOSTILE", "把图片当作表格内容") == (problem.code, problem.facts["reason"])


def test_too_many_members_are_refused_before_the_directory_is_read() -> None:
    names = {f"{index}.txt": b"" for index in range(2_001)}
    assert problem_of(packed(names)).facts == {"reason": "压缩包内的文件超过 2000 个"}


def test_five_thousand_sheets_are_hostile() -> None:
    sheets = "".join(f'<sheet name="{i}" sheetId="{i}" r:id="r1"/>' for i in range(5_000))
    problem = problem_of(built(ROWS, {"xl/workbook.xml": workbook_part(sheets)}))
    assert problem.facts == {"reason": "表页超过 255 张"}


def test_the_cells_of_all_sheets_share_one_limit() -> None:
    sheets = "".join(f'<sheet name="{i}" sheetId="{i}" r:id="r1"/>' for i in range(3))
    data = built(ROWS, {"xl/workbook.xml": workbook_part(sheets)})
    assert 3 == len(read_package(data, Limits(cells=6)).sheets)
    assert problem_of(data, Limits(cells=5)).code == "FILE-HOSTILE"


def test_a_flood_of_tags_over_many_parts_is_hostile() -> None:
    sheets = "".join(f'<sheet name="{i}" sheetId="{i}" r:id="r1"/>' for i in range(9))
    data = built(ROWS, {"xl/workbook.xml": workbook_part(sheets)})
    assert problem_of(data, Limits(all_tags=60)).code == "FILE-HOSTILE"


def test_an_endless_tag_or_comment_is_hostile() -> None:
    for inside in (f'<a b="{"x" * (3 << 20)}"/>', f"<!--{'x' * (3 << 20)}-->"):
        problem = problem_of(built("", {SHEET: worksheet(inside)}), Limits(ratio=2000))
        assert problem.facts == {"reason": "XML 中有过长的标记"}


def test_the_last_of_two_relationships_with_one_id_changes_nothing() -> None:
    both = relations(
        relation("r1", "worksheet", "worksheets/sheet1.xml"), relation("r1", "chartsheet", "x.xml")
    )
    assert 1 == len(read_package(built(ROWS, {WORKBOOK_RELATIONS: both})).sheets)


def survives(data: bytes) -> None:
    """Read `data`, which may be anything: the answer is a package or Unreadable."""
    try:
        read_package(data)
    except Unreadable as problem:
        assert problem.code.startswith("FILE-")  # noqa: PT017 - both outcomes are right


VALID = built(ROWS)
PARTS = parts(
    ROWS + '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><f>A1*2</f><v>14</v></c></row>',
    {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>a_x000D_</t></si></sst>',
        "_rels/.rels": relations(
            relation("r1", "officeDocument", "xl/workbook.xml"),
            relation("r2", "custom-properties", "docProps/custom.xml"),
        ),
        "docProps/custom.xml": (
            f'<Properties xmlns="{CUSTOM}"><property name="a"><x>b</x></property></Properties>'
        ),
    },
)
EDITS = st.lists(st.tuples(st.integers(0, 5_000), st.binary(max_size=4)), min_size=1, max_size=4)


def edited(data: bytes, edits: list[tuple[int, bytes]]) -> bytes:
    for place, new in edits:
        at = place % (len(data) + 1)
        data = data[:at] + new + data[at + len(new or b"x") :]
    return data


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_package_or_unreadable(data: bytes) -> None:
    survives(data)
    survives(b"PK\x03\x04" + data)


@settings(max_examples=300, deadline=None)
@given(EDITS)
def test_a_workbook_with_bytes_changed_gives_a_package_or_unreadable(
    edits: list[tuple[int, bytes]],
) -> None:
    survives(edited(VALID, edits))


def mixed(members: Mapping[str, bytes], name: str, edits: list[tuple[int, bytes]]) -> bytes:
    return packed({**members, name: edited(members[name], edits)})


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(PARTS)), EDITS)
def test_a_workbook_with_parts_changed_gives_a_package_or_unreadable(
    name: str, edits: list[tuple[int, bytes]]
) -> None:
    survives(mixed(PARTS, name, edits))


TOKENS = [
    "<",
    ">",
    "/",
    "&#0;",
    "&amp;",
    '"',
    "<c>",
    "</c>",
    "<v>",
    "</v>",
    'r="A1"',
    't="s"',
    "-1",
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([SHEET, "xl/workbook.xml", WORKBOOK_RELATIONS, "xl/sharedStrings.xml"]),
    st.lists(st.tuples(st.integers(0, 2_000), st.sampled_from(TOKENS)), min_size=1, max_size=3),
)
def test_a_workbook_with_pieces_of_xml_put_in_gives_a_package_or_unreadable(
    name: str, pieces: list[tuple[int, str]]
) -> None:
    content = PARTS[name]
    for place, piece in pieces:
        at = place % (len(content) + 1)
        content = content[:at] + piece.encode() + content[at:]
    survives(packed({**PARTS, name: content}))
