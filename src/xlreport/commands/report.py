"""The command that writes the report to be published, or those of all departments."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.exit_status import ExitStatus, status_of
from xlreport.cli.help import HelpedCommand
from xlreport.cli.intake import Intake, read_intake, refuse_overwriting, with_intake
from xlreport.cli.options import (
    CACHE,
    DAY,
    DECISIONS,
    FILE,
    FORM_FILES,
    LAST_YEAR,
    PATHS,
    PERIOD,
    PREFER,
    ROSTER,
    WAIVERS,
    WORKERS,
    YEAR,
    day_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from xlreport.office.theme import Theme
    from xlreport.report.report import Report
    from xlreport.returns.returns import Returns

    Writer = Callable[[Report, Theme], list[Path]]


_FIGURES = "figures"
_PROVED = "各项数据已读回核对。"


@click.command(cls=HelpedCommand)
@PATHS
@click.option("--out", type=FILE, help="写到文件（.docx 或 .html）；写文件夹的，每个单位一份报告。")
@click.option(
    "--narratives", type=FILE, help="把各单位的文字部分合成一个文件（.docx），供起草全县报告。"
)
@click.option("--text", type=FILE, help="文字部分（.txt）：官方标题单独一行，下面写正文。")
@click.option("--theme", type=FILE, help="主题文件（字体、颜色）。")
@click.option("--partial", is_flag=True, help="汇总表缺少一些单位也生成。")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["docx", "html", _FIGURES]),
    default="docx",
    show_default=True,
    help="各单位报告的格式；figures 是一份报告的图解（网页）。",
)
@click.option(
    "--date",
    "signed_on",
    type=DAY,
    metavar="日期",
    help="落款的成文日期，如 2027-01-20；不写的，Word 文件留出填写的地方。",
)
@click.option("--full", default="", metavar="网址", help="图解上“阅读报告全文”指向的网址。")
@ROSTER
@YEAR
@PERIOD
@LAST_YEAR
@DECISIONS
@WAIVERS
@FORM_FILES
@PREFER
@WORKERS
@CACHE
@console.refusals_as_messages
@with_intake
def report(
    intake: Intake,
    *,
    out: Path | None,
    narratives: Path | None,
    text: Path | None,
    theme: Path | None,
    partial: bool,
    kind: str,
    full: str,
    signed_on: datetime | None,
) -> None:
    """由报送件或汇总表生成可以公开发布的年度报告。

    \b
    例：
    xlreport report 汇总.xlsx --text 文字部分.txt --out 年度报告.docx
    xlreport report 汇总.xlsx --format figures --out 图解.html
    xlreport report 收回 --roster 单位名录.csv --out 各单位报告
    xlreport report 收回 --roster 单位名录.csv --narratives 文字汇编.docx
    """
    from xlreport.office.theme import chosen_theme

    if out is None and narratives is None:
        raise InputError("请用 --out 写明报告写到哪里，或用 --narratives 写明文字汇编写到哪里。")
    chosen, day = chosen_theme(theme), day_of(signed_on)
    if out is not None and not _is_folder(out):
        refuse_overwriting(intake.paths, out=out)
        if narratives is not None:
            raise InputError("--narratives 汇集各单位的文字，请不写 --out，或用 --out 写文件夹。")
        write = _figures_writer(out, full) if kind == _FIGURES else _report_writer(out)
        _write_one(
            intake,
            text,
            lambda made: write(replace(made, signed_on=day), chosen),
            partial=partial,
            has_texts=kind != _FIGURES,
        )
        return
    if text is not None or partial:
        raise InputError("--text 和 --partial 只用于一份报告；各单位的文字取自各自的报送件。")
    if kind == _FIGURES:
        raise InputError("图解每次生成一份，--out 请写以 .html 结尾的文件名。")
    refuse_overwriting(intake.paths, out=narratives, folder=out)
    _write_all(intake, out, narratives, chosen, f".{kind}", day)


def _is_folder(out: Path) -> bool:
    """Tell whether `--out` names a folder: a name with an ending is meant for a file."""
    return not out.suffix


def _report_writer(out: Path) -> Writer:
    """Return the function that writes a report; refuse a wrong target before anything is read."""
    from xlreport.report.file import report_ending, write_made_report

    report_ending(out)
    _refuse_targets(out)

    def write(report: Report, theme: Theme) -> list[Path]:
        return [write_made_report(report, out, theme, overwrite=False)]

    return write


def _figures_writer(out: Path, full: str) -> Writer:
    """Return the function that writes a figures page, as `_report_writer` does for a report."""
    from xlreport.report.figures_page import figures_files, write_made_figures

    _refuse_targets(*figures_files(out))

    def write(report: Report, theme: Theme) -> list[Path]:
        return write_made_figures(report, out, theme, full, overwrite=False)

    return write


def _refuse_targets(*files: Path) -> None:
    """Raise `InputError` for a file that exists: somebody may have changed it."""
    from xlreport.base.files import refuse_target

    for file in files:
        refuse_target(file)
        if file.exists():
            raise InputError(f"{file} 已经存在，可能有人修改过，没有覆盖；请换一个文件名。")


def _write_one(
    intake: Intake,
    text: Path | None,
    write: Callable[[Report], list[Path]],
    *,
    partial: bool,
    has_texts: bool,
) -> None:
    """Write the report of one return or summary, or its figures page, which has no texts."""
    from xlreport.office.report_text import read_report_text
    from xlreport.report.report import make_report
    from xlreport.summary.scope import left_out_sentence
    from xlreport.summary.verified import verified

    returns = verified(read_intake(intake))
    console.print_messages(_warnings(returns))
    form = returns.form
    texts = read_report_text(text, form) if text and form else {}
    try:
        made = make_report(returns, texts, partial=partial)
    except InputError as error:
        console.refuse(str(error), max(status_of(returns), ExitStatus.WRONG_USE))
    if left_out := left_out_sentence(returns):
        console.print_messages([f"{left_out}，公布前请核实。"])
    written = write(made)
    if has_texts:
        console.print_messages(_text_findings(made))
        console.print_messages(_unfinished_texts(made))
    proved = _proved(made) if has_texts else _PROVED
    say(f"已生成 {'、'.join(map(str, written))}，{proved}")
    sys.exit(status_of(returns))


def _write_all(
    intake: Intake,
    out: Path | None,
    narratives: Path | None,
    theme: Theme,
    ending: str,
    signed_on: date | None,
) -> None:
    """Write the reports of all accepted departments, and their narratives in one file."""
    from xlreport.base.workers import choose_workers, workers_for
    from xlreport.cli.screen import show_status
    from xlreport.commands._reports import report_lines
    from xlreport.report.narratives import put_narratives, refuse_narratives
    from xlreport.report.reports import ReportState, put_reports
    from xlreport.summary.verified import verified

    if narratives is not None:
        refuse_narratives(narratives)
    returns = read_intake(intake)
    status = status_of(returns)
    if not returns.usable:
        show_status(returns)
        console.refuse("没有可以采用的报送件，没有生成报告。", max(status, ExitStatus.WRONG_USE))
    show_status(returns)
    if out is not None:
        workers = choose_workers(intake.workers or workers_for(len(returns.items)), None)
        with console.progress_bar("核对") as progress:
            read = verified(returns, workers, progress)
        with console.progress_bar("生成报告") as progress:
            put = put_reports(returns, read, out, theme, ending, progress, signed_on=signed_on)
            made = list(put)
        console.print_messages(report_lines(made))
        written = sum(each.state is ReportState.WRITTEN for each in made)
        say(f"已在 {out} 生成 {written} 份报告，表格各项数据已读回核对。")
        if any(each.state is ReportState.REFUSED for each in made):
            status = max(status, ExitStatus.ERRORS)
    if narratives is not None:
        put_narratives(returns, narratives, theme)
        say(f"已生成 {narratives}，含 {len(returns.usable)} 个单位的文字部分。")
    sys.exit(status)


def _warnings(returns: Returns) -> Iterator[str]:
    """Yield the warnings about the figures; departments left out have their own line."""
    from xlreport.base.finding import Severity
    from xlreport.report.report import is_about_texts

    form = returns.form
    for finding in returns.found:
        if finding.severity is not Severity.WARNING or finding.code == "SUMMARY-PARTIAL":
            continue
        if form is None or not is_about_texts(form, finding):
            yield f"{finding.severity.marked}　{finding.full_message}{finding.advice}"


def _text_findings(report: Report) -> Iterator[str]:
    """Yield what is found in the texts that are printed, beside the tables."""
    for finding in report.findings:
        yield f"{finding.severity.marked}　{finding.full_message}{finding.advice}"


def _proved(report: Report) -> str:
    """Say what was proved of a written report, and what of it contradicts itself."""
    from xlreport.base.finding import Severity

    wrong = sum(finding.severity is not Severity.INFO for finding in report.findings)
    if not wrong:
        return _PROVED
    return f"表格各项数据已读回核对；文字有 {wrong} 处与表格不一致，请改正后再公布。"


def _unfinished_texts(report: Report) -> Iterator[str]:
    """Yield messages about the narrative parts that a person has to write or to check."""
    from xlreport.report.reports import drafted_headings, unwritten_headings

    drafts, blank = drafted_headings(report), unwritten_headings(report)
    if drafts:
        yield f"由数据生成的草稿，请核对后删去【草稿，请核对】字样：{'；'.join(drafts)}"
    if blank:
        yield f"没有文字，请补写：{'；'.join(blank)}"
