"""The command that takes in a published report as a return."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport.base.arguments import refuse_year
from xlreport.base.errors import InputError, OutputError
from xlreport.cli import console
from xlreport.cli.help import HelpedCommand
from xlreport.cli.intake import exit_status, load_forms
from xlreport.cli.options import FILE, FORM_FILES, ROSTER, WORKBOOK


@click.command("import", cls=HelpedCommand)
@click.argument("published", type=FILE, metavar="公开报告")
@click.option("--out", required=True, type=FILE, help="报送件（.xlsx），不能是已有的文件。")
@click.option("--code", default="", help="单位代码；不写则按名录中的单位名称查找。")
@ROSTER
@click.option("--year", type=int, help="报告年度；报告的标题中没有年度时填写。")
@FORM_FILES
@console.refusals_told
def import_report(
    published: Path,
    out: Path,
    code: str,
    roster: Path | None,
    year: int | None,
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
    from xlreport.office.roster_file import read_roster
    from xlreport.outgoing.imported import read_published, write_imported
    from xlreport.reading.one_return import Unread

    refuse_year(year)
    if out.suffix.lower() != WORKBOOK:
        raise InputError(f"{out}：报送件的文件名须以 .xlsx 结尾。")
    if out.exists():
        raise OutputError(f"{out} 已经存在，为避免覆盖没有写入；请换一个文件名。")
    known = read_roster(roster) if roster else None
    returns = read_published(published, forms=load_forms(form_files))
    item = returns.items[0]
    if isinstance(item, Unread):
        console.refuse(
            "".join(part for f in item.findings for part in (f.message, f.advice)),
            console.UNREADABLE,
        )
    console.tell(f"{f.severity.chinese}　{f.full_message}{f.advice}" for f in returns.found)
    write_imported(returns, out, code=code, roster=known, year=year)
    found = sum(index in item.seen for index in range(len(item.form.cells)))
    click.echo(f"已生成 {out}。{item.form.id} 版的 {len(item.form.cells)} 格中读到 {found} 格。")
    sys.exit(exit_status(returns))
