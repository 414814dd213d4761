"""The rows and columns of a worksheet that a person does not see."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from xlreport.formats.expat import TRUE

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,6}")
_LEAST_HEIGHT: Final = 3.0  # points; below these no digit can be told
_LEAST_WIDTH: Final = 0.4  # characters
_CHARACTER: Final = 5.25  # points


def is_hidden_row(attributes: Mapping[str, str]) -> bool:
    """Tell by the attributes of a <row> whether it is hidden, filtered out, or of no height."""
    return attributes.get("hidden") in TRUE or _is_below(attributes.get("ht"), _LEAST_HEIGHT)


def hidden_columns(attributes: Mapping[str, str], columns: int) -> range:
    """Return those of the first `columns` that a <col> hides, counted from 0."""
    first, last = attributes.get("min", ""), attributes.get("max", "")
    is_range = _NUMBER.fullmatch(first) is not None and _NUMBER.fullmatch(last) is not None
    is_hidden = attributes.get("hidden") in TRUE or _is_below(attributes.get("width"), _LEAST_WIDTH)
    if not is_range or not is_hidden:
        return range(0)
    return range(int(first) - 1, min(int(last), columns))


def is_too_low(points: float | None) -> bool:
    """Tell whether no digit can be told in a row of this height."""
    return points is not None and points < _LEAST_HEIGHT


def is_too_narrow(points: float | None) -> bool:
    """Tell whether no digit can be told in a column of this width."""
    return points is not None and points < _LEAST_WIDTH * _CHARACTER


@lru_cache(maxsize=1 << 10)
def _is_below(written: str | None, least: float) -> bool:
    """Tell whether a size is too small; cached, as all rows have the same few sizes."""
    try:
        return written is not None and float(written) < least
    except ValueError:
        return False
