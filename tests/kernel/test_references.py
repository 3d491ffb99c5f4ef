import pytest

from borough.kernel.references import ALPHABET, LENGTH, format_reference, new_reference, new_references, parse_reference


def test_a_thousand_references_are_all_different_and_of_the_alphabet():
    references = list(new_references(1000))
    assert len(set(references)) == 1000
    assert all(len(reference) == LENGTH and set(reference) <= set(ALPHABET) for reference in references)


def test_a_reference_is_read_back_however_it_is_typed():
    reference = new_reference()
    assert parse_reference(format_reference(reference)) == reference
    assert parse_reference(format_reference(reference).lower().replace("-", " ")) == reference
    assert parse_reference(reference.replace("0", "o").replace("1", "l")) == reference


@pytest.mark.parametrize("text", ["", "ABC", "U" * 16, "7QK2-M9XA-01BD-4HZ!"])
def test_what_cannot_be_a_reference_is_none(text):
    assert parse_reference(text) is None
