"""Payments of published forms as charges, and the texts describing the fee."""

from decimal import Decimal, InvalidOperation
from typing import Any

from borough.forms.importers.form_conditions import Conditions
from borough.forms.importers.form_import import ImportNotes, field_key
from borough.forms.kinds.numbers import pounds
from borough.forms.pages import Guidance
from borough.forms.prices import Charge, Price, Prices
from borough.forms.service import Fee
from borough.kernel.text import join_list

KNOWN = {"required", "amount", "description", "emailField", "conditionalAmounts"}
LATER = "You pay for this when you have checked your answers: {what}."
MOST = 100_000_00  # pence


def charge(data: dict[str, Any], page: str, conditions: Conditions, notes: ImportNotes, where: str) -> Charge:
    """Convert a payment to a charge for users who pass its page: the first matching amount, else the plain one.

    Amounts are in pounds in the source form.
    """
    options = data.get("options") if isinstance(data.get("options"), dict) else {}
    assert isinstance(options, dict)  # noqa: S101 - tells the type
    for name in sorted(set(options) - KNOWN):
        notes.lose(where, f"the option “{name}”: {str(options[name])[:100]}")
    prices = []
    for item in options.get("conditionalAmounts") or []:
        condition = conditions.get(item.get("condition"), where)
        if condition is None:
            notes.lose(where, f"an amount of £{item.get('amount')}, whose condition cannot be read")
        else:
            prices.append(Price(pence=_pence(item.get("amount"), notes, where), when=condition))
    prices.append(Price(pence=_pence(options.get("amount") or 0, notes, where)))
    label = str(options.get("description") or data.get("title") or "The fee").strip().rstrip(".")
    return Charge(label=label, prices=tuple(prices), page=page)


def _pence(data: Any, notes: ImportNotes, where: str) -> int:
    try:
        pence = Decimal(str(data)) * 100
    except InvalidOperation:
        pence = Decimal("NaN")
    if not (pence.is_finite() and pence == pence.to_integral_value() and 0 <= pence <= MOST):
        notes.lose(where, f"the amount {str(data)[:40]}, which is no sum of money")
        return 0
    return int(pence)


def charge_guidance(charge: Charge) -> Guidance:
    """Return the guidance text of a payment page, shown before answers are checked."""
    return Guidance(LATER.format(what=charge.label[:1].lower() + charge.label[1:]))


def fee_of(charges: list[Charge], email: Any) -> Fee | None:
    """Combine the charges into one fee with its start page text; None where there are none."""
    if not charges:
        return None
    parts = [f"{charge.label}: {_range(charge)}" for charge in charges]
    more = " You see the price before you pay." if any(len(charge.prices) > 1 for charge in charges) else ""
    return Fee(
        rule=Prices(charges=tuple(charges)),
        text=f"{join_list(parts)}.{more}",
        source="the published form",
        **({"email": field_key(email)} if email else {}),
    )


def _range(charge: Charge) -> str:
    sums = sorted({price.pence for price in charge.prices})
    dear = [pence for pence in sums if pence]
    if not dear:
        return "nothing"
    span = pounds(dear[0]) if len(dear) == 1 else f"from {pounds(dear[0])} to {pounds(dear[-1])}"
    return f"{span}, or nothing" if sums[0] == 0 else span
