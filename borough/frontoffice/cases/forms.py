"""Case forms."""

from collections.abc import Mapping
from typing import Any

from django import forms

from borough.cases.public import LABELS, STATE_LABELS, Verb
from borough.kernel.files import MAX_BYTES, MB, TYPES, format_types
from borough.ui.fields import DateField

LONGEST = 5_000
NOTE_TOO_LONG = {"max_length": "The note must be 5,000 characters or less"}


def _text_field(label: str, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=NOTE_TOO_LONG,
    )


class FilterForm(forms.Form):
    """Filters of the case list."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("open", "Open"), *((state.value, label) for state, label in STATE_LABELS.items())],
    )
    team = forms.ChoiceField(label="Team", required=False)
    mine = forms.BooleanField(label="My cases only", required=False)
    late = forms.BooleanField(label="Overdue", required=False)

    def __init__(self, *args: Any, teams: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        if isinstance(team, forms.ChoiceField):
            team.choices = [("", "All teams"), *teams.items()]


class _TeamForm(forms.Form):
    """Base form with a team field."""

    def __init__(self, *args: Any, teams: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{self.prefixed}_%s"
        team = self.fields["team"]
        if isinstance(team, forms.ChoiceField):
            team.choices = [("", "The same team"), *teams.items()]

    prefixed = "id"


class MoveForm(forms.Form):
    """Form for a case step."""

    verb = forms.ChoiceField(choices=[(verb.value, label) for verb, label in LABELS.items()])
    text = _text_field("What to say")
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class HandForm(_TeamForm):
    """Form for assigning a case."""

    prefixed = "hand"
    to = forms.ChoiceField(
        label="Assigned to",
        widget=forms.RadioSelect,
        choices=[("me", "I do"), ("team", "Anyone in the team")],
        error_messages={"required": "Select who works on it"},
    )
    team = forms.ChoiceField(label="Team", required=False)
    text = _text_field("Why, if it goes to another team", 2)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """Form for a note."""

    text = forms.CharField(
        label="Note",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=NOTE_TOO_LONG | {"required": "Enter the note"},
    )
    for_customer = forms.BooleanField(label="The customer may read it", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "note_%s"


class FileForm(forms.Form):
    """Form for attaching a file to the case."""

    file = forms.FileField(
        label="Choose a file",
        help_text=f"A {format_types(TYPES)} smaller than {MAX_BYTES // MB}MB",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )


class TaskForm(_TeamForm):
    """Form for a task."""

    prefixed = "task"
    title = forms.CharField(
        label="What is to be done", max_length=200, error_messages={"required": "Enter what is to be done"}
    )
    team = forms.ChoiceField(label="By which team", required=False)
    due_on = DateField(label="By when", subject="the day", required=False)


class BulkForm(forms.Form):
    """Form for a bulk action on cases."""

    do = forms.ChoiceField(
        label="With those ticked",
        choices=[
            ("mine", "Take them on"),
            (Verb.TAKE.value, LABELS[Verb.TAKE]),
            (Verb.FINISH.value, LABELS[Verb.FINISH]),
            (Verb.REFER.value, LABELS[Verb.REFER]),
            (Verb.WITHDRAW.value, LABELS[Verb.WITHDRAW]),
        ],
    )
    text = _text_field("Message to the customer (needed to finish or pass on)", 2)
