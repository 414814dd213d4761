"""Write the measured parts of docs/scale.md, each between two comments that name it.

What is said with a figure is said here, so that no figure on the page is pasted by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from captions import captions
from figures import Country, Figures, Level, Machine, National, Profiles, Step
from results_page import cost_table, picture, table

_PLOTS = "../benchmarks/plots"
_SHOWN = 3  # functions of a step in the table of before and now


def scale_page(page: str, figures: Figures) -> str:
    """Fill each part between `<!-- NAME -->` and `<!-- end NAME -->` of a page.

    Raises `ValueError` where a part is missing from the page.
    """
    for name, text in _parts(figures).items():
        start, end = f"<!-- {name} -->\n", f"<!-- end {name} -->\n"
        pattern = re.escape(start) + ".*?" + re.escape(end)
        filled = f"{start}\n{text.strip()}\n\n{end}"
        page, found = re.subn(pattern, lambda _: filled, page, flags=re.DOTALL)  # noqa: B023
        if found != 1:
            raise ValueError(f"{found} places for {name}")
    return page


def _parts(figures: Figures) -> dict[str, str]:
    said = captions(figures)
    national, profiles, bench = figures.national, figures.profiles, figures.bench
    return {
        "national": f"{picture('country', said, _PLOTS)}\n\n{country_table(national.countries)}",
        "national, levels": level_table(national.levels),
        "national, hours": hours_table(national),
        "bench, costs": f"{picture('costs', said, _PLOTS)}\n\n{cost_table(bench.costs)}",
        "profiles, before and now": change_table(figures.before, profiles),
        "profiles": "\n".join(step_table(step) for step in profiles.steps),
        "machines": _machines(figures),
    }


# ---- the country -------------------------------------------------------------------------------


def country_table(runs: Sequence[Country]) -> str:
    """Show the country at each size, and what grows with it."""
    heads = (
        *("provinces", "departments", "returns", "counties, s", "provinces and top, s"),
        *("merging parts, s", "a county's part, kB", "the whole part, kB", "peak, MB"),
        "same totals",
    )
    rows = [
        (
            *(run.provinces, f"{run.departments:,}", f"{run.sent:,}"),
            *(f"{run.counties_time:.1f}", f"{run.above_time:.2f}", f"{run.merge_time:.2f}"),
            *(f"{run.part_size / 1000:.1f}", f"{run.whole_size / 1000:,.0f}", run.memory),
            "yes" if run.same else "**no**",
        )
        for run in runs
    ]
    first, last = runs[0], runs[-1]
    said = (
        f"{last.sent / first.sent:.0f} times the returns take"
        f" {last.counties_time / first.counties_time:.0f} times as long in the counties and"
        f" {last.memory - first.memory} MB more memory. Sent, the whole part takes"
        f" {last.whole_size / last.departments:.0f} bytes a department."
    )
    return f"{table(heads, rows)}\n{said}\n"


def level_table(levels: Sequence[Level]) -> str:
    """Show what a county and a province do with real workbooks."""
    heads = (
        *("level", "workbooks", "each, kB", "read and check, ms each"),
        *("second reader, ms each", "write the summary, s", "summary, kB"),
    )
    rows = [
        (
            *(name, level.files, f"{level.bytes / level.files / 1000:.0f}"),
            f"{level.read / level.files * 1000:.1f}",
            f"{level.verify / level.files * 1000:.1f}",
            *(f"{level.write:.2f}", f"{level.sent / 1000:.0f}"),
        )
        for name, level in zip(("county", "province"), levels, strict=True)
    ]
    return table(heads, rows)


def hours_table(national: National) -> str:
    """Reckon the country from what its workbooks were measured to cost, level by level."""
    heads = "level", "offices", "reads, each", "MB in, each", "kB out, each", "s, each", "h, all"
    rows = [
        (
            *(tier.name, f"{tier.offices:,}", tier.reads),
            *(f"{tier.share * tier.level.bytes / 1e6:.1f}", f"{tier.level.sent / 1000:.0f}"),
            *(f"{tier.seconds:.1f}", f"{tier.offices * tier.seconds / 3600:.2f}"),
        )
        for tier in national.tiers
    ]
    seconds = national.seconds
    shares = [(tier.offices * tier.share, tier.level) for tier in national.tiers]
    second_reader = sum(share * level.verify for share, level in shares)
    size = sum(share * level.bytes for share, level in shares)
    minutes = seconds / 60
    said = (
        f"A county needs {rows[0][5]} s on the machine it has. One office that does the whole"
        f" country needs {minutes / 60:.1f} hours of one core: {minutes / 4:.0f} minutes on 4"
        f" cores, {minutes / 16:.0f} on 16, {minutes / 64:.0f} on four machines of 16. Those are"
        f" the times where every core is busy; the files, {size / 1e9:.1f} GB, must come as fast."
        f" {second_reader / seconds:.0%} of it is the second reader: where the counties have run"
        " it already, `consolidate_part(…, verify=False)` leaves"
        f" {(seconds - second_reader) / 3600:.1f} hours."
    )
    return f"{table(heads, rows)}\n{said}\n"


# ---- the profiles ------------------------------------------------------------------------------


def change_table(before: Profiles, now: Profiles) -> str:
    """Show what each step took before and takes now, and where most of its time went."""
    heads = (
        *("step", "before, ms each", "now, ms each", "÷ before"),
        *("most of it before", "most of it now"),
    )
    old = {step.title: step for step in before.steps}
    rows = [
        (
            step.title,
            *(f"{old[step.title].each:.2f}", f"{step.each:.2f}"),
            f"{step.each / old[step.title].each:.2f}",
            *(_most(old[step.title]), _most(step)),
        )
        for step in now.steps
        if step.title in old
    ]
    return table(heads, rows, words=2)


def _most(step: Step) -> str:
    return ", ".join(f"`{line.function}` {line.own:.0%}" for line in step.lines[:_SHOWN])


def step_table(step: Step) -> str:
    """Show the functions of a step with the most time of their own."""
    rows = [
        (f"{line.own:.0%}", f"{line.whole:.0%}", f"{line.calls:,.1f}", f"`{line.function}`")
        for line in step.lines
    ]
    heads = "own", "with callees", "calls for each", "function"
    return f"{step.title}, {step.each:.2f} ms each:\n\n{table(heads, rows, words=1)}"


def _machines(figures: Figures) -> str:
    """State once what was measured on; where runs differ, say it of each."""
    found: dict[str, list[str]] = {}
    for name, machine in (
        ("`make national`", figures.national.machine),
        ("`make bench`", figures.bench.machine),
        ("`make profiles`", figures.profiles.machine),
        ("before", figures.before.machine),
    ):
        found.setdefault(_machine(machine), []).append(name)
    lines = [f"{', '.join(names)}: {said}." for said, names in found.items()]
    return "\n".join(f"- {line}" for line in lines)


def _machine(machine: Machine) -> str:
    libraries = ", ".join(
        f"{name} {machine.libraries[name]}"
        for name in ("numpy", "pandas", "pandera", "openpyxl", "xlsxwriter")
    )
    return f"Python {machine.python}, {machine.system}, {machine.cores} cores; {libraries}"
