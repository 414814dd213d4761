"""How much of a narrative stands in another one word for word: what somebody copied (雷同).

Two texts that two people wrote share names of laws and phrases that everybody uses, a few runs of
characters; a copied one shares most. Numbers do not count, since who copies a text changes these.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

RUN = 12
"""Characters that have to follow one another in both texts for their place to count as the same."""

ALIKE = 0.6
"""The share of a text from which it is called alike; texts written apart have less than a third."""

_SHORTEST = 100  # characters: a text such as 无 or 没有其他需要报告的事项 is everybody's
_SHORTEST_CLAUSE = 8  # characters; shorter ones are in most texts
_HOLDERS = 20  # of a clause that are looked at: of a text that all have copied the first ones do
_ENOUGH = 0.95  # no other text need be looked at
_CANDIDATES = 3  # texts that share most clauses, which are compared character by character
_CLAUSE_ENDS = re.compile(r"[，。；：、！？,;:!?\n]")
_SIGNS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The share of text `number`, from 0 to 1, that stands in text `other` as well."""

    number: int
    other: int
    share: float


def find_alike(texts: Sequence[str]) -> Iterator[Likeness]:
    """Yield for each text that is alike to another the one that it is most alike to.

    The time grows as the number of texts, not as that of their pairs: texts that are compared have
    a clause in common, and of those that hold a clause the first ones are looked at.
    """
    pieces = [_clauses(text) for text in texts]
    plain = ["".join(own) for own in pieces]
    clauses = [
        {clause for clause in own if len(clause) >= _SHORTEST_CLAUSE}
        if len(text) >= _SHORTEST
        else set()
        for own, text in zip(pieces, plain, strict=True)
    ]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(clauses):
        for clause in own:
            if len(holders[clause]) < _HOLDERS:
                holders[clause].append(number)
    for number, own in enumerate(clauses):
        best = _most_alike(number, own, holders, plain)
        if best.share >= ALIKE:
            yield best


def _most_alike(
    number: int, clauses: Set[str], holders: Mapping[str, Sequence[int]], plain: Sequence[str]
) -> Likeness:
    """Return the likeness of a text to the one of those with the same clauses that it copies."""
    shared: Counter[int] = Counter()
    for clause in clauses:
        for other in holders[clause]:
            shared[other] += len(clause)
    del shared[number]
    best = Likeness(number, number, 0.0)
    least = len(plain[number]) * ALIKE / 4  # of the text in clauses that are the same as a whole
    for other, size in sorted(shared.items(), key=lambda each: (-each[1], each[0]))[:_CANDIDATES]:
        if size < least or best.share >= _ENOUGH:
            break
        found = Likeness(number, other, _share(plain[number], plain[other]))
        best = max(best, found, key=lambda each: each.share)
    return best


def share_alike(text: str, other: str) -> float:
    """Return the share of a text that stands in another one, 0 for a text of a few words."""
    plain = _plain(text)
    return _share(plain, _plain(other)) if len(plain) >= _SHORTEST else 0.0


def _share(text: str, other: str) -> float:
    """Return the share of the characters that lie in a run of the other text."""
    runs = _runs(other)
    covered = end = 0
    for at in range(len(text) - RUN + 1):
        if text[at : at + RUN] in runs:
            covered += at + RUN - max(at, end)
            end = at + RUN
    return covered / len(text)


@lru_cache(maxsize=4 * _HOLDERS)
def _runs(text: str) -> frozenset[str]:
    """Collect the runs of a text."""
    return frozenset(text[at : at + RUN] for at in range(len(text) - RUN + 1))


def _plain(text: str) -> str:
    """Keep letters and characters, with one sign for each number."""
    return "".join(_clauses(text))


def _clauses(text: str) -> list[str]:
    """List the clauses of a text: letters and characters, with one sign for each number."""
    return [_SIGNS.sub("", each) for each in _CLAUSE_ENDS.split(_NUMBER.sub("0", text))]
