from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.odd_workbooks import MAIN, packed, parts
from xlreport.formats._strings import plain_strings, read_shared_strings
from xlreport.formats.container import LIMITS, Container, Unreadable, open_container

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
PLAIN = [
    "<si><t>公开</t></si>",
    "<si><t></t></si>",
    '<si><t xml:space="preserve"> a  b </t></si>',
    "<si><t>3 &lt; 4 &amp;#49; &quot;&apos;&gt;</t></si>",
    "<si><t>_x000D_</t></si>",
    '<si><t>字</t><phoneticPr fontId="1" type="noConversion"/></si>',
]
OTHERS = [
    "<si/>",
    "<si><t/></si>",
    "<si><r><t>一</t></r><r><rPr><strike/></rPr><t>2</t></r></si>",
    "<si><t>3</t><rPh sb='0' eb='1'><t>さん</t></rPh></si>",
    "<si><t>&#51;</t></si>",
    "<si><t><![CDATA[</si>]]></t></si>",
    "<si><!-- </si> --><t>5</t></si>",
    "\n<si>\n<t>7</t>\n</si>",
    "<si><t>a\rb</t></si>",
    "<si xmlns='other'><t>1</t></si>",
    "<si><t>1</t><t>2</t></si>",
]


def part(*items: str, declaration: str = DECLARATION, root: str = "sst") -> bytes:
    return f'{declaration}<{root} xmlns="{MAIN}">{"".join(items)}</{root}>'.encode()


def container(data: bytes) -> Container:
    return open_container(packed(parts("", {"xl/sharedStrings.xml": data})), LIMITS)


def read(data: bytes) -> tuple[list[str], set[int]]:
    return read_shared_strings(container(data), "xl/sharedstrings.xml")


def test_strings_written_plainly_are_taken_as_they_stand() -> None:
    expected = ["公开", "", " a  b ", "3 < 4 &#49; \"'>", "_x000D_", "字"]
    assert expected == plain_strings(part(*PLAIN))


@pytest.mark.parametrize("other", OTHERS)
def test_one_string_written_otherwise_sends_all_the_general_way(other: str) -> None:
    assert plain_strings(part(PLAIN[0], other, declaration="")) is None


@given(st.lists(st.sampled_from([*PLAIN, *OTHERS]), max_size=6))
def test_both_ways_give_the_same_strings(items: list[str]) -> None:
    # A comment behind the last string is what the plain way does not take.
    general = part(*items, "<!-- -->", declaration="")
    assert plain_strings(general) is None
    assert read(general) == read(part(*items, declaration=""))


@given(st.lists(st.text(alphabet=st.sampled_from("a &lt;<>t/si]\"'公\n\t_x0d"), max_size=12)))
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
    assert plain_strings(data) is None


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
