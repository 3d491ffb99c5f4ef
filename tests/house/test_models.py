"""What imports cannot show: foreign keys point down, and every field is classed as personal or not."""

import configparser
from pathlib import Path

from django.apps import apps

from borough.foundation.privacy import Kind, field_kinds, subject_path
from borough.foundation.triggers import append_only

ROOT = Path(__file__).parents[2]
NAMING = {Kind.IDENTITY, Kind.CONTACT, Kind.ADDRESS, Kind.FREE_TEXT}
NO_SUBJECT = {  # tables that name people but are never looked up by one, and why that is right
    "foundation.OutgoingMail": "its words are dropped once it has gone",
    "people.Household": "of a property; whoever lives there is told of it, and erasure takes the person out of the row",
    "people.Organisation": "no person; who acts for one is told of it, and a sole trader’s goes with them",
    "people.OrganisationEvent": "as people.Organisation, whose history goes with it",
    "messaging.BatchRow": "its words are dropped once its message is made, and within a week",
    "account.EmailConfirmation": "goes with its email address",
    "socialaccount.SocialToken": "never stored: SOCIALACCOUNT_STORE_TOKENS is off",
}


def ours():
    return [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("borough.")]


def layers():
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    rows = contract["importlinter:contract:layers"]["layers"].strip().splitlines()
    classes = {}
    for height, row in enumerate(reversed(rows)):
        for app in row.split("|"):
            classes[app.strip(" ()")] = height
    return classes


def test_every_field_of_every_table_is_classed():
    for model in apps.get_models(include_auto_created=True):
        field_kinds(model)


def test_no_retention_class_names_a_missing_field():
    stale = [
        f"{m._meta.label}.{name}"
        for m in ours()
        for name in getattr(m, "privacy", {})
        if name not in {f.name for f in m._meta.concrete_fields}
    ]
    assert stale == []


def test_every_table_that_names_people_leads_to_them():
    lost = [
        m._meta.label
        for m in apps.get_models(include_auto_created=True)
        if NAMING & set(field_kinds(m).values())
        and not (subject_path(m, "person") or subject_path(m, "account"))
        and m._meta.label not in NO_SUBJECT
    ]
    assert lost == []


def test_tables_that_only_grow_hold_pseudonyms_at_most():
    guard = {t.name for t in append_only()}
    wrong = [
        m._meta.label
        for m in ours()
        if guard <= {t.name for t in getattr(m._meta, "triggers", [])}
        and NAMING & {kind for name, kind in field_kinds(m).items() if name != getattr(m, "cleared", "")}
    ]
    assert wrong == []


def test_foreign_keys_point_down_and_leave_no_name_behind():
    height = layers()
    wrong = []
    for model in ours():
        for field in model._meta.get_fields():
            if not (field.many_to_one or field.one_to_one) or field.auto_created or hasattr(model, "pgh_tracked_model"):
                continue
            here, there = model.__module__.split(".")[1], field.related_model.__module__.split(".")
            if there[0] == "borough" and there[1] != here and height[there[1]] >= height[here]:
                wrong.append(f"{model._meta.label}.{field.name} points up")
            if not field.remote_field.hidden:
                wrong.append(f"{model._meta.label}.{field.name} leaves a reverse name")
    assert wrong == []
