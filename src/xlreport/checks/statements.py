"""The numbers that a narrative states: read by the phrases of the form file, or drafted.

Reading is careful rather than complete: a number that may be about something else (another year,
a part of the whole, other kinds of cases) is ignored, because a false warning costs more trust
than a missed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from xlreport.form.form import Form
from xlreport.form.measure import format_value
from xlreport.form.parts import GAP, NUMBER, Narrative, Sentence
from xlreport.form.rule import Terms

_LONGEST_QUOTE = 80  # characters; of a longer sentence only the clause is quoted
_SENTENCE = re.compile(r"[^。！？!?\n]{1,1000}")  # a sentence without an end is read in pieces
# A comma before exactly three digits belongs to a number: 3,259.
_CLAUSE_ENDS = re.compile(r"[；;：:、]|[，,](?![0-9]{3}(?![0-9]))")
_DROPPED = re.compile(r"[（(][^（()）\n]*[）)]| +")
_WIDE_DIGIT = re.compile("[０-９]")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_SHORT_GAP = r"([^0-9。！？!?；;：:，,\n]{0,20}?)"
_CHINESE = "[零〇一二两三四五六七八九十百千]{1,9}"
_FIGURE = rf"(?<![0-9.])(?P<number>[0-9]{{1,3}}(?:[,，][0-9]{{3}}){{1,20}}|[0-9]{{1,9}}|{_CHINESE})"
_ENDS_HERE = r"(?=$|[，,；;、和或及与])"
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Statement:
    """A number that a narrative states for a sentence of the form, with the words quoted."""

    sentence: Sentence
    number: int
    quote: str


@dataclass(frozen=True, slots=True)
class _Plain:
    """A narrative without blanks and brackets; `kept` are the offsets in the original, in runs."""

    text: str
    original: str
    kept: tuple[range, ...]

    def quote(self, start: int, end: int) -> str:
        """Return the original words between two offsets."""
        return self.original[self._offset(start) : self._offset(end - 1) + 1]

    def _offset(self, at: int) -> int:
        """Return the offset in the original of a character, by its offset here."""
        for run in self.kept:
            if at < len(run):
                return run[at]
            at -= len(run)
        raise IndexError(at)


def read_statements(narrative: Narrative, key: str, text: str, year: int | None) -> list[Statement]:
    """Read the numbers that narrative part `key` states about `year`, by the form's sentences.

    Each number is taken once, for the first sentence of the form whose phrase contains it.
    """
    sentences = [sentence for sentence in narrative.sentences if sentence.text == key]
    plain = _plain(text)
    spans = [
        match.span()
        for match in _SENTENCE.finditer(plain.text)
        if any(word in match[0] for word in narrative.about)
    ]
    if not spans:
        return []  # and make no patterns
    taken: set[int] = set()
    statements = []
    for sentence in sentences:
        patterns = _patterns(narrative, sentence)
        for start, end in spans:
            for match, number in _matches(patterns, plain.text, start, end):
                clause = _clause_bounds(plain.text, start, end, match)
                offset = match.start("number") if match.re.groupindex else match.end()
                if offset not in taken and _is_meant(
                    narrative, plain.text, start, clause, match, year
                ):
                    taken.add(offset)
                    quoted = (start, end) if end - start <= _LONGEST_QUOTE else clause
                    statements.append(Statement(sentence, number, plain.quote(*quoted)))
    return statements


def _plain(text: str) -> _Plain:
    """Drop blanks and bracketed remarks, which only detail the words before them."""
    lines = (line if line.isprintable() else _blanked(line) for line in text.split("\n"))
    shown = _WIDE_DIGIT.sub(lambda match: chr(ord(match[0]) - 0xFEE0), "\n".join(lines))
    dropped = [match.span() for match in _DROPPED.finditer(shown)]
    starts, ends = [0, *(end for _, end in dropped)], [*(start for start, _ in dropped), len(text)]
    kept = tuple(map(range, starts, ends))
    return _Plain("".join(shown[run.start : run.stop] for run in kept), text, kept)


def _blanked(line: str) -> str:
    """Put a blank in the place of each sign that does not print, such as a wide blank."""
    return "".join(sign if sign.isprintable() else " " for sign in line)


def _matches(
    patterns: Sequence[re.Pattern[str]], text: str, start: int, end: int
) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the matches of the patterns between two offsets, each with the number it states."""
    for pattern in patterns:
        for match in pattern.finditer(text, start, end):
            number = _number(match["number"]) if pattern.groupindex else 0
            if number is not None:
                yield match, number


@cache
def _patterns(narrative: Narrative, sentence: Sentence) -> tuple[re.Pattern[str], ...]:
    """Make the patterns of a sentence: those with a number, then those that state there is none."""
    fillers, units = _any_of(narrative.fillers), _any_of(narrative.units)
    figure = f"{fillers}{{0,4}}{_FIGURE}{units}"
    stated = [figure.join(map(_words, phrase.split(NUMBER))) for phrase in sentence.phrases]
    return tuple(map(re.compile, [*stated, *(_words(none) + _ENDS_HERE for none in sentence.none)]))


def _words(part: str) -> str:
    return _SHORT_GAP.join(map(re.escape, part.split(GAP)))


def _any_of(words: tuple[str, ...]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"


def _clause_bounds(text: str, start: int, end: int, match: re.Match[str]) -> tuple[int, int]:
    """Return start and end of the clause, or clauses, of a match."""
    before = [sign.end() for sign in _CLAUSE_ENDS.finditer(text, start, match.start())]
    behind = _CLAUSE_ENDS.search(text, match.end(), end)
    return before[-1] if before else start, behind.start() if behind else end


def _is_meant(
    narrative: Narrative,
    text: str,
    start: int,
    clause: tuple[int, int],
    match: re.Match[str],
    year: int | None,
) -> bool:
    """Tell whether a match is about all cases of this year and about no other cases."""
    years = {int(number) for number in _YEAR.findall(text[start : match.end()])}
    stated = match.re.groupindex.get("number", 0)
    gaps = [gap for number, gap in enumerate(match.groups(), 1) if number != stated]
    # A phrase that states there was nothing ends at 和 or 、; what follows is counted separately.
    behind = text[match.end() : clause[1]] if stated else ""
    around = [text[clause[0] : match.start()], *gaps, behind]
    other_words = (*narrative.beside, *narrative.others)
    # The words after 其中 are about a part, up to the semicolon that ends the enumeration.
    enumeration = max(text.rfind(sign, start, match.start()) for sign in "；;")
    topic = _last(narrative.about, text[start : match.end()])
    return (
        years <= {year}
        and topic > _last(narrative.others, text[start : match.start()])
        and not any(word in piece for word in other_words for piece in around)
        and _last(narrative.parts, text[max(enumeration, start) : match.start()]) < 0
    )


def _last(words: tuple[str, ...], text: str) -> int:
    """Return the last offset of any of the words, -1 where there is none."""
    return max((text.rfind(word) for word in words), default=-1)


def _number(text: str) -> int | None:
    """Return a number written in digits or in Chinese; None for 一, which states nothing."""
    digits = text.replace(",", "").replace("，", "")
    if digits.isascii():
        return int(digits)
    if text == "一":
        return None  # 收到一件、办结一件 is a figure of speech
    total, digit = 0, 0
    for sign in text:
        if sign in _TENS:
            total, digit = total + (digit or 1) * _TENS[sign], 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def draft_sentences(form: Form, values: Sequence[int | None], key: str) -> tuple[str, ...]:
    """Draft the paragraphs of narrative part `key` from `values` (scaled integers by cell index).

    The clauses over one table make a sentence. A clause whose cells all miss a value is left out;
    without any clause there is no paragraph.
    """
    usable = [
        sentence
        for sentence in form.narrative.sentences
        if sentence.text == key
        and sentence.draft
        and any(values[term.cell] is not None for term in sentence.readings[0])
    ]
    drafts = [
        "，".join(_clause(form, values, sentence) for sentence in sentences)
        for _, sentences in groupby(usable, lambda sentence: _table(form, sentence))
    ]
    return (f"{'。'.join(drafts)}。",) if drafts else ()


def add_up(values: Sequence[int | None], terms: Terms) -> int:
    """Add up the cells of a reading; a missing cell counts as 0, as in SUM."""
    return sum((values[term.cell] or 0) * term.factor for term in terms)


def _clause(form: Form, values: Sequence[int | None], sentence: Sentence) -> str:
    terms = sentence.readings[0]
    number = format_value(add_up(values, terms), form.cells[terms[0].cell].measure)
    return sentence.draft.replace(NUMBER, number)


def _table(form: Form, sentence: Sentence) -> str:
    return form.cells[sentence.readings[0][0].cell].table
