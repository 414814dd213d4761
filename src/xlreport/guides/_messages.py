"""The appendix of messages: what each means, what to do, and what to say on the telephone.

The sentences on the screen stand in the catalogue, those for the officer in telephone.toml, each
once. The order is that of telephone.toml: what officers meet most comes first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, catalogue, make_finding
from xlreport.form.load import load_form
from xlreport.layout.layout import lay_form
from xlreport.reading.one_return import refer

MESSAGES_PLACE = "<!-- messages -->\n"
_HEAD = "| 屏幕上写的（例） | 意思和办法 | 电话怎么说 |\n|---|---|---|\n"
_NO_CALL = "不用打电话。"
# The cells of every example: of which form, what stands in them, and their side of the rule.
_FORM = "ogi-2021"
_CELLS = (
    ("requests.state_secret.natural_person", "12", "left"),
    ("requests.prohibited_by_law.natural_person", "3", ""),
)


@dataclass(frozen=True, slots=True)
class Message:
    """What an officer is told of one code: its meaning, and the words for the telephone.

    `seen` is what the cell of the example holds.
    """

    code: str
    means: str
    say: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that belong together, under one heading."""

    title: str
    about: str
    messages: tuple[Message, ...]


@cache
def message_groups() -> tuple[Group, ...]:
    """Load the messages in the order of their file."""
    text = files("xlreport.guides").joinpath("telephone.toml").read_text(encoding="utf-8")
    return tuple(
        Group(
            each["title"],
            each["about"],
            tuple(Message(code, **said) for code, said in each["messages"].items()),
        )
        for each in tomllib.loads(text)["group"]
    )


def messages_text() -> str:
    """Write the appendix in Markdown: a table for each group of messages."""
    return "\n".join(
        f"### {group.title}\n\n{group.about}\n\n{_HEAD}{''.join(map(_row, group.messages))}"
        for group in message_groups()
    )


def _row(message: Message) -> str:
    """Write one row of a table; the example is a finding, as an officer sees it."""
    found = examples()[message.code]
    shown = f"**{found.severity.marked}**　{_plain(found.message)}"
    meant = f"{message.means}{_plain(found.advice)}"
    return f"| {shown} | {meant} | {message.say or _NO_CALL} |\n"


@cache
def examples() -> Mapping[str, Finding]:
    """Return a finding for each message by code, with what is expected where it says so."""
    return {
        message.code: _example(message) for group in message_groups() for message in group.messages
    }


def _example(message: Message) -> Finding:
    seen = {"seen": message.seen} if message.seen else {}
    facts = {**catalogue()[message.code].example, **seen}
    return replace(make_finding(message.code, *_cells(), **facts), expected="11", difference="1")


@cache
def _cells() -> tuple[CellReference, ...]:
    """Refer to the cells of the examples as the form and its layout have them."""
    form = load_form(_FORM)
    positions = lay_form(form).positions
    return tuple(refer(form, positions, form.cell(name).index, *seen) for name, *seen in _CELLS)


def _plain(text: str) -> str:
    """Make a sentence safe in Markdown: nothing in it is emphasis, a tag or a link."""
    return re.sub(r"([*_<>\[\]`|~])", r"\\\1", text)


def told_codes() -> Iterator[str]:
    """Yield the codes of the appendix, in its order."""
    for group in message_groups():
        for message in group.messages:
            yield message.code
