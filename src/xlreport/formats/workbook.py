"""A workbook in whichever format: opened once, and each worksheet parsed when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from xlreport.formats.cell import RawSheet
    from xlreport.formats.container import Limits


@dataclass(frozen=True, slots=True)
class Package:
    """What was read of a workbook: its worksheets in order, and facts about the whole.

    `properties` are the custom document properties, `names` the defined names (one of the whole
    workbook goes before one of a sheet), `application` and `modified` the program that wrote the
    file and the time of saving ("" where the file has none), `links` the number of external
    workbooks referred to. `other_format` is what a person calls the format of a workbook that is
    no .xlsx, else ""; `unseen` names in Chinese what was not looked at although it may make a
    number look like another one, "" where that is nothing.
    """

    sheets: tuple[RawSheet, ...]
    properties: Mapping[str, str]
    names: Mapping[str, str]
    application: str
    modified: str
    macros: bool
    links: int
    other_format: str = ""
    unseen: str = ""


class Workbook(Protocol):
    """An opened workbook; every method raises `Unreadable` for what is damaged or hostile."""

    def read(self, skip: Collection[str] = frozenset()) -> Package:
        """Read all worksheets but those named in `skip`, which are listed without their cells."""

    def sheet(self, name: str, limits: Limits | None = None) -> RawSheet | None:
        """Read one worksheet, within other limits if they are given; None if there is none."""

    def xml(self, name: str, /) -> bytes | None:
        """Return the XML of a worksheet unparsed; None where there is none of ordinary size."""
