"""Organisation and household forms."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from borough.foundation.clock import today
from borough.frontoffice.gazetteer.forms.candidates import UprnField
from borough.frontoffice.people.forms.people import email_field, phone_field
from borough.people.public import Confidence
from borough.people.types.memberships import (
    FACT_SOURCES,
    ORGANISATION_FACTS,
    ORGANISATIONS,
    REGISTERS,
    ROLES,
    OrganisationDetail,
)
from borough.ui.fields import DateField

NEW = "new"


def _known() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How do we know?",
        choices=[(key, label) for key, (label, _) in FACT_SOURCES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how we know", "invalid_choice": "Select how we know"},
    )


class KnownForm(forms.Form):
    """Base form with a source field."""

    def source(self) -> dict[str, Any]:
        """Return source and confidence as action parameters."""
        key = self.cleaned_data["known"]
        return {"source": key, "confidence": Confidence(FACT_SOURCES[key][1])}


class FindForm(forms.Form):
    """Search form for choosing a record."""

    query = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, sent: Mapping[str, Any] | None, *, label: str) -> None:
        super().__init__(sent, auto_id="find_%s")
        self.fields["query"].label = label
        self.fields["query"].error_messages["required"] = f"Enter a {label[0].lower()}{label[1:]}"


class OrganisationForm(KnownForm):
    """Organisation form. The version identifies what was displayed."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)
    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name of the organisation"}
    )
    kind = forms.ChoiceField(
        label="What kind is it?",
        choices=list(ORGANISATIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of organisation it is"},
    )
    register = forms.ChoiceField(label="Registered with", choices=list(REGISTERS.items()), required=False)
    number = forms.CharField(
        label="Number in that register",
        max_length=20,
        required=False,
        help_text="A company number like 01234567, or a charity number like 1234567",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    email = email_field()
    phone = phone_field()
    address = forms.CharField(label="Address", max_length=300, required=False)
    uprn = UprnField(label="UPRN of its property", required=False)
    known = _known()

    def __init__(self, organisation: OrganisationDetail | None, sent: Mapping[str, Any] | None) -> None:
        first = (
            {name: getattr(organisation, name) for name in self.base_fields if name != "known"} if organisation else {}
        )
        super().__init__(sent, initial=first)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def details(self) -> dict[str, Any]:
        """Return the submitted details, without version and source."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "known")}


class FactsForm(KnownForm):
    """Form for an organisation's additional facts."""

    known = _known()

    def __init__(self, existing: Mapping[str, str], sent: Mapping[str, Any] | None) -> None:
        super().__init__(sent)
        for key, label in ORGANISATION_FACTS.items():
            self.fields[key] = forms.CharField(
                label=label, max_length=500, required=False, initial=existing.get(key, "")
            )
        self.order_fields([*ORGANISATION_FACTS, "known"])

    def facts(self) -> dict[str, str]:
        """Return the submitted facts."""
        return {key: self.cleaned_data[key] for key in ORGANISATION_FACTS}


class SinceForm(KnownForm):
    """Form for a chosen record and a start date."""

    chosen = forms.ChoiceField(widget=forms.RadioSelect)
    starts_on = DateField(label="Since when?", subject="the day it began", initial=today)
    known = _known()

    def __init__(
        self, sent: Mapping[str, Any] | None, *, choices: Iterable[tuple[str, str]], label: str, wrong: str
    ) -> None:
        super().__init__(sent)
        chosen = self.fields["chosen"]
        chosen.label = label
        chosen.error_messages = {"required": wrong, "invalid_choice": wrong}
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = list(choices)


class ActingForm(SinceForm):
    """Form for a person's role in an organisation and its start date."""

    role = forms.ChoiceField(
        label="What do they do there?",
        choices=list(ROLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they do there"},
    )
    field_order = ("chosen", "role", "starts_on", "known")


class ChosenForm(forms.Form):
    """Form for one of the organisations found."""

    chosen = forms.ChoiceField(
        label="Which organisation?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select an organisation",
            "invalid_choice": "Select an organisation from those found",
        },
    )

    def __init__(self, sent: Mapping[str, Any] | None, *, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__(sent)
        chosen = self.fields["chosen"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = list(choices)


class DaysForm(forms.Form):
    """Form for start and end dates."""

    starts_on = DateField(label="Since when?", subject="the day it began")
    ends_on = DateField(
        label="When did it end?",
        subject="the day it ended",
        required=False,
        help_text="The first day it was so no more. Leave it empty while it goes on",
    )


class ActingDaysForm(DaysForm):
    """Form for role, start and end dates."""

    role = forms.ChoiceField(label="What do they do there?", choices=list(ROLES.items()))
    field_order = ("role", "starts_on", "ends_on")
