"""Faults in a form or theme file: kept while it is read, and told all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches

from xlreport.base.errors import FormError, FormFault
from xlreport.base.toml_location import TomlLocation, find_line, name_place
from xlreport.base.toml_sentences import SENTENCES

_LONGEST_VALUE = 60  # characters of a quoted value
_MOST_LISTED = 100  # faults in a message
_SIMILAR = 0.65  # of two words, from 0 to 1


def fault_sentence(code: str, **facts: object) -> str:
    """Return the sentence about a fault, with its placeholders filled."""
    return SENTENCES[code].format(**facts)


def fault(code: str, location: TomlLocation, **facts: object) -> FormError:
    """Make the error about a fault in a form file: its location, what is wrong, what to do."""
    return error_at(location, fault_sentence(code, **facts))


def error_at(location: TomlLocation, sentence: str) -> FormError:
    """Make the error of a location and a sentence."""
    return error_of([fault_at(location, sentence)])


def fault_at(location: TomlLocation, sentence: str) -> FormFault:
    """Make the fault of a location and a sentence."""
    place = name_place(location)
    return FormFault(location.file, find_line(location), location.steps, place, sentence)


def error_of(faults: Sequence[FormFault]) -> FormError:
    """Make the error of one or more faults; more are listed, the first hundred of them."""
    if len(faults) == 1:
        return FormError(str(faults[0]), faults)
    files = list(dict.fromkeys(fault.file for fault in faults))
    listed = faults[:_MOST_LISTED]
    lines = [fault_sentence("many-faults", files="、".join(files), count=len(faults))]
    lines += [fault.within_file if len(files) == 1 else str(fault) for fault in listed]
    if len(faults) > len(listed):
        lines.append(fault_sentence("more-faults", count=len(faults) - len(listed)))
    return FormError("\n".join(lines), faults)


@contextmanager
def kept(location: TomlLocation) -> Iterator[None]:
    """Keep the faults of the error that a block raises, so that reading goes on behind the block.

    They are kept in the `faults` of the location, which all locations of a file share.
    """
    try:
        yield
    except FormError as error:
        location.faults.extend(error.faults)
        if not error.faults and str(error):  # about another form, for example
            location.faults.append(fault_at(location, str(error)))


def keep(code: str, location: TomlLocation, **facts: object) -> None:
    """Keep a fault, so that reading goes on."""
    location.faults.append(fault_at(location, fault_sentence(code, **facts)))


def has_fault(location: TomlLocation) -> bool:
    """Tell whether a fault was kept at a location or within it."""
    steps = location.steps
    return any(fault.path[: len(steps)] == steps for fault in location.faults)


def stop_if_faulty(location: TomlLocation) -> None:
    """Raise `FormError`, without a further fault, if one was kept at a location or within it."""
    if has_fault(location):
        raise FormError("")


def similar(name: str, known: Iterable[str]) -> list[str]:
    """List the word, of those that are known, that seems to be meant, if there is one."""
    return get_close_matches(name, list(known), n=1, cutoff=_SIMILAR)


def raise_kept(*files: TomlLocation) -> None:
    """Raise `FormError` with the faults that were kept, in the order of files and lines."""
    faults = [f for file in files for f in sorted(file.faults, key=lambda fault: fault.line)]
    if faults:
        raise error_of(faults)


def guess(name: str, known: Iterable[str]) -> str:
    """Ask in Chinese whether one of the words that are known was meant; "" if none is similar."""
    return "".join(f"，是不是“{word}”" for word in similar(name, known))


def quote_value(value: object) -> str:
    """Quote a value as TOML writes it, cut after 60 characters."""
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
