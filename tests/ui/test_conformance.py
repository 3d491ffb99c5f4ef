"""Every official component fixture of GOV.UK Frontend 6.3.0, rendered by us, gives the official HTML."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.template import engines
from lxml import html
from lxml.html import HtmlElement

FIXTURES = Path(__file__).parents[1] / "conformance" / "govuk" / "fixtures-6.3.0.jsonl.gz"
OFFICIAL = 657
UNORDERED = ("class",)


def _fixtures():
    return [json.loads(line) for line in gzip.decompress(FIXTURES.read_bytes()).splitlines()]


def _normalised_text(text):
    return re.sub(r"\s+", " ", text or "").strip()


def _tree(element):
    attributes = {
        name: " ".join(sorted(value.split())) if name in UNORDERED else _normalised_text(value)
        for name, value in element.attrib.items()
    }
    inside = [_tree(child) for child in element if isinstance(child, HtmlElement)]
    return element.tag, attributes, _normalised_text(element.text), inside, _normalised_text(element.tail)


def _parsed(markup):
    return [
        _normalised_text(piece) if isinstance(piece, str) else _tree(piece)
        for piece in html.fragments_fromstring(markup.strip())
    ]


def _rendered(fixture):
    macro = "govuk" + "".join(word.capitalize() for word in fixture["component"].split("-"))
    template = engines["jinja2"].env.from_string("{{ " + macro + "(options) }}")
    return template.render(options=fixture["options"])


def test_every_official_fixture_is_here():
    assert len(_fixtures()) == OFFICIAL


@pytest.mark.parametrize("component", sorted({fixture["component"] for fixture in _fixtures()}))
def test_component_matches_the_official_rendering(component):
    different = [
        fixture["name"]
        for fixture in _fixtures()
        if fixture["component"] == component and _parsed(_rendered(fixture)) != _parsed(fixture["html"])
    ]
    assert different == []


def test_the_comparison_sees_a_difference():
    fixture = next(f for f in _fixtures() if f["component"] == "button")
    assert _parsed(_rendered(fixture)) != _parsed(fixture["html"].replace("govuk-button", "govuk-buttom"))
