"""An outline is a drawing: indentation is merging, keys stand in the margin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.form.outline import Label, Outline, OutlineError, parse_outline

REQUESTS = """
received         一、新收
                 三、办理结果
granted            （一）予以公开
refused            （三）不予公开
state_secret         1.国家秘密
third_party          2.第三方
total_handled      （七）总计
"""


def test_indentation_makes_a_tree() -> None:
    expected = Outline(
        (
            Label("received", "一、新收", 2),
            Label(
                "",
                "三、办理结果",
                3,
                (
                    Label("granted", "（一）予以公开", 4),
                    Label(
                        "refused",
                        "（三）不予公开",
                        5,
                        (
                            Label("state_secret", "1.国家秘密", 6),
                            Label("third_party", "2.第三方", 7),
                        ),
                    ),
                    Label("total_handled", "（七）总计", 8),
                ),
            ),
        )
    )
    assert expected == parse_outline(REQUESTS)


def test_leaves_are_listed_in_official_order() -> None:
    keys = [leaf.key for leaf in parse_outline(REQUESTS).leaves()]
    assert ["received", "granted", "state_secret", "third_party", "total_handled"] == keys


def test_walking_names_parents_before_children() -> None:
    texts = [node.text for node in parse_outline(REQUESTS).walk()]
    assert ["一、新收", "三、办理结果", "（一）予以公开", "（三）不予公开"] == texts[:4]


def test_depth_counts_the_levels_of_the_deepest_branch() -> None:
    assert 3 == parse_outline(REQUESTS).depth()


def test_a_single_key_without_a_label_has_no_depth() -> None:
    outline = parse_outline("cases\n")
    assert (0, {"cases": ()}) == (outline.depth(), outline.paths())


def test_paths_leave_out_labels_without_a_key_where_the_leaves_stay_distinct() -> None:
    paths = parse_outline(REQUESTS).paths()
    assert ("（三）不予公开", "1.国家秘密") == paths["state_secret"]


def test_paths_name_every_level_where_leaves_would_be_mistaken_for_one_another() -> None:
    paths = parse_outline("        复议\nfirst     维持\n        诉讼\nsecond    维持\n").paths()
    assert {"first": ("复议", "维持"), "second": ("诉讼", "维持")} == paths


def test_blank_lines_count_but_mean_nothing() -> None:
    lines = [label.line for label in parse_outline("\n\nfirst   甲\n\nsecond  乙\n").labels]
    assert [3, 5] == lines


def test_blanks_inside_a_label_belong_to_it() -> None:
    assert "甲 乙" == parse_outline("first  甲 乙  ").labels[0].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "1 至少要有一个栏目。", id="nothing"),
        pytest.param(
            "first\t甲",
            "1 缩进中有制表符或全角空格；请改为半角空格。",
            id="a tab",
        ),
        pytest.param(
            "　　　甲\nfirst   乙",
            "1 缩进中有制表符或全角空格；请改为半角空格。",
            id="full-width spaces",
        ),
        pytest.param("first  甲\n       乙", "2 栏目“乙”没有代号；请在行首补上。", id="no key"),
        pytest.param(
            "first  甲\nsecond",
            "2 代号“second”右边没有栏目名称；请补上。",
            id="no label",
        ),
        pytest.param(
            "甲  乙",
            "1 行首的“甲”不能作代号；代号用小写字母开头，只含 a-z、0-9、_。",
            id="a label in the margin",
        ),
        pytest.param(
            "last  甲",
            "1 last 在勾稽关系中指以前的报告，不能作代号；请换一个。",
            id="the key last",
        ),
        pytest.param(
            "           甲\nfirst        乙\nsecond      丙",
            "3 缩进与上面各级都不对齐；请用空格与同级的栏目对齐。",
            id="an indentation between two levels",
        ),
        pytest.param(
            "first      甲\nsecond  乙",
            "2 缩进与上面各级都不对齐；请用空格与同级的栏目对齐。",
            id="left of the first label",
        ),
    ],
)
def test_a_slip_is_told_with_its_line(text: str, expected: str) -> None:
    with pytest.raises(OutlineError) as error:
        parse_outline(text)
    assert [expected] == [f"{line} {reason}" for line, reason in error.value.reasons]


ACCIDENTS = {
    "one blank behind each key": "a 甲\nbb 乙\nccc 丙",
    "two blanks behind each key": "all  合计\nwomen  女性",
    "one column off": "novels    小说\njournals   期刊\nmaps      地图",
    "a key that reaches the label above": "total   合计\nvery_long_key   女性",
}
GROUPS = {
    "aligned in the margin": "total    合计\nmedium     中型\nsmall      小型",
    "keys of one length": "aaa  甲\nbbb    乙",
    "a group without a key": "     合计\nmedium  中型\nsmall   小型",
    "deep": "a      甲\nbb       乙\nccc        丙",
    "a short margin": "a   甲\nbbb   乙",
}


@pytest.mark.parametrize("text", ACCIDENTS.values(), ids=ACCIDENTS)
def test_a_flat_list_that_alignment_makes_a_group_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(OutlineError, match="像是代号长短不一造成的；同级的名称请用空格左对齐"):
        parse_outline(text)


@pytest.mark.parametrize("text", GROUPS.values(), ids=GROUPS)
def test_a_group_that_is_drawn_as_one_is_a_group(text: str) -> None:
    assert parse_outline(text).labels[0].children


def test_an_outline_has_at_most_nine_levels() -> None:
    lines = [f"k{level}".ljust(20 + 2 * level) + "级" for level in range(10)]
    assert 9 == parse_outline("\n".join(lines[:9])).depth()
    with pytest.raises(OutlineError, match="缩进超过 9 级"):
        parse_outline("\n".join(lines))


Tree = list[tuple[str, "Tree"]]  # a label's text and what is below it


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Tree:
    text = st.text("一二三甲乙丙（）.1", min_size=1, max_size=5)
    below = trees(depth - 1) if depth else st.just([])
    return draw(st.lists(st.tuples(text, st.just([]) | below), min_size=1, max_size=3))


def draw_lines(tree: Tree, indent: int = 6) -> list[str]:
    lines = []
    for text, below in tree:
        lines += [" " * indent + text, *draw_lines(below, indent + 2)]
    return lines


def shape(labels: tuple[Label, ...]) -> Tree:
    return [(label.text, shape(label.children)) for label in labels]


@given(trees())
def test_any_tree_that_is_drawn_is_read_back(tree: Tree) -> None:
    lines = [f"k{number}".ljust(6) + line[6:] for number, line in enumerate(draw_lines(tree))]
    assert tree == shape(parse_outline("\n".join(lines)).labels)


@given(st.text(" \t　ab_1甲\n", max_size=40))
def test_any_text_is_an_outline_or_an_outline_error(text: str) -> None:
    try:
        as_it_should = all(leaf.key for leaf in parse_outline(text).leaves())
    except OutlineError as error:
        as_it_should = all(line >= 1 and said.endswith("。") for line, said in error.reasons)
    assert as_it_should
