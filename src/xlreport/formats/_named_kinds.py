"""The kinds of files that offices send in place of a workbook: their marks, and what to do.

A library for content types (filetype, puremagic) would give a media type for some of these marks,
and neither the Chinese name nor the advice; it knows none of the texts, and of the formats that
only China uses (OFD, UOF, encryption by an office's software) none. So the marks stand here, each
beside what is said of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Code = Literal[
    "FILE-DAMAGED",  # facts: part, sometimes cell
    "FILE-EMPTY",
    "FILE-ENCRYPTED",
    "FILE-HOSTILE",  # facts: reason, in Chinese
    "FILE-HTML",
    "FILE-IMAGE",
    "FILE-LARGE",  # facts: limit, size
    "FILE-ODS",
    "FILE-OLD",
    "FILE-OLE",  # facts: kind
    "FILE-OTHER",  # facts: kind, advice
    "FILE-PDF",
    "FILE-TEXT",  # facts: kind
    "FILE-TRUNCATED",
    "FILE-UNKNOWN",
    "FILE-UNOPENED",  # the child that reads other formats does not start; facts: reason, in Chinese
    "FILE-WORD",
    "FILE-XLSB",
    "FILE-ZIP",
    "PUBLISHED-CHANGES",  # a Word file with changes that nobody has accepted or refused
]
"""The codes of the findings about a file that cannot be read."""


class FileKind(NamedTuple):
    """What a file is: the code of its finding, its Chinese name, and what to do ("" if fixed)."""

    code: Code
    kind: str = ""
    advice: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """The facts of the finding."""
        return {name: text for name, text in self._asdict().items() if text and name != "code"}


_FILL: Final = "请把数据填入下发的 Excel 报送表（.xlsx）后报送"
_SEND: Final = "请报送填好的 Excel 报送表（.xlsx）"
_SAVE: Final = "请在 WPS 或 Excel 中打开，另存为“Excel 工作簿（*.xlsx）”后再报送"


def _archive(ending: str) -> FileKind:
    return FileKind("FILE-OTHER", f"压缩包（{ending}）", "请先解压，再报送其中的 Excel 文件")


def _program(kind: str) -> FileKind:
    advice = f"请不要运行它，先查杀病毒；{_SEND}"
    return FileKind("FILE-OTHER", f"程序（{kind}）", advice)


def _database(kind: str) -> FileKind:
    return FileKind("FILE-OTHER", f"数据库文件（{kind}）", _FILL)


def _text_document(kind: str) -> FileKind:
    return FileKind("FILE-OTHER", kind, _FILL)


PROGRAM: Final = _program(".exe")
IMAGE: Final = FileKind("FILE-IMAGE")
MAIL: Final = FileKind(
    "FILE-OTHER", "电子邮件（.eml、.msg）", "请打开邮件，另存其中的附件，报送附件中的 Excel 文件"
)
SAVED_PAGE: Final = FileKind("FILE-OTHER", "单个文件网页（.mht）", _SAVE)
SPREADSHEET_XML: Final = FileKind("FILE-OTHER", "XML 表格 2003（.xml）", _SAVE)
WORD_XML: Final = _text_document("Word 的 XML 文档（.xml）")
FLAT_SPREADSHEET: Final = FileKind(
    "FILE-OTHER",
    "单个 XML 文件的 OpenDocument 表格（.fods）",
    "请在 LibreOffice 中打开，另存为 .xlsx 后再报送",
)
FLAT_TEXT: Final = _text_document("单个 XML 文件的 OpenDocument 文档（.fodt 等）")
OPEN_DOCUMENT: Final = _text_document("OpenDocument 文字文档或演示文稿（.odt、.odp）")
UOF: Final = FileKind("FILE-OTHER", "标文通文件（.uof、.uos）", _SAVE)
XML: Final = _text_document("XML 文件")
RICH_TEXT: Final = _text_document("RTF 文字文档（.rtf）")
SHORTCUT: Final = FileKind(
    "FILE-OTHER",
    "快捷方式（.url、.lnk）",
    "快捷方式里没有表格。请打开它，报送它指向的 Excel 文件",
)
SYLK: Final = FileKind("FILE-OTHER", "SYLK 或 DIF 表格（.slk、.dif）", _SAVE)
CSV: Final = FileKind("FILE-TEXT", "CSV 文件（用逗号等分隔的文本，没有格式和公式）")
PLAIN_TEXT: Final = FileKind("FILE-TEXT", "纯文本")
DBASE: Final = _database(".dbf")
LEGACY_DOCUMENT: Final = FileKind("FILE-OLE", "旧版 Office 文件，看不出是哪一种")

_VIDEO: Final = FileKind("FILE-OTHER", "视频或音频", _SEND)
_IWORK: Final = FileKind(
    "FILE-OTHER",
    "苹果 iWork 文件（.numbers、.pages 或 .key）",
    "请在 Numbers 表格中打开，选“文件 › 导出为 › Excel”，报送导出的 .xlsx 文件",
)
_WINMAIL: Final = FileKind(
    "FILE-OTHER",
    "Outlook 邮件的附件包（winmail.dat）",
    "请发件人把邮件格式改为“纯文本”，重新发送 Excel 报送表",
)
_BOOK: Final = FileKind("FILE-OTHER", "版式文件或电子书", _SEND)
_OLD_WORKBOOK: Final = FileKind("FILE-OLD")
_OFFICE_ENCRYPTION: Final = FileKind(
    "FILE-OTHER",
    "单位的加密软件加密过的文件",
    "请在装有该软件的电脑上解密，再报送解密后的 Excel 文件",
)

_COMPRESSIONS: Final = {
    9: "Deflate64",
    12: "BZIP2",
    14: "LZMA",
    93: "Zstandard",
    95: "XZ",
    98: "PPMd",
}


def unusual_compression(method: int) -> FileKind:
    """Return the kind of a file in a zip archive packed by this method of the zip format."""
    name = _COMPRESSIONS.get(method, f"第{method}号")
    return FileKind(
        "FILE-OTHER",
        f"用不常用的压缩方法（{name}）打包的文件",
        "请用打包的软件解压，直接报送 Excel 文件，或用 Windows 自带的压缩功能重新打包",
    )


SIGNATURES: Final[tuple[tuple[Mapping[int, bytes], FileKind], ...]] = (
    ({0: b"Rar!\x1a\x07"}, _archive(".rar")),
    ({0: b"7z\xbc\xaf\x27\x1c"}, _archive(".7z")),
    ({0: b"\x1f\x8b"}, _archive(".gz")),
    ({0: b"\x1f\x9d"}, _archive(".Z")),
    ({0: b"BZh", 4: b"1AY&SY"}, _archive(".bz2")),
    ({0: b"\xfd7zXZ\0"}, _archive(".xz")),
    ({0: b"\x28\xb5\x2f\xfd"}, _archive(".zst")),
    ({0: b"MSCF\0\0\0\0"}, _archive(".cab")),
    ({0: b"PK\x07\x08PK\x03\x04"}, _archive("分卷的 .zip")),
    ({2: b"-lh", 6: b"-"}, _archive(".lzh")),
    ({257: b"ustar"}, _archive(".tar")),
    ({32_769: b"CD001"}, _archive(".iso")),
    ({0: b"\x78\x9f\x3e\x22"}, _WINMAIL),
    ({0: b"!BDN"}, MAIL),
    ({0: b"\x4c\0\0\0\x01\x14\x02\0"}, SHORTCUT),
    ({0: b"bplist00"}, FileKind("FILE-OTHER", "苹果电脑的 .webloc、.webarchive 等文件", _SEND)),
    ({0: b"{\\rtf"}, RICH_TEXT),
    ({0: b"ID;P"}, SYLK),
    ({0: b"TABLE\r\n0,1"}, SYLK),
    ({0: b"TABLE\n0,1"}, SYLK),
    # Excel 2, 3 and 4, and Excel 5 outside the OLE container.
    ({0: b"\x09\x00\x04\x00"}, _OLD_WORKBOOK),
    ({0: b"\x09\x02\x06\x00"}, _OLD_WORKBOOK),
    ({0: b"\x09\x04\x06\x00"}, _OLD_WORKBOOK),
    ({0: b"\x09\x08\x08\x00\x00\x05"}, _OLD_WORKBOOK),
    ({0: b"SQLite format 3\0"}, _database("SQLite")),
    ({4: b"Standard Jet DB\0"}, _database("Access 的 .mdb")),
    ({4: b"Standard ACE DB\0"}, _database("Access 的 .accdb")),
    ({0: b"\x7fELF"}, _program("Linux")),
    ({0: b"\xcf\xfa\xed\xfe"}, _program("macOS")),
    ({0: b"\xca\xfe\xba\xbe"}, _program("macOS 或 Java")),
    ({0: b"%TSD-Header-###%"}, _OFFICE_ENCRYPTION),
    ({0: b"\x62\x14\x23\x65"}, _OFFICE_ENCRYPTION),
    ({0: b"\x89PNG\r\n"}, IMAGE),
    ({0: b"\xff\xd8\xff"}, IMAGE),
    ({0: b"GIF87a"}, IMAGE),
    ({0: b"GIF89a"}, IMAGE),
    ({0: b"II*\0"}, IMAGE),
    ({0: b"MM\0*"}, IMAGE),
    ({0: b"8BPS\0"}, IMAGE),
    ({0: b"BM", 6: b"\0\0\0\0"}, IMAGE),
    ({0: b"RIFF", 8: b"WEBP"}, IMAGE),
    ({0: b"\x01\0\0\0", 40: b" EMF"}, IMAGE),
    ({0: b"\xd7\xcd\xc6\x9a"}, IMAGE),
    ({0: b"\0\0\0", 4: b"ftyphei"}, IMAGE),
    ({0: b"\0\0\0", 4: b"ftypmif1"}, IMAGE),
    ({0: b"\0\0\0", 4: b"ftypavif"}, IMAGE),
    ({0: b"\0\0\0", 4: b"ftyp"}, _VIDEO),
    ({0: b"RIFF", 8: b"AVI "}, _VIDEO),
    ({0: b"RIFF", 8: b"WAVE"}, _VIDEO),
    ({0: b"\x1a\x45\xdf\xa3"}, _VIDEO),
    ({0: b"FLV\x01"}, _VIDEO),
    ({0: b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"}, _VIDEO),
    ({0: b"\0\0\x01\xba"}, _VIDEO),
    ({0: b"ID3\x03"}, _VIDEO),
    ({0: b"ID3\x04"}, _VIDEO),
    ({0: b"OggS\0"}, _VIDEO),
    ({0: b"#!AMR\n"}, _VIDEO),
    ({0: b"AC10", 6: b"\0\0\0\0\0"}, FileKind("FILE-OTHER", "AutoCAD 图纸（.dwg）", _SEND)),
    ({0: b"%!PS"}, _BOOK),
    ({0: b"AT&TFORM"}, _BOOK),
    ({0: b"CAJ\0"}, _BOOK),
)
"""The bytes at offsets that a kind is known by; of two kinds that fit, the first counts."""

ARCHIVE_MARKS: Final[tuple[tuple[tuple[str, ...], FileKind], ...]] = (
    (("[content_types].xml", "word/"), FileKind("FILE-WORD")),
    (("ofd.xml",), FileKind("FILE-OTHER", "OFD 版式文件（.ofd）", f"{_SEND}，OFD 文件可以另附")),
    (("uof.xml",), UOF),
    (("index/document.iwa",), _IWORK),
    (("index.zip", "metadata/"), _IWORK),
    (("buildversionhistory.plist",), _IWORK),
    (("[content_types].xml", "ppt/"), FileKind("FILE-OTHER", "演示文稿（.pptx）", _SEND)),
    (("[content_types].xml", "visio/"), FileKind("FILE-OTHER", "Visio 绘图（.vsdx）", _SEND)),
    (("fixeddocseq.fdseq",), _BOOK),
    (("fixeddocumentsequence.fdseq",), _BOOK),
    (("meta-inf/container.xml",), _BOOK),
    (("androidmanifest.xml",), _program("安卓 .apk")),
)
"""The members, or folders (with a slash), that an archive of a kind has, in lower case."""

MAIL_STREAM: Final = "__nameid_version1.0"
STREAMS: Final[tuple[tuple[str, FileKind], ...]] = (
    ("EncryptedPackage", FileKind("FILE-ENCRYPTED")),
    ("Workbook", _OLD_WORKBOOK),
    ("Book", _OLD_WORKBOOK),
    ("WordDocument", FileKind("FILE-OLE", "旧版 Word 或 WPS 文字文档（.doc、.wps）")),
    ("PowerPoint Document", FileKind("FILE-OLE", "旧版演示文稿（.ppt、.dps）")),
    ("VisioDocument", FileKind("FILE-OLE", "Visio 绘图（.vsd）")),
    ("MatOST", FileKind("FILE-OLE", "Microsoft Works 文档（.wps）")),
    ("HwpSummaryInformation", FileKind("FILE-OLE", "韩文文字文档（.hwp）")),
)
"""The streams by which the formats that share the OLE container are told apart, in this order."""
