"""The appendix of messages: every code of the catalogue once, with the words for the telephone."""

from __future__ import annotations

import re

from xlreport.base.finding import Severity, catalogue
from xlreport.form.load import load_form
from xlreport.guides._markdown import Grid, read_markdown
from xlreport.guides._messages import examples, message_groups, messages_text, told_codes
from xlreport.layout.layout import lay_form

MESSAGES = [message for group in message_groups() for message in group.messages]


def test_every_code_of_the_catalogue_is_told_once() -> None:
    assert sorted(catalogue()) == sorted(told_codes())


def test_every_error_and_warning_has_a_sentence_for_the_telephone() -> None:
    silent = [each.code for each in MESSAGES if not each.say]
    severe = [code for code in silent if catalogue()[code].severity is not Severity.INFO]
    assert [] == severe


def test_a_sentence_is_chinese_ends_as_one_and_is_short_enough_to_be_spoken() -> None:
    for each in MESSAGES:
        assert each.means.endswith("。"), each.code
        assert re.search(r"[。？]$", each.say or "。"), each.code
        assert len(each.say) <= 80, each.code
        words = set(re.findall(r"[A-Za-z]{3,}", each.means + each.say))
        known = {"Excel", "WPS", "Word", "PDF", "xlsx", "xls", "csv", "rar", "docx", "OpenDocument"}
        assert set() == words - known, each.code


def test_what_officers_meet_most_stands_first() -> None:
    first, *others = message_groups()
    assert "最常见的" == first.title
    assert {"RULE", "BLANK", "TOTAL-WRONG", "CONFLICT"} < {each.code for each in first.messages}
    assert all(group.messages for group in others)


def test_a_row_has_the_message_as_it_is_shown_what_it_means_what_to_do_and_what_to_say() -> None:
    tables = [block for block in read_markdown(messages_text()) if isinstance(block, Grid)]
    rows = [["".join(span.text for span in cell) for cell in row] for t in tables for row in t.rows]
    assert len(MESSAGES) == len(rows)
    for message, (shown, meant, said) in zip(MESSAGES, rows, strict=True):
        assert shown.startswith(catalogue()[message.code].severity.marked)
        assert message.means + examples()[message.code].advice == meant
        assert message.seen in shown
        assert (message.say or "不用打电话。") == said
        assert "{" not in shown + meant


def test_the_catalogue_names_the_cells_of_its_examples_as_the_form_has_them() -> None:
    form = load_form("ogi-2021")
    places = zip(form.cells, lay_form(form).positions, strict=True)
    paths = {f"表{at.sheet} {at.address}": cell.path for cell, at in places}
    said = "".join(found.message for found in examples().values())
    told = re.findall(r"(表[二三四] [A-Z]+\d+)“([^”]+)｜([^”]+)”", said)
    assert 3 == len(told)
    assert [list(labels) for _, *labels in told] == [
        paths[place].split(" › ")[-2:] for place, *_ in told
    ]
