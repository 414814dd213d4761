"""Figures as programs give them: the types of `data` of `write_return` and `write_returns`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    Figures = Mapping[Any, Any] | pd.DataFrame
    """Figures of one return: a mapping of keys or frames, or the tidy frame."""
    ManyFigures = str | os.PathLike[str] | Mapping[str, Any] | pd.DataFrame
    """Figures of many departments: a mapping or a frame that names them, or a file with one."""
else:
    # At run time, where `checked` looks at them, pandas need not be loaded.
    Figures = Mapping[Any, Any] | Any
    ManyFigures = str | os.PathLike[str] | Mapping[str, Any] | Any
