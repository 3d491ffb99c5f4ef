"""One matcher over the invented village, made once."""

import pytest

from borough.address_match.matcher import Index, Matcher
from tests.address_match.gazetteers import village


@pytest.fixture(scope="session")
def index():
    return Index.of(village())


@pytest.fixture(scope="session")
def matcher(index):
    return Matcher(index)
