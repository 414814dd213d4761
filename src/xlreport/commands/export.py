"""The command that exports the data of returns for other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.exit_status import ExitStatus, status_of
from xlreport.cli.help import HelpedCommand
from xlreport.cli.intake import Intake, read_intake, refuse_overwriting, with_intake
from xlreport.cli.options import (
    CACHE,
    DECISIONS,
    FILE,
    FORM_FILES,
    LAST_YEAR,
    PATHS,
    PERIOD,
    PREFER,
    ROSTER,
    WAIVERS,
    WORKERS,
    YEAR,
)


@click.command(cls=HelpedCommand)
@PATHS
@click.option("--out", required=True, type=FILE, help="写到文件（.csv、.json 或 .parquet）。")
@ROSTER
@YEAR
@PERIOD
@LAST_YEAR
@DECISIONS
@WAIVERS
@FORM_FILES
@PREFER
@WORKERS
@CACHE
@console.refusals_as_messages
@with_intake
def export(intake: Intake, *, out: Path) -> None:
    """导出报送件或汇总表的数据，供其他软件使用。

    例：xlreport export 收回 --roster 单位名录.csv --out 数据.csv
    """
    from xlreport.base.workers import choose_workers, workers_for
    from xlreport.cli.screen import show_added, show_status
    from xlreport.summary.editions import ready_returns
    from xlreport.summary.export import export as write
    from xlreport.summary.export import format_of, package_path, paths_beside

    format_of(out)  # refused before hundreds of files are read
    refuse_overwriting(intake.paths, out=out)
    refuse_overwriting(intake.paths, out=package_path(out))
    returns = read_intake(intake)
    workers = choose_workers(intake.workers or workers_for(len(returns.items)), None)
    read = returns
    if returns.form is not None:
        with console.progress_bar("核对") as progress:
            returns = ready_returns(returns, returns.form, workers, progress=progress)
    show_added(read, returns)
    show_status(returns)
    try:
        write(returns, out, verify=False)
    except InputError as error:
        console.refuse(str(error), max(status_of(returns), ExitStatus.WRONG_USE))
    say(f"已生成 {out}，各列的说明见 {package_path(out).name}。")
    for path, what in paths_beside(returns, out).items():
        say(f"{what}另存为 {path.name}。")
    sys.exit(status_of(returns))
