"""Shared code of subscription actions: idempotency by key, and one recorded step each."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from borough.foundation import audit
from borough.foundation.db import locks
from borough.kernel.messages import msg
from borough.kernel.refusals import Refused, Stale
from borough.waste.models import Step, Subscription, Term
from borough.waste.queries.subscriptions import with_terms
from borough.waste.rules.subscriptions import after
from borough.waste.types import subscriptions as types
from borough.waste.types.subscriptions import State, Verb

LONGEST_KEY = 110


@dataclass(frozen=True, kw_only=True)
class StepRequest:
    """A request: who, what, when and its key; facts are the parameters the key stands for."""

    by: str
    at: datetime
    key: str
    verb: Verb
    facts: tuple[object, ...]

    @property
    def digest(self) -> str:
        """Return a digest that is equal only for equal facts."""
        content = json.dumps([self.verb, *self.facts], default=str)
        return hashlib.sha256(content.encode()).hexdigest()


def previous_result(request: StepRequest) -> types.Subscription | None:
    """Return the earlier result of the key, which is now locked. Raises Refused if it was for something else."""
    if not 0 < len(request.key) <= LONGEST_KEY:
        raise Refused(f"A key has 1 to {LONGEST_KEY} characters")
    locks.lock(f"waste step {request.key}")
    step = Step.objects.filter(key=request.key).select_related("subscription").first()
    if step is None:
        return None
    if step.digest != request.digest:
        raise Refused(msg("This was sent before with something else in it. Start again"))
    return replace(with_terms([step.subscription])[0], refund=step.refund, again=True)


def get_for_update(reference: str) -> Subscription:
    """Return the subscription, locked until the transaction ends."""
    row = Subscription.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise Refused(msg("There is no garden waste subscription with that reference"))
    return row


def terms_of(row: Subscription) -> list[Term]:
    """Return its terms in order."""
    return list(Term.objects.filter(subscription=row).order_by("starts_on", "id"))


def apply_transition(row: Subscription, verb: Verb, *, today: date, starts_on: date, bins: int | None = None) -> None:
    """Apply the transition if state and version are unchanged (optimistic lock). Raises Refused and Stale."""
    to = after(State(row.state), verb, starts_on, today)
    changed = Subscription.objects.filter(pk=row.pk, state=row.state, version=row.version).update(
        state=to.value, version=row.version + 1, bins=bins or row.bins
    )
    if not changed:
        raise Stale("Someone else changed this subscription first. Look at it again")
    row.state, row.version, row.bins = to.value, row.version + 1, bins or row.bins


def write(
    request: StepRequest, row: Subscription, *, on: date, paid: int = 0, refund: int = 0, suffix: str = ""
) -> Step:
    """Write the step and its audit entry. suffix: for the second of two steps under one key."""
    position = audit.record(
        by=request.by,
        at=request.at,
        verb=f"waste.{request.verb.value}",
        subject=f"subscription:{row.reference}",
        detail={"bins": row.bins, "paid": paid, "refund": refund, "state": row.state},
    )
    number = Step.objects.filter(subscription=row).count() + 1
    return Step.objects.create(
        key=request.key + suffix,
        digest=request.digest,
        subscription=row,
        number=number,
        verb=request.verb.value,
        on=on,
        paid=paid,
        refund=refund,
        created_at=request.at,
        created_by=request.by,
        audit_position=position,
    )
