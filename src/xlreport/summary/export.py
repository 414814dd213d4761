"""Export: the data of returns or of a summary as CSV, JSON or Parquet, with its description."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import refuse_held, write_file
from xlreport.base.period import period_fields
from xlreport.base.progress import Progress, silent
from xlreport.base.text import json_text
from xlreport.base.workers import PATIENCE, choose_workers
from xlreport.form.form import Form
from xlreport.form.measure import exact_text, to_number
from xlreport.returns.returns import Returns
from xlreport.summary._datapackage import DataField, FileBeside, describe, fields_of, says_missing
from xlreport.summary._extract import Extract, Line, extract, lines
from xlreport.summary._list_export import ListData, Record, list_data, list_path
from xlreport.summary._text_export import (
    TITLE,
    text_fields,
    text_name,
    text_path,
    text_records,
)
from xlreport.summary.editions import ready_returns
from xlreport.summary.summary import Summary

_CSV, _JSON, _PARQUET = "csv", "json", "parquet"
_TYPES = {
    "string": "string",
    "boolean": "boolean",
    "integer": "Int64",
    "number": "Float64",
    "date": "object",
}


@checked
def export(
    source: Returns | Summary,
    path: str | os.PathLike[str],
    *,
    verify: bool = True,
    progress: Progress = silent,
    workers: int = 1,
    executor: Executor | None = None,
    patience: float = PATIENCE,
) -> Path:
    """Write the data as .csv, .json or .parquet, and a description beside it.

    Of returns those that `consolidate` would add up are written, of a summary its totals. The
    description lists the columns; it is named `path` + `.datapackage.json`. Each list of the form
    has a file of its own, named as in `数据.purchases.csv`, and so have the narrative parts of
    returns, `数据.texts.csv`. With `verify` returns are first read again by a second reader; one
    that is read differently is left out; `workers` or an `executor` do that, as they read for
    `read_returns`. The same data gives the same bytes. Raises `InputError` for another ending, for
    .parquet without pyarrow and where there is nothing to export, `OutputError` where a file cannot
    be written.
    """
    crew = choose_workers(workers, executor, patience)
    kind, target = format_of(path), Path(path)
    for written in (target, package_path(target), *paths_beside(source, target)):
        refuse_held(written)  # they belong together: all are written or none
    if isinstance(source, Returns) and source.form is not None:
        source = ready_returns(source, source.form, crew, verify=verify, progress=progress)
    content = extract(source)
    data = _WRITERS[kind](content)
    write_file(target, data)
    files = [_list_file(each, target, kind) for each in list_data(content, exact=kind == _CSV)]
    if isinstance(source, Returns) and content.form.texts:
        files.append(_text_file(content, target, kind))
    for each in files:
        write_file(target.with_name(each.file), each.data)
    write_file(package_path(target), describe(content, target.name, kind, data, files))
    return target


def _list_file(data: ListData, target: Path, kind: str) -> FileBeside:
    each, path = data.open_list, list_path(target, data.open_list)
    content = _as_file(kind, data.fields, data.records)
    return FileBeside(each.key, path.name, each.heading, data.fields, content, "line")


def _text_file(content: Extract, target: Path, kind: str) -> FileBeside:
    form, fields = content.form, text_fields(content.form)
    data = _as_file(kind, fields, text_records(content))
    name = text_path(target, form).name
    return FileBeside(text_name(form), name, TITLE, fields, data, "part")


def _as_file(kind: str, fields: Sequence[DataField], records: Iterable[Record]) -> bytes:
    names = [field.name for field in fields]
    if kind == _CSV:
        return _csv(names, records)
    return _json(names, records) if kind == _JSON else _parquet(fields, records)


def paths_beside(source: Returns | Summary, target: Path) -> dict[Path, str]:
    """Map the paths of the files beside that of the tables to what they hold."""
    if source.form is None:
        return {}
    paths = dict.fromkeys((list_path(target, each) for each in source.form.lists), "台账")
    if isinstance(source, Returns) and source.form.texts:
        paths[text_path(target, source.form)] = TITLE
    return paths


def format_of(path: str | os.PathLike[str]) -> str:
    """Tell the format from the ending; raises `InputError` where it cannot be written."""
    kind = Path(path).suffix.lower().removeprefix(".")
    if kind not in _WRITERS:
        raise InputError(f"{path}：看不出要写成什么格式，请用 .csv、.json 或 .parquet 结尾。")
    if kind == _PARQUET and find_spec("pyarrow") is None:
        raise InputError(
            f'{path}：写 .parquet 文件还要安装 pyarrow，请运行 pip install "xlreport[parquet]"，'
            f"或改用 .csv、.json。"
        )
    return kind


def package_path(path: Path) -> Path:
    """Return the path of the description; exports in two formats have one each."""
    return path.with_name(f"{path.name}.datapackage.json")


def _record(line: Line, form: Form, value: object) -> tuple[object, ...]:
    """Return a line by `fields_of`, None where something is missing."""
    entry, cell = line.entry, line.cell
    return (
        entry.code,
        entry.department,
        entry.status or None,
        entry.counted,
        *period_fields(entry.period).values(),
        form.id,
        cell.table,
        cell.row,
        cell.column,
        value,
        *((line.text,) if form.has_texts else ()),
        cell.measure.unit or None,
        line.table_label,
        cell.row_path or None,
        cell.column_path or None,
        *((line.missing and line.missing.value,) if says_missing(form) else ()),
    )


def _numbers(content: Extract) -> Iterator[tuple[object, ...]]:
    """Yield the records with values as numbers: whole, or the float nearest to the decimal."""
    for line in lines(content):
        number = None if line.value is None else to_number(line.value, line.cell.measure)
        yield _record(line, content.form, number)


def _names(content: Extract) -> list[str]:
    return [field.name for field in fields_of(content.form)]


def _as_csv(content: Extract) -> bytes:
    """Write CSV as Excel opens it; values are exact decimal text."""
    records = (
        _record(
            line,
            content.form,
            None if line.value is None else exact_text(line.value, line.cell.measure),
        )
        for line in lines(content)
    )
    return _csv(_names(content), records)


def _csv(names: Sequence[str], records: Iterable[Record]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)  # its line end is \r\n, so that a lone \r in a name is quoted
    writer.writerow(names)
    for record in records:
        writer.writerow([str(item).lower() if isinstance(item, bool) else item for item in record])
    return buffer.getvalue().encode("utf-8-sig")


def _as_json(content: Extract) -> bytes:
    """Write a JSON list with an object on each line for each value."""
    return _json(_names(content), _numbers(content))


def _json(names: Sequence[str], records: Iterable[Record]) -> bytes:
    plain = (
        [item.isoformat() if isinstance(item, date) else item for item in record]
        for record in records
    )
    objects = (json_text(dict(zip(names, record, strict=True))) for record in plain)
    return "[\n{}\n]\n".format(",\n".join(objects)).encode()


def _as_parquet(content: Extract) -> bytes:
    """Write a Parquet file with the types of the fields."""
    return _parquet(fields_of(content.form), _numbers(content))


def _parquet(fields: Sequence[DataField], records: Iterable[Record]) -> bytes:
    import pandas as pd

    types = {field.name: _TYPES[field.type] for field in fields}
    frame = pd.DataFrame(records, columns=[*types]).astype(types)
    buffer = io.BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", index=False)
    return buffer.getvalue()


_WRITERS: Mapping[str, Callable[[Extract], bytes]] = {
    _CSV: _as_csv,
    _JSON: _as_json,
    _PARQUET: _as_parquet,
}
