"""Forward problems that belong to another council, once each, and pass its updates to the reporters."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from borough.cases import public as cases
from borough.foundation import audit
from borough.foundation.db import locks
from borough.foundation.side_effects import already_delivered, last_delivered_at, mark_delivered, mark_repeated
from borough.gazetteer import public as gazetteer
from borough.services.actions import georeport
from borough.services.catalogue import catalogue
from borough.services.models import CountyReferral, Submission
from borough.services.rules.county_attributes import CountyAttribute, fill_attributes, task_title

LOOK_BACK = timedelta(hours=2)  # updates are deduplicated by ID, so reading them again does nothing
FARTHEST = timedelta(days=30)  # maximum look-back after a long outage
LAST_POLLED = "county heard"
LONGEST = 4_000
BY_HAND = "Pass it on to the county by hand"
UPDATE_TEXT = "The county council says: {words}"


def queue_referral(*, at: datetime, reference: str, service: str) -> bool:
    """Queue a submission for forwarding if it belongs to another council and an endpoint is configured."""
    definition = catalogue().get(service)
    if not settings.COUNTY_URL or definition is None or definition.reports is None:
        return False
    row = Submission.objects.filter(reference=reference).exclude(case="").first()
    code = definition.reports.passes.get(str(row.answers.get(definition.reports.of)), "") if row else ""
    if row is None or not code:
        return False
    CountyReferral.objects.get_or_create(submission=row, defaults={"case": row.case, "code": code, "created_at": at})
    return True


def forward(*, by: str, at: datetime, reference: str) -> None:
    """Send the report to the other council and store its reference. Raises DeliveryError, to be retried.

    The request is made outside our transaction. A repeat after a crash sends the same idempotency key.
    """
    passed = CountyReferral.objects.select_related("submission").filter(submission__reference=reference).first()
    if passed is None or passed.state != "waiting":
        return
    fields, lacking = _fields(passed)
    if lacking:
        _refused(passed, "it asks what we were not told", by=by, at=at, todo=task_title(lacking))
        return
    try:
        number = georeport.send_report(key=f"borough {reference}", fields=fields)
    except georeport.ReportRejected as refused:
        _refused(passed, str(refused), by=by, at=at)
        return
    with transaction.atomic():
        if not CountyReferral.objects.filter(pk=passed.pk, state="waiting").update(
            state="passed", number=number, passed_at=at
        ):
            return
        _refer(passed.case, f"We passed it to the county council. Its number there is {number}.", by=by, at=at)
        audit.record(by=by, at=at, verb="services.forward_to_county", subject=f"submission:{reference}")


def _refer(reference: str, text: str, *, by: str, at: datetime) -> None:
    """Record the referral on the case, which closes it unless staff have already moved it on."""
    case = cases.case_of(reference, at.date())
    if case and cases.Verb.REFER in cases.verbs_of(case.state):
        cases.move(by=by, at=at, reference=reference, verb=cases.Verb.REFER, version=case.version, text=text)
    else:
        cases.note(by=by, at=at, reference=reference, text=text, for_customer=True)


def _refused(passed: CountyReferral, why: str, *, by: str, at: datetime, todo: str = BY_HAND) -> None:
    """Hand the report to staff: a note with the reason, and a task due by the promised date."""
    with transaction.atomic():
        if CountyReferral.objects.filter(pk=passed.pk, state="waiting").update(state="refused"):
            text = f"The county’s system did not take it: {why or 'it did not say why'}. {todo}."
            cases.note(by=by, at=at, reference=passed.case, text=text)
            case = cases.case_of(passed.case, at.date())
            if case and not case.state.over:
                cases.add_task(by=by, at=at, reference=passed.case, title=todo, team=case.team, due_on=case.promised_by)
            audit.record(
                by=by, at=at, verb="services.forwarding_refused", subject=f"submission:{passed.submission.reference}"
            )


def _fields(passed: CountyReferral) -> tuple[dict[str, str | Sequence[str]], tuple[CountyAttribute, ...]]:
    """Return the fields to send and the required attributes we cannot fill. The reporter's details are not sent."""
    row = passed.submission
    service = catalogue()[row.service]
    plain = _plain(row, passed.code)
    own = {name[len("attribute[") : -1]: text for name, text in plain.items() if name.startswith("attribute[")}
    about = {
        question.key: row.answers.get(question.key) for question in service.questions().values() if not question.fact
    }
    spot = row.answers.get(service.reports.spot) if service.reports else None
    for name in ("uprn", "usrn"):
        if isinstance(spot, dict) and spot.get(name):
            own[name] = str(spot[name])
    own |= {"external_id": row.reference, "description": plain.get("description", "")}
    gives = service.reports.gives if service.reports else {}
    attributes = fill_attributes(georeport.wanted(passed.code), gives, about, own)
    return {**plain, **attributes.fields}, attributes.lacking


def _plain(row: Submission, code: str) -> dict[str, str]:
    """Return the fields common to every problem: location and description."""
    reports = catalogue()[row.service].reports
    spot: dict[str, Any] = row.answers.get(reports.spot, {}) if reports else {}
    more = str(row.answers.get(reports.description, "")) if reports else ""
    text = "\n\n".join(filter(None, [str(spot.get("details", "")), more]))
    fields = {
        "service_code": code,
        "address_string": str(spot.get("near", "")),
        "description": text[:LONGEST],
        "attribute[external_reference]": row.reference,
    }
    if spot.get("easting") is not None:
        east, north = float(spot["easting"]), float(spot["northing"])
        if point := gazetteer.to_latitude_longitude([(east, north)])[0]:
            fields |= {"lat": f"{point[0]:.6f}", "long": f"{point[1]:.6f}"}
        fields |= {"attribute[easting]": f"{east:.0f}", "attribute[northing]": f"{north:.0f}"}
    return {name: value for name, value in fields.items() if value}


def poll_updates(*, by: str, at: datetime) -> int:
    """Fetch the other council's updates since the last poll, note each on its case once, and return the count."""
    if not settings.COUNTY_URL or not CountyReferral.objects.filter(state="passed").exists():
        return 0
    since = max((last_delivered_at(LAST_POLLED) or at) - LOOK_BACK, at - FARTHEST)
    new = sum(_apply_update(update, by=by, at=at) for update in georeport.updates(since=since, until=at))
    mark_repeated(LAST_POLLED, "county-response", at)
    return new


def _apply_update(update: georeport.StatusUpdate, *, by: str, at: datetime) -> bool:
    key = f"county update {update.update_id}"
    with transaction.atomic():
        locks.lock(key)
        passed = CountyReferral.objects.filter(number=update.number, state="passed").first()
        if passed is None or already_delivered(key):
            return False
        text = update.text[:LONGEST] or f"it is now {update.status.replace('_', ' ').lower() or 'unchanged'}"
        cases.note(
            by=by, at=at, reference=passed.case, text=UPDATE_TEXT.format(words=text), for_customer=bool(update.text)
        )
        mark_delivered(key, "county-update", at)
    return True
