"""Garden waste look-ups, and actions run when it is submitted and paid for."""

from borough.forms.kinds.numbers import pounds
from borough.forms.service import ActionContext, ActionResult
from borough.kernel.messages import msg
from borough.kernel.refusals import Refused
from borough.payments import public as payments
from borough.services.definitions.garden_waste import rules
from borough.waste import public as waste


def act(done: ActionContext) -> ActionResult:
    """Run the requested change. Raises Refused."""
    return _ACTS[str(done.answers["wish"])](done)


def _join(done: ActionContext) -> ActionResult:
    quote = _price(done)
    address = done.answers["address"]
    if done.person_id is None or address.uprn is None:
        raise Refused("A subscription needs a name and an address of ours")
    subscription = waste.subscribe(
        by=done.by,
        at=done.at,
        key=_key(done),
        uprn=address.uprn,
        person_id=done.person_id,
        bins=done.answers["bins"],
        starts_on=quote.starts_on,
        ends_on=quote.ends_on,
        paid=done.fee,
        concession=bool(done.answers["concession"]),
        payment=done.payment,
    )
    return _result(subscription)


def _renew(done: ActionContext) -> ActionResult:
    quote = _price(done)
    subscription = waste.renew(
        by=done.by,
        at=done.at,
        key=_key(done),
        reference=done.answers["subscription"].reference,
        ends_on=quote.ends_on,
        paid=done.fee,
        bins=done.answers["bins"],
        concession=bool(done.answers["concession"]),
        payment=done.payment,
    )
    return _result(subscription)


def _bins(done: ActionContext) -> ActionResult:
    subscription = waste.change_bins(
        by=done.by,
        at=done.at,
        key=_key(done),
        reference=done.answers["subscription"].reference,
        bins=done.answers["bins"],
        paid=done.fee,
        payment=done.payment,
    )
    return _result(subscription, *_give_back(done, subscription))


def _move(done: ActionContext) -> ActionResult:
    uprn = done.answers["new_address"].uprn  # a gazetteer address: the question accepts no other
    subscription = waste.move(
        by=done.by, at=done.at, key=_key(done), reference=done.answers["subscription"].reference, uprn=uprn
    )
    return _result(subscription)


def _cancel(done: ActionContext) -> ActionResult:
    subscription = waste.cancel(
        by=done.by, at=done.at, key=_key(done), reference=done.answers["subscription"].reference
    )
    return ActionResult(lines=(msg("Your subscription is cancelled."), *_give_back(done, subscription)), settled=True)


def _price(done: ActionContext) -> waste.Quote:
    """Return the current quote. Raises Refused if a different price was paid, for staff to resolve."""
    quote = done.answers.get("price")
    if not isinstance(quote, waste.Quote):
        raise Refused(str(quote or "This has no price"))
    if max(quote.pence, 0) != done.fee:
        raise Refused(f"The price is {pounds(quote.pence)} now, and {pounds(done.fee)} was paid")
    return quote


def _give_back(done: ActionContext, subscription: waste.Subscription) -> tuple[str, ...]:
    """Refund what is due to the cards used, latest payment first, up to each card's refundable amount."""
    left = subscription.refund
    for term in reversed(subscription.terms):
        if left and term.payment:
            state = payments.state_of(term.payment)
            amount = min(left, state.refundable) if state else 0
            if amount:
                payments.refund(
                    by=done.by,
                    at=done.at,
                    reference=term.payment,
                    amount=amount,
                    key=f"{_key(done)} {term.payment}",
                    reason="Garden waste: what was not used",
                )
                left -= amount
    if left:
        raise Refused(f"{pounds(left)} is due back and was not paid by a card with us")
    return (
        (msg("{sum} goes back to the card you paid with.", sum=pounds(subscription.refund)),)
        if subscription.refund
        else ()
    )


def _result(subscription: waste.Subscription, *more: str) -> ActionResult:
    return ActionResult(
        lines=(msg("Your subscription: {what}.", what=rules.describe(subscription)), *more), settled=True
    )


def _key(done: ActionContext) -> str:
    return f"submission {done.reference}"


_ACTS = {rules.JOIN: _join, rules.RENEW: _renew, rules.BINS: _bins, rules.MOVE: _move, rules.CANCEL: _cancel}
