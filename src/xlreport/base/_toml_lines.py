"""The lines at which the keys and tables of a TOML document stand: `tomllib` does not tell."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

Steps = tuple[str | int, ...]
"""Keys and indexes that lead to a value."""

_TOKEN = re.compile(
    r"""(?P<string>'''.*?'{3,5}|\"{3}(?:\\.|[^\\])*?\"{3,5}|'[^'\n]*'|"(?:\\.|[^"\\\n])*")
    |(?P<comment>\#[^\n]*)
    |(?P<open>[\[{])
    |(?P<close>[\]}])
    |(?P<newline>\n)
    |(?P<equals>=)
    |(?P<word>[\w-]+)
    |(?P<rest>[^\S\n]+|.)""",
    re.VERBOSE | re.DOTALL,
)


@lru_cache(maxsize=8)  # a file with many faults is asked once for each
def find_lines(text: str) -> Mapping[Steps, int]:
    """Map the keys and tables of a valid TOML document to their lines, counted from 1.

    What stands in an inline table or in a list has the line of the whole value.
    """
    lines: dict[Steps, int] = {(): 1}
    entries: Counter[Steps] = Counter()
    table: Steps = ()
    for line, names, brackets in _statements(text):
        if not brackets:
            lines.setdefault((*table, *names), line)
            continue
        table = _resolve(names, brackets, entries)
        lines.setdefault(table, line)
    return lines


@lru_cache(maxsize=8)
def lines_of(text: str) -> tuple[str, ...]:
    """Split a document into its lines."""
    return tuple(text.split("\n"))


def _resolve(names: tuple[str, ...], brackets: int, entries: Counter[Steps]) -> Steps:
    """Return the steps to the table of a header; one in double brackets is a new entry."""
    table: Steps = ()
    for number, name in enumerate(names, 1):
        table = (*table, name)
        if brackets == 2 and number == len(names):
            entries[table] += 1
        if entries[table]:
            table = (*table, entries[table] - 1)
    return table


def _statements(text: str) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """Yield the line, the dotted name and the number of opening brackets of every statement.

    A statement is a header in brackets or, without a bracket, a key with its value.
    """
    line, start, depth, brackets = 1, 1, 0, 0
    names: list[str] = []
    in_name = True  # until = or the end of a header
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match[0]
        if in_name and kind in ("string", "word"):
            start = start if names else line
            names.append(_name(token))
        elif in_name and kind == "open":
            brackets += 1
        elif kind == "newline" and not depth:
            if names:
                yield start, tuple(names), brackets
            names, brackets, in_name = [], 0, True
        elif kind == "equals" or (in_name and kind == "close"):
            in_name = False
        elif kind in ("open", "close") and not brackets:
            depth += 1 if kind == "open" else -1
        line += token.count("\n")
    if names:
        yield start, tuple(names), brackets


def _name(token: str) -> str:
    return str(tomllib.loads(f"name = {token}")["name"]) if token[0] in "\"'" else token
