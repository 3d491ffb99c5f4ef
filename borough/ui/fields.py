"""Django form fields as options of the official components, so that every form looks alike."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField


def params(field: BoundField, **more: Any) -> dict[str, Any]:
    """Return the component options for the field's widget; `component` names its macro.

    Keyword options override those computed here, such as label, hint and classes.
    """
    kind = next((make for widget, make in _KINDS.items() if isinstance(field.field.widget, widget)), _input)
    options = {"id": field.auto_id, "name": field.html_name, **kind(field)}
    if field.help_text:
        options["hint"] = {"text": field.help_text}
    if field.errors:
        options["errorMessage"] = {"text": " ".join(str(error) for error in field.errors)}
    return options | more


def errors(*page_forms: forms.BaseForm) -> list[dict[str, str]]:
    """Return the error summary of a page's forms: each error links to its field."""
    summary = []
    for form in page_forms:
        for name, messages in form.errors.items():
            target = "main-content" if name == "__all__" else _target(form[name])
            summary += [{"text": str(message), "href": f"#{target}"} for message in messages]
    return summary


def _target(field: BoundField) -> str:
    return f"{field.auto_id}-day" if isinstance(field.field, DateField) else str(field.auto_id)


class DateWidget(forms.MultiWidget):
    """Three inputs: day, month and year."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput()] * 3)
        self.widgets_names = ["-day", "-month", "-year"]

    def decompress(self, value: date | None) -> list[Any]:
        """Return the parts of a date."""
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        """Return the ID of the first input."""
        return f"{id_}-day"


USUAL_ROWS = str(forms.Textarea().attrs["rows"])  # Django's default for a text area
MONTHS = {date(2000, n, 1).strftime(form).lower(): n for n in range(1, 13) for form in ("%B", "%b")}


class DateField(forms.MultiValueField):
    """A date in three inputs; months may be names. Errors are checked in the order missing, invalid."""

    widget = DateWidget

    def __init__(self, *, subject: str = "the date", **kwargs: Any) -> None:
        self.subject = subject
        kwargs["error_messages"] = {"required": f"Enter {subject}", **kwargs.pop("error_messages", {})}
        super().__init__([forms.CharField(required=False)] * 3, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        """Return the date, or None if it is optional and empty."""
        parts = [str(part or "").strip() for part in value or ["", "", ""]]
        names = ["day", "month", "year"]
        missing = [name for name, part in zip(names, parts, strict=True) if not part]
        if len(missing) == 3:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return None
        subject = self.subject[0].upper() + self.subject[1:]
        if missing:
            raise forms.ValidationError(f"{subject} must include a {' and '.join(missing)}")
        try:
            month = MONTHS.get(parts[1].lower()) or int(parts[1])
            return date(int(parts[2]), month, int(parts[0]))
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(f"{subject} must be a real date") from error


def _label(field: BoundField) -> dict[str, str]:
    optional = "" if field.field.required or isinstance(field.field, forms.BooleanField) else " (optional)"
    return {"text": f"{field.label}{optional}"}


def _value(field: BoundField) -> str:
    value = field.value()
    return "" if value is None else str(value)


def _input(field: BoundField) -> dict[str, Any]:
    widget = field.field.widget
    kind = getattr(widget, "input_type", "text")
    options: dict[str, Any] = {"component": "govukInput", "label": _label(field), "value": _value(field)}
    options["type"] = kind if kind in {"email", "tel", "search"} else "text"
    for theirs, ours in {
        "autocomplete": "autocomplete",
        "inputmode": "inputmode",
        "class": "classes",
    }.items():
        if theirs in widget.attrs:
            options[ours] = widget.attrs[theirs]
    options["spellcheck"] = False if kind == "email" else None
    return options


def _password(field: BoundField) -> dict[str, Any]:
    auto = field.field.widget.attrs.get("autocomplete", "current-password")
    return {"component": "govukPasswordInput", "label": _label(field), "autocomplete": auto}


def _file(field: BoundField) -> dict[str, Any]:
    return {"component": "govukFileUpload", "label": _label(field)}


def _textarea(field: BoundField) -> dict[str, Any]:
    requested = str(field.field.widget.attrs.get("rows", ""))
    rows = 4 if requested in ("", USUAL_ROWS) else int(requested)
    return {"component": "govukTextarea", "label": _label(field), "value": _value(field), "rows": rows}


def _choices(field: BoundField) -> list[dict[str, Any]]:
    chosen = field.value()
    several = {str(choice) for choice in chosen} if isinstance(chosen, list | tuple) else {_value(field)}
    return [
        {
            "value": str(value),
            "text": str(text),
            "selected": str(value) in several,
            "checked": str(value) in several,
        }
        for value, text in getattr(field.field, "choices", [])
        if not isinstance(text, list | tuple)
    ]


def _select(field: BoundField) -> dict[str, Any]:
    return {"component": "govukSelect", "label": _label(field), "items": _choices(field)}


def _group(component: str) -> Callable[[BoundField], dict[str, Any]]:
    def make(field: BoundField) -> dict[str, Any]:
        legend = {**_label(field), "classes": "govuk-fieldset__legend--s"}
        first = {"idPrefix": field.auto_id, "fieldset": {"legend": legend}, "items": _choices(field)}
        return {"component": component, **first}

    return make


def _tick(field: BoundField) -> dict[str, Any]:
    item = {"value": "on", "text": field.label, "checked": bool(field.value()), "id": field.auto_id}
    return {"component": "govukCheckboxes", "idPrefix": field.auto_id, "items": [item]}


def _date(field: BoundField) -> dict[str, Any]:
    value = field.value()
    parts = field.field.widget.decompress(value) if isinstance(value, date) else value or ["", "", ""]
    wrong = " govuk-input--error" if field.errors else ""
    names = {"day": "2", "month": "2", "year": "4"}
    items = [
        {
            "id": f"{field.auto_id}-{name}",
            "name": f"{field.html_name}-{name}",
            "label": name.capitalize(),
            "value": str(part or ""),
            "classes": f"govuk-input--width-{width}{wrong}",
        }
        for (name, width), part in zip(names.items(), parts, strict=True)
    ]
    legend = {**_label(field), "classes": "govuk-fieldset__legend--s"}
    return {"component": "govukDateInput", "fieldset": {"legend": legend}, "items": items}


_KINDS: dict[type[forms.Widget], Callable[[BoundField], dict[str, Any]]] = {
    DateWidget: _date,
    forms.PasswordInput: _password,
    forms.Textarea: _textarea,
    forms.FileInput: _file,
    forms.CheckboxSelectMultiple: _group("govukCheckboxes"),
    forms.RadioSelect: _group("govukRadios"),
    forms.CheckboxInput: _tick,
    forms.Select: _select,
}


def set_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set the choices of a form's choice field. Raises TypeError for a field of another kind."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is not a choice field")
    field.choices = list(choices)
