"""An .ods workbook, read by the library's own guarded reader.

calamine tells nothing of its formulas, merges, number formats and comments, and refuses white
space between cells; a library that builds the whole document as a tree has no bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from xlreport.formats._ods_content import read_content
from xlreport.formats._ods_styles import read_styles
from xlreport.formats.cell import unread_sheet
from xlreport.formats.container import (
    LIMITS,
    Container,
    Limits,
    Unreadable,
    open_container,
    read_chunks,
)
from xlreport.formats.expat import parse
from xlreport.formats.workbook import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from xlreport.formats.cell import RawSheet
    from xlreport.formats.workbook import Workbook

_META: Final = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
_META_PART: Final = "meta.xml"
_MANIFEST: Final = "meta-inf/manifest.xml"
_MACROS: Final = "basic/"


@dataclass(slots=True)
class _Meta:
    """The properties of a document, and the program that wrote it."""

    text: list[str] = field(default_factory=list)
    name: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    generator: str = ""


@dataclass(eq=False)
class _OdsWorkbook:
    """An opened .ods workbook.

    A run over the content lists all worksheets, in `listed`, and reads the cells of those that are
    asked for. `parsed` holds worksheets by their limits and then by their position.
    """

    container: Container
    parsed: dict[Limits, dict[int, RawSheet]] = field(default_factory=dict)
    listed: Sequence[RawSheet] | None = None
    links: int = 0

    def read(self, skip: Collection[str] = frozenset()) -> Package:
        """Read all worksheets but those named in `skip`, which are listed without their cells."""
        sheets = self._sheets(lambda name: name not in skip, self.container.limits)
        members = self.container.members
        return Package(
            sheets=sheets,
            properties=MappingProxyType(self._meta.properties),
            names=MappingProxyType({}),
            application=self._meta.generator,
            modified="",  # the time of an .ods has no zone, that of an .xlsx has one
            macros=any(name.startswith(_MACROS) and name.endswith(".xml") for name in members),
            links=self.links,
            other_format=".ods",
        )

    def sheet(self, name: str, limits: Limits | None = None) -> RawSheet | None:
        """Read one worksheet, within other limits if they are given; None if there is none."""
        sheets = self._sheets(lambda each: each == name, limits or self.container.limits)
        return next((sheet for sheet in sheets if sheet.name == name), None)

    def xml(self, _: str, /) -> bytes | None:
        """Return None: the XML of a worksheet does not stand alone."""
        return None

    @cached_property
    def _meta(self) -> _Meta:
        meta = _Meta()
        if _META_PART in self.container.members:
            parse(self.container, _META_PART, meta, _META_STARTS, _META_ENDS, meta.text)
        return meta

    def _sheets(self, is_chosen: Callable[[str], bool], limits: Limits) -> tuple[RawSheet, ...]:
        """Read the chosen worksheets that no earlier run has read; list the other ones."""
        parsed = self.parsed.setdefault(limits, {})

        def is_wanted(position: int, name: str) -> bool:
            return position not in parsed and is_chosen(name)

        listed = self.listed
        if listed is None or any(is_wanted(i, sheet.name) for i, sheet in enumerate(listed)):
            container = replace(self.container, limits=limits)
            room = limits.cells - sum(len(sheet.cells) for sheet in parsed.values())
            read, self.links = read_content(container, read_styles(container), is_wanted, room)
            new = {i: sheet for i, sheet in enumerate(read) if is_wanted(i, sheet.name)}
            parsed.update(new)
            listed = self.listed = [unread_sheet(sheet.name, sheet.state) for sheet in read]
        return tuple(
            parsed[i] if is_chosen(sheet.name) else sheet for i, sheet in enumerate(listed)
        )


def open_ods(data: bytes, limits: Limits = LIMITS) -> Workbook:
    """Open the .ods workbook in `data` within `limits`; no worksheet is parsed yet.

    Raises `Unreadable`, and nothing else, whatever the bytes are.
    """
    container = open_container(data, limits)
    if _MANIFEST in container.members and b":encryption-data" in b"".join(
        read_chunks(container, _MANIFEST)
    ):
        raise Unreadable("FILE-ENCRYPTED")
    return _OdsWorkbook(container)


def _start_text(meta: _Meta, attributes: dict[str, str]) -> None:
    meta.name = attributes.get(f"{_META} name", "")
    meta.text.clear()


def _end_property(meta: _Meta) -> None:
    meta.properties.setdefault(meta.name, "".join(meta.text).strip())


def _end_generator(meta: _Meta) -> None:
    meta.generator = "".join(meta.text).strip()


_META_STARTS: Final = dict.fromkeys((f"{_META} user-defined", f"{_META} generator"), _start_text)
_META_ENDS: Final = {
    f"{_META} user-defined": _end_property,
    f"{_META} generator": _end_generator,
}
