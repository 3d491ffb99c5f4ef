import pytest

from borough.kernel.text import formula_safe, join_list


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM", "\t=1", "＝1+1", " =1", "\u00a0=1", "|x", "%x"])
def test_text_that_starts_like_a_formula_is_marked(text):
    assert formula_safe(text) == "'" + text


@pytest.mark.parametrize("value", ["plain", "3-1", "", 5, None])
def test_other_cells_stay_as_they_are(value):
    assert formula_safe(value) == value


def test_items_are_joined_as_a_list_in_a_sentence():
    assert [join_list([]), join_list(["a"]), join_list(["a", "b"]), join_list(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
