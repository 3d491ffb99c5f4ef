"""The demonstration's queue is a dozen invented candidates, the same every time."""

from borough.demo.rules.candidates import MARK, invented_candidates
from borough.gazetteer.types import NO_OBJECT, Addressable, CandidateSource, Line, Status


def line(number):
    return Line(
        990_000_000_000 + number,
        f"2320L{number:09}",
        Status.APPROVED,
        NO_OBJECT,
        Addressable(number),
        "INVENTED STREET",
        "",
        "CHORLEY",
        "PR7 1DP",
        usrn=99_000_001,
    )


def test_there_are_a_dozen_of_every_source_the_oldest_first():
    candidates = list(invented_candidates([line(number) for number in range(1, 30)]))
    assert len(candidates) == len({candidate.source_id for candidate in candidates}) == 12
    assert {candidate.source for candidate in candidates} == set(CandidateSource)
    assert [candidate.days for candidate in candidates] == sorted(
        (candidate.days for candidate in candidates), reverse=True
    )
    assert all(candidate.text and "{" not in candidate.text for candidate in candidates)
    assert sum(MARK in candidate.note for candidate in candidates) == 1


def test_a_small_gazetteer_gives_fewer():
    assert len(list(invented_candidates([line(1), line(2)]))) == 2
