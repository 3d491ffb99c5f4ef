"""The demonstration's queue is a dozen invented candidates, the same every time."""

from borough.demo.rules.candidates import MARK, invented_candidates
from borough.gazetteer.types import NO_OBJECT, Addressable, CandidateSource, Line, Status


def line(number):
    return Line(
        990_000_000_000 + number, f"2320L{number:09}", Status.APPROVED, NO_OBJECT, Addressable(number), "INVENTED STREET",
        "", "CHORLEY", "PR7 1DP", usrn=99_000_001,
    )  # fmt: skip


def test_there_are_a_dozen_of_every_source_the_oldest_first():
    told = list(invented_candidates([line(number) for number in range(1, 30)]))
    assert len(told) == len({one.source_id for one in told}) == 12
    assert {one.source for one in told} == set(CandidateSource)
    assert [one.days for one in told] == sorted((one.days for one in told), reverse=True)
    assert all(one.text and "{" not in one.text for one in told)
    assert sum(MARK in one.note for one in told) == 1


def test_a_small_gazetteer_gives_fewer():
    assert len(list(invented_candidates([line(1), line(2)]))) == 2
