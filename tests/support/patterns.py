"""Attacks on patterns: texts that a pattern begins to match in many ways, and then does not.

All patterns that the package compiles are listed, with the methods that use them, and the time of
each is measured as it grows with the length of the attacks on it.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from time import process_time
from typing import Any

Pattern = re.Pattern[Any]

_MANY = 20  # a repetition of fewer is no attack
_SHORT, _LONG = 1_000, 4_000  # repetitions: of four times the text the time is four times as long
_NOTICED = 0.004  # seconds; a linear pattern takes less for the long text, a quadratic one more
_CERTAIN = 0.06  # seconds; no other program makes four milliseconds so long
_ROUNDS = 8  # measurements of what seems steep
STEEPEST = 8.0  # four times is linear, sixteen times quadratic
_ENDS = ("", "\x00", "!", "\n", " ", "中")
# To find all is to search again and again, to search is to match at each place: never quicker.
_WITHIN = {"finditer": {"search", "match"}, "search": {"match"}}


# ---- texts that a pattern begins to match ----------------------------------------------------


def attacks(pattern: Pattern) -> Iterator[tuple[str, str, str]]:
    """Yield a beginning, what is repeated, and an end that spoils the match."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin1")
    tree = parser.parse(text, pattern.flags & ~re.DEBUG)
    pumps = list(dict.fromkeys(_pumps(tree, "")))
    for before, pump in pumps:
        for end in _ENDS:
            yield before, pump, end
    # What is repeated may as well be the whole, or one repetition after the other.
    whole = _sample(tree)
    words = list(dict.fromkeys(pump for _, pump in pumps))
    for pump in filter(None, (whole, whole[:-1], "".join(words))):
        for end in _ENDS:
            yield "", pump, end


def _pumps(tree: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before a repetition, and several texts that it repeats."""
    for operator, argument in tree:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, body = argument
            if most >= _MANY:
                for sign in _signs(body):
                    yield before, sign
                    yield "", sign
            yield from _pumps(body, before)
        elif operator is sre.SUBPATTERN:
            yield from _pumps(argument[-1], before)
        elif operator is sre.BRANCH:
            for branch in argument[1]:
                yield from _pumps(branch, before)
        elif operator in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _pumps(argument[1], before)
        before += _sample([(operator, argument)])


def _signs(body: Any) -> list[str]:
    """Give texts that a repetition may repeat: its sample, and each kind of sign that it takes."""
    signs = [_sample(body)]
    if len(body) == 1:
        code = parser.SubPattern(parser.State(), list(body))
        one = compiler.compile(code)
        signs += [sign for sign in " \t\n\u3000aA0.:,;<\"'([_中单年" if one.fullmatch(sign)]
    return list(filter(None, dict.fromkeys(signs)))


def _sample(tree: Iterable[Any]) -> str:
    """Give a short text that a pattern matches, nearly enough."""
    return "".join(_sample_of(operator, argument) for operator, argument in tree)


def _sample_of(operator: Any, argument: Any) -> str:
    sample = _SAMPLES.get(operator)
    return "" if sample is None else sample(argument)


def _repeated(argument: Any) -> str:
    least, most, body = argument
    return _sample(body) * max(int(least), min(1, int(most)))


def _member(members: Sequence[Any]) -> str:
    """Give a character of a set."""
    text = "".join(_written(each) for each in members)
    one = re.compile(f"[{text}]")
    return next((sign for sign in "a0 A.:-中年" if one.match(sign)), "") or _first(members)


def _first(members: Sequence[Any]) -> str:
    for operator, argument in members:
        if operator is sre.LITERAL:
            return chr(argument)
        if operator is sre.RANGE:
            return chr(argument[0])
    return "a"


def _written(member: Any) -> str:
    operator, argument = member
    if operator is sre.NEGATE:
        return "^"
    if operator is sre.LITERAL:
        return f"\\U{argument:08x}"
    if operator is sre.RANGE:
        return f"\\U{argument[0]:08x}-\\U{argument[1]:08x}"
    categories = {
        sre.CATEGORY_SPACE: r"\s",
        sre.CATEGORY_NOT_SPACE: r"\S",
        sre.CATEGORY_DIGIT: r"\d",
        sre.CATEGORY_NOT_DIGIT: r"\D",
        sre.CATEGORY_WORD: r"\w",
        sre.CATEGORY_NOT_WORD: r"\W",
    }
    return categories[argument]


_SAMPLES: dict[Any, Callable[[Any], str]] = {
    sre.LITERAL: chr,
    sre.NOT_LITERAL: lambda code: "b" if code == ord("a") else "a",
    sre.ANY: lambda _: "a",
    sre.IN: _member,
    sre.MAX_REPEAT: _repeated,
    sre.MIN_REPEAT: _repeated,
    sre.POSSESSIVE_REPEAT: _repeated,
    sre.SUBPATTERN: lambda argument: _sample(argument[-1]),
    sre.ATOMIC_GROUP: _sample,
    sre.BRANCH: lambda argument: _sample(argument[1][0]),
}


# ---- measuring -------------------------------------------------------------------------------


def steepness(pattern: Pattern, methods: Iterable[str]) -> tuple[float, str]:
    """Measure how many times longer a pattern takes for four times the text, and for which."""
    worst = (0.0, "")
    names = set(methods)
    slowest = sorted(names.difference(*(_WITHIN.get(name, set()) for name in names)))
    for before, pump, end in attacks(pattern):
        for name in slowest:
            found = _growth(pattern, name, before, pump, end)
            worst = max(worst, (found, f"{name}: {before!r} + {pump!r} * n + {end!r}"))
            if found > STEEPEST:
                return worst
    return worst


def _growth(pattern: Pattern, name: str, before: str, pump: str, end: str) -> float:
    def work(count: int) -> Callable[[], float]:
        written = before + pump * count + end
        subject = written.encode("utf-8") if isinstance(pattern.pattern, bytes) else written
        return lambda: _seconds(getattr(pattern, name), subject)

    for few in (8, 12, 16, 20, 24, 100, 300):
        if _least(work(few), _NOTICED) > _NOTICED:
            return 1e9  # worse than quadratic: longer texts would never end
    short, long = work(_SHORT), work(_LONG)
    long_least = long()
    if long_least <= _NOTICED:
        return 0.0
    # Whatever else the machine does makes a time longer, never shorter: the least of many counts.
    short_least = min(short(), short())
    for _ in range(_ROUNDS):
        if long_least <= STEEPEST * short_least or long_least > _CERTAIN:
            break
        short_least, long_least = min(short_least, short()), min(long_least, long())
    if long_least <= _NOTICED:
        return 0.0
    return long_least / max(short_least, 1e-6)


def _least(measure: Callable[[], float], enough: float) -> float:
    """Measure until the time is short enough, at most so many times."""
    least = measure()
    for _ in range(_ROUNDS):
        if least <= enough or least > _CERTAIN:
            break
        least = min(least, measure())
    return least


def _seconds(do: Callable[[Any], Any], subject: Any) -> float:
    start = process_time()
    found = do(subject)
    if found is not None and do.__name__ == "finditer":
        for _ in found:
            pass
    return process_time() - start


# ---- all patterns of the package -------------------------------------------------------------

_METHODS = {
    **{name: name for name in ("search", "match", "fullmatch", "finditer")},
    **dict.fromkeys(("findall", "sub", "subn", "split"), "finditer"),
}


@dataclass(frozen=True)
class Compiled:
    """A pattern, where it is compiled, and the methods by which it is used there."""

    place: str
    pattern: Pattern
    methods: tuple[str, ...]


def patterns_of(package: str, work: Callable[[], None]) -> list[Compiled]:
    """List the patterns that a package compiles when it is loaded, and while it works."""
    found: dict[tuple[str, int, str], Pattern] = {}
    compiled = re._compile  # type: ignore[attr-defined]

    def noted(pattern: Any, flags: Any) -> Pattern:
        made: Pattern = compiled(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_code.co_filename == re.__file__ and frame.f_back is not None:
            frame = frame.f_back
        if f"/{package}/" in frame.f_code.co_filename.replace("\\", "/"):
            found[frame.f_code.co_filename, frame.f_lineno, str(made.pattern)] = made
        return made

    re._compile = noted  # type: ignore[attr-defined]
    try:
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not module.name.endswith(("__main__", "_child")):
                importlib.import_module(module.name)
        work()
    finally:
        re._compile = compiled  # type: ignore[attr-defined]
    return [
        Compiled(f"{Path(file).name}:{line}", pattern, _methods_in(file, line))
        for (file, line, _), pattern in found.items()
    ]


def _methods_in(file: str, line: int) -> tuple[str, ...]:
    """List the methods that use the pattern of a line in its module; all if it has no name."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if node.lineno <= line <= (node.end_lineno or line) and isinstance(target, ast.Name):
                names.add(target.id)
    used = {
        _METHODS[node.attr]
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in names
        and node.attr in _METHODS
    }
    return tuple(sorted(used or set(_METHODS.values())))
