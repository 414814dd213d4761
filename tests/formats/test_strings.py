from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.odd_workbooks import MAIN, packed, parts
from xlreport.formats import _strings
from xlreport.formats._strings import plain_strings, read_shared_strings
from xlreport.formats.container import LIMITS, Container, Unreadable, open_container

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
PLAIN = [
    "<si><t>公开</t></si>",
    "<si><t></t></si>",
    '<si><t xml:space="preserve"> a  b </t></si>',
    "<si><t>3 &lt; 4 &amp;#49; &quot;&apos;&gt;</t></si>",
    "<si><t>_x000D_</t></si>",
    "<si><t>&#51;&#x4E00;</t></si>",
    '<si><t>字</t><phoneticPr fontId="1" type="noConversion"/></si>',
    "\n  <si>\n    <t>\n7</t>\n  </si>",
]
ALONE = [
    "<si><t/></si>",
    "<si><r><t>一</t></r><r><rPr><strike/></rPr><t>2</t></r></si>",
    '<si><r><rPr><color rgb="FFFFFFFF"/></rPr><t>_x0031_</t></r><r><t>&#52;</t></r></si>',
    "<si><t>3</t><rPh sb='0' eb='1'><t>さん</t></rPh></si>",
    "<si>\n<r>\n<t>7</t>\n</r>\n</si>",
    "<si><!-- a --><t>5</t></si>",
    "<si><t>1</t><t>2</t></si>",
]
OTHERS = [
    "<si/>",
    "<si><t><![CDATA[</si>]]></t></si>",
    "<si><!-- </si> --><t>5</t></si>",
    "<si><t>a\rb</t></si>",
    "<si xmlns='other'><t>1</t></si>",
]


def part(*items: str, declaration: str = DECLARATION, root: str = "sst") -> bytes:
    return f'{declaration}<{root} xmlns="{MAIN}">{"".join(items)}</{root}>'.encode()


def container(data: bytes) -> Container:
    return open_container(packed(parts("", {"xl/sharedStrings.xml": data})), LIMITS)


def read(data: bytes) -> tuple[list[str], set[int]]:
    return read_shared_strings(container(data), "xl/sharedstrings.xml")


def plain(data: bytes) -> list[tuple[str, bool]] | None:
    return plain_strings(container(data), data)


def test_strings_written_plainly_are_taken_as_they_stand() -> None:
    expected = ["公开", "", " a  b ", "3 < 4 &#49; \"'>", "\r", "3一", "字", "\n7"]
    assert [(text, False) for text in expected] == plain(part(*PLAIN))


def test_a_string_with_runs_is_parsed_by_itself_and_only_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = part(*ALONE)
    expected = ["", "一2", "14", "3", "7", "5", "12"]
    found = plain(data)
    assert found is not None
    assert expected == [text for text, _ in found]
    assert [1, 2] == [number for number, (_, is_struck) in enumerate(found) if is_struck]
    monkeypatch.setattr(_strings, "parse", None)
    assert found == plain(data)


@pytest.mark.parametrize("other", OTHERS)
def test_one_string_written_otherwise_sends_all_the_general_way(other: str) -> None:
    assert plain(part(PLAIN[0], other, declaration="")) is None


def test_many_strings_with_runs_are_not_parsed_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_strings, "_MOST_NEW", 2)
    items = [f"<si><r><t>{number} of many</t></r></si>" for number in range(3)]
    assert plain(part(*items[:2])) is not None
    assert (
        plain(part(*items, "<si><r><t>one more</t></r></si>", "<si><r><t>two</t></r></si>")) is None
    )


@pytest.mark.parametrize("text", ["&#0;", "&#xFFFF;", "&#xD800;", "&#x110000;", "&nbsp;", "&"])
def test_what_is_no_character_is_not_read_as_one(text: str) -> None:
    assert plain(part(f"<si><t>{text}</t></si>")) is None
    assert "FILE-DAMAGED" == outcome(part(f"<si><t>{text}</t></si>"))


@given(st.lists(st.sampled_from([*PLAIN, *ALONE, *OTHERS]), max_size=6))
def test_both_ways_give_the_same_strings(items: list[str]) -> None:
    # A comment behind the last string is what the plain way does not take.
    general = part(*items, "<!-- -->", declaration="")
    assert plain(general) is None
    assert read(general) == read(part(*items, declaration=""))


def test_tags_are_counted_alike_both_ways() -> None:
    counts = []
    for data in (part(*PLAIN, *ALONE), part(*PLAIN, *ALONE, "<x/>")):
        strings = container(data)
        _strings._KEPT.clear()
        read_shared_strings(strings, "xl/sharedstrings.xml")
        counts.append(strings.tags)
    assert plain(part("<x/>")) is None
    assert counts[0] + 1 == counts[1]


@given(
    st.lists(st.text(alphabet=st.sampled_from("a &lt;<>t/si]\"'公\n\t_x0d\x01\ufffe"), max_size=12))
)
def test_whatever_stands_in_a_string_is_damage_or_read_the_same_both_ways(
    texts: list[str],
) -> None:
    items = [f"<si><t>{text}</t></si>" for text in texts]
    assert outcome(part(*items, "<!-- -->", declaration="")) == outcome(
        part(*items, declaration="")
    )


def outcome(data: bytes) -> tuple[list[str], set[int]] | str:
    try:
        return read(data)
    except Unreadable as error:
        return error.code


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</sst>", "</sst>\u3000".encode()),
        (b"</sst>", b"</sst><sst>"),
        (b"</sst>", b"&nbsp;</sst>"),
        (b'main">', b'main" count="1" count="2">'),
        (b"<sst ", b'<sst xmlns:a="" '),
        (b"<si>", b"</sst><si>"),
        (b"</t></si>", b"</t><phoneticPr fontId='1' fontId='2'/></si>"),
    ],
)
def test_damage_around_the_strings_is_damage_both_ways(old: bytes, new: bytes) -> None:
    data = part(PLAIN[0]).replace(old, new)
    assert plain(data) is None
    assert "FILE-DAMAGED" == outcome(data)


@pytest.mark.parametrize(
    "data",
    [
        part(PLAIN[0], declaration="").decode().encode("utf-16"),
        part(PLAIN[0], root="x:sst", declaration="").replace(b"xmlns=", b"xmlns:x="),
        part(PLAIN[0], declaration='<?xml version="1.0" encoding="GBK"?>'),
        part(PLAIN[0], declaration="<!DOCTYPE sst>"),
        part(PLAIN[0]).replace("公".encode(), b"\xb9"),
    ],
)
def test_a_part_in_another_encoding_or_namespace_is_not_taken_as_it_stands(data: bytes) -> None:
    assert plain(data) is None


@pytest.mark.parametrize(
    ("properties", "is_hidden"),
    [
        ('<color rgb="FFFFFFFF"/>', True),
        ('<color theme="0"/>', True),
        ('<color indexed="9"/>', True),
        ('<sz val="1"/>', True),
        ('<sz val="11"/><color rgb="FFFFFFCC"/>', True),
        ('<sz val="11"/><color theme="1"/>', False),
        ('<b/><color rgb="FFFF0000"/>', False),
        ('<color auto="1"/>', False),
        ('<sz val="8"/>', False),
    ],
)
def test_a_run_that_nobody_sees_is_no_part_of_a_number(properties: str, is_hidden: bool) -> None:
    item = f"<si><r><t>11</t></r><r><rPr>{properties}</rPr><t>9</t></r></si>"
    strings = read_shared_strings(container(part(item)), "xl/sharedstrings.xml")
    assert (["119"], {0} if is_hidden else set()) == (strings.texts, strings.struck)
