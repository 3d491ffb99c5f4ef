"""Contact form and contact list filters."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from borough.contacts.public import Avoidable, Barrier, Channel, CustomerType, Nature, Outcome
from borough.frontoffice.gazetteer.forms.candidates import UprnField
from borough.frontoffice.presenters import AVOIDABLE, BARRIERS, NATURES, OUTCOMES, WHO
from borough.ui.fields import DateField, set_choices

Pairs = list[tuple[str, str]]
ADVISER_CHANNELS = [
    Channel.FACE_TO_FACE,
    Channel.PHONE,
    Channel.EMAIL,
    Channel.POST,
    Channel.WEBCHAT,
    Channel.SOCIAL,
    Channel.TEXT,
]


def _pairs(labels: Mapping[Any, str]) -> Pairs:
    return [(str(key), label) for key, label in labels.items()]


class RecordForm(forms.Form):
    """Contact form for advisers. The key makes a repeated submission the same contact."""

    key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)
    channel = forms.ChoiceField(label="Channel", choices=[(c.value, c.label) for c in ADVISER_CHANNELS])
    service = forms.ChoiceField(label="Service", error_messages={"required": "Choose the service it was about"})
    nature = forms.ChoiceField(label="What it was", choices=_pairs(NATURES), initial=Nature.ENQUIRY)
    outcome = forms.ChoiceField(label="Outcome", choices=_pairs(OUTCOMES), initial=Outcome.COMPLETED)
    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        min_value=0,
        max_value=1440,
        error_messages={
            "invalid": "Minutes must be a whole number, like 5",
            "min_value": "Minutes must be 0 or more",
            "max_value": "Minutes must be 1,440 or less",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    who = forms.ChoiceField(label="Who", choices=_pairs(WHO), initial=CustomerType.CUSTOMER)
    avoidable = forms.ChoiceField(label="Could it have been avoided?", choices=_pairs(AVOIDABLE), required=False)
    barrier = forms.ChoiceField(label="What stopped them doing it online?", choices=_pairs(BARRIERS), required=False)
    assisted = forms.BooleanField(label="I did it online for them, or with them", required=False)
    address = forms.CharField(
        label="Address it was about",
        required=False,
        max_length=500,
        error_messages={"max_length": "The address must be 500 characters or less"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    postcode = forms.CharField(
        label="Its postcode",
        required=False,
        max_length=20,
        error_messages={"max_length": "The postcode must be 20 characters or less"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )
    uprn = UprnField(label="Or its UPRN", required=False)

    def __init__(self, sent: Mapping[str, Any] | None, *, services: Mapping[str, str], channel: str) -> None:
        super().__init__(sent, initial={"key": secrets.token_urlsafe(16), "channel": channel})
        set_choices(self, "service", [("", "Choose a service"), *services.items()])
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = f"{field.label}: choose one from the list"

    def contact_values(self) -> dict[str, Any]:
        """Return the contact's data in ledger terms."""
        cleaned = self.cleaned_data
        return {
            "channel": Channel(cleaned["channel"]),
            "service": cleaned["service"],
            "nature": Nature(cleaned["nature"]),
            "outcome": Outcome(cleaned["outcome"]),
            "minutes": cleaned["minutes"],
            "who": CustomerType(cleaned["who"]),
            "avoidable": Avoidable(cleaned["avoidable"]),
            "barrier": Barrier(cleaned["barrier"]),
            "assisted": cleaned["assisted"],
            "uprn": cleaned["uprn"],
            "address": cleaned["address"],
            "postcode": cleaned["postcode"],
            "source": "frontoffice",
            "source_id": cleaned["key"],
        }


class FilterForm(forms.Form):
    """Filters of the contact list."""

    channel = forms.ChoiceField(label="Channel", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    outcome = forms.ChoiceField(label="Outcome", required=False)
    first = DateField(label="From", subject="the first day", required=False)
    last = DateField(label="To", subject="the last day", required=False)

    def __init__(self, *args: Any, services: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("channel", ((c.value, c.label) for c in Channel))
        self._choose("service", services.items())
        self._choose("outcome", _pairs(OUTCOMES))

    def _choose(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        set_choices(self, name, [("", "All"), *choices])
