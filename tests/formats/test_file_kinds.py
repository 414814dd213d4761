"""Files that are no workbook, made by the programs that make them: each is named for what it is."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xlreport as xr
from support.filled import some
from support.odd_workbooks import packed
from support.scenes import right
from xlreport.base.finding import make_finding
from xlreport.formats.any_format import read_workbook
from xlreport.formats.container import Unreadable
from xlreport.formats.sources import Source, find_sources
from xlreport.reading.reader import read_source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_workbook(data)
    return caught.value


def said(data: bytes) -> str:
    """Give the whole message about a file: what it is, and what to do."""
    problem = refusal(data)
    finding = make_finding(problem.code, **problem.facts)
    return finding.message + finding.advice


def tar() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as file:
        member = tarfile.TarInfo("报送表.xlsx")
        member.size = 4
        file.addfile(member, io.BytesIO(b"PK\x03\x04"))
    return target.getvalue()


def stream(*names: str) -> bytes:
    return OLE + b"".join((f"{name}\0").encode("utf-16-le").ljust(128, b"\0") for name in names)


def mail(subtype: str = "mixed", **headers: str) -> bytes:
    message = EmailMessage()
    for name, text in {"From": "a@b.cn", "Subject": "年报", **headers}.items():
        message[name.replace("_", "-")] = text
    message.set_content("见附件")
    message.add_attachment(right(), maintype="application", subtype="octet-stream")
    message.replace_header("Content-Type", f'multipart/{subtype}; boundary="b"')
    return message.as_bytes()


def dbf() -> bytes:
    header = struct.pack("<BBBBIHH20x", 3, 126, 1, 9, 1, 65, 11)
    column = struct.pack("<11sc4xBB14x", b"NUMBER", b"N", 10, 0)
    return header + column + b"\r" + b"          7\x1a"


def program() -> bytes:
    return b"MZ\x90\0".ljust(60, b"\0") + struct.pack("<I", 64) + b"PE\0\0" + bytes(200)


NUMBERS = ("Index/Document.iwa", "Index/CalculationEngine.iwa", "Metadata/Properties.plist")
ODF = "application/vnd.oasis.opendocument."
MADE: Mapping[str, tuple[bytes, str]] = {
    "rar 4": (b"Rar!\x1a\x07\0" + bytes(20), "压缩包（.rar）”"),
    "rar 5": (b"Rar!\x1a\x07\1\0" + bytes(20), "压缩包（.rar）”"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(20), "压缩包（.7z）”"),
    "gz": (gzip.compress(b"PK\x03\x04"), "压缩包（.gz）”"),
    "tar": (tar(), "压缩包（.tar）”"),
    "tar.gz": (gzip.compress(tar()), "压缩包（.gz）”"),
    "bz2": (bz2.compress(tar()), "压缩包（.bz2）”"),
    "xz": (lzma.compress(tar()), "压缩包（.xz）”"),
    "cab": (b"MSCF\0\0\0\0" + bytes(40), "压缩包（.cab）”"),
    "iso": (bytes(32_769) + b"CD001" + bytes(40), "压缩包（.iso）”"),
    "lzh": (b"\x20\x00-lh5-" + bytes(20), "压缩包（.lzh）”"),
    "part of a zip": (b"PK\x07\x08PK\x03\x04" + bytes(40), "分卷的 .zip"),
    "eml": (mail(To="c@d.cn"), "电子邮件"),
    "eml, received": (b"Received: from x\r\n\tby y; Mon\r\n" + mail(), "电子邮件"),
    "eml, related": (mail("related", To="c@d.cn"), "电子邮件"),
    "eml with a mark": (b"\xef\xbb\xbf" + mail(To="c@d.cn"), "电子邮件"),
    "mailbox": (b"From - Mon Jan 01 2027\n" + mail(To="c@d.cn"), "电子邮件"),
    "emlx": (b"4711      \n" + mail(To="c@d.cn"), "电子邮件"),
    "eml in GBK": (mail(To="c@d.cn") + "见附件，谢谢".encode("gbk") + b"\xff", "电子邮件"),
    "msg": (stream("Root Entry", "__nameid_version1.0"), "电子邮件"),
    "msg with an xls": (stream("Root Entry", "__nameid_version1.0", "Workbook"), "电子邮件"),
    "winmail.dat": (b"\x78\x9f\x3e\x22" + bytes(60), "winmail.dat"),
    "mht of IE": (mail("related"), "单个文件网页"),
    "mht of Excel": (
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related;\r\n"
        b'\tboundary="b"\r\n\r\n--b\r\n<html><table></table></html>',
        "单个文件网页",
    ),
    "numbers": (packed(dict.fromkeys(NUMBERS, b"x")), "iWork"),
    "numbers, a folder": (packed(dict.fromkeys(("Index.zip", "Metadata/a"), b"x")), "iWork"),
    "numbers of 2009": (
        packed({"index.xml": b"x", "buildVersionHistory.plist": b"x"}),
        "iWork",
    ),
    "ofd": (packed({"OFD.xml": b"<a/>", "Doc_0/Document.xml": b"<a/>"}), "OFD"),
    "uof": (packed({"uof.xml": b"<a/>", "_meta/meta.xml": b"<a/>"}), "标文通"),
    "pptx": (packed({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "演示文稿"),
    "odt": (packed({"mimetype": f"{ODF}text".encode(), "content.xml": b""}), ".odt"),
    "odp": (
        packed({"mimetype": f"{ODF}presentation".encode(), "content.xml": b""}),
        ".odp",
    ),
    "epub": (
        packed({"mimetype": b"application/epub+zip", "META-INF/container.xml": b""}),
        "电子书",
    ),
    "rtf": (b"{\\rtf1\\ansi\\ansicpg936 }", "RTF"),
    "url": (b"[InternetShortcut]\r\nURL=http://www.gov.cn/a.xlsx\r\n", "快捷方式"),
    "lnk": (b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0" + bytes(60), "快捷方式"),
    "fods": (
        f'<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis:names:tc:opendocument:'
        f'xmlns:office:1.0" office:mimetype="{ODF}spreadsheet"/>'.encode(),
        ".fods",
    ),
    "XML 2003 of Excel": (
        b'\xef\xbb\xbf<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">\r\n<Table/></Workbook>',
        "XML 表格 2003",
    ),
    "XML 2003 in UTF-16": (
        '<?xml version="1.0" encoding="UTF-16"?><ss:Workbook xmlns:ss='
        '"urn:schemas-microsoft-com:office:spreadsheet"/>'.encode("utf-16"),
        "XML 表格 2003",
    ),
    "XML of Word 2003": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
        b'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:tbl/></w:wordDocument>',
        "Word 的 XML 文档",
    ),
    "flat XML of Word": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package '
        b'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
        "Word 的 XML 文档",
    ),
    "xml": (b'<?xml version="1.0"?><a><b/></a>', "XML 文件"),
    "doc": (stream("Root Entry", "WordDocument"), ".doc"),
    "ppt": (stream("Root Entry", "PowerPoint Document"), ".ppt"),
    "works": (stream("Root Entry", "MatOST"), "Works"),
    "dbf": (dbf(), ".dbf"),
    "mdb": (b"\0\1\0\0Standard Jet DB\0" + bytes(40), ".mdb"),
    "csv": ("栏目,数量\n规章,0\n".encode("gbk"), "CSV"),
    "csv of one line": ("规章,0,0,0".encode(), "CSV"),
    "csv with tabs": ("栏目\t数量\r\n规章\t0\r\n".encode("utf-16"), "CSV"),
    "csv with letters": ("MZJ,民政局\nJYJ,教育局\n".encode("gbk"), "CSV"),
    "csv of BM": ("BM01,民政局\nBM02,教育局\n".encode(), "CSV"),
    "text": ("本年没有，请查收。\n特此说明\n".encode(), "纯文本"),
    "text like a header": ("填报单位: 民政局\n年度: 2026\n".encode(), "纯文本"),
    "text in angle brackets": ("<民政局>没有数据".encode(), "纯文本"),
    "exe": (program(), "程序（.exe）"),
    "linux": (b"\x7fELF\2\1\1" + bytes(60), "程序"),
    "mp4": (b"\0\0\0\x20ftypisom" + bytes(60), "视频"),
    "avi": (b"RIFF\x24\0\0\0AVI LIST" + bytes(60), "视频"),
    "mp3": (b"ID3\x04\0" + bytes(60), "视频或音频"),
    "dwg": (b"AC1032\0\0\0\0\0" + bytes(60), "图纸"),
    "encrypted by the office": (b"\x62\x14\x23\x65" + bytes(60), "加密软件"),
}


@pytest.mark.parametrize("name", MADE)
def test_a_file_is_named_for_what_it_is_with_what_to_do(name: str) -> None:
    data, kind = MADE[name]
    sentence = said(data)
    assert kind in sentence
    assert "请" in sentence


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"BM\x36\0\0\0\0\0\0\0\x36" + bytes(60), "FILE-IMAGE"),
        (b"\0\0\0\x18ftypheic" + bytes(60), "FILE-IMAGE"),
        (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(60), "FILE-IMAGE"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "FILE-IMAGE"),
        (b"<div><p>1</p></div>", "FILE-HTML"),
        (b"<!-- saved --><html><table></table></html>\xff", "FILE-HTML"),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(60), "FILE-OLD"),
        (b"\x09\x08\x08\x00\x00\x05\x10\x00" + bytes(60), "FILE-OLD"),
        (stream("Root Entry", "Workbook", "__nameid_version1.0"), "FILE-OLD"),
        (packed({"word/报送表.txt": b"x"}), "FILE-ZIP"),
        (packed({"mimetype": b"x" * 300, "content.xml": b"<a/>"}), "FILE-ODS"),
    ],
)
def test_what_has_a_code_of_its_own_keeps_it(data: bytes, code: str) -> None:
    assert code == refusal(data).code


def test_an_archive_that_is_no_zip_is_to_be_unpacked() -> None:
    assert "文件是“压缩包（.gz）”，不能直接读取。请先解压，再报送其中的 Excel 文件。" == said(
        gzip.compress(right())
    )


def test_an_encrypted_workbook_says_how_that_comes_about_where_nobody_set_a_password() -> None:
    sentence = said(stream("Root Entry", "EncryptedPackage"))
    assert "打开时不用输入密码的，是设了“修改权限密码”或“保护工作簿”" in sentence


# ---- what LibreOffice saves ----------------------------------------------------------------------

OFFICE_KINDS = {
    "slk": "SYLK",
    "dif": "SYLK",
    "fods": ".fods",
    "uos": "标文通",
    "xml:MS Excel 2003 XML": "XML 表格 2003",
}
WRITER_KINDS = {
    "doc": ".doc",
    "rtf": "RTF",
    "odt": ".odt",
    "fodt": ".fodt",
    "uot": "标文通",
    "xml:MS Word 2003 XML": "Word 的 XML 文档",
    "docx": "Word 文档",
}


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", OFFICE_KINDS)
def test_a_workbook_saved_in_a_format_that_is_not_read_is_named(
    convert: Callable[[Path, str], Path], tmp_path: Path, extension: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("栏目,数量\n规章,3\n", "utf-8")
    assert OFFICE_KINDS[extension] in said(convert(path, extension).read_bytes())


@pytest.mark.libreoffice
@pytest.mark.parametrize("extension", WRITER_KINDS)
def test_a_document_is_named(
    convert: Callable[[Path, str], Path], tmp_path: Path, extension: str
) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("政府信息公开工作年度报告")
    document.add_table(2, 2)
    document.save(str(path))
    assert WRITER_KINDS[extension] in said(convert(path, extension).read_bytes())


# ---- archives ------------------------------------------------------------------------------------


def zipped(data: bytes, method: int, *, locked: bool = False) -> bytes:
    """Pack a return and another file, and say that the first is packed by `method`."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("a.xlsx", data)
        file.writestr("b.xlsx", data)
    packed_data, directory = bytearray(target.getvalue()), file.start_dir
    for method_at, flags_at in ((8, 6), (directory + 10, directory + 8)):
        packed_data[method_at] = method
        packed_data[flags_at] |= locked
    return bytes(packed_data)


METHODS = {6: "第6号", 9: "Deflate64", 93: "Zstandard", 95: "XZ", 98: "PPMd"}


@pytest.mark.parametrize("method", METHODS)
def test_a_member_packed_unusually_is_named_and_the_other_is_read(
    method: int, tmp_path: Path
) -> None:
    path = tmp_path / "收回.zip"
    path.write_bytes(zipped(right(), method))
    first, second = map(read_source, find_sources([path]))
    (finding,) = first.findings
    assert ("FILE-OTHER", True) == (finding.code, METHODS[method] in finding.message)
    assert "FILE-OTHER" not in {finding.code for finding in second.findings}


def test_a_member_with_a_password_is_told_to_have_one(tmp_path: Path) -> None:
    path = tmp_path / "收回.zip"
    path.write_bytes(zipped(right(), 0, locked=True))
    finding = xr.read_returns(path).found[0]
    assert "文件打不开：它在压缩包中加了密码，请先用密码解压。" == finding.message


def test_a_workbook_packed_unusually_is_named() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(right())) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name), zipfile.ZIP_LZMA)
    assert "LZMA" in said(target.getvalue())


@some
@given(st.binary(max_size=400))
def test_whatever_the_bytes_are_they_get_a_name(data: bytes) -> None:
    assert said(data)
    for begin in (b"MZ", b"\x03", b"From: a\nTo: ", b"<?xml", b"BM"):
        assert said(begin + data)


def test_a_name_does_not_say_what_a_file_is(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.xls", "a.csv", "a", "a.zip"):
        path = tmp_path / name
        path.write_bytes(MADE["7z"][0])
        assert "压缩包（.7z）" in read_source(Source(path)).findings[0].message
