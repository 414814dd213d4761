"""The command that exports the data of returns for other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.help import HelpedCommand
from xlreport.cli.intake import exit_status, read_paths, refuse_inputs
from xlreport.cli.options import CACHE, FILE, FORM_FILES, LAST_YEAR, PATHS, ROSTER, WORKERS, YEAR


@click.command(cls=HelpedCommand)
@PATHS
@click.option("--out", required=True, type=FILE, help="写到文件（.csv、.json 或 .parquet）。")
@ROSTER
@YEAR
@LAST_YEAR
@FORM_FILES
@WORKERS
@CACHE
@console.refusals_told
def export(
    paths: tuple[Path | str, ...],
    out: Path,
    roster: Path | None,
    year: int | None,
    last_year: Path | None,
    form_files: tuple[str, ...],
    workers: int | None,
    cache: Path | None,
) -> None:
    """导出报送件或汇总表的数据，供其他软件使用。

    例：xlreport export 收回 --roster 单位名录.csv --out 数据.csv
    """
    from xlreport.cli.screen import show_status
    from xlreport.summary.export import export as write
    from xlreport.summary.export import format_of, package_path

    format_of(out)  # refused before hundreds of files are read
    refuse_inputs(paths, out, None)
    refuse_inputs(paths, package_path(out), None)
    returns = read_paths(
        paths, roster, year, last_year, form_files, {}, workers=workers, cache=cache
    )
    show_status(returns)
    try:
        write(returns, out)
    except InputError as error:
        console.refuse(str(error), max(exit_status(returns), console.WRONG_USE))
    click.echo(f"已生成 {out}，各列的说明见 {package_path(out).name}。")
    sys.exit(exit_status(returns))
