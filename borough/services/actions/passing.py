"""Pass problems that are another council's on to it, once, and tell those who told us what it says."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from borough.cases import public as cases
from borough.foundation import audit, locks
from borough.foundation.outward import done, mark_again, mark_done, when_done
from borough.places import public as places
from borough.services.actions import georeport
from borough.services.catalogue import catalogue
from borough.services.models import Passed, Submission
from borough.services.rules.countys import Wanted, filled, to_do

LOOK_BACK = timedelta(hours=2)  # what was read before is known by its id, so reading it again does nothing
FARTHEST = timedelta(days=30)  # as far back as is asked after a long silence
HEARD = "county heard"
LONGEST = 4_000
BY_HAND = "Pass it on to the county by hand"
SAID = "The county council says: {words}"


def to_be_passed(*, at: datetime, reference: str, service: str) -> bool:
    """Note that a submission is another council's, where it is and there is an address to pass it to."""
    asked = catalogue().get(service)
    if not settings.COUNTY_URL or asked is None or asked.reports is None:
        return False
    row = Submission.objects.filter(reference=reference).exclude(case="").first()
    code = asked.reports.passes.get(str(row.answers.get(asked.reports.of)), "") if row else ""
    if row is None or not code:
        return False
    Passed.objects.get_or_create(submission=row, defaults={"case": row.case, "code": code, "made_at": at})
    return True


def pass_on(*, by: str, at: datetime, reference: str) -> None:
    """Tell the other council, and keep the number it gives. Raises NotDelivered, to be tried again.

    The other side is asked outside of our transaction; asked twice after a crash, it gets the same key twice.
    """
    passed = Passed.objects.select_related("submission").filter(submission__reference=reference).first()
    if passed is None or passed.state != "waiting":
        return
    fields, lacking = _fields(passed)
    if lacking:
        _refused(passed, "it asks what we were not told", by=by, at=at, todo=to_do(lacking))
        return
    try:
        number = georeport.tell(key=f"borough {reference}", fields=fields)
    except georeport.NotTaken as refused:
        _refused(passed, str(refused), by=by, at=at)
        return
    with transaction.atomic():
        if not Passed.objects.filter(pk=passed.pk, state="waiting").update(
            state="passed", number=number, passed_at=at
        ):  # fmt: skip
            return
        _refer(passed.case, f"We passed it to the county council. Its number there is {number}.", by=by, at=at)
        audit.record(by=by, at=at, verb="services.pass_on", subject=f"submission:{reference}")


def _refer(reference: str, words: str, *, by: str, at: datetime) -> None:
    """Say so on the case, which is over by that, unless staff took it further meanwhile."""
    case = cases.case_of(reference, at.date())
    if case and cases.Verb.REFER in cases.verbs_of(case.state):
        cases.move(by=by, at=at, reference=reference, verb=cases.Verb.REFER, version=case.version, words=words)
    else:
        cases.note(by=by, at=at, reference=reference, words=words, for_customer=True)


def _refused(passed: Passed, why: str, *, by: str, at: datetime, todo: str = BY_HAND) -> None:
    """Leave it with staff: a note that says why, and something to do with the day by which we promised it."""
    with transaction.atomic():
        if Passed.objects.filter(pk=passed.pk, state="waiting").update(state="refused"):
            words = f"The county’s system did not take it: {why or 'it did not say why'}. {todo}."
            cases.note(by=by, at=at, reference=passed.case, words=words)
            case = cases.case_of(passed.case, at.date())
            if case and not case.state.over:
                cases.add_task(
                    by=by, at=at, reference=passed.case, title=todo, team=case.team, due_on=case.promised_by
                )  # fmt: skip
            audit.record(
                by=by, at=at, verb="services.pass_refused", subject=f"submission:{passed.submission.reference}"
            )


def _fields(passed: Passed) -> tuple[dict[str, str | Sequence[str]], tuple[Wanted, ...]]:
    """What the other council is told, and what it asks that we cannot say. Whoever told us stays with us."""
    row = passed.submission
    service = catalogue()[row.service]
    plain = _plain(row, passed.code)
    own = {name[len("attribute[") : -1]: text for name, text in plain.items() if name.startswith("attribute[")}
    about = {one.key: row.answers.get(one.key) for one in service.questions().values() if not one.fact}
    spot = row.answers.get(service.reports.spot) if service.reports else None
    for name in ("uprn", "usrn"):
        if isinstance(spot, dict) and spot.get(name):
            own[name] = str(spot[name])
    own |= {"external_id": row.reference, "description": plain.get("description", "")}
    gives = service.reports.gives if service.reports else {}
    found = filled(georeport.wanted(passed.code), gives, about, own)
    return {**plain, **found.fields}, found.lacking


def _plain(row: Submission, code: str) -> dict[str, str]:
    """What any problem is told by: where and what."""
    reports = catalogue()[row.service].reports
    spot: dict[str, Any] = row.answers.get(reports.spot, {}) if reports else {}
    more = str(row.answers.get(reports.words, "")) if reports else ""
    words = "\n\n".join(filter(None, [str(spot.get("words", "")), more]))
    fields = {
        "service_code": code, "address_string": str(spot.get("near", "")), "description": words[:LONGEST],
        "attribute[external_reference]": row.reference,
    }  # fmt: skip
    if spot.get("easting") is not None:
        east, north = float(spot["easting"]), float(spot["northing"])
        if point := places.to_latitude_longitude([(east, north)])[0]:
            fields |= {"lat": f"{point[0]:.6f}", "long": f"{point[1]:.6f}"}
        fields |= {"attribute[easting]": f"{east:.0f}", "attribute[northing]": f"{north:.0f}"}
    return {name: value for name, value in fields.items() if value}


def hear(*, by: str, at: datetime) -> int:
    """Read what the other council said since it was last asked, put each into its case once; returns how many."""
    if not settings.COUNTY_URL or not Passed.objects.filter(state="passed").exists():
        return 0
    since = max((when_done(HEARD) or at) - LOOK_BACK, at - FARTHEST)
    new = sum(_put(one, by=by, at=at) for one in georeport.updates(since=since, until=at))
    mark_again(HEARD, "county-heard", at)
    return new


def _put(said: georeport.Said, *, by: str, at: datetime) -> bool:
    key = f"county update {said.update_id}"
    with transaction.atomic():
        locks.hold(key)
        passed = Passed.objects.filter(number=said.number, state="passed").first()
        if passed is None or done(key):
            return False
        words = said.words[:LONGEST] or f"it is now {said.status.replace('_', ' ').lower() or 'unchanged'}"
        cases.note(
            by=by, at=at, reference=passed.case, words=SAID.format(words=words), for_customer=bool(said.words)
        )  # fmt: skip
        mark_done(key, "county-update", at)
    return True
