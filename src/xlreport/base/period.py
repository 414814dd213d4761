"""The period (报告期) that a report is for: a year, a half-year, a quarter or a month.

It is one object wherever it goes. Its text (`2026`, `2026H1`, `2026Q1`, `2026-03`) stands in
stamps, options, file names and data; its Chinese words stand in titles and sentences.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache, total_ordering
from typing import Final

from xlreport.base.public import public
from xlreport.base.text import one_line


@public
class PeriodKind(StrEnum):
    """How often a form is reported; the values are those of `period` in a form file."""

    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def is_year(self) -> bool:
        """Tell whether a report covers a whole year."""
        return self is PeriodKind.YEAR

    @property
    def in_a_year(self) -> int:
        """How many such periods a year has."""
        return _COUNTS[self]

    @property
    def chinese(self) -> str:
        """The word behind 按, as in 按季度报送."""
        return _WORDS[self]

    @property
    def caption(self) -> str:
        """The caption of the period on a cover."""
        return "报告年度" if self.is_year else "报告期"

    @property
    def last(self) -> str:
        """The word for the period before: 上年 or 上期."""
        return "上年" if self.is_year else "上期"

    @property
    def same_last_year(self) -> str:
        """The word for the same period a year ago: 上年 or 上年同期."""
        return "上年" if self.is_year else "上年同期"

    @property
    def before(self) -> str:
        """The word for all earlier reports that one may be compared with: 上年 or 以前各期."""
        return "上年" if self.is_year else "以前各期"

    @property
    def pattern(self) -> str:
        """The pattern of a period in a title, with the group `period`."""
        return _TITLED[self]

    @property
    def example(self) -> str:
        """A period of this kind as it is printed on a cover."""
        return "2026" if self.is_year else Period(2026, self).title

    def reword(self, text: str, last: str = "") -> str:
        """Return a sentence about yearly reports in the words for reports of this kind.

        `last` is what the earlier report is called, if it is not the one of the period before.
        """
        if self.is_year:
            return text
        words = _REWORDED | ({"上年": last} if last else {})
        return _YEARLY_WORD.sub(lambda match: words[match[0]], text)


_COUNTS: Final = {
    PeriodKind.YEAR: 1,
    PeriodKind.HALF_YEAR: 2,
    PeriodKind.QUARTER: 4,
    PeriodKind.MONTH: 12,
}
_WORDS: Final = {
    PeriodKind.YEAR: "年度",
    PeriodKind.HALF_YEAR: "半年",
    PeriodKind.QUARTER: "季度",
    PeriodKind.MONTH: "月",
}
_TAILS: Final = {
    PeriodKind.YEAR: "",
    PeriodKind.HALF_YEAR: "H{}",
    PeriodKind.QUARTER: "Q{}",
    PeriodKind.MONTH: "-{:02}",
}
_REWORDED: Final = {  # longer words first
    "报告年度": "报告期",
    "上一年度": "上一期",
    "两个年度": "两期",
    "本年度": "本期",
    "跨年度": "跨期",
    "年度": "报告期",
    "两年": "两期",
    "全年": "本期",
    "上年": "上期",
    "本年": "本期",
}
_YEARLY_WORD: Final = re.compile("|".join(_REWORDED))
_LONGEST: Final = 40  # characters of a text that may be a period
_NUMERALS: Final = "一二三四五六七八九"
_HALVES: Final = "上下"
_MONTHS: Final = (*_NUMERALS, "十", "十一", "十二")
_YEAR: Final = "(?P<year>[0-9]{4})"
# What a clerk writes, without blanks; a spreadsheet may have turned the year 2026 into 2026.0.
_WRITTEN: Final = {
    PeriodKind.YEAR: r"(?:\.0)?年?度?",
    PeriodKind.HALF_YEAR: "(?:[-年]?H(?P<number>[12])|年?(?P<half>[上下])半年度?)",
    PeriodKind.QUARTER: "(?:[-年]?Q(?P<number>[1-4])|年?第?(?P<word>[1-4一二三四])季度?)",
    PeriodKind.MONTH: (
        "(?:[-./](?P<number>[0-9]{1,2})|年(?P<word>[0-9]{1,2}|十?[一二三四五六七八九]|十)月份?)"
    ),
}
# How a title names a period, beside other words and with blanks.
_TITLED: Final = {
    PeriodKind.YEAR: r"(?P<period>20[0-9]{2})\s*年度?",
    PeriodKind.HALF_YEAR: r"(?P<period>20[0-9]{2}\s*年?\s*[上下]半年度?)",
    PeriodKind.QUARTER: r"(?P<period>20[0-9]{2}\s*年?\s*第?\s*[1-4一二三四]\s*季度)",
    PeriodKind.MONTH: (
        r"(?P<period>20[0-9]{2}\s*年\s*(?:[0-9]{1,2}|十?[一二三四五六七八九]|十)\s*月)份?"
    ),
}
_PATTERNS: Final = {kind: re.compile(_YEAR + text) for kind, text in _WRITTEN.items()}


@public
@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One period: its year, its kind, and its number within the year, counted from 1.

    `Period(2026)` is a year. Periods are ordered by time; a longer one precedes those in it.
    Raises `ValueError` for a period that no calendar has.
    """

    year: int
    kind: PeriodKind = PeriodKind.YEAR
    number: int = 1

    __repr__ = one_line(str)

    def __post_init__(self) -> None:
        """Refuse a period that no calendar has."""
        if not (1 <= self.year <= 9999 and 1 <= self.number <= self.kind.in_a_year):
            raise ValueError(f"no such period: {self.year}, {self.kind} {self.number}")

    def __str__(self) -> str:
        """Return the text that `parse_period` reads: 2026, 2026H1, 2026Q1, 2026-03."""
        return f"{self.year:04}{_TAILS[self.kind].format(self.number)}"

    def __lt__(self, other: object) -> bool:
        """Tell whether this period begins earlier, or begins at the same time and is longer."""
        if not isinstance(other, Period):
            return NotImplemented
        return (self.first, -self.last.toordinal()) < (other.first, -other.last.toordinal())

    @property
    def title(self) -> str:
        """The words in a title: 2026年, 2026年上半年, 2026年第一季度, 2026年3月."""
        return f"{self.year}年{self._part()}"

    @property
    def chinese(self) -> str:
        """The words by themselves: as in a title, but 2026年度."""
        return f"{self.year}年度" if self.kind.is_year else self.title

    @property
    def spaced(self) -> str:
        """The words inside a sentence: 2026 年度, 2026 年第一季度, 2026 年 3 月."""
        part = f" {self.number} 月" if self.kind is PeriodKind.MONTH else self._part()
        return f"{self.year} 年{part or '度'}"

    def _part(self) -> str:
        match self.kind:
            case PeriodKind.YEAR:
                return ""
            case PeriodKind.HALF_YEAR:
                return f"{_HALVES[self.number - 1]}半年"
            case PeriodKind.QUARTER:
                return f"第{_NUMERALS[self.number - 1]}季度"
            case PeriodKind.MONTH:
                return f"{self.number}月"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * (12 // self.kind.in_a_year) + 1, 1)

    @property
    def last(self) -> date:
        """The last day."""
        months = self.number * (12 // self.kind.in_a_year)
        if months == 12:
            return date(self.year, 12, 31)
        return date(self.year, months + 1, 1) - timedelta(days=1)

    @property
    def begins_year(self) -> bool:
        """Tell whether it is the first of its kind in the year."""
        return self.number == 1

    @property
    def on_cover(self) -> str:
        """The text on a cover: 2026, 2026年上半年, 2026年第一季度, 2026年3月."""
        return str(self) if self.kind.is_year else self.title

    def previous(self) -> Period:
        """Return the period before."""
        if self.number > 1:
            return replace(self, number=self.number - 1)
        return replace(self, year=self.year - 1, number=self.kind.in_a_year)

    def year_before(self) -> Period:
        """Return the same period a year ago."""
        return replace(self, year=self.year - 1)

    def word_for(self, earlier: Period | None) -> str:
        """Return what an earlier period is called here: 上年, 上期, 上年同期, or its title.

        None is the period before, of a report that does not say its period.
        """
        if earlier is None or earlier == self.previous():
            return self.kind.last
        return self.kind.same_last_year if earlier == self.year_before() else earlier.title


def periods_of(year: int, kind: PeriodKind) -> list[Period]:
    """List the periods of one kind in a year."""
    return [Period(year, kind, number) for number in range(1, kind.in_a_year + 1)]


@lru_cache(maxsize=256)  # the returns of a batch are of few periods
def parse_period(text: str) -> Period | None:
    """Read a period as stamps, options and clerks write it; None for any other text.

    Read are 2026, 2026年度, 2026H1, 2026年上半年, 2026Q1, 2026年第一季度, 2026-03 and 2026年3月.
    """
    if len(text) > _LONGEST:
        return None
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    for kind, pattern in _PATTERNS.items():
        match = pattern.fullmatch(plain)
        if match is not None:
            try:
                return Period(int(match["year"]), kind, _number_in(match.groupdict()))
            except ValueError:
                return None
    return None


def _number_in(parts: Mapping[str, str | None]) -> int:
    if half := parts.get("half"):
        return _HALVES.index(half) + 1
    written = parts.get("number") or parts.get("word") or "1"
    return int(written) if written.isdigit() else _MONTHS.index(written) + 1


def period_fields(period: Period | None) -> dict[str, object]:
    """Return the fields by which data names a period: `year`, and `period` where it is no year."""
    if period is None:
        return {"year": None}
    return {"year": period.year} | ({} if period.kind.is_year else {"period": str(period)})
