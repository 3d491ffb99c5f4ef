"""Forms of services in the front office."""

from django import forms


class BeginForm(forms.Form):
    """Where the resident is."""

    mode = forms.ChoiceField(
        label="How are they in touch?", widget=forms.RadioSelect,
        choices=[("phone", "On the phone"), ("counter", "At the counter"), ("post", "By letter")],
        error_messages={"required": "Select how they are in touch"},
    )  # fmt: skip
