"""The command that writes the file of decisions: what is decided and what is still open."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.exit_status import status_of
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
    ROSTER,
    WAIVERS,
    WORKERS,
    YEAR,
)


@click.command(cls=HelpedCommand)
@PATHS
@ROSTER
@YEAR
@PERIOD
@LAST_YEAR
@DECISIONS
@WAIVERS
@FORM_FILES
@click.option("--out", required=True, type=FILE, help="处理意见文件（.xlsx 或 .csv）。")
@WORKERS
@CACHE
@console.refusals_as_messages
@with_intake
def decisions(intake: Intake, *, out: Path) -> None:
    """列出要由汇总人员决定的事项，写成处理意见的表。

    填好后，各命令用 --decisions 照办。

    \b
    接着写的，用 --decisions 写明原来的表：原来的各行保留，后面加上新的待决事项，
    --out 可以写同一个文件。

    \b
    例：
    xlreport decisions 收回 --roster 单位名录.csv --out 处理意见.xlsx
    xlreport check 收回 --roster 单位名录.csv --decisions 处理意见.xlsx
    """
    from xlreport.desk.decisions_file import decisions_ending, write_decisions

    decisions_ending(out)
    refuse_overwriting(intake.paths, out=out)
    is_same = intake.decisions is not None and out.resolve() == intake.decisions.resolve()
    if out.exists() and not is_same:
        raise InputError(
            f"{out} 已经存在，里面可能有写好的意见，没有覆盖；"
            "要接着写，请加 --decisions 写明同一个文件，否则请换一个文件名。"
        )
    returns = read_intake(intake)
    write_decisions(returns, out)
    say(f"已生成 {out}。")
    sys.exit(status_of(returns))
