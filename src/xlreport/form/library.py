"""The library of forms: the editions that a file is recognised by.

They are the forms that a caller gave, such as those of a county, and the shipped forms. A given
form takes precedence over a shipped one of the same id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlreport.base.errors import FormError
from xlreport.form.form import Form
from xlreport.form.load import list_forms, load_form


@dataclass(frozen=True, slots=True)
class Library:
    """The forms that a caller gave and, after them, the shipped forms, loaded when asked for.

    Only given forms are pickled: each process loads the shipped ones itself.
    """

    given: tuple[Form, ...] = ()

    def candidates(self) -> Iterator[Form]:
        """Yield the forms that labels are compared with: given ones, then shipped ones."""
        yield from self.given
        yield from shipped_forms()

    def by_id(self, name: str) -> Form | None:
        """Return a form by its id, such as `ogi-2021+ogi-supplement`; None if it is not known."""
        return next((form for form in self.given if form.id == name), None) or _shipped(name)

    def by_digest(self, name: str, digest: str) -> Form | None:
        """Return the form of this id and digest; None if only another version is known."""
        candidates = (*self.given, _shipped(name))
        return next((f for f in candidates if f and (f.id, f.digest) == (name, digest)), None)


SHIPPED = Library()


def library_of(forms: Iterable[Form]) -> Library:
    """Make a library of given and shipped forms in which each of them is found again."""
    return Library(tuple(form for form in dict.fromkeys(forms) if _shipped(form.id) is not form))


def shipped_forms() -> list[Form]:
    """List the shipped forms, in alphabetical order of their ids."""
    return [load_form(name) for name in list_forms()]


def shipped_with_annex(form: Form, annex: Form) -> Form | None:
    """Load a form with an annex by their ids; None unless both are shipped."""
    if {form.id, annex.id} <= set(list_forms()):
        return load_form(form.id, annex=annex.id)
    return None


def _shipped(name: str) -> Form | None:
    # The id comes from a foreign file and must never be taken for the path of a form file.
    if not set(name.split("+")) <= set(list_forms()):
        return None
    try:
        return load_form(name)
    except FormError:
        return None
