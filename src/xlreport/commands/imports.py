"""The command that takes in a published report as a return."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.exit_status import ExitStatus, status_of
from xlreport.cli.help import HelpedCommand
from xlreport.cli.intake import load_forms, read_given_roster
from xlreport.cli.options import FILE, FORM_FILES, PERIOD, ROSTER


@click.command("import", cls=HelpedCommand)
@click.argument("published", type=FILE, metavar="公开报告")
@click.option("--out", required=True, type=FILE, help="报送件（.xlsx），不能是已有的文件。")
@click.option("--code", default="", help="单位代码；不写则按名录中的单位名称查找。")
@ROSTER
@click.option("--year", type=int, help="报告年度；报告的标题中没有年度时填写。")
@PERIOD
@FORM_FILES
@console.refusals_as_messages
def import_report(
    published: Path,
    out: Path,
    code: str,
    roster_file: Path | None,
    year: int | None,
    period: str | None,
    form_files: tuple[str, ...],
) -> None:
    """把公开发布的年度报告（网页或 Word 文件）转为报送件。

    \b
    往年的数字往往只有公开发布的报告。转成的报送件可以用作 --last-year，
    也可以汇总。表格按栏目名称识别，看不准的不读，逐条列出。

    \b
    例：
    xlreport import 2025年报告.html --roster 单位名录.csv --out 2025年报送件.xlsx
    """
    from xlreport.base.arguments import chosen_period, refuse_ending
    from xlreport.base.files import refuse_target
    from xlreport.outgoing.imported import read_published, write_imported
    from xlreport.reading.one_return import Unread

    chosen = chosen_period(year, period)
    refuse_ending(out, "报送件的")
    refuse_target(out, overwrite=False)
    roster = read_given_roster(roster_file)
    returns = read_published(published, forms=load_forms(form_files))
    item = returns.items[0]
    if isinstance(item, Unread):
        reasons = "".join(f"{finding.message}{finding.advice}" for finding in item.findings)
        console.refuse(reasons, ExitStatus.UNREADABLE)
    console.print_messages(
        f"{finding.severity.marked}　{finding.full_message}{finding.advice}"
        for finding in returns.found
    )
    write_imported(returns, out, code=code, roster=roster, period=chosen)
    cells = item.form.cells
    filled = sum(cell.index in item.seen and cell.index not in item.unreadable for cell in cells)
    say(f"已生成 {out}。{item.form.id} 版的 {len(cells)} 格中读到 {filled} 格。")
    sys.exit(status_of(returns))
