"""The command for registers: counted, filled into a return, imported, carried to the next year."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlreport.base.errors import InputError
from xlreport.base.finding import Severity
from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.exit_status import ExitStatus, status_of
from xlreport.cli.help import HelpedCommand
from xlreport.cli.options import FILE, FORM_FILES, PERIOD

if TYPE_CHECKING:
    from xlreport.form.form import Form
    from xlreport.outgoing.counted_return import Filling
    from xlreport.register.register import Register

_FILLED = "_已填"  # behind the name of a return, where --out names no copy


@click.command(cls=HelpedCommand)
@click.argument("list_file", type=FILE, metavar="登记簿")
@click.option("--into", type=FILE, help="填入哪份报送表；已经填好的，与登记簿核对。")
@click.option("--year", type=int, help="年度：不是本程序生成的台账须写明；写下一年，就转到下一年。")
@PERIOD
@click.option("--without-private", is_flag=True, help="略去不报送的列，如姓名、联系方式。")
@click.option("--out", type=FILE, help="写成的文件（.xlsx），不能是已有的文件。")
@FORM_FILES
@console.refusals_as_messages
def register(
    list_file: Path,
    into: Path | None,
    year: int | None,
    period: str | None,
    without_private: bool,
    out: Path | None,
    form_files: tuple[str, ...],
) -> None:
    """读登记簿（台账），列出由它计数的各格和有问题的条目。

    \b
    --into 填入报送表，已经填好的则核对；--year 写下一年，转为下一年的登记簿。
    单位自己的台账（.xlsx、.xls、.csv）也能读：列名和用词与登记簿不同的，
    按报表格式中写明的其他写法认，逐一列出；加 --out 写成锁定的登记簿。

    \b
    例：
    xlreport register 登记簿.xlsx --into 2026年报送表.xlsx
    """
    from xlreport.base.arguments import chosen_period, refuse_ending
    from xlreport.base.files import refuse_target
    from xlreport.cli.intake import load_forms
    from xlreport.register.register import read_and_carry

    chosen = chosen_period(year, period)
    if without_private and (out is None or into is not None):
        raise InputError("--without-private 须同时用 --out 写明新文件，不能与 --into 同用。")
    target = out if into is None else out or into.with_stem(f"{into.stem}{_FILLED}")
    if target is not None:
        refuse_ending(target)
        refuse_target(target, overwrite=False)
    forms = load_forms(form_files)
    named = _named(forms, len(form_files))
    read, carried = read_and_carry(list_file, form=named, period=chosen, forms=forms)
    _check_target(read, carried, target=out, filled=into is not None, private=not without_private)
    console.print_messages(_how_read(read))
    say("\n".join(_counts(carried)))
    console.print_messages(
        f"{finding.severity.marked}　{finding.full_message}{finding.advice}"
        for finding in read.returns.found
    )
    status = status_of(read.returns)
    if into is not None:
        assert target is not None
        status = max(status, _fill(carried, into, target, forms))
        if errors := sum(each.severity is Severity.ERROR for each in read.returns.found):
            say(f"登记簿有 {errors} 处错误，由它计数的数字可能不对；改正以后请重新填入。")
    elif out is not None:
        _write(read, carried, out, private=not without_private)
    sys.exit(status)


def _named(forms: list[Form], files: int) -> Form | None:
    """Return the form with one list that `--form` names, if it names one.

    Each form by itself comes before those with annexes.
    """
    named = [form for form in forms[:files] if len(form.lists) == 1 and "+" not in form.id]
    return named[0] if len(named) == 1 else None


def _check_target(
    read: Register, carried: Register, *, target: Path | None, filled: bool, private: bool
) -> None:
    """Refuse `--out` without anything to write, and a later year without `--out`."""
    is_carried = carried is not read
    if target is None and is_carried:
        raise InputError(
            f"登记簿是 {read.period.spaced}的；要转为 {carried.period.spaced}的，"
            "请用 --out 写明新文件。"
        )
    if target is not None and not filled and private and not is_carried and not read.columns:
        raise InputError(
            f"登记簿已经是 {read.period.spaced}的；--out 须同时写 --year（下一年）、"
            "--without-private 或 --into。"
        )


def _how_read(register: Register) -> Iterator[str]:
    """Yield how the columns and words of a foreign list were taken."""
    for each in register.columns:
        if not each.column:
            yield f"没有读入　{each.address}“{each.label}”：登记簿中没有这一列。"
        elif each.label != each.column:
            yield f"列　{each.address}“{each.label}”读作“{each.column}”。"
    if register.lacking:
        labels = "、".join(f"“{label}”" for label in register.lacking)
        said = "计数用到它们，按没有填写计；文件中有的，请改用登记簿的列名再读"
        yield f"没有这些列　{labels}：{said}。"
    for word in register.words:
        yield f"词　{word.column}“{word.word}”读作“{word.choice}”，{word.number} 处。"


def _counts(register: Register) -> Iterator[str]:
    """Yield the cells above 0 of the tables that are counted, a line for each row."""
    item, form = register.item, register.form
    keys = {form.cells[count.cell].table for count in form.counts}
    yield f"{register.open_list.heading}：{register.period.spaced}，{len(register)} 条。"
    for table in (table for table in form.tables if table.key in keys):
        yield table.heading
        rows: dict[str, list[str]] = {}
        for cell in table.cells:
            value = item.values[cell.index]
            if value:
                label = cell.column_path or cell.row_path
                rows.setdefault(cell.row_path, []).append(f"{label} {value}")
        for row, shown in rows.items():
            yield f"  {row}：{'、'.join(shown)}" if row else f"  {'、'.join(shown)}"
        if not rows:
            yield "  各格都是 0。"


def _fill(register: Register, into: Path, out: Path, forms: list[Form]) -> ExitStatus:
    """Fill a return, or compare it; say what was filled and what differs."""
    from xlreport.outgoing.counted_return import fill_return

    filling: Filling = fill_return(register, into, out, forms=forms)
    console.print_messages(f"不一致　{difference}" for difference in filling.differences)
    for heading in filling.compared:
        say(f"“{heading}”已经填写，没有改动，只作了核对。")
    if filling.path is None:
        say("没有空白的表，没有生成文件。")
    else:
        named = "、".join(f"“{heading}”" for heading in filling.filled)
        say(f"已生成 {filling.path}：填入{named} {filling.cells} 格。")
    say(f"与登记簿不一致的有 {len(filling.differences)} 格。")
    return ExitStatus.ERRORS if filling.differences else ExitStatus.CLEAN


def _write(read: Register, carried: Register, out: Path, *, private: bool) -> None:
    from xlreport.outgoing.registers import write_register

    write_register(carried, out, private=private)
    left = len(read) - len(carried)
    behind = f"；{left} 条在{carried.period.title}不再计数，没有转入" if carried is not read else ""
    say(f"已生成 {out}，{len(carried)} 条{behind}。")
