"""The command that shows the whole way with made-up figures."""

from __future__ import annotations

from pathlib import Path

import click

from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.help import HelpedCommand
from xlreport.cli.options import FILE


@click.command(cls=HelpedCommand)
@click.option("--out", default="xlreport-demo", type=FILE, help="写到哪个文件夹。")
@console.refusals_as_messages
def demo(out: Path) -> None:
    """演示全过程：下发、填报、审核、汇总（数据是虚构的）。

    例：xlreport demo --out 演示
    """
    from xlreport.commands._demonstration import demo_lines, run_demo

    with console.progress_bar("演示") as progress:
        result = run_demo(out, progress, lambda line: console.print_messages([line]))
    for line in demo_lines(result):
        say(line)
