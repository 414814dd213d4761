"""An imprinted template is the one that would have been built, part by part."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.departments import make_department, unchecked
from support.edited import read
from xlreport.base.errors import OutputError
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.field import Field, FieldKind
from xlreport.office.roster import Department, Roster
from xlreport.office.theme import load_theme
from xlreport.outgoing.master import CODE, NAME, Master, imprint, make_master
from xlreport.outgoing.template import build_template
from xlreport.outgoing.templates import write_templates

NAMES = [
    "盐池县退役军人事务局",
    "教育局&体育局",
    "<甲>局",
    "\"乙\"'丙'局",
    "《丁》〔戊〕&amp;局",
    "&P&D&&",
    "12局",
    "=1+1",
    "&" * 26,
    "A&B<C>\"D\"'E'《F》",
    "局" * 13,
]
LONG = ["局" * 14, "局" * 80, "&" * 80]  # these are built


def master_of(form: Form) -> Master:
    nobody = replace(make_department(CODE), name=NAME)
    return make_master(build_template(form, year=form.first_year, department=nobody))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert None is archive.testzip()
        return {name: archive.read(name) for name in archive.namelist()}


def same_parts(form: Form, master: Master, who: Department) -> None:
    built = parts(build_template(form, year=form.first_year, department=who))
    imprinted = parts(imprint(master, who))
    assert list(built) == list(imprinted)
    for name, content in built.items():
        assert content == imprinted[name], name
        ET.fromstring(imprinted[name])  # noqa: S314 - our own


@pytest.mark.parametrize("form", ["ogi-2021", "ogi-2019", "ogi-supplement"])
@pytest.mark.parametrize("name", NAMES)
def test_an_imprinted_template_is_the_built_one_part_by_part(form: str, name: str) -> None:
    loaded = load_form(form)
    same_parts(loaded, master_of(loaded), make_department("D&<05>", name))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(name=st.text(alphabet="局&<>\"'《》12=+ A", max_size=11).map(lambda text: f"某{text}局"))
def test_any_name_comes_out_as_it_would_have_been_built(name: str) -> None:
    form = load_form("ogi-supplement")
    same_parts(form, master_of(form), make_department("D05", name))


@pytest.mark.parametrize("name", NAMES)
def test_an_imprinted_template_is_read_back_as_that_department_s(
    form_2021: Form, name: str
) -> None:
    back = read(imprint(master_of(form_2021), make_department("D05", name)), form_2021)
    assert (name, "D05", form_2021.first_year) == (back.department, back.code, back.year)


def test_no_placeholder_is_left(form_2021: Form) -> None:
    data = imprint(master_of(form_2021), make_department("D05", "甲局"))
    for name, content in parts(data).items():
        assert not re.search("[\ue000-\uf8ff]", content.decode()), name


def test_the_placeholders_stand_in_the_master(form_2021: Form) -> None:
    everything = b"".join(
        piece for _, part in master_of(form_2021).parts for piece in part
    ).decode()
    assert NAME in everything
    assert CODE in everything


def test_the_same_department_gives_the_same_bytes(form_2021: Form) -> None:
    master, who = master_of(form_2021), make_department("D05", "甲局")
    assert imprint(master, who) == imprint(master, who)
    assert imprint(master_of(form_2021), who) == imprint(master, who)


def test_templates_of_a_roster_are_those_that_would_have_been_built(
    tmp_path: Path, form_2021: Form
) -> None:
    (tmp_path / "主题.toml").write_text('office = "某办"\n', encoding="utf-8")
    theme = tmp_path / "主题.toml"
    roster = unchecked(*(make_department(f"D{n}", name) for n, name in enumerate([*NAMES, *LONG])))
    paths = write_templates(
        form_2021, roster, year=2026, folder=tmp_path / "发放", deadline="1月20日", theme=theme
    )
    for path, who in zip(paths, roster.departments, strict=True):
        fields = {Field(FieldKind.DEADLINE): "1月20日"}
        built = build_template(
            form_2021, year=2026, department=who, fields=fields, theme=load_theme(theme)
        )
        assert parts(built) == parts(path.read_bytes())


def test_where_a_file_cannot_be_written_the_others_are_and_nothing_is_left_half_written(
    tmp_path: Path, form_2021: Form
) -> None:
    roster = Roster("", (make_department("D01"), make_department("D02"), make_department("D03")))
    folder = tmp_path / "发放"
    (folder / "D02_D02局_2026_政府信息公开工作年度报告.xlsx").mkdir(parents=True)
    with pytest.raises(OutputError, match="D02_D02局_2026"):
        write_templates(form_2021, roster, year=2026, folder=folder)
    left = sorted(path.name for path in folder.iterdir())
    assert [
        "D01_D01局_2026_政府信息公开工作年度报告.xlsx",
        "D02_D02局_2026_政府信息公开工作年度报告.xlsx",
        "D03_D03局_2026_政府信息公开工作年度报告.xlsx",
    ] == left
    whole = (folder / "D01_D01局_2026_政府信息公开工作年度报告.xlsx").read_bytes()
    assert "D01局" == read(whole, form_2021).department
