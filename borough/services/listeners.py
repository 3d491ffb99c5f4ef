"""What services hear: money that came for a submission, and money that never will."""

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
from borough.services.actions.renewal_reminders import TEMPLATE as RENEWAL
from borough.services.jobs import expire_mandate_drafts, forward_report, notify_received
from borough.services.queries.retention import erasure_blocker, protected
from borough.services.types import SubmissionCompleted

PURPOSE = "services:"
BY = "system:services"


def connect() -> None:
    """Begin to hear, and offer what is said."""
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


def on_submission_completed(event: SubmissionCompleted, _position: int) -> None:
    """Have the worker say that we have it: the page that answers does not wait for that."""
    notify_received.defer(reference=event.reference)
    if queue_referral(at=now(), reference=event.reference, service=event.service):
        forward_report.defer(reference=event.reference)


def on_address_settled(event: AddressResolved, _position: int) -> None:
    """Give what was sent, and its case, the property that the address of its contact turned out to mean."""
    if event.source == "contact":
        set_resolved_address(by=BY, at=now(), contact=event.source_id, uprn=event.uprn)


def on_file_refused(event: FileRefused, _position: int) -> None:
    """Say on the case that a file of it held a virus, so that somebody asks for it again."""
    note_virus(by=BY, at=now(), file=event.reference)


def on_person_erased(event: PersonErased, _position: int) -> None:
    """Let go of the files they sent."""
    drop_files(event.person_id)


def on_mandate_revoked(event: MandateRevoked, _position: int) -> None:
    """Have the worker let go of what a helper had begun: a sending that waits for the mandate is not waited for."""
    expire_mandate_drafts.defer(mandate=event.mandate)


def on_case_moved(event: CaseMoved, _position: int) -> None:
    """Tell whoever sent it, when its case is over."""
    if event.source == "services" and event.verb in CUSTOMER_VERBS:
        case = case_of(event.reference, today())
        outcome = case.outcome if case else ""
        send_closed(by=BY, at=now(), reference=event.source_id, outcome=outcome, version=event.version)


def on_payment_settled(event: PaymentSettled, _position: int) -> None:
    """Finish what was paid for, in the transaction of the payment."""
    if event.purpose.startswith(PURPOSE):
        complete_paid(by=BY, at=now(), today=today(), reference=event.purpose.removeprefix(PURPOSE))


def on_payment_failed(event: PaymentFailed, _position: int) -> None:
    """Close what can be paid for no more."""
    if event.over and event.purpose.startswith(PURPOSE):
        lapse_unpaid(by=BY, at=now(), reference=event.purpose.removeprefix(PURPOSE))
