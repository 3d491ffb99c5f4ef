"""From what someone typed to the addresses that may be meant, the likeliest first."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import tantivy
from tantivy import Occur, Query

from borough.places.lookup.words import POSTAL, Typed, asked
from borough.places.matching.words import fold

FUZZY_FROM: Final = 4  # letters: shorter words have too many neighbours
FIELD: Final = "words"


class Hit(NamedTuple):
    """An address that may be meant: the property, the line as it was written when the index was made, and a score."""

    uprn: int
    label: str
    score: float


def find(
    searcher: tantivy.Searcher, shape: tantivy.Schema, text: str, *, limit: int = 10, postal: bool = False
) -> list[Hit]:
    """The addresses a text may mean, one a property, the likeliest first; none for a text without words.

    postal: only those that letters go to.

    Words are looked for as they are, then those that no address has with a letter wrong, then all with a letter wrong,
    then without some of them.
    """
    typed = asked(text)
    if not typed.last:
        return []
    posted = Query.const_score_query(Query.term_query(shape, FIELD, POSTAL, "basic"), 0.0)
    for plan in _plans(searcher, shape, typed):
        query = Query.boolean_query([(Occur.Must, plan), (Occur.Must, posted)]) if postal else plan
        found = searcher.search(query, limit=limit + 5, count=False, weight_by_field="weight").hits
        if found:
            return _told(searcher, found, limit)
    return []


def _told(searcher: tantivy.Searcher, found: list[tuple[float, tantivy.DocAddress]], limit: int) -> list[Hit]:
    """The first so many properties; a property found by two of its lines is told by the better one."""
    hits: dict[int, Hit] = {}
    for score, address in found:
        kept = searcher.doc(address)
        hits.setdefault(uprn := int(kept["uprn"][0]), Hit(uprn, str(kept["label"][0]), float(score)))
        if len(hits) == limit:
            break
    return list(hits.values())


def _plans(searcher: tantivy.Searcher, shape: tantivy.Schema, typed: Typed) -> Iterator[Query]:
    """Questions to ask in turn until one has an answer, from the cheapest on."""
    exact = [_word(shape, word) for word in typed.words]
    lone = not exact and len(typed.last) == 1  # half of all addresses have a word that begins with it
    last = _beginning(shape, typed.last) if typed.begun and not lone else _word(shape, typed.last)
    yield _all([*exact, last])
    words = (*typed.words, typed.last)
    near = [_near(shape, word, begun=typed.begun and at == len(words) - 1) for at, word in enumerate(words)]
    known = [searcher.doc_freq(FIELD, fold(word)) > 0 for word in words]
    if 0 < sum(known) < len(words):
        yield _all([one if there else far for one, far, there in zip((*exact, last), near, known, strict=True)])
    yield _all(near)
    for missing in (1, 2, 3):
        if len(near) - missing >= max(1, len(near) // 2):
            yield Query.boolean_query([(Occur.Should, one) for one in near], len(near) - missing)


def _all(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


def _word(shape: tantivy.Schema, word: str) -> Query:
    return Query.term_query(shape, FIELD, fold(word), "freq")


def _beginning(shape: tantivy.Schema, word: str) -> Query:
    """The word itself before the words it may be the beginning of."""
    begins = Query.fuzzy_term_query(shape, FIELD, word, distance=0, prefix=True)
    return Query.boolean_query([(Occur.Should, Query.boost_query(_word(shape, word), 2.0)), (Occur.Should, begins)])


def _near(shape: tantivy.Schema, word: str, *, begun: bool) -> Query:
    """The word, or one a letter away; two away for a long one. Numbers are what they are."""
    same = _beginning(shape, word) if begun else _word(shape, word)
    if word[-1:].isalpha() and word[:-1].isdigit():  # 12A may be entered as 12
        return Query.boolean_query([(Occur.Should, same), (Occur.Should, _word(shape, word[:-1]))])
    if len(word) < FUZZY_FROM or any(letter.isdigit() for letter in word):
        return same
    near = Query.fuzzy_term_query(shape, FIELD, word, distance=1 if len(word) < 8 else 2, prefix=begun)
    return Query.boolean_query([(Occur.Should, Query.boost_query(same, 3.0)), (Occur.Should, near)])
