"""The description of exported data follows the Data Package standard and tells the truth."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from support.filled import as_return, fill_form
from xlreport import Form
from xlreport.returns.received import check_and_settle
from xlreport.summary._datapackage import FIELDS, describe
from xlreport.summary._extract import Extract, extract

PAGE = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")


@pytest.fixture
def content(form_2021: Form) -> Extract:
    """Give what is exported of one return."""
    item = as_return(form_2021, fill_form(form_2021, 1), year=2026)
    return extract(check_and_settle([item], roster=None, period=None, before=None, prefer={}))


def package_of(content: Extract, file: str = "数据.csv", kind: str = "csv") -> dict[str, Any]:
    package: dict[str, Any] = json.loads(describe(content, file, kind, b"data"))
    return package


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
def test_the_resource_names_file_format_and_hash(content: Extract, kind: str) -> None:
    (resource,) = package_of(content, f"数据.{kind}", kind)["resources"]
    assert (f"数据.{kind}", kind) == (resource["path"], resource["format"])
    assert f"sha256:{hashlib.sha256(b'data').hexdigest()}" == resource["hash"]
    assert ("encoding" in resource) is (kind != "parquet")


def test_names_are_such_as_the_standard_allows(content: Extract) -> None:
    package = package_of(content)
    names = [package["name"], package["resources"][0]["name"]]
    assert [] == [name for name in names if not re.fullmatch(r"[-a-z0-9._/]+", name)]
    assert "ogi-2021-2026" == package["name"]


def test_every_column_has_a_type_of_the_standard_a_chinese_title_and_a_description(
    content: Extract,
) -> None:
    schema = package_of(content)["resources"][0]["schema"]
    names = [field["name"] for field in schema["fields"]]
    assert [field.name for field in FIELDS] == names
    assert len(set(names)) == len(names)
    titles = {field["title"] for field in schema["fields"]}
    assert len(titles) == len(names)
    for field in schema["fields"]:
        assert field["type"] in {"string", "boolean", "integer", "number"}
        assert re.search(r"[一-鿿]", field["title"])
        assert field["description"].endswith("。")
    assert set(schema["primaryKey"]) < set(names)


def test_every_rule_is_there_with_its_sentence_and_relations(
    content: Extract, form_2021: Form
) -> None:
    rules = package_of(content)["rules"]
    assert [rule.id for rule in form_2021.rules] == [rule["id"] for rule in rules]
    balance = next(rule for rule in rules if rule["id"] == "T3-ID")
    assert {
        "id": "T3-ID",
        "table": "requests",
        "severity": "error",
        "sentence": "第一项加第二项之和，等于第三项加第四项之和",
        "every": "column",
        "relations": ["received + carried_over = total_handled + carried_forward"],
    } == balance


def test_sources_are_the_files_with_their_sums_and_no_licence_is_claimed(
    content: Extract,
) -> None:
    package = package_of(content)
    assert [{"title": "D01.xlsx", "sha256": ""}] == package["sources"]
    assert "licenses" not in package
    assert "1 个单位的数据" == package["description"]


def test_the_page_on_exports_names_every_column_and_its_type() -> None:
    table = PAGE.partition("## Columns")[2].partition("## Formats")[0]
    rows = re.findall(r"^\| (`.+?`) \| (\w+) \|", table, flags=re.MULTILINE)
    told = [(name, kind) for names, kind in rows for name in re.findall(r"`(\w+)`", names)]
    assert [(field.name, field.type) for field in FIELDS] == told
