"""Import externally completed forms: as a submission if valid, otherwise as a case for staff."""

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
    """Result of an import: a submission (“sent”) or a case (“case”) reference, and whether it was a duplicate."""

    outcome: str
    reference: str
    duplicate: bool


def accept_govuk_form(*, by: str, at: datetime, today: date, service: str, payload: Any) -> IntakeResult:
    """Import a form submitted through GOV.UK Forms, once per its submission ID; always exactly one contact.

    A form that does not fit the service opens a case with all its answers, so nothing is lost.
    Raises UnknownService, and FormError when the payload is not such a form.
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
                    by=by,
                    at=at,
                    today=today,
                    service=service,
                    answers=filled.answers,
                    source=SOURCE,
                    source_id=own,
                    mode=Mode.WEB,
                )
            except InvalidSubmission as unfit:
                why = "; ".join(": ".join(filter(None, [fault.question, fault.sentence])) for fault in unfit.faults)
            else:
                return IntakeResult("sent", receipt.reference, receipt.duplicate)
        return IntakeResult("case", _case(definition, filled, own, why, by=by, at=at, today=today), duplicate=False)


def _before(own: str) -> IntakeResult | None:
    """Return the earlier result if this form was already imported."""
    if case := cases.case_of_source(SOURCE, own):
        return IntakeResult("case", case, duplicate=True)
    sent = Submission.objects.filter(source=SOURCE, source_id=own).values_list("reference", flat=True).first()
    return IntakeResult("sent", sent, duplicate=True) if sent else None


def _unfit(service: Service, filled: FilledForm) -> str:
    if service.fee:
        return PAID
    return f"These questions are not of our form: {'; '.join(filled.left)}." if filled.left else ""


def _case(service: Service, filled: FilledForm, own: str, why: str, *, by: str, at: datetime, today: date) -> str:
    details = [[filled.form, [[question, list(lines)] for question, lines in filled.lines]]]
    case = cases.open_case(
        by=by,
        at=at,
        kind=SOURCE,
        service=service.key,
        team=service.owner,
        title=f"{filled.form}, from GOV.UK Forms",
        source=SOURCE,
        source_id=own,
        details=details,
        note=f"It did not go through by itself. {why}"[:5_000],
        promised_by=working_days_after(today, service.promise.working_days, service.promise.calendar),
    )
    contact = contacts.record(
        by=by,
        at=at,
        channel=contacts.Channel.WEB,
        service=service.key,
        nature=contacts.Nature(service.nature),
        outcome=contacts.Outcome.CASE_OPENED,
        started_at=at,
        who=contacts.CustomerType.CUSTOMER,
        source=SOURCE,
        source_id=own,
    )
    cases.link_contact(by=by, at=at, reference=case, contact=contact.reference)
    return case
