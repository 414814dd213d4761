"""An .xlsx workbook, read by the library's own guarded reader.

openpyxl needs two loads for values and formulas and runs out of memory on hostile files;
calamine reads #REF! as a blank and hides formulas. So a return is read here with the expat of
the standard library, and the parser enforces every bound. No macro runs, no link is followed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from xlreport.formats._cell_formats import CellFormats, Renderer
from xlreport.formats._comments import may_hold_comments, read_comments
from xlreport.formats._looks import looks_of
from xlreport.formats._relations import first_of, read_once, read_relations
from xlreport.formats._shared import Shared
from xlreport.formats._sheet import read_sheet
from xlreport.formats._strings import SharedStrings, read_shared_strings
from xlreport.formats._styles import read_styles
from xlreport.formats._workbook_parts import read_properties, read_workbook_part
from xlreport.formats.cell import RawSheet, unread_sheet
from xlreport.formats.container import (
    LIMITS,
    Container,
    Limits,
    Unreadable,
    add_characters,
    add_merges,
    damaged,
    open_container,
    other_archive,
    read_chunks,
    too_many_cells,
)
from xlreport.formats.expat import add_tags
from xlreport.formats.workbook import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from xlreport.formats._relations import Relationship
    from xlreport.formats._workbook_parts import WorkbookPart
    from xlreport.formats.cell import Look
    from xlreport.formats.workbook import Workbook

Result = TypeVar("Result")

_ORDINARY_SIZE: Final = 1 << 20  # bytes of a worksheet's XML


@dataclass(frozen=True, slots=True)
class _ParsedSheet:
    """A worksheet that has been parsed, and how many tags and long texts it has."""

    sheet: RawSheet
    tags: int
    characters: int


@dataclass(eq=False)
class _XlsxWorkbook:
    """An opened .xlsx workbook; `facts` are its package without the worksheets.

    `parsed` holds worksheets by their limits and then by their position in the workbook.
    """

    container: Container
    main: str
    listing: WorkbookPart
    relations: Mapping[str, Relationship]
    strings_part: str | None
    styles_part: str | None
    facts: Package
    inflated: dict[str, bytes] = field(default_factory=dict)
    parsed: dict[Limits, dict[int, _ParsedSheet]] = field(default_factory=dict)

    def read(self, skip: Collection[str] = frozenset()) -> Package:
        """Read all worksheets but those named in `skip`, which are listed without their cells."""
        names = {listed.name for listed in self.listing.sheets}.difference(skip)
        return replace(self.facts, sheets=tuple(self._sheets(names, self.container.limits)))

    def sheet(self, name: str, limits: Limits | None = None) -> RawSheet | None:
        """Read one worksheet, within other limits if they are given; None if there is none."""
        sheets = list(self._sheets({name}, limits or self.container.limits))
        return next((sheet for sheet in sheets if sheet.name == name), None)

    def is_worksheet(self, relationship: str) -> bool:
        """Tell whether a relationship leads to a worksheet: one to a chart sheet does not."""
        relation = self.relations.get(relationship)
        return relation is not None and relation.kind == "worksheet"

    def xml(self, name: str, /) -> bytes | None:
        """Return the XML of a worksheet unparsed; None where there is none of ordinary size."""
        for listed in self.listing.sheets if name not in self.inflated else ():
            relation = self.relations.get(listed.relationship)
            member = self.container.members.get(relation.part) if relation else None
            is_ordinary = member is not None and member.file_size <= _ORDINARY_SIZE
            if listed.name == name and relation is not None and is_ordinary:
                self.inflated[name] = b"".join(read_chunks(self.container, relation.part))
        return self.inflated.get(name)

    @cached_property
    def _shared(self) -> Shared:
        """What the cells of all worksheets refer to, read before the first of them."""
        strings = SharedStrings([], set())
        if self.strings_part is not None and self.strings_part in self.container.members:
            strings = read_shared_strings(self.container, self.strings_part)
        styles = _optional(self.container, self.styles_part, _read_styles)
        formats, looks = styles or (CellFormats(), {})
        return Shared(
            strings=strings.texts,
            struck=strings.struck,
            formats=formats,
            renderer=Renderer(from_1904=self.listing.counts_from_1904),
            looks=looks,
        )

    @cached_property
    def _has_comments(self) -> bool:
        return may_hold_comments(self.container.members)

    def _sheets(self, wanted: Collection[str], limits: Limits) -> Iterator[RawSheet]:
        """Yield all worksheets, the `wanted` ones with their cells; chart sheets have none.

        The cells and tags of all wanted sheets together are limited, whenever they were parsed.
        """
        shared = self._shared
        container = replace(self.container, limits=limits)
        parsed = self.parsed.setdefault(limits, {})
        room = limits.cells
        for position, listed in enumerate(self.listing.sheets):
            relation = self.relations.get(listed.relationship)
            if relation is None:
                raise damaged(self.main)
            if relation.kind != "worksheet":
                continue
            sheet = unread_sheet(listed.name, listed.state)
            if self._has_comments:
                sheet = replace(sheet, comments=read_comments(container, relation.part))
            if listed.name not in wanted:
                yield sheet
                continue
            if position in parsed:
                sheet = parsed[position].sheet
                add_tags(container, parsed[position].tags)
                add_characters(container, parsed[position].characters)
                add_merges(container, len(sheet.merges))
                if len(sheet.cells) > room:
                    raise too_many_cells(limits)
            else:
                tags, characters = container.tags, container.characters
                sheet = read_sheet(container, relation.part, sheet, shared, room)
                parsed[position] = _ParsedSheet(
                    sheet, container.tags - tags, container.characters - characters
                )
            room -= len(sheet.cells)
            yield sheet


def open_xlsx(data: bytes, limits: Limits = LIMITS) -> Workbook:
    """Open the .xlsx workbook in `data` within `limits`; no worksheet is parsed yet.

    Raises `Unreadable`, and nothing else, whatever the bytes are.
    """
    return _open(data, limits)


def _open(data: bytes, limits: Limits) -> _XlsxWorkbook:
    container = open_container(data, limits)
    package_relations = read_once(container, "_rels/.rels", read_relations)
    main = first_of(package_relations, "officedocument")
    if main is None or main not in container.members or main.endswith(".bin"):
        raise other_archive(container)
    listing = read_once(container, main, read_workbook_part)
    folder, _, name = main.rpartition("/")
    relations_part = f"{folder}/_rels/{name}.rels".lstrip("/")
    relations = read_once(container, relations_part, read_relations)

    def properties(kind: str) -> dict[str, str]:
        return _optional(container, first_of(package_relations, kind), read_properties) or {}

    application = properties("extendedproperties")
    core = properties("coreproperties")
    custom = properties("customproperties")
    facts = Package(
        sheets=(),
        properties=MappingProxyType(custom),
        names=MappingProxyType(listing.local_names | listing.names),
        application=application.get("application", ""),
        modified=core.get("modified", ""),
        macros=any(key.endswith("vbaproject.bin") for key in container.members),
        links=sum(relation.kind == "externallink" for relation in relations.values()),
    )
    return _XlsxWorkbook(
        container=container,
        main=main,
        listing=listing,
        relations=relations,
        strings_part=first_of(relations, "sharedstrings"),
        styles_part=first_of(relations, "styles"),
        facts=facts,
    )


@dataclass(frozen=True, slots=True)
class FrontSheet:
    """The first visible worksheet of a workbook, and the day from which its dates count."""

    sheet: RawSheet
    first_day: date


def read_front_sheet(data: bytes, limits: Limits = LIMITS) -> FrontSheet:
    """Read the first visible worksheet of the .xlsx workbook in `data`, and no other one.

    Raises `Unreadable`, and nothing else, whatever the bytes are.
    """
    workbook = _open(data, limits)
    listed = workbook.listing.sheets
    worksheets = (sheet for sheet in listed if workbook.is_worksheet(sheet.relationship))
    name = next((sheet.name for sheet in worksheets if sheet.state == "visible"), None)
    sheet = None if name is None else workbook.sheet(name)
    if sheet is None:
        raise damaged(workbook.main)
    # Excel takes 1900 for a leap year, so that its dates since then count from a day earlier.
    first_day = date(1904, 1, 1) if workbook.listing.counts_from_1904 else date(1899, 12, 30)
    return FrontSheet(sheet, first_day)


def read_package(
    data: bytes, limits: Limits = LIMITS, skip: Collection[str] = frozenset()
) -> Package:
    """Read the .xlsx workbook in `data` within `limits`; 2 to 5 ms for a department's return.

    Sheets named in `skip` are listed without their cells. Raises `Unreadable`, and nothing else,
    whatever the bytes are.
    """
    return open_xlsx(data, limits).read(skip)


def _read_styles(container: Container, part: str) -> tuple[CellFormats, dict[str, Look]]:
    return read_once(container, part, _formats_and_looks)


def _formats_and_looks(container: Container, part: str) -> tuple[CellFormats, dict[str, Look]]:
    styles = read_styles(container, part)
    return CellFormats(styles), looks_of(styles)


def _optional(
    container: Container, part: str | None, read: Callable[[Container, str], Result]
) -> Result | None:
    """Read a part that a workbook can do without: None if it is missing or damaged.

    Raises `Unreadable` for a hostile one.
    """
    if part is None or part not in container.members:
        return None
    try:
        return read(container, part)
    except Unreadable as problem:
        if problem.code != "FILE-DAMAGED":
            raise
        return None
