"""One of several places is to be chosen: offered first, and said when none was."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_unselected_address_offer_is_reported(homes, visitor):
    here = "/services/garden-waste/your-address/"
    visitor.post("/services/garden-waste/")
    visitor.post("/services/garden-waste/wish/", {"wish": "join"})
    page = visitor.post(here, {"address-query": "high street"}).content.decode()
    assert "Choose the address" in page and "There is a problem" not in page
    page = visitor.post(here, {"address-query": "high street", "address-offered": "high street"}).content.decode()
    assert "There is a problem" in page and 'href="#address-uprn"' in page
    page = visitor.post(here, {"address-query": "high street", "address-offered": "low road"}).content.decode()
    assert "There is a problem" not in page


def test_unselected_street_offer_is_reported(homes, visitor):
    here = "/services/report-it/spot/"
    visitor.post("/services/report-it/")
    visitor.post("/services/report-it/problem/", {"problem": "graffiti"})
    visitor.post("/services/report-it/dangerous/", {"dangerous": "no"})
    page = visitor.post(here, {"spot-near": "high street"}).content.decode()
    assert 'name="spot-offered" value="high street"' in page and "There is a problem" not in page
    page = visitor.post(here, {"spot-near": "high street", "spot-offered": "high street"}).content.decode()
    assert "Choose which of these it is near" in page
