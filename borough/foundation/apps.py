"""Foundation: the base layer of the application."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Audit log, events, jobs, idempotency, files and health checks."""

    name = "borough.foundation"
    label = "foundation"
