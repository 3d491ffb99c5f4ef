"""Event listeners: payments, addresses, files, people, mandates and cases."""

from contextlib import suppress
from time import monotonic

from django.conf import settings
from django.db import DatabaseError

from borough.cases.public import CUSTOMER_VERBS, case_of
from borough.cases.types import CaseMoved
from borough.foundation.clock import now, today
from borough.foundation.events import subscribe
from borough.foundation.files import FileRefused
from borough.foundation.retention import register_hold_source
from borough.gazetteer.types import AddressResolved
from borough.messaging.public import register_templates
from borough.payments.types import PaymentFailed, PaymentSettled
from borough.people.public import register_erasure_blocker
from borough.people.types import MandateRevoked, PersonErased
from borough.services.actions.address_resolved import set_resolved_address
from borough.services.actions.file_access import drop_files, note_virus
from borough.services.actions.forward_to_county import queue_referral
from borough.services.actions.notify import send_closed, templates
from borough.services.actions.on_payment import complete_paid, lapse_unpaid
from borough.services.actions.overrides import reload_changes
from borough.services.actions.renewal_reminders import TEMPLATE as RENEWAL
from borough.services.jobs import expire_mandate_drafts, forward_report, notify_received
from borough.services.queries.retention import erasure_blocker, protected
from borough.services.types import SubmissionCompleted

PURPOSE = "services:"
BY = "system:services"
_read_at = [float("-inf")]


def connect() -> None:
    """Subscribe the listeners and register message templates."""
    register_templates([*templates(), RENEWAL])
    subscribe(PaymentSettled, on_payment_settled)
    subscribe(PaymentFailed, on_payment_failed)
    subscribe(CaseMoved, on_case_moved)
    subscribe(MandateRevoked, on_mandate_revoked)
    subscribe(SubmissionCompleted, on_submission_completed)
    subscribe(FileRefused, on_file_refused)
    subscribe(AddressResolved, on_address_settled)
    subscribe(PersonErased, on_person_erased)
    register_hold_source(protected)
    register_erasure_blocker(erasure_blocker, public_reason="We must keep something of yours for now.")


def reload_changed_texts(**_: object) -> None:
    """Read the changed texts again at the start of a request, at most once in CHANGED_TEXTS_SECONDS."""
    seconds: float = settings.CHANGED_TEXTS_SECONDS
    if seconds and monotonic() - _read_at[0] >= seconds:
        _read_at[0] = monotonic()
        with suppress(DatabaseError):  # pages that need the database say so themselves
            reload_changes(now())


def on_submission_completed(event: SubmissionCompleted, _position: int) -> None:
    """Queue the acknowledgement, so that the response does not wait for it."""
    notify_received.defer(reference=event.reference)
    if queue_referral(at=now(), reference=event.reference, service=event.service):
        forward_report.defer(reference=event.reference)


def on_address_settled(event: AddressResolved, _position: int) -> None:
    """Set the resolved property on the submission of the contact and on its case."""
    if event.source == "contact":
        set_resolved_address(by=BY, at=now(), contact=event.source_id, uprn=event.uprn)


def on_file_refused(event: FileRefused, _position: int) -> None:
    """Note on the case that a file was infected, so that staff ask for it again."""
    note_virus(by=BY, at=now(), file=event.reference)


def on_person_erased(event: PersonErased, _position: int) -> None:
    """Delete the person's files."""
    drop_files(event.person_id)


def on_mandate_revoked(event: MandateRevoked, _position: int) -> None:
    """Queue deletion of the helper's drafts; a submission waiting on the mandate is not waited for."""
    expire_mandate_drafts.defer(mandate=event.mandate)


def on_case_moved(event: CaseMoved, _position: int) -> None:
    """Notify the customer when the case is closed."""
    if event.source == "services" and event.verb in CUSTOMER_VERBS:
        case = case_of(event.reference, today())
        outcome = case.outcome if case else ""
        send_closed(by=BY, at=now(), reference=event.source_id, outcome=outcome, version=event.version)


def on_payment_settled(event: PaymentSettled, _position: int) -> None:
    """Complete the paid submission, in the transaction of the payment."""
    if event.purpose.startswith(PURPOSE):
        complete_paid(by=BY, at=now(), today=today(), reference=event.purpose.removeprefix(PURPOSE))


def on_payment_failed(event: PaymentFailed, _position: int) -> None:
    """Lapse the submission that can no longer be paid."""
    if event.over and event.purpose.startswith(PURPOSE):
        lapse_unpaid(by=BY, at=now(), reference=event.purpose.removeprefix(PURPOSE))
