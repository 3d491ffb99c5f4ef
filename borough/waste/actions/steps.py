"""What every verb on a subscription shares: its key does it once, and it is written as one step."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from borough.foundation import audit, locks
from borough.kernel.refusals import Refused, Stale
from borough.kernel.sentences import say
from borough.waste.models import Step, Subscription, Term
from borough.waste.queries.subscriptions import shown
from borough.waste.rules.subscriptions import after
from borough.waste.types import subscriptions as words
from borough.waste.types.subscriptions import State, Verb

LONGEST_KEY = 110


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asks for what, when, under which key; facts are what the key stands for."""

    by: str
    at: datetime
    key: str
    verb: Verb
    facts: tuple[object, ...]

    @property
    def digest(self) -> str:
        """The same for the same facts only."""
        told = json.dumps([self.verb, *self.facts], default=str)
        return hashlib.sha256(told.encode()).hexdigest()


def answered(asked: Asked) -> words.Subscription | None:
    """What was done before under the key, held by us from now on. Raises Refused when it was for something else."""
    if not 0 < len(asked.key) <= LONGEST_KEY:
        raise Refused(f"A key has 1 to {LONGEST_KEY} characters")
    locks.hold(f"waste step {asked.key}")
    step = Step.objects.filter(key=asked.key).select_related("subscription").first()
    if step is None:
        return None
    if step.digest != asked.digest:
        raise Refused(say("This was sent before with something else in it. Start again"))
    return replace(shown([step.subscription])[0], refund=step.refund, again=True)


def held(reference: str) -> Subscription:
    """The subscription, locked until the transaction ends."""
    row = Subscription.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise Refused(say("There is no garden waste subscription with that reference"))
    return row


def terms_of(row: Subscription) -> list[Term]:
    """Its terms in order."""
    return list(Term.objects.filter(subscription=row).order_by("starts_on", "id"))


def go(row: Subscription, verb: Verb, *, today: date, starts_on: date, bins: int | None = None) -> None:
    """Have it take the edge of the verb, if it stands where we saw it. Raises Refused and Stale."""
    to = after(State(row.state), verb, starts_on, today)
    changed = Subscription.objects.filter(pk=row.pk, state=row.state, version=row.version).update(
        state=to.value, version=row.version + 1, bins=bins or row.bins
    )
    if not changed:
        raise Stale("Someone else changed this subscription first. Look at it again")
    row.state, row.version, row.bins = to.value, row.version + 1, bins or row.bins


def write(asked: Asked, row: Subscription, *, on: date, paid: int = 0, refund: int = 0, suffix: str = "") -> Step:
    """The step and its audit entry. suffix: of the second of two steps under one key."""
    position = audit.record(
        by=asked.by, at=asked.at, verb=f"waste.{asked.verb.value}", subject=f"subscription:{row.reference}",
        detail={"bins": row.bins, "paid": paid, "refund": refund, "state": row.state},
    )  # fmt: skip
    number = Step.objects.filter(subscription=row).count() + 1
    return Step.objects.create(
        key=asked.key + suffix, digest=asked.digest, subscription=row, number=number, verb=asked.verb.value, on=on,
        paid=paid, refund=refund, made_at=asked.at, made_by=asked.by, audit_position=position,
    )  # fmt: skip
