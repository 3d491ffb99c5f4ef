"""Reference pages generated from code: settings, commands, measures, events and personal data."""

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any

from django.apps import apps
from django.core.management import get_commands, load_command_class

from borough.config.markdown_table import table
from borough.forms.reports import problems_of
from borough.foundation import events
from borough.foundation.privacy import Kind, field_kinds, subject_path
from borough.measures.public import catalogue, measure_of
from borough.services import public as services

SETTINGS = {
    "BOROUGH_HOME": (".borough", "The folder of this instance's files and its private database."),
    "BOROUGH_COUNCIL": ("", "The council's name on pages and in reports. Empty: the name in its pack."),
    "BOROUGH_COUNCIL_PACK": ("", "The folder of the council's pack. Empty: the one of `borough init`."),
    "DATABASE_URL": ("", "A PostgreSQL of your own, `postgresql://user:password@host/name`. Empty: a private one."),
    "BOROUGH_SECRET_KEY": ("", "Signs sessions; 50 characters or more, the same on every node. Empty: generated once."),
    "BOROUGH_URL": ("http://127.0.0.1:PORT", "The URL residents use. With https, requests over http are redirected."),
    "BOROUGH_BIND": ("127.0.0.1", "The IP address the servers listen on."),
    "BOROUGH_PORT": ("8000", "The port of pages and the API."),
    "BOROUGH_LIVE_PORT": ("BOROUGH_PORT + 1", "The port of live events."),
    "BOROUGH_WEB_PROCESSES": ("2", "Web processes; one for each core."),
    "BOROUGH_WEB_THREADS": ("2", "Threads in each web process; each uses a database connection."),
    "BOROUGH_TRUSTED_PROXIES": ("0", "The number of proxies in front whose X-Forwarded-For is trusted."),
    "BOROUGH_WEBHOOK_URL": (
        "",
        "A URL that receives every event, in addition to the webhooks at `/office/webhooks/`.",
    ),
    "BOROUGH_WEBHOOK_SECRET": ("", "Signs those events: HMAC-SHA256 of the body in `Borough-Signature`."),
    "BOROUGH_WEBHOOK_INSIDE": (
        "",
        "Hosts in the council's network that webhooks may use, separated by spaces. Other internal"
        " addresses are refused.",
    ),
    "BOROUGH_MAIL_URL": ("", "`smtp://user:password@host:25`, `smtps://...` or `file:///folder`. Empty: the outbox."),
    "BOROUGH_BOUNCES": ("", "A Maildir with bounced mail, filled by the mail server; read every five minutes."),
    "BOROUGH_MAIL_FROM": ("no-reply@borough.example", "The sender of mail."),
    "BOROUGH_ANCHOR_MAIL": (
        "",
        "The email address for the audit chain's daily anchor, preferably outside the council's servers.",
    ),
    "BOROUGH_SCANNER": (
        "",
        "ClamAV's daemon: `tcp://127.0.0.1:3310` or `unix:///run/clamav/clamd.ctl`. Files can be"
        " opened only after a clean scan. Empty: files can be opened, and pages say that they were not scanned.",
    ),
    "BOROUGH_COUNTY_URL": (
        "",
        "The county's Open311, `https://host/open311/v2`, to which potholes and street"
        " lights are forwarded. Empty: staff forward them.",
    ),
    "BOROUGH_COUNTY_KEY": ("", "The api_key that the county issued."),
    "BOROUGH_PAY_KEY": (
        "",
        "The API key of GOV.UK Pay. Empty: no card payments, except test cards in a demonstration.",
    ),
    "BOROUGH_PAY_WEBHOOK_SECRET": ("", "Verifies GOV.UK Pay's webhooks at `/pay/webhook/`. Empty: they are refused."),
    "BOROUGH_PAY_URL": ("https://publicapi.payments.service.gov.uk", "The API of GOV.UK Pay."),
    "BOROUGH_PAY_PAGES": (
        "https://www.payments.service.gov.uk https://card.payments.service.gov.uk",
        "Origins of GOV.UK Pay's card pages; payers are redirected to no other.",
    ),
    "BOROUGH_PAY_STAND_IN_PORT": ("BOROUGH_PORT + 2", "The port of the demonstration's test server for GOV.UK Pay."),
    "BOROUGH_NOTIFY_KEY": (
        "",
        "The API key of GOV.UK Notify. Empty: email goes through the mail server, and no texts are sent.",
    ),
    "BOROUGH_NOTIFY_TEXT_TEMPLATE": ("", "The id of a text template in Notify with only `((body))`. Empty: no texts."),
    "BOROUGH_NOTIFY_EMAIL_TEMPLATE": (
        "",
        "The id of an email template in Notify, subject `((subject))`, body `((body))`. Empty: the mail server.",
    ),
    "BOROUGH_NOTIFY_CALLBACK_TOKEN": ("", "The bearer token of Notify's delivery receipts at `/messages/receipts/`."),
    "BOROUGH_NOTIFY_URL": ("https://api.notifications.service.gov.uk", "The API of GOV.UK Notify."),
    "BOROUGH_STAFF_OIDC": ("", "Staff sign-in by OpenID Connect: issuer, client id and secret, separated by spaces."),
    "BOROUGH_RESIDENT_OIDC": ("", "Residents' sign-in by OpenID Connect, in the same format."),
}


def _page(title: str, lead: str, lines: list[str]) -> str:
    return "\n".join([f"# {title}", "", f"Written by `borough reference`; do not edit. {lead}", "", *lines]) + "\n"


def settings_page() -> str:
    """Return the page of settings."""
    rows = [(f"`{name}`", f"`{default}`" if default else "", text) for name, (default, text) in SETTINGS.items()]
    lead = "Settings are environment variables; an invalid value is refused with a hint."
    return _page("Settings", lead, table(("variable", "default", "description"), rows))


def commands_page() -> str:
    """Return the page of our own commands and arguments."""
    lines: list[str] = []
    for name, app in sorted(get_commands().items()):
        if str(app).startswith("borough."):
            command = load_command_class(str(app), name)
            lines += [
                f"## borough {name}",
                "",
                command.help,
                "",
                *_arguments(command.create_parser("borough", name)),
                "",
            ]
    return _page("Commands", "`borough COMMAND --help` prints the same.", lines)


def _arguments(parser: Any, before: str = "") -> list[str]:
    """Return a command's arguments, without those common to all."""
    lines: list[str] = []
    for action in parser._actions:
        names = ", ".join(action.option_strings) or action.dest
        if hasattr(action, "choices") and isinstance(action.choices, dict):
            for word, inner in action.choices.items():
                lines += [f"- `{before}{word}`", *_arguments(inner, f"{before}{word} ")]
        elif action.help and action.help != "==SUPPRESS==" and names not in COMMON:
            lines.append(f"- `{before}{names}`: {action.help}")
    return lines


COMMON = {
    "-h, --help",
    "--version",
    "-v, --verbosity",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
}


def measures_page() -> str:
    """Return the page of measures and their definitions."""
    lines: list[str] = []
    for key in sorted(catalogue()):
        measure = measure_of(key)
        lines += [
            f"## {measure.name}",
            "",
            measure.question,
            "",
            f"- key: `{key}`, in {measure.unit.value}, good when it goes {measure.good}",
        ]
        lines += [f"- counted: {measure.counted_label}", f"- out of: {measure.out_of_label}"]
        lines += [f"- {what}: `{condition}`" for what, condition in measure.conditions.items()]
        lines += [f"- note: {note}" for note in measure.notes]
        lines += [
            f"- from: {measure.source}",
            f"- owner: {measure.owner}; checked by: {measure.checked_by}; review by {measure.next_review}",
        ]
        lines += [f"- definition: `{measure.definition[:16]}`", ""]
    return _page("Measures", "One file each in `borough/measures/definitions/`.", lines)


def events_page() -> str:
    """Return the page of events, their publishers and listeners."""
    listeners = events.listeners()
    rows = []
    for app, event_classes in events.event_classes().items():
        for event in event_classes:
            names = sorted({f"`{f.__module__}`" for f in listeners.get(event, [])})
            facts = ", ".join(f.name for f in fields(event))
            rows.append((f"`{event.kind}`", inspect.getdoc(event), facts, f"`{app}`", ", ".join(names) or "none"))
    lead = (
        "Each event is written in the transaction of its act, delivered to the webhooks that chose it, and sent to"
        " the live pages of staff."
    )
    return _page("Events", lead, table(("event", "when", "fields", "published by", "listeners"), rows))


def personal_data_page() -> str:
    """Return the page of personal data fields."""
    rows = []
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.label):
        kinds = {name: kind for name, kind in field_kinds(model).items() if kind is not Kind.NONE}
        if kinds:
            subjects = " and ".join(s for s in ("person", "account") if subject_path(model, s)) or "none"
            rows.append((model._meta.label, subjects, ", ".join(f"{n} ({k.value})" for n, k in kinds.items())))
    lead = (
        "Access requests, erasure and anonymisation read this same declaration. Tables not listed contain no personal"
        " data."
    )
    return _page("Personal data", lead, table(("table", "subject", "fields"), rows))


def services_page() -> str:
    """Return the page of services: questions, fees, promises and channels."""
    lines: list[str] = []
    for service in services.library().values():
        lines += [f"## {service.name}", "", *(f"- {what}: {text}" for what, text in _about(service) if text), ""]
        always = set(services.schema_of(service)["required"])
        questions = [_question_row(question, always=key in always) for key, question in service.questions().items()]
        lines += [*table(("question", "key", "kind", "fact", "required"), questions), ""]
    lead = (
        "The library: one folder each in `borough/services/definitions/`. A council's pack publishes them with its own"
        " values and adds its own. Other systems send one to `/api/v1/services/{key}/submissions`."
    )
    return _page("Services", lead, lines)


def _about(service: services.Service) -> list[tuple[str, str]]:
    codes = [problem.code for problem in problems_of(service)] if service.reports else []
    number = f"{service.lgsl}" if service.lgsl else ""
    values = ", ".join(f"`{key}` ({value})" for key, value in service.settings.items())
    return [
        ("key", f"`{service.key}`"),
        ("Local Government Services List", number),
        ("fees", f"`{service.fee.source}` of the pack" if service.fee else ""),
        ("queues", ", ".join(f"`{queue}`" for queue in service.opens.queues) if service.opens else ""),
        ("settings", values),
        ("retention", service.retention),
        ("list of tasks", "yes" if service.tasks else ""),
        ("Open311 codes", ", ".join(f"`{code}`" for code in codes)),
    ]


def _question_row(question: Any, *, always: bool) -> tuple[str, ...]:
    condition = "optional" if question.optional else "always" if always else "when it applies"
    return question.ask, f"`{question.key}`", type(question.kind).__name__, question.fact, condition


IN_COMMON = {"Kind", "Point"}  # abstract base kinds, not used by questions


def questions_page() -> str:
    """Return the page of answer kinds, facts and comparison operators."""
    named = [getattr(services.kinds, name) for name in services.kinds.__all__ if name not in IN_COMMON]
    kinds = [item for item in named if isinstance(item, type) and issubclass(item, services.kinds.Kind)]
    kind_rows = [
        (f"`{kind.__name__}`", _first_paragraph(kind), _options(kind))
        for kind in sorted([*kinds, services.Rows], key=lambda item: item.__name__)
    ]
    fact_rows = [
        (f"`{fact.key}`", fact.name, f"{fact.months} months" if fact.months else "no limit")
        for fact in services.FACTS.values()
    ]
    lines = [
        *table(("kind", "description", "options"), kind_rows),
        *("", "## Facts", ""),
        *table(("fact", "name", "reliable for"), fact_rows),
    ]
    lines += ["", "## Comparisons", "", ", ".join(f"`{how.name}` ({how.value})" for how in services.Is) + "."]
    lead = (
        "Kinds are in `borough.forms.kinds`, rows in `borough/forms/rows.py`. `When(key, Is.…, than)`"
        " compares an answer, `Every`, `Some` and `Not` join them, and any function compares too."
    )
    return _page("Questions", lead, lines)


def _first_paragraph(kind: type[Any]) -> str:
    return " ".join((kind.__doc__ or "").partition("\n\n")[0].split())


def _options(kind: type[Any]) -> str:
    """Return the fields of a kind with their defaults."""
    names = []
    for field in fields(kind):
        usual = "" if field.default is MISSING or field.default in ("", None, ()) else f" = {field.default}"
        names.append(f"`{field.name}{usual}`")
    return ", ".join(names)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "measures.md": measures_page,
    "events.md": events_page,
    "personal-data.md": personal_data_page,
    "services.md": services_page,
    "questions.md": questions_page,
}
