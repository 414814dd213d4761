"""Compact returns: what is packed comes out as it went in, and nothing else comes out."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.departments import make_department
from support.edited import filled_template
from xlreport import Form
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, Severity
from xlreport.base.period import Period
from xlreport.form.library import SHIPPED, Library
from xlreport.form.load import load_form
from xlreport.formats.sources import Source
from xlreport.layout.layout import Position, lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.layout.summary import lay_summary
from xlreport.reading.one_return import Return, Unread, located_return
from xlreport.reading.reader import read_source
from xlreport.returns.packing import pack, unpack, unpack_return

BUILT_IN = load_form("ogi-2021")
GIVEN = replace(load_form("ogi-2019"))  # as if loaded once more: the same content, another form
WITH_ANNEX = load_form("ogi-2021+ogi-supplement")
SOURCE = Source(Path("表.xlsx"))

texts = st.text(st.characters(), max_size=8)  # half a surrogate pair among them
periods = st.none() | st.builds(Period, st.integers(1900, 2100))
stamps = st.builds(
    Stamp, st.sampled_from(StampKind), texts, texts, periods, texts, st.integers(1, 999_999)
)
findings = st.builds(
    Finding,
    texts,
    st.sampled_from(Severity),
    st.lists(st.builds(CellReference, texts, texts, texts, texts, texts), max_size=2).map(tuple),
    st.dictionaries(texts, texts, max_size=2),
    rule=texts,
    expected=texts,
    difference=texts,
    answer=texts,
    waiver=texts,
)


@st.composite
def returns(draw: st.DrawFn) -> Return:
    """Draw a return with something in every field that reading fills."""
    form = draw(st.sampled_from([BUILT_IN, GIVEN, WITH_ANNEX]))
    cells = len(form.cells)
    indexes = st.frozensets(st.integers(0, 300), max_size=3)
    figures = st.lists(st.none() | st.integers(), min_size=1, max_size=5)

    def row() -> tuple[int | None, ...]:
        drawn = draw(figures)
        return tuple(drawn[index % len(drawn)] for index in range(cells))

    moved = Position(draw(texts), draw(st.integers(-1, 99)), draw(st.integers(-1, 99)))
    homes = [lay_form(form).positions, lay_summary(form).positions] if form else [()]
    item = Return(
        SOURCE,
        draw(texts),
        form,
        stamp=draw(st.none() | stamps),
        period=draw(periods),
        code=draw(texts),
        department=draw(texts),
        revision=draw(st.integers(1, 999_999)),
        modified=draw(texts),
        nil=draw(st.frozensets(texts, max_size=2)),
        judged=row(),
        values=row(),
        seen=draw(st.dictionaries(st.integers(0, cells - 1), texts, max_size=4)),
        unreadable=draw(indexes),
        blank_totals=draw(indexes),
        typed_totals=draw(indexes),
        positions=draw(st.sampled_from([*homes, (moved,) * cells])),
        texts=draw(st.dictionaries(texts, texts, max_size=2)),
        explanations=draw(st.dictionaries(texts, texts, max_size=2)),
        findings=tuple(draw(st.lists(findings, max_size=2))),
    )
    return located_return(item)


@given(returns())
def test_what_is_packed_comes_out_as_it_went_in(item: Return) -> None:
    back = unpack_return(pack(item), SOURCE, Library((GIVEN,)))
    assert item == back
    assert sorted(item.seen.items()) == list(back.seen.items())


@given(texts, st.lists(findings, max_size=2), st.none() | stamps)
def test_an_unread_file_comes_out_as_it_went_in(
    sha256: str, found: list[Finding], stamp: Stamp | None
) -> None:
    item = located_return(Unread(SOURCE, sha256, tuple(found), stamp))
    packed = pack(item)
    assert item == unpack(packed, SOURCE, SHIPPED)
    with pytest.raises(ValueError, match="the file could not be read"):
        unpack_return(packed, SOURCE, SHIPPED)


def test_every_field_but_those_of_later_is_packed() -> None:
    packed = json.loads(pack(Return(SOURCE, "", BUILT_IN)))
    assert {field.name for field in fields(Return)} - packed.keys() == {
        "source",
        "as_read",
        "corrections",
        "published",
        "sent",
    }


def test_a_return_that_was_read_takes_few_bytes_and_shares_its_places(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled_template(BUILT_IN, make_department("D01")))
    item = read_source(Source(path))
    packed = pack(item)
    assert len(packed) < 5_000
    assert unpack_return(packed, Source(path), SHIPPED).positions is lay_form(BUILT_IN).positions


def test_the_findings_of_a_packed_return_are_about_the_file_it_is_unpacked_for() -> None:
    item = Unread(SOURCE, "", (Finding("FILE-EMPTY", Severity.ERROR),))
    back = unpack(pack(item), Source(Path("另一个.xlsx")), SHIPPED)
    assert ["另一个.xlsx"] == [finding.file for finding in back.findings]


def test_a_form_is_the_very_one_that_was_given() -> None:
    again = replace(GIVEN)
    item = Return(SOURCE, "", form=GIVEN, positions=lay_form(GIVEN).positions)
    item = replace(item, judged=(None,) * len(item.positions), values=(None,) * len(item.positions))
    assert unpack_return(pack(item), SOURCE, Library((again,))).form is again


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("form", [0, BUILT_IN.digest]),
        ("form", ["ogi-2021", "another digest"]),
        ("form", ["ogi-1999", ""]),
        ("form", ["../forms/ogi-2021.toml", BUILT_IN.digest]),
        ("form", None),
        ("values", []),
        ("positions", "elsewhere"),
        ("positions", []),
        ("seen", [[1], []]),
        ("stamp", ["letter", "", "", None, "", 1]),
        ("findings", [["RULE"]]),
        ("findings", [["RULE", "fatal", [], {}, "", "", "", "", ""]]),
    ],
)
def test_what_was_tampered_with_is_refused(name: str, value: object) -> None:
    none = (None,) * len(BUILT_IN.cells)
    item = Return(
        SOURCE, "", form=BUILT_IN, judged=none, values=none, positions=lay_form(BUILT_IN).positions
    )
    content = json.loads(pack(item)) | {name: value}
    with pytest.raises(ValueError, match=r"."):
        unpack(json.dumps(content).encode(), SOURCE, SHIPPED)


@given(st.binary(max_size=40) | st.sampled_from([b"[" * 100_000, b"9" * 5_000, b"{}", b"[]"]))
def test_bytes_that_nobody_packed_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(data, SOURCE, SHIPPED)


def test_a_form_that_comes_with_the_library_goes_by_its_id(form_2021: Form) -> None:
    none = (None,) * len(form_2021.cells)
    item = Return(
        SOURCE, "", form_2021, judged=none, values=none, positions=lay_form(form_2021).positions
    )
    assert ["ogi-2021", form_2021.digest] == json.loads(pack(item))["form"]
