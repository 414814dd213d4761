"""Draw what was measured as SVG: ours in one colour, others in grey, each value beside its mark.

Text stays text, in lines that are anchored by themselves, so that another typeface moves nothing.
The same figures give the same bytes under the same matplotlib.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Sequence
from typing import Any, Literal

import targets
from captions import captions, short
from figures import Command, Cost, Country, Figures, Group, Run, Written
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

ACCENT = "#0072b2"  # the blue of Okabe and Ito, told from grey by every kind of eye
GREY = "#a9a9a9"
INK = "#333333"
FAINT = "#6b6b6b"

WIDTH = 7.29  # inches of 72 points: 700 pixels
_ROW = 0.4  # inches, as are the others
_FOOT = 0.5
_NAME = 38  # characters of a name in a line
_TITLE = 80
_LOG = ("validating", "starting")  # comparisons that span decades
_DASHED = (0, (4, 3))
_UNITS = {
    **dict.fromkeys(
        ("reading", "processes", "validating", "building", "starting"),
        "milliseconds of processor time",
    ),
    "memory": "peak of memory, MB",
}
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "xlreport",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": FAINT,
    "axes.linewidth": 0.6,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "axes.unicode_minus": False,
}


def draw_plots(figures: Figures) -> dict[str, str]:
    """Draw every picture; give their SVG by name."""
    said = captions(figures)
    bench = figures.bench
    with style.context(["default", _STYLE]):
        drawn = {
            **{group.key: _group(group, said[group.key]) for group in bench.groups},
            "written": _written(bench.written, said["written"]),
            "commands": _commands(bench.commands, said["commands"]),
            "sizes": _sizes(bench.runs, said["sizes"]),
            "costs": _costs(bench.costs, said["costs"]),
            "country": _country(figures.national.countries, said["country"]),
        }
        return {name: _svg(figure, said[name]) for name, figure in drawn.items()}


def _svg(figure: Figure, title: str) -> str:
    target = io.StringIO()
    figure.savefig(target, format="svg", metadata={"Title": title, "Date": None})
    return "\n".join(line.rstrip() for line in target.getvalue().splitlines()) + "\n"


# ---- comparisons -------------------------------------------------------------------------------


def _group(group: Group, title: str) -> Figure:
    """Draw a bar for each way; or, where a bar would hide the small ones, a dot on a log scale."""
    goal = _goal(group)
    count = len(group.values)
    figure, within = _canvas(title, _ROW * (count + 1))
    log = group.key in _LOG
    axes = _panel(figure, within, 0.42, 0.82)
    axes.set_ylim(count - 0.4, -1.5)
    colours = [ACCENT if number < group.ours else GREY for number in range(count)]
    if log:
        _dots(axes, group.values, colours)
    else:
        axes.set_xlim(0, max(group.values))
        axes.barh(range(count), group.values, height=0.56, color=colours)
    _columns(axes, -1, (group.unit, "÷ ours"), FAINT)
    for row, (name, value) in enumerate(zip(group.names, group.values, strict=True)):
        colour = ACCENT if row < group.ours else INK
        _name(axes, row, name, colour)
        _columns(axes, row, (short(value), short(value / group.values[0])), colour)
    if goal:
        value, words, below = goal
        axes.plot([value] * 2, [-0.75, below - 0.5], color=INK, lw=0.9, ls=_DASHED)
        _note(axes, value, -1, words, INK, (-2, 0))
    ticks = _powers(*axes.get_xlim()) if log else _even(max(group.values))
    _foot(axes, f"{_UNITS[group.key]}{', log scale' if log else ''}", ticks)
    return figure


def _columns(axes: Axes, row: float, words: Sequence[str], colour: str) -> None:
    """Write values right of the bars, each column under the other."""
    for place, word in zip((1.21, 1.4), words, strict=True):
        axes.annotate(
            word,
            (place, row),
            xycoords=axes.get_yaxis_transform(),
            ha="right",
            va="center_baseline",
            color=colour,
        )


def _dots(axes: Axes, values: Sequence[float], colours: Sequence[str]) -> None:
    axes.set_xscale("log")
    axes.set_xlim(min(values) / 1.6, max(values) * 1.6)
    axes.hlines(range(len(values)), *axes.get_xlim(), color="#eeeeee", lw=0.8, zorder=0)
    axes.scatter(values, range(len(values)), s=52, color=colours, zorder=3)


def _powers(low: float, high: float) -> list[float]:
    """Return the powers of ten between two numbers."""
    return [10.0**n for n in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)]


def _even(most: float) -> list[float]:
    """Return some four round steps from zero to the most."""
    step = 10.0 ** math.floor(math.log10(most / 2))
    step *= 1 if most / step < 5 else 2 if most / step < 10 else 5
    return [step * n for n in range(int(most / step) + 1)]


def _goal(group: Group) -> tuple[float, str, int] | None:
    """Return where the dashed line of a target stands, what it says, and for how many rows."""
    if group.key == "reading":
        value = group.value(targets.PANDAS) / targets.TIMES_FASTER
        return value, f"target: {targets.TIMES_FASTER} × faster than pandas, openpyxl", 2
    if group.key == "starting":
        return targets.HELP_MS, f"target for --help: {targets.HELP_MS} ms", 1
    return None


def _name(axes: Axes, row: int, name: str, colour: str) -> None:
    """Write a name left of its bar, in lines of their own."""
    lines = textwrap.wrap(name.replace("`", ""), _NAME)
    for number, line in enumerate(lines):
        axes.annotate(
            line,
            (0, row),
            xycoords=axes.get_yaxis_transform(),
            xytext=(-8, -12 * (number - (len(lines) - 1) / 2)),
            textcoords="offset points",
            ha="right",
            va="center_baseline",
            color=colour,
        )


# ---- rows with targets -------------------------------------------------------------------------


def _written(written: Sequence[Written], title: str) -> Figure:
    """Draw a row of dots for each writer, all ways on one log scale."""
    figure, within = _canvas(title, _ROW * (len(written) + 1.7))
    axes = _panel(figure, within, 0.3, 0.8)
    axes.set_ylim(len(written) - 0.4, -2.1)
    axes.set_xscale("log")
    times = [(each.expat, each.calamine, each.pandas) for each in written]
    least = min(*(each.read for each in written), *(value for way in times for value in way))
    most = max(value for way in times for value in way)
    axes.set_xlim(least / 1.6, most * 1.6)
    axes.hlines(range(len(written)), *axes.get_xlim(), color="#eeeeee", lw=0.8, zorder=0)
    _columns(axes, -1, ("ms", "× faster"), FAINT)
    for row, (each, others) in enumerate(zip(written, times, strict=True)):
        axes.scatter(others, [row] * 3, s=30, color=GREY, zorder=3)
        axes.scatter([each.read], [row], s=52, color=ACCENT, zorder=4)
        _mark(axes, row, targets.most_ms(each))
        _name(axes, row, each.writer, INK)
        _columns(axes, row, (short(each.read), f"{each.faster:.1f}"), ACCENT)
    for value, words in zip(times[0], ("expat", "calamine", "pandas"), strict=True):
        _note(axes, value, -1, words, FAINT, ha="center")
    _note(axes, written[0].read, -1.6, "ours", ACCENT, ha="center")
    words = "milliseconds of processor time, log scale; | is the strictest of three targets"
    _foot(axes, words, _powers(*axes.get_xlim()))
    return figure


def _commands(commands: Sequence[Command], title: str) -> Figure:
    """Draw a bar for each command with the mark of its target, and a dot for an earlier version."""
    figure, within = _canvas(title, _ROW * (len(commands) + 1))
    axes = _panel(figure, within, 0.42, 0.82)
    axes.set_ylim(len(commands) - 0.4, -1.5)
    goals = [targets.COMMANDS[command.line] for command in commands]
    most = max(*goals, *(max(each.seconds, each.before or 0) for each in commands))
    axes.set_xlim(0, most * 1.02)
    axes.barh(range(len(commands)), [each.seconds for each in commands], height=0.56, color=ACCENT)
    _columns(axes, -1, ("s", "target"), FAINT)
    for row, (command, goal) in enumerate(zip(commands, goals, strict=True)):
        _mark(axes, row, goal)
        _name(axes, row, command.line, INK)
        _columns(axes, row, (f"{command.seconds:.2f}", f"{goal:.2f}"), ACCENT)
        if command.before is not None:
            axes.scatter([command.before], [row], s=30, color=GREY, zorder=3)
    earlier = "; ● before" if commands[0].before is not None else ""
    _foot(axes, f"seconds of processor time; | is the target{earlier}", _even(most))
    return figure


def _mark(axes: Axes, row: int, value: float) -> None:
    """Draw the mark of a target across its row."""
    axes.plot([value] * 2, [row - 0.38, row + 0.38], color=INK, lw=1.2, zorder=5)


# ---- curves ------------------------------------------------------------------------------------


def _sizes(runs: Sequence[Run], title: str) -> Figure:
    """Draw seconds over departments, a panel for each job, all on the same log scales."""
    figure, within = _canvas(title, 2.6)
    jobs = {
        "read and check": ([run.read for run in runs], targets.CHECK_SECONDS),
        "write all templates": ([run.templates for run in runs], targets.TEMPLATE_SECONDS),
        "add up, write the summary": ([run.summary for run in runs], targets.SUMMARY_SECONDS),
    }
    counts = [run.count for run in runs]
    seconds = [value for values, _ in jobs.values() for value in values]
    for number, (words, (values, target)) in enumerate(jobs.items()):
        axes = _panel(figure, within, 0.02 + number * 0.33, 0.32 + number * 0.33, log=True)
        axes.set_ylim(min(seconds) / 2, max(*seconds, targets.TEMPLATE_SECONDS) * 5)
        _target(axes, counts, target, f"target for {counts[-1]:,}: {target} s")
        _curve(axes, counts, values, "s")
        _heading(axes, words)
        _foot(axes, "departments, log scales", counts)
    return figure


def _costs(costs: Sequence[Cost], title: str) -> Figure:
    """Draw the cost of a return over the returns of a frame; flat is what was promised."""
    figure, within = _canvas(title, 2.4)
    axes = _panel(figure, within, 0.02, 0.98)
    counts = [cost.returns for cost in costs]
    values = [cost.each for cost in costs]
    goal = values[0] * targets.FLAT
    axes.set_ylim(0, max(*values, goal) * 1.4)
    words = f"target for {counts[-1]:,}: at most {targets.FLAT} × the cost among {counts[0]:,}"
    _target(axes, counts, goal, words)
    _curve(axes, counts, values, "ms")
    _heading(axes, "milliseconds of processor time a return: check, settle, add up")
    _foot(axes, "returns in one process, log scale; the other scale begins at zero", counts)
    return figure


def _country(runs: Sequence[Country], title: str) -> Figure:
    """Draw time and memory over departments: time on log scales, memory from zero."""
    figure, within = _canvas(title, 3)
    counts = [run.departments for run in runs]
    axes = _panel(figure, within, 0.02, 0.6, log=True)
    curves = {
        "in the counties": [run.counties_time for run in runs],
        "above them": [run.above_time for run in runs],
        "to merge parts": [run.merge_time for run in runs],
    }
    everything = [value for values in curves.values() for value in values]
    axes.set_ylim(min(everything) / 2, max(everything) * 4)
    for words, values in curves.items():
        _curve(axes, counts, values, "s", words, room=14)
    _heading(axes, "seconds of one core")
    _foot(axes, "departments, log scales", counts)
    axes = _panel(figure, within, 0.61, 0.98)
    memory = [float(run.memory) for run in runs]
    axes.set_ylim(0, max(memory) * 1.4)
    _curve(axes, counts, memory, "MB")
    _heading(axes, "peak of memory, from zero")
    _foot(axes, "departments, log scale", counts)
    return figure


def _curve(
    axes: Axes,
    counts: Sequence[int],
    values: Sequence[float],
    unit: str,
    words: str = "",
    room: float = 2,
) -> None:
    """Draw a curve with each value beside its dot; words, for which is room, follow the last.

    The axis at the foot reaches from the first point to the last.
    """
    axes.set_xscale("log")
    axes.set_xlim(counts[0] / 3.5, counts[-1] * room)
    axes.spines.bottom.set_bounds(counts[0], counts[-1])
    axes.plot(counts, values, color=ACCENT, lw=1.6, marker="o", ms=4.5)
    last = len(values) - 1
    for number, (count, value) in enumerate(zip(counts, values, strict=True)):
        said = f"{short(value)} {unit}"
        if words and number == last:
            _note(axes, count, value, f"{said} {words}", ACCENT, (8, 0))
        elif not number:
            _note(axes, count, value, said, ACCENT, (-8, 0), "right")
        elif value < values[number - 1]:
            _note(axes, count, value, said, ACCENT, (0, -12), "center")
        else:
            _note(axes, count, value, said, ACCENT, (-5, 8), "right")


def _target(axes: Axes, counts: Sequence[int], value: float, words: str) -> None:
    """Draw the dashed line of a target, with what it says above its beginning."""
    axes.plot([counts[0] / 3, counts[-1] * 1.5], [value] * 2, color=INK, lw=0.9, ls=_DASHED)
    _note(axes, counts[0] / 3, value, words, INK, (0, 8))


# ---- what all share ----------------------------------------------------------------------------


def _canvas(title: str, height: float) -> tuple[Figure, tuple[float, float]]:
    """Return an empty picture with its title, and from where to where the inside reaches.

    `height` is that of the inside in inches; beneath it is room for an axis and its name.
    """
    lines = textwrap.wrap(title, _TITLE)
    head = 0.2 * len(lines) + 0.2
    whole = head + height + _FOOT
    figure = Figure(figsize=(WIDTH, whole), facecolor="white")
    for number, line in enumerate(lines):
        place = 1 - (0.2 * number + 0.12) / whole
        figure.text(0.012, place, line, size=10.5, weight="bold", va="center_baseline")
    return figure, (_FOOT / whole, (_FOOT + height) / whole)


def _panel(
    figure: Figure, within: tuple[float, float], left: float, right: float, *, log: bool = False
) -> Axes:
    """Put axes into a picture from left to right, with no more lines than are looked at."""
    bottom, top = within
    axes = figure.add_axes((left, bottom, right - left, top - bottom))
    axes.patch.set_visible(False)  # what is written beside the last point may reach out of it
    axes.spines[["top", "right", "left"]].set_visible(False)
    if log:
        axes.set_yscale("log")
    axes.yaxis.set_major_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    return axes


def _foot(axes: Axes, words: str, ticks: Sequence[float]) -> None:
    """Name the axis at the foot, and number it in plain digits."""
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(ticks, [f"{tick:,g}" if tick < 1 else f"{tick:,.0f}" for tick in ticks])
    axes.set_xlabel(words, labelpad=3)


def _heading(axes: Axes, words: str) -> None:
    axes.annotate(words, (0, 1), xycoords="axes fraction", color=INK, va="center_baseline")


def _note(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    colour: str,
    by: tuple[float, float] = (0, 0),
    ha: Literal["left", "center", "right"] = "left",
) -> None:
    """Write words beside a point, `by` so many points of print from it."""
    axes.annotate(
        words,
        (x, y),
        xytext=by,
        textcoords="offset points",
        color=colour,
        ha=ha,
        va="center_baseline",
    )
