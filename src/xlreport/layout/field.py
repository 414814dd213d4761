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
    # On the cover of a template; STEP by number.
    DEADLINE = "deadline"
    PROGRESS = "progress"
    CONCLUSION = "conclusion"
    FIGURE_CODE = "figure code"
    STEP = "step"
    # On the cover of a summary.
    SHARE = "share"
    SCOPE = "scope"
    FINDINGS = "findings"
    PROOF = "proof"
    # On the sheet of a table, by table.
    NOTE = "note"
    # On the sheet of the narrative, by text.
    TEXT = "text"
    TEXT_LENGTH = "count"
    # On the 检查 sheet: one sentence on top, and what it is about first; then by table.
    STATE = "state"
    FIRST_FAULT = "first fault"
    REQUIRED = "required"
    FILLED = "filled"
    BLANK = "blank"
    COMPLETE = "complete"
    TABLE_LINK = "goto"
    DECLARED = "declared"
    TABLE_TARGET = "target of a table"
    # On the 检查 sheet by the number of a rule's first line.
    RULE_FAILING = "failing"
    RULE_VERDICT = "verdict on a rule"
    RULE_LINK = "link of a rule"
    # On the 检查 sheet by the number of the line.
    LEFT = "left"
    RIGHT = "right"
    DIFFERENCE = "difference"
    VERDICT = "verdict"
    LINE_LINK = "link"
    EXPLANATION = "explain"
    LINE_TARGET = "target of a line"
    # Below a table, in the panel with earlier figures, by the number of the line.
    EXPECTED = "expected"
    GAP = "gap"


class Field(NamedTuple):
    """One field: what it holds, and the table, text, line, signature, duty or cell it belongs to.

    `key` is the key of a table, text or duty, or the number of a line, step or signature (counted
    from 1); it is empty for a kind that occurs once.
    """

    kind: FieldKind
    key: str | int = ""
