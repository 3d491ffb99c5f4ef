"""The index is made beside the one in use, changed in place, and says what it was made of."""

import json

import pytest

from borough.address_match.search import index as indexes
from borough.address_match.search.finder import find
from borough.address_match.search.index import MARK, IndexState, IndexMissing, build_index, current_name, open_index
from borough.gazetteer.types import Addressable
from tests.gazetteer.lookup.test_finding import LINES, line


def found(index, text):
    return [hit.uprn for hit in find(index.searcher(), index.shape, text)]


def test_an_index_says_what_it_was_made_of(tmp_path):
    assert build_index(tmp_path, LINES, 41) == IndexState(41, 12) == open_index(tmp_path).mark()


def test_a_changed_property_is_found_by_its_new_address_alone(tmp_path):
    build_index(tmp_path, LINES, 1)
    index = open_index(tmp_path)
    other = open_index(tmp_path)  # another process has it open too
    index.change({2: [line(2, Addressable(110), "NEW STREET")], 99: [line(99, Addressable(5), "NEW STREET")], 5: []}, 2)
    for each in (index, other):
        assert found(each, "110 new street") == [2]
        assert found(each, "5 new street") == [99]
        assert 2 not in found(each, "10 market street")
        assert found(each, "rose cottage") == [11]
    assert other.mark() == IndexState(2, 12)


def test_a_new_index_takes_the_place_of_the_old_while_that_is_in_use(tmp_path):
    build_index(tmp_path, LINES, 1)
    old = open_index(tmp_path)
    build_index(tmp_path, LINES[:1], 2)
    assert found(old, "10 market street") != []
    assert found(open_index(tmp_path), "rose cottage") == []
    assert open_index(tmp_path).mark().position == 2


def test_old_ones_are_removed_in_time(tmp_path, monkeypatch):
    build_index(tmp_path, LINES, 1)
    monkeypatch.setattr(indexes, "GRACE", -1.0)
    build_index(tmp_path, LINES, 2)
    assert [place.name for place in tmp_path.iterdir() if place.is_dir()] == [current_name(tmp_path)]


def test_one_half_made_is_not_used(tmp_path):
    build_index(tmp_path, LINES, 1)

    def lines():
        yield LINES[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(tmp_path, lines(), 2)
    assert open_index(tmp_path).mark() == IndexState(1, 12)


def test_what_is_not_there_or_not_ours_is_no_index(tmp_path):
    with pytest.raises(IndexMissing):
        open_index(tmp_path)
    build_index(tmp_path, LINES, 1)
    mark = open_index(tmp_path).place / MARK
    mark.write_text(json.dumps(json.loads(mark.read_text()) | {"version": 0}))
    with pytest.raises(IndexMissing):
        open_index(tmp_path)
    mark.write_text("{")
    with pytest.raises(IndexMissing):
        open_index(tmp_path)
    mark.write_text(json.dumps({"version": indexes.VERSION, "position": 1, "lines": 1}))
    for file in mark.parent.glob("meta.json"):
        file.unlink()
    with pytest.raises(IndexMissing):
        open_index(tmp_path)
