"""The command that checks returns and writes annotated copies."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlreport.base.errors import OutputError
from xlreport.base.folder import put_off, tell_put_off
from xlreport.cli import clock, console
from xlreport.cli.console import say
from xlreport.cli.exit_status import status_of
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
    ROSTER,
    SOURCES,
    WAIVERS,
    WORKERS,
    YEAR,
    day_of,
)
from xlreport.commands._messages import (
    Reminding,
    check_reminding,
    write_receipt_files,
    write_reminding,
)

if TYPE_CHECKING:
    from xlreport.desk.board import Board
    from xlreport.returns.returns import Returns


@click.command(cls=HelpedCommand)
@PATHS
@ROSTER
@YEAR
@PERIOD
@LAST_YEAR
@AGAINST
@DECISIONS
@SOURCES
@WAIVERS
@FORM_FILES
@PREFER
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "csv", "html", "xlsx"]),
    help="输出格式；不写则看 --out 的扩展名，默认 text。",
)
@click.option("--out", type=FILE, help="写到文件，不写则显示在屏幕上。")
@click.option("--name", default="", help="汇总单位名称，如 盐池县，写在报送情况上。")
@DEADLINE
@click.option("--annotate", "copies", type=FILE, help="把退回件写到哪个文件夹。")
@click.option(
    "--remind",
    type=FILE,
    help="写催报名单（.txt、.csv），或在文件夹中给每个单位写短信和邮件草稿；须同时写 --roster。",
)
@click.option(
    "--contact", default="", help="短信、回执和退回件写明有疑问找谁，如“县政务公开办 李某 电话”。"
)
@click.option("--remind-log", type=FILE, help="催办记录（.csv）；不写则放在处理意见或短信旁边。")
@click.option("--receipts", type=FILE, help="给通过的单位写回执，写到哪个文件夹。")
@WORKERS
@CACHE
@console.refusals_as_messages
@with_intake
def check(
    intake: Intake,
    *,
    shape: str | None,
    out: Path | None,
    name: str,
    deadline: datetime | None,
    copies: Path | None,
    remind: Path | None,
    contact: str,
    remind_log: Path | None,
    receipts: Path | None,
) -> None:
    """审核报送件：文件、文件夹或压缩包。

    \b
    例：
    xlreport check 收回 --roster 单位名录.csv --out 审核结果.xlsx
    xlreport check 收回 --roster 单位名录.csv --remind 催报.txt
    xlreport check 收回 --roster 单位名录.csv --annotate 退回 --remind 催办
    """
    from xlreport.cli.screen import show_status
    from xlreport.desk.board import board
    from xlreport.desk.findings_file import findings_shape, write_findings

    chosen = findings_shape(out, shape or "")
    refuse_overwriting(intake.paths, out=out, copies=copies)
    reminding = remind and Reminding(remind, contact, remind_log, copies)
    if reminding:
        check_reminding(reminding, intake)
    refuse_overwriting(intake.paths, folder=receipts)
    returns = read_intake(intake)
    shown = board(returns, name=name, deadline=day_of(deadline), now=clock.now())
    refused: list[OutputError] = []
    with put_off(refused):
        if copies is not None:
            _write_copies(returns, shown, copies, contact, intake.workers)
    with put_off(refused):
        if reminding:
            write_reminding(returns, shown, reminding, intake.decisions)
    with put_off(refused):
        if receipts is not None:
            write_receipt_files(shown, receipts, contact)
    if out is not None:
        with put_off(refused):
            write_findings(returns, out, shape=chosen, board=shown)
            console.print_messages([f"已生成 {out}。"])
            show_status(returns, shown)
    else:
        _show_answer(returns, shown, chosen)
    tell_put_off(refused)
    sys.exit(status_of(returns))


def _write_copies(
    returns: Returns, board: Board, copies: Path, contact: str, workers: int | None
) -> None:
    from xlreport.base.workers import workers_for
    from xlreport.outgoing.copies import annotate

    count = workers or workers_for(len(returns.items))
    with console.progress_bar("生成退回件") as progress:
        written = annotate(
            returns,
            copies,
            progress,
            deadline=board.deadline,
            contact=contact,
            workers=count,
        )
    console.print_messages([f"已在 {copies} 生成 {len(written)} 份退回件。"])


def _show_answer(returns: Returns, board: Board, shape: str) -> None:
    from xlreport.cli.screen import show_findings, show_status
    from xlreport.desk import findings_report
    from xlreport.desk.findings_file import PAGE

    if shape == "json" and not console.is_unicode(sys.stdout):
        say(findings_report.as_json(returns, board, ascii_only=True), ends_line=False)
    elif shape == "text" and sys.stdout.isatty():
        show_findings(returns, board)
        show_status(returns, board, beside_answer=False)
    elif shape == PAGE:
        from xlreport.desk.board_page import as_page

        say(as_page(board), ends_line=False)
    elif shape == "csv":
        console.say_table(findings_report.AS_TEXT[shape](returns, board))
    else:
        say(findings_report.AS_TEXT[shape](returns, board), ends_line=False)
