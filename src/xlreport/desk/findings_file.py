"""The result of a check as a file: text, JSON, CSV or a workbook."""

from __future__ import annotations

from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import write_file
from xlreport.base.memory import Target, WritableFile, target_path
from xlreport.desk.findings_report import AS_TEXT, as_workbook
from xlreport.returns.returns import Returns

_WORKBOOK, _JSON = "xlsx", "json"
_ENDINGS = {"": "text", ".txt": "text", ".xlsx": _WORKBOOK, ".json": _JSON, ".csv": "csv"}
SHAPES = (*AS_TEXT, _WORKBOOK)


@checked
def write_findings(returns: Returns, path: Target, *, shape: str = "") -> Path:
    """Write the result of a check: the most important findings, then all of them.

    `shape` is text, json, csv or xlsx; without it the ending of `path` decides (.txt, .json, .csv
    or .xlsx; text for a file object without a name). Text and JSON also have the status of every
    department. Raises `InputError` for any other ending or shape, and for a workbook that does not
    end in .xlsx; `OutputError` where the file cannot be written.
    """
    chosen = findings_shape(path, shape)
    if chosen == _WORKBOOK:
        data = as_workbook(returns)
    else:
        data = AS_TEXT[chosen](returns).encode("utf-8" if chosen == _JSON else "utf-8-sig")
    write_file(path, data)
    return target_path(path)


def findings_shape(path: Target | None, shape: str = "") -> str:
    """Return the format of a result, which no file needs to hold; raises as `write_findings`."""
    ending = target_path(path).suffix.lower() if path is not None else ""
    if not shape and ending not in _ENDINGS:
        raise InputError(f"{path}：看不出要写成什么格式，请用 .txt、.json、.csv 或 .xlsx 结尾。")
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
