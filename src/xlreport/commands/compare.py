"""The command that compares two years."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.exit_status import ExitStatus
from xlreport.cli.help import HelpedCommand
from xlreport.cli.options import FILE, FORM_FILES, ROSTER


@click.command(cls=HelpedCommand)
@click.argument("this", type=FILE, metavar="本年")
@click.argument("last", type=FILE, metavar="上年")
@ROSTER
@FORM_FILES
@click.option(
    "--out", type=FILE, help="写到文件（.xlsx、.csv、.json 或 .txt），不写则显示在屏幕上。"
)
@console.refusals_as_messages
def compare(
    this: Path,
    last: Path,
    roster_file: Path | None,
    form_files: tuple[str, ...],
    out: Path | None,
) -> None:
    """比较两个年度，或同一年的两份数据。

    先写本年（新的），后写上年（旧的）；可以是报送件、文件夹或汇总表。

    例：xlreport compare 2026年汇总.xlsx 2025年汇总.xlsx --out 比较.xlsx
    """
    from xlreport.base.finding import Severity
    from xlreport.cli.intake import load_forms, read_given_roster, refuse_overwriting
    from xlreport.past.last_year_reader import unproved_lines
    from xlreport.summary.compare import compare as compare_years
    from xlreport.summary.compare_report import as_text, comparison_ending, write_comparison

    if out is not None:
        comparison_ending(out)  # refused before anything is read
    refuse_overwriting([this, last], out=out)
    roster = read_given_roster(roster_file)
    forms = load_forms(form_files)
    comparison = compare_years(this, last, roster=roster, forms=forms)
    console.print_messages(unproved_lines(comparison.unproved))
    text = as_text(comparison)
    if out is None:
        say(text, ends_line=False)
    else:
        write_comparison(comparison, out)
        console.print_messages([text.partition("\n")[0], f"已生成 {out}。"])
    if not comparison.compared:
        which = "两份数据" if comparison.is_same_period else "两个年度"
        said = f"{which}没有一个单位对得上，什么也没有比较。"
        console.refuse(comparison.form.period.reword(said), ExitStatus.WRONG_USE)
    if comparison.unreadable:
        console.print_messages([f"无法读取：{'、'.join(comparison.unreadable)}"])
        sys.exit(ExitStatus.UNREADABLE)
    has_errors = any(finding.severity is Severity.ERROR for finding in comparison.findings)
    sys.exit(ExitStatus.ERRORS if has_errors else ExitStatus.CLEAN)
