"""The colours of the tabs, by which sheets that belong together are found."""

from __future__ import annotations

from enum import Enum

from xlsxwriter.worksheet import Worksheet

from xlreport.base.sign import Sign
from xlreport.layout.layout import SheetKind
from xlreport.office.theme import Theme


class SheetGroup(Enum):
    """What a sheet is for; the value is a colour or its name in the theme."""

    START = "bar_dark"  # where one begins to read
    FORM = Sign.DOUBT.ink  # the sheets of the form itself
    CHECK = Sign.DONE.ink  # what was checked, and what remains to be done
    ANALYSIS = "bar_middle"  # charts and comparisons
    ARCHIVE = Sign.ASIDE.ink  # for reference only


_GROUPS = {
    SheetKind.COVER: SheetGroup.START,
    SheetKind.INSTRUCTIONS: SheetGroup.START,
    SheetKind.CHECKS: SheetGroup.CHECK,
}


def group_of(kind: SheetKind) -> SheetGroup:
    """Return the group of a sheet of a form."""
    return _GROUPS.get(kind, SheetGroup.FORM)


def colour_tab(worksheet: Worksheet, group: SheetGroup, theme: Theme) -> None:
    """Give the tab of a sheet the colour of its group."""
    worksheet.set_tab_color(theme.colour(group.value))
