"""The command that compares two years."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.help import HelpedCommand
from xlreport.cli.options import FILE, FORM_FILES, ROSTER, WORKBOOK

_ENDINGS = (".txt", WORKBOOK, ".csv", ".json")


@click.command(cls=HelpedCommand)
@click.argument("this", type=FILE, metavar="今年")
@click.argument("last", type=FILE, metavar="上年")
@ROSTER
@FORM_FILES
@click.option(
    "--out", type=FILE, help="写到文件（.xlsx、.csv、.json 或 .txt），不写则显示在屏幕上。"
)
@console.refusals_told
def compare(
    this: Path, last: Path, roster: Path | None, form_files: tuple[str, ...], out: Path | None
) -> None:
    """比较两个年度：先写本年，后写上年；可以是报送件、文件夹或汇总表。

    \b
    例：
    xlreport compare 2026年汇总.xlsx 2025年汇总.xlsx --out 比较.xlsx
    """
    from xlreport.base.files import write_file
    from xlreport.base.finding import Severity
    from xlreport.cli.intake import load_forms, refuse_inputs
    from xlreport.office.roster_file import read_roster
    from xlreport.summary import compare_report
    from xlreport.summary.compare import compare as compare_years

    ending = out.suffix.lower() if out else ".txt"
    if ending not in _ENDINGS:
        raise InputError(f"{out}：看不出要写成什么格式，请用 .xlsx、.csv、.json 或 .txt 结尾。")
    refuse_inputs([this, last], out, None)
    known = read_roster(roster) if roster else None
    forms = load_forms(form_files)
    comparison = compare_years(this, last, roster=known, forms=forms)
    text = compare_report.as_text(comparison)
    if out is None:
        click.echo(text, nl=False)
    elif ending == WORKBOOK:
        write_file(out, compare_report.as_workbook(comparison))
    elif ending == ".json":
        write_file(out, compare_report.as_json(comparison).encode())
    else:
        table = compare_report.as_csv(comparison) if ending == ".csv" else text
        write_file(out, table.encode("utf-8-sig"))
    if out is not None:
        console.tell([text.partition("\n")[0], f"已生成 {out}。"])
    if not comparison.compared:
        console.refuse("两个年度没有一个单位对得上，什么也没有比较。", console.WRONG_USE)
    if comparison.unreadable:
        console.tell([f"无法读取：{'、'.join(comparison.unreadable)}"])
        sys.exit(console.UNREADABLE)
    wrong = any(finding.severity is Severity.ERROR for finding in comparison.findings)
    sys.exit(console.FOUND_ERRORS if wrong else 0)
