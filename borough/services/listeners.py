"""What services hear: money that came for a submission, and money that never will."""

from borough.cases.public import TOLD_TO_CUSTOMER, case_of
from borough.cases.types import CaseMoved
from borough.foundation.clock import now, today
from borough.foundation.events import subscribe
from borough.foundation.files import FileRefused
from borough.foundation.retention import keep_when
from borough.payments.types import PaymentFailed, PaymentSettled
from borough.people.public import hold_when
from borough.people.types import MandateRevoked, PersonErased
from borough.places.types import AddressSettled
from borough.post.public import offer
from borough.services.actions.opening import drop_files, note_refused
from borough.services.actions.paid import paid, unpaid
from borough.services.actions.passing import to_be_passed
from borough.services.actions.renewing import TEMPLATE as RENEWAL
from borough.services.actions.settling import settle_address
from borough.services.actions.telling import tell_over, templates
from borough.services.jobs import let_go, pass_on, tell
from borough.services.queries.retention import held_of, kept
from borough.services.types import SubmissionCompleted

PURPOSE = "services:"
BY = "system:services"


def connect() -> None:
    """Begin to hear, and offer what is said."""
    offer([*templates(), RENEWAL])
    subscribe(PaymentSettled, heard_settled)
    subscribe(PaymentFailed, heard_failed)
    subscribe(CaseMoved, heard_moved)
    subscribe(MandateRevoked, heard_revoked)
    subscribe(SubmissionCompleted, heard_completed)
    subscribe(FileRefused, heard_refused)
    subscribe(AddressSettled, heard_settled_address)
    subscribe(PersonErased, heard_erased)
    keep_when(kept)
    hold_when(held_of, told="We must keep something of yours for now.")


def heard_completed(event: SubmissionCompleted, _position: int) -> None:
    """Have the worker say that we have it: the page that answers does not wait for that."""
    tell.defer(reference=event.reference)
    if to_be_passed(at=now(), reference=event.reference, service=event.service):
        pass_on.defer(reference=event.reference)


def heard_settled_address(event: AddressSettled, _position: int) -> None:
    """Give what was sent, and its case, the property that the address of its contact turned out to mean."""
    if event.source == "contact":
        settle_address(by=BY, at=now(), contact=event.source_id, uprn=event.uprn)


def heard_refused(event: FileRefused, _position: int) -> None:
    """Say on the case that a file of it held a virus, so that somebody asks for it again."""
    note_refused(by=BY, at=now(), file=event.reference)


def heard_erased(event: PersonErased, _position: int) -> None:
    """Let go of the files they sent."""
    drop_files(event.person_id)


def heard_revoked(event: MandateRevoked, _position: int) -> None:
    """Have the worker let go of what a helper had begun: a sending that waits for the mandate is not waited for."""
    let_go.defer(mandate=event.mandate)


def heard_moved(event: CaseMoved, _position: int) -> None:
    """Tell whoever sent it, when its case is over."""
    if event.source == "services" and event.verb in TOLD_TO_CUSTOMER:
        found = case_of(event.reference, today())
        outcome = found.outcome if found else ""
        tell_over(by=BY, at=now(), reference=event.source_id, outcome=outcome, version=event.version)


def heard_settled(event: PaymentSettled, _position: int) -> None:
    """Finish what was paid for, in the transaction of the payment."""
    if event.purpose.startswith(PURPOSE):
        paid(by=BY, at=now(), today=today(), reference=event.purpose.removeprefix(PURPOSE))


def heard_failed(event: PaymentFailed, _position: int) -> None:
    """Close what can be paid for no more."""
    if event.over and event.purpose.startswith(PURPOSE):
        unpaid(by=BY, at=now(), reference=event.purpose.removeprefix(PURPOSE))
