"""Forms to create, amend, retire, split and merge properties."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from borough.frontoffice.gazetteer.forms.candidates import UprnField
from borough.gazetteer import public as gazetteer
from borough.gazetteer.public import maintenance
from borough.gazetteer.types import StreetDetail
from borough.kernel.refusals import Refused
from borough.ui.fields import DateField

STATUSES = [("1", "Approved"), ("6", "Provisional")]
STATES = [
    ("1", "Under construction"),
    ("2", "In use"),
    ("3", "Unoccupied, vacant or derelict"),
    ("5", "Planning application received"),
    ("6", "Planning permission granted"),
    ("7", "Planning permission refused"),
]
POINTS = [("1", "Visual centre"), ("2", "General internal point"), ("4", "Start of the street")]
POSTAL = [("Y", "Postal"), ("N", "Not postal"), ("A", "Postal, alternative"), ("L", "Postal, large user")]
OLD = [
    (maintenance.OldAddress.HISTORIC.value, "It becomes historic: the property used to be called that"),
    (maintenance.OldAddress.ALTERNATE.value, "It stays as an alternate: people still call it that"),
    (maintenance.OldAddress.SLIP.value, "It was a slip: correct it, it was never called that"),
]
REASONS = {
    maintenance.FaultReason.ON_SITE: "Confirmed on site as it is",
    maintenance.FaultReason.AS_SUPPLIED: "As the owner or developer gave it",
    maintenance.FaultReason.NO_POSTCODE: "The post has given no postcode yet",
    maintenance.FaultReason.LIST_BEHIND: "The list it is held against is behind",
    maintenance.FaultReason.LATER: "To be mended later",
}
_STREET = re.compile(r"\(([0-9]{1,8})\)\s*$")


def street_label(street: StreetDetail) -> str:
    """Return a street's label in a list; the form submits its USRN."""
    place = ", ".join(dict.fromkeys(filter(None, [street.name, street.locality, street.town])))
    return f"{place} ({street.usrn})"


def streets_meant(text: str) -> list[StreetDetail]:
    """Return the streets matching a text."""
    match = _STREET.search(text)
    return maintenance.streets_named(match[1] if match else " ".join(text.split())) if text.strip() else []


def narrow(width: int, **attrs: str) -> forms.TextInput:
    """Return a narrow text input."""
    return forms.TextInput(attrs={"class": f"govuk-input--width-{width}", "autocomplete": "off", **attrs})


class SavingForm(forms.Form):
    """Fields of every edit: idempotency key, candidate, and a reason for accepting failed checks."""

    key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)
    candidate = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    reason = forms.ChoiceField(
        label="Why is it saved all the same?",
        required=False,
        choices=[("", "Choose a reason"), *((member.value, label) for member, label in REASONS.items())],
    )

    def __init__(self, sent: Mapping[str, Any] | None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(sent, initial={"key": secrets.token_urlsafe(16), **(initial or {})})

    def accepted_reason(self) -> maintenance.FaultReason | None:
        """Return why failed checks are accepted, if given."""
        return maintenance.FaultReason(self.cleaned_data["reason"]) if self.cleaned_data.get("reason") else None


class StreetMixin(forms.Form):
    """A street by name, with a list of choices if it is ambiguous."""

    street = forms.CharField(
        label="Street",
        max_length=200,
        error_messages={"required": "Enter the street"},
        widget=narrow(30),
        help_text="Its name, its name and place, or its USRN",
    )

    def clean_street(self) -> str:
        """Return the text once it identifies one street; `usrn` is that street's."""
        streets = streets_meant(self.cleaned_data["street"])
        if not streets:
            raise forms.ValidationError("There is no street of that name in the gazetteer. Check it, or enter its USRN")
        exact = [street for street in streets if street.name == self.cleaned_data["street"].strip().upper()]
        if len(streets) > 1 and len(exact) != 1:
            self.offered = [street_label(street) for street in exact or streets]
            raise forms.ValidationError("Several streets are called that. Choose one of those offered below")
        self.usrn = (exact or streets)[0].usrn
        return street_label((exact or streets)[0])

    usrn = 0
    offered: list[str] = []


class PropertyForm(SavingForm, StreetMixin):
    """Form for a property."""

    flat_number = forms.CharField(label="Flat or unit number", required=False, max_length=13, widget=narrow(5))
    flat_name = forms.CharField(label="Flat or unit name", required=False, max_length=90, help_text="Such as FLAT 2")
    number = forms.CharField(
        label="Number", required=False, max_length=13, widget=narrow(5), help_text="12, 12A or 12-14"
    )
    building = forms.CharField(label="Name of the building", required=False, max_length=90)
    postcode = forms.CharField(label="Postcode", required=False, max_length=12, widget=narrow(10))
    post_town = forms.CharField(label="Post town", required=False, max_length=30, widget=narrow(20))
    postal = forms.ChoiceField(label="Do letters go to it?", choices=POSTAL)
    official = forms.ChoiceField(
        label="Given by street naming?", choices=[("Y", "Yes"), ("N", "No"), ("", "Not said")], required=False
    )
    organisation = forms.CharField(label="Organisation", required=False, max_length=100)
    classification = forms.CharField(
        label="Classification",
        required=False,
        max_length=6,
        widget=narrow(5),
        help_text="RD02 detached, RD03 semi-detached, RD04 terraced, RD06 flat, PP shell",
    )
    status = forms.TypedChoiceField(label="Status", choices=STATUSES, coerce=int)
    state = forms.TypedChoiceField(label="State", choices=STATES, coerce=int)
    parent = UprnField(label="UPRN of the building it is in", required=False)
    easting = forms.DecimalField(
        label="Easting",
        required=False,
        max_digits=9,
        decimal_places=2,
        widget=narrow(10, inputmode="decimal"),
        error_messages={"invalid": "Easting must be metres, like 358122.00"},
    )
    northing = forms.DecimalField(
        label="Northing",
        required=False,
        max_digits=9,
        decimal_places=2,
        widget=narrow(10, inputmode="decimal"),
        error_messages={"invalid": "Northing must be metres, like 417000.50"},
    )
    rpc = forms.TypedChoiceField(label="What the point is", choices=POINTS, coerce=int)
    start_on = DateField(label="Start date", subject="the start date")
    ward = forms.ChoiceField(label="Ward", required=False)
    parish = forms.ChoiceField(label="Parish", required=False)

    columns: tuple[tuple[str, ...], ...] = (
        ("street", "flat_number", "flat_name", "number", "building", "postcode", "post_town", "postal", "official"),
        (
            "organisation",
            "classification",
            "status",
            "state",
            "parent",
            "rpc",
            "easting",
            "northing",
            "start_on",
            "ward",
            "parish",
        ),
    )

    def __init__(self, sent: Mapping[str, Any] | None, *, today: date, initial: dict[str, Any]) -> None:
        super().__init__(sent, initial={"start_on": today, "state": "2", "rpc": "2", "official": "Y"} | initial)
        for kind in gazetteer.AreaKind:
            codes = [(code, f"{name} ({code})") for code, name in maintenance.areas_on(kind, today)]
            known = {code for code, _ in codes}
            if (value := initial.get(kind.value)) and value not in known:
                codes.append((value, value))
            field: Any = self.fields[kind.value]
            field.choices = [("", "As its neighbours"), *codes]
        for name in ("state", "rpc"):
            field, value = self.fields[name], str(initial.get(name, "") or "")
            if value and value not in dict(field.choices):
                field.choices = [*field.choices, (value, f"Code {value}")]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")
            field.error_messages["invalid_choice"] = f"{field.label}: choose one from the list"

    def clean(self) -> dict[str, Any]:
        """Parse numbers in common notations."""
        cleaned = super().clean() or {}
        for number, text in (("flat_number", "flat_name"), ("number", "building")):
            try:
                cleaned[f"{number}_read"] = maintenance.parse_addressable(
                    cleaned.get(number, ""), cleaned.get(text, "")
                )
            except Refused as refused:
                self.add_error(number, str(refused))
        return cleaned

    def described(self) -> maintenance.PropertyDescription:
        """Return the property in the gazetteer's form."""
        cleaned = self.cleaned_data
        same = ("postal", "official", "state", "parent", "easting", "northing", "rpc", "start_on", "ward", "parish")
        return maintenance.PropertyDescription(
            usrn=self.usrn,
            primary=cleaned["number_read"],
            secondary=cleaned["flat_number_read"],
            postcode=gazetteer.normalise_postcode(cleaned["postcode"]) or cleaned["postcode"].upper()[:8],
            post_town=cleaned["post_town"].upper(),
            organisation=cleaned["organisation"].upper(),
            classification=cleaned["classification"].upper(),
            status=gazetteer.Status(cleaned["status"]),
            **{name: cleaned[name] for name in same},
        )


class AmendForm(PropertyForm):
    """Form for a property's fields and the version displayed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    old = forms.ChoiceField(
        label="If the address changes, what becomes of the old one?", choices=OLD, widget=forms.RadioSelect
    )
    columns = (*PropertyForm.columns, ("old",))


class RetireForm(SavingForm):
    """Form for the day a property ended."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    on = DateField(label="When did it end?", subject="the day it ended")


class SplitForm(SavingForm):
    """Form for the parts of a split property."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    keep = forms.ChoiceField(
        label="What becomes of the property itself?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of the property itself"},
        choices=[
            ("flats", "It stays as the building, with flats or units in it"),
            ("flats-only", "It ends, and flats or units come after it"),
            ("numbers", "It ends, and properties with numbers of their own come after it"),
        ],
    )
    parts = forms.CharField(
        label="The parts, one a line",
        widget=forms.Textarea,
        max_length=5000,
        help_text="FLAT 1, FLAT 2 for flats; 12A, 12B for numbers",
        error_messages={"required": "Enter the parts, one a line"},
    )
    classification = forms.CharField(
        label="Classification of each part",
        max_length=6,
        widget=narrow(5),
        help_text="RD06 for a flat",
        error_messages={"required": "Enter the classification of the parts"},
    )

    def described(self, of: maintenance.PropertyDescription, today: date) -> list[maintenance.PropertyDescription]:
        """Return the parts: at the property's location, each with its own flat or number. Raises Refused."""
        kind = self.cleaned_data["classification"].upper()
        of = replace(of, classification=kind, start_on=today, organisation="", rpc=2)
        lines = [line.strip() for line in self.cleaned_data["parts"].splitlines() if line.strip()]
        if self.cleaned_data["keep"] == "numbers":
            return [replace(of, primary=maintenance.parse_addressable(line, of.primary.text)) for line in lines]
        return [replace(of, secondary=_part(line)) for line in lines]


def _part(line: str) -> Any:
    """Return a part by its flat number, or by its name."""
    return maintenance.parse_addressable(line) if line[0].isdigit() else maintenance.parse_addressable("", line)


class MergeForm(PropertyForm):
    """Form for the merged property. versions: each UPRN with the version displayed."""

    versions = forms.RegexField(r"^\d+:\d+(,\d+:\d+)*$", widget=forms.HiddenInput, max_length=2500)

    def merged(self) -> dict[int, int]:
        """Return the displayed version of each merged property, by UPRN."""
        pairs = (pair.split(":") for pair in self.cleaned_data["versions"].split(","))
        return {int(uprn): int(version) for uprn, version in pairs}


class OthersForm(forms.Form):
    """Form for the other properties to merge."""

    others = forms.CharField(
        label="UPRNs of the others, one a line",
        widget=forms.Textarea,
        max_length=1500,
        error_messages={"required": "Enter the UPRN of each of the others"},
    )

    def clean_others(self) -> list[int]:
        """Return the UPRNs."""
        uprns = self.cleaned_data["others"].split()
        if wrong := [uprn for uprn in uprns if not (uprn.isascii() and uprn.isdecimal()) or len(uprn) > 12]:
            raise forms.ValidationError(f"“{wrong[0][:20]}” is no UPRN: it has up to 12 digits")
        return list(dict.fromkeys(int(uprn) for uprn in uprns))


class RangeForm(forms.Form):
    """Form for a range of references that the council may allocate."""

    kind = forms.ChoiceField(label="Of what", choices=[("uprn", "Properties (UPRN)"), ("usrn", "Streets (USRN)")])
    first = UprnField(label="First number", error_messages={"required": "Enter the first number"})
    last = UprnField(label="Last number", error_messages={"required": "Enter the last number"})
