"""Settings come from the environment, and one that cannot work is refused with a hint; no database."""

import stat
from functools import partial

import pytest

from borough.config.environment import InvalidSetting, read_environment, read_or_create_secret
from borough.config.local_postgres import LocalPostgres


def test_no_setting_is_needed():
    environment = read_environment({})
    assert (environment.port, environment.live_port, environment.secure, environment.public_url) == (
        8000,
        8001,
        False,
        "http://127.0.0.1:8000",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOROUGH_PORT", "http"),
        ("BOROUGH_PORT", "0"),
        ("BOROUGH_PORT", "70000"),
        ("DATABASE_URL", "mysql://x/y"),
        ("BOROUGH_URL", "borough.example"),
        ("BOROUGH_MAIL_URL", "mail.example:25"),
        ("BOROUGH_STAFF_OIDC", "one two"),
        ("BOROUGH_STAFF_OIDC", "http://directory.example a b"),
        ("BOROUGH_WEB_THREADS", "-1"),
    ],
)
def test_a_setting_that_cannot_work_is_named(name, value):
    with pytest.raises(InvalidSetting, match=name):
        read_environment({name: value})


def test_with_https_everything_is_secure():
    environment = read_environment({"BOROUGH_URL": "https://borough.example/"})
    assert (
        environment.secure
        and environment.hosts[0] == "borough.example"
        and environment.live_url == "https://borough.example"
    )


def test_secret_is_created_once_and_readable_only_by_its_owner(tmp_path):
    secrets = [read_or_create_secret(tmp_path / "home" / "key", partial(str, text)) for text in ("first", "second")]
    assert secrets == ["first", "first"]
    assert stat.S_IMODE((tmp_path / "home" / "key").stat().st_mode) == 0o600


def test_a_home_with_a_long_path_has_its_socket_elsewhere(tmp_path):
    home = tmp_path / ("x" * 60) / ("y" * 60)
    home.mkdir(parents=True)
    cluster = LocalPostgres(home)
    assert len(str(cluster.socket)) < 100
    assert LocalPostgres(home).socket == cluster.socket


KEY = "borough-00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-000000000002"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOROUGH_PAY_URL", "http://pay.example"),
        ("BOROUGH_PAY_URL", "ftp://x"),
        ("BOROUGH_PAY_KEY", "short"),
        ("BOROUGH_PAY_KEY", "a secret with spaces"),
        ("BOROUGH_WEBHOOK_INSIDE", "https://crm"),
        ("BOROUGH_PAY_WEBHOOK_SECRET", "s"),
        ("BOROUGH_PAY_PAGES", "https://card.example/page"),
        ("BOROUGH_PAY_PAGES", "card.example"),
        ("BOROUGH_NOTIFY_KEY", "secret-key"),
        ("BOROUGH_NOTIFY_URL", "http://notify.example"),
        ("BOROUGH_NOTIFY_TEXT_TEMPLATE", "template"),
        ("BOROUGH_NOTIFY_CALLBACK_TOKEN", "secret"),
    ],
)
def test_pay_and_notify_settings_are_checked_without_leaking_secrets(name, value):
    with pytest.raises(InvalidSetting, match=name) as refused:
        read_environment({name: value})
    assert "secret" not in str(refused.value) or "secret" not in value


def test_pay_and_notify_secrets_are_hidden_in_repr():
    text = repr(
        read_environment(
            {"BOROUGH_PAY_KEY": "k" * 20, "BOROUGH_NOTIFY_KEY": KEY, "BOROUGH_PAY_WEBHOOK_SECRET": "s" * 20}
        )
    )
    assert "k" * 20 not in text and KEY not in text and "s" * 20 not in text
