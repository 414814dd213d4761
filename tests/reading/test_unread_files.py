"""Files that are no workbooks, and archives: each file is read or refused by name."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.departments import make_department
from support.edited import codes, filled_template, read, typed, with_parts
from support.filled import some
from support.other_workbooks import text_document
from support.settled import return_of
from xlreport import read_returns
from xlreport.form.load import load_form
from xlreport.formats.sources import Source, find_sources
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Unread
from xlreport.reading.reader import read_source
from xlreport.settlement.status import FileStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlreport import Form

# ---- files that are none -------------------------------------------------------------------------


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + (stream + "\0").encode("utf-16-le")


def archive(*names: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


WRONG: Final = {
    "空.xlsx": (b"", "FILE-EMPTY"),
    "网页.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "FILE-HTML"),
    "逗号.xlsx": ("栏目,数量\n规章,0\n".encode("gbk"), "FILE-TEXT"),
    "扫描.pdf": (b"%PDF-1.7\n", "FILE-PDF"),
    "照片.jpg": (b"\xff\xd8\xff\xe0", "FILE-IMAGE"),
    "报告.docx": (archive("[Content_Types].xml", "word/document.xml"), "FILE-WORD"),
    "附件.xlsx": (archive("说明.txt"), "FILE-ZIP"),
    "加密.xlsx": (ole("EncryptedPackage"), "FILE-ENCRYPTED"),
    "旧版.xls": (ole("Workbook"), "FILE-OLD"),
    "旧文.doc": (ole("WordDocument"), "FILE-OLE"),
    "开放.ods": (archive("mimetype", "content.xml"), "FILE-DAMAGED"),
    "文档.odt": (text_document(), "FILE-ODS"),
    "二进制.xlsb": (
        archive("xl/workbook.bin"),
        "FILE-XLSB",
    ),
    "乱码.xlsx": (bytes(range(1, 32)), "FILE-UNKNOWN"),
}


def test_every_wrong_file_has_a_sentence_of_its_own_and_the_others_are_read(
    returned: bytes, tmp_path: Path
) -> None:
    files = {name: data for name, (data, _) in WRONG.items()}
    files |= {"断.xlsx": returned[: len(returned) // 2], "损坏.xlsx": damaged(returned)}
    files |= {"D05.xlsx": returned, "~$D05.xlsx": b"lock"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = read_returns(tmp_path)
    expected = {name: code for name, (_, code) in WRONG.items()}
    expected |= {"断.xlsx": "FILE-TRUNCATED", "损坏.xlsx": "FILE-DAMAGED"}
    assert expected == {finding.file: finding.code for finding in found.found}
    sentences = {finding.message for finding in found.found}
    assert len(expected) == len(sentences)
    assert all(finding.advice for finding in found.found)
    (used,) = (file for file in found.settlement.files if file.status is FileStatus.USED)
    assert "D05.xlsx" == used.name
    assert read(returned).values == return_of(used.item).values


def damaged(data: bytes) -> bytes:
    """Break the XML of a sheet."""
    sheet = "xl/worksheets/sheet3.xml"
    return with_parts(data, {sheet: lambda part: part[: part.index(b"</sheetData>")]})


def test_a_file_that_is_no_workbook_is_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    item = read_source(Source(path))
    assert isinstance(item, Unread)
    assert ("a.xlsx", "", None) == (item.file, item.form_id, item.year)
    assert ["a.xlsx"] == [finding.file for finding in item.findings]


def test_a_file_that_is_gone_is_a_finding(tmp_path: Path) -> None:
    item = read_source(Source(tmp_path / "没有.xlsx"))
    assert ["FILE-UNOPENED"] == codes(item.findings)


def test_findings_are_told_whose_they_are(returned: bytes, form_2021: Form, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(typed(returned, form_2021, {0: "若干"}))
    (finding,) = read_source(Source(path)).findings
    assert ("a.xlsx", "盐池县退役军人事务局", "ogi-2021", 2026) == (
        finding.file,
        finding.department,
        finding.form,
        finding.year,
    )


# ---- archives ------------------------------------------------------------------------------------


def packed(members: Mapping[str, bytes]) -> bytes:
    """Pack an archive as Windows in China does: names in GBK, and nothing that says so."""
    target = BytesIO()
    codes = [name.encode("gbk") for name in members]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for letter, code, data in zip("ABCDEF", codes, members.values(), strict=False):
            file.writestr(letter * len(code), data)
    raw = target.getvalue()
    for letter, code in zip("ABCDEF", codes, strict=False):
        raw = raw.replace(letter.encode() * len(code), code)
    return raw


def test_an_archive_of_returns_is_read_with_the_names_that_windows_gave_it(
    form_2021: Form, tmp_path: Path
) -> None:
    names = {"D01": "部门/盐池县教育局.xlsx", "T01": "乡镇/花马池镇.xlsx"}
    members = {
        name: filled_template(form_2021, make_department(code), seed, year=2026)
        for seed, (code, name) in enumerate(names.items())
    }
    path = tmp_path / "收回.zip"
    path.write_bytes(packed(members | {"部门/~$盐池县教育局.xlsx": b"lock"}))
    found = read_returns(path)
    assert {f"收回.zip › {name}": code for code, name in names.items()} == {
        item.file: item.code for item in found.items
    }
    assert () == found.found


def test_a_member_that_is_damaged_or_encrypted_is_told_and_the_others_are_read(
    returned: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "收回.zip"
    path.write_bytes(packed(dict.fromkeys(("好.xlsx", "坏.xlsx", "密.xlsx"), returned)))
    with zipfile.ZipFile(path, metadata_encoding="gbk") as file:
        bad, locked = file.getinfo("坏.xlsx"), file.getinfo("密.xlsx")
    raw = bytearray(path.read_bytes())
    raw[bad.header_offset + 200 : bad.header_offset + 210] = bytes(10)
    raw[locked.header_offset + 6] |= 1
    entry = raw.rindex(b"PK\x01\x02")
    raw[entry + 8] |= 1
    path.write_bytes(raw)
    items = {item.file: item for item in map(read_source, find_sources([path]))}
    assert {
        "收回.zip › 好.xlsx": [],
        "收回.zip › 坏.xlsx": ["FILE-UNOPENED"],
        "收回.zip › 密.xlsx": ["FILE-UNOPENED"],
    } == {name: codes(item.findings) for name, item in items.items()}
    told = items["收回.zip › 坏.xlsx"].findings[0]
    assert "文件打不开：压缩包内的文件损坏或加密。" == told.message


@cache
def small_archive() -> bytes:
    return packed({"报送表.xlsx": build_template(load_form("ogi-2021"))})


@given(st.data())
@some
def test_an_archive_with_any_bytes_changed_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    raw = bytearray(small_archive())
    changes = st.tuples(st.integers(0, len(raw) - 1), st.integers(0, 255))
    for place, value in data.draw(st.lists(changes, min_size=1, max_size=4)):
        raw[place] = value
    path = tmp_path_factory.getbasetemp() / "收回.zip"
    path.write_bytes(raw)
    for source in find_sources([path]):
        item = read_source(source)
        assert isinstance(item, Unread) == any(
            code.startswith("FILE-") for code in codes(item.findings)
        )
