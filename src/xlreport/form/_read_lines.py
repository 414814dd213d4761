"""Reading what holds within a line of a list: `[[table.line]]` and `[[table.limit]]`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlreport.base.finding import Severity
from xlreport.base.toml_fault import guess, keep, stop_if_faulty
from xlreport.base.toml_fields import check_fields
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._list_columns import Columns, find_column, find_wanted, keep_private
from xlreport.form.fields import LIMIT, LINE_RULE, WITHIN
from xlreport.form.limit import DEFAULT_WAITS, DEFAULT_WARN, Limit, Pair
from xlreport.form.line_rule import LineRule, Within
from xlreport.form.measure import NUMERIC, Kind

_DAY = frozenset({Kind.DATE})
_TEXT = frozenset({Kind.TEXT})
_COUNT = frozenset({Kind.COUNT, Kind.CHANGE})
_ASKED = ("order", "together", "workday", "within", "most", "filled", "blank")


def read_line_rule(raw: object, location: TomlLocation, columns: Columns) -> LineRule:
    """Read one `[[table.line]]` of a list with these columns; raises `FormError`."""
    fields = check_fields(raw, location, LINE_RULE)
    if not any(name in fields for name in _ASKED):
        keep("line-nothing", location, fields="、".join(_ASKED))
    rule = LineRule(
        id=fields["id"],
        say=fields["say"],
        severity=Severity(fields.get("severity", Severity.ERROR)),
        order=_several(fields, "order", columns, location, days=True, least=2),
        together=_several(fields, "together", columns, location, least=2),
        workday=_several(fields, "workday", columns, location, days=True),
        within=_read_within(fields, columns, location),
        most=_read_most(fields, columns, location),
        where=tuple(find_wanted(fields.get("where", {}), columns, field(location, "where"))),
        filled=_several(fields, "filled", columns, location),
        blank=_several(fields, "blank", columns, location),
    )
    stop_if_faulty(location)
    return rule


def _several(
    fields: Mapping[str, Any],
    name: str,
    columns: Columns,
    location: TomlLocation,
    *,
    days: bool = False,
    least: int = 1,
) -> tuple[int, ...]:
    """Return the numbers of the columns that a field lists."""
    keys: Sequence[str] = fields.get(name, ())
    where = field(location, name)
    if name in fields and len(keys) < least:
        keep("line-several", where, name=name, least=least)
    if days:
        return tuple(find_column(key, columns, where, _DAY, "line-date") for key in keys)
    return tuple(find_column(key, columns, where) for key in keys)


def _read_within(
    fields: Mapping[str, Any], columns: Columns, location: TomlLocation
) -> Within | None:
    if "within" not in fields:
        return None
    where = field(location, "within")
    within = check_fields(fields["within"], where, WITHIN)
    since, until = (
        find_column(within[name], columns, field(where, name), _DAY, "line-date")
        for name in ("since", "until")
    )
    return Within(since, until, within["days"])


def _read_most(
    fields: Mapping[str, Any], columns: Columns, location: TomlLocation
) -> tuple[tuple[int, int], ...]:
    where = field(location, "most")
    found = []
    for key, largest in fields.get("most", {}).items():
        number = find_column(key, columns, field(where, key), NUMERIC, "line-number")
        found.append((number, largest * 10 ** columns[number].measure.scale))
    return tuple(found)


def read_limit(raw: object, location: TomlLocation, columns: Columns) -> Limit:
    """Read one `[[table.limit]]` of a list with these columns; raises `FormError`."""
    fields = check_fields(raw, location, LIMIT)

    def day(name: str) -> int:
        return find_column(fields[name], columns, field(location, name), _DAY, "line-date")

    def other(name: str, kinds: frozenset[Kind], code: str) -> int | None:
        if name not in fields:
            return None
        return find_column(fields[name], columns, field(location, name), kinds, code)

    restarts, pauses = (
        tuple(_read_pairs(fields, name, columns, location)) for name in ("restarts", "pauses")
    )
    waiting = (*restarts, *pauses)
    waits = {first: DEFAULT_WAITS for first, _ in waiting}
    stated = _by_pair(fields, "waits", waiting, columns, location)
    waits |= {asked: words for asked, words, _ in stated}
    limit = Limit(
        deadline=day("deadline"),
        left=other("left", frozenset({Kind.CHANGE}), "limit-left"),
        state=other("state", _TEXT, "limit-state"),
        starts=day("starts"),
        ends=day("ends"),
        days=fields["days"],
        warn=fields.get("warn", DEFAULT_WARN),
        restarts=restarts,
        pauses=pauses,
        extended=other("extended", _COUNT, "limit-count"),
        told=day("told") if "told" in fields else None,
        waits=tuple(waits.items()),
        expires=tuple(
            (asked, find_column(key, columns, where, _DAY, "line-date"))
            for asked, key, where in _by_pair(fields, "expires", waiting, columns, location)
        ),
    )
    keep_private((*limit.computed, *limit.columns), columns, location)
    stop_if_faulty(location)
    return limit


def _read_pairs(
    fields: Mapping[str, Any], name: str, columns: Columns, location: TomlLocation
) -> Iterator[Pair]:
    """Yield the pairs of columns with days that a field lists."""
    where = field(location, name)
    for keys in fields.get(name, ()):
        if len(keys) != 2:
            keep("limit-pair", where, name=name)
            continue
        first, second = (find_column(k, columns, where, _DAY, "line-date") for k in keys)
        yield first, second


def _by_pair(
    fields: Mapping[str, Any],
    name: str,
    pairs: Sequence[Pair],
    columns: Columns,
    location: TomlLocation,
) -> Iterator[tuple[int, str, TomlLocation]]:
    """Yield what a field states of pairs, by the first column of each, with its location."""
    keys = list(dict.fromkeys(columns[first].key for first, _ in pairs))
    for key, stated in fields.get(name, {}).items():
        where = field(field(location, name), key)
        if key in keys:
            yield find_column(key, columns, where), stated, where
        else:
            facts = {"guess": guess(key, keys), "known": "、".join(keys)}
            keep("limit-waits", where, key=key, **facts)
