"""The countable sentences of the narrative: numbers that the tables hold too.

A report says twice how many applications there were. So the sentence is drafted from the tables
where nothing is written, and compared with them where something is; both by this one value.
"""

from __future__ import annotations

from dataclasses import dataclass

Terms = tuple[tuple[int, int], ...]  # pairs of cell index and factor, to be added up

GAP, NUMBER = "…", "{}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Is one number that the narrative part `text` (its key) states.

    `draft` is the clause to be written with `{}` for the number, empty where none is drafted.
    `phrases` are the words around a number that is read, `none` those that say there was
    nothing. `readings` are the sums of cells the number may be; the first is the one drafted.
    """

    id: str
    text: str
    draft: str
    phrases: tuple[str, ...]
    none: tuple[str, ...]
    readings: tuple[Terms, ...]


@dataclass(frozen=True, slots=True)
class Narrative:
    """Is what a form file says of the narrative's countable sentences, and of the words in it.

    `units` stand behind a number, `fillers` may stand before it. A number counts where the last
    of the words `about` and `others` in its sentence is one of `about`, where its clause holds no
    word of `others` or `beside`, and where it does not follow a word of `parts`.
    """

    units: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
