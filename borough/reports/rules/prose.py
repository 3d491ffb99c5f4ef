"""Parse prose with references, and find numbers or claims without a figure."""

import re
from collections.abc import Iterator

from borough.reports.types import BadReference, CheckedText, Piece, Reference, Text

_PIECE = re.compile(r"\[(?P<text>[^\]]+)\]\{(?P<check>[^{}]+)\}|\{(?P<ask>[^{}]+)\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\[{“])|\s+(?=~ )")
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_EXEMPT = [
    re.compile(rf"\b(?:\d{{1,2}} )?{_MONTH}(?: (?:19|20)\d\d)?\b"),  # 2 August 2018, September 2017
    re.compile(r"\b(?:19|20)\d\d[-/–](?:(?:19|20)\d\d|\d\d)\b"),  # 2017-18, 2017/2018, 2017-2020
    re.compile(r"\b(?:Act|Order|Regulations) (?:19|20)\d\d\b"),
    re.compile(
        r"\b(?:[Ii]n|[Ss]ince|[Oo]f|[Ff]rom|[Bb]y|[Uu]ntil) (?:19|20)\d\d\b"
        r"(?! (?!(?:the|an?|and|or|to|of|it|we|was|were|is|as|by|for|on|with|which|that|this|our|there|until)\b)[a-z])"
    ),  # in 2015; but "of 2018 learners" is a count
    re.compile(
        r"\b(?:[Ss]ections?|[Pp]aragraphs?|[Ss]chedule|[Rr]egulations?|[Aa]rticle|SI) \d+[A-Z]?(?:\(\d+\)|/\d+)*"
        r"(?:(?:, | and | to )\d+[A-Z]?)*\b"
    ),  # paragraph 24, Schedule 12A
    re.compile(r"\b(?:[Oo]bjective|[Aa]ppendix|[Nn]ational [Ii]ndicator) \d+\b"),
]
"""Numbers that are not measurements: dates, council years, places in a document or law."""

_COUNTS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|"
    "half|halves|thirds?|twice|double[ds]?|halved|trebled?|tripled?|tenfold|a quarter of|quarters of"
)
_NUMBER = re.compile(rf"[£$€]?\d[\d,.]*%?|%|\bper ?cent\b|\b(?:{_COUNTS})\b", re.IGNORECASE)
_NOT_COUNTS = re.compile(r"\b(?:no one|one another|the third quarter|third part(?:y|ies))\b", re.IGNORECASE)
LEVEL_NAMES = re.compile(r"\b(?:gold|silver|bronze)\b", re.IGNORECASE)
"""Names of review levels: without a figure, they are a claim."""

_CLAIM = re.compile(
    rf"{LEVEL_NAMES.pattern}|"
    r"\bmajority\b|\bmost(?: of)?\b|\bminority\b|\b(?:primarily|mainly|largely|chiefly|mostly)\b|\bsteady\b|"
    r"\bsteadily\b|\b(?:each|every) quarter\b|"
    r"\b(?:an?|the|further) (?:\w+ )?(?:increase|decrease|rise|fall|reduction|growth|drop)\b|"
    r"\b(?:increased|decreased|rose|risen|fell|fallen|grew|grown|dropped|reduced|improved|doubled)\b|"
    r"\b(?:more|less|fewer|higher|lower) than\b|\b(?:up|down) from\b|\b(?:highest|lowest|the best|the worst)\b|"
    r"\brecord (?:high|low|number|year)s?\b|"
    r"\b(?:driven by|caused by|as a result of|thanks to)\b",
    re.IGNORECASE,
)


def pieces(text: str) -> Iterator[Piece]:
    """Yield the prose and references of a sentence, in order. Raises BadReference for an unmatched bracket."""
    end = 0
    for match in _PIECE.finditer(text):
        yield from _text_pieces(text[end : match.start()])
        if match["ask"]:
            yield Reference(tuple(match["ask"].split()))
        else:
            yield CheckedText(match["text"], tuple(match["check"].split()))
        end = match.end()
    yield from _text_pieces(text[end:])


def _text_pieces(text: str) -> Iterator[Piece]:
    if re.search(r"[\[\]{}]", text):
        raise BadReference("has a bracket that belongs to no reference; write {measure period} or [words]{claim ...}.")
    if text:
        yield Text(text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    return [s for s in _SENTENCE.split(text.strip()) if s]


def bare_numbers(prose: str) -> list[str]:
    """Return numbers in prose, in digits or words, without a figure, except dates, years and citations."""
    left = _NOT_COUNTS.sub(" ", prose)
    for pattern in _EXEMPT:
        left = pattern.sub(" ", left)
    return [match.group().strip(".,") for match in _NUMBER.finditer(left)]


def bare_claims(prose: str) -> list[str]:
    """Return claims about numbers in prose that are bound to no figure."""
    return [match.group() for match in _CLAIM.finditer(prose)]
