"""Submit a draft exactly once, with all its effects in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.forms.conditions import evaluate
from borough.forms.errors import InvalidAnswer
from borough.forms.kinds import Kind
from borough.forms.pages import CHECK
from borough.forms.routing import Route
from borough.forms.service import Mode, Service
from borough.foundation import events
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.payments import public as payments
from borough.people import public as people
from borough.services.actions.fulfil import action_context, finish
from borough.services.actions.page_stats import count
from borough.services.catalogue import service_of
from borough.services.models import Draft, Submission, Upload
from borough.services.queries import check_answers
from borough.services.queries.files import files_on, refused_on
from borough.services.queries.helper_access import check_mandate
from borough.services.queries.route import current_kind, route_of
from borough.services.types import Receipt, SubmissionCreated, UnknownDraft

CONFIDENCE = {Mode.WEB: people.Confidence.STATED, Mode.HELPER: people.Confidence.PASSED_ON}


class NotReady(Exception):
    """The draft cannot be submitted yet. page: where to go; why: what changed in the meantime, if anything."""

    def __init__(self, page: str, why: str = "") -> None:
        self.page, self.why = page, why
        super().__init__(why or page)


def submit(*, by: str, at: datetime, today: date, reference: str) -> Receipt:
    """Submit a draft and return its receipt; a repeat returns the first one. Raises UnknownDraft, NotReady.

    In one transaction: the submission, the person and their facts, and then either the service's effects (action,
    contact, case, messages) or, where a fee is due, the payment request it waits for.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(reference=reference).first()
        if draft is None or draft.state == "left":
            raise UnknownDraft(reference)
        check_mandate(draft, at)
        if draft.state == "submitted":
            return receipt(Submission.objects.get(source="draft", source_id=reference), again=True)
        return receipt(submit_draft(draft, by=by, at=at, today=today, source="draft", source_id=reference))


def submit_draft(draft: Draft, *, by: str, at: datetime, today: date, source: str, source_id: str) -> Submission:
    """Create a submission from a locked draft and close the draft. Call in a transaction. Raises NotReady."""
    service = service_of(draft.service)
    route = route_of(draft, service, today=today, at=at)
    recheck_answers(route, today)
    for page, why in refused_on(route, locked=True):
        raise NotReady(page, why)
    sending = SubmissionSource(
        source=source,
        source_id=source_id,
        mode=Mode(draft.mode),
        language=draft.language,
        began_at=draft.begun_at,
        account_id=draft.account_id,
        person_id=draft.person_id,
        mandate=draft.mandate,
        sources=draft.sources,
        assisted=draft.handed_at is not None or draft.mode == Mode.HELPER,
        wording=check_answers.wording(draft, service, route),
    )
    submission = create_submission(by=by, at=at, today=today, service=service, route=route, sending=sending)
    if files := files_on(route):
        Upload.objects.filter(draft=draft, file__reference__in=files).update(
            submission_id=submission.pk, person_id=submission.person_id
        )
    Draft.objects.filter(pk=draft.pk).update(
        state="submitted",
        answers={},
        sources={},
        seen=[],
        handed_details="",
        saved_at=at,
        person_id=submission.person_id,
    )
    return submission


@dataclass(frozen=True, kw_only=True)
class SubmissionSource:
    """The origin of a submission and its person."""

    source: str
    source_id: str
    mode: Mode
    began_at: datetime
    wording: dict[str, Any]
    language: str = "en"
    account_id: int | None = None
    person_id: int | None = None
    mandate: str = ""
    assisted: bool = False
    sources: dict[str, Any] | None = None


def create_submission(
    *, by: str, at: datetime, today: date, service: Service, route: Route, sending: SubmissionSource
) -> Submission:
    """Create the submission, and complete it or request its fee. Call in the submitting transaction."""
    fee = check_answers.fee_of(service, route)
    person_id = _person(by, at, service, route, sending)
    row = Submission.objects.create(
        reference=new_reference(),
        service=service.key,
        edition=check_answers.edition_of(service),
        mode=sending.mode,
        assisted=sending.assisted,
        state="awaiting_payment" if fee else "created",
        language=sending.language,
        source=sending.source,
        source_id=sending.source_id,
        person_id=person_id,
        account_id=sending.account_id,
        mandate=sending.mandate,
        uprn=check_answers.uprn_of(route),
        answers=route.answers,
        wording=sending.wording,
        fee=fee,
        began_at=sending.began_at,
        submitted_at=at,
        by=by,
    )
    count(on=today, service=service.key, mode=sending.mode, page=CHECK, what="submitted")
    if fee:
        _reserve(row, service, route, by=by, at=at, today=today)
        _ask_payment(row, service, by, at)
    else:
        finish(by=by, at=at, today=today, row=row, service=service, route=route, new=True)
    if sending.mandate:
        _note_help(row, by=by, at=at)
    events.record_and_publish(
        SubmissionCreated(row.reference, service.key, row.mode, row.state),
        by=by,
        at=at,
        verb="services.submit",
        subject=f"submission:{row.reference}",
        detail={"service": service.key, "mode": sending.mode.value, "fee": fee},
    )
    return row


def _note_help(row: Submission, *, by: str, at: datetime) -> None:
    """Log a helper's submission. Raises UnknownDraft if the mandate was revoked in the meantime."""
    try:
        people.record_mandate_use(
            by=by, at=at, mandate=row.mandate, what=people.MandateAction.SENT, service=row.service, about=row.reference
        )
    except Refused:
        raise UnknownDraft(row.source_id) from None


def _reserve(row: Submission, service: Service, route: Route, *, by: str, at: datetime, today: date) -> None:
    """Reserve limited capacity until payment; if none is left, the last question is asked again."""
    if service.hold is None:
        return
    try:
        service.hold(action_context(by, at, today, row, route))
    except Refused as refused:
        raise NotReady(route.steps[-1].page.key, refused.sentence) from None


def _ask_payment(row: Submission, service: Service, by: str, at: datetime) -> None:
    payer = service.fee.email if service.fee else ""
    payment_request = payments.request_payment(
        by=by,
        at=at,
        key=f"submission {row.reference}",
        purpose=f"services:{row.reference}",
        amount=row.fee,
        description=service.name,
        return_to=f"/services/{service.key}/confirmation/{row.reference}/",
        email=str(row.answers.get(payer) or ""),
        language=row.language,
        person_id=row.person_id,
        moto=row.mode in (Mode.PHONE, Mode.COUNTER, Mode.POST),
        mandate=row.mandate,
    )
    Submission.objects.filter(pk=row.pk).update(payment=payment_request.reference)
    row.payment = payment_request.reference


def recheck_answers(route: Route, today: date) -> None:
    """Revalidate every answer and rule, since looked-up data may have changed. Raises NotReady."""
    if not route.complete:
        raise NotReady(route.next_key())
    for step in route.steps:
        for question in step.asks:
            stored = route.answers.get(question.key)
            if stored is None:
                continue
            kind: Kind = current_kind(question, route.context)
            try:
                kind.revalidate(stored, question.info(today))
            except InvalidAnswer as wrong:
                raise NotReady(step.page.key, wrong.message) from None
        rules = (*(rule for question in step.asks for rule in question.refuses), *step.page.refuses)
        for rule in rules:
            if message := evaluate(rule, route.context):
                raise NotReady(step.page.key, message)


def receipt(row: Submission, *, again: bool = False) -> Receipt:
    """Return the receipt of a submission."""
    payment_url = payments.link_of(row.payment, row.mandate) if row.state == "awaiting_payment" else ""
    return Receipt(reference=row.reference, state=row.state, fee=row.fee, payment_url=payment_url, duplicate=again)


def _person(by: str, at: datetime, service: Service, route: Route, sending: SubmissionSource) -> int | None:
    """Return the submission's person, with facts stored: the draft's person, or a new one if it names someone."""
    facts = check_answers.facts_of(service, route, sending.sources or {})
    person_id, source = sending.person_id, f"services:{service.key}"
    sure = CONFIDENCE.get(sending.mode, people.Confidence.REPORTED)
    if sending.mode is Mode.WEB and sending.account_id is None:
        sure = people.Confidence.REPORTED
    if person_id is None:
        if not facts.get("name") or not (facts.get("email") or facts.get("phone") or facts.get("address")):
            return None
        account = sending.account_id if sending.mode is Mode.WEB else None
        return people.get_or_create_person(
            by=by, at=at, facts=facts, source=source, confidence=sure, account_id=account
        )
    if facts:
        try:
            people.state_facts(by=by, at=at, person_id=person_id, facts=facts, source=source, confidence=sure)
        except Refused:
            return None
    return person_id
