"""Walks any service to its end, answering each kind of question somehow, and finds every option on the way."""

import secrets
from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from borough.access.public import verified_emails
from borough.forms import kinds
from borough.forms.kinds.dates import day_of
from borough.forms.pages import CHECK, TASKS
from borough.forms.rows import Rows
from borough.people import public as people
from borough.services import public as services
from borough.services.queries.route import current_kind
from tests.client import make_resident

AT = datetime(2027, 2, 1, 10, 30, tzinfo=UTC)
TODAY = AT.date()
HOUSE = 10090000001
BY_FACT = {"name": "Rosa Resident", "national_insurance_number": "AB123456C"}
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


class Ended(Exception):
    """The service ended for whoever answered so."""


def _dated(key, kind):
    day = max(TODAY, day_of(kind.earliest, TODAY)) if kind.earliest else TODAY
    day = min(day, day_of(kind.latest, TODAY)) if kind.latest else day
    return [(f"{key}-day", day.day), (f"{key}-month", day.month), (f"{key}-year", day.year)]


def _spot(key, _kind):
    return [(f"{key}-near", "Nowhere Lane"), (f"{key}-chosen", "details"), (f"{key}-details", "By the gate")]


SAMPLES = {
    kinds.Date: _dated,
    kinds.Spot: _spot,
    kinds.Time: lambda key, _: [(key, "9:30am")],
    kinds.MonthYear: lambda key, _: [(f"{key}-month", "9"), (f"{key}-year", "2025")],
    kinds.Address: lambda key, _: [(f"{key}-uprn", HOUSE)],
    kinds.Email: lambda key, _: [(key, "rosa@home.example")],
    kinds.Phone: lambda key, _: [(key, "01632 960001")],
    kinds.Website: lambda key, _: [(key, "www.example.com")],
    kinds.Number: lambda key, kind: [(key, kind.least if kind.least is not None else 1)],
    kinds.Money: lambda key, _: [(key, "12.50")],
    kinds.Agreement: lambda key, _: [(key, "yes")],
}
WANTED = {
    "missed-bin": {"stream": "refuse"},
    "speak-at-committee": {"meeting_on": date(2027, 2, 10)},
    "freedom-of-information": {"mine": "no"},
    "move-home": {"new_address": HOUSE + 1},
}
"""What some services must be answered for the first walk to reach the end."""
CHOOSING = (kinds.YesNo, kinds.Choice, kinds.Several)


def fields(key, kind, question, ground, options, wanted):
    """What a form sends for a question, as (name, value) pairs; options taken are noted."""
    kind = current_kind(question, ground) if question else kind
    if isinstance(kind, CHOOSING):
        offered = [candidate.value for candidate in kind.offered()]
        value = wanted.get(key, offered[0])
        if question:
            options.setdefault(key, set()).add(value)
            options.setdefault(f"all {key}", set()).update(offered)
        return [(key, value)]
    if isinstance(wanted.get(key), date):
        return [(f"{key}-{part}", getattr(wanted[key], part)) for part in ("day", "month", "year")]
    sample = next((make(key, kind) for candidate, make in SAMPLES.items() if isinstance(kind, candidate)), None)
    if sample is None:
        fact = BY_FACT.get(getattr(question, "fact", ""), "")
        sample = [(key, fact or getattr(kind, "like", "") or "Some words")]
    return [(sample[0][0], wanted[key])] if key in wanted else sample


def send(reference, page, draft_page, wanted, options):
    """Answer one page; what becomes of it."""
    step = draft_page.route.step(page)
    posted, files = QueryDict(mutable=True), {}
    for question in step.asks:
        kind = question.kind
        if isinstance(kind, Rows):
            row = QueryDict(mutable=True)
            for column in kind.columns:
                for name, value in fields(f"{question.key}-{column.key}", column.kind, None, None, {}, wanted):
                    row[name] = str(value)
            parsed = services.save_row(
                by="nobody", at=AT, today=TODAY, reference=reference, page=page, number=1, posted=row
            )
            assert not parsed.errors, (page, parsed.errors)
        elif isinstance(kind, kinds.Upload):
            files[question.key] = [SimpleUploadedFile("a.pdf", PDF)] * kind.least if "pdf" in kind.types else []
        elif question.key not in wanted or wanted[question.key] is not None:
            for name, value in fields(question.key, kind, question, draft_page.route.context, options, wanted):
                posted[name] = str(value)
    return services.answer(by="nobody", at=AT, today=TODAY, reference=reference, page=page, posted=posted, files=files)


def mandated(person_id=None, *, at=AT, account_id=None, services_=()):
    """A mandate that a helper has accepted, of a person nothing is held about when none is named; and their account."""
    person_id = person_id or people.register_person(by="nobody", at=at)
    email = f"{secrets.token_hex(6)}@helper.example"
    if account_id is None:
        account_id = make_resident(name="Hana Helper", email=email)
    email = next(iter(verified_emails(account_id)))
    reference = people.grant_mandate(
        by="resident:0",
        at=at,
        person_id=person_id,
        helper_email=email,
        months=12,
        how=people.MandateChannel.ONLINE,
        services=services_,
    )
    people.accept_mandate(by=f"resident:{account_id}", at=at, reference=reference, account_id=account_id)
    return reference, account_id


def walk(key, mode=services.Mode.WEB, *, person_id=None, account_id=None, wanted=None, options=None, language="en"):
    """Begin a service, answer every page, and give back the draft's reference at the check page. Raises Ended."""
    options = {} if options is None else options
    wanted = WANTED.get(key, {}) | (wanted or {})
    mandate = ""
    if mode is services.Mode.HELPER:
        mandate, account_id = mandated(person_id, services_=[key])
    reference = services.begin(
        by="nobody",
        at=AT,
        today=TODAY,
        service=key,
        mode=mode,
        person_id=person_id,
        account_id=account_id,
        mandate=mandate,
        language=language,
    )
    page = services.draft_pages.open_draft(reference=reference, today=TODAY, at=AT).route.next_key()
    for _ in range(200):
        if page == CHECK:
            return reference
        if page == TASKS:
            tasks = services.draft_pages.tasks(reference=reference, today=TODAY, at=AT)
            page = next((task.page for task in tasks if task.state in ("In progress", "Not yet started")), CHECK)
            continue
        view = services.draft_pages.page(reference=reference, page=page, today=TODAY, at=AT)
        assert not isinstance(view, str), f"{key}: {page} leads to {view}"
        if view.ends:
            raise Ended(page)
        draft_page = services.draft_pages.open_draft(reference=reference, today=TODAY, at=AT)
        parsed = send(reference, page, draft_page, wanted, options)
        assert parsed.is_accepted, f"{key}, {page}: {[fault.sentence for fault in parsed.errors]}, {parsed.choices}"
        page = parsed.next_key
    raise AssertionError(f"{key} never ends")


def every_route(key, wanted=None):
    """Walk the service once for every option of every choice on the way; yields what was wanted and where it led."""
    todo, done, seen = [dict(wanted or {})], [], {}
    while todo:
        choice = todo.pop()
        if choice in done:
            continue
        done.append(choice)
        mine = {}
        try:
            end = walk(key, wanted=choice, options=mine)
        except Ended as ended:
            end = ended
        yield choice, end
        for name in [key_name for key_name in mine if not key_name.startswith("all ")]:
            seen.setdefault(name, set()).update(mine[name])
            for option in mine[f"all {name}"] - seen[name]:
                seen[name].add(option)
                todo.append(choice | {name: option})
