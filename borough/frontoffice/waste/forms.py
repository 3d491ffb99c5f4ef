"""Waste forms: changed collection days, list filters, and bulky day capacities."""

from typing import Any

from django import forms

from borough.ui.fields import DateField, set_choices
from borough.waste.public import containers, crews, streams
from borough.waste.types import ChangeKind, ChangeReason, State

KINDS = {
    ChangeKind.SHIFT: "Move collections",
    ChangeKind.SUSPEND: "Drop collections",
    ChangeKind.EXTRA: "Add a collection",
}
WHYS = {
    ChangeReason.HOLIDAY: "Bank holiday",
    ChangeReason.SEASON: "Season",
    ChangeReason.CATCH_UP: "To catch up",
    ChangeReason.DISRUPTION: "Disruption",
}
STATES = {
    State.PENDING: "Not begun",
    State.ACTIVE: "Active",
    State.LAPSED: "Lapsed",
    State.CANCELLED: "Cancelled",
    State.MOVED: "Moved",
}
TASKS = {
    crews.TaskState.TO_DO: "To do",
    crews.TaskState.DONE: "Done",
    crews.TaskState.NOT_DONE: "Not completed",
    crews.TaskState.CALLED_OFF: "Cancelled",
}
MISSED = {
    crews.MissedState.OPEN: "Open",
    crews.MissedState.RETURNED: "Crew came back",
    crews.MissedState.ANSWERED: "Answered",
}


def _choices(labels: dict[Any, str]) -> list[tuple[str, str]]:
    return [(key.value, name) for key, name in labels.items()]


def stream_choices(everything: str) -> list[tuple[str, str]]:
    """Return stream choices, all streams first."""
    return [("", everything), *((stream.key, stream.name) for stream in streams().values())]


class StreamForm(forms.Form):
    """Filter of the round list."""

    stream = forms.ChoiceField(label="What is collected", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "stream", stream_choices("Everything"))


class SubscriptionsForm(forms.Form):
    """Filters of the subscription list."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *_choices(STATES)])
    ending = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$",
        label="To be renewed in",
        required=False,
        help_text="A month, like 2027-04",
        error_messages={"invalid": "Enter a month like 2027-04"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )


class TasksForm(forms.Form):
    """Filter of the crew task list."""

    state = forms.ChoiceField(label="State", required=False, choices=_choices(TASKS))


class MissedForm(forms.Form):
    """Filter of the missed bin list."""

    state = forms.ChoiceField(label="State", required=False, choices=_choices(MISSED))


class ChangeForm(forms.Form):
    """Form for a change of collection days."""

    kind = forms.ChoiceField(
        label="What happens",
        choices=_choices(KINDS),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happens"},
    )
    why = forms.ChoiceField(
        label="Why", choices=_choices(WHYS), widget=forms.RadioSelect, error_messages={"required": "Choose why"}
    )
    first = DateField(label="First usual collection day", subject="the first day")
    last = DateField(label="Last usual collection day", subject="the last day")
    days = forms.IntegerField(
        label="Days later",
        required=False,
        initial=1,
        help_text="Below nothing is earlier. Leave empty unless collections move",
        error_messages={"invalid": "Days later must be a whole number"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    stream = forms.ChoiceField(label="What is collected", required=False)
    round = forms.CharField(label="Only this round", required=False, max_length=40)
    note = forms.CharField(
        label="Note for residents",
        required=False,
        max_length=200,
        help_text="Shown beside the date, such as Christmas Day",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "stream", stream_choices("Everything"))


class ContainersForm(forms.Form):
    """Form for a crew task to deliver or remove containers."""

    kind = forms.ChoiceField(
        label="Job",
        choices=[("deliver", "Deliver"), ("remove", "Take away")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose deliver or take away"},
    )
    container = forms.ChoiceField(label="Container", error_messages={"required": "Choose a container"})
    count = forms.IntegerField(
        label="How many",
        min_value=1,
        max_value=20,
        initial=1,
        error_messages={
            "required": "Enter how many",
            "invalid": "How many must be a whole number",
            "min_value": "How many must be 1 or more",
            "max_value": "How many must be 20 or fewer",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    wanted = DateField(label="Wanted by", subject="the day it is wanted by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", "Choose a container"), *((kind.key, kind.name) for kind in containers().values())]
        set_choices(self, "container", kinds)


class BulkyForm(forms.Form):
    """Form for the capacity of a bulky day."""

    day = DateField(label="Day", subject="the day")
    capacity = forms.IntegerField(
        label="Places",
        min_value=0,
        max_value=10_000,
        error_messages={
            "required": "Enter how many places there are",
            "invalid": "Places must be a whole number",
            "min_value": "Places must be nothing or more",
            "max_value": "Places must be 10,000 or fewer",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
    )
    area = forms.CharField(
        label="Ward’s code",
        required=False,
        max_length=12,
        help_text="Leave empty for the whole borough",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
