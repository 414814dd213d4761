"""The empty-value policy: when a blank cell counts as 0.

A blank in a row that holds a number is 0, with a notice; in a table declared nil it is 0;
anything else stays missing, and a wholly blank table without a declaration is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlreport.form.parts import Table

POLICY = (
    ("没有数据的格子", "填0"),
    ("同一行已填有数字，其余格子空着", "空着的按0计，并提示"),
    ("整行空着", "视为没有填写，提示补填"),
    ("整张表空着，封面没有选“零报送”", "视为没有填写，退回"),
    ("整张表空着，封面选了“零报送”", "全部按0计"),
    ("填“/”“—”“无”等", "视为空着，并提示"),
)
"""The policy as a clerk reads it: pairs of a case and its treatment."""


@dataclass(frozen=True, slots=True)
class Blanks:
    """The policy applied to one table: the indexes of cells that count as 0 or stay missing.

    `declared` marks a table declared nil, `contradiction` lists its cells that hold anything but
    0 all the same, `empty` marks a blank table without a declaration.
    """

    zeros: tuple[int, ...]
    missing: tuple[int, ...]
    declared: bool = False
    contradiction: tuple[int, ...] = ()
    empty: bool = False


def settle_blanks(
    table: Table,
    values: Sequence[int | None],
    unreadable: frozenset[int],
    *,
    nil: bool,
    summary: bool = False,
) -> Blanks:
    """Apply the policy to the inputs of a table; `values` are by cell index.

    In a summary a blank cell stays missing: no department has a value for it, or it has no sum.
    """
    asked = (cell for cell in table.cells if not cell.total and (cell.measure.adds or not summary))
    inputs = [cell.index for cell in asked]
    if not inputs:
        return Blanks((), (), declared=nil)
    blank = [i for i in inputs if values[i] is None and i not in unreadable]
    if nil:
        filled = tuple(i for i in inputs if values[i] or i in unreadable)
        return Blanks(tuple(blank), (), declared=True, contradiction=filled)
    if len(blank) == len(inputs) and all(values[cell.index] is None for cell in table.cells):
        return Blanks((), tuple(blank), empty=True)
    rows = {c.row for c in table.cells if values[c.index] is not None and not summary}
    row_of = {cell.index: cell.row for cell in table.cells}
    zeros = tuple(i for i in blank if row_of[i] in rows)
    return Blanks(zeros, tuple(i for i in blank if row_of[i] not in rows))
