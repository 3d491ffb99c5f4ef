"""Every address, method and role: what the matrix says is what the gate does."""

import re
from pathlib import Path

import pytest
from django.test import Client

from borough.access.management.commands.access_matrix import PLACE, render_page
from borough.access.queries import matrix
from borough.access.rules.grants import SHIPPED
from tests.client import make_resident, make_staff, sign_in

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OWN_REFUSALS = {  # let in by the gate, then refused by the page: there is nothing to enter again, or no error to show
    "/account/directory/error/",
    "/account/reauthenticate/",
    "/account/second-step/again/",
    "/account/passkeys/again/",
}
SAMPLES = {"int": "987654", "str": "0000000000000000", "slug": "nothing-here", "path": "nothing", "uuid": "0" * 32}


def _address(path):
    return re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES[match[1] or "str"], path)


def _people():
    return [route for route in matrix() if route.requirement and not route.requirement.machines]


def test_every_address_says_who_may_come():
    assert [route.path for route in matrix() if route.requirement is None] == []


def test_the_page_about_it_is_current():
    current = (Path(__file__).parents[2] / PLACE).read_text()
    assert current == render_page(), "Run: borough access_matrix"


def test_what_staff_may_do_no_resident_and_nobody_may():
    for route in _people():
        if route.requirement.permission:
            assert not {"nobody", "resident"} & set(route.roles), route.path


def _refused(answer):
    login = answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/?next=")
    return answer.status_code in {401, 403} or login


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", ["nobody", *SHIPPED])
def test_the_gate_does_what_the_matrix_says(role):
    account = make_resident() if role == "resident" else make_staff(role) if role != "nobody" else None
    wrong = []
    for route in _people():
        visitor = Client() if account is None else sign_in(Client(), account)
        answer = visitor.generic(route.method, _address(route.path))
        if answer.streaming:  # a file is held open until it is read
            b"".join(answer.streaming_content)
        own = route.path in OWN_REFUSALS and answer.status_code in {401, 403}
        if (_refused(answer) and not own) == (role in route.roles) or answer.status_code >= 500:
            wrong.append((route.method, route.path, answer.status_code))
    assert not wrong, "; ".join(map(str, wrong))


@pytest.mark.django_db
def test_no_other_method_is_answered():
    methods_by_path = {}
    for route in matrix():
        methods_by_path.setdefault(route.path, set()).add(route.method)
        if route.requirement and route.requirement.machines:
            methods_by_path[route.path].add("OPTIONS")  # lists the methods, and no more
    wrong = []
    for path, methods in methods_by_path.items():
        for method in set(METHODS) - methods - ({"HEAD"} if "GET" in methods else set()):
            status = Client().generic(method, _address(path)).status_code
            if status != 405:
                wrong.append((method, path, status))
    assert wrong == []


@pytest.mark.django_db
def test_machines_come_with_a_token_and_a_session_does_not_help():
    routes = [
        route for route in matrix() if route.requirement and route.requirement.machines and route.requirement.permission
    ]
    visitor = sign_in(Client(), make_staff(*[key for key in SHIPPED if key != "resident"]))
    assert routes
    for route in routes:
        assert visitor.generic(route.method, _address(route.path)).status_code == 401, route.path


@pytest.mark.django_db
def test_people_come_with_a_session_and_a_token_does_not_help():
    from borough.access.public import create_token
    from borough.access.types import Permission
    from borough.foundation.clock import now

    new_token = create_token(by="command:test", at=now(), name="all", scopes=[p.value for p in Permission])
    header = {"Authorization": f"Bearer {new_token.secret}"}
    for route in _people():
        if "nobody" not in route.roles:
            assert _refused(Client(headers=header).generic(route.method, _address(route.path))), route.path
