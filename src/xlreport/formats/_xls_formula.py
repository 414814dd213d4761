"""The formulas of an .xls: their texts, and whether a saved 0 can be their result.

Some programs save the result of every formula as a number, and a text as 0. So a 0 is believed
only of a formula that cannot give a text.
"""

from __future__ import annotations

import re
import struct
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from xlreport.base.address import column_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from xlrd.book import Book

    from xlreport.base.address import Coordinate
    from xlreport.formats.cell import RawSheet

# The token of a formula that is written down elsewhere, [MS-XLS] 2.5.198.58.
_SHARED: Final = 0x01
# Functions that give a number, whatever they are given.
_NUMERIC: Final = re.compile(
    r"[+-]?(?:SUM|SUMIF|SUMPRODUCT|COUNT|COUNTA|COUNTIF|COUNTBLANK|ROUND|ROUNDUP|ROUNDDOWN|INT|ABS"
    r"|MOD|MAX|MIN|AVERAGE|PRODUCT|VALUE|N|TRUNC|SUBTOTAL|CEILING|FLOOR|LEN|[0-9.]+)(?:\(\))?"
)
_ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_UNKNOWN: Final = "\0"
_PIECE: Final = re.compile(
    r'"[^"]*"|[?]|(?<![\w.])(?P<whole>[0-9]+)\.0(?![0-9])'
    r"|(?P<cell>\$?[A-Z]{1,2}\$?[0-9]{1,5}):(?P=cell)(?![0-9])"
)
_REFERENCE: Final = re.compile(
    r"(?:(?P<sheet>'[^']+'|[^!'\"()&+*/^<>=,;:-]+)!)?"
    r"\$?(?P<column>[A-Z]{1,2})\$?(?P<row>[0-9]{1,5})"
)
_CALCULATES: Final = frozenset("+-*/^")
_JOINS: Final = frozenset("&<>=")


class Formulas:
    """The formulas of one worksheet as its records have them.

    `cells` are the tokens of each cell, `shared` those that several cells share, by the first cell.
    """

    def __init__(self) -> None:
        self.cells: dict[Coordinate, bytes] = {}
        self.shared: dict[Coordinate, bytes] = {}

    def add(self, record: bytes) -> None:
        """Note the formula of a FORMULA record of Excel 5 or later."""
        row, column = struct.unpack_from("<HH", record)
        self.cells[row, column] = record[20:]

    def share(self, record: bytes) -> None:
        """Note the formula of a SHRFMLA record, which stands behind that of its first cell."""
        if self.cells:
            self.shared[next(reversed(self.cells))] = record[8:]

    def text(self, book: Book, row: int, column: int) -> str:
        """Return the text of the formula of a cell; "" where xlrd cannot give it."""
        from xlrd import formula

        tokens, kind = self.cells[row, column], formula.FMLA_TYPE_CELL
        if tokens[2:3] == bytes([_SHARED]):
            tokens = self.shared.get(struct.unpack_from("<HH", tokens, 3), b"")
            kind = formula.FMLA_TYPE_SHARED
        try:
            (size,) = struct.unpack_from("<H", tokens)
            with _areas_placed(formula, row, column):
                text = formula.decompile_formula(
                    book, tokens[2:], size, kind, browx=row, bcolx=column, r1c1=0
                )
        except Exception:  # noqa: BLE001 - xlrd raises nearly everything
            return ""
        return _tidy(text) if isinstance(text, str) else ""


@contextmanager
def _areas_placed(formula: ModuleType, row: int, column: int) -> Iterator[None]:
    """Tell xlrd's `formula` the cell of a formula where it forgets it: for areas of other sheets.

    xlrd 2.0.2 raises TypeError at every SUM over cells of another worksheet.
    """
    whole = formula.get_cell_range_addr

    def placed(*arguments: object, browx: int = row, bcolx: int = column) -> object:
        return whole(*arguments[:4], browx, bcolx)

    formula.get_cell_range_addr = placed  # type: ignore[attr-defined]
    try:
        yield
    finally:
        formula.get_cell_range_addr = whole  # type: ignore[attr-defined]


def _tidy(text: str) -> str:
    """Write a formula of xlrd's as spreadsheet programs do; "" where a part of it is unknown."""
    text = _PIECE.sub(_respelled, text)
    return "" if _UNKNOWN in text else text


def _respelled(match: re.Match[str]) -> str:
    """Write one piece of a formula: xlrd quotes error values, and writes 2.0 and B3:B3."""
    piece = match[0]
    if piece.startswith('"'):
        return piece.strip('"') if piece.strip('"') in _ERRORS else piece
    if piece == "?":
        return _UNKNOWN
    return match["whole"] or match["cell"]


def without_doubtful_zeros(sheets: Sequence[RawSheet]) -> Iterator[RawSheet]:
    """Yield the worksheets without the zeros that may stand for the text of a formula."""
    zeros = [
        ((sheet.name, at), cell.formula)
        for sheet in sheets
        for at, cell in sheet.cells.items()
        if cell.formula is not None and cell.text == "0" and cell.kind == "number"
    ]
    texts = {
        (sheet.name, at)
        for sheet in sheets
        for at, cell in sheet.cells.items()
        if cell.kind == "text"
    }
    texts |= {place for place, formula in zeros if _may_give_text(formula)}
    references = [(place, _target(formula, place[0])) for place, formula in zeros]
    size = -1
    while size < len(texts):  # a reference may lead to another one
        size = len(texts)
        texts |= {place for place, target in references if target in texts}
    doubtful = texts.intersection(place for place, _ in zeros)
    for sheet in sheets:
        changed = {
            at: cell._replace(kind="text", text="")
            for at, cell in sheet.cells.items()
            if (sheet.name, at) in doubtful
        }
        yield replace(sheet, cells={**sheet.cells, **changed}) if changed else sheet


def _may_give_text(formula: str) -> bool:
    """Tell whether a formula is not sure to give a number; a reference is looked at apart."""
    top = "".join(_top_level(formula))
    if _NUMERIC.fullmatch(top) or _REFERENCE.fullmatch(formula):
        return False
    return not _CALCULATES.intersection(top) or bool(_JOINS.intersection(top))


def _top_level(formula: str) -> Iterator[str]:
    """Yield the characters outside of quotes and brackets; of a bracket those that delimit it."""
    depth = 0
    quoted = False
    for sign in formula:
        if sign == '"':
            quoted = not quoted
        elif not quoted:
            depth -= sign == ")"
            if not depth:
                yield sign
            depth += sign == "("


def _target(formula: str, sheet: str) -> tuple[str, Coordinate] | None:
    """Return the cell that a formula refers to, if it is nothing but a reference."""
    match = _REFERENCE.fullmatch(formula)
    if match is None:
        return None
    name = (match["sheet"] or sheet).strip("'")
    return name, (int(match["row"]) - 1, column_number(match["column"]))
