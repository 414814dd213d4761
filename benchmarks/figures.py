"""Hold what was measured, and keep it in results.json, from which all else is drawn.

Measuring takes minutes and drawing a second; apart, tables and pictures can be drawn again, and a
test can hold them to the figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
_PLACE = Path("benchmarks", "results.json")


@dataclass(frozen=True, slots=True)
class Machine:
    """What was measured on; `load` is that of 1, 5 and 15 minutes when the run began."""

    python: str
    system: str
    cores: int
    load: tuple[float, ...]
    libraries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Ways to do one thing with what each took, in ms or MB; the first `ours` are ours.

    The first of all is what the others are compared with.
    """

    key: str
    title: str
    unit: str
    names: tuple[str, ...]
    values: tuple[float, ...]
    ours: int = 1

    def value(self, name: str) -> float:
        """Return what the way of that name took."""
        return self.values[self.names.index(name)]

    def ratio(self, name: str) -> float:
        """Return how many times the first goes into another."""
        return self.value(name) / self.values[0]


@dataclass(frozen=True, slots=True)
class Written:
    """What reading the files of one writer takes, in ms of processor time for each.

    `read` is ours, which checks too; `verify` is the second opinion, with adding up. `pandas` and
    `calamine` are the engines of `pandas.read_excel`; `expat` inflates and parses the parts with
    cells, labels and formats, and does nothing with them.
    """

    writer: str
    read: float
    verify: float
    pandas: float
    calamine: float
    expat: float

    @property
    def faster(self) -> float:
        """Return how many times faster ours is than pandas with openpyxl."""
        return self.pandas / self.read

    @property
    def times_calamine(self) -> float:
        """Return how many times as long ours takes as pandas with calamine."""
        return self.read / self.calamine

    @property
    def times_expat(self) -> float:
        """Return how many times as long ours takes as inflating and bare expat."""
        return self.read / self.expat


@dataclass(frozen=True, slots=True)
class Command:
    """What a command takes in seconds of processor time, and an earlier version if it was given."""

    line: str
    seconds: float
    before: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """What so many departments cost, in seconds; `*_peak` in MB, of the leading process.

    `*_busy` is processor time of all processes, which says what a quiet machine would take;
    `verify` is the second opinion, `size` is kB of the summary.
    """

    count: int
    workers: int
    read: float
    read_busy: float
    verify: float
    verify_busy: float
    add: float
    write: float
    size: int
    read_peak: int
    summary_peak: int
    templates: float

    @property
    def summary(self) -> float:
        """Return the seconds from checked returns to a summary on disk."""
        return self.add + self.write

    @property
    def verified(self) -> float:
        """Return the seconds from the folder to figures that two readers agree about."""
        return self.read + self.verify


@dataclass(frozen=True, slots=True)
class Cost:
    """What so many returns in one process cost: milliseconds a return, and the peak in MB."""

    returns: int
    check: float
    consolidate: float
    memory: int

    @property
    def each(self) -> float:
        """Return milliseconds a return in all."""
        return self.check + self.consolidate


@dataclass(frozen=True, slots=True)
class Bench:
    """A run of `make bench`."""

    machine: Machine
    groups: tuple[Group, ...]
    written: tuple[Written, ...]
    summary: Written
    commands: tuple[Command, ...]
    runs: tuple[Run, ...]
    costs: tuple[Cost, ...]

    def group(self, key: str) -> Group:
        """Return the group of that key."""
        return next(group for group in self.groups if group.key == key)


@dataclass(frozen=True, slots=True)
class Country:
    """A run over so many provinces: times in seconds, sizes in bytes, memory in MB.

    `same` says whether both ways came to the same totals.
    """

    provinces: int
    departments: int
    sent: int
    counties_time: float
    above_time: float
    merge_time: float
    part_size: int
    whole_size: int
    memory: int
    same: bool
    scope: str


@dataclass(frozen=True, slots=True)
class Level:
    """What one level does with so many real workbooks: seconds and bytes."""

    files: int
    bytes: int
    read: float
    verify: float
    write: float
    sent: int


@dataclass(frozen=True, slots=True)
class Tier:
    """The offices of one level, each of which reads so many workbooks like those of `level`."""

    name: str
    offices: int
    reads: int
    level: Level

    @property
    def share(self) -> float:
        """Return how many times as much an office reads as was measured."""
        return self.reads / self.level.files

    @property
    def seconds(self) -> float:
        """Return the seconds of one office, the second reader included."""
        return self.share * (self.level.read + self.level.verify) + self.level.write


@dataclass(frozen=True, slots=True)
class National:
    """A run of `make national`: `counties` of a province, `departments` of a county."""

    machine: Machine
    counties: int
    departments: int
    countries: tuple[Country, ...]
    levels: tuple[Level, ...]

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """Return the levels of the largest country; the top reads what a province reads."""
        county, province = self.levels
        provinces = self.countries[-1].provinces
        return (
            Tier("county", provinces * self.counties, self.departments, county),
            Tier("province", provinces, self.counties, province),
            Tier("country", 1, provinces, province),
        )

    @property
    def seconds(self) -> float:
        """Return the seconds of one core for all offices, the second reader included."""
        return sum(tier.offices * tier.seconds for tier in self.tiers)


@dataclass(frozen=True, slots=True)
class Line:
    """A function with its share of all time, its own and with callees, and calls for each."""

    function: str
    own: float
    whole: float
    calls: float


@dataclass(frozen=True, slots=True)
class Step:
    """One step over `count` returns or departments; `each` is ms without the profiler."""

    title: str
    count: int
    each: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Profiles:
    """A run of `make profiles`."""

    machine: Machine
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was measured; `before` is of an earlier version on the same machine."""

    bench: Bench
    national: National
    profiles: Profiles
    before: Profiles


def load_figures(root: Path = ROOT) -> Figures:
    """Read the figures that a checkout has."""
    return build(Figures, json.loads((root / _PLACE).read_text(encoding="utf-8")))


def save_figures(figures: Figures, root: Path = ROOT) -> None:
    """Write the figures to six digits, so that files of the same figures are the same."""
    target = root / _PLACE
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_rounded(asdict(figures)), ensure_ascii=False, indent=1)
    target.write_text(text + "\n", encoding="utf-8")


def _rounded(data: object) -> object:
    if isinstance(data, float):
        return float(f"{data:.6g}")
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    return [_rounded(each) for each in data] if isinstance(data, list | tuple) else data


def build(kind: type[T], data: Any) -> T:
    """Make a value of a type from what JSON has of it."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: build(hints[name], each) for name, each in data.items()})
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return tuple(build(inner, each) for each in data)  # type: ignore[return-value]
    return data  # type: ignore[no-any-return]
