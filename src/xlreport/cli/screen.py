"""What a person at a terminal sees: sentences that hang under their mark, and whom to call first.

A stream that is no terminal gets the plain lines, which files and other programs can rely on.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from xlreport.base.finding import Severity, quotable
from xlreport.cli.console import tell
from xlreport.returns.findings_report import report_lines, status_lines
from xlreport.returns.reminder import error_counts, open_filings
from xlreport.returns.returns import Returns
from xlreport.returns.status import DepartmentStatus

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_LEAD: Final = re.compile(r"\s*(?:\d+\. )?(?:(?:错误|警告|提示)\s|→ )?")
_WORD: Final = re.compile(r"[“（]*(?:[!-~]+|.)[，。、；：）”]*")
_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_LONGEST: Final = 40  # rows; the rest is counted, so that the table stays on one screen or two


def show_findings(returns: Returns) -> None:
    """Show what is wrong on standard output, which is a terminal."""
    console = _console(beside=False)
    for line in report_lines(returns):
        console.print(_hanging(line, console.width), soft_wrap=True)


def show_status(returns: Returns, *, beside: bool = True) -> None:
    """Show who has not reported and how all stand: a table on a terminal, else plain lines.

    It goes to standard error where it stands `beside` an answer.
    """
    if beside and not sys.stderr.isatty():
        tell(status_lines(returns))
        return
    console = _console(beside=beside)
    if open_filings(returns):
        console.print(_open_table(returns))
    for line in status_lines(returns):
        if not line.startswith(f"{DepartmentStatus.MISSING.chinese}："):  # the table has them
            console.print(_hanging(line, console.width), soft_wrap=True)


def _console(*, beside: bool) -> Console:
    from rich.console import Console

    return Console(stderr=beside, highlight=False)


def _hanging(line: str, width: int) -> Text:
    """Lay out a line so that what does not fit on it goes on below its first word.

    Chinese breaks between any two characters, save between a mark that opens or closes
    something and its neighbour.
    """
    from rich.cells import cell_len
    from rich.text import Text

    lead = re.match(_LEAD, line)
    assert lead is not None  # it matches the empty text too
    indent = cell_len(lead[0])
    shown, used = [lead[0]], indent
    for word in re.findall(_WORD, line[lead.end() :]):
        length = cell_len(word)
        if used + length > width and used > indent:
            shown.append(f"\n{' ' * indent}")
            used = indent
            if word == " ":
                continue
        shown.append(word)
        used += length
    text = Text("".join(shown), "bold" if line.startswith("■") else "")
    for severity, style in _STYLES.items():
        if severity.chinese in lead[0]:
            text.stylize(style, 0, lead.end())
    return text


def _open_table(returns: Returns) -> Table:
    """Lay out the departments that must act, those missing first."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    filings, errors = open_filings(returns), error_counts(returns)
    table = Table(title="还须报送或更正的单位", title_style="bold", box=box.SIMPLE_HEAD)
    table.title_justify = "left"
    for heading in ("状态", "代码", "单位", "错误", "联系方式"):
        table.add_column(heading, overflow="fold")
    table.columns[3].justify = "right"
    for filing in filings[:_LONGEST]:
        who = filing.department
        wrong = str(errors[who.name] or "")
        style = "bold red" if filing.status is DepartmentStatus.MISSING else "yellow"
        texts = (who.code, who.name, wrong, who.contact)
        shown = [Text(quotable(text)) for text in texts]
        table.add_row(Text(filing.status.chinese, style), *shown)
    if len(filings) > _LONGEST:
        table.add_row("", "", f"……另有 {len(filings) - _LONGEST} 个单位", "", "")
    return table
