"""The sentence that says why a figure is unusual, and what slip it looks like."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from xlreport.base.path import last_label
from xlreport.checks.unusual import Ground, Oddity
from xlreport.form.measure import Kind, format_value
from xlreport.form.parts import Cell
from xlreport.returns._compared import County

_NEAR = 1.3  # times, within which two figures are about the same
_WORTH_SAYING = 0.1  # of the total
_LEAST_ALIKE = 10  # figures below this are alike by chance
_YUAN_FOR_WAN = 10_000


def say_reasons(county: County, oddity: Oddity, cell: Cell, share: float) -> Iterator[str]:
    """Yield the parts of the sentence that says why a figure is unusual."""
    usual = spell(oddity.usual, cell)
    figures = county.history_of(oddity.number, oddity.cell)
    yield f"填的是 {spell(oddity.value, cell)}"
    match oddity.ground:
        case Ground.PEERS:
            yield f"有数的单位的中位数是 {usual}，是它的 {_times(oddity.value, oddity.usual)} 倍"
        case _ if not figures:
            yield f"数字第二大的单位只有 {usual}"
        case _:
            yield "、".join(f"{word}是 {spell(value, cell)}" for word, value in figures)
            compared = figures[:1] if oddity.ground is Ground.DRIFT else figures
            last = round(median(value for _, value in compared))
            if change := _change(oddity.value, last, compared[0][0] if len(compared) == 1 else ""):
                yield change
            yield from _likely_slip(county, oddity, last)
    if share >= _WORTH_SAYING:
        yield f"占合计的 {share:.0%}"
    if cell.measure.kind is Kind.MONEY and _is_yuan_for_wan(oddity):
        yield "像是把元填成了万元"


def _change(now: int, last: int, word: str) -> str:
    """Say how many times over a figure changed from that of a year, or the median of several."""
    if not now or not last or now == last:
        return ""
    word = word or "中位数"
    if now > last:
        return f"是{word}的 {_times(now, last)} 倍"
    return f"只有{word}的 {now / last:.1%}"


def _times(one: int, other: int) -> str:
    """Write how many times one is of another: 4.6, or 137."""
    times = one / max(other, 1)
    return f"{times:.1f}" if times < 10 else f"{times:,.0f}"


def _is_yuan_for_wan(oddity: Oddity) -> bool:
    if not oddity.usual:
        return False
    times = oddity.value / oddity.usual
    # Amounts of departments differ more than those of one department in two years.
    least = _YUAN_FOR_WAN / (5 if oddity.ground is Ground.OWN_YEARS else 100)
    return least <= times <= _YUAN_FOR_WAN**2 / least


def _likely_slip(county: County, oddity: Oddity, last: int) -> Iterator[str]:
    """Yield what kind of slip a change looks like: of the decimal point, or of the row."""
    row = county.last[oddity.number] or ()
    cell = county.form.cells[oddity.cell]
    unit = 10**cell.measure.scale
    for other in county.form.given:
        beside = (other.table, other.column, other.measure) == (
            *(cell.table, cell.column),
            cell.measure,
        )
        earlier = row[other.index] if beside and other.index != cell.index else None
        if earlier and oddity.value >= _LEAST_ALIKE * unit and _alike(oddity.value, earlier):
            yield f"与{county.word}“{last_label(other.row_path)}”的 {spell(earlier, other)} 相近"
            yield "像是填错了行"
            return
    for factor in (10, 100, 1000):
        if last and (_alike(oddity.value, last * factor) or _alike(oddity.value * factor, last)):
            yield "像是小数点或位数填错"
            return


def _alike(one: int, other: int) -> bool:
    return one > 0 and other > 0 and max(one, other) <= _NEAR * min(one, other)


def spell(value: int, cell: Cell) -> str:
    """Write a figure with its unit: 1472件; of money both ways: 25.1万元（251,000.00元）."""
    measure = cell.measure
    text = f"{format_value(value, measure)}{measure.unit}"
    if measure.kind is not Kind.MONEY:
        return text
    other = f"{value / 10**6:,.4f}万元" if measure.unit == "元" else f"{value / 100:,.2f}元"
    return f"{text}（{other}）"
