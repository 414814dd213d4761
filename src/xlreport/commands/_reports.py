"""What the command that writes the reports of all departments tells of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from xlreport.base.finding import Severity, listed, quotable
from xlreport.report.reports import ReportFile, ReportState

_MOST_NAMES = 20  # of departments in a line


def report_lines(made: Sequence[ReportFile]) -> Iterator[str]:
    """Yield what a person has still to do about reports: what was not written, and their texts."""
    for each in made:
        if each.state is ReportState.REFUSED:
            yield f"没有生成 {quotable(each.department.name)}的报告：{each.reason}"
    if same := _names(made, ReportState.UNCHANGED):
        yield f"没有变化，仍是原来的文件：{same}。"
    if kept := _names(made, ReportState.KEPT):
        yield (
            f"已有内容不同的文件，没有覆盖：{kept}。有人修改过的，请核对数字与报送件一致；"
            "报送件更新过的，请移走旧文件后重新生成。"
        )
    for each in made:
        for finding in each.findings:
            if finding.severity is not Severity.INFO:
                name = quotable(each.department.name)
                yield f"{finding.severity.marked}　{name}：{finding.full_message}{finding.advice}"
    yield from _by_heading(
        "由数据生成的草稿，请核对后删去【草稿，请核对】字样", made, lambda each: each.drafts
    )
    yield from _by_heading("没有文字，请补写", made, lambda each: each.unwritten)


def _names(made: Iterable[ReportFile], state: ReportState) -> str:
    return listed([each.department.name for each in made if each.state is state], most=_MOST_NAMES)


def _by_heading(
    what: str, made: Iterable[ReportFile], headings: Callable[[ReportFile], Sequence[str]]
) -> Iterator[str]:
    """Yield a line for each part of the narrative, with the departments whose part is so."""
    names: dict[str, list[str]] = defaultdict(list)
    for each in made:
        for heading in headings(each):
            names[heading].append(each.department.name)
    for heading, who in names.items():
        yield f"{what}：{heading}（{listed(who, most=_MOST_NAMES)}）"
