"""The library of forms: those that a file is recognised by.

They are the forms that a user gave, such as a county's own, and the shipped ones. A given form
goes before a shipped one of the same id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlreport.base.errors import FormError
from xlreport.form.form import Form
from xlreport.form.load import list_forms, load_form


@dataclass(frozen=True, slots=True)
class Library:
    """The forms that a user gave, and behind them the shipped ones, loaded when asked for.

    Only the given forms are pickled: each process loads the shipped ones itself.
    """

    given: tuple[Form, ...] = ()

    def candidates(self) -> Iterator[Form]:
        """Yield the forms that a file without a stamp may have: given ones, then shipped ones."""
        yield from self.given
        yield from shipped_forms()

    def by_id(self, name: str) -> Form | None:
        """Find a form, such as `ogi-2021+ogi-supplement`, by its id; None where there is none."""
        return next((form for form in self.given if form.id == name), None) or _shipped(name)

    def by_digest(self, name: str, digest: str) -> Form | None:
        """Find the form of this id and digest, not another version of it."""
        candidates = (*self.given, _shipped(name))
        return next((f for f in candidates if f and (f.id, f.digest) == (name, digest)), None)


SHIPPED = Library()


def library_of(forms: Iterable[Form]) -> Library:
    """Make the library that finds each of these forms, whether given or shipped."""
    return Library(tuple(form for form in dict.fromkeys(forms) if _shipped(form.id) is not form))


def shipped_forms() -> list[Form]:
    """List the forms that come with the library, in alphabetical order."""
    return [load_form(name) for name in list_forms()]


def shipped_with_annex(form: Form, annex: Form) -> Form | None:
    """Find a shipped form with a shipped annex behind it, by the ids of both; else None."""
    if {form.id, annex.id} <= set(list_forms()):
        return load_form(form.id, annex=annex.id)
    return None


def _shipped(name: str) -> Form | None:
    # The id comes out of a file: it must never be taken for the path of a form file.
    if not set(name.split("+")) <= set(list_forms()):
        return None
    try:
        return load_form(name)
    except FormError:
        return None
