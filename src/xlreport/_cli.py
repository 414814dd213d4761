"""The command line: each job of the library as a command, in Chinese, for the county officer."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport import __version__, _console
from xlreport._errors import InputError
from xlreport._intake import exit_status, preferences, read_paths, refuse_inputs

_WORKBOOK = ".xlsx"
_SHAPES = {"": "text", ".txt": "text", _WORKBOOK: "xlsx", ".json": "json", ".csv": "csv"}

_FILE = click.Path(path_type=Path)
_PATHS = click.argument("paths", nargs=-1, required=True, type=_FILE)
_ROSTER = click.option("--roster", type=_FILE, help="单位名录（csv 或 xlsx）。")
_LAST_YEAR = click.option("--last-year", type=_FILE, help="上年汇总表，或上年报送件所在文件夹。")
_YEAR = click.option("--year", type=int, help="报告年度；不写则以多数报送件的年度为准。")
_FORM_FILES = click.option(
    "--form", "form_files", multiple=True, help="自定义报表格式文件（.toml），可多次使用。"
)


def run() -> None:
    """Run the command line; even its help must pass through a console that lacks characters."""
    _console.prepare_streams()
    main(prog_name="xlreport")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="xlreport %(version)s")
def main() -> None:
    """政府信息公开工作年度报告：下发模板、审核报送件、汇总。

    \b
    例：
    xlreport demo                                 先看一遍演示
    xlreport roster --out 单位名录.csv
    xlreport template ogi-2021 --year 2026 --roster 单位名录.csv --out 发放
    xlreport check 收回 --roster 单位名录.csv
    xlreport consolidate 收回 --roster 单位名录.csv --name 盐池县 --out 汇总.xlsx
    """


@main.command()
@click.argument("form", required=False)
@_console.refusals_told
def forms(form: str | None) -> None:
    """列出报表格式；写明格式时画出各张表。

    例：xlreport forms ogi-2021
    """
    from xlreport._drawing import draw_form, list_lines
    from xlreport._form_file import load_form

    if form is not None:
        click.echo(draw_form(load_form(form)), nl=False)
        return
    for line in list_lines():
        click.echo(line)


@main.command()
@click.option("--out", required=True, type=_FILE, help="写到哪个文件（.csv）。")
@_console.refusals_told
def roster(out: Path) -> None:
    """生成一份空白单位名录，内有示例，供填写。

    例：xlreport roster --out 单位名录.csv
    """
    from xlreport._roster_file import write_roster

    if out.exists():
        raise InputError(f"{out} 已经存在，为避免覆盖没有写入；请换一个文件名。")
    write_roster(out)
    click.echo(f"已生成 {out}：请删除示例行，逐行填写本级应报送的单位。")


@main.command()
@click.argument("form")
@click.option("--year", type=int, required=True, help="报告年度，如 2026。")
@click.option("--roster", "roster_path", type=_FILE, help="单位名录。")
@click.option("--out", required=True, type=_FILE, help="写到哪个文件夹。")
@click.option("--with", "annex", help="附在官方表格之后的自定义附表，如 ogi-supplement。")
@click.option("--deadline", default="", help="报送截止日期，印在封面上。")
@_LAST_YEAR
@click.option("--theme", type=_FILE, help="主题文件（字体、颜色、下发单位）。")
@_console.refusals_told
def template(
    form: str,
    year: int,
    roster_path: Path | None,
    out: Path,
    annex: str | None,
    deadline: str,
    last_year: Path | None,
    theme: Path | None,
) -> None:
    """为名录中每个单位生成填报模板；没有名录时生成一份通用模板。

    例：xlreport template ogi-2021 --year 2026 --roster 单位名录.csv --out 发放
    """
    from xlreport._form_file import load_form
    from xlreport._roster_file import read_roster
    from xlreport._template import file_name, write_template, write_templates

    loaded = load_form(form, annex=annex)
    if roster_path is None:
        if last_year is not None:
            raise InputError("--last-year 须同时用 --roster 写明单位名录。")
        path = out / f"{file_name(loaded.title, str(year))}.xlsx"
        write_template(loaded, path, year=year, deadline=deadline, theme=theme)
        click.echo(f"已生成 {path}")
        return
    known = read_roster(roster_path)
    with _console.progress_bar("生成模板") as progress:
        paths = write_templates(
            loaded,
            known,
            year=year,
            folder=out,
            deadline=deadline,
            last_year=last_year,
            theme=theme,
            progress=progress,
        )
    click.echo(f"已在 {out} 生成 {len(paths)} 份模板。")


@main.command()
@_PATHS
@_ROSTER
@_YEAR
@_LAST_YEAR
@_FORM_FILES
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "csv", "xlsx"]),
    help="输出格式；不写则看 --out 的扩展名，默认 text。",
)
@click.option("--out", type=_FILE, help="写到文件，不写则显示在屏幕上。")
@click.option("--annotate", "copies", type=_FILE, help="把退回件写到哪个文件夹。")
@_console.refusals_told
def check(
    paths: tuple[Path, ...],
    roster: Path | None,
    year: int | None,
    last_year: Path | None,
    form_files: tuple[str, ...],
    shape: str | None,
    out: Path | None,
    copies: Path | None,
) -> None:
    """审核报送件：文件、文件夹或压缩包。

    例：xlreport check 收回 --roster 单位名录.csv --out 审核结果.xlsx
    """
    from xlreport import _check_report
    from xlreport._book import write_file

    ending = out.suffix.lower() if out else ""
    if shape is None and ending not in _SHAPES:
        raise InputError(f"{out}：看不出要写成什么格式，请用 .txt、.json、.csv 或 .xlsx 结尾。")
    shape = shape or _SHAPES[ending]
    refuse_inputs(paths, out, copies)
    if (shape == "xlsx") is not (ending == _WORKBOOK):
        raise InputError("--format xlsx 须同时用 --out 写明以 .xlsx 结尾的文件名，其他格式则不能。")
    returns = read_paths(paths, roster, year, last_year, form_files, {})
    if copies is not None:
        from xlreport._annotate import annotate

        with _console.progress_bar("生成退回件") as progress:
            written = annotate(returns, copies, progress)
        _console.tell([f"已在 {copies} 生成 {len(written)} 份退回件。"])
    if shape == "xlsx":
        data = _check_report.as_workbook(returns)
    else:
        text = _check_report.AS_TEXT[shape](returns)
        data = text.encode("utf-8" if shape == "json" else "utf-8-sig")
    if out is not None:
        write_file(out, data)
        _console.tell(_check_report.status_lines(returns))
    elif shape == "json" and not _console.is_unicode(sys.stdout):
        click.echo(_check_report.as_json(returns, ascii_only=True), nl=False)
    else:
        click.echo(text, nl=False)
    sys.exit(exit_status(returns))


@main.command()
@_PATHS
@click.option("--roster", required=True, type=_FILE, help="单位名录。")
@click.option("--name", required=True, help="汇总单位名称，如 盐池县。")
@click.option("--out", required=True, type=_FILE, help="汇总表文件（.xlsx）。")
@click.option("--code", default="", help="汇总单位在上级名录中的代码。")
@_YEAR
@_LAST_YEAR
@_FORM_FILES
@click.option("--prefer", multiple=True, metavar="代码=文件", help="数据冲突时以哪个文件为准。")
@click.option("--strict", is_flag=True, help="有错误或有单位未报送时不汇总。")
@click.option("--no-verify", is_flag=True, help="不用第二种读取方法核对。")
@_console.refusals_told
def consolidate(
    paths: tuple[Path, ...],
    roster: Path,
    name: str,
    out: Path,
    code: str,
    year: int | None,
    last_year: Path | None,
    form_files: tuple[str, ...],
    prefer: tuple[str, ...],
    strict: bool,
    no_verify: bool,
) -> None:
    """把通过审核的报送件汇总成一个工作簿。

    \b
    例：
    xlreport consolidate 收回 --roster 单位名录.csv --name 盐池县 --out 汇总.xlsx
    """
    from xlreport._check_report import status_lines
    from xlreport._summary import consolidate as add_up
    from xlreport._summary_book import write_summary

    if out.suffix.lower() != _WORKBOOK:
        raise InputError(f"{out}：汇总表的文件名须以 .xlsx 结尾。")
    refuse_inputs(paths, out, None)
    returns = read_paths(paths, roster, year, last_year, form_files, preferences(prefer))
    verify = not no_verify
    try:
        with _console.progress_bar("核对") as progress:
            summary = add_up(
                returns, name=name, code=code, verify=verify, strict=strict, progress=progress
            )
    except InputError as error:
        _console.tell(status_lines(returns))
        _console.refuse(
            str(error),
            max(exit_status(returns), _console.FOUND_ERRORS if strict else _console.WRONG_USE),
        )
    _console.tell(status_lines(summary.returns))
    write_summary(summary, out)
    click.echo(f"已生成 {out}。{summary.scope}")
    sys.exit(exit_status(summary.returns))


@main.command()
@click.option("--out", default="xlreport-demo", type=_FILE, help="写到哪个文件夹。")
@_console.refusals_told
def demo(out: Path) -> None:
    """演示全过程：下发、填报、审核、汇总（数据是虚构的）。

    例：xlreport demo --out 演示
    """
    from xlreport._demo import run_demo
    from xlreport._demo_report import demo_lines

    with _console.progress_bar("演示") as progress:
        result = run_demo(out, progress)
    for line in demo_lines(result):
        click.echo(line)
