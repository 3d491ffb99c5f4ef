"""The limit of tries holds however many come at once, and no one can push out another's count."""

import contextlib
import threading
import uuid

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from borough.access.public import within_limit
from borough.foundation.db.cache import increment

MOST, BURST, ROUNDS = 5, 32, 3


def _at_once(come):
    """A burst of threads that do the same, to their end."""
    threads = [threading.Thread(target=come) for _ in range(BURST)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _burst(key):
    """How many of a burst were let through."""
    ready, passed = threading.Barrier(BURST), []

    def come():
        try:
            ready.wait()
            request = RequestFactory().post("/account/login/")
            used = ratelimit.consume(request, app="tests", action="burst", config={"burst": f"{MOST}/5m/key"}, key=key)
            passed.append(used is not None)
        finally:
            connection.close()

    _at_once(come)
    assert len(passed) == BURST
    return sum(passed)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_burst_gets_no_more_tries_than_the_limit():
    for _ in range(ROUNDS):
        assert 1 <= _burst(uuid.uuid4().hex) <= MOST


@pytest.mark.slow
@pytest.mark.django_db
def test_the_same_burst_gets_more_when_the_lock_is_switched_off(monkeypatch):
    """The control: without it, a burst that never met proves nothing."""

    @contextlib.contextmanager
    def open_door(_key):
        yield True

    monkeypatch.setattr(ratelimit, "cache_lock", open_door)
    assert max(_burst(uuid.uuid4().hex) for _ in range(ROUNDS)) > MOST


@pytest.mark.django_db
def test_cache_add_is_exclusive_until_expiry():
    assert cache.add("tests.one", 1, 60)
    assert not cache.add("tests.one", 2, 60)
    assert cache.get("tests.one") == 1
    cache.set("tests.one", 3, -1)
    assert cache.get("tests.one") is None
    assert cache.add("tests.one", 4, 60)
    assert cache.get("tests.one") == 4


@pytest.mark.slow
@pytest.mark.django_db
def test_a_flood_of_others_pushes_no_count_out():
    cache.set("tests.victim", "counted", 60)
    for number in range(1000):
        cache.set(f"tests.flood.{number}", number, 60)
    assert cache.get("tests.victim") == "counted"


@pytest.mark.django_db
def test_a_count_begins_anew_when_its_time_is_over():
    assert [increment("tests.count", 60) for _ in range(3)] == [1, 2, 3]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE foundation_cache SET expires = now() - interval '1 second' WHERE cache_key LIKE '%tests.count'"
        )
    assert [increment("tests.count", 60) for _ in range(2)] == [1, 2]


@pytest.mark.django_db
def test_a_limit_is_each_address_s_own():
    def come(address):
        request = RequestFactory().post("/", REMOTE_ADDR=address)
        request.user = AnonymousUser()
        return within_limit(request, "tests", "2/m/ip")

    assert [come("192.0.2.1") for _ in range(3)] == [True, True, False]
    assert come("192.0.2.2")


@pytest.mark.slow
@pytest.mark.django_db
def test_a_burst_is_counted_to_the_last():
    key, counted = uuid.uuid4().hex, []

    def come():
        counted.append(increment(key, 60))
        connection.close()

    _at_once(come)
    assert sorted(counted) == list(range(1, BURST + 1))
