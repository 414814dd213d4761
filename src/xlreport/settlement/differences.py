"""What differs between two returns: their cells, and what else they state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xlreport.base.text import one_line
from xlreport.form.form import told_apart
from xlreport.form.measure import format_value
from xlreport.form.parts import Cell
from xlreport.reading.one_return import Return

_MOST_CELLS: Final = 5  # in a sentence
_MOST_SIGNS: Final = 100  # of them all; a sentence takes no more
_MOST_OF_VALUE: Final = 14  # signs of one value
_BLANK: Final = "空白"


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two returns of one form, the `old` one and the `new` one.

    `cells` have the indexes of cells, without the totals that follow from other cells; `same` is
    how many cells that a clerk fills in are equal. `others` name in Chinese what else counts:
    declarations, answers, lists. `texts` name what is only read: narrative parts, explanations.
    """

    old: Return
    new: Return
    cells: tuple[int, ...]
    same: int
    others: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    __repr__ = one_line(lambda it: f"{it.old.file}, {it.new.file}: {len(it.cells)} cells")

    def __bool__(self) -> bool:
        """Tell whether the two are not the same return; texts that are only read do not count."""
        return bool(self.cells or self.others)

    def changes(self, file: Return, cells: Collection[int] | None = None) -> str:
        """Return what differs as text: 表三 D6 7→8、表三 E6 空白→2等9格、台账“采购项目”（3条→4条）.

        Addresses are those of `file`, one of the two. `cells` are those that are named, all that
        differ where it is None. Five are named, or fewer if they are long.
        """
        listed = [index for index in self.cells if cells is None or index in cells]
        named: list[str] = []
        for index in listed[:_MOST_CELLS]:
            change = f"{_shown(self.old, index)}→{_shown(self.new, index)}"
            text = f"{_where(file, index)} {change}"
            if named and len("、".join([*named, text])) > _MOST_SIGNS:
                break
            named.append(text)
        more = f"等{len(listed)}格" if len(listed) > len(named) else ""
        return "、".join(filter(None, ("、".join(named) + more, *self.others, *self.texts)))

    @property
    def rest(self) -> str:
        """Return how many cells are equal, as text: 其余164格相同."""
        if self.old.form is not self.new.form:
            return "两份的报表版本不同，没有逐格比较"
        return f"其余{self.same}格相同" if self.cells else "各格数字相同"


def differences(old: Return, new: Return) -> Differences:
    """Compare two returns; of different forms only that is said."""
    if old.form is not new.form:
        forms = f"报表版本（{'→'.join(told_apart(old.form, new.form))}）"
        return Differences(old, new, (), 0, (forms,))
    cells = tuple(_changed(old, new))
    same = sum(not cell.total for cell in new.form.cells)
    same -= sum(not new.form.cells[index].total for index in cells)
    return Differences(old, new, cells, same, tuple(_others(old, new)), tuple(_texts(old, new)))


def figures_of(item: Return) -> tuple[object, ...]:
    """Return the facts that must be equal in two files for them to be the same return."""
    seen = {index: item.seen.get(index) for index in item.unreadable}
    declared = item.nil, item.no_duties
    texts = frozenset(item.said.items())
    lists = frozenset((key, lines.content) for key, lines in item.lists.items())
    said = texts, lists, declared, frozenset(seen.items())
    return item.form_id, item.period, item.judged, *said


def _changed(old: Return, new: Return) -> Iterator[int]:
    """Yield the cells that differ, without totals that both files have as they are computed."""
    texts = old.said, new.said
    for cell in new.form.cells:
        index = cell.index
        was, now = (
            (item.judged[index], said.get(index), item.seen.get(index) if unread else None)
            for item, said in zip((old, new), texts, strict=True)
            for unread in [index in item.unreadable]
        )
        if was != now and not (_follows(old, cell) and _follows(new, cell)):
            yield index


def _follows(item: Return, cell: Cell) -> bool:
    return cell.total and item.judged[cell.index] == item.values[cell.index]


def _others(old: Return, new: Return) -> Iterator[str]:
    """Yield what else differs and counts, in the order of a return."""
    if old.period != new.period:
        periods = [item.period.chinese if item.period else _BLANK for item in (old, new)]
        yield f"{new.form.period.caption}（{'→'.join(periods)}）"
    sheets = [
        table.sheet for table in new.form.tables if (table.key in old.nil) != (table.key in new.nil)
    ]
    if sheets:
        yield f"零报送的声明（{'、'.join(sheets[:_MOST_CELLS])}）"
    duties = [each.name for each in new.form.duties if each.key in old.no_duties ^ new.no_duties]
    if duties:
        yield f"无此项职责的声明（{'、'.join(duties[:_MOST_CELLS])}）"
    for open_list in new.form.lists:
        before, after = (item.lists.get(open_list.key) for item in (old, new))
        if (before and before.content) != (after and after.content):
            was, now = (len(lines) if lines else 0 for lines in (before, after))
            kept = Counter(before.entries if before else ()) & Counter(
                after.entries if after else ()
            )
            count = f"{was}条→{now}条，其中{kept.total()}条相同"
            yield f"台账“{open_list.sheet}”（{count}）"


def _texts(old: Return, new: Return) -> Sequence[str]:
    """List the narrative parts that differ, and the explanations where they do."""
    parts = [
        f"“{text.heading}”的文字"
        for text in new.form.texts
        if old.texts.get(text.key, "") != new.texts.get(text.key, "")
    ]
    more = f"等{len(parts)}处文字" if len(parts) > 1 else ""
    explained = ["核实说明"] if dict(old.explanations) != dict(new.explanations) else []
    return [*(f"{part}{more}" for part in parts[:1]), *explained]


def _where(item: Return, index: int) -> str:
    if not item.positions:  # of a published page
        return item.form.cells[index].path
    return item.reference(index).place


def _shown(item: Return, index: int) -> str:
    """Return what a cell holds, short."""
    value = item.judged[index]
    if index in item.unreadable:
        text = item.seen.get(index, "")
    elif value is None:
        text = item.said.get(index, "")
    else:
        text = format_value(value, item.form.cells[index].measure)
    text = " ".join(text.split()) or _BLANK
    return text if len(text) <= _MOST_OF_VALUE else f"{text[:_MOST_OF_VALUE]}…"
