"""An .xlsb workbook, read by the library's own guarded reader.

calamine passes over cells that do not say where they stand, which SheetJS writes, and reads error
values as blanks; pyxlsb does the former, too.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from xlreport.formats._cell_formats import Renderer
from xlreport.formats._relations import Relationship, first_of, read_once, read_relations
from xlreport.formats._styles import Styles
from xlreport.formats._workbook_parts import read_properties
from xlreport.formats._xlsb_parts import XlsbStyles, XlsbText, read_strings, read_styles
from xlreport.formats._xlsb_records import read_records, wide_text
from xlreport.formats._xlsb_sheet import read_sheet
from xlreport.formats.cell import SheetState, unread_sheet
from xlreport.formats.container import (
    LIMITS,
    Container,
    Limits,
    Unreadable,
    damaged,
    hostile,
    open_container,
)
from xlreport.formats.workbook import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from xlreport.formats.cell import RawSheet
    from xlreport.formats.workbook import Workbook

_SETTINGS, _SHEET = 153, 156
_FROM_1904: Final = 1
_STATES: Final[tuple[SheetState, ...]] = ("visible", "hidden", "veryHidden", "veryHidden")


@dataclass(eq=False)
class _XlsbWorkbook:
    """An opened .xlsb workbook; `facts` are its package without the cells.

    `parts` are the members of its worksheets in order. `parsed` holds worksheets by their limits
    and then by their position.
    """

    container: Container
    parts: Sequence[str]
    relations: Mapping[str, Relationship]
    facts: Package
    renderer: Renderer
    parsed: dict[Limits, dict[int, RawSheet]] = field(default_factory=dict)

    def read(self, skip: Collection[str] = frozenset()) -> Package:
        """Read all worksheets but those named in `skip`, which are listed without their cells."""
        sheets = self._sheets(lambda name: name not in skip, self.container.limits)
        return replace(self.facts, sheets=tuple(sheets))

    def sheet(self, name: str, limits: Limits | None = None) -> RawSheet | None:
        """Read one worksheet, within other limits if they are given; None if there is none."""
        sheets = list(self._sheets(lambda each: each == name, limits or self.container.limits))
        return next((sheet for sheet in sheets if sheet.name == name), None)

    def xml(self, _: str, /) -> bytes | None:
        """Return None: the format has no XML that could be searched."""
        return None

    @cached_property
    def _strings(self) -> Sequence[XlsbText]:
        part = first_of(self.relations, "sharedstrings")
        known = part is not None and part in self.container.members
        return read_strings(self.container, part or "") if known else ()

    @cached_property
    def _styles(self) -> XlsbStyles:
        part = first_of(self.relations, "styles")
        if part is None or part not in self.container.members:
            return XlsbStyles(Styles(), ())
        return read_styles(self.container, part)

    def _sheets(self, is_chosen: Callable[[str], bool], limits: Limits) -> Iterator[RawSheet]:
        """Yield all worksheets, the chosen ones with their cells."""
        parsed = self.parsed.setdefault(limits, {})
        container = replace(self.container, limits=limits)
        room = limits.cells - sum(len(sheet.cells) for sheet in parsed.values())
        for position, (part, sheet) in enumerate(zip(self.parts, self.facts.sheets, strict=True)):
            if not is_chosen(sheet.name):
                yield sheet
                continue
            if position not in parsed:
                parsed[position] = read_sheet(
                    container,
                    part,
                    sheet,
                    self._strings,
                    self._styles,
                    renderer=self.renderer,
                    room=room,
                )
                room -= len(parsed[position].cells)
            yield parsed[position]


def open_xlsb(data: bytes, limits: Limits = LIMITS) -> Workbook:
    """Open the .xlsb workbook in `data` within `limits`; no worksheet is read yet.

    Raises `Unreadable`, and nothing else, whatever the bytes are.
    """
    container = open_container(data, limits)
    package_relations = read_once(container, "_rels/.rels", read_relations)
    main = first_of(package_relations, "officedocument")
    if main is None or main not in container.members:
        raise Unreadable("FILE-XLSB")
    folder, _, name = main.rpartition("/")
    relations = read_once(container, f"{folder}/_rels/{name}.rels", read_relations)
    parts, sheets = [], []
    for part, sheet in _listed(container, main, relations):
        parts.append(part)
        sheets.append(sheet)
    if not sheets:
        raise Unreadable("FILE-XLSB")
    custom = first_of(package_relations, "customproperties")
    known = custom is not None and custom in container.members
    facts = Package(
        sheets=tuple(sheets),
        properties=MappingProxyType(read_properties(container, custom or "") if known else {}),
        names=MappingProxyType({}),
        application="",
        modified="",
        macros=any(key.endswith("vbaproject.bin") for key in container.members),
        links=sum(relation.kind == "externallink" for relation in relations.values()),
        other_format=".xlsb",
    )
    renderer = Renderer(from_1904=_counts_from_1904(container, main))
    return _XlsbWorkbook(container, parts, relations, facts, renderer)


def _counts_from_1904(container: Container, main: str) -> bool:
    """Tell whether the workbook counts days from 1904, [MS-XLSB] 2.4.826."""
    contents = (content for number, content in read_records(container, main) if number == _SETTINGS)
    return any(content and content[0] & _FROM_1904 for content in contents)


def _listed(
    container: Container, main: str, relations: Mapping[str, Relationship]
) -> Iterator[tuple[str, RawSheet]]:
    """Yield the worksheets that the workbook lists, with the members that they are in."""
    count = 0
    try:
        for number, content in read_records(container, main):
            if number != _SHEET:
                continue
            count += 1
            if count > container.limits.sheets:
                raise hostile(f"表页超过 {container.limits.sheets} 张")
            (state,) = struct.unpack_from("<I", content)
            identifier, end = wide_text(content, 8, container.limits.text)
            name, _ = wide_text(content, end, container.limits.text)
            relation = relations.get(identifier)
            if relation is None:
                raise damaged(main)
            if relation.kind == "worksheet":
                yield relation.part, unread_sheet(name, _STATES[state & 3])
    except (IndexError, struct.error) as error:
        raise damaged(main) from error
