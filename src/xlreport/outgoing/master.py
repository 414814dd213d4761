"""A master workbook, built once with placeholders and imprinted for each department.

Workbooks that differ only in name, code and foreseen pieces need not be built one by one.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from io import BytesIO
from operator import itemgetter

from rich.cells import cell_len

from xlreport.base.files import zip_members
from xlreport.form.form import Form
from xlreport.office.roster import Department, unlisted_department
from xlreport.writing.cell import in_xml
from xlreport.writing.content import Content
from xlreport.writing.edges import in_header
from xlreport.writing.pieces import NO_PIECES, Pieces, find_pieces, pieces_of
from xlreport.writing.workbook import open_book

# The placeholders are of characters for private use, which a roster refuses in names.
NAME = "\ue000N\ue001"
CODE = "\ue000C\ue001"
_HEADER = "&amp;L&amp;10 {}"
# A page header has another form of the name, so it is one placeholder with its beginning.
_PLACEHOLDER = re.compile(f"((?:{_HEADER.format('')})?\ue000[^\ue001]*\ue001)".encode())
# Half of the time goes into packing: a sixth less of it makes a template larger by a hundredth.
QUICK_LEVEL, _LEVEL = 5, 6
_LONGEST_NAME = 26  # digits: a line on the cover
_MOST_MASTERS = 32  # of 300 kB each


@dataclass(frozen=True, slots=True)
class Master:
    """The parts of a workbook, each by its name, cut at the placeholders.

    Every other slice of a part is a placeholder. `level` is that of packing.
    """

    parts: tuple[tuple[str, tuple[bytes, ...]], ...]
    level: int


@dataclass(frozen=True, slots=True)
class Masters:
    """The masters of locked workbooks of one form made so far, by what shapes a workbook.

    There is None where pieces do not stand in a workbook as they were foreseen, or where more than
    they differs: all of that shape are built. `plain_level` is that of packing a blank template,
    without anything of its own; any other is packed as XlsxWriter packs it, and has its very bytes.
    `imprinted` counts the workbooks of each shape.
    """

    form: Form
    plain_level: int = _LEVEL
    known: dict[tuple[object, ...], Master | None] = field(default_factory=dict)
    imprinted: Counter[tuple[object, ...]] = field(default_factory=Counter)

    def workbook(self, content: Content) -> bytes:
        """Return the workbook of a department, imprinted where that is sure to be the one built."""
        stamp = replace(content.stamp, code=CODE)
        nobody = replace(content, stamp=stamp, department=NAME)
        pieces = pieces_of(self.form, nobody) if can_imprint(content.department) else None
        master = self._master(nobody, pieces) if pieces else None
        if master is None or pieces is None:
            return open_book(self.form, content).to_bytes()
        owner = unlisted_department(content.stamp.code, content.department)
        workbook = imprint(master, owner, pieces)
        self.imprinted[pieces.shape] += 1
        # The first has the figures that its master was built with, so the second one tells.
        if pieces.texts and self.imprinted[pieces.shape] == 2:
            built = open_book(self.form, content).to_bytes()
            if built != workbook:
                self.known[pieces.shape] = None
                return built
        return workbook

    def _master(self, nobody: Content, pieces: Pieces) -> Master | None:
        """Find the master of a shape, or make it of the first workbook that has the shape."""
        if pieces.shape not in self.known and len(self.known) < _MOST_MASTERS:
            is_plain = not (nobody.values or nobody.no_duties or nobody.last is not None)
            data = open_book(self.form, nobody).to_bytes()
            try:
                master = make_master(data, pieces, level=self.plain_level if is_plain else _LEVEL)
            except LookupError:
                master = None
            self.known[pieces.shape] = master
        return self.known.get(pieces.shape)


def make_master(data: bytes, pieces: Pieces = NO_PIECES, *, level: int = QUICK_LEVEL) -> Master:
    """Take apart a workbook that was built with the placeholders and with these pieces.

    Raises `LookupError` unless each piece is found where it should be, as it should be.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    wanted = {place: number for number, place in enumerate(pieces.texts)}
    for sheet, name in _sheets(parts["xl/workbook.xml"]) if wanted else ():
        slices, end = [], 0
        for place, span in sorted(find_pieces(sheet, parts[name]), key=itemgetter(1)):
            if place in wanted:
                if parts[name][slice(*span)] != pieces.texts[place].encode():
                    raise LookupError(place)
                slices += [parts[name][end : span[0]], _mark(wanted.pop(place))]
                end = span[1]
        parts[name] = b"".join([*slices, parts[name][end:]])
    if wanted:
        raise LookupError(*wanted)
    cut = ((name, tuple(_PLACEHOLDER.split(part))) for name, part in parts.items())
    return Master(tuple(cut), level)


def can_imprint(name: str) -> bool:
    """Tell whether there is a name, so short that no row of a template is higher because of it."""
    return 0 < cell_len(name) <= _LONGEST_NAME


def imprint(master: Master, department: Department, pieces: Pieces = NO_PIECES) -> bytes:
    """Return a workbook's bytes with a department's name and code, and pieces of the shape."""
    name, code = department.name, department.code
    texts = {
        NAME.encode(): in_xml(name).encode(),
        CODE.encode(): in_xml(code).encode(),
        _HEADER.format(NAME).encode(): _HEADER.format(in_xml(in_header(name))).encode(),
    }
    own = (text.replace(NAME, in_xml(name)).encode() for text in pieces.texts.values())
    texts |= {_mark(number): text for number, text in enumerate(own)}
    parts = ((part, _joined(slices, texts)) for part, slices in master.parts)
    return zip_members(parts, level=master.level)


def _sheets(workbook: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and that of its part: XlsxWriter numbers them in their order."""
    for number, name in enumerate(re.findall(r'<sheet name="([^"]*)"', workbook.decode()), 1):
        yield unescape(name), f"xl/worksheets/sheet{number}.xml"


def _mark(number: int) -> bytes:
    return f"\ue000{number}\ue001".encode()


def _joined(slices: tuple[bytes, ...], texts: Mapping[bytes, bytes]) -> bytes:
    """Join the slices of a part, with texts for the placeholders."""
    return b"".join(texts[each] if number % 2 else each for number, each in enumerate(slices))
