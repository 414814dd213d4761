"""The commands that show forms and write an empty roster."""

from __future__ import annotations

from pathlib import Path

import click

from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.help import HelpedCommand
from xlreport.cli.options import FILE


@click.command(cls=HelpedCommand)
@click.argument("form", required=False, metavar="[格式]")
@console.refusals_as_messages
def forms(form: str | None) -> None:
    """列出报表格式；写明格式时画出各张表。

    例：xlreport forms ogi-2021
    """
    from xlreport.form.load import load_form
    from xlreport.layout.drawing import draw_form, list_lines

    if form is not None:
        say(draw_form(load_form(form)), ends_line=False)
        return
    for line in list_lines():
        say(line)


@click.command(cls=HelpedCommand)
@click.option("--out", required=True, type=FILE, help="写到哪个文件（.csv）。")
@console.refusals_as_messages
def roster(out: Path) -> None:
    """生成一份空白单位名录，内有示例，供填写。

    例：xlreport roster --out 单位名录.csv
    """
    from xlreport.base.files import refuse_target
    from xlreport.office.roster_file import write_roster

    refuse_target(out, overwrite=False)
    write_roster(out, overwrite=False)
    say(f"已生成 {out}：请删除示例行，逐行填写本级应报送的单位。")
