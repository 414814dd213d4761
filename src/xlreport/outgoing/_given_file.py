"""Figures of many departments in a file: .csv, .json or .xlsx, of another system or an export.

The lists of a form are in files or sheets of their own: 数据.purchases.csv beside 数据.csv, a sheet
`purchases` behind the first one; so are the texts, named `texts`.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlreport.base.errors import InputError, system_reason
from xlreport.base.files import beside
from xlreport.base.text import decode, possible_encodings, separator_of
from xlreport.form.form import Form
from xlreport.outgoing._given_cells import TEXTS, nearest

if TYPE_CHECKING:
    import pandas as pd


def read_parts(path: str | os.PathLike[str], form: Form) -> Iterator[Any]:
    """Yield what a file and the files beside it hold: frames, and mappings as JSON has them.

    Raises `InputError` for a file that cannot be read, and for a sheet that the form has no list
    for.
    """
    file = Path(path)
    read = _READERS.get(file.suffix.lower())
    if read is None:
        raise InputError(f"{file.name}：数据须为 .csv、.json 或 .xlsx 文件。")
    first, *others = read(file, _bytes(file)).items()
    yield first[1]
    names = [*(each.key for each in form.lists), TEXTS]
    for name, content in others:
        if name not in names:
            near = nearest(name, names)
            raise InputError(f"{file.name}：表页“{name}”不是台账的代号，也不是 {TEXTS}{near}。")
        yield content if name == TEXTS else {name: content}
    for name in names:
        more = beside(file, name)
        if more.is_file():
            (content,) = read(more, _bytes(more)).values()
            yield content if name == TEXTS else {name: content}


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file.name}：无法读取（{system_reason(error)}）。") from error


def _read_csv(file: Path, data: bytes) -> Mapping[str, pd.DataFrame]:
    """Read a CSV with all cells as text: what they mean depends on the cell of the form."""
    import pandas as pd

    text = decode(data, possible_encodings(data))
    if text is None:
        raise InputError(f"{file.name}：无法识别文字编码，请另存为“CSV UTF-8”。")
    try:
        return {
            "": pd.read_csv(
                io.StringIO(text), dtype=str, keep_default_na=False, sep=separator_of(text)
            )
        }
    except ValueError as error:  # the errors of pandas are of this kind
        raise InputError(f"{file.name}：不是能读取的 CSV 文件（{error}）。") from error


def _read_json(file: Path, data: bytes) -> Mapping[str, Any]:
    """Read a mapping from departments to figures, or a list of records."""
    import pandas as pd

    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file.name}：不是 JSON 文件（{error}）。") from error
    if isinstance(content, list) and all(isinstance(record, dict) for record in content):
        return {"": pd.DataFrame(content, dtype=object)}
    if not isinstance(content, dict):
        raise InputError(f"{file.name}：应是按单位的对象，或记录的列表。")
    return {"": content}


def _read_xlsx(file: Path, data: bytes) -> Mapping[str, pd.DataFrame]:
    """Read all sheets with their values as they are; the first row of each names the columns."""
    import zipfile

    import pandas as pd

    try:
        sheets = pd.read_excel(io.BytesIO(data), sheet_name=None, dtype=object, engine="openpyxl")
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{file.name}：打不开，请另存为 .xlsx（{error}）。") from error
    return {str(name): frame for name, frame in sheets.items()}


_READERS: Mapping[str, Callable[[Path, bytes], Mapping[str, Any]]] = {
    ".csv": _read_csv,
    ".json": _read_json,
    ".xlsx": _read_xlsx,
}
