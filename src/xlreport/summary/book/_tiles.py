"""The tiles on the cover of a summary: how each department stands, by colour, sign and name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from rich.cells import cell_len

from xlreport.base.sign import Sign
from xlreport.desk.board import Board
from xlreport.desk.board_line import BoardLine
from xlreport.layout.width import lines_height, shortened
from xlreport.office.file_names import short_names

_SIZES = (  # most tiles, tiles in a row, letters in a line, lines, size in points, air in points
    (36, 6, 16, 2, 10.0, 4.5),
    (64, 8, 12, 2, 10.0, 4.5),
    (90, 12, 8, 2, 9.5, 3.0),
)
MOST_TILES = _SIZES[-1][0]
_GRAVEST = (Sign.OPEN, Sign.DOUBT, Sign.DONE, Sign.NIL, Sign.ASIDE)
_NO_KIND = "其他"


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: its text, its sign, and the code of its department, empty for one of a kind."""

    text: str
    sign: Sign
    code: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """All tiles in rows, with the size of their letters in points, and the heights of the rows."""

    rows: tuple[tuple[Tile, ...], ...]
    across: int
    size: float
    heights: tuple[float, ...]


def tiles_of(board: Board) -> Tiles:
    """Return a tile for each department; where these are too many, one for each of their kinds.

    There are none where even the kinds are too many.
    """
    tiles = _of_kinds(board) if len(board.lines) > MOST_TILES else _of_departments(board)
    if not 0 < len(tiles) <= MOST_TILES:
        return Tiles((), 1, 0.0, ())
    size = next(each for each in _SIZES if len(tiles) <= each[0])
    _, across, letters, most, points, air = size
    fitted = [_fitted(tile, letters, most) for tile in tiles]
    rows = tuple(tuple(fitted[at : at + across]) for at in range(0, len(fitted), across))
    heights = tuple(
        lines_height(max(ceil(cell_len(tile.text) / letters) for tile in row), points, air)
        for row in rows
    )
    return Tiles(rows, across, points, heights)


def _of_departments(board: Board) -> list[Tile]:
    names = short_names([line.department.name for line in board.lines])
    return [
        Tile(name, line.sign, line.department.code)
        for name, line in zip(names, board.lines, strict=True)
    ]


def _of_kinds(board: Board) -> list[Tile]:
    """Say of each kind how many departments are added up, with the gravest sign of them."""
    kinds: dict[str, list[BoardLine]] = {}
    for line in board.lines:
        kinds.setdefault(line.department.kind or _NO_KIND, []).append(line)
    return [
        Tile(f"{kind} {sum(not line.is_open for line in lines)}／{len(lines)}", _gravest(lines))
        for kind, lines in kinds.items()
    ]


def _gravest(lines: Sequence[BoardLine]) -> Sign:
    return min((line.sign for line in lines), key=_ORDER.__getitem__)


_ORDER: Mapping[Sign, int] = {sign: number for number, sign in enumerate(_GRAVEST)}


def _fitted(tile: Tile, letters: int, lines: int) -> Tile:
    """Put the sign behind the text of a tile, and shorten what it has no room for."""
    room = letters * lines - cell_len(f" {tile.sign.mark}")
    text = f"{shortened(tile.text, room)} {tile.sign.mark}"
    return Tile(text, tile.sign, tile.code)
