"""Search: from typed text to matching addresses, best first."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import tantivy
from tantivy import Occur, Query

from borough.address_match.search.terms import POSTAL, SearchQuery, parse_query
from borough.address_match.spelling import fold_spelling

FUZZY_FROM: Final = 4  # letters: shorter words have too many neighbours
FIELD: Final = "terms"


class IndexHit(NamedTuple):
    """A search hit: the property, the line as indexed, and a score."""

    uprn: int
    label: str
    score: float


def find(
    searcher: tantivy.Searcher, shape: tantivy.Schema, text: str, *, limit: int = 10, postal: bool = False
) -> list[IndexHit]:
    """Return the addresses that match a text, one for each property, best first; none for a text without words.

    postal: only delivery addresses.

    Words are searched exactly, then unknown words with one letter wrong, then all words with one letter wrong, then
    with some words left out.
    """
    typed = parse_query(text)
    if not typed.last:
        return []
    posted = Query.const_score_query(Query.term_query(shape, FIELD, POSTAL, "basic"), 0.0)
    for plan in _plans(searcher, shape, typed):
        query = Query.boolean_query([(Occur.Must, plan), (Occur.Must, posted)]) if postal else plan
        matches = searcher.search(query, limit=limit + 5, count=False, weight_by_field="weight").hits
        if matches:
            return _best_hits(searcher, matches, limit)
    return []


def _best_hits(
    searcher: tantivy.Searcher, matches: list[tuple[float, tantivy.DocAddress]], limit: int
) -> list[IndexHit]:
    """Return the first `limit` properties; a property found by two lines gets the better one."""
    hits: dict[int, IndexHit] = {}
    for score, address in matches:
        document = searcher.doc(address)
        hits.setdefault(uprn := int(document["uprn"][0]), IndexHit(uprn, str(document["label"][0]), float(score)))
        if len(hits) == limit:
            break
    return list(hits.values())


def _plans(searcher: tantivy.Searcher, shape: tantivy.Schema, typed: SearchQuery) -> Iterator[Query]:
    """Yield queries to try in turn until one has a result, cheapest first."""
    exact = [_term_query(shape, word) for word in typed.terms]
    lone = not exact and len(typed.last) == 1  # half of all addresses have a word that begins with it
    last = _prefix_query(shape, typed.last) if typed.is_prefix and not lone else _term_query(shape, typed.last)
    yield _all_of([*exact, last])
    terms = (*typed.terms, typed.last)
    near = [_fuzzy_query(shape, word, begun=typed.is_prefix and at == len(terms) - 1) for at, word in enumerate(terms)]
    known = [searcher.doc_freq(FIELD, fold_spelling(word)) > 0 for word in terms]
    if 0 < sum(known) < len(terms):
        yield _all_of([query if there else far for query, far, there in zip((*exact, last), near, known, strict=True)])
    yield _all_of(near)
    for missing in (1, 2, 3):
        if len(near) - missing >= max(1, len(near) // 2):
            yield Query.boolean_query([(Occur.Should, query) for query in near], len(near) - missing)


def _all_of(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


def _term_query(shape: tantivy.Schema, word: str) -> Query:
    return Query.term_query(shape, FIELD, fold_spelling(word), "freq")


def _prefix_query(shape: tantivy.Schema, word: str) -> Query:
    """Match the word itself, ranked above words that begin with it."""
    begins = Query.fuzzy_term_query(shape, FIELD, word, distance=0, prefix=True)
    return Query.boolean_query(
        [(Occur.Should, Query.boost_query(_term_query(shape, word), 2.0)), (Occur.Should, begins)]
    )


def _fuzzy_query(shape: tantivy.Schema, word: str, *, begun: bool) -> Query:
    """Match the word within one edit, two for a long word. Numbers must match exactly."""
    same = _prefix_query(shape, word) if begun else _term_query(shape, word)
    if word[-1:].isalpha() and word[:-1].isdigit():  # 12A may be entered as 12
        return Query.boolean_query([(Occur.Should, same), (Occur.Should, _term_query(shape, word[:-1]))])
    if len(word) < FUZZY_FROM or any(letter.isdigit() for letter in word):
        return same
    near = Query.fuzzy_term_query(shape, FIELD, word, distance=1 if len(word) < 8 else 2, prefix=begun)
    return Query.boolean_query([(Occur.Should, Query.boost_query(same, 3.0)), (Occur.Should, near)])
