"""Addresses by the words in them, asked of the tables: slower than the index and with no patience for typing errors."""

from borough.places.lookup.words import asked as words_asked
from borough.places.queries.addresses import asked
from borough.places.types import Line

MOST_WORDS = 6
WHOLE = (
    "concat_ws(' ', p.organisation, a.sao_text, a.sao_start::text || a.sao_start_suffix, a.pao_text,"
    " a.pao_start::text || a.pao_start_suffix, eng.name, own.name, eng.locality, eng.town, a.post_town,"
    " replace(a.postcode, ' ', ''), a.postcode)"
)


def by_words(text: str, *, limit: int, postal: bool) -> list[Line]:
    """Lines that hold every word typed, in use before those that are not; a property once."""
    typed = words_asked(text)
    words = [word for word in (*typed.words, typed.last) if word][:MOST_WORDS]
    if not words:
        return []
    where = "".join(f" AND {WHOLE} ~ %s" for _ in words) + " AND a.status = ANY(ARRAY[1, 3, 6, 8])"
    where += " AND a.postal <> 'N'" if postal else ""
    patterns = [rf"\m{word}" for word in words[:-1]] + [rf"\m{words[-1]}"]
    found = {line.uprn: line for line in reversed(asked(where, patterns, most=limit * 3))}
    return list(reversed(found.values()))[:limit]
