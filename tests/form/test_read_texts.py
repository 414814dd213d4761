"""What a form file says of the narrative is read whole, and a slip is told with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.made_up_form import MADE_UP_FORM
from xlreport import load_form
from xlreport.base.errors import FormError
from xlreport.base.toml_fault import raise_kept
from xlreport.base.toml_location import TomlLocation
from xlreport.form._read_texts import join_narratives, read_narrative
from xlreport.form.form import Form
from xlreport.form.parts import Narrative, Sentence, Text
from xlreport.form.rule import Term

TEXTS = [Text("overview", "一、总体情况", "综述。", "")]
NEW = {
    "id": "received",
    "text": "overview",
    "draft": "新收{}件",
    "means": "requests.received.total",
    "phrases": ["新收{}"],
}
WORDS = {"units": ["件"], "about": ["申请"]}


STORY = """
[[text]]
key     = "story"
heading = "五、说明"
say     = "说明全年情况。"

[narrative]
units = ["册"]
about = ["借阅"]

[[narrative.sentence]]
id      = "loans"
text    = "story"
means   = "loans.all_loans.total"
phrases = ["借阅{}"]
"""


def read(form: Form, narrative: dict[str, Any]) -> Narrative:
    file = TomlLocation("a.toml")
    found = read_narrative({"narrative": narrative}, file, form.tables, TEXTS)
    raise_kept(file)
    return found


def slip(form: Form, **changes: Any) -> str:
    with pytest.raises(FormError) as caught:
        read(form, {**WORDS, "sentence": [{**NEW, **changes}]})
    return str(caught.value)


def test_a_sentence_has_a_draft_phrases_and_readings_as_sums_of_cells(form_2021: Form) -> None:
    means = ["requests.received.total", "requests.received.total - requests.carried_over.total"]
    raw = {**NEW, "means": means, "none": ["没有新收"]}
    new = form_2021.index["requests", "received", "total"]
    carried = form_2021.index["requests", "carried_over", "total"]
    readings = (Term(new, 1),), (Term(new, 1), Term(carried, -1))
    sentence = Sentence("received", "overview", "新收{}件", ("新收{}",), ("没有新收",), readings)
    expected = Narrative(units=("件",), about=("申请",), sentences=(sentence,))
    assert expected == read(form_2021, {**WORDS, "sentence": [raw]})


def test_a_form_without_a_narrative_has_no_sentences(form_2021: Form) -> None:
    assert Narrative() == read_narrative({}, TomlLocation("a.toml"), form_2021.tables, TEXTS)


def test_a_group_in_a_sum_stands_for_its_leaves(form_2021: Form) -> None:
    raw = {**NEW, "means": "requests.received.legal_person"}
    (sentence,) = read(form_2021, {**WORDS, "sentence": [raw]}).sentences
    assert [(5, (1,) * 5)] == [
        (len(terms), tuple(term.factor for term in terms)) for terms in sentence.readings
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "summary"}, "没有“summary”这个文字部分"),
        ({"draft": "新收件"}, "draft：“新收件”中须有一个 {}"),
        ({"phrases": ["新收"]}, "phrases：“新收”中须有一个 {}"),
        ({"phrases": ["{}收{}"]}, "“{}收{}”中须有一个 {}"),
        ({"phrases": ["{}"]}, "“{}”只有数字"),
        ({"phrases": ["新收 {}"]}, "“新收 {}”中有空格"),
        ({"phrases": ["新收…{}"]}, "中的 … 只能在两段文字之间"),
        ({"phrases": ["…新收{}"]}, "中的 … 只能在两段文字之间"),
        ({"phrases": ["新收{}…"]}, "中的 … 只能在两段文字之间"),
        ({"none": ["没有新收{}"]}, "none：“没有新收{}”中不能有 {}"),
        (
            {"means": "requests.received.total +"},
            "means：“requests.received.total + = 0”须是两个和式",
        ),
        ({"means": "requests.nothing.total"}, "表 requests 中没有这样的单元格"),
        ({"means": "requests.received.total + 1"}, "只能是本年单元格相加减"),
        ({"means": "last.requests.received.total"}, "只能是本年单元格相加减"),
        ({"unknown": 1}, "没有“unknown”这个字段"),
    ],
)
def test_a_slip_in_a_sentence_is_told_with_its_place(
    form_2021: Form, changes: dict[str, Any], said: str
) -> None:
    message = slip(form_2021, **changes)
    assert message.startswith("a.toml，narrative → [[narrative.sentence]] ")
    assert said in message


@pytest.mark.parametrize("name", ["units", "about"])
def test_sentences_cannot_be_read_without_these_words(form_2021: Form, name: str) -> None:
    words = {key: value for key, value in WORDS.items() if key != name}
    with pytest.raises(FormError, match=f"narrative：有 sentence 就必须写“{name}”"):
        read(form_2021, {**words, "sentence": [NEW]})


def test_the_words_of_form_and_annex_are_put_together(form_2021: Form) -> None:
    first = read(form_2021, {**WORDS, "sentence": [NEW]})
    second = Narrative(units=("件", "宗"), parts=("其中",))
    expected = Narrative(("件", "宗"), (), ("申请",), (), (), ("其中",), first.sentences)
    assert expected == join_narratives([first, second])


def test_a_narrative_is_part_of_any_form_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(MADE_UP_FORM + STORY, encoding="utf-8")
    form = load_form(tmp_path / "a.toml")
    assert ["loans"] == [sentence.id for sentence in form.narrative.sentences]


def test_a_sentence_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = MADE_UP_FORM + STORY + STORY[STORY.index("[[narrative.sentence]]") :]
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FormError, match="sentence]] loans → id：句子“loans”写了2次"):
        load_form(tmp_path / "a.toml")
