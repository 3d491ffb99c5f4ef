"""Privacy classification: one declaration per model field, used for erasure, access requests and anonymisation."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models

Rows = models.QuerySet[Any]


class Kind(StrEnum):
    """The kind of personal data in a field."""

    NONE = "none"  # not personal
    IDENTITY = "identity"  # names, dates of birth, identifiers of a person in other systems
    CONTACT = "contact"  # email, phone
    ADDRESS = "address"  # where someone lives
    FREE_TEXT = "free text"  # free text that may contain anything
    SECRET = "secret"  # password and token hashes, keys: never shown, always cleared  # noqa: S105
    PSEUDONYM = "pseudonym"  # an ID that leads to a person while the link exists


class UnclassifiedField(LookupError):
    """A model has an unclassified field; add it to the model's `privacy`."""


LIBRARY_MODELS: dict[str, dict[str, Kind]] = {
    "auth.Permission": dict.fromkeys(["id", "name", "content_type", "codename"], Kind.NONE),
    "auth.Group": dict.fromkeys(["id", "name"], Kind.NONE),
    "auth.Group_permissions": dict.fromkeys(["id", "group", "permission"], Kind.NONE),
    "contenttypes.ContentType": dict.fromkeys(["id", "app_label", "model"], Kind.NONE),
    "sessions.Session": {"session_key": Kind.SECRET, "session_data": Kind.SECRET, "expire_date": Kind.NONE},
    "account.EmailAddress": {
        "id": Kind.NONE,
        "user": Kind.PSEUDONYM,
        "email": Kind.CONTACT,
        "verified": Kind.NONE,
        "primary": Kind.NONE,
    },
    "account.EmailConfirmation": {
        "id": Kind.NONE,
        "email_address": Kind.PSEUDONYM,
        "created": Kind.NONE,
        "sent": Kind.NONE,
        "key": Kind.SECRET,
    },
    "mfa.Authenticator": {
        "id": Kind.NONE,
        "user": Kind.PSEUDONYM,
        "type": Kind.NONE,
        "data": Kind.SECRET,
        "created_at": Kind.NONE,
        "last_used_at": Kind.NONE,
    },
    "socialaccount.SocialAccount": {
        "id": Kind.NONE,
        "user": Kind.PSEUDONYM,
        "provider": Kind.NONE,
        "uid": Kind.IDENTITY,
        "last_login": Kind.NONE,
        "date_joined": Kind.NONE,
        "extra_data": Kind.IDENTITY,
    },
    "socialaccount.SocialApp": {
        "id": Kind.NONE,
        "provider": Kind.NONE,
        "provider_id": Kind.NONE,
        "name": Kind.NONE,
        "client_id": Kind.NONE,
        "secret": Kind.SECRET,
        "key": Kind.SECRET,
        "settings": Kind.NONE,
    },
    "socialaccount.SocialToken": {
        "id": Kind.NONE,
        "app": Kind.NONE,
        "account": Kind.PSEUDONYM,
        "token": Kind.SECRET,
        "token_secret": Kind.SECRET,
        "expires_at": Kind.NONE,
    },
}
"""Classification of library tables."""

LIBRARY_SUBJECTS: dict[str, str] = {
    "account.EmailAddress": "user_id",
    "mfa.Authenticator": "user_id",
    "socialaccount.SocialAccount": "user_id",
}
"""Lookups from library rows to an account."""

NO_PERSON = ("procrastinate", "pghistory")  # jobs carry IDs only; SAFETY rule and tests/house check it


def field_kinds(model: type[models.Model]) -> dict[str, Kind]:
    """Return the kind of every field of a model. Raises UnclassifiedField if one is missing."""
    if model._meta.app_label in NO_PERSON:
        return {field.name: Kind.NONE for field in model._meta.concrete_fields}
    kinds: dict[str, Kind] = getattr(model, "privacy", None) or LIBRARY_MODELS.get(model._meta.label, {})
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:  # a history table is classified like the tracked model
        kinds = {**field_kinds(tracked), **kinds}
    names = [f.name for f in model._meta.concrete_fields]
    if missing := [n for n in names if n not in kinds and not n.startswith("pgh_")]:
        raise UnclassifiedField(f"{model._meta.label}: class {', '.join(missing)} in its `privacy`.")
    return {name: kinds.get(name, Kind.NONE) for name in names}


def subject_path(model: type[models.Model], subject: str) -> str | None:
    """Return the lookup from a row to the ID of its person or account; None if it is about nobody.

    subject: "person" or "account", as named by the model's `privacy_subject` = {"person": "person_id"}.
    """
    declared: dict[str, str] = getattr(model, "privacy_subject", {})
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None and not declared:
        declared = getattr(tracked, "privacy_subject", {})
        if declared.get(subject) == "id":
            return "pgh_obj_id"
    if subject == "account" and model._meta.label in LIBRARY_SUBJECTS:
        return LIBRARY_SUBJECTS[model._meta.label]
    return declared.get(subject)


def personal_models(subject: str) -> Iterator[tuple[type[models.Model], str, dict[str, Kind]]]:
    """Yield every model with rows about people, the lookup to the subject, and the field kinds."""
    for model in apps.get_models(include_auto_created=True):
        path = subject_path(model, subject)
        if path is not None and not model._meta.proxy:
            yield model, path, field_kinds(model)


def everything_about(subject: str, subject_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return all rows about a person or account by table, without secrets: the response to an access request."""
    answer: dict[str, list[dict[str, Any]]] = {}
    for model, path, kinds in personal_models(subject):
        columns = [name for name, kind in kinds.items() if kind is not Kind.SECRET]
        rows = list(model._base_manager.filter(**{path: subject_id}).order_by("pk").values(*columns))
        _describe_files(model, rows)
        if rows:
            answer[model._meta.label] = rows
    return answer


def _describe_files(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """Replace file IDs by file details, and state whether the subject sent the file."""
    for field in model._meta.concrete_fields:
        columns = getattr(field.related_model, "privacy_export", None)
        if not columns or not isinstance(field.related_model, type):
            continue
        known = {
            related["pk"]: related
            for related in _related_rows(field.related_model, [row[field.name] for row in rows], columns)
        }
        own = getattr(model, "privacy_sent_by_subject", False)
        for row in rows:
            if details := known.get(row[field.name]):
                row[field.name] = {name: details[name] for name in columns} | {"sent_by_them": own}


def _related_rows(model: type[models.Model], numbers: list[Any], columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    yield from model._base_manager.filter(pk__in=numbers).values("pk", *columns)


def blank_value(field: "models.Field[Any, Any]", kind: Kind, key: object) -> object:
    """Return the value of a field after erasure: empty, or a neutral marker where one is required."""
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.EmailField):
        return f"erased-{key}@erased.example"
    if field.unique or _is_in_unique_constraint(field):
        return f"erased-{key}"
    return "Erased" if kind is Kind.IDENTITY else ""


def _is_in_unique_constraint(field: "models.Field[Any, Any]") -> bool:
    """Return whether the field is part of a multi-column unique constraint."""
    options = field.model._meta
    constraints = [
        constraint.fields for constraint in options.constraints if isinstance(constraint, models.UniqueConstraint)
    ]
    return any(field.name in names for names in [*options.unique_together, *constraints])


CLEARED = (Kind.IDENTITY, Kind.CONTACT, Kind.ADDRESS, Kind.FREE_TEXT, Kind.SECRET)


def clear(
    subject: str,
    subject_id: int,
    blanker: Callable[..., object] = blank_value,
    row_filter: Callable[[Rows], Rows] = lambda rows: rows,
) -> dict[str, int]:
    """Blank every personal field of every row about the subject, keeping the rows and so the counts.

    row_filter: limits a table's rows to those that may be blanked. Return the changed rows by table. Call inside
    the action's transaction. Append-only tables hold only pseudonyms and need no change;
    tests/house/test_privacy.py checks that.
    """
    changed: dict[str, int] = {}
    for model, path, kinds in personal_models(subject):
        fields = {n: k for n, k in kinds.items() if k in CLEARED}
        for row in row_filter(model._base_manager.filter(**{path: subject_id})) if fields else ():
            values = {n: blanker(model._meta.get_field(n), k, row.pk) for n, k in fields.items()}
            model._base_manager.filter(pk=row.pk).update(**values)
            changed[model._meta.label] = changed.get(model._meta.label, 0) + 1
    return changed
