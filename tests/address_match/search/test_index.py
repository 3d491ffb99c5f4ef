"""The index is made beside the one in use, changed in place, and says what it was made of."""

import json

import pytest

from borough.address_match.search import index as indexes
from borough.address_match.search.finder import find
from borough.address_match.search.index import MARK, IndexMissing, IndexState, build_index, current_name, open_index
from borough.address_match.types import Addressable
from tests.address_match.search.test_finder import LINES, line


def hits_for(index, text):
    return [hit.uprn for hit in find(index.searcher(), index.shape, text)]


def test_index_records_its_sources(tmp_path):
    assert build_index(tmp_path, LINES, 41) == IndexState(41, 12) == open_index(tmp_path).mark()


def test_changed_property_matches_only_its_new_address(tmp_path):
    build_index(tmp_path, LINES, 1)
    index = open_index(tmp_path)
    other = open_index(tmp_path)  # another process has it open too
    index.change({2: [line(2, Addressable(110), "NEW STREET")], 99: [line(99, Addressable(5), "NEW STREET")], 5: []}, 2)
    for each in (index, other):
        assert hits_for(each, "110 new street") == [2]
        assert hits_for(each, "5 new street") == [99]
        assert 2 not in hits_for(each, "10 market street")
        assert hits_for(each, "rose cottage") == [11]
    assert other.mark() == IndexState(2, 12)


def test_a_new_index_takes_the_place_of_the_old_while_that_is_in_use(tmp_path):
    build_index(tmp_path, LINES, 1)
    old = open_index(tmp_path)
    build_index(tmp_path, LINES[:1], 2)
    assert hits_for(old, "10 market street") != []
    assert hits_for(open_index(tmp_path), "rose cottage") == []
    assert open_index(tmp_path).mark().position == 2


def test_old_indexes_are_removed_eventually(tmp_path, monkeypatch):
    build_index(tmp_path, LINES, 1)
    monkeypatch.setattr(indexes, "GRACE", -1.0)
    build_index(tmp_path, LINES, 2)
    assert [place.name for place in tmp_path.iterdir() if place.is_dir()] == [current_name(tmp_path)]


def test_incomplete_index_is_not_used(tmp_path):
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
