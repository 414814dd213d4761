"""The share on a summary's cover is read back as it was written, or as a hand has written it."""

from __future__ import annotations

import pytest

from xlreport.layout.share import Share, read_share


@pytest.mark.parametrize("text", ["27／31", "27/31", " 27 ／ 31", "27／31 个单位（未报送4个）"])
def test_a_share_is_read_with_either_slash(text: str) -> None:
    assert Share(27, 31) == read_share(text)


@pytest.mark.parametrize("text", ["", "27", "全部", "含 27／31"])
def test_another_text_has_no_share(text: str) -> None:
    assert read_share(text) is None


def test_what_is_written_is_read_back() -> None:
    assert Share(27, 31) == read_share(str(Share(27, 31)))
