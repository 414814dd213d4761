"""Arguments and options that several commands share: one name and one sentence for each."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(path_type=Path)
PATHS = click.argument("paths", nargs=-1, required=True, type=FILE)
ROSTER = click.option("--roster", type=FILE, help="单位名录（csv 或 xlsx）。")
LAST_YEAR = click.option("--last-year", type=FILE, help="上年汇总表，或上年报送件所在文件夹。")
YEAR = click.option("--year", type=int, help="报告年度；不写则以多数报送件的年度为准。")
FORM_FILES = click.option(
    "--form", "form_files", multiple=True, help="自定义报表格式文件（.toml），可多次使用。"
)
WORKBOOK = ".xlsx"
