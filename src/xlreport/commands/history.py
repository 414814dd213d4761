"""The command that shows many years."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.exit_status import ExitStatus
from xlreport.cli.help import HelpedCommand
from xlreport.cli.options import FILE, FORM_FILES, PATHS, ROSTER


@click.command(cls=HelpedCommand)
@PATHS
@ROSTER
@click.option(
    "--name",
    "names",
    multiple=True,
    help="全县公开报告上的单位名称，和汇总表上的名称不同时写明，可多次使用。",
)
@FORM_FILES
@click.option(
    "--out", type=FILE, help="写到文件（.xlsx、.csv、.json 或 .txt），不写则显示在屏幕上。"
)
@console.refusals_as_messages
def history(
    paths: tuple[Path | str, ...],
    roster_file: Path | None,
    names: tuple[str, ...],
    form_files: tuple[str, ...],
    out: Path | None,
) -> None:
    """把历年的数据放在一起看。

    汇总表、报送件、公开的报告都可以，一起给出。

    \b
    例：
    xlreport history 历年汇总 网站报告 2026年汇总.xlsx --out 历年.xlsx
    """
    from xlreport.cli.intake import load_forms, read_given_roster, refuse_overwriting
    from xlreport.summary.history.reader import history as read_history
    from xlreport.summary.history.report import history_ending, history_text, write_history

    if out is not None:
        history_ending(out)  # refused before anything is read
    refuse_overwriting(paths, out=out)
    roster = read_given_roster(roster_file)
    found = read_history(paths, roster=roster, names=names, forms=load_forms(form_files))
    text = console.of_options(history_text(found))
    if out is None:
        say(text, ends_line=False)
    else:
        write_history(found, out)
        console.print_messages([text.partition("\n")[0], f"已生成 {out}。"])
        console.print_messages(console.of_options(f"{name}：{why}") for name, why in found.left_out)
    if found.unreadable:
        sys.exit(ExitStatus.UNREADABLE)
    sys.exit(ExitStatus.ERRORS if found.left_out else ExitStatus.CLEAN)
