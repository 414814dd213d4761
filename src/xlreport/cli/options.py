"""Arguments and options that several commands share, each with its help."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click


def given_paths(
    _context: click.Context, _parameter: click.Parameter, paths: tuple[str, ...]
) -> tuple[Path | str, ...]:
    """Return the paths that an argument or option names, the URL of a store as a text."""
    from xlreport.formats.store import is_url

    # As a `Path`, a URL would lose a slash and a blank text would be the current folder.
    return tuple(path if is_url(path) or not path.strip() else Path(path) for path in paths)


class _NamedPath(click.Path):
    """A path that has a name: a script's empty variable must not mean the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; raises `BadParameter` for a blank one."""
        if not os.fspath(value).strip():
            self.fail("blank", param, ctx)
        return super().convert(value, param, ctx)


FILE = _NamedPath(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
PATHS = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(), callback=given_paths, metavar="报送件…"
)
ROSTER = click.option("--roster", "roster_file", type=FILE, help="单位名录（csv 或 xlsx）。")
LAST_YEAR = click.option(
    "--last",
    "--last-year",
    "last_year",
    multiple=True,
    type=FILE,
    help="上年汇总表，或上年报送件所在文件夹；按季度、月报送的，上期和上年同期的都可以，可多次使用。",
)
AGAINST = click.option("--against", type=FILE, help="同一批单位另一种报表的报送件，用来互相核对。")
YEAR = click.option("--year", type=int, help="报告年度；不写则以多数报送件的年度为准。")
PERIOD = click.option(
    "--period", help="报告期，如 2026Q1、2026H1、2026-03；按年度报送的用 --year。"
)
DEADLINE = click.option(
    "--deadline",
    type=DAY,
    metavar="日期",
    help="报送截止日期，如 2027-01-15；报送情况列出迟报天数，短信和退回件写明期限。",
)
WAIVERS = click.option("--waivers", type=FILE, help="核准文件：哪些警告经核实可以保留。")
DECISIONS = click.option(
    "--decisions",
    type=FILE,
    help="处理意见：采用哪个文件，更正哪个数；见 xlreport decisions。",
)
SOURCES = click.option(
    "--sources", type=FILE, help="对账数据：司法、财政等部门掌握的数，与报送件逐项比对。"
)
FORM_FILES = click.option(
    "--form",
    "form_files",
    multiple=True,
    help="自定义报表格式或附表的文件（.toml）；有几种报表时，写明处理哪一种。可多次使用。",
)
ANNEXES = click.option(
    "--with",
    "annexes",
    multiple=True,
    help="附在官方表格之后的附表，如 ogi-supplement，可多次使用。",
)
PREFER = click.option(
    "--prefer", multiple=True, metavar="代码=文件", help="数据冲突时以哪个文件为准。"
)
WORKERS = click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="用几个进程处理；不写则自动选择。",
)
CACHE = click.option("--cache", type=FILE, help="缓存文件夹，没有改动的文件不再读取。")


def day_of(moment: datetime | None) -> date | None:
    """Return the day of a date option, which is read as a moment; None where it is not given."""
    return moment.date() if moment else None
