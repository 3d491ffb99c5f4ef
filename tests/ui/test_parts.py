"""Every shared macro renders, as pages will call it, and the side navigation keeps to seven groups."""

import html5lib
import pytest
from django.template import engines
from django.urls import reverse

from borough.ui import navigation
from borough.ui.staff_parts import STATES, state_tag
from tests.client import Visitor, make_staff, sign_in

STAFF = """
{% from "ui/page.html" import page_header, trail, menu, card, definitions, figures with context %}
{% from "ui/table.html" import table with context %}
{% from "ui/status.html" import tag, due, notice, toast, empty, timeline with context %}
{% from "ui/icon.html" import icon, key %}
{{ trail([{"text": "Cases", "href": "/office/cases/"}], "2AVM") }}
{% call page_header("Complaint", "In progress", ["14 Kiln Lane"]) %}
  {% call menu() %}<a href="#">Watch</a>{% endcall %}<button class="govuk-button">Complete {{ key("C") }}</button>
{% endcall %}
{{ page_header("No acts") }}
{{ figures([{"label": "Due today", "value": 2, "href": "#due", "note": "of your cases"}]) }}
{% call card("Facts", "facts", padded=false) %}{{ definitions([("About", "Bins"), ("Files", "None")], wide=true) }}{% endcall %}
{% call card("Next", "next", next=true) %}<p>Call back.</p>{% endcall %}
{{ table("Cases, soonest promise first", [
  {"label": "Case"}, {"label": "Promise", "href": "?sort=-promise", "sorted": "ascending"},
  {"label": "Age", "href": "?sort=age"}, {"label": "Minutes", "short": "Min", "numeric": true},
], [[{"text": "Pothole <b>", "href": "/c/", "sub": "2AVC", "reference": true}, {"text": "Today", "sub": "5pm"},
  {"html": icon("clock")}, {"text": 3}]]) }}
{{ tag("Overdue") }}{{ due("Today, 5pm", "soon") }}{{ due("Fri 4 Dec") }}
{{ notice("Saved", "good") }}{% call notice("Not saved", "error") %}<button>Try again</button>{% endcall %}
{% call toast("Assigned") %}<button>Undo</button>{% endcall %}{{ empty("Cases will show here") }}
{{ timeline([{"label": "Today", "events": [
  {"icon": "note", "text": "Ada added a note", "at": "10:21am", "moment": "2026-12-01T10:21", "body": "Large print", "kind": "note"},
  {"icon": "phone", "text": "She called", "at": "9am", "moment": "2026-12-01T09:00", "tone": "late"}]}]) }}
"""
PUBLIC = """
{% from "ui/public.html" import service_header, phone, person, facts with context %}
{{ service_header("Garden waste", "/services/garden-waste/", {"text": "Save and continue later", "href": "/later/"}) }}
{{ service_header("Garden waste", "/services/garden-waste/") }}{{ phone("01632 960100") }}
{% call person("Need a hand?", "Call and we will fill it in with you.") %}<ul><li>Visit</li></ul>{% endcall %}
{{ facts([("Cost", "£41.00", "a year"), ("When", "Every two weeks", "")]) }}
"""


def _render(source):
    html = engines["jinja2"].from_string(source).render({})
    html5lib.HTMLParser(strict=True).parseFragment(html)
    return html


def test_every_staff_macro_renders():
    html = _render(STAFF)
    assert 'aria-sort="ascending"' in html and 'data-label="Min"' in html and "Pothole &lt;b&gt;" in html
    assert html.count("<h1") == 2 and 'role="alert"' in html and "style=" not in html
    assert '<span class="desk-ref">2AVC</span>' in html


def test_every_public_macro_renders(settings):
    settings.COUNCIL_CONTACT = {}
    assert "Need a hand?" not in _render(PUBLIC)
    settings.COUNCIL_CONTACT = {"phone": "01632 960100", "hours": "9am to 5pm"}
    html = _render(PUBLIC)
    assert "Need a hand?" in html and "tel:01632960100" in html and "<small>a year</small>" in html


def test_states_come_from_a_single_list():
    assert state_tag("Overdue") == {"text": "Overdue", "classes": "govuk-tag--red"}
    assert state_tag("In progress")["classes"] == ""
    with pytest.raises(ValueError, match="'Sort of done' is not a state"):
        state_tag("Sort of done")
    assert set(STATES.values()) <= {"", "grey", "green", "red", "yellow", "purple"}


@pytest.mark.django_db
def test_side_navigation_has_at_most_seven_groups_and_marks_the_current_page():
    visitor = sign_in(Visitor(), make_staff("adviser", name="Ada Officer"))
    page = visitor.get(reverse("frontoffice:home")).content.decode()
    assert 'class="desk-nav" id="menu"' in page and 'aria-current="page"' in page
    groups = {item.group for item in navigation._ITEMS[navigation.NavArea.STAFF].values()}
    assert len(groups) <= 7 and "" not in groups


def test_groups_stand_where_their_first_entry_does():
    items = [{"group": "Desk", "text": "Home"}, {"group": "Places", "text": "Map"}, {"group": "Desk", "text": "Mail"}]
    assert [(group, len(entries)) for group, entries in navigation.grouped_nav_items(items)] == [
        ("Desk", 2),
        ("Places", 1),
    ]
