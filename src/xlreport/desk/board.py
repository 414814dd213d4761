"""The board (报送情况): how every department and every file stands, and what remains to be done.

It is one value; workbook, page, screen and JSON show it, each in its own way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from xlreport.base.arguments import checked
from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.sign import Sign
from xlreport.base.text import one_line
from xlreport.desk._saved import saved_at
from xlreport.desk.board_line import BoardFile, BoardLine, make_line
from xlreport.desk.file_use import FileUse, Use, reason_of, use_of
from xlreport.desk.tasks import Task, tasks_of
from xlreport.layout.share import Share
from xlreport.office.decisions import Decision
from xlreport.returns.returns import Returns
from xlreport.returns.unusual import Unusual
from xlreport.settlement.file import AnyFile, Filing
from xlreport.settlement.status import OPEN_STATUSES, DepartmentStatus, FileStatus


@public
@dataclass(frozen=True, eq=False)
class Board:
    """How a collection stands at one time.

    `name` is the county's, as far as it was given. `checked` is the time of the check, without a
    zone, None where none was given; `deadline` is the last day to report. `lines` are the
    departments in official order, `strays` the files that belong to none. `undecided` are decisions
    that fit nothing, each with the reason; `unusual` are the figures to look at first.
    """

    name: str
    title: str
    period: Period | None
    checked: datetime | None
    deadline: date | None
    lines: tuple[BoardLine, ...]
    strays: tuple[BoardFile, ...]
    undecided: tuple[tuple[Decision, str], ...]
    unusual: tuple[Unusual, ...]
    has_roster: bool

    __repr__ = one_line(lambda it: f"{it.name} {it.period}: {it.verdict}")

    @cached_property
    def counts(self) -> Mapping[DepartmentStatus, int]:
        """Count the departments of each status; the sum is the number of lines."""
        counts = Counter(line.status for line in self.lines)
        return {status: counts[status] for status in DepartmentStatus if counts[status]}

    @cached_property
    def files(self) -> tuple[BoardFile, ...]:
        """List all files, those of departments first."""
        return (*(file for line in self.lines for file in line.files), *self.strays)

    @cached_property
    def uses(self) -> Mapping[Use, int]:
        """Count the files by what became of them; the sum is the number of files."""
        counts = Counter(file.use for file in self.files)
        order: tuple[Use, ...] = (*FileUse, *FileStatus)
        return {use: counts[use] for use in order if counts[use]}

    @cached_property
    def added_up(self) -> int:
        """Count the departments that the totals cover."""
        return self.uses.get(FileUse.COUNTED, 0)

    @property
    def share(self) -> str:
        """The sentence on how many of the departments that should be added up are."""
        expected = sum(line.department.counted for line in self.lines)
        return f"计入汇总 {Share(self.added_up, expected)} 个单位"

    @cached_property
    def lacking(self) -> tuple[BoardLine, ...]:
        """List the departments that should be added up and cannot be yet."""
        return tuple(line for line in self.lines if line.is_open and line.department.counted)

    @cached_property
    def open_lines(self) -> tuple[BoardLine, ...]:
        """List the departments that must act: missing ones first, each group in official order."""
        return tuple(
            line for status in OPEN_STATUSES for line in self.lines if line.status is status
        )

    @property
    def is_ready(self) -> bool:
        """Whether everything that should be added up can be."""
        return self.added_up > 0 and not self.lacking and self.period is not None

    @property
    def sign(self) -> Sign:
        """How the whole stands."""
        return Sign.DONE if self.is_ready else Sign.OPEN

    @property
    def verdict(self) -> str:
        """The words at the top: 可以汇总, how many departments are lacking, or what else is.

        Without a roster nobody knows who is missing, so it speaks of what came.
        """
        if self.lacking:
            return f"还差 {len(self.lacking)} 个单位"
        if not self.added_up:
            return "没有可以汇总的报送件"
        if self.period is None:
            return "看不出是哪一期"
        return "可以汇总" if self.has_roster else "收到的都可以汇总"

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """List what remains to be done, the most urgent first."""
        return tuple(tasks_of(self.lines, self.strays, self.undecided, self.unusual))


@checked
def board(
    returns: Returns,
    *,
    name: str = "",
    deadline: date | None = None,
    now: datetime | None = None,
) -> Board:
    """Make the board of returns, such as `read_returns` gives or a summary has.

    `name` is the county's. By `deadline` and the times of saving it is known who was late. `now` is
    the time of the check. With it a return that does not say when it was saved has the time of its
    file, if that lies in a folder of this machine; without it neither is said, so that the same
    returns give the same board.
    """
    groups: dict[str, list[BoardFile]] = defaultdict(list)
    strays: list[BoardFile] = []
    known = {filing.department.code for filing in returns.settlement.filings}
    for shown in _files(returns, ask_disk=now is not None):
        whose = shown.file.owner or shown.file.likely
        if whose is None or whose.code not in known:
            strays.append(shown)
        else:
            groups[whose.code].append(shown)
    return Board(
        name=name,
        title=returns.form.title if returns.form else "",
        period=returns.period,
        checked=now,
        deadline=deadline,
        lines=tuple(
            make_line(filing, groups[filing.department.code], deadline, now)
            for filing in returns.settlement.filings
        ),
        strays=tuple(strays),
        undecided=returns.undecided,
        unusual=returns.unusual_figures,
        has_roster=returns.roster is not None,
    )


def _files(returns: Returns, *, ask_disk: bool) -> Iterator[BoardFile]:
    """Yield all files in reading order; the disk may be asked when they were saved."""
    filings: dict[AnyFile, Filing] = {
        filing.used: filing for filing in returns.settlement.filings if filing.used
    }
    for file in returns.settlement.files:
        use = use_of(file, filings)
        yield BoardFile(file, use, reason_of(file, use), saved_at(file.item, ask_disk=ask_disk))
