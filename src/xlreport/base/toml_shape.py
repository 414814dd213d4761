"""Shapes of TOML values: what each field may hold, for strict reading and for editors.

A group of fields is declared once. `base/toml_fields.py` reads a table of a file by it, and
`form/json_schema.py` writes it as JSON Schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST_ENTRIES = 300
"""The most entries of an array of tables, or texts of one list."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text, which may be empty only if `empty` is set.

    `pattern`, where there is one, is a regular expression for the whole of it, and `refusal` the
    code of the sentence about a text that does not match. `but` is a word that makes it a value of
    another shape.
    """

    pattern: str = ""
    refusal: str = ""
    empty: bool = False
    but: str = ""

    types = (str,)


@dataclass(frozen=True, slots=True)
class Texts:
    """A text, or a list of at least one text; none of them is empty."""

    types = (str, list)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words."""

    words: tuple[str, ...]

    types = (str,)


def choice(words: Iterable[str]) -> Choice:
    """Make a choice of words, such as the values of an enumeration; an empty one is left out."""
    return Choice(tuple(str(word) for word in words if word))


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`."""

    least: int
    most: int

    types = (int,)

    def allows(self, value: int) -> bool:
        """Tell whether a number is neither too small nor too large."""
        return self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    types = (bool,)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items have one shape; an empty one only where `empty` is set."""

    item: Shape
    empty: bool = False

    types = (list,)


@dataclass(frozen=True, slots=True)
class MapOf:
    """Fields with names of the file's own, whose values have one shape."""

    value: Shape

    types = (dict,)


@dataclass(frozen=True, slots=True)
class Either:
    """One of several shapes."""

    shapes: tuple[Shape, ...]

    @property
    def types(self) -> tuple[type, ...]:
        """The types of the values of all shapes."""
        return tuple(dict.fromkeys(kind for shape in self.shapes for kind in shape.types))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table: its name, its shape and, in Chinese, what it says."""

    name: str
    shape: Shape
    says: str
    required: bool = False


def needed(name: str, shape: Shape, says: str) -> Field:
    """Make a field that must be there."""
    return Field(name, shape, says, required=True)


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one table, as `[[table]]` or an inline table; no others are allowed.

    Of each of `apart`, the names of one set, and of one set only, must all be there: a table has
    `rows` and `columns`, or it has `part`.
    """

    fields: tuple[Field, ...]
    apart: tuple[tuple[str, ...], ...] = ()

    types = (dict,)

    @property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names, in the order of the declaration."""
        return {field.name: field for field in self.fields}


Shape = Text | Texts | Choice | Whole | Flag | ListOf | MapOf | Either | Group
"""What a value may be."""

TEXT = Text()
"""A text that is not blank."""

ANY_TEXT = Text(empty=True)
"""A text, which may be empty."""
