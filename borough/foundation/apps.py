"""Foundation: what every later floor stands on."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Audit chain, events, jobs, idempotency, files, health."""

    name = "borough.foundation"
    label = "foundation"
