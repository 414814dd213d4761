"""The gallery of forms: every form that is shipped, every example, with pictures of the sheets.

What is said of each stands in docs/gallery.toml, in both languages; `make pictures` draws them.
"""

from __future__ import annotations

import struct
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from english import Language
from halves import ROOT
from reference_markdown import UP

from xlreport.form.form import Form
from xlreport.form.load import load_form

DOCS = Path(__file__).parent
PICTURES = DOCS / "pictures" / "gallery"
ALIKE = ("封面", "填报说明", "文字部分", "检查", "工作日")
"""The sheets that every template has; they are shown small."""

_WIDE, _HALF, _QUARTER = 726, 360, 176  # of a page of the site, in its pixels
_FLAT = 2  # a picture that is more than so many times as wide as tall is shown wider than others
_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.ENGLISH: {
        "head": """# A gallery of forms

Every form that comes with the library, and every example, as their templates look: each sheet, its
first page. A form is one [form file](../form-file.md); begin a new one with a copy of the file
that is most like it. The keys and the rules of those that are shipped are told in
[the forms](forms.md).
""",
        "colon": ": ",
        "file": "File: ",
        "shows": "It shows:",
        "tables": "Its tables:",
        "alike": "The sheets that templates have besides:",
        "picture": "The sheet {sheet} of {id}",
    },
    Language.CHINESE: {
        "head": "# 报表格式图例\n\n"
        "随程序提供的每种报表格式和每个例子，模板打开是什么样子：每张表页画出第一页。一种报表格式就是"
        "一个[报表格式文件](../form-file.md)；要写新的，把最相近的文件复制一份，从它改起。"
        "随程序提供的，各表的代号和勾稽关系见[自带的报表格式](forms.md)。\n",
        "colon": "：",
        "file": "文件：",
        "shows": "从中可以看到：",
        "tables": "填报的表页：",
        "alike": "模板中另有的表页：",
        "picture": "{id} 的表页“{sheet}”",
    },
}


@dataclass(frozen=True)
class Shown:
    """A form of the gallery: its file from the root, the period that is drawn, its sheets."""

    file: str
    period: str
    sheets: tuple[str, ...]
    said: Mapping[str, Any]  # by language

    @property
    def form(self) -> Form:
        """The form, loaded."""
        return load_form(ROOT / self.file)


def gallery() -> list[Shown]:
    """Read what is shown."""
    with (DOCS / "gallery.toml").open("rb") as file:
        entries = tomllib.load(file)["form"]
    return [
        Shown(
            each["file"],
            each["period"],
            tuple(each["sheets"]),
            {key: each[key] for key in Language},
        )
        for each in entries
    ]


def picture_of(form: Form, number: int) -> Path:
    """Return where the picture of a sheet lies; sheets are numbered from 1."""
    return PICTURES / f"{form.id}-{number}.png"


def gallery_page(language: Language) -> str:
    """Write the page in one language."""
    return "\n".join([_WORDS[language]["head"], *(_form(each, language) for each in gallery())])


def _form(shown: Shown, language: Language) -> str:
    """Write the section of one form: its tables large, the sheets that all templates have small."""
    words, said, form = _WORDS[language], shown.said[language], shown.form
    pictures = {
        sheet: _picture(form, number, sheet, language)
        for number, sheet in enumerate(shown.sheets, 1)
    }
    lines = [
        f"## {form.title}{words['colon']}{form.id}",
        "",
        said["about"],
        "",
        f"{words['file']}[{Path(shown.file).name}]({UP[language]}{shown.file})",
        "",
        words["shows"],
        "",
        *(f"- {each}" for each in said["shows"]),
        "",
        f"{words['tables']}\\",
        *(pictures[sheet] for sheet in shown.sheets if sheet not in ALIKE),
        "",
        f"{words['alike']}\\",
        *(pictures[sheet] for sheet in shown.sheets if sheet in ALIKE),
        "",
    ]
    return "\n".join(lines)


def _picture(form: Form, number: int, sheet: str, language: Language) -> str:
    path = picture_of(form, number)
    place = UP[language].removeprefix("../") + path.relative_to(DOCS).as_posix()
    wide, tall = _size(path)
    large = max(_HALF, min(_WIDE, wide // 2)) if wide > _FLAT * tall else _HALF
    shown = _QUARTER if sheet in ALIKE else large
    said = _WORDS[language]["picture"].format(sheet=sheet, id=form.id)
    return f'<img src="{place}" width="{shown}" alt="{said}">'


def _size(path: Path) -> tuple[int, int]:
    """Return how wide and how tall a PNG picture is, in pixels."""
    with path.open("rb") as file:
        wide, tall = struct.unpack(">II", file.read(24)[16:])
    return int(wide), int(tall)
