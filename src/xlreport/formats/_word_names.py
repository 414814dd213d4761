"""Names and values of WordprocessingML, in both of its namespaces (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

Handler = TypeVar("Handler", bound=Callable[..., None])

MAIN: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_OFF: Final = frozenset({"0", "false", "off"})
_DIGITS: Final = 8  # of a number that is read


def word(handlers: Mapping[str, Handler]) -> dict[str, Handler]:
    """Key `handlers`, given by local name, by the names of both namespaces."""
    return {f"{space} {name}": handler for space in MAIN for name, handler in handlers.items()}


def attribute(attributes: Mapping[str, str], name: str, default: str = "") -> str:
    """Return an attribute in either namespace."""
    for space in MAIN:
        value = attributes.get(f"{space} {name}")
        if value is not None:
            return value
    return default


def is_on(attributes: Mapping[str, str]) -> bool:
    """Tell whether an element that switches something switches it on, as it does without value."""
    return attribute(attributes, "val", "1") not in _OFF


def number(attributes: Mapping[str, str], default: int, name: str = "val") -> int:
    """Read a whole number; `default` where there is none or one far too long."""
    text = attribute(attributes, name)
    digits = text.removeprefix("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) < _DIGITS
    return int(text) if is_number else default
