"""Messaging forms: list filters, and a file of recipients."""

from typing import Any

from django import forms

from borough.messaging.public import BatchState, Channel, MessageState, templates
from borough.ui.fields import set_choices

STATES = {
    MessageState.CREATED: "Waiting",
    MessageState.SENDING: "Being sent",
    MessageState.TO_PRINT: "To print",
    MessageState.SENT: "Sent",
    MessageState.DELIVERED: "Delivered",
    MessageState.PERMANENT: "Address not valid",
    MessageState.TEMPORARY: "Will retry",
    MessageState.RETURNED: "Returned",
}
CHANNELS = {Channel.EMAIL: "Email", Channel.TEXT: "Text message", Channel.LETTER: "Letter"}
BATCHES = {
    BatchState.CHECKED: "Checked, not sent yet",
    BatchState.SENDING: "Being sent",
    BatchState.STOPPED: "Stopped",
    BatchState.DONE: "Done",
    BatchState.DROPPED: "Dropped",
}


class MessageFilterForm(forms.Form):
    """Filters of the message list."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All"), *((item.value, label) for item, label in STATES.items())]
    )
    channel = forms.ChoiceField(
        label="Channel",
        required=False,
        choices=[("", "All"), *((item.value, label) for item, label in CHANNELS.items())],
    )
    template = forms.ChoiceField(label="Message", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(template.key, template.name) for template in templates()]
        set_choices(self, "template", [("", "All"), *named])


class FileForm(forms.Form):
    """Form for a template, a channel and a recipient file."""

    template = forms.ChoiceField(label="Message", error_messages={"required": "Choose the message"})
    channel = forms.ChoiceField(
        label="Channel",
        choices=[(item.value, label) for item, label in CHANNELS.items()],
        error_messages={"required": "Choose the channel"},
    )
    file = forms.FileField(
        label="CSV file, a row for each person it goes to",
        allow_empty_file=True,
        error_messages={"required": "Choose a CSV file", "invalid": "Choose a CSV file"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(template.key, template.name) for template in templates()]
        set_choices(self, "template", [("", "Choose a message"), *named])
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = f"{field.label}: choose one from the list"
