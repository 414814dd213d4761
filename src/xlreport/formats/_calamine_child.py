"""One workbook read by calamine, in a process of its own: run as a script, never imported.

calamine holds a sheet as a full rectangle, and one value in a far cell aborts the whole process
instead of raising. So this process is given little memory and is killed when it takes long.
The workbook comes through standard input; the answer goes out as JSON, one line for each sheet. The
parent process limits and checks it like all input from outside.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_UNREADABLE = 65  # what sysexits.h calls a fault of the data; an abort gives 3 or 134
_DAY_ZERO = datetime.datetime(1899, 12, 30)


def main() -> None:
    """Read the workbook on standard input; the first argument has limits and sheets as JSON.

    Writes "." as soon as it is ready, then a line for each worksheet. Ends with status 65 where
    calamine cannot read the workbook.
    """
    order = json.loads(sys.argv[1])
    limit_process(order["memory"])
    # At the end, so that the standard library goes before all modules of that folder.
    sys.path.append(order["library"])
    import python_calamine  # noqa: F401 - it takes time, and the time limit starts at the "."

    out = sys.stdout.buffer
    out.write(b".")
    out.flush()
    data = sys.stdin.buffer.read()
    try:
        for line in _read(data, order):
            out.write(json.dumps(line, ensure_ascii=False, allow_nan=False).encode() + b"\n")
    except MemoryError:
        raise
    except BaseException:  # noqa: BLE001 - a panic of calamine is no Exception
        sys.exit(_UNREADABLE)


def limit_process(memory: int) -> None:
    """Let this process have `memory` bytes of address space, where the system can limit it."""
    if sys.platform != "win32":
        import resource

        for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
            try:
                resource.setrlimit(kind, (most, most))
            except (ValueError, OSError):
                continue  # macOS knows the limit and refuses to set it


def _read(data: bytes, order: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Read the worksheets in their order; list without cells those not asked for."""
    from python_calamine import SheetTypeEnum, load_workbook

    with load_workbook(BytesIO(data)) as book:
        for index, sheet in enumerate(book.sheets_metadata):
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            cells: list[list[Any]] = []
            merges: list[list[int]] = []
            outside = 0
            is_chosen = sheet.name in order["only"] or not order["only"]
            if is_chosen and sheet.name not in order["skip"]:
                worksheet = book.get_sheet_by_index(index)
                cells, outside = _cells(worksheet, order)
                # None for .ods, whose merges calamine does not read.
                merges = [[*first, *last] for first, last in worksheet.merged_cell_ranges or ()]
            # "SheetVisibleEnum.VeryHidden" is the state that the XML calls veryHidden.
            state = str(sheet.visible).rpartition(".")[2]
            yield {
                "name": sheet.name,
                "state": state[:1].lower() + state[1:],
                "cells": cells,
                "merges": merges,
                "outside": outside,
            }


def _cells(sheet: CalamineSheet, order: Mapping[str, Any]) -> tuple[list[list[Any]], int]:
    """List the cells within the limits as [row, column, value, is_date].

    Also count the cells to the right of the limits; rows below the limit are ignored.
    """
    cells: list[list[Any]] = []
    outside = 0
    if sheet.start is None:
        return cells, outside
    left = sheet.start[1]
    for row, values in enumerate(sheet.iter_rows()):
        if row >= order["rows"]:
            break
        for column, value in enumerate(values, left):
            if value == "":  # blank, or an error value, which calamine reads as blank
                continue
            if column >= order["columns"]:
                outside += 1
            elif isinstance(value, bool | int | float):
                cells.append([row, column, value, False])
            elif isinstance(value, str):
                cells.append([row, column, value[: order["text"]], False])
            else:
                cells.append([row, column, _date_text(value), True])
    return cells, outside


def _date_text(
    value: datetime.date | datetime.datetime | datetime.time | datetime.timedelta,
) -> str:
    """Write a date in ISO form; a bare time is on day zero of the workbook."""
    if isinstance(value, datetime.timedelta):
        return (_DAY_ZERO + value).isoformat(" ")
    if isinstance(value, datetime.time):
        return f"{_DAY_ZERO:%Y-%m-%d} {value.isoformat()}"
    return value.isoformat() if type(value) is datetime.date else f"{value}"


if __name__ == "__main__":
    main()
