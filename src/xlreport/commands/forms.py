"""The commands that show forms and write an empty roster."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.console import say
from xlreport.cli.help import HelpedCommand
from xlreport.cli.options import ANNEXES, FILE


@click.command(cls=HelpedCommand)
@click.argument("form", required=False, metavar="[格式]")
@ANNEXES
@click.option("--check", "only_check", is_flag=True, help="只检查格式文件，列出全部问题。")
@click.option("--schema", is_flag=True, help="输出 JSON Schema，供编辑器提示和检查格式文件。")
@console.refusals_as_messages
def forms(form: str | None, annexes: tuple[str, ...], *, only_check: bool, schema: bool) -> None:
    """列出报表格式；写明格式或其文件时画出各张表。

    例：xlreport forms 自定义.toml --check
    """
    if schema:
        _print_schema()
        return
    if form is None:
        _list_forms(annexes, only_check=only_check)
        return
    from xlreport.form.load import load_form

    loaded = load_form(form, annex=annexes)
    if only_check:
        say(f"{'、'.join((form, *annexes))}：没有问题。")
        return
    from xlreport.layout.drawing import draw_form

    say(draw_form(loaded), ends_line=False)


def _print_schema() -> None:
    import json

    from xlreport.form.json_schema import form_schema

    # A file that a console of GBK writes is no JSON, unless it has ASCII alone.
    has_every_sign = console.is_unicode(sys.stdout)
    say(json.dumps(form_schema(), ensure_ascii=not has_every_sign, indent=2))


def _list_forms(annexes: tuple[str, ...], *, only_check: bool) -> None:
    """List the shipped forms; raises `InputError` for options that are about one form."""
    from xlreport.layout.drawing import list_lines

    if annexes or only_check:
        raise InputError(
            "--check 和 --with 须同时写明格式或其文件，如 xlreport forms 自定义.toml。"
        )
    for line in list_lines():
        say(line)


@click.command(cls=HelpedCommand)
@click.option("--out", required=True, type=FILE, help="写到哪个文件（.csv）。")
@console.refusals_as_messages
def roster(out: Path) -> None:
    """生成一份空白单位名录，内有示例，供填写。

    例：xlreport roster --out 单位名录.csv
    """
    from xlreport.base.files import refuse_target
    from xlreport.office.roster_file import write_roster

    refuse_target(out, overwrite=False)
    write_roster(out, overwrite=False)
    say(f"已生成 {out}：请删除示例行，逐行填写本级应报送的单位。")
