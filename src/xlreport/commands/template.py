"""The command that writes templates."""

from __future__ import annotations

from pathlib import Path

import click

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.help import HelpedCommand
from xlreport.cli.intake import load_forms, print_matches
from xlreport.cli.options import ANNEXES, FILE, FORM_FILES, LAST_YEAR, PERIOD, WORKERS

_WITH_GUIDE = "已生成 {}，请和模板一起发给填报单位。"


@click.command(cls=HelpedCommand)
@click.argument("form", metavar="格式")
@click.option("--year", type=int, help="报告年度，如 2026。")
@PERIOD
@click.option("--roster", "roster_file", type=FILE, help="单位名录。")
@click.option("--out", required=True, type=FILE, help="写到哪个文件夹。")
@ANNEXES
@click.option("--deadline", default="", help="报送截止日期，印在封面上。")
@LAST_YEAR
@FORM_FILES
@click.option("--prefill", type=FILE, help="已知的数（同 fill 的 --data），填好后由单位核对。")
@click.option("--without-private", is_flag=True, help="台账中不印不报送的列，如姓名、联系方式。")
@click.option("--guide", "with_guide", is_flag=True, help="把填报指南（Word 文件）放在模板旁边。")
@click.option("--theme", type=FILE, help="主题文件（字体、颜色、下发单位）。")
@WORKERS
@console.refusals_as_messages
def template(
    form: str,
    year: int | None,
    period: str | None,
    roster_file: Path | None,
    out: Path,
    annexes: tuple[str, ...],
    deadline: str,
    last_year: tuple[Path, ...],
    form_files: tuple[str, ...],
    prefill: Path | None,
    without_private: bool,
    with_guide: bool,
    theme: Path | None,
    workers: int | None,
) -> None:
    """为名录中每个单位生成填报模板；没有名录时生成一份通用模板。

    例：xlreport template ogi-2021 --year 2026 --roster 单位名录.csv --out 发放
    """
    from xlreport.base.arguments import chosen_period
    from xlreport.base.files import file_name
    from xlreport.base.workers import choose_workers, workers_for
    from xlreport.form.load import load_form
    from xlreport.office.roster_file import read_roster
    from xlreport.outgoing.new_file import refuse_other, write_once
    from xlreport.outgoing.templates import (
        GUIDE_NAME,
        plan_templates,
        write_planned,
        write_template,
    )

    chosen = chosen_period(year, period)
    if chosen is None:
        raise InputError(
            "缺少 --year（报告年度，如 --year 2026）；按半年、季度、月报送的写 --period。"
        )
    loaded = load_form(form, annex=annexes)
    # The earlier returns may be of the form alone, or of forms that are named.
    forms = [*load_forms(form_files), *([load_form(form)] if annexes else [])]
    beside = out / GUIDE_NAME
    guide = _guide(beside, theme) if with_guide else None
    if roster_file is None:
        if last_year:
            raise InputError("--last-year 须同时用 --roster 写明单位名录。")
        if prefill is not None:
            raise InputError("--prefill 须同时用 --roster 写明单位名录。")
        if guide is not None:
            refuse_other(beside, guide)
        path = out / f"{file_name(loaded.title, str(chosen))}.xlsx"
        write_template(
            loaded, path, period=chosen, deadline=deadline, private=not without_private, theme=theme
        )
        say(f"已生成 {path}")
        if guide is not None:
            write_once(beside, guide)
            say(_WITH_GUIDE.format(beside))
        return
    roster = read_roster(roster_file)
    crew = choose_workers(workers or workers_for(len(roster.departments)), None)
    with console.progress_bar("生成模板") as progress:
        plan = plan_templates(
            loaded,
            roster,
            folder=out,
            year=None,
            period=chosen,
            deadline=deadline,
            last_year=last_year or None,
            forms=forms,
            prefill=prefill,
            private=not without_private,
            theme=theme,
            guide=guide,
        )
        paths = write_planned(plan, crew, progress)
    if plan.before:
        print_matches(plan.before, roster.departments, roster)
    say(f"已在 {out} 生成 {len(paths)} 份模板。")
    if guide is not None:
        say(_WITH_GUIDE.format(beside))


def _guide(path: Path, theme: Path | None) -> bytes:
    """Build the clerk's guide; raises `InputError` where it cannot be written."""
    from xlreport.guides.guide import build_guide, guide_ending, guide_of
    from xlreport.office.theme import chosen_theme

    ending = guide_ending(path)
    return build_guide(guide_of("clerk"), ending, chosen_theme(theme))
