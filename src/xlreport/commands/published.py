"""The command that compares what departments have published with what they reported."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from xlreport.cli import clock, console
from xlreport.cli.console import say
from xlreport.cli.exit_status import ExitStatus
from xlreport.cli.help import HelpedCommand
from xlreport.cli.intake import Intake, load_forms, read_intake, refuse_overwriting, with_intake
from xlreport.cli.options import (
    CACHE,
    DAY,
    DECISIONS,
    FILE,
    FORM_FILES,
    PERIOD,
    PREFER,
    ROSTER,
    WORKERS,
    YEAR,
    day_of,
    given_paths,
)


@click.command(cls=HelpedCommand)
@click.argument("published", nargs=-1, required=True, type=FILE, metavar="公布的报告…")
@click.option(
    "--returns",
    "paths",
    multiple=True,
    required=True,
    type=click.Path(),
    callback=given_paths,
    metavar="报送件",
    help="收回的报送件（文件、文件夹或压缩包），或汇总表。可多次使用。",
)
@ROSTER
@YEAR
@PERIOD
@FORM_FILES
@DECISIONS
@PREFER
@click.option(
    "--deadline",
    type=DAY,
    metavar="日期",
    help="公布的截止日期，如 2027-01-31；以后公布的算逾期。",
)
@click.option(
    "--record", type=FILE, help="公布记录（.csv）：列出上次核对以后的改动，并记下这一次的。"
)
@click.option(
    "--out", type=FILE, help="写到文件（.xlsx、.csv、.json 或 .txt），不写则显示在屏幕上。"
)
@WORKERS
@CACHE
@console.refusals_as_messages
@with_intake
def published(
    intake: Intake,
    *,
    published: tuple[Path, ...],
    deadline: datetime | None,
    record: Path | None,
    out: Path | None,
) -> None:
    """核对各单位公布的报告与报送的是否一致：保存的网页、Word 文件。

    \b
    网页在浏览器中另存即可；是哪个单位的，看标题，其次看文件名。

    \b
    例：
    xlreport published 网页 --returns 收回 --roster 单位名录.csv
    xlreport published 网页 --returns 汇总.xlsx --deadline 2027-01-31
    """
    from xlreport.publication.publication import PublicationStatus
    from xlreport.publication.published import compare_published
    from xlreport.publication.report import (
        as_text,
        publications_ending,
        refuse_record,
        write_publication_record,
        write_publications,
    )

    if out is not None:
        publications_ending(out)  # refused before anything is read
    if record is not None:
        refuse_record(record)
    for target in (out, record):
        refuse_overwriting([*published, *intake.paths], out=target)
    returns = read_intake(intake)
    with console.progress_bar("读取公布的报告") as progress:
        found = compare_published(
            list(published),
            returns,
            deadline=day_of(deadline),
            today=clock.now().date(),
            record=record,
            forms=load_forms(intake.form_files),
            progress=progress,
        )
    text = as_text(found)
    if out is None:
        say(text, ends_line=False)
    else:
        write_publications(found, out)
        console.print_messages([*text.split("\n")[:2], f"已生成 {out}。"])
    if record is not None:
        write_publication_record(found, record)
        console.print_messages([f"已写入公布记录 {record}，下次核对请仍用这个文件。"])
    if PublicationStatus.UNREADABLE in found.counts:
        sys.exit(ExitStatus.UNREADABLE)
    sys.exit(ExitStatus.CLEAN if found.is_clean else ExitStatus.ERRORS)
