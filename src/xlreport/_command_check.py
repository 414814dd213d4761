"""The command that checks returns and writes annotated copies."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport import _console
from xlreport._errors import InputError
from xlreport._intake import exit_status, read_paths, refuse_inputs
from xlreport._options import FILE, FORM_FILES, LAST_YEAR, PATHS, ROSTER, WORKBOOK, YEAR

_SHAPES = {"": "text", ".txt": "text", WORKBOOK: "xlsx", ".json": "json", ".csv": "csv"}


@click.command()
@PATHS
@ROSTER
@YEAR
@LAST_YEAR
@FORM_FILES
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "csv", "xlsx"]),
    help="输出格式；不写则看 --out 的扩展名，默认 text。",
)
@click.option("--out", type=FILE, help="写到文件，不写则显示在屏幕上。")
@click.option("--annotate", "copies", type=FILE, help="把退回件写到哪个文件夹。")
@_console.refusals_told
def check(
    paths: tuple[Path, ...],
    roster: Path | None,
    year: int | None,
    last_year: Path | None,
    form_files: tuple[str, ...],
    shape: str | None,
    out: Path | None,
    copies: Path | None,
) -> None:
    """审核报送件：文件、文件夹或压缩包。

    例：xlreport check 收回 --roster 单位名录.csv --out 审核结果.xlsx
    """
    from xlreport import _check_report
    from xlreport._book import write_file

    ending = out.suffix.lower() if out else ""
    if shape is None and ending not in _SHAPES:
        raise InputError(f"{out}：看不出要写成什么格式，请用 .txt、.json、.csv 或 .xlsx 结尾。")
    shape = shape or _SHAPES[ending]
    refuse_inputs(paths, out, copies)
    if (shape == "xlsx") is not (ending == WORKBOOK):
        raise InputError("--format xlsx 须同时用 --out 写明以 .xlsx 结尾的文件名，其他格式则不能。")
    returns = read_paths(paths, roster, year, last_year, form_files, {})
    if copies is not None:
        from xlreport._annotate import annotate

        with _console.progress_bar("生成退回件") as progress:
            written = annotate(returns, copies, progress)
        _console.tell([f"已在 {copies} 生成 {len(written)} 份退回件。"])
    if shape == "xlsx":
        data = _check_report.as_workbook(returns)
    else:
        text = _check_report.AS_TEXT[shape](returns)
        data = text.encode("utf-8" if shape == "json" else "utf-8-sig")
    if out is not None:
        write_file(out, data)
        _console.tell(_check_report.status_lines(returns))
    elif shape == "json" and not _console.is_unicode(sys.stdout):
        click.echo(_check_report.as_json(returns, ascii_only=True), nl=False)
    else:
        click.echo(text, nl=False)
    sys.exit(exit_status(returns))
