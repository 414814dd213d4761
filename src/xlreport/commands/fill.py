"""The command that writes figures of another system as filled returns."""

from __future__ import annotations

from pathlib import Path

import click

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.help import HelpedCommand
from xlreport.cli.options import ANNEXES, FILE, PERIOD


@click.command(cls=HelpedCommand)
@click.argument("form", metavar="格式")
@click.option("--data", required=True, type=FILE, help="数据（.csv、.json 或 .xlsx）。")
@click.option("--roster", "roster_file", required=True, type=FILE, help="单位名录。")
@click.option("--year", type=int, help="报告年度，如 2026。")
@PERIOD
@click.option("--out", required=True, type=FILE, help="写到哪个文件夹，已有的文件不覆盖。")
@ANNEXES
@console.refusals_as_messages
def fill(
    form: str,
    data: Path,
    roster_file: Path,
    year: int | None,
    period: str | None,
    out: Path,
    annexes: tuple[str, ...],
) -> None:
    """把其他系统中的数据填成报送件，每个单位一份。

    \b
    数据可以是 xlreport export 导出的长表（code、table、row、column、value
    各列），也可以一个单位一行：一列 code（单位代码）或 department（单位名称），
    其余各列的列名是格子的代号，即表、行、列三个代号，中间用点分开。
    合计由表格计算。报表中没有的代号、填不进去的值，逐个列出，一份也不写。

    \b
    例：
    xlreport fill ogi-2021 --data 平台.csv --roster 名录.csv --year 2026 --out 报
    """
    from xlreport.base.arguments import chosen_period
    from xlreport.form.load import load_form
    from xlreport.office.roster_file import read_roster
    from xlreport.outgoing.filled import write_returns
    from xlreport.outgoing.new_file import name_return

    chosen = chosen_period(year, period)
    if chosen is None:
        raise InputError(
            "缺少 --year（报告年度，如 --year 2026）；按半年、季度、月报送的写 --period。"
        )
    loaded, roster = load_form(form, annex=annexes), read_roster(roster_file)
    with console.progress_bar("填写报送件") as progress:
        paths = write_returns(loaded, roster, data, folder=out, period=chosen, progress=progress)
    written = {path.name for path in paths}
    without = [
        each.name for each in roster.departments if name_return(loaded, each, chosen) not in written
    ]
    if without:
        console.print_messages(
            [f"数据中没有 {len(without)} 个单位，没有生成：{'、'.join(without)}。"]
        )
    own = _own_files((form, *annexes))
    say(f"已在 {out} 生成 {len(paths)} 份报送件，请用 xlreport check {out}{own} 审核。")


def _own_files(forms: tuple[str, ...]) -> str:
    """Give the options that name the form files which do not come with the library."""
    from xlreport.form.load import list_forms

    shipped = list_forms()
    return "".join(f" --form {each}" for each in forms if each not in shipped)
