"""Form fields as official components."""

from datetime import date

import pytest
from django import forms

from borough.ui.fields import DateField, errors, params


class Sample(forms.Form):
    email = forms.EmailField(label="Email address", error_messages={"required": "Enter your email address"})
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False, help_text="Nothing private")
    colour = forms.ChoiceField(label="Colour", choices=[("r", "Red"), ("g", "Green")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    when = DateField(label="When", subject="the date it happened")


def _date(day, month, year):
    form = Sample({"when_-day": "", **{f"when-{n}": v for n, v in {"day": day, "month": month, "year": year}.items()}})
    form.full_clean()
    return form


def test_optional_fields_say_so_and_keep_their_hint():
    component = params(Sample()["notes"])
    assert component["component"] == "govukTextarea"
    assert component["label"]["text"] == "Notes (optional)"
    assert component["hint"] == {"text": "Nothing private"}


def test_each_error_is_at_its_field_and_in_the_summary():
    form = Sample({})
    assert params(form["email"])["errorMessage"] == {"text": "Enter your email address"}
    assert {"text": "Enter your email address", "href": "#id_email"} in errors(form)
    assert {"text": "Enter the date it happened", "href": "#id_when-day"} in errors(form)


def test_choices_keep_what_was_chosen():
    form = Sample({"colour": "g", "several": ["a", "b"]})
    assert [item["checked"] for item in params(form["colour"])["items"]] == [False, True]
    assert params(form["colour"])["component"] == "govukRadios"
    assert [item["checked"] for item in params(form["several"])["items"]] == [True, True]
    assert params(form["several"])["component"] == "govukCheckboxes"


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_months_may_be_names(month):
    assert _date("27", month, "2018").cleaned_data["when"] == date(2018, 3, 27)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("", "", ""), "Enter the date it happened"),
        (("27", "", "2018"), "The date it happened must include a month"),
        (("", "", "2018"), "The date it happened must include a day and month"),
        (("31", "2", "2018"), "The date it happened must be a real date"),
        (("9" * 40, "2", "2018"), "The date it happened must be a real date"),
        (("1", "2", "9" * 40), "The date it happened must be a real date"),
        (("x", "2", "2018"), "The date it happened must be a real date"),
    ],
)
def test_dates_are_refused_plainly(parts, sentence):
    assert _date(*parts).errors["when"] == [sentence]


def test_redisplayed_date_retains_the_input():
    component = params(_date("31", "2", "2018")["when"])
    assert [item["value"] for item in component["items"]] == ["31", "2", "2018"]
    assert component["items"][0]["id"] == "id_when-day"
