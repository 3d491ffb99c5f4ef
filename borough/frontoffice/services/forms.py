"""Service forms for staff."""

from typing import Any

from django import forms

from borough.ui.fields import DateField


class BeginForm(forms.Form):
    """Form for the channel of the resident."""

    mode = forms.ChoiceField(
        label="How are they in touch?",
        widget=forms.RadioSelect,
        choices=[("phone", "On the phone"), ("counter", "At the counter"), ("post", "By letter")],
        error_messages={"required": "Select how they are in touch"},
    )


class TestForm(forms.Form):
    """Form for a test of a route to a service."""

    def __init__(
        self, *args: Any, services: list[tuple[str, str]], routes: list[tuple[Any, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("service", services), ("route", [(str(key), label) for key, label in routes])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "Choose one"), *choices]

    service = forms.ChoiceField(label="Service", error_messages={"required": "Select the service"})
    route = forms.ChoiceField(label="Way", error_messages={"required": "Select the way"})
    tested_on = DateField(label="When it was tried", subject="the day it was tried")
    worked = forms.ChoiceField(
        label="Did it work?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No")],
        error_messages={"required": "Select yes if it worked"},
    )
    finding = forms.CharField(
        label="What was found",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who answered, how long it took, whether it was done",
        error_messages={
            "required": "Enter what was found",
            "max_length": "What was found must be 500 characters or less",
        },
    )


class TextForm(forms.Form):
    """Form for one text of a service."""

    path = forms.CharField(max_length=200, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Text",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Text must be 4,000 characters or less"},
    )


class PublishForm(forms.Form):
    """Form for the day from which drafts are published."""

    day = DateField(label="Publish from", subject="the day", required=False, help_text="Leave it empty to publish now")


class DecideForm(forms.Form):
    """Form for a decision between a changed text and the pack's."""

    path = forms.CharField(max_length=200)
    use = forms.ChoiceField(choices=[("ours", "Keep the changed text"), ("pack", "Use the new text")])
