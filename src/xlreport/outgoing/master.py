"""A master workbook, built once with placeholders and imprinted for each department.

Templates that differ only in name, code and the pieces of earlier figures need not be built one
by one.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape, unescape

from rich.cells import cell_len

from xlreport.base.files import zip_members
from xlreport.office.roster import Department
from xlreport.writing.earlier_pieces import NO_PIECES, EarlierPieces, Place
from xlreport.writing.edges import in_header

# The placeholders are of characters for private use, which a roster refuses in names.
NAME = "\ue000N\ue001"
CODE = "\ue000C\ue001"
_HEADER = "&amp;L&amp;10 {}"
# A page header has another form of the name, so it is one placeholder with its beginning.
_PLACEHOLDER = re.compile(f"((?:{_HEADER.format('')})?\ue000[^\ue001]*\ue001)".encode())
# Half of the time goes into packing: a sixth less of it makes a template larger by a hundredth.
PLAIN_LEVEL = 5
_LONGEST_NAME = 26  # digits: a line on the cover


@dataclass(frozen=True, slots=True)
class Master:
    """The parts of a workbook, each by its name, cut at the placeholders.

    Of the pieces of a part every other one is a placeholder. The pieces of earlier figures are
    numbered as `EarlierPieces` lists them. `level` is that of packing.
    """

    parts: tuple[tuple[str, tuple[bytes, ...]], ...]
    level: int


def make_master(
    data: bytes, earlier: EarlierPieces = NO_PIECES, *, level: int = PLAIN_LEVEL
) -> Master:
    """Take apart a workbook that was built with the placeholders and with these earlier figures.

    Raises `LookupError` unless each of their pieces is found where it should be, as it should be.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part_of = dict(_sheets(parts["xl/workbook.xml"]))
    for number, (place, text) in enumerate(earlier.pieces.items()):
        name = part_of[place.sheet]
        parts[name] = _marked(parts[name], place, text.encode(), _mark(number).encode())
    cut = ((name, tuple(_PLACEHOLDER.split(part))) for name, part in parts.items())
    return Master(tuple(cut), level)


def can_imprint(department: Department) -> bool:
    """Tell whether a name is so short that no row of a template is higher because of it."""
    return cell_len(department.name) <= _LONGEST_NAME


def imprint(master: Master, department: Department, earlier: EarlierPieces = NO_PIECES) -> bytes:
    """Return a workbook's bytes with what is a department's own for the placeholders.

    The earlier figures are of the shape that the master was made for.
    """
    texts = {
        NAME: escape(department.name),
        CODE: escape(department.code),
        _HEADER.format(NAME): _HEADER.format(escape(in_header(department.name))),
    }
    texts |= {_mark(number): text for number, text in enumerate(earlier.pieces.values())}
    encoded = {mark.encode(): text.encode() for mark, text in texts.items()}
    parts = ((name, _filled(pieces, encoded)) for name, pieces in master.parts)
    return zip_members(parts, level=master.level)


def _sheets(workbook: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and that of its part: XlsxWriter numbers them in their order."""
    for number, name in enumerate(re.findall(r'<sheet name="([^"]*)"', workbook.decode()), 1):
        yield unescape(name, {"&quot;": '"'}), f"xl/worksheets/sheet{number}.xml"


def _mark(number: int) -> str:
    return f"\ue000{number}\ue001"


def _marked(part: bytes, place: Place, text: bytes, mark: bytes) -> bytes:
    """Put a placeholder in the place of a piece, if the piece is all that is found there."""
    found = list(place.compiled().finditer(part))
    if [match[1] for match in found] != [text]:
        raise LookupError(place)
    return part[: found[0].start(1)] + mark + part[found[0].end(1) :]


def _filled(pieces: tuple[bytes, ...], texts: Mapping[bytes, bytes]) -> bytes:
    if len(pieces) == 1:
        return pieces[0]
    return b"".join(texts[each] if number % 2 else each for number, each in enumerate(pieces))
