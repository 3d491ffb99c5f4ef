"""SQL address search by words: slower than the index, and without tolerance for typing errors."""

from borough.address_match.search.terms import parse_query as query_terms
from borough.gazetteer.queries.addresses import select_lines
from borough.gazetteer.types import Line

MAX_TERMS = 6
FULL_TEXT = (
    "concat_ws(' ', p.organisation, a.sao_text, a.sao_start::text || a.sao_start_suffix, a.pao_text,"
    " a.pao_start::text || a.pao_start_suffix, eng.name, own.name, eng.locality, eng.town, a.post_town,"
    " replace(a.postcode, ' ', ''), a.postcode)"
)


def search_tables(text: str, *, limit: int, postal: bool) -> list[Line]:
    """Return lines with every typed word, those in use first; each property once."""
    typed = query_terms(text)
    terms = [word for word in (*typed.terms, typed.last) if word][:MAX_TERMS]
    if not terms:
        return []
    where = "".join(f" AND {FULL_TEXT} ~ %s" for _ in terms) + " AND a.status = ANY(ARRAY[1, 3, 6, 8])"
    where += " AND a.postal <> 'N'" if postal else ""
    patterns = [rf"\m{word}" for word in terms[:-1]] + [rf"\m{terms[-1]}"]
    by_uprn = {line.uprn: line for line in reversed(select_lines(where, patterns, most=limit * 3))}
    return list(reversed(by_uprn.values()))[:limit]
