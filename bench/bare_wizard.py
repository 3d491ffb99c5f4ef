"""The least a Django project does to take the same complaint: django-formtools' wizard, and one row for all it was told.

No service that knows what it asks, no person, contact, case, message, audit or event; nobody else may look at it. It
stands beside ours in bench/submissions.py, on the same server and the same PostgreSQL, so that ours is measured as a ratio.
"""

import os
import sys

import django
from django.conf import settings

DATABASE = "bench_bare_wizard"
FIELDS = ("before", "about", "happened", "happened_on", "put_right", "evidence", "name", "email", "phone", "address")
BASE = """<!doctype html><html lang="en-GB"><title>Complain</title><main><h1>Complain</h1>
<form method="post">{% csrf_token %}{{ wizard.management_form }}{{ wizard.form.as_p }}<button>Go on</button></form></main></html>"""


def database():
    """Ours, under another name: the same server, the same safety of what is written."""
    from importlib import import_module

    database_settings = dict(import_module("borough.config.settings").DATABASES["default"])
    return database_settings | {"NAME": DATABASE}


if not settings.configured:
    settings.configure(
        DEBUG=False,
        SECRET_KEY="bare" * 16,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DATABASES={"default": database()},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.sessions", "formtools"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"page.html": BASE})]},
            }
        ],
    )
    django.setup()

from django import forms  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpResponse, HttpResponseRedirect  # noqa: E402
from django.urls import path  # noqa: E402
from formtools.wizard.views import SessionWizardView  # noqa: E402

STEPS = [
    (name, type(name.title(), (forms.Form,), {name: forms.CharField(required=name in ("before", "about"))}))
    for name in FIELDS
]


class Check(forms.Form):
    """The page where answers are checked: nothing to fill in."""


class Wizard(SessionWizardView):
    """Page after page, kept in the session; at the end one row."""

    template_name = "page.html"

    def done(self, form_list, **_):
        """Keep it, and say so."""
        import json

        data = json.dumps({key: value for form in form_list for key, value in form.cleaned_data.items()})
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO complaint (told) VALUES (%s) RETURNING id", [data])
            number = cursor.fetchone()[0]
        return HttpResponseRedirect(f"/sent/{number}/")


urlpatterns = [
    path("sent/<int:number>/", lambda _request, number: HttpResponse(f"We have it: {number}")),
    path("", Wizard.as_view([*STEPS, ("check", Check)])),
]
application = get_wsgi_application()


def make():
    """Its database, with its two tables."""
    import psycopg

    ours = {**settings.DATABASES["default"], "NAME": "postgres"}
    options = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    with psycopg.connect(
        **{key: ours[name] for key, name in options.items() if ours.get(name)}, autocommit=True
    ) as there:
        if not there.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            there.execute(f"CREATE DATABASE {DATABASE}")
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS complaint (id bigserial PRIMARY KEY, told jsonb NOT NULL)")


if __name__ == "__main__" and sys.argv[1:] == ["make"]:
    os.environ.setdefault("BOROUGH_HOME", ".borough")
    make()
