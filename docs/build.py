"""Build the pages of docs/reference/ from what the library itself goes by.

Sentences, meanings and policy stand once, in the library; a page that repeats them is generated,
and tests/pages/test_docs_pages.py holds that it is fresh. Pages that show a run are run, and the
outputs in them replaced.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from guide_pages import guide_pages, guide_source
from halves import ROOT, half_of
from page_runs import put_outputs, run_page
from reference import reference_pages
from reference_cli import cli_page
from reference_forms import forms_page

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import CatalogueEntry, Finding, Severity, catalogue, make_finding
from xlreport.commands._demonstration import run_demo
from xlreport.form.blanks import whole_policy
from xlreport.form.meanings import MEANINGS, NOT_APPLICABLE
from xlreport.form.measure import NUMERIC, Kind

DOCS = Path(__file__).parent
RUN = (
    "tutorial.md",
    "how-to/annex-and-theme.md",
    "how-to/figures-in-pandas.md",
    "how-to/fill-by-program.md",
    "how-to/last-year.md",
    "how-to/new-edition.md",
    "how-to/second-sources.md",
    "how-to/waivers.md",
    "zh/officer.md",
)
"""The pages that show a run; their Chinese halves show the same outputs.

All but the tutorial, which makes it, find the demonstration there.
"""

DEMO = "演示"
_GENERATED = "<!-- Written by docs/build.py: change the library and run `make pages`. -->"

# The cells of every example; both stand in table 三 of the edition of 2021.
_CELLS = (
    CellReference("三", "D11", "三 › （三）不予公开 › 1.属于国家秘密 › 自然人", "12", "left"),
    CellReference("三", "D12", "三 › （三）不予公开 › 2.其他法律行政法规禁止公开 › 自然人", "3"),
)

_FINDINGS_HEAD = """# 审核问题：每一种提示的意思 / The findings

每个问题有一个代码、一种程度、一句说明和一句办法。错误：退回修改，不计入汇总；警告：请核对，照常计入；
提示：不需要处理。报表格式文件可以给勾稽关系规定另一种程度。

Each finding has a code, a severity, a sentence and an advice. An error sends the return back; a
warning is to be looked at, the figures are added up; an info needs nothing. A form file can give
its own rules another severity. Words in braces are filled in from the return.
"""

_VALUES_HEAD = """# 数字、日期、选项怎样写 / What a typed value means

每一种写法都有固定的读法，没有列出的写法一律不猜，按“不能读取”处理。

Every way of writing has one reading; whatever is not in this table is a word and never guessed at.
The first row that fits is the meaning.

| 填写的 typed | 读作 taken for | 用于 in cells of | 程度 severity | 说明 | in English |
|---|---|---|---|---|---|
"""

_BLANKS_HEAD = """
## 空白和零 / Blanks and zeros

| 填写的 typed | 怎样处理 | in English |
|---|---|---|
"""

# One English sentence for each row of the table of meanings and of the policy; a row without one
# stops the build.
_MEANINGS_EN: Mapping[str, str] = {
    "blank": "Nothing is written; type 0 where there was nothing.",
    "only-spaces": "The cell holds spaces alone.",
    "error-value": "A formula failed, or the cell is damaged; type the number.",
    "boolean": "A truth value, no number.",
    "not-applicable": "A slash, a dash or “none”; type 0 where there was nothing.",
    "date": "A date, or a number formatted as one.",
    "percent": "A percentage, or a number formatted as one.",
    "shown-otherwise": "The cell's format, or a conditional one, shows another number, or none.",
    "struck": "Characters are struck out, raised or lowered, so the digits are not one number.",
    "word": "No number; type Arabic digits alone.",
    "too-large": "Larger than any value can be; check digits and unit.",
    "fraction": "Only a whole number can stand here.",
    "unit-unknown": "An amount without its unit; write 元 or 万元.",
    "rounded": "An amount finer than 分, rounded to 分.",
    "remark": "The remark in brackets does not count.",
    "stated-unit": "An amount that names its unit, as it should.",
    "converted": "An amount in another unit than the column's, converted.",
    "with-unit": "The unit is left out.",
    "signed-word": "An increase or decrease in words; use the sign.",
    "thousands": "Thousands separators are left out.",
    "plus-sign": "The plus sign is left out.",
    "leading-zeros": "Leading zeros are left out.",
    "full-width": "Full-width characters are read as ordinary ones.",
    "spaces": "Spaces and line ends around or within the number are left out.",
    "text-number": "A number stored as text.",
    "places": "More decimal places than the form has; round it.",
    "percent-missing": "No percent sign, so 55.56% and 5556% look the same.",
    "share-of-1": "A fraction without a percent sign, read as a percentage.",
    "rounded-as-shown": "More places are stored than the form has; the displayed ones are taken.",
    "no-such-date": "There is no such day, or it is not within 1901 to 2199.",
    "short-year": "A year of two digits; write four.",
    "part-of-date": "Not a whole date; write year, month and day.",
    "no-date": "No date; write it like 2026-01-05.",
    "date-spelling": "A date in another spelling, or stored as text; a time of day is left out.",
    "yes-no-number": "1 is yes and 0 is no.",
    "yes-no-sign": "A sign or word that means yes or no.",
    "no-yes-no": "Neither yes nor no.",
    "choice-spelling": "A choice but for blanks, or the width of characters.",
    "choice-variant": "Other words for a choice, which the form file names in `[variants]`.",
    "no-choice": "None of the choices of the list.",
    "lost-digits": "A number of more than 15 digits, of which a spreadsheet keeps 15.",
    "too-long": "A text that is too long.",
    "pattern": "A text that is not written as the form wants it.",
    "number-as-text": "A number in a cell for text, taken as displayed.",
    "plain": "As it should be.",
}
_POLICY_EN = (
    "Type 0 where there is nothing.",
    "A blank in a row that holds a number is 0, with a notice.",
    "A row that is wholly blank is not filled in: a warning asks for it.",
    "A table that is wholly blank without a nil declaration is an error.",
    "A table declared nil on the cover is all 0.",
    "A slash, a dash or “none” is a blank, with a warning.",
    "A blank date, choice, text, percentage or average is not filled in: a warning asks for it.",
    "Where the form says that a blank is 0, it is 0.",
    "Where the form says that a cell must be filled in, a blank is an error.",
    "Where the form says that there may be no figure yet, a blank is missing without a word.",
)
_KINDS = {
    Kind.COUNT: "件数 count",
    Kind.CHANGE: "增减 change",
    Kind.MONEY: "金额 money",
    Kind.DECIMAL: "小数 decimal",
    Kind.PERCENTAGE: "百分比 percentage",
    Kind.DATE: "日期 date",
    Kind.TEXT: "文字 text",
    Kind.YES_NO: "是否 yes/no",
    Kind.CHOICE: "选项 choice",
}


def pages() -> dict[str, str]:
    """Return the pages by their path within docs."""
    built = {"reference/cli.md": cli_page(), "reference/forms.md": forms_page()}
    written = {"reference/findings.md": _findings_page(), "reference/values.md": _values_page()}
    written |= {name: f"{_GENERATED}\n\n{text}" for name, text in built.items()}
    return written | reference_pages()


def run(name: str, folder: Path, demo: Path) -> dict[Path, str]:
    """Run a page in an empty folder, with a copy of the demonstration unless the page makes it.

    Returns the text of the page, and of its half, by the files that they are written in.
    """
    text = written_in(name).read_text(encoding="utf-8")
    if f"$ xlreport demo --out {DEMO}\n" not in text:
        shutil.copytree(demo, folder / DEMO)
    ran = run_page(text, folder)
    half = ROOT / half_of(f"docs/{name}")
    if not half.is_file():
        return {written_in(name): ran}
    return {written_in(name): ran, half: put_outputs(half.read_text(encoding="utf-8"), ran)}


def written_in(name: str) -> Path:
    """Return the file that a person writes a page in: the page, or the source it is made of."""
    return guide_source(name) or DOCS / name


def _findings_page() -> str:
    return "\n".join([_GENERATED, _FINDINGS_HEAD, *map(_entry, catalogue().values())])


def _entry(entry: CatalogueEntry) -> str:
    """Write the section of one code; an example only where the sentences have places to fill."""
    chinese, english = entry.zh + entry.advice_zh, f"{entry.en} {entry.advice_en}"
    lines = [
        f"## {entry.code}\n",
        f"{_said(entry.severity)}\n",
        f"- {_marked(chinese)}",
        f"- {_marked(re.sub(r'!s}', '}', english))}",
    ]
    if "{" in chinese + english:
        example = _example(entry)
        lines += [
            f"- 例 / example: {_marked(example.message + example.advice)}",
            f"- {_marked(example.english)}",
        ]
    return "\n".join(lines) + "\n"


def _example(entry: CatalogueEntry) -> Finding:
    """Make the finding of the example, with what is expected where a sentence says so."""
    found = make_finding(entry.code, *_CELLS, **entry.example)
    return replace(found, expected="9", difference="3")


def _values_page() -> str:
    rows = []
    for way in MEANINGS:
        typed = (
            "（空白）" if not way.example else "（空格）" if way.example.isspace() else way.example
        )
        shown = typed if typed.startswith("（") else f"`{typed}`"
        said = "；".join(filter(None, (way.sentence, way.other)))
        kinds = _kinds(way.kinds)
        rows.append(_row(shown, way.taken, kinds, _said(way.severity), said, _MEANINGS_EN[way.id]))
    policy = [_row(*line, said) for line, said in zip(whole_policy(), _POLICY_EN, strict=True)]
    tokens = "、".join(f"`{token}`" for token in NOT_APPLICABLE)
    lines = [
        *(_GENERATED, "\n", _VALUES_HEAD, *rows, _BLANKS_HEAD, *policy),
        f"\n视为空着的写法 / read as a blank: {tokens}\n",
    ]
    return "".join(lines)


def _kinds(kinds: frozenset[Kind]) -> str:
    """Name the kinds of cells in which a way of writing occurs."""
    if kinds == frozenset(Kind):
        return "各类 all"
    if kinds >= NUMERIC:
        others = "".join(f"、{_KINDS[kind]}" for kind in Kind if kind in kinds - NUMERIC)
        return f"各类数字 numbers{others}"
    return "、".join(_KINDS[kind] for kind in Kind if kind in kinds)


def _said(severity: str) -> str:
    return f"{Severity(severity).chinese} / {severity}" if severity else "—"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |\n"


def _marked(text: str) -> str:
    """Make text safe in Markdown: nothing in it is emphasis, a tag or a link."""
    return re.sub(r"([*_<>\[\]`|])", r"\\\1", text)


def main() -> None:
    """Write every page."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as place:
        demo = run_demo(Path(place) / DEMO).folder
        for number, name in enumerate(RUN):
            folder = Path(place) / str(number)
            folder.mkdir()
            for path, text in run(name, folder, demo).items():
                path.write_text(text, encoding="utf-8")
    for name, text in guide_pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
