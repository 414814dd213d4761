"""Fields: the blocks outside the tables' cells that hold something, each by kind and key."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class FieldKind(StrEnum):
    """The kinds of fields; a kind that occurs more than once on the sheets needs a key."""

    # On every cover; NIL by table, DUTY by duty, SIGNER and SIGNED_ON by number.
    ISSUED = "issued"
    DEPARTMENT = "department"
    CODE = "code"
    PERIOD = "period"
    CONTACT = "contact"
    PHONE = "phone"
    NIL = "nil"
    DUTY = "duty"
    SIGNER = "signer"
    SIGNED_ON = "date"
    STAMP = "stamp"
    # On the cover of a template.
    DEADLINE = "deadline"
    PROGRESS = "progress"
    CONCLUSION = "conclusion"
    FIGURE_CODE = "figure code"
    # On the cover of a summary; HEADLINE, BOTH_YEARS and CHANGE by cell index.
    SHARE = "share"
    SCOPE = "scope"
    FINDINGS = "findings"
    PROOF = "proof"
    HEADLINE = "headline"
    COMPARED = "compared"
    BOTH_YEARS = "both years"
    CHANGE = "change"
    # On the sheet of a table, by table.
    NOTE = "note"
    # On the sheet of the narrative, by text.
    TEXT = "text"
    TEXT_LENGTH = "count"
    # On the 检查 sheet: one sentence on top; then by table.
    STATE = "state"
    REQUIRED = "required"
    FILLED = "filled"
    BLANK = "blank"
    COMPLETE = "complete"
    TABLE_LINK = "goto"
    DECLARED = "declared"
    # On the 检查 sheet by the number of the line.
    LEFT = "left"
    RIGHT = "right"
    DIFFERENCE = "difference"
    VERDICT = "verdict"
    LINE_LINK = "link"
    EXPLANATION = "explain"
    # Below a table, in the panel with earlier figures, by the number of the line.
    EXPECTED = "expected"
    GAP = "gap"


class Field(NamedTuple):
    """One field: what it holds, and the table, text, line, signature, duty or cell it belongs to.

    `key` is the key of a table, text or duty, the number of a line or signature (counted from 1) or
    the index of a cell; it is empty for a kind that occurs once.
    """

    kind: FieldKind
    key: str | int = ""
