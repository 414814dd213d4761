"""The command that checks returns and writes annotated copies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.help import HelpedCommand
from xlreport.cli.intake import exit_status, read_paths, refuse_inputs
from xlreport.cli.options import (
    CACHE,
    FILE,
    FORM_FILES,
    LAST_YEAR,
    PATHS,
    ROSTER,
    WAIVERS,
    WORKBOOK,
    WORKERS,
    YEAR,
)

if TYPE_CHECKING:
    from xlreport.returns.returns import Returns

_SHAPES = {"": "text", ".txt": "text", WORKBOOK: "xlsx", ".json": "json", ".csv": "csv"}


@click.command(cls=HelpedCommand)
@PATHS
@ROSTER
@YEAR
@LAST_YEAR
@WAIVERS
@FORM_FILES
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "csv", "xlsx"]),
    help="输出格式；不写则看 --out 的扩展名，默认 text。",
)
@click.option("--out", type=FILE, help="写到文件，不写则显示在屏幕上。")
@click.option("--annotate", "copies", type=FILE, help="把退回件写到哪个文件夹。")
@click.option("--remind", type=FILE, help="写催报名单（.txt 或 .csv），须同时写 --roster。")
@WORKERS
@CACHE
@console.refusals_told
def check(
    paths: tuple[Path | str, ...],
    roster: Path | None,
    year: int | None,
    last_year: Path | None,
    waivers: Path | None,
    form_files: tuple[str, ...],
    shape: str | None,
    out: Path | None,
    copies: Path | None,
    remind: Path | None,
    workers: int | None,
    cache: Path | None,
) -> None:
    """审核报送件：文件、文件夹或压缩包。

    \b
    例：
    xlreport check 收回 --roster 单位名录.csv --out 审核结果.xlsx
    xlreport check 收回 --roster 单位名录.csv --remind 催报.txt
    """
    from xlreport.base.files import write_file
    from xlreport.cli import screen
    from xlreport.returns import findings_report
    from xlreport.summary.editions import judge_editions

    ending = out.suffix.lower() if out else ""
    if shape is None and ending not in _SHAPES:
        raise InputError(f"{out}：看不出要写成什么格式，请用 .txt、.json、.csv 或 .xlsx 结尾。")
    shape = shape or _SHAPES[ending]
    refuse_inputs(paths, out, copies)
    refuse_inputs(paths, remind, None)
    _check_reminder(remind, roster)
    if (shape == "xlsx") is not (ending == WORKBOOK):
        raise InputError("--format xlsx 须同时用 --out 写明以 .xlsx 结尾的文件名，其他格式则不能。")
    returns = read_paths(paths, roster, year, last_year, form_files, {}, waivers, workers, cache)
    returns = judge_editions(returns)
    if copies is not None:
        from xlreport.base.workers import workers_for
        from xlreport.outgoing.copies import annotate

        count = workers or workers_for(len(returns))
        with console.progress_bar("生成退回件") as progress:
            written = annotate(returns, copies, progress, workers=count)
        console.tell([f"已在 {copies} 生成 {len(written)} 份退回件。"])
    if remind is not None:
        _write_reminder(returns, remind)
    if shape == "xlsx":
        data = findings_report.as_workbook(returns)
    else:
        text = findings_report.AS_TEXT[shape](returns)
        data = text.encode("utf-8" if shape == "json" else "utf-8-sig")
    if out is not None:
        write_file(out, data)
        console.tell([f"已生成 {out}。"])
        screen.show_status(returns)
    elif shape == "json" and not console.is_unicode(sys.stdout):
        click.echo(findings_report.as_json(returns, ascii_only=True), nl=False)
    elif shape == "text" and sys.stdout.isatty():
        screen.show_findings(returns)
        screen.show_status(returns, beside=False)
    else:
        click.echo(text, nl=False)
    sys.exit(exit_status(returns))


def _check_reminder(remind: Path | None, roster: Path | None) -> None:
    if remind is not None and remind.suffix.lower() not in (".txt", ".csv"):
        raise InputError(f"{remind}：催报名单的文件名须以 .txt 或 .csv 结尾。")
    if remind is not None and roster is None:
        raise InputError("--remind 须同时用 --roster 写明单位名录，否则看不出谁没有报送。")


def _write_reminder(returns: Returns, remind: Path) -> None:
    from xlreport.base.files import write_file
    from xlreport.returns.reminder import reminder_csv, reminder_text

    render = reminder_csv if remind.suffix.lower() == ".csv" else reminder_text
    write_file(remind, render(returns).encode("utf-8-sig"))
    console.tell([f"已生成催报名单 {remind}。"])
