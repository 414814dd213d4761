"""What the demonstration says at its end: every file it made, what it found, what adds up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xlreport._check_report import status_lines
from xlreport._demo import Demo
from xlreport._finding import Severity
from xlreport._values import format_value


def demo_lines(demo: Demo) -> Iterator[str]:
    """Yield the lines of the report: files by folder, findings, status, some totals."""
    yield f"演示文件都在 {demo.folder} 中（数据是虚构的）："
    for folder, files in groupby(demo.files, key=lambda pair: pair[0].parent):
        listed = list(files)
        where = folder.relative_to(demo.folder)
        if where.parts:
            yield f"  {where}/　{len(listed)} 个文件"
        indent = "    " if where.parts else "  "
        for path, what in listed:
            yield f"{indent}{path.name}　{what}"
    yield ""
    yield "审核发现的错误和警告："
    for finding in demo.summary.returns.found:
        if finding.severity is not Severity.INFO:
            yield f"  {finding.severity.chinese}　{finding.department}：{finding.message}"
    yield ""
    yield from status_lines(demo.summary.returns)
    yield ""
    yield f"汇总结果，{demo.summary.scope}："
    form = demo.summary.form
    for index in form.headline:
        cell, value = form.cells[index], demo.summary.values[index]
        if value is not None:
            yield f"  {cell.path}：{format_value(value, cell.measure)}{cell.measure.unit}"
