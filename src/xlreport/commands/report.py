"""The command that writes the report to be published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.exit_status import ExitStatus, status_of
from xlreport.cli.help import HelpedCommand
from xlreport.cli.intake import Intake, read_intake, refuse_overwriting
from xlreport.cli.options import FILE, FORM_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlreport.report.report import Report
    from xlreport.returns.returns import Returns


@click.command(cls=HelpedCommand)
@click.argument("path", type=FILE, metavar="报送件或汇总表")
@click.option("--out", required=True, type=FILE, help="写到文件（.docx 或 .html）。")
@click.option("--text", type=FILE, help="文字部分（.txt）：官方标题单独一行，下面写正文。")
@click.option("--theme", type=FILE, help="主题文件（字体、颜色）。")
@click.option("--partial", is_flag=True, help="汇总表缺少一些单位也生成。")
@FORM_FILES
@console.refusals_as_messages
def report(
    path: Path,
    out: Path,
    text: Path | None,
    theme: Path | None,
    partial: bool,
    form_files: tuple[str, ...],
) -> None:
    """把一份报送件或汇总表生成为可以公开发布的年度报告。

    \b
    例：
    xlreport report 汇总.xlsx --text 文字部分.txt --out 年度报告.docx
    """
    from xlreport.base.files import refuse_target
    from xlreport.office.report_text import read_report_text
    from xlreport.office.theme import default_theme, load_theme
    from xlreport.report.file import report_ending, write_made_report
    from xlreport.report.report import make_report
    from xlreport.summary.scope import left_out_sentence
    from xlreport.summary.verified import verified

    report_ending(out)  # refused before anything is read
    refuse_overwriting([path], out=out)
    refuse_target(out)
    if out.exists():
        raise InputError(f"{out} 已经存在，可能有人修改过，没有覆盖；请换一个文件名。")
    chosen = load_theme(theme) if theme else default_theme()
    returns = verified(read_intake(Intake(paths=(path,), form_files=form_files)))
    console.print_messages(_warnings(returns))
    form = returns.form
    texts = read_report_text(text, form) if text and form else {}
    try:
        made = make_report(returns, texts, partial=partial)
    except InputError as error:
        console.refuse(str(error), max(status_of(returns), ExitStatus.WRONG_USE))
    if left_out := left_out_sentence(returns):
        console.print_messages([f"{left_out}，公布前请核实。"])
    write_made_report(made, out, chosen, overwrite=False)
    console.print_messages(_text_findings(made))
    console.print_messages(_unfinished_texts(made))
    say(f"已生成 {out}，{_proved(made)}")
    sys.exit(status_of(returns))


def _warnings(returns: Returns) -> Iterator[str]:
    """Yield the warnings about the figures; departments left out have their own line."""
    from xlreport.base.finding import Severity
    from xlreport.report.report import is_about_texts

    form = returns.form
    for finding in returns.found:
        if finding.severity is not Severity.WARNING or finding.code == "SUMMARY-PARTIAL":
            continue
        if form is None or not is_about_texts(form, finding):
            yield f"警告 {finding.full_message}{finding.advice}"


def _text_findings(report: Report) -> Iterator[str]:
    """Yield what is found in the texts that are printed, beside the tables."""
    for finding in report.findings:
        yield f"{finding.severity.chinese} {finding.full_message}{finding.advice}"


def _proved(report: Report) -> str:
    """Say what was proved of a written report, and what of it contradicts itself."""
    from xlreport.base.finding import Severity

    wrong = sum(finding.severity is not Severity.INFO for finding in report.findings)
    if not wrong:
        return "各项数据已读回核对。"
    return f"表格各项数据已读回核对；文字有 {wrong} 处与表格不一致，请改正后再公布。"


def _unfinished_texts(report: Report) -> Iterator[str]:
    """Yield messages about the narrative parts that a person has to write or to check."""
    texts = [section for section in report.sections if section.table is None]
    drafts = [section.heading for section in texts if section.draft]
    blank = [section.heading for section in texts if section.unwritten]
    if drafts:
        yield f"由数据生成的草稿，请核对后删去【草稿，请核对】字样：{'；'.join(drafts)}"
    if blank:
        yield f"没有文字，请补写：{'；'.join(blank)}"
