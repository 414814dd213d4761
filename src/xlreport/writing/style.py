"""The look of workbooks: fonts, colours and borders by the role of a block.

Fonts and colours are named as in the theme file; the writer replaces the names by the theme's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlreport.base.sign import Sign
from xlreport.form.measure import Kind, Measure
from xlreport.layout.grid import Role
from xlreport.layout.width import (
    BODY_SIZE,
    NOTE_SIZE,
    TITLE_SIZE,
    VERDICT_SIZE,
    is_long_text,
)
from xlreport.office.theme import PAPER

BODY: Mapping[str, Any] = {
    "font_name": "body",
    "font_size": BODY_SIZE,
    "font_color": "ink",
    "valign": "vcenter",
    "font_charset": 134,  # GB 2312, so that old programs choose a Han font
}
# A zero among many figures, or a remark: it says little.
QUIET: Mapping[str, Any] = {"font_color": "quiet"}
# A figure that is not like those beside it: of other departments, or as it was published.
SET_APART: Mapping[str, Any] = {**QUIET, "italic": True}
SMALL: Mapping[str, Any] = {"font_size": NOTE_SIZE}
ALARM: Mapping[str, Any] = {"bold": True, "underline": 1, "bg_color": "alarm"}
LINK: Mapping[str, Any] = {"font_color": "bar_dark", "underline": 1}
BORDER: Mapping[str, Any] = {"border": 1, "border_color": "line"}

ROLE: Mapping[Role, Mapping[str, Any]] = {
    Role.TITLE: {
        "font_name": "title",
        "font_size": TITLE_SIZE,
        "align": "center",
        "text_wrap": True,
    },
    Role.SUBTITLE: {"font_size": BODY_SIZE, "font_color": "quiet", "align": "center"},
    Role.NOTE: {"font_size": NOTE_SIZE, "font_color": "quiet", "text_wrap": True},
    Role.UNIT: {
        "font_size": NOTE_SIZE,
        "font_color": "quiet",
        "align": "right",
        "text_wrap": True,
    },
    Role.BAND: {**BORDER, "bold": True, "align": "center", "bg_color": "band"},
    Role.CORNER: {**BORDER, "align": "center", "text_wrap": True, "bg_color": "label"},
    Role.COLUMN_LABEL: {**BORDER, "align": "center", "text_wrap": True, "bg_color": "label"},
    Role.ROW_LABEL: {
        **BORDER,
        "align": "left",
        "indent": 1,
        "text_wrap": True,
        "bg_color": "label",
    },
    Role.CAPTION: {**BORDER, "align": "center", "text_wrap": True, "bg_color": "label"},
    Role.TEXT: {"align": "left", "text_wrap": True},
    Role.ENTRY: {**BORDER, "align": "left", "indent": 1, "text_wrap": True},
    Role.FIGURE: {**BORDER, "align": "center"},
    Role.ALARM: {**BORDER, **ALARM, "align": "center"},
    Role.RESULT: {**BORDER, "align": "left", "indent": 1, "bold": True},
    Role.VERDICT: {
        **BORDER,
        "font_size": VERDICT_SIZE,
        "align": "left",
        "indent": 1,
        "bold": True,
        "text_wrap": True,
    },
    Role.STEP: {**BORDER, "align": "center", "text_wrap": True, "bg_color": "label"},
    Role.LINK: {
        **BORDER,
        "align": "left",
        "indent": 1,
        "text_wrap": True,
        "bg_color": "label",
        **LINK,
    },
    Role.SEAL: {**BORDER, "align": "center", "valign": "top", "font_color": "quiet"},
    Role.TARGET: {},
    Role.INPUT: {**BORDER, "align": "center", "bg_color": "input"},
    Role.TOTAL: {**BORDER, "align": "center", "bold": True, "bg_color": "total"},
    Role.ABSENT: {**BORDER, "align": "center", "bg_color": "label"},
    Role.FIELD: {**BORDER, "align": "left", "indent": 1, "text_wrap": True, "bg_color": "input"},
}
# Not to be filled in, and no 0 either: crossed out, also in black and white.
NO_DUTY: Mapping[str, Any] = {"bg_color": "no_duty", "diag_type": 1, "diag_border": 1}
# The same as one declares it; a conditional format has no diagonal line.
DECLARED: Mapping[str, Any] = {"bg_color": "no_duty", "font_color": "no_duty"}
# To be confirmed: known to the office that sends the workbook out.
PREFILLED: Mapping[str, Any] = {"bg_color": "prefilled"}
FIXED: Mapping[str, Any] = {"bg_color": PAPER}
UNLOCKED: Mapping[str, Any] = {"locked": False}
LONG_TEXT: Mapping[str, Any] = {
    "font_size": NOTE_SIZE,
    "valign": "top",
    "align": "left",
    "text_wrap": True,
}
# A number too long for the narrow columns of a wide table is made smaller, not shown as ###.
SHRUNK: Mapping[str, Any] = {"shrink": True}
# A label beside many rows, one character below the other.
TALL: Mapping[str, Any] = {"align": "center", "indent": 0}
PART_HEADING: Mapping[str, Any] = {"align": "left", "indent": 1, "bold": True}
TEXT_HEADING: Mapping[str, Any] = {
    **PART_HEADING,
    "indent": 0,
    "border": 0,
    "bg_color": PAPER,
}
COVER_TITLE: Mapping[str, Any] = {"font_size": 22}
TEXT_FORMAT: Mapping[str, Any] = {"num_format": "@"}
# A list is read along its lines: lines between them and none between its columns.
_HAIRLINE: Mapping[str, Any] = {"bottom": 7, "bottom_color": "line"}
HEADING: Mapping[str, Any] = {
    "top": 1,
    "top_color": "line",
    "bottom": 1,
    "bottom_color": "line",
    "bold": True,
    "align": "center",
    "text_wrap": True,
    "bg_color": "band",
}
TEXT_CELL: Mapping[str, Any] = {**_HAIRLINE, "align": "left", "text_wrap": True}
# A number that is too long for its column becomes smaller, and is never shown as ###.
NUMBER_CELL: Mapping[str, Any] = {**_HAIRLINE, "align": "right", **SHRUNK}
ASKED: Mapping[str, Any] = {**BORDER, "bg_color": "input"}
SUM: Mapping[str, Any] = {"bold": True, "bg_color": "total"}
SUM_CELL: Mapping[str, Any] = {**NUMBER_CELL, **SUM}


def look_of_sign(sign: Sign) -> Mapping[str, Any]:
    """Return the look of a word that says how something stands."""
    return {"bold": True, "font_color": sign.ink, "bg_color": sign.paper}


def look_of_kind(measure: Measure, *, locked: bool) -> Mapping[str, Any]:
    """Return the number format of values of a measure, and how their texts are set.

    Where nothing is `locked`, nobody fills the cells in.
    """
    if measure.unit_required:
        # A clerk types the unit as text; a number that we write gets its unit from the format.
        return TEXT_FORMAT if locked else {"num_format": '#,##0.00"元"'}
    places = f"0.{'0' * measure.places}" if measure.places else "0"
    looks: dict[Kind, dict[str, Any]] = {
        Kind.CHANGE: {"num_format": "+0;-0;0"},
        Kind.DECIMAL: {"num_format": places},
        Kind.PERCENTAGE: {"num_format": f"{places}%"},
        Kind.DATE: {"num_format": "yyyy-mm-dd"},
        Kind.CHOICE: {"text_wrap": True},
        Kind.TEXT: {**TEXT_FORMAT, "text_wrap": True},
    }
    if is_long_text(measure):
        return looks[Kind.TEXT] | {"align": "left", "indent": 1}
    # Not even whole numbers have a format, so that a pasted fraction is seen as one.
    return looks.get(measure.kind, {})
