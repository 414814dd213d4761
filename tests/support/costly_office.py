"""Files of an office that cost far more to read than to write; for tests and benchmarks/hostile.py.

They are rosters, waivers, themes, form files and narratives, as their endings say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from support.costly_files import many_names, merges_of_one_area, wide_text
from support.hostile_files import FLOODS, flood

_HEAD = "单位代码,单位名称\n"
_PART = "一、总体情况\n"
OFFICE: Mapping[str, Callable[[], str | bytes]] = {
    "names.xlsx": many_names,
    "merges.xlsx": merges_of_one_area,
    "wide.xlsx": wide_text,
    **{f"{kind}.xlsx": partial(flood, kind) for kind in FLOODS},
    "long.csv": lambda: _HEAD + "".join(f"D{n},{'局' * 60}{n}\n" for n in range(19_900)),
    "wrong.csv": lambda: _HEAD + "".join(f"-D{n},=局\x01{n}\n" for n in range(19_900)),
    "cell.csv": lambda: f'{_HEAD}D1,"{"甲" * 2_000_000}"\n',
    "commas.csv": lambda: f"{_HEAD}D1,甲{',|' * 3_900_000}\n",
    "blank.csv": lambda: "\n" * 8_000_000,
    "dots.toml": lambda: f"{'.'.join('a' * 100_000)} = 1\n",
    "deep.toml": lambda: f"a = {'[' * 100_000}",
    "number.toml": lambda: f"a = 1{'0' * 900_000}",
    "large.toml": lambda: f"# {'x' * 2_000_000}",
    "places.toml": lambda: "[limits]\n" + "".join(f"x{n} = 'x'\n" for n in range(60_000)),
    "folded.txt": lambda: _PART + "ﷺ" * 680_000,
    "lines.txt": lambda: _PART + "甲\n" * 500_000,
}
