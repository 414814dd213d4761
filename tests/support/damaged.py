"""Damaged workbooks without end: parts changed, swapped, cut and lost, and the zip around them."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping

Damage = Callable[[random.Random, dict[str, bytes]], dict[str, bytes]]


def any_part(chance: random.Random, members: Mapping[str, bytes]) -> str:
    """Choose a member, mostly one from which something is read."""
    tables = [name for name in members if name.startswith("xl/worksheets/")]
    shared = [name for name in ("xl/workbook.xml", "xl/sharedStrings.xml") if name in members]
    return chance.choice([*members, *tables, *tables, *shared])


def bytes_changed(chance: random.Random, members: dict[str, bytes]) -> dict[str, bytes]:
    name = any_part(chance, members)
    content = bytearray(members[name])
    for _ in range(chance.choice([1, 1, 2, 8])):
        content[chance.randrange(len(content))] = chance.choice([chance.randrange(256), *b'<>"&/0'])
    return members | {name: bytes(content)}


def part_dropped(chance: random.Random, members: dict[str, bytes]) -> dict[str, bytes]:
    del members[any_part(chance, members)]
    return members


def parts_swapped(chance: random.Random, members: dict[str, bytes]) -> dict[str, bytes]:
    first, second = any_part(chance, members), any_part(chance, members)
    return members | {first: members[second], second: members[first]}


def part_cut(chance: random.Random, members: dict[str, bytes]) -> dict[str, bytes]:
    name = any_part(chance, members)
    return members | {name: members[name][: chance.randrange(len(members[name]))]}


def replaced(pattern: bytes, choose: Callable[[random.Random, bytes], bytes]) -> Damage:
    """Give the damage that changes one match of a pattern in some part."""
    known = re.compile(pattern)

    def damage(chance: random.Random, members: dict[str, bytes]) -> dict[str, bytes]:
        name = any_part(chance, members)
        found = list(known.finditer(members[name]))
        if not found:
            return members
        match = chance.choice(found)
        before, after = members[name][: match.start()], members[name][match.end() :]
        return members | {name: before + choose(chance, match[0]) + after}

    return damage


NUMBERS = [
    *(b"-1", b"0", b"7", b"4294967296", b"1e308", b"1e999", b"9" * 400, b"NaN", b"1_0"),
    *(b"0x10", b"1.5", b"", b" ", b"1048577", "１２".encode(), b"+5", b"--1", b".5", b"5."),
]
NAMES = [b"c", b"row", b"v", b"f", b"is", b"t", b"si", b"sheetData", b"x", b"mergeCell", b"x:c"]
ATTRIBUTES = [
    *(b'r="A1"', b'r="XFD1048576"', b't="s"', b't="b"', b't="e"', b't="str"', b't="d"'),
    *(b't="inlineStr"', b's="99999"', b'r="6"', b'xmlns="y"', b'r:id="rId99"', b'Id="rId1"'),
]

DAMAGES: tuple[Damage, ...] = (
    *(bytes_changed, bytes_changed, part_dropped, parts_swapped, part_cut),
    replaced(rb"<[^>]*>", lambda *_: b""),
    replaced(rb"<[^>]*>", lambda _, old: old * 2),
    replaced(rb"(?s)<(c|row|si|sheet|xf)\b[^>]*?(/>|>.*?</\1>)", lambda *_: b""),
    replaced(rb"(?s)<(c|row|si|sheet|xf)\b[^>]*?(/>|>.*?</\1>)", lambda _, old: old * 2),
    replaced(rb"(?<=<)/?\w+", lambda chance, _: chance.choice(NAMES)),
    replaced(rb' \w+="[^"]*"', lambda *_: b""),
    replaced(rb' \w+="[^"]*"', lambda chance, _: b" " + chance.choice(ATTRIBUTES)),
    replaced(rb'(?<=")[^"<]*(?=")', lambda chance, _: chance.choice([*NUMBERS, b"A1", b"J6"])),
    replaced(rb"(?<=<v>)[^<]*", lambda chance, _: chance.choice(NUMBERS)),
    replaced(rb"<v>[^<]*</v>", lambda chance, old: old + b"<v>%d</v>" % chance.randrange(99)),
)


def damaged(members: Mapping[str, bytes], seed: int) -> bytes:
    """Give the workbook of one case: a part or more damaged, or the zip around them."""
    chance = random.Random(seed)
    content = dict(members)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        content = chance.choice(DAMAGES)(chance, content)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    data = bytearray(target.getvalue())
    if chance.random() < 0.15:
        # Sizes, offsets and names of the directory stand at the end.
        start = 0 if chance.random() < 0.5 else len(data) - 2000
        for _ in range(chance.choice([1, 3])):
            data[chance.randrange(start, len(data))] = chance.randrange(256)
    return bytes(data)
