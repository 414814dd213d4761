"""What a file is that is no .xlsx workbook, recognised by its content, never by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xlreport.formats import _named_kinds as kinds
from xlreport.formats._named_kinds import FileKind
from xlreport.formats._text_kinds import classify_text

if TYPE_CHECKING:
    from collections.abc import Collection

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_HEADER: Final = 512
_OLE_ENTRY: Final = 128
_OLE_SHIFTS: Final = (9, 12)  # sectors of 512 or 4,096 bytes
_PROGRAM_OFFSET: Final = 60  # where an .exe says where its second header begins
_DBASE_FIELD: Final = 32
_DBASE_VERSIONS: Final = b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8e\xcb\xf5\xfb"


def classify(members: Collection[str], mimetype: bytes = b"") -> FileKind:
    """Return what an archive is that is no .xlsx workbook.

    `members` are the names of its members in lower case, `mimetype` the content of the member of
    that name, in which OpenDocument and others say what they are.
    """
    if "content.xml" in members and "mimetype" in members:
        is_other = b"opendocument" in mimetype and b"opendocument.spreadsheet" not in mimetype
        return kinds.OPEN_DOCUMENT if is_other else FileKind("FILE-ODS")
    if "xl/workbook.bin" in members:
        return FileKind("FILE-XLSB")
    folders = {f"{name.partition('/')[0]}/" for name in members if "/" in name}
    for marks, kind in kinds.ARCHIVE_MARKS:
        if all(mark in members or mark in folders for mark in marks):
            return kind
    return FileKind("FILE-ZIP")


def classify_bytes(data: bytes) -> FileKind:
    """Return what a file is that is no zip archive."""
    if not data.strip(b"\0\t\n\r "):
        return FileKind("FILE-EMPTY")
    if data.startswith(_OLE):
        return _classify_ole(data)
    if b"%PDF-" in data[:1024]:
        return FileKind("FILE-PDF")
    for marks, kind in kinds.SIGNATURES:
        if all(data.startswith(mark, offset) for offset, mark in marks.items()):
            return kind
    if _is_program(data):
        return kinds.PROGRAM
    return kinds.DBASE if _is_dbase(data) else classify_text(data)


def _is_program(data: bytes) -> bool:
    """Tell whether a file is an .exe; a text may begin with its mark, the letters MZ."""
    offset = int.from_bytes(data[_PROGRAM_OFFSET : _PROGRAM_OFFSET + 4], "little")
    return data.startswith(b"MZ") and (b"\0" in data[:64] or data.startswith(b"PE\0\0", offset))


def _is_dbase(data: bytes) -> bool:
    """Tell whether a file is a dBASE or FoxPro table: its header is one line a column, and ends."""
    header = int.from_bytes(data[8:10], "little")
    return (
        data[:1] in _DBASE_VERSIONS
        and data[2:3] <= b"\x0c"
        and data[3:4] <= b"\x1f"
        and header > _DBASE_FIELD
        and any(data.startswith(b"\r", end) for end in (header - 1, header - 2, header - 264))
    )


def _classify_ole(data: bytes) -> FileKind:
    """Distinguish the formats that share the OLE container by the names of their streams."""
    mail, book = _entry_of(data, kinds.MAIL_STREAM), _entry_of(data, "Workbook")
    if mail >= 0 and not 0 <= book < mail:  # else an e-mail embedded in a workbook
        return kinds.MAIL
    for name, kind in kinds.STREAMS:
        entry = _entry_of(data, name)
        if entry >= 0:
            return FileKind("FILE-ENCRYPTED") if _has_password(data, entry) else kind
    return FileKind("FILE-TRUNCATED") if _is_cut_off(data) else kinds.LEGACY_DOCUMENT


def _entry_of(data: bytes, name: str) -> int:
    """Return where the first directory entry of this name stands; -1 if there is none.

    Entries are at multiples of 128 bytes; elsewhere the name is just text.
    """
    name_bytes = name.encode("utf-16-le") + b"\0\0"
    entry = data.find(name_bytes)
    while entry >= 0 and entry % _OLE_ENTRY:
        entry = data.find(name_bytes, entry + 1)
    return entry


def _has_password(data: bytes, entry: int) -> bool:
    """Tell whether the stream of this directory entry is an .xls encrypted with a password.

    It is if it starts with the records BOF and FILEPASS, sometimes WRITEPROTECT between them.
    """
    shift = int.from_bytes(data[30:32], "little")
    if shift not in _OLE_SHIFTS:
        return False
    sector = int.from_bytes(data[entry + 116 : entry + 120], "little")
    start = (sector + 1) << shift
    records = data[start : start + _OLE_HEADER]
    rest = records[4 + int.from_bytes(records[2:4], "little") :].removeprefix(b"\x86\0\0\0")
    return records.startswith(b"\x09\x08") and rest.startswith(b"\x2f\0")


def _is_cut_off(data: bytes) -> bool:
    """Tell whether an OLE container ends before the sector that its directory starts in."""
    if len(data) < _OLE_HEADER:
        return True
    shift = int.from_bytes(data[30:32], "little")
    sector = int.from_bytes(data[48:52], "little")
    # Sector 0 follows the header, which is one sector long.
    return shift in _OLE_SHIFTS and (sector + 2) << shift > len(data)
