"""Search in two scripts: English words are stemmed, Chinese is found by pairs of characters.

Chinese has no blanks between words. A dictionary of words would have to be installed, and the
browser, which has none, would look for the whole query as one word. Pairs need no dictionary and
are the same on both sides.
"""

from __future__ import annotations

import re

from sphinx.search.en import SearchEnglish

_RUNS = re.compile(r"[一-鿿]+|[^\W一-鿿]+")

OPTIONS = frozenset({"against", "into", "no", "out", "to", "with"})
"""Common words of English that are looked for all the same: `--with` is an option."""


class SearchByPairs(SearchEnglish):
    """English search that also cuts runs of Chinese into pairs: 勾稽关系 is 勾稽, 稽关, 关系."""

    lang = "pairs"
    stopwords = SearchEnglish.stopwords - OPTIONS
    js_splitter_code = """
var splitQuery = (query) =>
  (query.match(/[一-鿿]+|[^\\s\\p{P}\\p{S}一-鿿]+/gu) || []).flatMap((run) =>
    /^[一-鿿]{3,}$/.test(run)
      ? Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2))
      : [run],
  );
"""

    def split(self, input: str) -> list[str]:  # noqa: A002 - the name is Sphinx's
        """Split a text into words and pairs."""
        return [word for run in _RUNS.findall(input) for word in _pairs(run)]


def _pairs(run: str) -> list[str]:
    if len(run) < 3 or not "一" <= run[0] <= "鿿":
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]
