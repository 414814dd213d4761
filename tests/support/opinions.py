"""Is anything missed where calamine alone gives the second opinion? It must be that of openpyxl.

`PYTHONPATH=src:tests python tests/support/opinions.py 1000 FILE.xlsx ...` damages each of some
returns a thousand times, and lists every case in which the two opinions differ.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from support.damaged import damaged
from support.two_readers import ORDERS, TURNS
from xlreport.formats.plain_reader import read_plain
from xlreport.formats.sources import Source
from xlreport.reading.one_return import Unread
from xlreport.reading.reader import read_source
from xlreport.summary import _second_opinion
from xlreport.summary._second_opinion import Opinion, second_look, second_opinion


def both_opinions(data: bytes) -> tuple[Opinion, Opinion] | None:
    """Give the second opinion on a return, and the one without calamine; None for no return."""
    item = read_source(Source(Path("报送表.xlsx"), in_memory=True, content=data))
    if isinstance(item, Unread):
        return None
    look = second_look(item)
    with patch.object(_second_opinion, "read_plain", return_value=None):
        slow = second_opinion(item.form, look)
    return second_opinion(item.form, look), slow


def said(opinion: Opinion) -> str:
    """Tell what an opinion says, without what the third reader sees."""
    if opinion.refusal:
        return f"none: {opinion.refusal}"
    return f"differs: {opinion.difference}" if opinion.difference else "agrees"


def is_plain(data: bytes) -> bool:
    """Tell whether calamine reads the tables of a workbook of ogi-2021."""
    return read_plain(data, {"封面", "二", "三", "四", "文字部分"}) is not None


def changed(members: Mapping[str, bytes], cases: range, sheets: str = r"\d+") -> Iterator[bytes]:
    """Yield a workbook damaged in many ways, then with cells of some sheets in odd orders."""
    for seed in cases:
        yield damaged(members, seed)
    for turn in (*TURNS, *ORDERS):
        for name, part in members.items():
            if re.fullmatch(rf"xl/worksheets/sheet{sheets}\.xml", name):
                yield packed({**members, name: turn(part)})


def members_of(data: bytes) -> dict[str, bytes]:
    """Take a workbook apart."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}


def packed(members: Mapping[str, bytes]) -> bytes:
    """Pack members, not compressed."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def main(cases: str, *paths: str) -> None:
    """Print each case with two opinions, and how many there are of each kind."""
    count: Counter[str] = Counter()
    for path in paths:
        for number, data in enumerate(
            changed(members_of(Path(path).read_bytes()), range(int(cases)))
        ):
            opinions = both_opinions(data)
            if opinions is None:
                count["not read"] += 1
                continue
            fast, slow = map(said, opinions)
            count[slow.partition(":")[0]] += 1
            count["plain"] += is_plain(data)
            if fast != slow:
                sys.stdout.write(f"{path} {number}: {slow} by openpyxl, {fast} now\n")
    sys.stdout.write(f"{dict(count)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
