"""Exported data read back are the data: types, missing values, amounts, hostile names and all."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from support.filled import as_return, few, fill_form, find
from xlreport import Form, InputError, OutputError, Returns, consolidate, export, load_form
from xlreport.base.text import inert
from xlreport.form.measure import LARGEST_VALUE
from xlreport.returns.received import check_and_settle
from xlreport.summary._datapackage import FIELDS
from xlreport.summary.export import format_of, package_path

PAGE = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
TYPES = {"string": "string", "boolean": "boolean", "integer": "Int64", "number": "Float64"}
TIDY = ["code", "department", "year", "table", "row", "column", "value"]
HOSTILE = ["=1+1", "@SUM(1)", '"甲",乙', "<b>丙</b>", "NA", "None", "null", "true", "'丁", "007"]


def returns_of(form: Form, names: list[str], amount: int | None = 0) -> Returns:
    """Give returns of departments by these names; `amount` is what each says of its fees."""
    items = []
    for number, name in enumerate(names):
        inputs = fill_form(form, number)
        inputs.pop(find(form, "proactive.fees.fees_amount"))
        if amount is not None:
            inputs[find(form, "proactive.fees.fees_amount")] = amount
        items.append(as_return(form, inputs, code=f"D{number:02}", name=name, year=2026))
    return check_and_settle(items, roster=None, period=None, before=None, prefer={})


def read_by_the_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """Read 数据.csv of a folder with the lines that the page on exports gives."""
    monkeypatch.chdir(folder)
    block = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)[-1]
    names: dict[str, Any] = {}
    exec(compile(block, "export.md", "exec"), names)  # noqa: S102 - the lines of our own page
    frame = names["frame"]
    assert isinstance(frame, pd.DataFrame)
    return frame


def expected_frame(returns: Returns) -> pd.DataFrame:
    """Give the library's own tidy frame in the types and with the names of an export."""
    frame = returns.data.rename(columns={"department_code": "code"})
    frame = frame.astype(dict.fromkeys(["code", "department", "table", "row", "column"], "string"))
    frame["department"] = frame["department"].map(inert).astype("string")
    return frame


@pytest.mark.parametrize("amount", [None, 3, 59_237_244_900, 4_068_208_003])
def test_a_csv_read_back_by_the_page_is_the_tidy_frame(
    form_2021: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, amount: int | None
) -> None:
    returns = returns_of(form_2021, HOSTILE, amount)
    export(returns, tmp_path / "数据.csv", verify=False)
    frame = read_by_the_page(tmp_path, monkeypatch)
    assert {field.name: TYPES[field.type] for field in FIELDS} == {
        name: str(kind) for name, kind in frame.dtypes.items()
    }
    pd.testing.assert_frame_equal(expected_frame(returns), frame[TIDY])
    cells = [*form_2021.cells] * len(HOSTILE)
    assert [cell.row_path for cell in cells] == list(frame["row_label"].fillna(""))
    assert [cell.column_path for cell in cells] == list(frame["column_label"].fillna(""))
    assert [cell.measure.unit for cell in cells] == list(frame["unit"])


def test_json_read_back_is_the_same_as_csv(
    form_2021: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    returns = returns_of(form_2021, HOSTILE, None)
    for ending in ("csv", "json"):
        export(returns, tmp_path / f"数据.{ending}", verify=False)
    objects = json.loads((tmp_path / "数据.json").read_text(encoding="utf-8"))
    types = {field.name: TYPES[field.type] for field in FIELDS}
    frame = pd.DataFrame(objects).astype(types)
    pd.testing.assert_frame_equal(read_by_the_page(tmp_path, monkeypatch), frame)


def test_parquet_read_back_is_the_same_as_csv(
    form_2021: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyarrow", reason='pip install "xlreport[parquet]" to run this test')
    returns = returns_of(form_2021, HOSTILE, None)
    for ending in ("csv", "parquet"):
        export(returns, tmp_path / f"数据.{ending}", verify=False)
    first = (tmp_path / "数据.parquet").read_bytes()
    export(returns, tmp_path / "数据.parquet", verify=False)
    assert first == (tmp_path / "数据.parquet").read_bytes()
    types = {field.name: TYPES[field.type] for field in FIELDS}
    frame = pd.read_parquet(tmp_path / "数据.parquet").astype(types)
    pd.testing.assert_frame_equal(read_by_the_page(tmp_path, monkeypatch), frame)


@few
@given(amount=st.integers(0, LARGEST_VALUE))
@example(amount=1)
@example(amount=300_000)
def test_an_amount_is_the_exact_decimal_in_csv_and_in_json(
    tmp_path_factory: pytest.TempPathFactory, amount: int
) -> None:
    folder = tmp_path_factory.mktemp("export")
    returns = returns_of(load_form("ogi-2021"), ["甲局"], amount)
    with export(returns, folder / "a.csv", verify=False).open(
        encoding="utf-8-sig", newline=""
    ) as file:
        rows = [row for row in csv.DictReader(file) if row["column"] == "fees_amount"]
    text = export(returns, folder / "a.json", verify=False).read_text(encoding="utf-8")
    objects = [o for o in json.loads(text, parse_float=Decimal) if o["column"] == "fees_amount"]
    exact = Decimal(amount).scaleb(-6)
    assert [exact] == [Decimal(row["value"]) for row in rows]
    assert [exact] == [Decimal(o["value"]) for o in objects]
    assert "E" not in rows[0]["value"].upper()


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_the_same_data_gives_the_same_bytes_and_a_description_of_them(
    form_2021: Form, tmp_path: Path, ending: str
) -> None:
    returns = returns_of(form_2021, ["甲局", "乙局"])
    written = []
    for name in ("a", "b"):
        path = export(returns, tmp_path / name / f"数据.{ending}", verify=False)
        written.append((path.read_bytes(), package_path(path).read_bytes()))
    assert written[0] == written[1]


def test_no_line_of_a_csv_begins_a_formula(form_2021: Form, tmp_path: Path) -> None:
    path = export(returns_of(form_2021, HOSTILE), tmp_path / "数据.csv", verify=False)
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = {text for row in csv.reader(file) for text in row}
    assert {"'=1+1", "'@SUM(1)", "'丁", "007"} <= found
    assert set() == {text for text in found if text.startswith(("=", "@"))}


def test_two_exports_side_by_side_have_a_description_each(form_2021: Form, tmp_path: Path) -> None:
    returns = returns_of(form_2021, ["甲局"])
    for ending in ("csv", "json"):
        export(returns, tmp_path / f"数据.{ending}", verify=False)
    assert {
        f"数据{name}"
        for ending in (".csv", ".json")
        for name in (ending, f".texts{ending}", f"{ending}.datapackage.json")
    } == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("name", ["数据", "数据.xlsx", "数据.csv.gz"])
def test_another_ending_is_refused(form_2021: Form, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"请用 \.csv、\.json 或 \.parquet 结尾"):
        export(returns_of(form_2021, ["甲局"]), tmp_path / name, verify=False)
    assert [] == list(tmp_path.iterdir())


def test_without_pyarrow_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("xlreport.summary.export.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r'pip install "xlreport\[parquet\]"'):
        format_of("数据.parquet")
    assert "csv" == format_of("数据.CSV")


def test_a_file_that_cannot_be_written_is_an_output_error(form_2021: Form, tmp_path: Path) -> None:
    (tmp_path / "数据.csv").mkdir()
    with pytest.raises(OutputError, match="无法写入"):
        export(returns_of(form_2021, ["甲局"]), tmp_path / "数据.csv", verify=False)


# ---- narrative parts ----------------------------------------------------------------------------


def test_texts_are_a_frame_and_a_file_of_their_own(form_2021: Form, tmp_path: Path) -> None:
    written = {"overview": "=概述，\n第二行", "other": "无"}
    item = replace(as_return(form_2021, fill_form(form_2021, 1), year=2026), texts=written)
    returns = check_and_settle([item], roster=None, period=None, before=None, prefer={})
    parts = [text.key for text in form_2021.texts]
    frame = returns.texts
    assert ["department_code", "department", "part", "text"] == [*frame.columns]
    assert [("D01", "D01局", part) for part in parts] == [
        *frame.drop(columns="text").itertuples(index=False, name=None)
    ]
    assert written == dict(frame.dropna().set_index("part")["text"])
    export(returns, tmp_path / "数据.csv", verify=False)
    with (tmp_path / "数据.texts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [("D01", "2026", part) for part in parts] == [
        (row["code"], row["year"], row["part"]) for row in rows
    ]
    texts = {row["part"]: row["text"] for row in rows}
    assert dict.fromkeys(parts, "") | written | {"overview": "'=概述，\n第二行"} == texts
    package = json.loads((tmp_path / "数据.csv.datapackage.json").read_text(encoding="utf-8"))
    data, described = package["resources"]
    assert ("data", "texts", "数据.texts.csv") == (
        data["name"],
        *(described[n] for n in ("name", "path")),
    )
    assert [*rows[0]] == [field["name"] for field in described["schema"]["fields"]]
    assert ["code", "department", "year", "part"] == described["schema"]["primaryKey"]


def test_a_summary_has_no_file_of_texts(form_2021: Form, tmp_path: Path) -> None:
    county = consolidate(returns_of(form_2021, ["甲局"]), name="某县", verify=False)
    export(county, tmp_path / "数据.csv")
    names = {"数据.csv", "数据.csv.datapackage.json"}
    assert names == {path.name for path in tmp_path.iterdir()}
