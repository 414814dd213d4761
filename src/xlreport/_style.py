"""How workbooks look: fonts, colours and borders by the role of a block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlreport._grid import Role

BODY_FONT = "宋体"  # with 黑体, one of the fonts that office computers always have
TITLE_FONT = "黑体"
_INK = "#1F2933"
_QUIET = "#5F6B7A"
_LABEL_TINT = "#F3F5F7"
_BAND_TINT = "#E4EAF0"
INPUT_TINT = "#FFF8E1"
TOTAL_TINT = "#EDF3EE"
RULE_COLOUR = "#8C98A4"

BODY: Mapping[str, Any] = {
    "font_name": BODY_FONT,
    "font_size": 11,
    "font_color": _INK,
    "valign": "vcenter",
    "font_charset": 134,  # GB 2312, so that old programs choose a Han font
}
BORDER: Mapping[str, Any] = {"border": 1, "border_color": RULE_COLOUR}

ROLE: Mapping[Role, Mapping[str, Any]] = {
    Role.TITLE: {"font_name": TITLE_FONT, "font_size": 16, "align": "center", "text_wrap": True},
    Role.SUBTITLE: {"font_size": 11, "font_color": _QUIET, "align": "center"},
    Role.NOTE: {"font_size": 10, "font_color": _QUIET, "text_wrap": True},
    Role.BAND: {**BORDER, "bold": True, "align": "center", "bg_color": _BAND_TINT},
    Role.CORNER: {**BORDER, "align": "center", "text_wrap": True, "bg_color": _LABEL_TINT},
    Role.COLUMN_LABEL: {**BORDER, "align": "center", "text_wrap": True, "bg_color": _LABEL_TINT},
    Role.ROW_LABEL: {
        **BORDER,
        "align": "left",
        "indent": 1,
        "text_wrap": True,
        "bg_color": _LABEL_TINT,
    },
    Role.CAPTION: {**BORDER, "align": "center", "text_wrap": True, "bg_color": _LABEL_TINT},
    Role.INPUT: {**BORDER, "align": "center", "bg_color": INPUT_TINT},
    Role.TOTAL: {**BORDER, "align": "center", "bold": True, "bg_color": TOTAL_TINT},
    Role.FIELD: {**BORDER, "align": "left", "indent": 1, "text_wrap": True, "bg_color": INPUT_TINT},
}
FIXED: Mapping[str, Any] = {"bg_color": "#FFFFFF"}
UNLOCKED: Mapping[str, Any] = {"locked": False}
LONG_TEXT: Mapping[str, Any] = {"valign": "top", "align": "left", "text_wrap": True}
COVER_TITLE: Mapping[str, Any] = {"font_size": 22}
TEXT_FORMAT: Mapping[str, Any] = {"num_format": "@"}
HEADING: Mapping[str, Any] = {
    **BORDER,
    "bold": True,
    "align": "center",
    "text_wrap": True,
    "bg_color": _BAND_TINT,
}
TEXT_CELL: Mapping[str, Any] = {**BORDER, "align": "left", "text_wrap": True}
NUMBER_CELL: Mapping[str, Any] = {**BORDER, "align": "right"}
SUM_CELL: Mapping[str, Any] = {**NUMBER_CELL, "bold": True, "bg_color": TOTAL_TINT}
