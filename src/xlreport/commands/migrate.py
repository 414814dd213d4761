"""The command that carries a filled return into another edition of its form."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.exit_status import ExitStatus
from xlreport.cli.help import HelpedCommand
from xlreport.cli.options import FILE, FORM_FILES


@click.command(cls=HelpedCommand)
@click.argument("path", type=FILE, metavar="报送件")
@click.option("--to", "target", required=True, help="转为哪一版报表格式，如 ogi-2021。")
@click.option("--out", required=True, type=FILE, help="新文件（.xlsx），不能是已有的文件。")
@click.option("--year", type=int, help="新文件的报告年度；不写则与原文件相同。")
@click.option("--period", help="新文件的报告期，如 2026Q1；按年度报送的用 --year。")
@FORM_FILES
@console.refusals_as_messages
def migrate(
    path: Path,
    *,
    target: str,
    out: Path,
    year: int | None,
    period: str | None,
    form_files: tuple[str, ...],
) -> None:
    """把填好的报送件转为另一版报表格式。

    \b
    相同的指标照转；没有对应栏目的数和需要补填的格逐个列出，
    在新文件的“迁移说明”中也有。有遗漏或需要补填时退出状态为 1。
    用往年的报送表填了本年的数的，用 --year 写明本年。

    \b
    例：
    xlreport migrate D05.xlsx --to ogi-2021 --out D05_新版.xlsx
    """
    from xlreport.base.arguments import chosen_period, refuse_ending
    from xlreport.cli.intake import load_forms
    from xlreport.form.library import Library
    from xlreport.form.load import load_form
    from xlreport.outgoing.migrated import count_line, notes_on, read_one, write_migrated
    from xlreport.reading.one_return import Unread

    refuse_ending(out)
    form = load_form(target)
    item = read_one(path, Library(tuple(load_forms(form_files))))
    if isinstance(item, Unread):
        finding = item.findings[0]
        console.refuse(f"{item.file}：{finding.message}{finding.advice}", ExitStatus.UNREADABLE)
    chosen = chosen_period(year, period)
    migration = write_migrated(item, form, out, period=chosen)
    kept = chosen or item.period
    if kept is not None and not form.has(kept):
        option = "--year" if form.period.is_year else "--period"
        console.print_messages(
            [
                f"新文件的{form.period.caption}仍是 {kept.on_cover}，{form.id} 版不用于这一期；"
                f"应是别的一期的，请用 {option} 写明后重新迁移。"
            ]
        )
    console.print_messages(str(note) for note in notes_on(item, migration))
    say(f"已生成 {out}。{count_line(migration)}")
    sys.exit(ExitStatus.CLEAN if migration.lossless else ExitStatus.ERRORS)
