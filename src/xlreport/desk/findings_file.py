"""The result of a check as a file: text, JSON, CSV, a web page or a workbook."""

from __future__ import annotations

from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import write_file
from xlreport.base.memory import Target, WritableFile, target_path
from xlreport.desk.board import Board
from xlreport.desk.board import board as board_of
from xlreport.desk.findings_report import AS_TEXT
from xlreport.returns.returns import Returns

_WORKBOOK, _JSON, PAGE = "xlsx", "json", "html"
_ENDINGS = {
    "": "text",
    ".txt": "text",
    ".csv": "csv",
    ".json": _JSON,
    ".xlsx": _WORKBOOK,
    ".html": PAGE,
    ".htm": PAGE,
}
SHAPES = (*AS_TEXT, PAGE, _WORKBOOK)


@checked
def write_findings(
    returns: Returns, path: Target, *, shape: str = "", board: Board | None = None
) -> Path:
    """Write the result of a check: the board, the most important findings, then all of them.

    `shape` is text, json, csv, html or xlsx; without it the ending of `path` decides (.txt, .json,
    .csv, .html or .xlsx; text for a file object without a name). CSV has the findings alone. The
    page shows the board, which is made of the returns unless one is given with the county's name, a
    deadline or the time of the check. Raises `InputError` for any other ending or shape, and for a
    workbook that does not end in .xlsx; `OutputError` where the file cannot be written.
    """
    chosen = findings_shape(path, shape)
    shown = board or board_of(returns)
    if chosen == _WORKBOOK:
        from xlreport.desk.findings_book import as_workbook

        data = as_workbook(returns, board=shown)
    elif chosen == PAGE:
        from xlreport.desk.board_page import as_page

        data = as_page(shown).encode()
    else:
        data = AS_TEXT[chosen](returns, shown).encode("utf-8" if chosen == _JSON else "utf-8-sig")
    write_file(path, data)
    return target_path(path)


def findings_shape(path: Target | None, shape: str = "") -> str:
    """Return the format of a result, which no file needs to hold; raises as `write_findings`."""
    ending = target_path(path).suffix.lower() if path is not None else ""
    if not shape and ending not in _ENDINGS:
        raise InputError(
            f"{path}：看不出要写成什么格式，请用 .txt、.json、.csv、.html 或 .xlsx 结尾。"
        )
    chosen = shape or _ENDINGS[ending]
    if chosen not in SHAPES:
        raise InputError(f"参数 shape 不能是“{shape}”，只能是 {'、'.join(SHAPES)}。")
    if isinstance(path, WritableFile):
        return chosen
    if (chosen == _WORKBOOK) is not (ending == f".{_WORKBOOK}"):
        raise InputError(
            "参数 shape 是 xlsx 的，参数 path 须写明以 .xlsx 结尾的文件名，其他格式则不能。"
        )
    return chosen
