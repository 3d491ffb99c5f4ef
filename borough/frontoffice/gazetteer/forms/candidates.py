"""Change candidate forms: report, queue filters and decision."""

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms

from borough.gazetteer.types import CandidateSource, CandidateState

SOURCES = {
    CandidateSource.FORM: "Not found in a form",
    CandidateSource.LETTER: "Letter returned",
    CandidateSource.CREW: "Report of a crew",
    CandidateSource.MATCH: "Review of a match",
    CandidateSource.CONTACT: "Contact",
    CandidateSource.STAFF: "Member of staff",
    CandidateSource.HEALTH: "Health check",
}
STATES = {
    CandidateState.WAITING: "Waiting",
    CandidateState.IN_HAND: "In hand",
    CandidateState.DONE: "Done",
    CandidateState.NO_CHANGE: "No change needed",
    CandidateState.ALREADY_THERE: "Already there",
}
OPEN = "open"


class UprnField(forms.IntegerField):
    """A UPRN, up to 12 digits; spaces are ignored."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = "Enter a UPRN of up to 12 digits"
        kwargs["error_messages"] = {
            "invalid": wrong,
            "min_value": wrong,
            "max_value": wrong,
            **kwargs.pop("error_messages", {}),
        }
        attrs = {"inputmode": "numeric", "class": "govuk-input--width-10", "autocomplete": "off"}
        super().__init__(min_value=1, max_value=999_999_999_999, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return the number, without spaces."""
        return super().to_python("".join(str(value).split()) if value is not None else value)


class RaiseForm(forms.Form):
    """Form for a gazetteer error. The key makes a repeated submission the same candidate."""

    key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)
    source = forms.ChoiceField(
        label="How was it found?",
        initial=CandidateSource.STAFF.value,
        choices=[
            (CandidateSource.STAFF.value, "I noticed it"),
            (CandidateSource.LETTER.value, "A letter came back"),
            (CandidateSource.CONTACT.value, "Someone told us"),
            (CandidateSource.CREW.value, "A crew reported it"),
        ],
        error_messages={
            "required": "Choose how it was found",
            "invalid_choice": "How was it found? Choose one from the list",
        },
    )
    text = forms.CharField(
        label="The address as it should be, or as you were told it",
        max_length=500,
        error_messages={"required": "Enter the address", "max_length": "The address must be 500 characters or less"},
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
    )
    postcode = forms.CharField(
        label="Postcode",
        required=False,
        max_length=12,
        error_messages={"max_length": "The postcode must be 12 characters or less"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )
    note = forms.CharField(
        label="What is wrong, and how you know",
        max_length=1000,
        help_text="Leave out anything about the people who live there.",
        error_messages={
            "required": "Enter what is wrong, and how you know",
            "max_length": "What is wrong must be 1,000 characters or less",
        },
        widget=forms.Textarea,
    )

    def __init__(self, sent: Mapping[str, Any] | None, *, address: str = "", postcode: str = "") -> None:
        key = secrets.token_urlsafe(16)
        super().__init__(sent, initial={"key": key, "text": address, "postcode": postcode})


class QueueForm(forms.Form):
    """Filters of the queue."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Waiting or in hand"), *((s.value, name) for s, name in STATES.items())],
        error_messages={"invalid_choice": "State: choose one from the list"},
    )
    source = forms.ChoiceField(
        label="Found by",
        required=False,
        choices=[("", "All"), *((s.value, name) for s, name in SOURCES.items())],
        error_messages={"invalid_choice": "Found by: choose one from the list"},
    )


class DecideForm(forms.Form):
    """Form for the decision on a candidate."""

    state = forms.ChoiceField(
        label="What became of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it"},
        choices=[
            (CandidateState.DONE.value, "Done: the gazetteer was changed"),
            (CandidateState.NO_CHANGE.value, "No change is needed"),
            (CandidateState.ALREADY_THERE.value, "The property is there already"),
        ],
    )
    uprn = UprnField(label="UPRN it led to", required=False)
    outcome = forms.CharField(
        label="What came of it, in words",
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"max_length": "What came of it must be 1,000 characters or less"},
    )
