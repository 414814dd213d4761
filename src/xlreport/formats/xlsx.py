"""The one guarded pass over an .xlsx return: the parts of the package and how they hang together.

openpyxl needs two loads for values and formulas and runs out of memory on hostile files;
calamine reads #REF! as a blank and hides formulas. So a return is read here, with the expat of
the standard library, every bound held in the parser. No macro is run and no link followed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from xlreport.formats._number_formats import read_number_formats
from xlreport.formats._relations import Relationship, first_of, read_once, read_relations
from xlreport.formats._strings import read_shared_strings
from xlreport.formats._worksheet import read_sheet
from xlreport.formats.cell import RawSheet, unescape
from xlreport.formats.container import (
    LIMITS,
    Container,
    Limits,
    Unreadable,
    classify,
    damaged,
    hostile,
    open_container,
    read_chunks,
)
from xlreport.formats.expat import parse, spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

Result = TypeVar("Result")

_RELATION_IDS: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_CUSTOM: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties property",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties property",
)
_APPLICATION: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties Application",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties Application",
)
_MODIFIED: Final = "http://purl.org/dc/terms/ modified"
_MOST_HELD: Final = 1 << 20
_STATES: Final = ("visible", "hidden", "veryHidden")


@dataclass(frozen=True, slots=True)
class Package:
    """Holds all that is read of a workbook: its worksheets in order, and what is said of it.

    `properties` are the custom document properties, `names` the defined names (one of the whole
    workbook goes before one of a sheet), `application` and `modified` what the program says of
    itself ("" if nothing), `links` the number of external workbooks referred to. `other_format`
    is what a person calls the format of a workbook that is no .xlsx, else "": nobody sees its
    formulas, its protection or its properties. `held` is the XML of the worksheets that were
    held back, by name.
    """

    sheets: tuple[RawSheet, ...]
    properties: Mapping[str, str]
    names: Mapping[str, str]
    structure_locked: bool
    application: str
    modified: str
    macros: bool
    links: int
    other_format: str = ""
    held: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class _Workbook:
    """Holds what workbook.xml says; `sheets` are (name, state, relationship id)."""

    most_sheets: int
    text: list[str] = field(default_factory=list)
    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    local_names: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    locked: bool = False
    found: bool = False


@dataclass(slots=True)
class _Properties:
    """Holds the texts of a docProps part by name."""

    text: list[str] = field(default_factory=list)
    name: str = ""
    found: dict[str, str] = field(default_factory=dict)


def read_package(
    data: bytes,
    limits: Limits = LIMITS,
    skip: Collection[str] = frozenset(),
    hold: Collection[str] = frozenset(),
) -> Package:
    """Read the workbook in `data`, within `limits`; 2 to 5 ms for a department's return.

    Sheets of the names in `skip` are listed without their cells, and so are those in `hold` that
    are of an ordinary size: their XML is held back unparsed. Raises Unreadable, and nothing else,
    whatever the bytes are.
    """
    container = open_container(data, limits)
    with container.archive:
        package_relations = read_once(container, "_rels/.rels", read_relations)
        main = first_of(package_relations, "officedocument")
        if main is None or main not in container.members or main.endswith(".bin"):
            raise Unreadable(classify(container.members))
        workbook = read_once(container, main, _read_workbook)
        folder, _, name = main.rpartition("/")
        near = f"{folder}/_rels/{name}.rels".lstrip("/")
        relations = read_once(container, near, read_relations)
        application = _properties(container, package_relations, "extendedproperties")
        core = _properties(container, package_relations, "coreproperties")
        custom = _properties(container, package_relations, "customproperties")
        held = _hold(container, workbook, relations, hold)
        return Package(
            sheets=_read_sheets(container, main, workbook, relations, {*skip, *held}),
            properties=MappingProxyType(custom),
            names=MappingProxyType(workbook.local_names | workbook.names),
            structure_locked=workbook.locked,
            application=application.get("application", ""),
            modified=core.get("modified", ""),
            macros=any(key.endswith("vbaproject.bin") for key in container.members),
            links=sum(relation.kind == "externallink" for relation in relations.values()),
            held=MappingProxyType(held),
        )


def _read_workbook(container: Container, part: str) -> _Workbook:
    """Read the main part: its sheets, names and lock."""
    state = _Workbook(container.limits.sheets)
    parse(container, part, state, _WORKBOOK_STARTS, _WORKBOOK_ENDS, state.text)
    if not state.found:
        raise Unreadable(classify(container.members))
    return state


def _hold(
    container: Container,
    workbook: _Workbook,
    relations: Mapping[str, Relationship],
    names: Collection[str],
) -> dict[str, bytes]:
    """Give the XML of the worksheets of these names, but for those of an uncommon size."""
    held = {}
    for name, _, identifier in workbook.sheets if names else ():
        relation = relations.get(identifier)
        member = container.members.get(relation.part) if relation else None
        if name in names and relation and member and member.file_size <= _MOST_HELD:
            held[name] = b"".join(read_chunks(container, relation.part))
    return held


def _read_sheets(
    container: Container,
    main: str,
    workbook: _Workbook,
    relations: Mapping[str, Relationship],
    skip: Collection[str],
) -> tuple[RawSheet, ...]:
    """Read the worksheets in their order; chart sheets and the like hold no cells."""
    strings_part = first_of(relations, "sharedstrings")
    has_strings = strings_part is not None and strings_part in container.members
    strings: tuple[list[str], set[int]] = ([], set())
    if has_strings:
        strings = read_shared_strings(container, strings_part or "")
    shown = _optional(container, first_of(relations, "styles"), _formats) or {}
    room = container.limits.cells
    sheets = []
    for name, state, identifier in workbook.sheets:
        relation = relations.get(identifier)
        if relation is None:
            raise damaged(main)
        if relation.kind != "worksheet":
            continue
        if name in skip:
            sheets.append(RawSheet(name, state, protected=False, cells={}, merges=(), outside=0))
            continue
        sheet = read_sheet(container, relation.part, (name, state), strings, shown, room)
        room -= len(sheet.cells)
        sheets.append(sheet)
    return tuple(sheets)


def _formats(container: Container, part: str) -> dict[str, str]:
    return read_once(container, part, read_number_formats)


def _properties(
    container: Container, relations: Mapping[str, Relationship], kind: str
) -> dict[str, str]:
    """Read a docProps part; one that is missing or broken says nothing."""

    def read(container: Container, part: str) -> dict[str, str]:
        state = _Properties()
        parse(container, part, state, _PROPERTY_STARTS, _PROPERTY_ENDS, state.text, _TITLES)
        return state.found

    return _optional(container, first_of(relations, kind), read) or {}


def _optional(
    container: Container, part: str | None, read: Callable[[Container, str], Result]
) -> Result | None:
    """Read a part that a workbook can do without; hostile ones are refused all the same."""
    if part is None or part not in container.members:
        return None
    try:
        return read(container, part)
    except Unreadable as problem:
        if problem.code != "FILE-DAMAGED":
            raise
        return None


def _start_sheet(state: _Workbook, attributes: dict[str, str]) -> None:
    if len(state.sheets) >= state.most_sheets:
        raise hostile(f"工作表超过 {state.most_sheets} 张")
    visibility = attributes.get("state", "visible")
    identifier = next((attributes[key] for key in _RELATION_IDS if key in attributes), "")
    known = visibility if visibility in _STATES else "visible"
    state.sheets.append((attributes.get("name", ""), known, identifier))


def _start_workbook(state: _Workbook, _: dict[str, str]) -> None:
    state.found = True


def _protect(state: _Workbook, attributes: dict[str, str]) -> None:
    state.locked = attributes.get("lockStructure") in ("1", "true")


def _start_name(state: _Workbook, attributes: dict[str, str]) -> None:
    state.attributes = attributes
    state.text.clear()


def _end_name(state: _Workbook) -> None:
    names = state.local_names if "localSheetId" in state.attributes else state.names
    names.setdefault(state.attributes.get("name", ""), "".join(state.text).strip())


def _start_property(state: _Properties, attributes: dict[str, str]) -> None:
    state.name = attributes.get("name", "")
    state.text.clear()


def _start_application(state: _Properties, _: dict[str, str]) -> None:
    state.name = "application"
    state.text.clear()


def _start_modified(state: _Properties, _: dict[str, str]) -> None:
    state.name = "modified"
    state.text.clear()


def _end_property(state: _Properties) -> None:
    state.found.setdefault(state.name, unescape("".join(state.text).strip()))


_WORKBOOK_STARTS: Final = spreadsheet(
    {
        "workbook": _start_workbook,
        "workbookProtection": _protect,
        "sheet": _start_sheet,
        "definedName": _start_name,
    }
)
_WORKBOOK_ENDS: Final = spreadsheet({"definedName": _end_name})
_PROPERTY_STARTS: Final = {
    **dict.fromkeys(_CUSTOM, _start_property),
    **dict.fromkeys(_APPLICATION, _start_application),
    _MODIFIED: _start_modified,
}
_PROPERTY_ENDS: Final = dict.fromkeys((*_CUSTOM, *_APPLICATION, _MODIFIED), _end_property)
_TITLES: Final = tuple(name.replace("Application", "HeadingPairs") for name in _APPLICATION)
