"""The command line: each job of the library as a command, in Chinese, for the county officer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from xlreport.base.errors import InputError
from xlreport.base.process import prepare_process
from xlreport.base.version import __version__
from xlreport.base.windows import IS_WINDOWS
from xlreport.cli import console
from xlreport.cli.exit_status import ExitStatus
from xlreport.cli.help import HelpedGroup, usage_sentence
from xlreport.cli.patterns import expanded
from xlreport.commands.check import check
from xlreport.commands.compare import compare
from xlreport.commands.consolidate import consolidate
from xlreport.commands.decisions import decisions
from xlreport.commands.demo import demo
from xlreport.commands.export import export
from xlreport.commands.fill import fill
from xlreport.commands.forms import forms, roster
from xlreport.commands.guide import guide
from xlreport.commands.history import history
from xlreport.commands.imports import import_report
from xlreport.commands.migrate import migrate
from xlreport.commands.published import published
from xlreport.commands.register import register
from xlreport.commands.report import report
from xlreport.commands.template import template


def run() -> None:
    """Run the command line; its help too may have characters that the console lacks."""
    prepare_process()
    console.prepare_streams()
    if len(sys.argv) == 1 and sys.stdin and sys.stdin.isatty() and sys.stdout.isatty():
        run_guide()
        return
    try:
        arguments = list(expanded(sys.argv[1:])) if IS_WINDOWS else sys.argv[1:]
    except InputError as error:
        console.refuse(str(error), ExitStatus.WRONG_USE)
    _run(arguments)


def run_guide() -> None:
    """Lead through the work by questions: the same commands, one after the other."""
    from xlreport.guided.guided import guide as lead

    console.prepare_streams()
    try:
        lead(_status_of)
    except KeyboardInterrupt:
        console.print_messages(["\n已结束。"])
        sys.exit(ExitStatus.INTERRUPTED)


def run_dragged(paths: Sequence[Path], work: Path) -> None:
    """Check what an officer dragged on the icon; `work` is the folder of the guided work."""
    from xlreport.guided.dragged import check_dragged

    console.prepare_streams()
    check_dragged(_status_of, paths, work)


def _status_of(arguments: list[str]) -> int:
    """Run one command; return its exit status, for a refusal none that says more of files."""
    try:
        _run(arguments)
    except console.Refusal as end:
        is_interrupted = end.code == ExitStatus.INTERRUPTED
        return ExitStatus.INTERRUPTED if is_interrupted else ExitStatus.WRONG_USE
    except SystemExit as end:
        return int(end.code or 0)
    return ExitStatus.CLEAN


def _run(arguments: list[str]) -> None:
    """Run one command line, and exit with a status of its own where it has one."""
    try:
        main(arguments, "xlreport", standalone_mode=False, windows_expand_args=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(ExitStatus.WRONG_USE)
    except click.UsageError as error:
        console.refuse(usage_sentence(error), ExitStatus.WRONG_USE)
    except click.Abort:
        console.refuse("已中断", ExitStatus.INTERRUPTED)
    finally:
        console.tell_lacking()


@click.group(cls=HelpedGroup)
@click.version_option(__version__, message="xlreport %(version)s")
def main() -> None:
    """政府信息公开工作年度报告：下发模板、审核报送件、汇总、发布。

    \b
    例：
    xlreport demo                                 先看一遍演示
    xlreport roster --out 单位名录.csv
    xlreport template ogi-2021 --year 2026 --roster 单位名录.csv --out 发放
    xlreport check 收回 --roster 单位名录.csv
    xlreport consolidate 收回 --roster 单位名录.csv --name 盐池县 --out 汇总.xlsx
    xlreport report 汇总.xlsx --out 年度报告.docx
    """


for _command in (
    forms,
    roster,
    template,
    fill,
    check,
    decisions,
    consolidate,
    compare,
    history,
    migrate,
    report,
    import_report,
    published,
    register,
    export,
    guide,
    demo,
):
    main.add_command(_command)
