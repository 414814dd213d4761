"""Kinds of slips: among equally small changes, how likely each is to undo a slip of the hand.

One table lists the kinds. The surprise of a kind is about the logarithm of how seldom such a slip
turns the one number into the other; the surprises of several cells add up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from xlreport.checks._slip import CellChange, CellChanges
from xlreport.form.form import Form
from xlreport.form.rule import Balance
from xlreport.reading.one_return import Return


@dataclass(frozen=True, slots=True)
class SlipCase:
    """One cell that would be changed: its old value, its new value, and what surrounds it.

    `old` is 0 for a blank cell; `blank` is set where the clerk typed zeros elsewhere in the table.
    `near` are the numbers in the cells beside it, `last` is the earlier figure that it has to
    repeat.
    """

    old: int
    new: int
    blank: bool
    near: frozenset[int]
    last: int | None


@dataclass(frozen=True, slots=True)
class SlipKind:
    """A kind of slip: its test, its surprise in bits, and its name for a clerk."""

    test: Callable[[SlipCase], bool]
    surprise: int
    words: str


def _is_transposed(case: SlipCase) -> bool:
    old, new = str(case.old), str(case.new)
    differing = [i for i in range(min(len(old), len(new))) if old[i] != new[i]]
    return (
        len(old) == len(new)
        and len(differing) == 2
        and differing[1] == differing[0] + 1
        and [old[i] for i in differing] == [new[i] for i in reversed(differing)]
    )


def _lacks_digit(short: str, long: str) -> bool:
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _is_doubled(case: SlipCase) -> bool:
    old, new = str(case.old), str(case.new)
    return any(new[: i + 1] + new[i:] == old for i in range(len(new)))


# The first kind that fits is taken, so likelier kinds come first.
KINDS: tuple[SlipKind, ...] = (
    SlipKind(lambda case: case.last == case.new, 3, "与上一年度报告结转的数字一致"),
    SlipKind(lambda case: case.blank, 3, "漏填"),
    SlipKind(lambda case: case.old == 0, 10, "原来是0或空着"),
    SlipKind(_is_transposed, 4, "两个数字颠倒"),
    SlipKind(_is_doubled, 4, "同一个数字多按了一次"),
    SlipKind(lambda case: _lacks_digit(str(case.old), str(case.new)), 4, "漏了一位数字"),
    SlipKind(lambda case: case.old in case.near, 5, "与相邻单元格的数字相同，可能抄错了行或列"),
    SlipKind(lambda case: abs(case.new - case.old) == 1 and case.new > 0, 5, "多数或少数了一件"),
    SlipKind(lambda _: True, 8, ""),
)
_MOVED = "数字填错了单元格"
_EXCHANGED = "两个数字互相填错"
_PAIRS: Mapping[tuple[str, bool], int] = {  # surprise, for cells beside one another or apart
    (_MOVED, True): 5,
    (_EXCHANGED, True): 6,
    (_MOVED, False): 9,
    (_EXCHANGED, False): 9,
}


@dataclass(frozen=True, slots=True)
class Likely:
    """A set of changes with its surprise and the name of the slip, "" where no kind fits."""

    changes: CellChanges
    surprise: int
    words: str


def rank_changes(
    item: Return, last: Sequence[int | None], candidates: Sequence[CellChanges]
) -> list[Likely]:
    """Order sets of changes, the likeliest first; `last` is the row of earlier figures.

    Sets that are equally likely stand in official order.
    """
    kinds: dict[CellChange, SlipKind] = {}
    for change in dict.fromkeys(change for changes in candidates for change in changes):
        case = _case(item, last, change)
        kinds[change] = next(kind for kind in KINDS if kind.test(case))
    likely = [_likely(item, changes, kinds) for changes in candidates]
    return sorted(likely, key=lambda each: (each.surprise, each.changes))


def _likely(item: Return, changes: CellChanges, kinds: Mapping[CellChange, SlipKind]) -> Likely:
    """Weigh a set of changes as separate slips, or as one slip of two cells if likelier."""
    kinds_of_set = [kinds[change] for change in changes]
    separate = sum(kind.surprise for kind in kinds_of_set)
    if len(changes) == 2:
        surprise, words = _pair(item, *changes)
        if words and surprise < separate:
            return Likely(changes, surprise, words)
    words = "；".join(dict.fromkeys(kind.words for kind in kinds_of_set if kind.words))
    return Likely(changes, separate, item.form.period.reword(words))


def _pair(item: Return, one: CellChange, other: CellChange) -> tuple[int, str]:
    """Weigh two changes as one slip: a number in the wrong cell, or two numbers exchanged."""
    old, new = _old(item, one), one.value
    other_old, other_new = _old(item, other), other.value
    if (old, other_old) != (other_new, new):
        return 0, ""
    words = _EXCHANGED if old and other_old else _MOVED
    return _PAIRS[words, other.cell in neighbours(item.form)[one.cell]], words


def _old(item: Return, change: CellChange) -> int:
    return item.judged[change.cell] or 0


def _case(item: Return, last: Sequence[int | None], change: CellChange) -> SlipCase:
    beside = (item.judged[index] for index in neighbours(item.form)[change.cell])
    source = _repeated(item.form).get(change.cell)
    return SlipCase(
        old=_old(item, change),
        new=change.value,
        blank=_is_blank(item, change.cell),
        near=frozenset(value for value in beside if value),
        last=None if source is None else last[source],
    )


def _is_blank(item: Return, index: int) -> bool:
    """Tell whether a cell was left blank in a table whose clerk typed 0 in most empty cells."""
    if index in item.seen:
        return False
    table = item.form.table(item.form.cells[index].table)
    inputs = [cell.index for cell in table.cells if not cell.total]
    zeros = sum(item.judged[other] == 0 and other in item.seen for other in inputs)
    return zeros > sum(other not in item.seen for other in inputs)


@cache
def neighbours(form: Form) -> Mapping[int, frozenset[int]]:
    """Map each cell to the cells before and after it in its row and in its column."""
    lines: dict[tuple[str, str, str], list[int]] = {}
    for cell in form.cells:
        lines.setdefault((cell.table, "row", cell.row), []).append(cell.index)
        lines.setdefault((cell.table, "column", cell.column), []).append(cell.index)
    beside: dict[int, set[int]] = {cell.index: set() for cell in form.cells}
    for line in lines.values():
        for one, other in pairwise(line):
            beside[one].add(other)
            beside[other].add(one)
    return {index: frozenset(others) for index, others in beside.items()}


@cache
def _repeated(form: Form) -> Mapping[int, int]:
    """Map the cells that have to repeat an earlier figure to its index."""
    return {
        balance.cells[0]: balance.last_cells[0]
        for balance in form.balances
        if _is_repetition(balance)
    }


def _is_repetition(balance: Balance) -> bool:
    """Tell whether a balance says that one cell equals one of last year, and nothing else."""
    now, last = balance.left + balance.right, balance.left_last + balance.right_last
    return (
        [term.factor for term in now] == [term.factor for term in last] == [1]
        and bool(balance.left) != bool(balance.left_last)
        and balance.relation.operator == "="
        and not balance.constant
    )
