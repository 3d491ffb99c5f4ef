"""A visitor whose every page is checked: well-formed, titled, labelled, under policy, nothing left unfilled."""

import re
from collections import Counter

import html5lib
import pytest
from django.test import Client
from django.test.client import RequestFactory

XHTML = "{http://www.w3.org/1999/xhtml}"
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


def check_page(response):
    """Fail with what is wrong with a page, if anything."""
    text = response.content.decode()
    parser = html5lib.HTMLParser(strict=False)
    tree = parser.parse(text)
    wrong = [f"line {at[0]}: {code} {data}" for at, code, data in parser.errors]
    wrong += _policy(response) + _naming(tree) + _labels(tree) + _links(tree)
    seen = " ".join(piece for piece in _visible_text(tree))
    wrong += [f"left unfilled: {marker}" for marker in ("{{", "{%", "object at 0x", "undefined") if marker in seen]
    assert not wrong, f"{response.request['PATH_INFO']}: {wrong}"


def _visible_text(tree):
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag.removeprefix(XHTML) not in {"script", "style"}:
            yield from filter(None, (element.text, element.tail))


def _policy(response):
    policy = response.headers.get("Content-Security-Policy", "")
    wrong = [] if "script-src" in policy else ["no content policy"]
    wrong += [f"policy allows {word}" for word in ("unsafe-inline", "unsafe-eval", "*") if word in policy]
    wrong += [] if response.headers.get("X-Frame-Options") == "DENY" else ["may be framed"]
    return wrong + ([] if response.headers.get("X-Content-Type-Options") == "nosniff" else ["sniffable"])


def _naming(tree):
    title = tree.findtext(f".//{XHTML}title", "").strip()
    wrong = [] if re.fullmatch(r"(\w+: )?\S.* – \S.*", title) else [f"title “{title}”"]
    headings = tree.findall(f".//{XHTML}h1")
    wrong += [] if len(headings) == 1 else [f"{len(headings)} main headings"]
    wrong += [] if len(tree.findall(f".//{XHTML}main")) == 1 else ["not one main part"]
    wrong += [] if tree.get("lang") in ("en-GB", "cy") else ["no language"]
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    return wrong + [f"id {name} twice" for name, count in ids.items() if count > 1]


def _labels(tree):
    labelled = {label.get("for") for label in tree.iter(f"{XHTML}label")}
    wrapped = {id(field) for label in tree.iter(f"{XHTML}label") for field in label.iter()}
    wrong = []
    for kind in ("input", "select", "textarea"):
        for field in tree.iter(XHTML + kind):
            named = field.get("id") in labelled or field.get("aria-label") or id(field) in wrapped
            if field.get("type") not in UNLABELLED and not named:
                wrong.append(f"{kind} {field.get('name')} has no label")
    return wrong


def _links(tree):
    wrong = [f"inline style on {e.tag}" for e in tree.iter() if e.get("style")]
    scripts = [e for e in tree.iter(f"{XHTML}script") if not e.get("src") and e.get("type") != "application/json"]
    wrong += [f"inline script {(e.text or '')[:30]}" for e in scripts]
    for element in tree.iter():
        target = element.get("href") or element.get("src") or element.get("action") or ""
        if target.startswith(("//", "http:", "https:", "javascript:")):
            wrong.append(f"leads outside: {target}")
    return wrong


class Visitor(Client):
    """Django's test client, checking every page of HTML it is given."""

    def request(self, **request):
        """Fetch, then check."""
        response = super().request(**request)
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            check_page(response)
        return response


def make_staff(*roles, name="Ada Officer", email=None):
    """An account of a member of staff, with roles; answers its id."""
    return _make("staff", name, email or f"{'-'.join(roles) or 'nobody'}@council.example", roles)


def make_resident(name="Rosa Resident", email="rosa@home.example", password=None):
    """A resident's account; answers its id."""
    return _make("resident", name, email, (), password)


def _make(kind, name, email, roles, password=None):
    from borough.access.public import AccountKind, create_account
    from borough.foundation.clock import now

    return create_account(
        by="command:test", at=now(), kind=AccountKind(kind), name=name, email=email, roles=roles, password=password
    )


def sign_in(visitor, account_id, second_step=True):
    """Sign a visitor in as the account, its second step done or not."""
    from allauth.account.internal.flows.login import record_authentication
    from django.contrib.auth import get_user_model

    account = get_user_model().objects.get(pk=account_id)
    visitor.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    if second_step:
        request = RequestFactory().get("/")
        request.session, request.user = visitor.session, account
        record_authentication(request, account, method="mfa", type="totp")
        request.session.save()
    visitor.account_id = account_id
    return visitor


@pytest.fixture
def visitor(db):
    """Somebody who has not signed in."""
    return Visitor()


@pytest.fixture
def as_role(db):
    """A function: a visitor signed in with a role (“resident” makes a resident)."""

    def come(role):
        account = make_resident() if role == "resident" else make_staff(role)
        return sign_in(Visitor(), account)

    return come
