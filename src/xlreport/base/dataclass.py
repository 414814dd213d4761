"""The decorator `dataclass`, whose classes are made in a third of the time.

A command loads two or three hundred small classes. The standard library writes six methods for
each as text and compiles them, which was a quarter of the time of `xlreport check`. Here the
standard library finds the fields, and only `__init__` is compiled: one function for all classes
does for any other method. The classes behave alike; `tests/base/test_dataclass.py` holds it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, field, fields
from dataclasses import dataclass as standard_dataclass
from functools import partial
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final

__all__ = ["dataclass", "field"]

_set: Final = object.__setattr__


class _Absent:
    """What stands for an argument that was not given, where the default is made anew each time."""

    def __repr__(self) -> str:
        return "<factory>"


_ABSENT: Final = _Absent()

if TYPE_CHECKING:  # type checkers know what the classes of the standard library's decorator have
    from dataclasses import dataclass
else:

    def dataclass(kind: type | None = None, /, **options: bool) -> Any:
        """Make a dataclass, with the options of the standard library that are in use."""
        make = partial(_make_class, **options)
        return make if kind is None else make(kind)


def _make_class(
    kind: type,
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    kw_only: bool = False,
) -> type:
    make = standard_dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
    made: type = make(kind)
    found: tuple[Field[Any], ...] = fields(made)
    methods: dict[str, Any] = {"__init__": _initialiser(made, found), "__repr__": _repr}
    if eq:
        methods |= _comparison([each.name for each in found if each.compare])
        if not frozen:
            methods["__hash__"] = None
    if frozen:
        methods |= {"__setattr__": _refuse_setting, "__delattr__": _refuse_deleting}
    if frozen and slots:
        methods |= {"__getstate__": _state, "__setstate__": _restore}
    for name, method in methods.items():
        if kind.__dict__.get(name) is None:  # a class that compares has no hash unless it says so
            setattr(made, name, method)
    return made


def _initialiser(made: type, found: Sequence[Field[Any]]) -> Callable[..., None]:
    """Compile `__init__`, which sets the fields in their order and then calls `__post_init__`."""
    by_place, by_name, lines = ["self"], ["*"], []
    for each in found:
        name, value, argument = each.name, each.name, each.name
        if each.default is not MISSING:
            argument += f"=_fields['{name}'].default"
        elif each.default_factory is not MISSING:
            argument += "=_absent"
            value = f"_fields['{name}'].default_factory() if {name} is _absent else {name}"
        if each.init:
            (by_name if each.kw_only else by_place).append(argument)
            lines.append(f"  _set(self, '{name}', {value})")
    if hasattr(made, "__post_init__"):
        lines.append("  self.__post_init__()")
    body = "\n".join(lines) or "  pass"
    arguments = ", ".join(by_place + (by_name if len(by_name) > 1 else []))
    text = f" def __init__({arguments}):\n{body}\n return __init__"
    names: dict[str, Any] = {}
    module = sys.modules[made.__module__].__dict__  # in which types of fields are looked up
    exec(f"def make(_set, _fields, _absent):\n{text}", module, names)  # noqa: S102 - as the standard's
    method: Callable[..., None] = names["make"](_set, {each.name: each for each in found}, _ABSENT)
    method.__qualname__ = f"{made.__qualname__}.__init__"
    method.__annotations__ = {each.name: each.type for each in found if each.init}
    method.__annotations__["return"] = None
    return method


def _comparison(names: Sequence[str]) -> dict[str, Any]:
    """Make `__eq__` and `__hash__`, by the values of some fields as a tuple."""
    values = attrgetter(*names) if len(names) > 1 else partial(_values, names)

    def __eq__(self: object, other: object) -> bool:  # noqa: N807 - a method of its class
        return values(self) == values(other) if type(self) is type(other) else NotImplemented

    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    return {"__eq__": __eq__, "__hash__": __hash__}


def _values(names: Sequence[str], item: object) -> tuple[Any, ...]:
    return tuple(getattr(item, name) for name in names)


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_setting(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    """Return what a pickle keeps of an object without `__dict__` that refuses to be changed."""
    return [getattr(self, each.name) for each in fields(self)]


def _restore(self: Any, state: Sequence[Any]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        _set(self, each.name, value)
