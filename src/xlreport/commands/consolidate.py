"""The command that consolidates returns into a summary."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from xlreport.base.errors import InputError
from xlreport.cli import clock, console
from xlreport.cli.console import say
from xlreport.cli.exit_status import ExitStatus, status_of
from xlreport.cli.help import HelpedCommand
from xlreport.cli.intake import Intake, read_intake, refuse_overwriting, with_intake
from xlreport.cli.options import (
    AGAINST,
    CACHE,
    DEADLINE,
    DECISIONS,
    FILE,
    FORM_FILES,
    LAST_YEAR,
    PATHS,
    PERIOD,
    PREFER,
    SOURCES,
    WAIVERS,
    WORKERS,
    YEAR,
    day_of,
)


@click.command(cls=HelpedCommand)
@PATHS
@click.option("--roster", "roster_file", required=True, type=FILE, help="单位名录。")
@click.option("--name", required=True, help="汇总单位名称，如 盐池县。")
@click.option("--out", required=True, type=FILE, help="汇总表文件（.xlsx）。")
@click.option("--code", default="", help="汇总单位在上级名录中的代码。")
@DEADLINE
@YEAR
@PERIOD
@LAST_YEAR
@AGAINST
@DECISIONS
@SOURCES
@WAIVERS
@FORM_FILES
@PREFER
@click.option("--strict", is_flag=True, help="有错误或有单位未报送时不汇总。")
@click.option("--no-verify", is_flag=True, help="不用第二种读取方法核对。")
@click.option("--overwrite", is_flag=True, help="汇总表文件已经存在时覆盖。")
@WORKERS
@CACHE
@console.refusals_as_messages
@with_intake
def consolidate(
    intake: Intake,
    *,
    name: str,
    out: Path,
    code: str,
    deadline: datetime | None,
    strict: bool,
    no_verify: bool,
    overwrite: bool,
) -> None:
    """把通过审核的报送件汇总成一个工作簿。

    \b
    例：
    xlreport consolidate 收回 --roster 单位名录.csv --name 盐池县 --out 汇总.xlsx
    """
    from xlreport.base.arguments import refuse_ending
    from xlreport.base.files import refuse_target
    from xlreport.base.workers import workers_for
    from xlreport.cli.screen import show_added, show_status
    from xlreport.desk.board import board
    from xlreport.summary.book.book import write_summary
    from xlreport.summary.summary import ConsolidationError
    from xlreport.summary.summary import consolidate as add_up

    refuse_ending(out, "汇总表的")
    refuse_overwriting(intake.paths, out=out)
    refuse_target(out)
    if out.exists() and not overwrite:
        raise InputError(
            f"{out} 已经存在，可能有人在里面填写过，没有覆盖；请换一个文件名，或加 --overwrite。"
        )
    returns = read_intake(intake)
    see = partial(board, name=name, deadline=day_of(deadline), now=clock.now())
    try:
        with console.progress_bar("核对") as progress:
            summary = add_up(
                returns,
                name=name,
                code=code,
                verify=not no_verify,
                strict=strict,
                progress=progress,
                workers=intake.workers or workers_for(len(returns.items)),
            )
    except InputError as error:
        decided = error.returns if isinstance(error, ConsolidationError) else returns
        show_added(returns, decided)
        show_status(decided, see(decided))
        at_least = ExitStatus.ERRORS if strict else ExitStatus.WRONG_USE
        console.refuse(str(error), max(status_of(decided), at_least))
    show_added(returns, summary.returns)
    shown = see(summary.returns)
    show_status(summary.returns, shown)
    write_summary(summary, out, board=shown, overwrite=overwrite)
    say(f"已生成 {out}。{summary.scope}")
    sys.exit(status_of(summary.returns))
