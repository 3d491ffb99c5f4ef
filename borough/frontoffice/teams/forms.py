"""Forms of teams, services and posts."""

from typing import Any

from django import forms

VACANT = ""


class TeamForm(forms.Form):
    """Form for a team's name."""

    name = forms.CharField(
        label="Name of the team",
        max_length=120,
        error_messages={"required": "Enter the name", "max_length": "Name must be 120 characters or less"},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ServiceForm(forms.Form):
    """Form for a service that residents contact the council about."""

    name = forms.CharField(
        label="Name of the service",
        max_length=120,
        error_messages={"required": "Enter the name", "max_length": "Name must be 120 characters or less"},
    )
    lgsl = forms.IntegerField(
        label="Local Government Services List number",
        required=False,
        min_value=1,
        max_value=99_999,
        help_text="Leave it empty if you do not know it",
        error_messages={"invalid": "Number must be a whole number, like 353"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    team = forms.ChoiceField(label="Team", error_messages={"required": "Select the team"})
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, teams: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Choose a team"), *teams.items()]


class PostForm(forms.Form):
    """Form for a post and its holder."""

    title = forms.CharField(
        label="Title of the post",
        max_length=120,
        error_messages={"required": "Enter the title", "max_length": "Title must be 120 characters or less"},
    )
    account = forms.ChoiceField(label="Held by", required=False)
    seen_title = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_account = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, staff: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(VACANT, "Nobody: it is vacant"), *((str(number), name) for number, name in staff.items())]

    @property
    def account_id(self) -> int | None:
        """Return the account of the holder; None for a vacant post."""
        return int(self.cleaned_data["account"]) if self.cleaned_data["account"] else None

    @property
    def seen(self) -> tuple[str, int | None]:
        """Return the title and the holder that were displayed."""
        account = self.cleaned_data["seen_account"]
        return self.cleaned_data["seen_title"], int(account) if account.isdecimal() else None
