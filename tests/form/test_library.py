"""The library of forms: given forms before shipped ones, and nothing else is ever opened."""

from __future__ import annotations

import pickle
from dataclasses import replace

from xlreport import Form, list_forms, load_form
from xlreport.form.library import (
    SHIPPED,
    Library,
    library_of,
    shipped_forms,
    shipped_with_annex,
)


def test_a_given_form_goes_before_a_shipped_one_of_its_id(form_2021: Form) -> None:
    given = replace(form_2021, digest="a county's own")
    library = Library((given,))
    assert given is library.by_id("ogi-2021")
    assert given is library.by_digest("ogi-2021", "a county's own")
    assert form_2021 is library.by_digest("ogi-2021", form_2021.digest)
    assert library.by_digest("ogi-2021", "another") is None


def test_candidates_are_the_given_forms_and_then_the_shipped_ones(form_2021: Form) -> None:
    given = replace(form_2021)
    assert [given, *map(load_form, list_forms())] == list(Library((given,)).candidates())
    assert list_forms() == [form.id for form in shipped_forms()]


def test_a_form_with_an_annex_is_found_by_the_ids_of_both(form_2019: Form, form_2021: Form) -> None:
    together = load_form("ogi-2021+ogi-supplement")
    assert together is SHIPPED.by_id("ogi-2021+ogi-supplement")
    assert together is shipped_with_annex(form_2021, load_form("ogi-supplement"))
    assert shipped_with_annex(form_2021, replace(form_2019, id="a county's own")) is None


def test_an_id_that_is_not_known_is_never_opened() -> None:
    for name in ("", "ogi-1999", "../forms/ogi-2021.toml", "ogi-2021+ogi-2021", "ogi-2021+"):
        assert SHIPPED.by_id(name) is None


def test_shipped_forms_are_not_pickled(form_2021: Form) -> None:
    given = replace(form_2021, digest="a county's own")
    library = library_of([form_2021, given, form_2021])
    assert (given,) == library.given
    assert len(pickle.dumps(SHIPPED)) < 100
    (again,) = pickle.loads(pickle.dumps(library)).given  # noqa: S301 - pickled just now
    assert ("ogi-2021", "a county's own") == (again.id, again.digest)
