"""A dataclass of the library behaves as one of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from functools import partial
from inspect import signature
from itertools import product
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from xlreport.base.dataclass import dataclass

Decorator = Callable[..., Callable[[type], type]]
BOTH: tuple[Decorator, Decorator] = (dataclasses.dataclass, dataclass)
OPTIONS = st.fixed_dictionaries(dict.fromkeys(("frozen", "slots", "eq"), st.booleans()))
FIELD = st.fixed_dictionaries(
    dict.fromkeys(("compare", "repr", "kw_only"), st.booleans()),
    optional={"default": st.integers(0, 1), "default_factory": st.just(list)},
)
# A field with both defaults is none; one without stands before those that have one.
FIELDS = st.lists(FIELD.filter(lambda each: len(each) < 5), max_size=4).map(
    lambda fields: sorted(fields, key=len)
)
ROW = st.lists(st.integers(0, 2), min_size=4, max_size=4)


def make(
    decorate: Decorator, fields: list[dict[str, Any]], options: dict[str, bool], **own: object
) -> type:
    body: dict[str, Any] = {"__annotations__": {}, "__module__": __name__, **own}
    for name, each in zip(("f0", "f1", "set", "fields"), fields, strict=False):
        body[name] = dataclasses.field(**each)
        body["__annotations__"][name] = "int | list[int]"
    return decorate(**options)(type("Kind", (), body))


def outcome(action: Callable[[], object]) -> object:
    """Return what an action gives, or its error."""
    try:
        return action()
    except Exception as error:  # noqa: BLE001 - of both decorators the same
        return type(error), str(error)


def behaviour(kind: Any, values: tuple[list[int], list[int]]) -> list[object]:
    """List all that can be seen of a class and its objects."""
    fields = dataclasses.fields(kind)
    one, other = (kind(**{f.name: v for f, v in zip(fields, row, strict=False)}) for row in values)
    bare = kind(**{f.name: 5 for f in fields if f.default is f.default_factory})
    return [
        str(signature(kind)),
        get_type_hints(kind.__init__),
        (kind.__init__.__qualname__, kind.__match_args__, kind.__hash__ is None),
        [repr(each) for each in (one, other, bare)],
        [a == b for a, b in product((one, other, bare, copy.copy(one), 3), repeat=2)],
        [outcome(lambda: hash(one) == hash(copy.copy(one))), outcome(lambda: hash(bare))]
        if kind.__eq__ is not object.__eq__
        else [],
        [outcome(partial(setattr, one, each.name, 8)) for each in fields[:1]],
        [outcome(partial(delattr, other, each.name)) for each in fields[:1]],
        outcome(lambda: repr(dataclasses.replace(one, f1=9))),
        outcome(lambda: kind(1, 2, 3, 4, 5)),
        hasattr(one, "__dict__"),
        repr(one),
    ]


@some
@given(fields=FIELDS, options=OPTIONS, values=st.tuples(ROW, ROW))
def test_whatever_its_fields_are_a_class_behaves_alike(
    fields: list[dict[str, Any]], options: dict[str, bool], values: tuple[list[int], list[int]]
) -> None:
    standard, ours = (behaviour(make(each, fields, options), values) for each in BOTH)
    assert standard == ours


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 2

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("left")


@dataclass(frozen=True, slots=True)
class Place(Point):
    name: str = ""
    seen: list[Point] = dataclasses.field(default_factory=list)


def test_an_object_is_pickled_copied_and_looked_at_once_it_is_made() -> None:
    place = Place(1, name="here")
    assert place == pickle.loads(pickle.dumps(place)) == copy.deepcopy(place)  # noqa: S301
    place.seen.append(place)
    assert "Place(x=1, y=2, name='here', seen=[...])" == repr(place)
    with pytest.raises(ValueError, match="left"):
        Place(-1)


@pytest.mark.parametrize("name", ["__repr__", "__eq__", "__hash__", "__init__", "__getstate__"])
def test_a_method_that_a_class_has_stays(name: str) -> None:
    def own(*_: object) -> str:
        return "own"

    for decorate in BOTH:
        kind = make(decorate, [{"default": 1}], {"frozen": True, "slots": True}, **{name: own})
        assert own is kind.__dict__[name]
