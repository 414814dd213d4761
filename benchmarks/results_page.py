"""Lay out what was measured as the tables and pictures of RESULTS.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from captions import captions, short
from figures import Bench, Command, Cost, Figures, Group, Machine, Run
from targets import COMMANDS, Target, targets


def results_page(figures: Figures) -> str:
    """Return the whole of RESULTS.md: targets, then what was measured, table beneath picture."""
    bench = figures.bench
    said = captions(figures)
    parts = [
        "# Results",
        "Written by `make bench`; what is measured is said in [README.md](README.md).",
        machine_line(bench.machine),
        *(
            [f"The country: {machine_line(figures.national.machine)}"]
            if figures.national.machine != bench.machine
            else []
        ),
        target_table(targets(figures)),
        f"## Returns as they come\n\n{picture('written', said)}\n\n{written_table(bench)}",
        *(
            f"## {group.title}\n\n{picture(group.key, said)}\n\n{group_table(group)}"
            for group in bench.groups
        ),
        f"## Commands\n\n{picture('commands', said)}\n\n{command_table(bench.commands)}",
        f"## A county, a city, a province\n\n{picture('sizes', said)}\n\n{size_table(bench.runs)}",
        f"## One among many\n\n{picture('costs', said)}\n\n{cost_table(bench.costs)}",
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def picture(name: str, said: dict[str, str], folder: str = "plots") -> str:
    """Show a picture with its sentence for those who do not see it."""
    return f"![{said[name]}]({folder}/{name}.svg)"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, words: int = 0) -> str:
    """Lay out a Markdown table: numbers to the right, the last columns of `words` to the left."""
    rules = [*["---:"] * (len(heads) - words), *["---"] * words]
    lines = [heads, rules, *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def machine_line(machine: Machine) -> str:
    """State what was measured on."""
    load = ", ".join(f"{each:.2f}" for each in machine.load)
    libraries = ", ".join(f"{name} {version}" for name, version in machine.libraries.items())
    return (
        f"Python {machine.python}, {machine.system}, {machine.cores} cores, load {load}"
        f" (1, 5, 15 minutes) when the run began; {libraries}."
    )


def group_table(group: Group) -> str:
    """Show a group: ours first, and how many times ours the others take."""
    rows = [
        (
            short(value),
            short(value / group.values[0]),
            name if number else f"**{name}**",
        )
        for number, (name, value) in enumerate(zip(group.names, group.values, strict=True))
    ]
    return table((group.unit, "÷ ours", ""), rows, words=1)


def written_table(bench: Bench) -> str:
    """Show what reading takes by who wrote the files, beside the other ways."""
    heads = (
        *("read and check, ms", "second opinion, ms", "pandas, openpyxl, ms", "× faster"),
        *("pandas, calamine, ms", "× as long", "inflate and expat, ms", "× as long", "written by"),
    )
    rows = [
        (
            *(short(each.read), short(each.verify), short(each.pandas), f"{each.faster:.1f}"),
            *(short(each.calamine), f"{each.times_calamine:.1f}"),
            *(short(each.expat), f"{each.times_expat:.1f}", each.writer),
        )
        for each in (*bench.written, bench.summary)
    ]
    note = (
        "Each file is read once in a process, as in an office; a third has numbers as text, a"
        " third has rows inserted. The second opinion has adding up in it."
    )
    return f"{note}\n\n{table(heads, rows, words=1)}"


def command_table(commands: Sequence[Command]) -> str:
    """Show what each command takes beside its target, and before where that was measured."""
    rows = [
        (
            f"{command.seconds:.2f}",
            f"{COMMANDS[command.line]:.2f}",
            "" if command.before is None else f"{command.before:.2f}",
            command.line,
        )
        for command in commands
    ]
    note = "Seconds of processor time of the whole process, from start to end."
    return f"{note}\n\n{table(('s', 'target', 'before', ''), rows, words=1)}"


def target_table(found: Sequence[Target]) -> str:
    """Show what was promised beside what was measured; a miss is shown as one."""
    rows = [("met" if t.met else "**missed**", t.measured, t.promise) for t in found]
    return f"## Targets\n\n{table(('', 'measured', 'promised'), rows, words=1)}"


def size_table(runs: Sequence[Run]) -> str:
    """Show the runs: seconds and the peak of memory for each size."""
    heads = (
        *("departments", "read and check, s", "of processors, s", "second opinion, s"),
        *("add up, s", "write summary, s", "summary, kB", "templates, s", "peak when read, MB"),
        *("peak in the end, MB", "ms of processors each"),
    )
    rows = [
        (
            *(f"{run.count:,}", f"{run.read:.1f}", f"{run.read_busy:.1f}", f"{run.verify:.1f}"),
            *(
                f"{run.add:.2f}",
                f"{run.write:.2f}",
                f"{run.size:,}",
                f"{run.templates:.1f}",
                run.read_peak,
            ),
            *(run.summary_peak, f"{run.read_busy / run.count * 1000:.1f}"),
        )
        for run in runs
    ]
    last = runs[-1]
    note = (
        f"Wall clock; the {last.count:,} are read and their templates built by"
        f" {last.workers} processes, the others by one."
    )
    return f"{note}\n\n{table(heads, rows)}"


def cost_table(costs: Sequence[Cost]) -> str:
    """Show what a return costs among few and among many, beside the fewest, and the memory."""
    heads = (
        *("returns", "check and settle, ms each", "add up, ms each", "together, ms each"),
        *("÷ the first", "peak, MB"),
    )
    rows = [
        (
            *(f"{cost.returns:,}", f"{cost.check:.2f}", f"{cost.consolidate:.3f}"),
            *(f"{cost.each:.2f}", f"{cost.each / costs[0].each:.2f}", f"{cost.memory:,}"),
        )
        for cost in costs
    ]
    note = "Returns made in memory, in one process; processor time."
    return f"{note}\n\n{table(heads, rows)}"
