"""Payment forms: list filters and refunds."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from django import forms

from borough.payments.public import FailureReason, PaymentState, PayStatus, RefundStatus
from borough.ui.fields import DateField

STATUSES = {
    PayStatus.REQUESTED: "Not paid yet",
    PayStatus.BEGUN: "Being paid",
    PayStatus.CANCELLING: "Being cancelled",
    PayStatus.SETTLED: "Paid",
    PayStatus.CANCELLED: "Cancelled",
    PayStatus.LAPSED: "Link ran out",
}
REFUNDS = {
    RefundStatus.REQUESTED: "Asked for",
    RefundStatus.SUBMITTED: "With the card’s bank",
    RefundStatus.COMPLETED: "Refunded",
    RefundStatus.FAILED: "Did not work",
}
WHY = {
    FailureReason.DECLINED: "Card declined",
    FailureReason.EXPIRED: "Left open too long",
    FailureReason.CANCELLED: "Cancelled",
    FailureReason.ERROR: "Fault at the card company",
    FailureReason.LAPSED: "Link ran out",
}
_POUNDS = re.compile(r"£?([0-9]{1,6})(?:\.([0-9]{2}))?")


class PoundsField(forms.CharField):
    """An amount in pounds and pence; cleans to integer pence."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-10"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attributes), **kwargs)

    def clean(self, value: Any) -> int:
        """Return pence."""
        text = str(super().clean(value)).replace(",", "").replace(" ", "")
        match = _POUNDS.fullmatch(text)
        if not match:
            raise forms.ValidationError("Enter an amount in pounds and pence, like 12.50")
        return int(match[1]) * 100 + int(match[2] or 0)


class PaymentFilterForm(forms.Form):
    """Filters of the payment list."""

    status = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "All"), *((member.value, label) for member, label in STATUSES.items())],
    )
    first = DateField(label="Asked from", subject="the first day", required=False)
    last = DateField(label="To", subject="the last day", required=False)


class LinkForm(forms.Form):
    """Form for sending a payment link. The key makes a repeated submission the same message."""

    key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)
    to = forms.CharField(
        label="Email address or mobile number",
        max_length=320,
        error_messages={"required": "Enter an email address or a mobile number"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )

    def __init__(self, sent: Mapping[str, Any] | None, to: str = "") -> None:
        super().__init__(sent, initial={"key": secrets.token_urlsafe(16), "to": to})


class DayForm(forms.Form):
    """Form for the day of a ledger export."""

    day = DateField(label="Day", subject="the day")


class RefundForm(forms.Form):
    """Form for a refund: amount, reason and confirmation. The key makes a repeated submission the same refund."""

    key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)
    amount = PoundsField(label="Amount to refund", error_messages={"required": "Enter the amount to refund"})
    reason = forms.CharField(
        label="Why is it refunded?",
        max_length=300,
        error_messages={"required": "Enter why it is refunded", "max_length": "Enter 300 characters or less"},
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    sure = forms.BooleanField(
        label="Send this money back to the card it came from",
        error_messages={"required": "Tick the box to show that you mean it"},
    )

    def __init__(self, payment: PaymentState, sent: Mapping[str, Any] | None) -> None:
        left = f"{payment.refundable // 100}.{payment.refundable % 100:02d}"
        super().__init__(sent, initial={"key": secrets.token_urlsafe(16), "amount": left})
