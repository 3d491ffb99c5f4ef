"""Take in forms filled in elsewhere: as the service where they fit, as work for staff where they do not."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.foundation import locks
from borough.kernel.holidays import working_days_after
from borough.services.actions.whole import submit_whole
from borough.services.catalogue import service_of
from borough.services.grammar.service import Mode, Service
from borough.services.layouts.filled import Filled, read_filled
from borough.services.models import Submission
from borough.services.types import Unfit

SOURCE = "govuk-forms"
PAID = "A fee is due, and whoever filled in the form has not been asked for it."


@dataclass(frozen=True)
class Taken:
    """What became of it: “sent” (a submission’s reference) or “case” (a case’s), and whether it was here before."""

    became: str
    reference: str
    again: bool


def take_filled(*, by: str, at: datetime, today: date, service: str, told: Any) -> Taken:
    """Take in a form filled in at GOV.UK Forms, once for its number there; one contact, whatever becomes of it.

    One that does not fit the service opens a case with all of it, so that nothing is lost. Raises UnknownService, and
    BadForm when it is no such form.
    """
    asked = service_of(service)
    filled = read_filled(told, asked)
    own = f"{service} {filled.reference}"[:120]
    with transaction.atomic():
        locks.hold(f"{SOURCE} {own}")
        if before := _before(own):
            return before
        why = _unfit(asked, filled)
        if not why:
            try:
                receipt = submit_whole(
                    by=by, at=at, today=today, service=service, answers=filled.answers, source=SOURCE, source_id=own,
                    mode=Mode.WEB,
                )  # fmt: skip
            except Unfit as unfit:
                why = "; ".join(": ".join(filter(None, [one.question, one.sentence])) for one in unfit.faults)
            else:
                return Taken("sent", receipt.reference, receipt.again)
        return Taken("case", _case(asked, filled, own, why, by=by, at=at, today=today), again=False)


def _before(own: str) -> Taken | None:
    """What became of it when it came before."""
    if case := cases.of_source(SOURCE, own):
        return Taken("case", case, again=True)
    sent = Submission.objects.filter(source=SOURCE, source_id=own).values_list("reference", flat=True).first()
    return Taken("sent", sent, again=True) if sent else None


def _unfit(service: Service, filled: Filled) -> str:
    if service.fee:
        return PAID
    return f"These questions are not of our form: {'; '.join(filled.left)}." if filled.left else ""


def _case(
    service: Service, filled: Filled, own: str, why: str, *, by: str, at: datetime, today: date
) -> str:  # fmt: skip
    details = [[filled.form, [[question, list(lines)] for question, lines in filled.lines]]]
    case = cases.open_case(
        by=by, at=at, kind=SOURCE, service=service.key, team=service.owner, title=f"{filled.form}, from GOV.UK Forms",
        source=SOURCE, source_id=own, details=details, note=f"It did not go through by itself. {why}"[:5_000],
        promised_by=working_days_after(today, service.promise.working_days, service.promise.calendar),
    )  # fmt: skip
    contact = contacts.record(
        by=by, at=at, channel=contacts.Channel.WEB, service=service.key, nature=contacts.Nature(service.nature),
        outcome=contacts.Outcome.CASE_OPENED, started_at=at, who=contacts.Who.CUSTOMER, source=SOURCE, source_id=own,
    )  # fmt: skip
    cases.link_contact(by=by, at=at, reference=case, contact=contact.reference)
    return case
