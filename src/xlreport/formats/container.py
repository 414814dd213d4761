"""The zip container of a workbook, and what kind of file it is if it is no workbook.

Returns come by e-mail from hundreds of machines. Sizes, counts and names are checked before a
byte is inflated, and every fault becomes one of a few codes, each with a Chinese sentence in the
catalogue of findings.
"""

from __future__ import annotations

import codecs
import posixpath
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final, Literal
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from xlreport.base.text import possible_encodings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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

CHUNK: Final = 1 << 16
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
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY: Final = b"PK\x01\x02"
# ZipFile raises all of these for one damaged byte or another.
ZIP_ERRORS: Final = (
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


class Unreadable(Exception):  # noqa: N818 - it describes a file, not a failure of ours
    """The reason why a file cannot be read; callers make a finding of it.

    `facts` are texts that go into the finding's sentence.
    """

    def __init__(self, code: Code, **facts: str) -> None:
        super().__init__(code, facts)
        self.code: Code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a workbook is read at most; `LIMITS` are the limits for a return.

    `file` is bytes as sent, all other sizes are inflated bytes; `text` and `strings_text` are
    characters, `tags` counts the "<" of one part and `all_tags` those of all parts that are read.
    The child that reads formats other than .xlsx may use `memory` (bytes) and `seconds`.
    """

    file: int = 20 << 20
    parts: int = 2_000
    part: int = 64 << 20
    all_parts: int = 128 << 20
    ratio: int = 250
    ratio_floor: int = 1 << 20
    rows: int = 5_000
    columns: int = 256
    cells: int = 200_000
    text: int = 32_767
    strings: int = 200_000
    strings_text: int = 16 << 20
    sheets: int = 255
    tags: int = 1_200_000
    all_tags: int = 3_000_000
    token: int = 1 << 20
    memory: int = 1 << 30
    seconds: float = 2.0


LIMITS: Final = Limits()


@dataclass(slots=True)
class Container:
    """An opened archive, its members by lower-case name, and the tags read so far."""

    archive: ZipFile
    members: Mapping[str, ZipInfo]
    limits: Limits
    tags: int = 0


def open_container(data: bytes, limits: Limits) -> Container:
    """Open `data` as a zip archive within `limits`; nothing is inflated.

    Raises `Unreadable` for a file that is no archive, and for one beyond a limit.
    """
    if len(data) > limits.file:
        raise Unreadable("FILE-LARGE", limit=_megabytes(limits.file), size=_megabytes(len(data)))
    if not data.startswith(_ZIP):
        raise Unreadable(_classify_bytes(data))
    # An entry of the directory costs 46 bytes in the file and far more in memory: count first.
    if data.count(_ENTRY) > limits.parts:
        raise hostile(f"压缩包内的文件超过 {limits.parts} 个")
    try:
        archive = ZipFile(BytesIO(data))
    except ZIP_ERRORS as error:
        raise Unreadable("FILE-TRUNCATED") from error
    members: dict[str, ZipInfo] = {}
    for member in archive.infolist():
        name = _member_key(member.filename)
        if name in members:
            raise hostile("压缩包内有重名的文件")
        members[name] = member
    _check_sizes(members.values(), limits)
    return Container(archive, members, limits)


def read_chunks(container: Container, part: str) -> Iterator[bytes]:
    """Inflate the member `part` in pieces of at most 64 kB, and check its checksum.

    A false header is harmless: ZipFile yields no more than the size in the directory, which was
    checked against the limits, and then finds the checksum wrong.
    Raises `Unreadable` FILE-DAMAGED if it is missing or broken, FILE-ENCRYPTED for a password.
    """
    member = container.members.get(part)
    if member is None or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise damaged(part)
    if member.flag_bits & 1:
        raise Unreadable("FILE-ENCRYPTED")
    try:
        with container.archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except ZIP_ERRORS as error:
        raise damaged(part) from error


def resolve(base: str, target: str) -> str:
    """Return the name of the member that the relationship `target` of the part `base` means.

    The name is only looked up among the members, so dots and slashes cannot lead outside.
    """
    target = target.replace("\\", "/")
    joined = target if target.startswith("/") else f"/{posixpath.dirname(base)}/{target}"
    return posixpath.normpath(joined).lstrip("/").lower()


def classify(members: Mapping[str, ZipInfo]) -> Code:
    """Return the code for an archive that is no .xlsx workbook, by the names of its members."""
    if "content.xml" in members and "mimetype" in members:
        return "FILE-ODS"
    if "xl/workbook.bin" in members:
        return "FILE-XLSB"
    if any(name.startswith("word/") for name in members):
        return "FILE-WORD"
    return "FILE-ZIP"


def damaged(part: str, **facts: str) -> Unreadable:
    """Make the `Unreadable` for a part that is missing, broken or contradicts itself."""
    return Unreadable("FILE-DAMAGED", part=part, **facts)


def hostile(reason: str) -> Unreadable:
    """Make the `Unreadable` for a file that no office program writes; `reason` is Chinese."""
    return Unreadable("FILE-HOSTILE", reason=reason)


def too_many_cells(limits: Limits) -> Unreadable:
    """Make the `Unreadable` for a workbook with more cells than `limits` allow."""
    return hostile(f"有内容的单元格超过 {limits.cells} 个")


def _member_key(name: str) -> str:
    """Return the key of a member: parts ignore case, and some zips use backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _check_sizes(members: Iterable[ZipInfo], limits: Limits) -> None:
    """Raise `Unreadable` for an archive whose directory announces more than the limits allow."""
    total = 0
    for member in members:
        size = member.file_size
        total += size
        if size > limits.part or total > limits.all_parts:
            most = limits.part if size > limits.part else limits.all_parts
            raise hostile(f"解压后超过 {_megabytes(most)}")
        if size > limits.ratio_floor and size > limits.ratio * member.compress_size:
            raise hostile(f"压缩比超过 {limits.ratio} 倍")


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.4g} MB"


def _classify_bytes(data: bytes) -> Code:
    """Return the code for a file that is no zip archive, by its content, never by its name."""
    if not data.strip(b"\0\t\n\r "):
        return "FILE-EMPTY"
    if data.startswith(_OLE):
        return _classify_ole(data)
    if b"%PDF-" in data[:1024]:
        return "FILE-PDF"
    if data.startswith(_IMAGES):
        return "FILE-IMAGE"
    return _classify_text(data[:CHUNK])


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
