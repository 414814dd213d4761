"""The parts that describe an .xlsx workbook as a whole: workbook.xml and the properties."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.formats.cell import STATES, SheetState, unescape
from xlreport.formats.container import hostile, other_archive
from xlreport.formats.expat import Watch, parse, spreadsheet

if TYPE_CHECKING:
    from xlreport.formats.container import Container

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


class ListedSheet(NamedTuple):
    """One sheet in the list of workbook.xml; a relationship leads to its part."""

    name: str
    state: SheetState
    relationship: str


@dataclass(slots=True)
class WorkbookPart:
    """The content of workbook.xml: the list of sheets, the defined names and the lock."""

    most_sheets: int
    text: list[str] = field(default_factory=list)
    sheets: list[ListedSheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    local_names: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    is_workbook: bool = False
    counts_from_1904: bool = False


@dataclass(slots=True)
class _Properties:
    """The texts of a docProps part by name."""

    text: list[str] = field(default_factory=list)
    name: str = ""
    texts: dict[str, str] = field(default_factory=dict)


def read_workbook_part(container: Container, part: str) -> WorkbookPart:
    """Read workbook.xml; raises `Unreadable`, also where the part is no workbook's."""
    state = WorkbookPart(container.limits.sheets)
    parse(container, part, state, _WORKBOOK_STARTS, _WORKBOOK_ENDS, state.text)
    if not state.is_workbook:
        raise other_archive(container)
    return state


def read_properties(container: Container, part: str) -> dict[str, str]:
    """Read a docProps part: custom properties by name, else "application" and "modified"."""
    state = _Properties()
    parse(container, part, state, _PROPERTY_STARTS, _PROPERTY_ENDS, state.text, Watch(_TITLES))
    return state.texts


def _start_workbook(state: WorkbookPart, _: dict[str, str]) -> None:
    state.is_workbook = True


def _read_settings(state: WorkbookPart, attributes: dict[str, str]) -> None:
    state.counts_from_1904 = attributes.get("date1904", "0") not in ("0", "false")


def _start_sheet(state: WorkbookPart, attributes: dict[str, str]) -> None:
    if len(state.sheets) >= state.most_sheets:
        raise hostile(f"表页超过 {state.most_sheets} 张")
    identifier = next((attributes[key] for key in _RELATION_IDS if key in attributes), "")
    visibility = STATES.get(attributes.get("state", ""), "visible")
    state.sheets.append(ListedSheet(attributes.get("name", ""), visibility, identifier))


def _start_name(state: WorkbookPart, attributes: dict[str, str]) -> None:
    state.attributes = attributes
    state.text.clear()


def _end_name(state: WorkbookPart) -> None:
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
    state.texts.setdefault(state.name, unescape("".join(state.text).strip()))


_WORKBOOK_STARTS: Final = spreadsheet(
    {
        "workbook": _start_workbook,
        "workbookPr": _read_settings,
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
# The titles of sheets and what follows them are not read.
_TITLES: Final = tuple(name.replace("Application", "HeadingPairs") for name in _APPLICATION)
