"""Published reports, mapped to the cells of a form by the labels they print."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from support.departments import make_department
from support.settled import return_of
from xlreport.form.label import is_label
from xlreport.form.load import load_form
from xlreport.formats.sources import Source
from xlreport.outgoing.template import build_template
from xlreport.reading.reader import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlreport.form.form import Form
    from xlreport.form.outline import Label, Outline
    from xlreport.form.parts import Table
    from xlreport.reading.one_return import Return


FOLDER: Final = Path(__file__).parent / "reports"

Labels = tuple[str, ...]  # from the outermost to the one that reaches the body

_LEGAL_PERSONS: Final = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_TABLE3_COLUMNS: Final = (
    ("申请人情况", "自然人"),
    *(("申请人情况", "法人或其他组织", name) for name in _LEGAL_PERSONS),
    ("申请人情况", "总计"),
)
_TABLE4_BLOCKS: Final = {
    "review": ("行政复议",),
    "direct": ("行政诉讼", "未经复议直接起诉"),
    "after_review": ("行政诉讼", "复议后起诉"),
}
_TABLE4_COLUMNS: Final = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


@dataclass(frozen=True, slots=True)
class RealReport:
    """One published report; `printed` are its cells by table, row labels, column labels."""

    slug: str
    org: str
    year: int
    form: Form
    complete: bool
    printed: Mapping[tuple[str, Labels, Labels], str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What became of a report's cells: texts by cell index, and labels the form has not."""

    texts: Mapping[int, str]
    unknown: frozenset[str]


@cache
def load_reports() -> Mapping[str, RealReport]:
    """Load all reports, by slug, with every label as the report prints it."""
    loaded = [json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))]
    return {raw["slug"]: _report(raw) for raw in loaded}


def map_cells(report: RealReport, by_hand: Mapping[str, str] | None = None) -> Mapped:
    """Find each printed cell in the report's form by its labels; `by_hand` maps odd labels."""
    texts: dict[int, str] = {}
    unknown: set[str] = set()
    for (table, row, column), text in report.printed.items():
        labels = [
            tuple((by_hand or {}).get(label, label) for label in path) for path in (row, column)
        ]
        found = _find(report.form, report.form.table(table), *labels)
        if isinstance(found, int):
            assert found not in texts, f"two texts for {row} {column}"
            texts[found] = text
        else:
            unknown |= found
    return Mapped(texts, frozenset(unknown))


def _report(raw: Mapping[str, Any]) -> RealReport:
    variants: Mapping[str, str] = raw["label_variants"]

    def printed(labels: Labels) -> Labels:
        for official, variant in variants.items():
            labels = tuple(label.replace(official, variant) for label in labels)
        return labels

    cells = {(table, printed(r), printed(c)): text for table, r, c, text in _cells(raw)}
    form = load_form(f"ogi-{raw['edition']}")
    return RealReport(raw["slug"], raw["org"], raw["year"], form, raw["complete"], cells)


def _cells(raw: Mapping[str, Any]) -> Iterator[tuple[str, Labels, Labels, str]]:
    for row, cells in raw["table2"].items():
        for column, text in cells.items():
            yield "proactive", (row,), (column,), text
    for row, texts in raw["table3"].items():
        for labels, text in zip(_TABLE3_COLUMNS, texts, strict=True):
            yield "requests", tuple(row.split("/")), labels, text
    for block, texts in raw["table4"].items():
        for column, text in zip(_TABLE4_COLUMNS, texts, strict=True):
            yield "remedies", (), (*_TABLE4_BLOCKS[block], column), text


def _find(form: Form, table: Table, row: Labels, column: Labels) -> int | set[str]:
    """Give the index of the cell with these labels, or those of the labels that lead nowhere."""
    keys = [(_key(form, p.rows, row), _key(form, p.columns, column)) for p in table.parts]
    for row_key, column_key in keys:
        if row_key is not None and column_key is not None:
            return form.index[table.key, row_key, column_key]
    known = [any(pair[axis] is not None for pair in keys) for axis in (0, 1)]
    lost = {
        "/".join(path) for path, is_known in zip((row, column), known, strict=True) if not is_known
    }
    return lost or {f"{'/'.join(row)} × {'/'.join(column)}"}


def _key(form: Form, outline: Outline, path: Labels) -> str | None:
    """Give the key of the leaf whose labels are these, or are spelt like them."""
    for key, labels in _leaves(outline.labels, ()):
        if len(labels) == len(path):
            pairs = zip(labels, path, strict=True)
            if all(is_label(form, official, seen) for official, seen in pairs):
                return key
    return None


def _leaves(labels: tuple[Label, ...], above: Labels) -> Iterator[tuple[str, Labels]]:
    for label in labels:
        path = (*above, label.text) if label.text else above
        if label.children:
            yield from _leaves(label.children, path)
        else:
            yield label.key, path


# Labels as printed that no form knows, and the official ones they plainly stand for.
BY_HAND: Final = {
    # The header states a unit, which the form's own header does not.
    "beijing-jie-2020": {"采购总金额(万元)": "采购总金额"},
    # The number before the label was lost.
    "erdao-fangzheng-2022": {"属于三类内容事务信息": "5.属于三类内部事务信息"},
    # A mirror in traditional characters, with remarks of the city's own in the labels.
    "wuhan-sthj-2020": {
        "規章(設區的市、自治州人民政府應提供相關數據)": "规章",
        "規範性檔案(…)": "规范性文件",
        "上一年項目數量(指2019年事項數)": "上一年项目数量",
        "本年增/減(…減用負值表示,如-8)": "本年增/减",
        "處理決定數量(指2020年辦件量)": "处理决定数量",
    },
}
SLUGS: Final = sorted(file.stem for file in FOLDER.glob("*.json"))


def report_of(slug: str) -> tuple[RealReport, Mapping[int, str]]:
    report = load_reports()[slug]
    return report, map_cells(report, BY_HAND.get(slug)).texts


def read_back(form: Form, year: int, org: str, texts: Mapping[int, str]) -> Return:
    who = make_department("D01", org)
    data = build_template(form, year=year, department=who, values=texts)
    return return_of(read_bytes(Source(Path("报送表.xlsx")), data))


@cache
def read_report(slug: str) -> Return:
    report, texts = report_of(slug)
    return read_back(report.form, report.year, report.org, texts)
