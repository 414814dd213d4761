"""Unusual figures: what a department reports, against its own years, its peers and its share.

No rule fails where a decimal point is lost or 元 is written for 万元, so figures are held against
what is known: all on a logarithmic scale, by medians and by the median absolute deviation (MAD),
which one wrong figure among many does not move. Counts are small, so what chance alone may do to a
small number is allowed for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from xlreport.base.public import public
from xlreport.checks.arrays import Flags, Floats, Integers, column_medians, indexes_of
from xlreport.form.form import Form
from xlreport.form.measure import ADDABLE, Kind, Measure

LIMIT = 3.0  # deviations, beyond which a figure is unusual
_HALF_SURE = 4.5  # deviations
_MAD = 1.4826  # makes the MAD of a normal distribution its standard deviation
_OWN_SPREAD = 0.6  # of a year's change on the log scale, at most: ten times as many is always seen
_PEER_SPREAD = 1.2  # among departments of a kind
_WEIGHT = 10  # departments that the spread above counts for
_FEWEST = 5  # peers with a figure above 0
_MOST_OF_ALL = 0.5  # share of the county's total
_SHARE_RISE = 0.3
_TIMES_NEXT = 10  # how many times the next largest, where last year's share is not known
_WAN = 10**6  # 1万元 in 分


@public
class Ground(StrEnum):
    """What makes a figure unusual.

    `OWN_YEARS`: the department's own earlier figures; `PEERS`: the departments of its kind;
    `SHARE`: its part of the total of all departments; `DRIFT`: a check of the form (`drift`).
    """

    OWN_YEARS = "own_years"
    PEERS = "peers"
    SHARE = "share"
    DRIFT = "drift"


@dataclass(frozen=True, slots=True)
class Oddity:
    """One unusual figure: the number of its department, its cell, and what would be usual.

    `usual` is a scaled integer: last year's figure (the median of several years), the peers'
    median, or the next largest. `deviations` is how far off it is. `effect` is the part of the
    total that rests on it, from 0 to 1: the difference between the total as it is and with the
    usual figure, divided by the larger.
    """

    number: int
    cell: int
    ground: Ground
    value: int
    usual: int
    deviations: float
    effect: float


@dataclass(frozen=True, slots=True)
class Known:
    """Figures of departments by cell (n × c scaled integers), and where they are known."""

    values: Integers
    known: Flags


def is_compared(measure: Measure) -> bool:
    """Tell whether figures of a measure are sizes that add up, which others can be held against."""
    return measure.adds and measure.kind in ADDABLE - {Kind.CHANGE}


def find_oddities(
    form: Form, now: Known, years: Sequence[Known], kinds: Sequence[str]
) -> list[Oddity]:
    """Find the unusual figures, the one with the largest effect on the total first.

    `years` are earlier figures of the same departments, `kinds` what kind each of them is. A cell
    appears once, for the first ground that makes it unusual. Totals follow from their parts, so
    only cells that no other gives are looked at.
    """
    cells = [cell.index for cell in form.given if is_compared(cell.measure)]
    if not cells or not len(now.values):
        return []
    units = np.array([_unit(form.cells[index].measure) for index in cells], dtype=np.float64)
    this = _part(now, cells)
    before = [_part(year, cells) for year in years]
    found: dict[tuple[int, int], _Reason] = {}
    for reasons in (
        _against_years(this, before, units),
        _against_peers(this, before, units, kinds),
        _against_share(this, before, units),
    ):
        for number, column, reason in reasons:
            found.setdefault((number, column), reason)
    totals = _usual_totals(this, found)
    oddities = [
        make_oddity(
            reason.ground,
            (number, cells[column]),
            value=int(this.values[number, column]),
            usual=round(reason.usual),
            deviations=reason.deviations,
            total=totals[column],
        )
        for (number, column), reason in found.items()
    ]
    return sorted(oddities, key=by_effect)


def make_oddity(
    ground: Ground,
    place: tuple[int, int],
    *,
    value: int,
    usual: int,
    deviations: float,
    total: int,
) -> Oddity:
    """Make an oddity of a department and cell; `total` is that of all with their usual figures."""
    largest = max(total, total - usual + value, 1)
    effect = min(abs(value - usual) / largest, 1.0)
    return Oddity(*place, ground, value, usual, deviations, effect)


def by_effect(each: Oddity) -> tuple[float, int, int]:
    """Return the sort key that puts the largest effect on a total first.

    An effect counts by how sure it is that the figure is wrong: half of it at `_HALF_SURE`.
    """
    sure = 1 / (1 + math.exp(2 * (_HALF_SURE - abs(each.deviations))))
    return -each.effect * sure, each.number, each.cell


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a figure is unusual: the ground, the usual figure (scaled), and how far it is off."""

    ground: Ground
    usual: float
    deviations: float


_Found = Iterator[tuple[int, int, _Reason]]


def _unit(measure: Measure) -> int:
    """Return what is little in a cell, as a scaled integer: 1件, 1万元."""
    return _WAN if measure.kind is Kind.MONEY else 10**measure.scale


def _part(figures: Known, cells: Sequence[int]) -> Known:
    known = figures.known[:, cells]
    return Known(np.where(known, figures.values[:, cells], 0), known)


def _logs(values: Integers | Floats, units: Floats) -> Floats:
    logs: Floats = np.log1p(np.maximum(values, 0) / units)
    return logs


def _earlier(before: Sequence[Known]) -> tuple[Floats, Flags]:
    """Return the median of the earlier years by department and cell, and where there is one."""
    stacked = np.array([np.where(year.known, year.values, np.nan) for year in before])
    known = ~np.isnan(stacked).all(axis=0)
    filled = np.where(known, stacked, 0.0)
    medians = column_medians(filled)
    return medians, known


def _against_years(this: Known, before: Sequence[Known], units: Floats) -> _Found:
    """Yield the figures that changed far more than those of the other departments did."""
    if not before:
        return
    usual, known = _earlier(before)
    both = this.known & known
    change = _logs(this.values, units) - _logs(usual, units)
    # Where nothing was and nothing is, there is nothing to learn of how figures change.
    telling = both & ((usual > 0) | (this.values > 0))
    middle, spread = _centre_and_spread(change, telling, _OWN_SPREAD)
    counts = telling.sum(axis=0)
    trend = middle * counts / (counts + _WEIGHT)  # of few departments, their median is no trend
    spread = np.minimum(spread, _OWN_SPREAD)
    chance = 2.0 / (usual / units + 1.0)
    far = np.where(both, (change - trend) / np.sqrt(spread**2 + chance), 0.0)
    for number, column in indexes_of(np.abs(far) > LIMIT):
        at = number, column
        yield *at, _Reason(Ground.OWN_YEARS, float(usual[at]), float(far[at]))


def _centre_and_spread(values: Floats, telling: Flags, usual: float) -> tuple[Floats, Floats]:
    """Return the median of the cells that tell in each column, and their spread.

    Few cells tell little of a spread: `_WEIGHT` more are imagined whose spread is `usual`.
    """
    counts = telling.sum(axis=0)
    some = counts > 0
    masked = np.where(telling, values, np.nan)
    masked[:, ~some] = 0.0
    medians = column_medians(masked)
    deviations = _MAD * column_medians(np.abs(masked - medians))
    trust = counts / (counts + _WEIGHT)
    spread = np.sqrt(trust * deviations**2 + (1 - trust) * usual**2)
    return medians, spread


def _against_peers(
    this: Known, before: Sequence[Known], units: Floats, kinds: Sequence[str]
) -> _Found:
    """Yield the figures far above those of other departments, where no earlier figure tells better.

    Others are those of the same kind; where too few of them have a figure above 0, all.
    """
    if len(kinds) <= _FEWEST:
        return
    logs = _logs(this.values, units)
    above = this.known & (this.values > 0)
    asked = above
    if before:
        usual, known = _earlier(before)
        asked = above & ~(known & (usual > 0))
    everybody = np.ones(len(kinds), dtype=np.bool_)
    for kind in dict.fromkeys(kinds):
        group = np.array([each == kind for each in kinds], dtype=np.bool_)
        few = (above & group[:, None]).sum(axis=0) <= _FEWEST
        for peers, columns in ((group, ~few), (everybody, few)):
            telling = above & peers[:, None] & columns
            middle, spread = _centre_and_spread(logs, telling, _PEER_SPREAD)
            far = np.where(asked & group[:, None], (logs - middle) / spread, 0.0)
            far[:, ~columns | (telling.sum(axis=0) <= _FEWEST)] = 0.0
            for number, column in indexes_of(far > LIMIT):
                usual_value = float(np.expm1(middle[column]) * units[column])
                yield number, column, _Reason(Ground.PEERS, usual_value, float(far[number, column]))


def _against_share(this: Known, before: Sequence[Known], units: Floats) -> _Found:
    """Yield the figures that are most of the total, and were not so before."""
    values = np.where(this.known, np.maximum(this.values, 0), 0)
    totals = values.sum(axis=0)
    enough = (values > 0).sum(axis=0) > _FEWEST
    shares = values / np.maximum(totals, 1)
    earlier = _earlier_shares(before, shares.shape)
    for number, column in indexes_of((shares >= _MOST_OF_ALL) & enough):
        value, share = int(values[number, column]), float(shares[number, column])
        was, rest = float(earlier[number, column]), int(totals[column]) - value
        if np.isnan(was):
            usual, far = float(np.delete(values[:, column], number).max()), LIMIT
            is_unusual = value >= _TIMES_NEXT * usual
        else:
            usual = rest * was / max(1 - was, 0.01)
            change = _logs(np.array([value, usual]), units[column])
            far = float(change[0] - change[1]) / _OWN_SPREAD
            is_unusual = share - was >= _SHARE_RISE and far > LIMIT
        if is_unusual:
            yield number, column, _Reason(Ground.SHARE, usual, far)


def _usual_totals(this: Known, found: Mapping[tuple[int, int], _Reason]) -> list[int]:
    """Add up each column, with the usual figures in place of those that were found."""
    values = np.where(this.known, this.values, 0)
    for at, reason in found.items():
        values[at] = round(reason.usual)
    return [int(total) for total in values.sum(axis=0)]


def _earlier_shares(before: Sequence[Known], shape: tuple[int, ...]) -> Floats:
    """Return each department's share of the earlier total, NaN where it is not known."""
    if not before:
        return np.full(shape, np.nan)
    usual, known = _earlier(before)
    totals = np.where(known, usual, 0.0).sum(axis=0)
    shares: Floats = np.where(known & (totals > 0), usual / np.maximum(totals, 1), np.nan)
    return shares
