"""The command that writes the guides."""

from __future__ import annotations

from pathlib import Path

import click

from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.help import HelpedCommand
from xlreport.cli.options import FILE


@click.command(cls=HelpedCommand)
@click.argument("which", metavar="clerk|officer")
@click.option("--out", required=True, type=FILE, help="写到文件（.docx、.html 或 .pdf）。")
@click.option("--theme", type=FILE, help="主题文件（字体、颜色）。")
@console.refusals_as_messages
def guide(which: str, out: Path, theme: Path | None) -> None:
    """生成填报指南（clerk）或汇总操作指南（officer）。

    例：xlreport guide clerk --out 填报指南.docx
    """
    from xlreport.guides.guide import write_guide

    say(f"已生成 {write_guide(which, out, theme=theme)}。")
