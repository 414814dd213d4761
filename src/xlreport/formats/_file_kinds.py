"""The kinds of files that are no .xlsx workbook, recognised by their content."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final, Literal

from xlreport.base.text import possible_encodings

if TYPE_CHECKING:
    from collections.abc import Collection

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
    "FILE-OLE",
    "FILE-PDF",
    "FILE-TEXT",
    "FILE-TRUNCATED",
    "FILE-UNKNOWN",
    "FILE-UNOPENED",  # the child that reads other formats does not start; facts: reason, in Chinese
    "FILE-WORD",
    "FILE-XLSB",
    "FILE-ZIP",
    "PUBLISHED-CHANGES",  # a Word file with changes that nobody has accepted or refused
]
"""The codes of the findings about a file that cannot be read."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_HEADER: Final = 512
_OLE_ENTRY: Final = 128
_OLE_SHIFTS: Final = (9, 12)  # sectors of 512 or 4,096 bytes
_OLE_STREAMS: Final[tuple[tuple[str, Code], ...]] = (
    ("EncryptedPackage", "FILE-ENCRYPTED"),
    ("Workbook", "FILE-OLD"),
    ("Book", "FILE-OLD"),
)
_IMAGES: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_TEXT_START: Final = 1 << 16  # bytes in which a text is recognised


def classify(members: Collection[str]) -> Code:
    """Return the code for an archive that is no .xlsx workbook, by the names of its members."""
    if "content.xml" in members and "mimetype" in members:
        return "FILE-ODS"
    if "xl/workbook.bin" in members:
        return "FILE-XLSB"
    if any(name.startswith("word/") for name in members):
        return "FILE-WORD"
    return "FILE-ZIP"


def classify_bytes(data: bytes) -> Code:
    """Return the code for a file that is no zip archive, by its content, never by its name."""
    if not data.strip(b"\0\t\n\r "):
        return "FILE-EMPTY"
    if data.startswith(_OLE):
        return _classify_ole(data)
    if b"%PDF-" in data[:1024]:
        return "FILE-PDF"
    if data.startswith(_IMAGES):
        return "FILE-IMAGE"
    return _classify_text(data[:_TEXT_START])


def _classify_ole(data: bytes) -> Code:
    """Distinguish the formats that share the OLE container by the names of their streams."""
    for name, code in _OLE_STREAMS:
        name_bytes = name.encode("utf-16-le") + b"\0\0"
        entry = data.find(name_bytes)
        while entry >= 0:
            # Directory entries are at multiples of 128 bytes; elsewhere the name is just text.
            if entry % _OLE_ENTRY == 0:
                return "FILE-ENCRYPTED" if _has_password(data, entry) else code
            entry = data.find(name_bytes, entry + 1)
    return "FILE-TRUNCATED" if _is_cut_off(data) else "FILE-OLE"


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


def _classify_text(start: bytes) -> Code:
    """Distinguish web pages and texts from other files; `start` is the beginning of the file."""
    for encoding in possible_encodings(start):
        try:
            # Incremental, because `start` may end inside a character.
            text = codecs.getincrementaldecoder(encoding)().decode(start)
        except UnicodeDecodeError:
            continue
        has_control = any(sign < " " and sign not in "\t\n\f\r" for sign in text)
        if not has_control:
            return "FILE-HTML" if _is_page(text) else "FILE-TEXT"
    return "FILE-UNKNOWN"


def _is_page(text: str) -> bool:
    """Tell whether a text is a web page: it begins as one, or with a tag before <html or <table."""
    lower = text.lstrip("\ufeff \t\r\n").lower()
    if lower.startswith(("<!doctype html", "<html", "<table", "mime-version:")):
        return True
    return lower.startswith("<") and ("<html" in lower or "<table" in lower)
