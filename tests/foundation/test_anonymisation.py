"""An anonymised copy names no one: not in a row, not in a dump, whether or not it was stopped half-way."""

import io
import subprocess

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from borough.foundation.clock import now
from borough.foundation.ops import anonymisation
from borough.foundation.privacy import Kind
from tests.client import make_resident, make_staff
from tests.system import own_system

NAMES = [f"{first} Zwyckq{number}" for number, first in enumerate(("Rosabel", "Omarion", "Wilhelmina", "Xanthippe"))]
TRUE = ("Zwyckq", "@truehome.example", "01257 55501", "Truthful Crescent", "100012345", "Rosabel", "Wilhelmina")


def fill():
    from borough.foundation import mail
    from borough.people import public as people

    for number, name in enumerate(NAMES):
        email = f"{name.split()[0].lower()}@truehome.example"
        account = make_resident(name=name, email=email, password="correct horse battery")
        person = people.register_person(
            by="command:test",
            at=now(),
            name=name,
            email=email.upper() if number else email,
            account_id=account,
            phone=f"01257 55501{number}",
            address=f"{number} Truthful Crescent, PR7 1DP",
            uprn=100012345600 + number,
        )
        firm = people.organisations.add(
            by="x",
            at=now(),
            kind="sole_trader",
            name=f"{name} Ltd",
            email=email,
            address=f"{number} Truthful Crescent",
            phone=f"01257 55501{number}",
            register="company",
            number=f"1000123{number}",
            uprn=100012345600 + number,
        )
        values = {"by": "x", "at": now(), "source": "themselves", "confidence": people.Confidence.REPORTED}
        people.organisations.state_facts(reference=firm, facts={"website": f"{name.lower()}.example"}, **values)
        people.organisations.add_role(reference=firm, person_id=person, role="owner", starts_on=now().date(), **values)
        people.households.make(uprn=100012345600 + number, person_id=person, starts_on=now().date(), **values)
        reference = _reference(person)
        version = people.details(reference).version
        people.correct(by="x", at=now(), person_id=person, version=version, changes={"name": f"{name} Wilhelmina"})
        mail.enqueue(key=f"k{number}", to=email, subject=f"Dear {name}", text=f"Dear {name}, of Truthful Crescent")


def _reference(person):
    from borough.people.models import Person

    return Person.objects.get(pk=person).reference


def _left():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT held::text FROM "{table}" AS held')
            yield from (
                f"{table}: {row}" for (row,) in cursor.fetchall() if any(word.lower() in row.lower() for word in TRUE)
            )


@pytest.mark.django_db
def test_mandates_and_merged_records_keep_no_true_value_either():
    from borough.people import public as people
    from borough.people.models import Mandate, Merge, Person

    fill()
    first, second, *_ = Person.objects.order_by("pk")
    for helper in ("wilhelmina", "xanthippe"):
        people.grant_mandate(
            by="x",
            at=now(),
            person_id=first.pk,
            helper_email=f"{helper}@truehome.example",
            months=1,
            how=people.MandateChannel.PAPER,
        )
    Person.objects.filter(pk=second.pk).update(account=None)
    versions = {person.pk: people.details(person.reference).version for person in (first, second)}
    chosen = dict.fromkeys(("name", "email", "phone", "address"), people.Side.MERGED)
    people.merge(by="x", at=now(), canonical_id=first.pk, merged_id=second.pk, versions=versions, chosen=chosen)
    anonymisation.anonymise(lambda *_: None, batch=3)
    assert list(_left()) == []
    assert len(set(Mandate.objects.values_list("helper_email", flat=True))) == 2
    merge = Merge.objects.get()
    assert set(merge.changes()) == {"name", "email", "phone", "address", "uprn"}
    people.undo_merge(by="x", at=now(), reference=merge.reference)
    assert people.merged_person_ids(first.pk) == (first.pk,)


@pytest.mark.django_db
def test_no_true_value_is_left_and_shapes_are():
    from allauth.account.models import EmailAddress
    from django.contrib.auth import get_user_model

    from borough.access.public import create_token
    from borough.people.models import Person, PersonEvent

    fill()
    create_token(by="command:test", at=now(), name="feed", scopes=["contacts.view"])
    assert len(list(_left())) >= 5 * len(NAMES)
    before = Person.objects.count(), PersonEvent.objects.count()
    anonymisation.anonymise(lambda *_: None, batch=3)
    assert list(_left()) == []
    assert (Person.objects.count(), PersonEvent.objects.count()) == before
    person = Person.objects.order_by("pk").first()
    assert [len(word) for word in person.name.split()] == [7, 7, 10]
    assert person.phone.startswith("01632 960")
    account = get_user_model().objects.get(pk=person.account_id)
    assert not account.has_usable_password()
    assert account.email == person.email == EmailAddress.objects.get(user=account).email


@pytest.mark.django_db
def test_keys_are_dropped():
    from allauth.mfa.models import Authenticator
    from django.contrib.sessions.models import Session

    from borough.access.models import ApiToken
    from borough.access.public import create_token

    staff = make_staff("adviser")
    create_token(by="command:test", at=now(), name="feed", scopes=["contacts.view"])
    Authenticator.objects.create(user_id=staff, type="totp", data={"secret": "x"})
    Session.objects.create(session_key="k", session_data="d", expire_date=now())
    anonymisation.anonymise(lambda *_: None)
    assert not (ApiToken.objects.exists() or Authenticator.objects.exists() or Session.objects.exists())


@pytest.mark.django_db
def test_it_goes_on_where_it_was_stopped():
    fill()

    def stop(table, rows):
        if table == "people.Person" and rows == 2:
            raise KeyboardInterrupt

    from borough.people.models import Person

    with pytest.raises(KeyboardInterrupt):
        anonymisation.anonymise(stop, batch=2)
    half = list(Person.objects.order_by("pk").values_list("name", flat=True))
    assert ["Zwyckq" in name for name in half] == [False, False, True, True]
    counts = anonymisation.anonymise(lambda *_: None, batch=2)
    assert counts["people.Person"] == 2
    assert list(Person.objects.order_by("pk").values_list("name", flat=True))[:2] == half[:2]
    assert list(_left()) == []


@pytest.mark.django_db
def test_it_refuses_a_home_that_is_not_marked_as_a_copy(settings, tmp_path):
    settings.HOME = tmp_path
    fill()
    with pytest.raises(CommandError, match="by hand"):
        call_command("anonymise", "--yes")
    (tmp_path / "copy-of-live").touch()
    out = io.StringIO()
    with pytest.raises(CommandError, match="Nothing is done"):
        call_command("anonymise", stdout=out)
    assert "people.Person: address, email, name, phone, uprn" in out.getvalue()
    assert "access.ApiToken: all rows dropped" in out.getvalue()
    assert any("Zwyckq" in row for row in _left())


@pytest.mark.django_db
def test_nothing_that_names_anyone_is_left_out_of_the_plan():
    from django.apps import apps

    from borough.foundation.privacy import field_kinds

    planned = {plan.model for plan in anonymisation.plans()}
    naming = {
        m
        for m in apps.get_models(include_auto_created=True)
        if set(anonymisation.PERSONAL) & set(field_kinds(m).values())
    }
    assert {m for m in naming if not m._meta.proxy and m._meta.managed} <= planned


@pytest.mark.parametrize(
    "value",
    ["Ann-Marie O’Neill", "12 High Street", "rosa@home.example", "07123 456789", 17, [{"a": "Rosa"}], {"k": ["x y"]}],
)
def test_an_invented_value_is_another_and_always_the_same(value):
    from django.db.models import TextField

    inventor = anonymisation.Inventor(b"k" * 32)
    kind = Kind.CONTACT if str(value).startswith("07") else Kind.IDENTITY
    invented = inventor.invent(value, kind, TextField())
    assert invented != value
    assert type(invented) is type(value)
    assert invented == inventor.invent(value, kind, TextField())
    assert invented != anonymisation.Inventor(b"j" * 32).invent(value, kind, TextField()) or isinstance(value, int)


FILL = "from tests.foundation.test_anonymisation import fill; fill()"


@pytest.mark.heavy
def test_dump_of_an_anonymised_instance_contains_no_names(tmp_path):
    from borough.config.local_postgres import LocalPostgres

    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            system.run("shell", "-c", FILL)
            assert _true_values_in(_dump(system)) == set(TRUE)
            refused = system.run("anonymise", "--yes", check=False)
            assert refused.returncode
            assert "by hand" in refused.stderr
            (system.home / "copy-of-live").touch()
            assert "Scrubbed" in system.run("anonymise", "--yes").stdout
            assert _true_values_in(_dump(system)) == set()
            assert "whole" in system.run("audit", "verify").stdout


def _dump(system):
    from borough.config.local_postgres import LocalPostgres

    cluster = LocalPostgres(system.home)
    done = subprocess.run([cluster.bin / "pg_dump", cluster.url], capture_output=True, text=True, check=True)
    return done.stdout.lower()


def _true_values_in(text):
    return {word for word in TRUE if word.lower() in text}
