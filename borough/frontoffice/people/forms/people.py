"""People forms: search, correction and erasure."""

from collections.abc import Mapping
from typing import Any

from django import forms

from borough.access.public import EMAIL_RULE
from borough.people.public import KINDS, PREFERS, REFUSALS, PersonDetail

GROUNDS = {
    "No longer needed": "We no longer need it",
    "Withdrew consent": "They withdrew their consent",
    "Objected": "They objected, and nothing outweighs it",
    "Held unlawfully": "We should not have held it",
    "The law requires it": "A law requires it",
    "Collected from a child online": "It was collected from a child online",
}
"""UK GDPR article 17(1), (a) to (f). Selected, not typed, so that the permanent record names no one."""


class SearchForm(forms.Form):
    """Search form."""

    query = forms.CharField(
        label="Name, email address, phone number or reference",
        max_length=200,
        error_messages={"required": "Enter a name, email address, phone number or reference"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=20, widget=forms.HiddenInput)


class ReferenceForm(forms.Form):
    """Form for a person's reference."""

    reference = forms.CharField(
        label="Reference of the person",
        max_length=40,
        help_text="16 letters and numbers, like 7QK2-M9XA-01BD-4HZT",
        error_messages={"required": "Enter the reference of the person"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )


def email_field() -> forms.EmailField:
    """Return the optional email field."""
    return forms.EmailField(
        label="Email address", max_length=254, required=False, error_messages={"invalid": EMAIL_RULE}
    )


def phone_field() -> forms.RegexField:
    """Return the optional phone field."""
    return forms.RegexField(
        r"^[+\d\s()./-]{6,30}$",
        label="Phone number",
        required=False,
        max_length=30,
        error_messages={"invalid": "Enter a phone number, like 01632 960 001"},
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "govuk-input--width-20"}),
    )


class CorrectionForm(forms.Form):
    """Contact details form. The version identifies what was displayed."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=16)
    kind = forms.ChoiceField(label="Kind", choices=list(KINDS.items()))
    name = forms.CharField(label="Full name", max_length=200, error_messages={"required": "Enter their name"})
    email = email_field()
    phone = phone_field()
    address = forms.CharField(label="Address", max_length=300, required=False)
    prefers = forms.ChoiceField(label="How they like to hear from us", choices=list(PREFERS.items()), required=False)

    def __init__(self, person: PersonDetail, sent: Mapping[str, Any] | None) -> None:
        super().__init__(sent, initial={name: getattr(person, name) for name in self.base_fields})
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # these are not the officer's own details

    def changes(self) -> dict[str, str]:
        """Return the submitted details, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class EraseForm(forms.Form):
    """Form for the ground of erasure, with confirmation."""

    ground = forms.ChoiceField(
        label="Why is it erased?",
        choices=list(GROUNDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it is erased"},
    )
    sure = forms.BooleanField(
        label="I have checked who it is, and that nothing must be kept. This cannot be undone",
        error_messages={"required": "Tick the box to show that you mean it"},
    )


class RefuseForm(forms.Form):
    """Form for refusing an erasure request."""

    reason = forms.ChoiceField(
        label="Why is it refused?",
        choices=list(REFUSALS.items()),
        widget=forms.RadioSelect,
        help_text="The person reads these words, and how to complain",
        error_messages={"required": "Select why it is refused"},
    )
