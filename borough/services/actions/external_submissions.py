"""Take in forms filled in elsewhere: as the service where they fit, as work for staff where they do not."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.forms.importers.govuk_forms import FilledForm, read_form
from borough.forms.service import Mode, Service
from borough.foundation.db import locks
from borough.kernel.holidays import working_days_after
from borough.services.actions.submit_via_api import submit_answers
from borough.services.catalogue import service_of
from borough.services.models import Submission
from borough.services.types import InvalidSubmission

SOURCE = "govuk-forms"
PAID = "A fee is due, and whoever filled in the form has not been asked for it."


@dataclass(frozen=True)
class IntakeResult:
    """What became of it: “sent” (a submission’s reference) or “case” (a case’s), and whether it was here before."""

    outcome: str
    reference: str
    duplicate: bool


def accept_govuk_form(*, by: str, at: datetime, today: date, service: str, payload: Any) -> IntakeResult:
    """Take in a form filled in at GOV.UK Forms, once for its number there; one contact, whatever becomes of it.

    One that does not fit the service opens a case with all of it, so that nothing is lost. Raises UnknownService, and
    BadForm when it is no such form.
    """
    definition = service_of(service)
    filled = read_form(payload, definition)
    own = f"{service} {filled.reference}"[:120]
    with transaction.atomic():
        locks.lock(f"{SOURCE} {own}")
        if before := _before(own):
            return before
        why = _unfit(definition, filled)
        if not why:
            try:
                receipt = submit_answers(
                    by=by, at=at, today=today, service=service, answers=filled.answers, source=SOURCE, source_id=own,
                    mode=Mode.WEB,
                )  # fmt: skip
            except InvalidSubmission as unfit:
                why = "; ".join(": ".join(filter(None, [fault.question, fault.sentence])) for fault in unfit.faults)
            else:
                return IntakeResult("sent", receipt.reference, receipt.duplicate)
        return IntakeResult("case", _case(definition, filled, own, why, by=by, at=at, today=today), duplicate=False)


def _before(own: str) -> IntakeResult | None:
    """What became of it when it came before."""
    if case := cases.case_of_source(SOURCE, own):
        return IntakeResult("case", case, duplicate=True)
    sent = Submission.objects.filter(source=SOURCE, source_id=own).values_list("reference", flat=True).first()
    return IntakeResult("sent", sent, duplicate=True) if sent else None


def _unfit(service: Service, filled: FilledForm) -> str:
    if service.fee:
        return PAID
    return f"These questions are not of our form: {'; '.join(filled.left)}." if filled.left else ""


def _case(
    service: Service, filled: FilledForm, own: str, why: str, *, by: str, at: datetime, today: date
) -> str:  # fmt: skip
    details = [[filled.form, [[question, list(lines)] for question, lines in filled.lines]]]
    case = cases.open_case(
        by=by, at=at, kind=SOURCE, service=service.key, team=service.owner, title=f"{filled.form}, from GOV.UK Forms",
        source=SOURCE, source_id=own, details=details, note=f"It did not go through by itself. {why}"[:5_000],
        promised_by=working_days_after(today, service.promise.working_days, service.promise.calendar),
    )  # fmt: skip
    contact = contacts.record(
        by=by, at=at, channel=contacts.Channel.WEB, service=service.key, nature=contacts.Nature(service.nature),
        outcome=contacts.Outcome.CASE_OPENED, started_at=at, who=contacts.CustomerType.CUSTOMER, source=SOURCE, source_id=own,
    )  # fmt: skip
    cases.link_contact(by=by, at=at, reference=case, contact=contact.reference)
    return case
