"""The arguments of public functions: one of a wrong type is refused before anything is done.

A path in place of a roster would end as an `AttributeError` ten calls further down. So public
functions check their arguments against their annotations, with the decorator `checked`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, wraps
from inspect import signature
from itertools import chain
from numbers import Integral, Real
from types import NoneType, UnionType
from typing import Any, ParamSpec, TypeVar, Union, get_args, get_origin, get_type_hints

from xlreport.base.errors import InputError
from xlreport.base.keyed import Keyed
from xlreport.base.memory import ReadableFile, Target, WritableFile, target_path
from xlreport.base.period import Period, parse_period

REPORT_YEARS = range(2008, 2101)
"""The years that a report can be for; the Regulations came into force in 2008."""

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_READERS = {
    "Form": ("load_form", "ogi-2021"),
    "Roster": ("read_roster", "单位名录.csv"),
    "Waivers": ("read_waivers", "核准.csv"),
    "Returns": ("read_returns", "收回"),
}
"""The function that reads an object of a type from a path, and an example of the path."""

_MAKERS = {
    "Summary": 'xlreport.consolidate(returns, name="盐池县")',
    "Department": 'xlreport.read_roster("单位名录.csv").departments',
    "Partial": "xlreport.consolidate_part(returns, form=form)",
    "Period": "xlreport.Period(2027)",
}
_WRITERS = {"Summary": "write_summary", "Roster": "write_roster"}
_LISTS = (Iterable, Sequence)
_SINGLE = (str, bytes, Keyed)
"""What can be looped over, but is one thing."""

_NUMBERS: Mapping[object, type] = {int: Integral, float: Real}
_WORDS: Mapping[object, str] = {
    str: "文字",
    int: "整数",
    float: "数",
    os.PathLike: "路径",
    bytes: "文件内容",
    ReadableFile: "文件内容",
    WritableFile: "按二进制打开的文件",
}


def checked(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Make a public function refuse arguments that its annotations do not allow.

    Raises `TypeError` with a sentence that names the function to call first.
    """
    names = tuple(signature(function).parameters)

    @wraps(function)
    def call(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        kinds = _kinds(function)
        for name, value in chain(zip(names, args, strict=False), kwargs.items()):
            if name in kinds and not _fits(value, kinds[name]):
                raise TypeError(f"{function.__name__} 的 {name} {_complaint(value, kinds[name])}")
        return function(*args, **kwargs)

    return call


def refuse_ending(target: Target, owner: str = "") -> None:
    """Raise `InputError` for a workbook under a name that Excel would not open.

    A file object may have any name. `owner` says in the message whose name it is, such as 汇总表的.
    """
    is_path = isinstance(target, str | os.PathLike)
    if is_path and target_path(target).suffix.lower() != ".xlsx":
        raise InputError(f"{target}：{owner}文件名须以 .xlsx 结尾。")


def chosen_period(year: int | None, period: str | Period | None) -> Period | None:
    """Return the period that a caller names, by its year or itself; None where neither is given.

    Raises `InputError` where both are given, for a text that is no period, and for a year that no
    report can be for.
    """
    if year is not None and year not in REPORT_YEARS:
        raise InputError(f"年度 {year} 不对，请填写四位数字的年度，如 2026。")
    if period is None:
        return None if year is None else Period(int(year))
    if year is not None:
        raise InputError(f"年度 {year} 和报告期 {period} 只能写一个。")
    chosen = parse_period(period) if isinstance(period, str) else period
    if chosen is None or chosen.year not in REPORT_YEARS:
        raise InputError(
            f"报告期“{period}”无法识别，请写成 2026、2026H1（上半年）、2026Q1（一季度）或 2026-03。"
        )
    return chosen


def refuse_blank(name: str) -> None:
    """Raise `InputError` for a summary without a name."""
    if not name.strip():
        raise InputError("没有写明汇总单位的名称（参数 name），请写明，如 盐池县。")


@cache
def _kinds(function: Callable[..., Any]) -> Mapping[str, Any]:
    """Map parameters to their types, at the first call: a type may be defined after a function."""
    return get_type_hints(function)


def _choices(kind: Any) -> tuple[Any, ...]:
    """List the types that a union allows."""
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _fits(value: object, kind: Any) -> bool:
    return any(_is_one(value, choice) for choice in _choices(kind))


def _is_one(value: object, kind: Any) -> bool:
    """Tell whether a value is of a type that is no union; an iterator's members are not checked."""
    plain = get_origin(kind) or kind
    if kind is Any or plain is bool:  # anything has a truth value
        return True
    if plain in _NUMBERS:  # those of numpy too
        return isinstance(value, _NUMBERS[plain])
    if not isinstance(value, plain):
        return False
    if plain is Callable or issubclass(plain, os.PathLike) or not get_args(kind):
        return True
    return not isinstance(value, _SINGLE) and _holds(value, get_args(kind))


def _holds(value: object, kinds: Sequence[Any]) -> bool:
    """Tell whether keys and values of a mapping, or members of a list, are of their kinds."""
    if isinstance(value, Mapping):
        keys, values = kinds[0], kinds[-1]  # one kind is that of both
        return all(_fits(key, keys) and _fits(each, values) for key, each in value.items())
    return not isinstance(value, Collection) or all(_fits(each, kinds[-1]) for each in value)


def _members(value: Collection[object]) -> Iterable[object]:
    """Return the members of a list, or keys and values of a mapping (both are text here)."""
    return chain.from_iterable(value.items()) if isinstance(value, Mapping) else value


def _complaint(value: object, kind: Any) -> str:
    """Describe which type is expected, what was given, and what to do."""
    choices = [choice for choice in _choices(kind) if choice is not NoneType]
    wrong = _wrong_part(value, choices)
    shown = type(wrong).__name__ + (f" {wrong!r}" if isinstance(wrong, str) else "")
    given = f"不是 {shown}" if wrong is value else f"其中却有 {shown}"
    return f"应是{_listed(choices).rstrip()}，{given}。{_advice(wrong, choices)}"


def _wrong_part(value: object, choices: Iterable[Any]) -> object:
    """Return the first member of a wrong type, or the value itself if no list may be given."""
    lists = (*_LISTS, Mapping)
    members = [get_args(choice)[-1] for choice in choices if get_origin(choice) in lists]
    if members and isinstance(value, Collection) and not isinstance(value, _SINGLE):
        return next((each for each in _members(value) if not _fits(each, members[0])), value)
    return value


def _listed(choices: Iterable[Any]) -> str:
    words = dict.fromkeys(map(_word, choices))
    if "路径" in words:  # a path is written as text
        words.pop("文字", None)
    *others, last = words
    if len(others) < 2:
        return "或".join(words)
    return f"{'、'.join(others)}，或{last}"


def _word(kind: Any) -> str:
    plain = get_origin(kind) or kind
    if plain in _WORDS:
        return _WORDS[plain]
    if plain is Callable:
        return "函数"
    members = get_args(kind)
    if plain is Mapping:
        return f"{_listed(_choices(members[-1]))}的字典"
    return f"{_listed(_choices(members[0]))}的列表" if members else f" {plain.__name__} "


def _advice(value: object, choices: Iterable[Any]) -> str:
    """Name the function that makes an object of the expected type."""
    for wanted in chain.from_iterable((get_origin(c) or c, *get_args(c)) for c in choices):
        name = getattr(wanted, "__name__", "")
        if name in _READERS:
            reader, example = _READERS[name]
            path = os.fspath(value) if isinstance(value, str | os.PathLike) else example
            return f"请先用 xlreport.{reader}({path!r}) 读取。"
        if name in _MAKERS:
            return f"请用 {_MAKERS[name]} 得到的。"
    writer = _WRITERS.get(type(value).__name__)
    return f"请先用 xlreport.{writer} 写成文件，再写这个文件的路径。" if writer else ""
