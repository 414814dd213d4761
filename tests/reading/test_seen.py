"""What was seen in cells: a mapping like any other, in little memory."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from xlreport.reading.seen import as_seen, seen_row

CELLS = 12
by_cell = st.dictionaries(st.integers(0, CELLS - 1), st.text(max_size=3))


@some
@given(by_cell)
def test_it_is_equal_to_the_dict_it_is_made_of_and_in_the_order_of_cells(
    texts: dict[int, str],
) -> None:
    seen: Mapping[int, str] = as_seen(texts, CELLS)
    assert texts == seen
    assert (sorted(texts.items()), len(texts)) == (list(seen.items()), len(seen))
    asked = range(-CELLS - 1, CELLS + 2)
    assert [(i in texts, texts.get(i, "-")) for i in asked] == [
        (i in seen, seen.get(i, "-")) for i in asked
    ]


def test_a_cell_without_a_text_is_no_key() -> None:
    seen = seen_row(["1", None, ""])
    assert {0: "1", 2: ""} == seen
    for index in (1, 3, -1):
        with pytest.raises(KeyError):
            seen[index]


def test_it_is_held_once_and_comes_back_from_another_process() -> None:
    seen = as_seen({0: "1", 3: "26"}, CELLS)
    assert as_seen(seen, CELLS) is seen
    assert seen == pickle.loads(pickle.dumps(seen))  # noqa: S301 - our own


def test_it_takes_a_fifth_of_the_memory_of_a_dict_and_holds_equal_texts_once() -> None:
    texts = {index: str(index % 10 + 10) for index in range(200)}
    seen = as_seen(texts, 200)
    assert 5 * sys.getsizeof(seen.row) < sys.getsizeof(texts)
    assert 10 == len(set(map(id, seen.row)))
