"""The invented gazetteer is the same each time, holds together, and has about as many faults as a kept one has."""

from collections import Counter

import pytest

from borough.demo.rules.sample_gazetteer import FIRST_UPRN, records
from borough.demo.rules.streets import streets


@pytest.fixture(scope="module")
def generated():
    return list(records(7))


def of(generated, kind):
    return [facts for record_kind, facts in generated if record_kind == kind]


def test_it_is_about_sixty_thousand_addresses(generated):
    counts = Counter(kind for kind, _ in generated)
    assert 57_000 < counts["address"] < 63_000
    assert counts["property"] < counts["address"]
    assert counts["street"] == counts["streetname"] == len(streets(1.0))


def test_references_are_unique_and_cannot_be_real(generated):
    uprns = [facts["uprn"] for facts in of(generated, "property")]
    assert uprns == list(range(FIRST_UPRN, FIRST_UPRN + len(uprns)))
    assert str(FIRST_UPRN).startswith("99")
    keys = [facts["key"] for kind in ("address", "provenance", "crossreference") for facts in of(generated, kind)]
    assert len(set(keys)) == len(keys)


def test_parents_precede_children_except_in_fault_records(generated):
    seen, orphans = set(), 0
    for facts in of(generated, "property"):
        orphans += facts["parent_uprn"] is not None and facts["parent_uprn"] not in seen
        seen.add(facts["uprn"])
    assert orphans < 60


def test_every_kind_of_place_is_there(generated):
    kinds = Counter(facts["classification"] for facts in of(generated, "property"))
    wanted = {"RD01", "RD02", "RD03", "RD04", "RD06", "PP", "PS", "CA01", "CR08", "CI03", "UE01"}
    assert all(kinds[kind] > 20 for kind in wanted)
    statuses = Counter(facts["status"] for facts in of(generated, "address"))
    assert all(statuses[status] > 50 for status in (1, 3, 6, 8))
    texts = Counter(facts["sao_text"].split(" ")[0] for facts in of(generated, "address"))
    assert all(texts[word] > 5 for word in ("FLAT", "APARTMENT", "UNIT", "GROUND", "FIRST"))


def test_a_smaller_demonstration_has_fewer_streets_from_all_over():
    sample = list(records(7, 0.05))
    names = [facts["name"] for facts in of(sample, "streetname")]
    assert len(names) == len(streets(1.0)) // 20
    assert len({name[0] for name in names}) > 10


def test_another_number_gives_other_houses_in_the_same_streets(generated):
    other = list(records(8))
    assert [f["name"] for f in of(other, "streetname")] == [f["name"] for f in of(generated, "streetname")]
    assert of(other, "address")[:2000] != of(generated, "address")[:2000]
    assert list(records(7)) == generated
