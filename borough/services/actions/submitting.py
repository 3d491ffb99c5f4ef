"""Send a draft: once, whatever is pressed twice, with everything it must do in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.foundation import events
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.payments import public as payments
from borough.people import public as people
from borough.services.actions.finishing import done_of, finish
from borough.services.actions.visits import count
from borough.services.catalogue import service_of
from borough.services.grammar.conditions import put
from borough.services.grammar.errors import Wrong
from borough.services.grammar.kinds import Kind
from borough.services.grammar.pages import CHECK
from borough.services.grammar.service import Mode, Service
from borough.services.grammar.walking import Way
from borough.services.models import Draft, Submission, Upload
from borough.services.queries import checking
from borough.services.queries.files import files_on, refused_on
from borough.services.queries.helping import check_stands
from borough.services.queries.ways import kind_now, way_of
from borough.services.types import Gone, Receipt, SubmissionMade

SURE = {Mode.WEB: people.Sure.STATED, Mode.HELPER: people.Sure.PASSED_ON}


class NotReady(Exception):
    """The draft cannot be sent yet: the page to go to, and why in a sentence where something changed meanwhile."""

    def __init__(self, page: str, why: str = "") -> None:
        self.page, self.why = page, why
        super().__init__(why or page)


def submit(*, by: str, at: datetime, today: date, reference: str) -> Receipt:
    """Send a draft and return its receipt; sent before, the first receipt again. Raises Gone, NotReady.

    In one transaction: the submission, the person and their facts, and then either what the service does (its act,
    the contact, the case, messages) or, where a fee is due, the payment that it waits for.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(reference=reference).first()
        if draft is None or draft.state == "left":
            raise Gone(reference)
        check_stands(draft, at)
        if draft.state == "submitted":
            return receipt(Submission.objects.get(source="draft", source_id=reference), again=True)
        return receipt(send(draft, by=by, at=at, today=today, source="draft", source_id=reference))


def send(draft: Draft, *, by: str, at: datetime, today: date, source: str, source_id: str) -> Submission:
    """Make a submission of a draft that is held, and end the draft. Call it in a transaction. Raises NotReady."""
    service = service_of(draft.service)
    way = way_of(draft, service, today=today, at=at)
    check(way, today)
    for page, why in refused_on(way, held=True):
        raise NotReady(page, why)
    sending = Sending(
        source=source, source_id=source_id, mode=Mode(draft.mode), language=draft.language,
        began_at=draft.begun_at, account_id=draft.account_id, person_id=draft.person_id, mandate=draft.mandate,
        sources=draft.sources,
        assisted=draft.handed_at is not None or draft.mode == Mode.HELPER,
        wording=checking.wording(draft, service, way),
    )  # fmt: skip
    made = make(by=by, at=at, today=today, service=service, way=way, sending=sending)
    if files := files_on(way):
        Upload.objects.filter(draft=draft, file__reference__in=files).update(
            submission_id=made.pk, person_id=made.person_id
        )
    Draft.objects.filter(pk=draft.pk).update(
        state="submitted", answers={}, sources={}, seen=[], handed_words="", saved_at=at, person_id=made.person_id
    )
    return made


@dataclass(frozen=True, kw_only=True)
class Sending:
    """Where a submission is from, and whose it is."""

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


def make(*, by: str, at: datetime, today: date, service: Service, way: Way, sending: Sending) -> Submission:
    """Write the submission, and do what it does or ask for its fee. Call it in the transaction of the sending."""
    fee = checking.fee_of(service, way)
    person_id = _person(by, at, service, way, sending)
    row = Submission.objects.create(
        reference=new_reference(), service=service.key, edition=checking.edition_of(service), mode=sending.mode,
        assisted=sending.assisted, state="awaiting_payment" if fee else "made", language=sending.language,
        source=sending.source, source_id=sending.source_id, person_id=person_id, account_id=sending.account_id,
        mandate=sending.mandate,
        uprn=checking.uprn_of(way), answers=way.answers, wording=sending.wording, fee=fee, began_at=sending.began_at,
        submitted_at=at, by=by,
    )  # fmt: skip
    count(on=today, service=service.key, mode=sending.mode, page=CHECK, what="submitted")
    if fee:
        _hold(row, service, way, by=by, at=at, today=today)
        _ask_payment(row, service, by, at)
    else:
        finish(by=by, at=at, today=today, row=row, service=service, way=way, new=True)
    if sending.mandate:
        _note_help(row, by=by, at=at)
    events.done(
        SubmissionMade(row.reference, service.key, row.mode, row.state),
        by=by, at=at, verb="services.submit", subject=f"submission:{row.reference}",
        detail={"service": service.key, "mode": sending.mode.value, "fee": fee},
    )  # fmt: skip
    return row


def _note_help(row: Submission, *, by: str, at: datetime) -> None:
    """Write a helper's sending into the journal; Gone where the mandate was taken back while it was on its way."""
    try:
        people.note_help(
            by=by, at=at, mandate=row.mandate, what=people.Step.SENT, service=row.service, about=row.reference
        )
    except Refused:
        raise Gone(row.source_id) from None


def _hold(row: Submission, service: Service, way: Way, *, by: str, at: datetime, today: date) -> None:
    """Keep what can run out while it is paid for; where it has run out, the last question is asked again."""
    if service.hold is None:
        return
    try:
        service.hold(done_of(by, at, today, row, way))
    except Refused as refused:
        raise NotReady(way.steps[-1].page.key, refused.sentence) from None


def _ask_payment(row: Submission, service: Service, by: str, at: datetime) -> None:
    payer = service.fee.email if service.fee else ""
    asked = payments.ask(
        by=by, at=at, key=f"submission {row.reference}", purpose=f"services:{row.reference}", amount=row.fee,
        description=service.name, return_to=f"/services/{service.key}/sent/{row.reference}/",
        email=str(row.answers.get(payer) or ""), language=row.language, person_id=row.person_id,
        moto=row.mode in (Mode.PHONE, Mode.COUNTER, Mode.POST), mandate=row.mandate,
    )  # fmt: skip
    Submission.objects.filter(pk=row.pk).update(payment=asked.reference)
    row.payment = asked.reference


def check(way: Way, today: date) -> None:
    """Settle every answer anew and ask every rule again, for what they lean on may have changed. Raises NotReady."""
    if not way.complete:
        raise NotReady(way.next_key())
    for step in way.steps:
        for question in step.asks:
            stored = way.answers.get(question.key)
            if stored is None:
                continue
            kind: Kind = kind_now(question, way.ground)
            try:
                kind.again(stored, question.asked(today))
            except Wrong as wrong:
                raise NotReady(step.page.key, wrong.said) from None
        rules = (*(rule for question in step.asks for rule in question.refuses), *step.page.refuses)
        for rule in rules:
            if said := put(rule, way.ground):
                raise NotReady(step.page.key, said)


def receipt(row: Submission, *, again: bool = False) -> Receipt:
    """What a submission gives back."""
    pay_at = payments.link_of(row.payment, row.mandate) if row.state == "awaiting_payment" else ""
    return Receipt(reference=row.reference, state=row.state, fee=row.fee, pay_at=pay_at, again=again)


def _person(by: str, at: datetime, service: Service, way: Way, sending: Sending) -> int | None:
    """Whose submission it is, their facts held from now on: the draft's person, or a new one when it names someone."""
    facts = checking.facts_of(service, way, sending.sources or {})
    person_id, source = sending.person_id, f"services:{service.key}"
    sure = SURE.get(sending.mode, people.Sure.HEARD)
    if sending.mode is Mode.WEB and sending.account_id is None:
        sure = people.Sure.HEARD
    if person_id is None:
        if not facts.get("name") or not (facts.get("email") or facts.get("phone") or facts.get("address")):
            return None
        account = sending.account_id if sending.mode is Mode.WEB else None
        return people.meet(by=by, at=at, facts=facts, source=source, sure=sure, account_id=account)
    if facts:
        try:
            people.state_facts(by=by, at=at, person_id=person_id, facts=facts, source=source, sure=sure)
        except Refused:
            return None
    return person_id
