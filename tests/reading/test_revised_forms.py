"""Templates that were sent out before a form file was revised are read as those of today."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.departments import make_department
from support.edited import filled_template, with_parts
from support.made_up_form import load_made_up
from support.mutated import take_apart
from xlreport.base.errors import FormError
from xlreport.form.load import load_form
from xlreport.formats.sources import Source
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.reader import read_source

# In the stamps of the templates of version 0.1.0, and of those before checks were of kinds.
IN_USE = [
    *(("ogi-2019", "31b70f6a2d9a"), ("ogi-2019", "b2b47c725f3d")),
    *(("ogi-2021", "f075241d0618"), ("ogi-2021", "80e5632aed39")),
    ("ogi-supplement", "57d663e3f726"),
]
OTHER = "0123456789ab"


def codes(name: str, digest: str, folder: Path) -> set[str]:
    """Give the codes found in a filled template of a form with another digest in its stamps."""
    return {finding.code for finding in item_of(name, digest, folder).findings}


def item_of(name: str, digest: str, folder: Path) -> Unread | Return:
    """Read a filled template of a form with another digest in its stamps."""
    form = load_form(name)
    data = filled_template(form, make_department("D01"))
    members = take_apart(data).members
    old, new = form.digest[:12].encode(), digest.encode()
    path = folder / "a.xlsx"
    path.write_bytes(with_parts(data, {n: part.replace(old, new) for n, part in members.items()}))
    return read_source(Source(path))


@pytest.mark.parametrize(("name", "digest"), IN_USE)
def test_a_digest_in_use_is_known(name: str, digest: str) -> None:
    assert any(each.startswith(digest) for each in load_form(name).revised_digests)


def test_a_template_of_an_earlier_text_is_read_without_a_notice(tmp_path: Path) -> None:
    form = load_form("ogi-2021+ogi-supplement")
    earlier = min(form.revised_digests - {form.digest})[:12]
    assert set() == codes("ogi-2021", "80e5632aed39", tmp_path)
    assert set() == codes(form.id, earlier, tmp_path)
    assert {"FORM-REVISED"} == codes("ogi-2021", OTHER, tmp_path)


def test_a_template_of_another_form_file_may_count_otherwise_and_has_no_figure_code(
    tmp_path: Path,
) -> None:
    known, unknown = (item_of("ogi-2021", digest, tmp_path) for digest in ("80e5632aed39", OTHER))
    assert isinstance(known, Return)
    assert isinstance(unknown, Return)
    assert known.figure_code != unknown.figure_code == ""


def test_a_form_of_ones_own_says_which_texts_it_revises(tmp_path: Path) -> None:
    digest = load_made_up(tmp_path).digest
    new = load_made_up(tmp_path, ("from   = 2020", f"from   = 2020\nrevises = ['{digest}']"))
    assert new.revised_digests == {digest, new.digest}
    with pytest.raises(FormError, match="第5行，revises：“0123456789ab”不是 SHA-256 校验值"):
        load_made_up(tmp_path, ("from   = 2020", f"from   = 2020\nrevises = ['{OTHER}']"))
