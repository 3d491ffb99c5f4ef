"""Forms to name a street, number it, and approve built properties."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from borough.frontoffice.gazetteer.forms.properties import STATES, STATUSES, SavingForm, narrow
from borough.gazetteer import public as gazetteer
from borough.gazetteer.public import maintenance
from borough.kernel.refusals import Refused
from borough.ui.fields import DateField, set_choices

SIDES = [
    ("both", "Odd on the left, even on the right"),
    ("odd", "Odd alone"),
    ("even", "Even alone"),
    ("consecutive", "All in turn, on one side"),
]
LINE_HINT = "Two or more points in the order of the numbers, one a line: easting, then northing, in metres"


class FindStreetForm(forms.Form):
    """Street search form."""

    street = forms.CharField(
        label="Name of the street, or its USRN",
        max_length=200,
        widget=narrow(30),
        error_messages={"required": "Enter the name of a street, or its USRN"},
    )


class LineMixin(forms.Form):
    """A line along a street."""

    line = forms.CharField(
        label="Line of the street",
        widget=forms.Textarea,
        max_length=2000,
        help_text=LINE_HINT,
        error_messages={"required": "Enter two or more points along the street"},
    )

    def clean_line(self) -> str:
        """Return the line as written, once it is valid."""
        try:
            self.points = maintenance.read_line(self.cleaned_data["line"])
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return str(self.cleaned_data["line"])

    points: tuple[tuple[float, float], ...] = ()


class StreetForm(SavingForm, LineMixin):
    """Form for a new street."""

    name = forms.CharField(label="Name", max_length=100, error_messages={"required": "Enter the name of the street"})
    locality = forms.CharField(label="Locality", max_length=35, required=False)
    town = forms.CharField(label="Town", max_length=30, error_messages={"required": "Enter the town"})
    administrative_area = forms.CharField(
        label="Administrative area", max_length=30, error_messages={"required": "Enter the administrative area"}
    )
    state = forms.TypedChoiceField(label="State", choices=[("1", "Under construction"), ("2", "Open")], coerce=int)
    start_on = DateField(label="Start date", subject="the start date")

    columns = (("name", "locality", "town", "administrative_area"), ("line", "state", "start_on"))

    def __init__(self, sent: Mapping[str, Any] | None, *, today: date) -> None:
        super().__init__(sent, initial={"start_on": today, "state": "1"})

    def described(self) -> maintenance.NewStreet:
        """Return the street in the gazetteer's form."""
        cleaned = self.cleaned_data
        texts = {name: " ".join(cleaned[name].upper().split()) for name in self.columns[0]}
        return maintenance.NewStreet(**texts, state=cleaned["state"], start_on=cleaned["start_on"], line=self.points)


class NumberForm(SavingForm, LineMixin):
    """Form for numbering a street, and the common fields of its properties."""

    side = forms.ChoiceField(label="How do the numbers run?", choices=SIDES, widget=forms.RadioSelect)
    first = forms.IntegerField(
        label="First number",
        min_value=1,
        max_value=9999,
        widget=narrow(4, inputmode="numeric"),
        error_messages={"required": "Enter the first number"},
    )
    last = forms.IntegerField(
        label="Last number",
        min_value=1,
        max_value=9999,
        widget=narrow(4, inputmode="numeric"),
        error_messages={"required": "Enter the last number"},
    )
    skipped = forms.CharField(
        label="Numbers to leave out", required=False, max_length=500, help_text="Such as 13", widget=narrow(20)
    )
    suffixed = forms.CharField(
        label="Further numbers with a letter",
        required=False,
        max_length=500,
        help_text="Such as 12A 14A",
        widget=narrow(20),
    )
    offset = forms.FloatField(
        label="Metres from the line to the houses",
        min_value=0,
        max_value=200,
        initial=12,
        widget=narrow(4, inputmode="decimal"),
        error_messages={"required": "Enter how far from the line they stand"},
    )
    swapped = forms.BooleanField(label="Swap the sides", required=False)
    postcode = forms.CharField(label="Postcode", required=False, max_length=12, widget=narrow(10))
    post_town = forms.CharField(label="Post town", required=False, max_length=30, widget=narrow(20))
    postal = forms.ChoiceField(
        label="Do letters go to them?", choices=[("Y", "Postal"), ("N", "Not postal, or not yet")]
    )
    classification = forms.CharField(
        label="Classification",
        max_length=6,
        widget=narrow(5),
        help_text="RD02 detached, RD03 semi, RD04 terraced",
        error_messages={"required": "Enter the classification"},
    )
    status = forms.TypedChoiceField(label="Status", choices=STATUSES[::-1], coerce=int)
    state = forms.TypedChoiceField(label="State", choices=STATES, coerce=int)
    start_on = DateField(label="Start date", subject="the start date")
    ward = forms.ChoiceField(label="Ward", required=False)
    parish = forms.ChoiceField(label="Parish", required=False)

    columns = (
        ("side", "first", "last", "skipped", "suffixed", "line", "offset", "swapped"),
        ("postcode", "post_town", "postal", "classification", "status", "state", "start_on", "ward", "parish"),
    )

    def __init__(self, sent: Mapping[str, Any] | None, *, today: date, initial: dict[str, Any]) -> None:
        usual = {"start_on": today, "side": "both", "status": "6", "state": "6", "postal": "Y", "skipped": "13"}
        super().__init__(sent, initial=usual | initial)
        for kind in gazetteer.AreaKind:
            codes = [(code, f"{name} ({code})") for code, name in maintenance.areas_on(kind, today)]
            set_choices(self, kind.value, [("", "As its neighbours"), *codes])

    def clean(self) -> dict[str, Any]:
        """Parse lists of numbers in common notations."""
        cleaned = super().clean() or {}
        for name in ("skipped", "suffixed"):
            try:
                cleaned[f"{name}_read"] = maintenance.read_numbers(cleaned.get(name, ""))
            except Refused as refused:
                self.add_error(name, str(refused))
        return cleaned

    def scheme(self) -> maintenance.Scheme:
        """Return the numbering scheme."""
        cleaned = self.cleaned_data
        return maintenance.Scheme(
            side=maintenance.Side(cleaned["side"]),
            first=cleaned["first"],
            last=cleaned["last"],
            line=self.points,
            skipped=frozenset(number for number, _ in cleaned["skipped_read"]),
            suffixed=cleaned["suffixed_read"],
            offset=cleaned["offset"],
            swapped=cleaned["swapped"],
        )

    def described(self, usrn: int) -> maintenance.PropertyDescription:
        """Return the common fields of the properties."""
        cleaned = self.cleaned_data
        return maintenance.PropertyDescription(
            usrn=usrn,
            primary=maintenance.parse_addressable("1"),
            postcode=gazetteer.normalise_postcode(cleaned["postcode"]) or "",
            post_town=cleaned["post_town"].upper(),
            postal=cleaned["postal"],
            classification=cleaned["classification"].upper(),
            status=gazetteer.Status(cleaned["status"]),
            state=cleaned["state"],
            start_on=cleaned["start_on"],
            ward=cleaned["ward"],
            parish=cleaned["parish"],
        )


class ApproveForm(SavingForm):
    """Form for approving built provisional properties."""

    uprns = forms.TypedMultipleChoiceField(
        label="Provisional addresses",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick the addresses that are built",
            "invalid_choice": "One of these is not provisional any more. Look at the list again",
        },
    )

    def __init__(self, sent: Mapping[str, Any] | None, choices: list[tuple[str, str]]) -> None:
        super().__init__(sent)
        set_choices(self, "uprns", choices)
