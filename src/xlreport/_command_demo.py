"""The command that shows the whole way with made-up figures."""

from __future__ import annotations

from pathlib import Path

import click

from xlreport import _console
from xlreport._help import HelpedCommand
from xlreport._options import FILE


@click.command(cls=HelpedCommand)
@click.option("--out", default="xlreport-demo", type=FILE, help="写到哪个文件夹。")
@_console.refusals_told
def demo(out: Path) -> None:
    """演示全过程：下发、填报、审核、汇总（数据是虚构的）。

    例：xlreport demo --out 演示
    """
    from xlreport._demo import run_demo
    from xlreport._demo_report import demo_lines

    with _console.progress_bar("演示") as progress:
        result = run_demo(out, progress)
    for line in demo_lines(result):
        click.echo(line)
