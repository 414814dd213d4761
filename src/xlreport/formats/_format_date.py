"""The text of a day and a time in one section of a number format."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from xlreport.formats._format_code import Section

_LAST_DAY: Final = 2_958_465  # 9999-12-31
_SECONDS: Final = 86_400
# Excel takes 1900 for a leap year, so the days before its last of February come a day too early.
_LEAP_DAY: Final = 60
_EPOCH: Final = date(1899, 12, 30)
_BEYOND: Final = "######"
_CHINESE_WEEKDAYS: Final = "日一二三四五六"
_WEEKDAYS: Final = (
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
)  # fmt: skip
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_NAME_WIDTHS: Final = {3: 3, 5: 1}
_BUDDHIST: Final = 543
_JAPANESE: Final = 0x411
# The year before the first of an era, its first day, and its letter and name.
_ERAS: Final = (
    (2018, (2019, 5, 1), "R", "令和"),
    (1988, (1989, 1, 8), "H", "平成"),
    (1925, (1926, 12, 25), "S", "昭和"),
    (1911, (1912, 7, 30), "T", "大正"),
    (1867, (0, 0, 0), "M", "明治"),
)


class _Time(NamedTuple):
    """A day and a time; `seconds` are those since the first day."""

    day: tuple[int, int, int]
    weekday: int
    seconds: int

    @property
    def hour(self) -> int:
        return self.seconds // 3600 % 24


def show_date(section: Section, number: Decimal) -> str:
    """Return what a section shows of a serial number, with English names of months and days."""
    if number < 0 or number > _LAST_DAY:
        return _BEYOND
    seconds = round(number * _SECONDS)
    days = seconds // _SECONDS
    at = _EPOCH + timedelta(min(days, _LAST_DAY) + (days < _LEAP_DAY))
    # The day before the first one is the 0th of January.
    day = (at.year, at.month, at.day) if days else (1900, 1, 0)
    time = _Time(day, (days - 1) % 7, seconds)
    return "".join(_texts(section, time))


def _texts(section: Section, time: _Time) -> list[str]:
    """Return the texts of the tokens of a section."""
    dates = [token.text for token in section.tokens if token.kind == "date"]
    is_halved = any("/" in text for text in dates)
    shown: list[str] = []
    position = -1
    for token in section.tokens:
        if token.kind != "date":
            shown.append("0" if token.kind == "digit" else token.text)
            continue
        position += 1
        around = (*dates[max(position - 1, 0) : position], *dates[position + 1 : position + 2])
        if token.text[0] == "[":
            shown.append(_elapsed(token.text, time.seconds))
        elif token.text in ("m", "mm") and _is_minute(around, dates[:position]):
            shown.append(_padded(time.seconds // 60 % 60, token.text))
        else:
            shown.append(_part(token.text, time, section.locale, is_halved=is_halved))
    return shown


def _is_minute(around: Sequence[str], before: Sequence[str]) -> bool:
    """Tell whether an m stands for minutes: behind hours or before seconds."""
    is_behind_hours = bool(before) and "h" in around[0]
    return is_behind_hours or (len(around) > bool(before) and "s" in around[-1])


def _elapsed(part: str, seconds: int) -> str:
    unit = {"h": 3600, "m": 60, "s": 1}[part[1]]
    return str(seconds // unit).zfill(len(part) - 2)


def _padded(number: int, part: str) -> str:
    return f"{number:02}" if len(part) > 1 else str(number)


def _part(part: str, time: _Time, locale: int, *, is_halved: bool) -> str:
    """Return one part of a date that is no minute."""
    kind, width = part[0], len(part)
    year, month, day = time.day
    if kind in "yb":
        year += _BUDDHIST if kind == "b" else 0
        return f"{year % 100:02}" if width <= 2 else str(year)
    if kind in "eg":
        return _era(part, time, is_japanese=locale == _JAPANESE)
    if "/" in part:
        return part.split("/")[time.hour >= 12].upper()
    if kind == "a":
        return ("周" if width == 3 else "星期") + _CHINESE_WEEKDAYS[time.weekday]
    if kind in "md" and width > 2:
        text = _MONTHS[month - 1] if kind == "m" else _WEEKDAYS[time.weekday]
        return text[: _NAME_WIDTHS.get(width)]
    hour = (time.hour - 1) % 12 + 1 if is_halved else time.hour
    return _padded({"m": month, "d": day, "h": hour, "s": time.seconds % 60}[kind], part)


def _era(part: str, time: _Time, *, is_japanese: bool) -> str:
    """Return an era, or the year in it: the common one, or that of a Japanese emperor."""
    before, _, letter, name = next(era for era in _ERAS if time.day >= era[1])
    if part[0] == "e":
        return str(time.day[0] - before if is_japanese else time.day[0])
    return {1: letter, 2: name[0]}.get(len(part), name) if is_japanese else "公元"
