"""A demonstration pays at a stand-in of its own; nothing else does."""

from dataclasses import replace

import pytest

from borough.config import startup
from borough.config.environment import read_environment


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """A function: have the settings be those of the mapping."""

    def become(**given):
        monkeypatch.setattr(startup, "environment", replace(read_environment(given), home=tmp_path))

    return become


def test_a_demonstration_pays_at_a_stand_in_with_secrets_of_its_own(environment):
    environment(BOROUGH_URL="http://demo.example:8000")
    variables = startup.pay_stand_in_settings()
    assert variables == startup.pay_stand_in_settings(), "the secrets stay, so that a link to pay outlives a restart"
    assert variables["BOROUGH_PAY_URL"] == "http://127.0.0.1:8002"
    assert variables["BOROUGH_PAY_PAGES"] == "http://demo.example:8002"
    settings = read_environment(variables)
    assert len(settings.pay_key) > 30 and settings.pay_key != settings.pay_webhook_secret


@pytest.mark.parametrize("variables", [{"BOROUGH_PAY_KEY": "k" * 20}, {"BOROUGH_URL": "https://borough.example"}])
def test_with_a_key_of_its_own_or_over_https_there_is_none(environment, variables):
    environment(**variables)
    assert startup.pay_stand_in_settings() == {}
